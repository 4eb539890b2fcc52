"""What a server that runs for years does by itself: what is over or too old goes."""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from anyio import create_task_group, sleep

from chains import settings, state
from chains.errors import StateError
from chains.intake import pending
from chains.server.threads import ask
from chains.store import Store

HOUR = 3600.0

log = logging.getLogger(__name__)


@asynccontextmanager
async def running(_app: object, *, every: float = HOUR) -> AsyncIterator[None]:
    """Tidy up at the start and every so many seconds, as long as the server runs."""
    async with create_task_group() as tasks:
        tasks.start_soon(_turns, every)
        try:
            yield
        finally:
            tasks.cancel_scope.cancel()


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
