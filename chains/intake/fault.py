"""What is wrong with a file, where, and what to do about it: a value, not an exception."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from chains.i18n import _, sentence
from chains.intake.messages import RULES
from chains.schema import Dataset

Severity = Literal["error", "warning"]
Kind = tuple[str, str | None, Severity]


@dataclass(frozen=True)
class Fault:
    """One fault. `row` counts as Excel does (the header is usually 1); None speaks of the file."""

    row: int | None
    column: str | None
    value: str | None
    rule: str
    severity: Severity
    template: str
    chinese: str = ""
    details: Mapping[str, Any] = field(default_factory=dict, hash=False, repr=False)

    @property
    def message(self) -> str:
        """A sentence in the language in force that says what to do."""
        if self.chinese:
            return sentence(self.chinese, self.template)
        return _(self.template, **self.details)


@dataclass(frozen=True)
class Group:
    """Faults of one rule in one column: how many there are, and the rows of those listed."""

    rule: str
    column: str | None
    severity: Severity
    count: int
    first: Fault
    rows: tuple[int, ...]


def grouped(faults: Iterable[Fault]) -> tuple[Group, ...]:
    """The faults by rule and column, errors first and the most frequent first.

    Counts are exact where not all are listed: the fault `more` knows how many there are of each.
    """
    alike: dict[Kind, list[Fault]] = {}
    exact: Mapping[Kind, int] = {}
    for fault in faults:
        if fault.rule == "more":
            exact = fault.details["groups"]
        else:
            alike.setdefault((fault.rule, fault.column, fault.severity), []).append(fault)
    groups = (_group(kind, listed, exact) for kind, listed in alike.items())
    return tuple(sorted(groups, key=lambda group: (group.severity != "error", -group.count)))


def _group(kind: Kind, listed: list[Fault], exact: Mapping[Kind, int]) -> Group:
    rows = tuple(fault.row for fault in listed if fault.row is not None)
    return Group(*kind, max(len(listed), exact.get(kind, 0)), listed[0], rows)


def rules(dataset: Dataset) -> dict[str, str]:
    """Every rule that a file of the dataset is held to, and what it asks."""
    declared = {rule.name: sentence(rule.message, rule.message_en) for rule in dataset.rules}
    return {name: _(text) for name, text in RULES.items()} | declared


def errors(faults: Iterable[Fault]) -> list[Fault]:
    """Those for which a file is refused."""
    return [fault for fault in faults if fault.severity == "error"]
