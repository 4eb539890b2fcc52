"""What a server that runs for years does by itself: what is over goes, what is new is looked at."""

import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import partial

from anyio import create_task_group, sleep, to_thread

from chains import settings, state
from chains.errors import StateError
from chains.intake import pending
from chains.server import alerting
from chains.server.ranked import Ranked
from chains.server.threads import ask
from chains.store import Store

HOUR = 3600.0
LOOK_SECONDS = 10.0
AFTER_FAILURE_SECONDS = 60.0

log = logging.getLogger(__name__)


@asynccontextmanager
async def running(
    _app: object, *, every: float = HOUR, look: float = LOOK_SECONDS
) -> AsyncIterator[None]:
    """Tidy up every so many seconds, and look for a new edition, while the server runs."""
    ranked = Ranked(Store(settings.store_folder()))
    async with create_task_group() as tasks:
        tasks.start_soon(_turns, every)
        if settings.get("ranking") != "off":
            tasks.start_soon(partial(_looks, ranked.look, look, left=False))
        tasks.start_soon(_looks, alerting.find, look)
        tasks.start_soon(_looks, alerting.send, look)
        try:
            yield
        finally:
            tasks.cancel_scope.cancel()
            ranked.stop()


def tidy() -> None:
    """Forget uploads that waited a day, sessions that are over, and old audit entries."""
    pending.sweep(Store(settings.store_folder()))
    db = state.in_force()
    sessions = state.sessions.sweep(db)
    entries = state.audit.prune(db, int(settings.number("audit_days")))
    state.outbox.sweep(db)
    if sessions or entries:
        log.info("Tidied: %d sessions that were over, %d old audit entries", sessions, entries)


async def _turns(every: float) -> None:
    while True:
        try:
            await ask(tidy)
        except StateError:  # the next turn tries again; /healthz tells the monitor
            log.exception("The state database could not be tidied")
        await sleep(every)


async def _looks(look: Callable[[], object], every: float, *, left: bool = True) -> None:
    """Look again and again; `left` when the end of the server need not wait for a look."""
    while True:
        pause = every
        try:
            await to_thread.run_sync(look, abandon_on_cancel=left)
        except Exception:
            log.exception("A look at what is new failed")
            pause = max(every, AFTER_FAILURE_SECONDS)
        await sleep(pause)
