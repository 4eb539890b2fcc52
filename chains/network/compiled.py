"""Loops as machine code: compiled by numba, outside Python's lock, kept on disk if that works."""

from collections.abc import Callable
from typing import Any, TypeVar, cast

from numba import njit

Loop = TypeVar("Loop", bound=Callable[..., Any])


def compiled(loop: Loop) -> Loop:
    """The loop compiled at its first call; where nothing can be written, compiled in every run."""
    try:
        return cast("Loop", njit(cache=True, nogil=True)(loop))
    except RuntimeError:  # numba found no directory for its cache
        return cast("Loop", njit(nogil=True)(loop))
