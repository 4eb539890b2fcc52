"""Many viewers at once on a server of their own: seconds of an action, errors, memory, ceiling.

`PYTHONPATH=. .venv/bin/python tests/bench/load.py --viewers 100 --seconds 300` runs it alone.
Each viewer is signed in, holds a WebSocket as a browser does, keeps the page's own polls going,
and acts every ten seconds or so. Pictures are not drawn: the figures are the server's.
"""

import argparse
import asyncio
import os
import random
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from viewer import Choices, Tally, Viewer

from chains import queries
from chains.demo import build
from chains.settings import HOME
from chains.store import Store

EVERY = 10.0  # seconds between a viewer's actions
ARRIVAL = 20.0  # seconds in which all arrive
MEMORY_EVERY = 5.0
SETTLED = 60.0  # seconds after which memory is to be flat
P95_MS, GROWTH = 1000, 10  # bounds: milliseconds, percent
ROLES = ("leader",) * 7 + ("analyst",) * 2 + ("liaison",)
AT_ONCE, CEILING_SECONDS = 16, 20.0


@dataclass(frozen=True)
class Server:
    """A server under load: where it answers and which process it is."""

    port: int
    process: "subprocess.Popen[bytes]"

    def memory(self) -> float:
        """MB of memory that the server and the processes that it started hold."""
        parents = {}
        for path in Path("/proc").glob("[0-9]*/stat"):
            try:
                parents[int(path.parent.name)] = int(path.read_text().rpartition(")")[2].split()[1])
            except (FileNotFoundError, ProcessLookupError):
                continue  # it ended meanwhile
        family = {self.process.pid}
        while more := {one for one, parent in parents.items() if parent in family} - family:
            family |= more
        return sum(_resident(one) for one in family)

    def seconds(self) -> float:
        """Seconds of processor time that the server has used so far."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _resident(process: int) -> float:
    try:
        lines = Path(f"/proc/{process}/status").read_text().splitlines()
    except (FileNotFoundError, ProcessLookupError):
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("VmRSS:")) / 1024


@contextmanager
def serving(store: Store, access: str) -> Iterator[Server]:
    """The dashboard on a free loopback port, for the length of the block."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "chains", "serve", "--port", str(port)]
    environment = os.environ | {"CHAINS_STORE": str(store.root), "CHAINS_ACCESS": access}
    said = store.root / "server.txt"
    with (
        said.open("wb") as output,
        subprocess.Popen(
            command, cwd=HOME, env=environment, stdout=output, stderr=subprocess.STDOUT
        ) as process,
    ):
        try:
            _wait(port, process, said)
            yield Server(port, process)
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(90)
            except subprocess.TimeoutExpired:
                process.kill()


def _wait(port: int, process: "subprocess.Popen[bytes]", said: Path) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until and process.poll() is None:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz"):
                return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError(f"the server does not answer:\n{said.read_text(encoding='utf-8')}")


def tokens(store: Store, viewers: int) -> list[str]:
    """Session tokens of as many new accounts, whose roles are mixed as in an office."""
    from chains import state
    from chains.access import WHOLE_CITY

    db = state.State.open(f"sqlite:///{(store.root / 'state.sqlite3').as_posix()}")
    try:
        return [
            state.sessions.start(
                db,
                state.accounts.create(
                    db,
                    name=f"viewer{number}",
                    title=f"示例{number}",
                    roles=frozenset({ROLES[number % len(ROLES)]}),
                    scope=WHOLE_CITY,
                    must_change=False,
                ).account,
                "127.0.0.1",
            )
            for number in range(viewers)
        ]
    finally:
        db.close()


def choices(store: Store) -> Choices:
    """What can be chosen on the pages: codes of chains, months, projects, counties, lists."""
    asked = {"chains": "chain_id", "counties": "county_id", "project_names": "project_id"}
    keys = {"chains": "chain", "counties": "county", "project_names": "project"}
    with store.reading() as edition:
        found = {
            keys[question]: edition.fetch(queries.query(question))[column].astype(str).tolist()
            for question, column in asked.items()
        }
        months = edition.fetch(queries.query("months"))["month"].tolist()
        levels = edition.fetch(queries.query("completion_by_level"), month=months[0])["level"]
    return found | {"month": months, "level": levels.tolist()}


def _viewers(server: Server, store: Store, seed: int, cookies: list[str]) -> list[Viewer]:
    origin = f"http://127.0.0.1:{server.port}"
    ask = urllib.request.Request(f"{origin}/_stcore/health", headers={"Cookie": cookies[0]})
    with urllib.request.urlopen(ask) as answer:
        given = answer.headers.get_all("Set-Cookie") or []
    xsrf = next((one.split(";")[0] for one in given if one.startswith("_streamlit_xsrf=")), "")
    known, tally = choices(store), Tally()
    return [
        Viewer(
            url=f"ws://127.0.0.1:{server.port}/_stcore/stream",
            headers={"Origin": origin, "Cookie": "; ".join(filter(None, (xsrf, cookie)))},
            subprotocols=["streamlit", xsrf.partition("=")[2] or "none"],
            choices=known,
            dice=random.Random(f"{seed}.{number}"),
            tally=tally,
        )
        for number, cookie in enumerate(cookies)
    ]


