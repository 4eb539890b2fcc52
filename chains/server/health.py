"""/healthz: whether the store opens, the state database answers and the disk has room."""

import shutil
import time
from collections.abc import Callable

from anyio import CapacityLimiter, Lock, create_task_group, move_on_after, to_thread
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from chains import log, settings, state
from chains.errors import ChainsError
from chains.store import Store

MB = 1024 * 1024
KEPT_SECONDS = 2.0
PATIENCE_SECONDS = 5.0  # after which a part that does not answer has failed


def routes() -> list[Route]:
    """The one route, free for all: it tells a load balancer yes or no, and no secret."""
    return [Route("/healthz", Watched().answer)]


class Watched:
    """The parts that the dashboard stands on, looked at no more often than every two seconds."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._threads = CapacityLimiter(len(PARTS))  # a part that hangs holds up only its own
        self._until = 0.0
        self._failing: list[str] = []

    async def answer(self, _request: Request) -> Response:
        """200 when everything works, 503 with the names of what does not."""
        async with self._lock:
            if time.monotonic() >= self._until:
                self._failing = await failing(self._threads)
                self._until = time.monotonic() + KEPT_SECONDS
        if self._failing:
            return JSONResponse({"status": "failing", "failing": self._failing}, 503)
        return JSONResponse({"status": "ok"})


async def failing(threads: CapacityLimiter) -> list[str]:
    """The names of the parts that do not work."""
    works = dict.fromkeys(PARTS, False)

    async def look(name: str, part: Callable[[], bool]) -> None:
        with move_on_after(PATIENCE_SECONDS):
            works[name] = await to_thread.run_sync(
                _holds, part, abandon_on_cancel=True, limiter=threads
            )

    async with create_task_group() as group:
        for name, part in PARTS.items():
            group.start_soon(look, name, part)
    return [name for name, well in works.items() if not well]


def store_opens() -> bool:
    """Whether the current edition can be opened."""
    with Store(settings.store_folder()).reading() as edition, edition.cursor() as cursor:
        return cursor.execute("select 1").fetchone() == (1,)


def state_answers() -> bool:
    """Whether the state database answers."""
    with state.in_force().reading() as connection:
        return connection.exec_driver_sql("select 1").scalar() == 1


def disk_has_room() -> bool:
    """Whether more than CHAINS_DISK_MB are free where the store stands."""
    return disk_free() >= settings.number("disk_mb") * MB


def disk_free() -> int:
    """Bytes that are free where the store stands, or will stand."""
    root = settings.store_folder()
    there = next(folder for folder in (root, *root.parents) if folder.exists())
    return shutil.disk_usage(there).free


PARTS: dict[str, Callable[[], bool]] = {
    "store": store_opens,
    "state": state_answers,
    "disk": disk_has_room,
}


def _holds(part: Callable[[], bool]) -> bool:
    """What the part says; whatever keeps it from saying so is a no, and a line in the log."""
    try:
        return part()
    except ChainsError:
        return False
    except Exception as error:  # noqa: BLE001  a monitor needs an answer whatever is broken
        log.bug(error)
        return False
