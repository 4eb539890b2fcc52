"""In which unit each column's figures are: its title says so, else a line above the header."""

from collections.abc import Sequence
from dataclasses import replace

from chains.intake import messages, units
from chains.intake.columns import Column
from chains.intake.fault import Fault
from chains.intake.words import plain
from chains.schema import Field


def measured(
    found: Sequence[Column], above: Sequence[tuple[int, list[str]]], last_row: int
) -> tuple[list[Column], list[Fault]]:
    """The columns with their factors, and a fault for each unit that cannot be converted."""
    spoken = [(row, unit) for row, cells in above for unit in units.spoken(cells)]
    sized, wrong, told = [], [], set()
    for column in found:
        row, unit = last_row, column.unit
        if column.field.unit and not units.is_unit(unit):
            row, unit = _spoken_for(column.field, spoken) or (last_row, "")
        times = units.factor(unit, column.field.unit) if column.field.unit and unit else 1.0
        if times is None and (row == last_row or (row, unit) not in told):
            told.add((row, unit))
            wrong.append(_unit_fault(row, column.title, unit, column.field))
        sized.append(replace(column, unit=unit or column.unit, factor=times or 1.0))
    return sized, wrong


def _spoken_for(one: Field, spoken: Sequence[tuple[int, str]]) -> tuple[int, str] | None:
    """The unit that the lines above give to a field: the one of its own family, nearest to it."""
    declared = units.size(plain(one.unit))
    for row, unit in reversed(spoken):
        known = units.size(unit)
        same = known and declared and known[0] == declared[0]
        if same or (known is None and declared and declared[0] == "money" and "元" in unit):
            return row, unit
    return None


def _unit_fault(row: int, title: str, unit: str, one: Field) -> Fault:
    details = {"unit": unit, "field": one}
    return Fault(row, title, unit, "unit", "error", messages.UNIT, details=details)
