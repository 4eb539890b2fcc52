"""What was made before, up to a weight; what nobody has asked for longest goes first."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

T = TypeVar("T")


class Kept(Generic[T]):
    """Things by their key, for all threads; `weigh` says what one weighs, `limit` what all may.

    Two threads that ask at the same time may both make it: the later one stays.
    """

    def __init__(self, limit: int, weigh: Callable[[T], int] = lambda _made: 1) -> None:
        self._limit, self._weigh = limit, weigh
        self._weight = 0
        self._lock = Lock()
        self._held: OrderedDict[Hashable, tuple[T, int]] = OrderedDict()

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """What stands under the key; made now where nothing does."""
        with self._lock:
            if found := self._held.get(key):
                self._held.move_to_end(key)
                return found[0]
        made = make()
        self._put(key, made, self._weigh(made))
        return made

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._held.clear()
            self._weight = 0

    def _put(self, key: Hashable, made: T, weight: int) -> None:
        with self._lock:
            _old, lighter = self._held.pop(key, (None, 0))
            self._held[key] = (made, weight)
            self._weight += weight - lighter
            while self._weight > self._limit and len(self._held) > 1:
                self._weight -= self._held.popitem(last=False)[1][1]
