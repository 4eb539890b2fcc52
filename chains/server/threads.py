"""Work that must not hold up the event loop, in few threads, so that a flood of it only waits."""

from collections.abc import Callable
from typing import TypeVar, TypeVarTuple, Unpack

from anyio import CapacityLimiter, to_thread
from anyio.lowlevel import RunVar

ASKING = 8  # questions to the state database at the same time
HASHING = 2  # passwords at the same time, 64 MiB each

T = TypeVar("T")
Ts = TypeVarTuple("Ts")

_limiters: RunVar[dict[int, CapacityLimiter]] = RunVar("limiters")


async def ask(function: Callable[[Unpack[Ts]], T], *values: *Ts) -> T:
    """What the function says, which asks the state database."""
    return await to_thread.run_sync(function, *values, limiter=_limiter(ASKING))


async def work(function: Callable[[Unpack[Ts]], T], *values: *Ts) -> T:
    """What the function says, which hashes a password."""
    return await to_thread.run_sync(function, *values, limiter=_limiter(HASHING))


def _limiter(threads: int) -> CapacityLimiter:
    """The one of this event loop."""
    try:
        limiters = _limiters.get()
    except LookupError:
        limiters = {size: CapacityLimiter(size) for size in (ASKING, HASHING)}
        _limiters.set(limiters)
    return limiters[threads]
