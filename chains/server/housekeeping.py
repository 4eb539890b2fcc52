"""What a server that runs for years does by itself: what is over goes, what is new is ranked."""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from anyio import create_task_group, sleep

from chains import settings, state
from chains.errors import ChainsError, StateError
from chains.intake import pending
from chains.server.ranked import Ranked
from chains.server.threads import ask
from chains.store import Store

HOUR = 3600.0
LOOK_SECONDS = 10.0

log = logging.getLogger(__name__)


@asynccontextmanager
async def running(
    _app: object, *, every: float = HOUR, look: float = LOOK_SECONDS
) -> AsyncIterator[None]:
    """Tidy up every so many seconds, and look for an edition to rank, while the server runs."""
    ranked = Ranked(Store(settings.store_folder()))
    async with create_task_group() as tasks:
        tasks.start_soon(_turns, every)
        if settings.get("ranking") != "off":
            tasks.start_soon(_looks, ranked, look)
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
    if sessions or entries:
        log.info("Tidied: %d sessions that were over, %d old audit entries", sessions, entries)


async def _turns(every: float) -> None:
    while True:
        try:
            await ask(tidy)
        except StateError:  # the next turn tries again; /healthz tells the monitor
            log.exception("The state database could not be tidied")
        await sleep(every)


async def _looks(ranked: Ranked, every: float) -> None:
    while True:
        try:
            await ask(ranked.look)
        except (ChainsError, OSError):
            log.exception("The firms could not be ranked")
        await sleep(every)
