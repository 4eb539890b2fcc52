"""What a person asks of an upload: which sheet, which columns, what becomes of the rest."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from chains.access import WHOLE_CITY, Scope


@dataclass(frozen=True)
class Asked:
    """How a file is to be read and taken; `columns` is title -> field, or "" to ignore it.

    `withdraw` takes away rows of the file's reporting scope that are not in it; `partial` leaves
    faulty rows out and takes the rest.
    """

    sheet: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict, hash=False)
    withdraw: bool = False
    partial: bool = False
    reach: Scope = WHOLE_CITY

    def record(self) -> dict[str, Any]:
        """As values that JSON holds."""
        reach = {name: sorted(ids) for name, ids in vars(self.reach).items()}
        return {**vars(self), "columns": dict(self.columns), "reach": reach}


def recorded(values: Mapping[str, Any]) -> Asked:
    """What `record` wrote down."""
    reach = Scope(**{name: frozenset(ids) for name, ids in values["reach"].items()})
    return Asked(**{**values, "reach": reach})
