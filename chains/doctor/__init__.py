"""Looks at an installation from the machine to the settings, and says what to do. Mends nothing."""

from collections.abc import Callable, Iterator

from chains.doctor import configuration, holdings, machine, place
from chains.doctor.verdict import FAIL, OK, WARN, Check
from chains.errors import ChainsError
from chains.store import Store

__all__ = ["FAIL", "OK", "WARN", "Check", "examine"]

PARTS: tuple[Callable[[Store], Iterator[Check]], ...] = (
    machine.look,
    place.look,
    holdings.look,
    configuration.look,
)


def examine(store: Store) -> list[Check]:
    """Every check in order; one that cannot be made is a failure, and the next is made."""
    found: list[Check] = []
    for part in PARTS:
        try:
            found += part(store)
        except ChainsError as error:
            found.append(
                Check(part.__module__.rpartition(".")[2], FAIL, error.message, values=error.values)
            )
    return found
