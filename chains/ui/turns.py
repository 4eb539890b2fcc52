"""Turns: few runs compute at the same time, since more would only fight over one interpreter.

With 100 viewers on two cores, unlimited runs take seven times the processor time each.
"""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager

PLACES = (os.cpu_count() or 1) + 1

_places = threading.BoundedSemaphore(PLACES)
_mine = threading.local()


@contextmanager
def turn() -> Iterator[None]:
    """One of the places, for the length of a run."""
    _places.acquire()
    _mine.held = True
    try:
        yield
    finally:
        _mine.held = False
        _places.release()


@contextmanager
def aside() -> Iterator[None]:
    """Let others run while this one waits for another process, or for the disk."""
    held = getattr(_mine, "held", False)
    if held:
        _mine.held = False
        _places.release()
    try:
        yield
    finally:
        if held:
            _places.acquire()
            _mine.held = True
