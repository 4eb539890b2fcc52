"""Figures held against those that the edition has of the same thing: a wrong unit shows here.

A figure is compared with what is known of its row's key, of the same calendar month where the key
has a month and such figures are there: with the geometric mean of the least and the greatest. Where
all rows are new, the medians of the whole column are compared.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass

import duckdb

from chains.intake import messages, units
from chains.intake.constraints import Check
from chains.intake.fault import Fault
from chains.intake.header import Column, Header
from chains.intake.stage import written
from chains.intake.words import plain
from chains.schema import Dataset, Field

JUMP = 300
THOUSAND = 1_000
ENOUGH = 10  # rows that together show a jump by ten, as from 千元 to 万元
CLOSE = 1.4  # times, of what a unit explains
ROUGH = 12  # times, of what a unit explains when figures are far off
USUAL = {
    "money": ("元", "千元", "万元", "百万元", "亿元"),
    "power": ("千瓦时", "万千瓦时", "亿千瓦时"),
    "people": ("人", "万人"),
}
PERIODS = ("yearmonth", "date", "integer")


@dataclass(frozen=True)
class Jump:
    """A column whose figures are `ratio` times those known; `unit` is what they seem to be in."""

    column: Column
    ratio: float
    unit: str | None


def measure(
    connection: duckdb.DuckDBPyConnection, dataset: Dataset, header: Header
) -> tuple[Jump, ...]:
    """Make the temporary table `ratio` (source_row, ratios by field); say which columns jump."""
    columns = [column for column in header.columns if _measured(dataset, column.field)]
    names = [column.field.name for column in columns]
    same = [name for name in dataset.key if dataset.field(name).type not in PERIODS]
    there = {column.field.name for column in header.columns}
    if not columns or not same or not there.issuperset(dataset.key):
        none = "".join(f", {name} double" for name in names)
        connection.execute(f"create or replace temp table ratio (source_row bigint{none})")
        return ()
    connection.execute(_ratios(dataset, same, names))
    figures = ", ".join(f"count({name}), median({name})" for name in names)
    found = connection.execute(f"select {figures} from ratio").fetchall()[0]
    jumps = [
        _jump(column, count, ratio) if count else _jump_of_all(connection, dataset, column)
        for column, count, ratio in zip(columns, found[::2], found[1::2], strict=True)
    ]
    return tuple(jump for jump in jumps if jump)


def faults(jumps: tuple[Jump, ...], header: Header) -> Iterator[Fault]:
    """A warning at the header of every column that jumps, with the unit that it seems to be in."""
    for jump in jumps:
        field, title = jump.column.field, f"{jump.column.field.title}（{jump.unit}）"
        many = jump.ratio > 1
        if jump.unit:
            template = messages.TOO_MANY_TIMES if many else messages.TOO_FEW_TIMES
        else:
            template = messages.MANY_TIMES if many else messages.FEW_TIMES
        details = {"field": field, "unit": jump.unit, "title": title, "times": _times(jump.ratio)}
        yield Fault(
            header.row,
            jump.column.title,
            None,
            "unit_jump",
            "warning",
            template,
            details=details,
        )


def checks(dataset: Dataset, header: Header, jumps: tuple[Jump, ...]) -> Iterator[Check]:
    """Single figures that jump a thousandfold in a column that does not."""
    jumping = {jump.column.field.name for jump in jumps}
    for column in header.columns:
        field = column.field
        if _measured(dataset, field) and field.name not in jumping:
            yield Check(
                "figure_jump",
                field.name,
                f"""select source_row, {written(field)} as value, null as first
                from ratio r join staged using (source_row)
                where (r.{field.name} >= {THOUSAND} and abs(staged.{field.name}) >= {THOUSAND})
                   or (r.{field.name} <= 1 / {THOUSAND}
                       and abs(staged.{field.name}) >= {THOUSAND} * r.{field.name})""",
                messages.FIGURE_JUMP,
                details={"field": field},
                severity="warning",
            )


def _measured(dataset: Dataset, field: Field) -> bool:
    """Figures that are counted in a unit; a share has its bounds instead."""
    counted = field.type in ("number", "integer") and field.unit not in ("", "%", "‰")
    return counted and field.name not in dataset.key


def _ratios(dataset: Dataset, same: list[str], names: list[str]) -> str:
    month = next((name for name in dataset.key if dataset.field(name).type == "yearmonth"), None)
    key = ", ".join(same)
    ranges = ", ".join(
        f"min(abs({name})) filter ({name} <> 0) as {name}_low, "
        f"max(abs({name})) filter ({name} <> 0) as {name}_high"
        for name in names
    )
    ever = f"select {key}, {ranges} from {dataset.name} group by {key}"
    if month is None:
        return _ratio_table(f"staged left join ({ever}) ever using ({key})", names, ("ever",))
    season = f"select {key}, right({month}, 2) as season, {ranges} from {dataset.name} group by all"
    joined = f"""staged left join ({ever}) ever using ({key})
        left join ({season}) season
        on {" and ".join(f"season.{name} = staged.{name}" for name in same)}
        and season.season = right(staged.{month}, 2)"""
    return _ratio_table(joined, names, ("season", "ever"))


def _ratio_table(rows: str, names: list[str], known: tuple[str, ...]) -> str:
    def bound(name: str, side: str) -> str:
        return "coalesce(" + ", ".join(f"{one}.{name}_{side}" for one in known) + ", null)"

    ratios = ", ".join(
        f"""abs(nullif(staged.{name}, 0)) / sqrt({bound(name, "low")} * {bound(name, "high")})
        as {name}"""
        for name in names
    )
    return f"create or replace temp table ratio as select staged.source_row, {ratios} from {rows}"


def _jump(column: Column, count: int, ratio: float) -> Jump | None:
    unit, off = _likely(column, ratio)
    far = max(ratio, 1 / ratio) >= JUMP
    telling = count >= ENOUGH and off <= CLOSE
    return Jump(column, ratio, unit if off <= ROUGH else None) if far or telling else None


def _jump_of_all(
    connection: duckdb.DuckDBPyConnection, dataset: Dataset, column: Column
) -> Jump | None:
    """The jump of a column whose rows are all new, from enough rows here and there."""
    name = column.field.name
    medians = f"select count(*), median(abs({name})) from {{}} where {name} <> 0"
    (here, said), (there, known) = (
        connection.execute(medians.format(rows)).fetchall()[0] for rows in ("staged", dataset.name)
    )
    if min(here, there) < ENOUGH or max(said / known, known / said) < THOUSAND:
        return None
    return _jump(column, here, said / known)


def _likely(column: Column, ratio: float) -> tuple[str | None, float]:
    """The unit of the field's family that explains the ratio best, and how many times it is off."""
    declared = units.size(plain(column.field.unit))
    if declared is None:
        return None, math.inf
    said = plain(column.field.unit) if column.factor == 1 else column.unit
    size = declared[1] * column.factor / ratio
    off = {
        unit: math.exp(abs(math.log(known[1] / size)))
        for unit in USUAL.get(declared[0], ())
        if unit != said and (known := units.size(unit))
    }
    best = min(off, key=lambda unit: off[unit], default=None)
    return best, off[best] if best else math.inf


def _times(ratio: float) -> str:
    """How many times, to one digit: 10,000."""
    times = max(ratio, 1 / ratio)
    digits = 10 ** math.floor(math.log10(times))
    return f"{round(times / digits) * digits:,.0f}"
