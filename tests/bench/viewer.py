"""One viewer of the load: a browser's side of Streamlit's WebSocket, without the drawing."""

import asyncio
import random
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from urllib.parse import urlencode

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

WALK = {"": 4, "chain": 3, "projects": 3, "project": 3, "dictionary": 1}  # "" is the first page
ASKS = {
    "": ("month",),
    "chain": ("chain", "month"),
    "projects": ("chain", "month", "level", "county"),
    "project": ("project", "month"),
    "dictionary": (),
}
PATIENCE = 60.0
CACHED_RUNS = 2
DONE, _BROKEN, EARLY, FRAGMENT = range(4)  # ForwardMsg.ScriptFinishedStatus

Choices = Mapping[str, list[str]]


@dataclass
class Tally:
    """What all viewers met: seconds of actions and of the pages' own polls, and errors in words."""

    actions: list[float] = field(default_factory=list)
    polls: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    received: int = 0


@dataclass
class Viewer:
    """A signed-in person with one open page; walks through pages and choices by its own seed."""

    url: str
    headers: Mapping[str, str]
    subprotocols: list[str]
    choices: Choices
    dice: random.Random
    tally: Tally
    page: str = ""
    query: str = "lang=zh"
    pages: dict[str, str] = field(default_factory=dict)
    cached: list[set[str]] = field(default_factory=lambda: [set()])
    polls: dict[str, "asyncio.Task[None]"] = field(default_factory=dict)
    asked: dict[str, float] = field(default_factory=dict)
    ended: "asyncio.Future[None] | None" = None
    socket: ClientConnection | None = None

    async def act(self) -> None:
        """Do one thing that a person does, and wait until the server has answered all of it."""
        start = time.perf_counter()
        try:
            if self.socket is None:
                await self._open()
            else:
                self._choose()
            await self._ask()
        except (WebSocketException, OSError, TimeoutError) as error:
            self.fail(f"{type(error).__name__}: {error}")
            await self.close()  # a browser connects anew as well
            return
        self.tally.actions.append(time.perf_counter() - start)

    async def close(self) -> None:
        """Leave."""
        self._stop_polls()
        if self.socket is not None:
            await self.socket.close()
            self.socket = None

    def fail(self, words: str) -> None:
        """Count an error."""
        self.tally.errors.append(f"{self.page or 'first page'}: {words}"[:300])

    async def _open(self) -> None:
        self.socket = await connect(
            self.url,
            additional_headers=self.headers,
            subprotocols=self.subprotocols,
            max_size=None,
            proxy=None,
            ping_interval=None,  # a browser does not ask whether the server lives
        )
        self.listening = asyncio.create_task(self._listen(self.socket))

    def _choose(self) -> None:
        """Half of the time another page, half of the time another choice on the same page."""
        if self.dice.random() < 0.5 or not ASKS[self.page]:
            self.page = self.dice.choices(list(WALK), WALK.values())[0]
            self.query = ""
            return
        key = self.dice.choice(ASKS[self.page])
        asked = dict(part.split("=", 1) for part in self.query.split("&") if "=" in part)
        self.query = urlencode(asked | {key: self.dice.choice(self.choices[key])})

    async def _ask(self) -> None:
        self.ended = asyncio.get_running_loop().create_future()
        await self._send(BackMsg())
        async with asyncio.timeout(PATIENCE):
            await self.ended

    async def _send(self, message: BackMsg, fragment: str = "") -> None:
        state = message.rerun_script
        state.query_string = self.query
        state.page_script_hash = self.pages.get(self.page, "")
        state.cached_message_hashes.extend(set().union(*self.cached))
        state.context_info.timezone = "Asia/Shanghai"
        state.context_info.locale = "zh-CN"
        state.context_info.color_scheme = "light"
        state.widget_states.SetInParent()
        if fragment:
            state.fragment_id, state.is_auto_rerun = fragment, True
        assert self.socket is not None
        await self.socket.send(message.SerializeToString())

    async def _listen(self, socket: ClientConnection) -> None:
        try:
            async for frame in socket:
                assert isinstance(frame, bytes)
                self.tally.received += len(frame)
                self._take(ForwardMsg.FromString(frame))
        except WebSocketException as error:
            self.fail(f"{type(error).__name__}: {error}")
        if self.ended is not None and not self.ended.done():
            self.ended.set_exception(OSError("the server closed the connection"))
            self.ended.exception()  # seen, even where nobody waits for it any more

    def _take(self, message: ForwardMsg) -> None:
        kind = message.WhichOneof("type")
        if message.metadata.cacheable:
            self.cached[-1].add(message.hash)
        elif kind == "ref_hash":
            self.cached[-1].add(message.ref_hash)
        if kind == "navigation":
            self.pages |= {
                "" if page.is_default else page.url_pathname: page.page_script_hash
                for page in message.navigation.app_pages
            }
        elif kind == "page_info_changed":
            self.query = message.page_info_changed.query_string
        elif kind == "new_session" and not message.metadata.run.fragment_ids:
            self._stop_polls()
            self.cached = [*self.cached, set()][-CACHED_RUNS:]
        elif kind == "auto_rerun":
            again = self._poll(message.auto_rerun.fragment_id, message.auto_rerun.interval)
            self.polls[message.auto_rerun.fragment_id] = asyncio.create_task(again)
        elif kind == "script_finished":
            self._finish(message)
        else:
            self._look_for_errors(message)

    def _finish(self, message: ForwardMsg) -> None:
        fragments = list(message.metadata.run.fragment_ids)
        for one in fragments:
            asked = self.asked.pop(one, None)
            if asked is not None:
                self.tally.polls.append(time.perf_counter() - asked)
        if message.script_finished == DONE and self.ended and not self.ended.done():
            self.ended.set_result(None)
        elif message.script_finished == _BROKEN:
            self.fail("the script does not compile")

    def _look_for_errors(self, message: ForwardMsg) -> None:
        kind, element = message.WhichOneof("type"), message.delta.new_element
        if kind in {"page_not_found", "auth_redirect"}:
            self.fail(str(kind))
        if kind == "delta" and element.WhichOneof("type") == "exception":
            self.fail(f"{element.exception.type}: {element.exception.message}")
        if element.WhichOneof("type") == "alert" and element.alert.format == element.alert.ERROR:
            self.fail(element.alert.body)

    async def _poll(self, fragment: str, interval: float) -> None:
        """Run the fragment again and again, as an open page does."""
        with suppress(WebSocketException):
            while True:
                await asyncio.sleep(interval)
                self.asked[fragment] = time.perf_counter()
                await self._send(BackMsg(), fragment)

    def _stop_polls(self) -> None:
        for task in self.polls.values():
            task.cancel()
        self.polls.clear()
        self.asked.clear()