async def _watch(server: Server, memory: list[tuple[float, float]]) -> None:
    start = time.monotonic()
    while True:
        memory.append((time.monotonic() - start, server.memory()))
        await asyncio.sleep(MEMORY_EVERY)


async def _stay(viewer: Viewer, until: float) -> None:
    """Act every ten seconds, give or take three, whatever the last action took."""
    due = time.monotonic() + viewer.dice.uniform(0, ARRIVAL)
    while due < until:
        await asyncio.sleep(max(0.0, due - time.monotonic()))
        await viewer.act()
        due += viewer.dice.uniform(EVERY - 3, EVERY + 3)


async def _hurry(viewer: Viewer, until: float) -> int:
    done = 0
    while time.monotonic() < until:
        await viewer.act()
        done += 1
    return done


@dataclass(frozen=True)
class Load:
    """What was measured."""

    viewers: int
    seconds: float
    tally: Tally
    memory: list[tuple[float, float]]
    ceiling: float
    cost: float  # ms of the server's processor time for an action, polls included

    @property
    def growth(self) -> float:
        """Percent by which memory rose at most over its size after the first minute."""
        settled = min(SETTLED, self.seconds / 2, self.memory[-1][0])
        after = [size for at, size in self.memory if at >= settled]
        return (max(after) / after[0] - 1) * 100


async def _load(server: Server, viewers: list[Viewer], seconds: float) -> Load:
    memory: list[tuple[float, float]] = []
    watching = asyncio.create_task(_watch(server, memory))
    until, used = time.monotonic() + seconds, server.seconds()
    await asyncio.gather(*(_stay(viewer, until) for viewer in viewers))
    watching.cancel()
    tally, few = viewers[0].tally, viewers[:AT_ONCE]
    cost = 1000 * (server.seconds() - used) / max(1, len(tally.actions))
    await asyncio.gather(*(viewer.close() for viewer in viewers[AT_ONCE:]))
    hurried = Tally(errors=tally.errors)
    for viewer in few:
        viewer.tally = hurried
    start = time.monotonic()
    done = await asyncio.gather(*(_hurry(viewer, start + CEILING_SECONDS) for viewer in few))
    ceiling = sum(done) / (time.monotonic() - start)
    await asyncio.gather(*(viewer.close() for viewer in few))
    return Load(len(viewers), seconds, tally, memory, ceiling, cost)


def measure(
    store: Store, *, viewers: int = 100, seconds: float = 300, access: str = "local", seed: int = 1
) -> Load:
    """Put the load on a server over this store."""
    cookies = [""] * viewers
    if access == "local":
        cookies = [f"chainboard={token}" for token in tokens(store, viewers)]
    with serving(store, access) as server:
        return asyncio.run(_load(server, _viewers(server, store, seed, cookies), seconds))


def line(name: str, value: float, limit: float, unit: str = "ms") -> None:
    """One measured value beside its bound."""
    word = "" if value <= limit else "  OVER"
    share = f"{value / limit:>6.2f}" if limit else ""
    print(f"{name:<58}{value:>9.0f} {unit:<3} of {limit:>6.0f}  {share}{word}", flush=True)


def report(load: Load) -> None:
    """Print the figures beside their bounds."""
    took = sorted(1000 * one for one in load.tally.actions)
    polls = sorted(1000 * one for one in load.tally.polls)
    who = f"{load.viewers} viewers, {load.seconds:.0f} s"
    line(f"{who}: an action, p95 of {len(took):,}", _share(took, 0.95), P95_MS)
    line(f"{who}: errors", len(load.tally.errors), 0, "")
    line(f"{who}: growth of memory after a minute", load.growth, GROWTH, "%")
    print(f"  an action: p50 {_share(took, 0.5):.0f} ms, max {took[-1]:.0f} ms")
    if polls:
        print(
            f"  the pages' own polls: {len(polls):,}, p50 {_share(polls, 0.5):.0f} ms, "
            f"p95 {_share(polls, 0.95):.0f} ms"
        )
    print(f"  the server's processor time for an action, polls included: {load.cost:.0f} ms")
    sizes = [size for _at, size in load.memory]
    print(f"  memory: {sizes[0]:.0f} MB at the start, {max(sizes):.0f} MB at most")
    print(f"  ceiling: {load.ceiling:.1f} actions a second, {AT_ONCE} viewers without a pause")
    for words, count in Counter(load.tally.errors).most_common(5):
        print(f"  {count} times: {words}")


def _share(ordered: list[float], share: float) -> float:
    if len(ordered) < 2:
        return ordered[0] if ordered else float("nan")
    return statistics.quantiles(ordered, n=100, method="inclusive")[round(share * 100) - 1]


def main() -> None:
    """Build a city, put the load on it, print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--viewers", type=int, default=100)
    parser.add_argument("--seconds", type=float, default=300)
    parser.add_argument("--access", choices=("local", "open"), default="local")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        store = Store(Path(folder) / "city")
        build(store)
        report(
            measure(
                store,
                viewers=given.viewers,
                seconds=given.seconds,
                access=given.access,
                seed=given.seed,
            )
        )


if __name__ == "__main__":
    main()
