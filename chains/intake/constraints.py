"""The built-in rules as SQL: those that follow from a dataset's fields, key and references."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import duckdb

from chains import schema
from chains.intake import messages, near
from chains.intake.fault import Severity
from chains.intake.header import Header
from chains.intake.near import Near
from chains.intake.stage import written
from chains.intake.table import CELLS
from chains.schema import Dataset, Field, Reference

Nearest = Callable[[duckdb.DuckDBPyConnection, Sequence[str]], Mapping[str, Near]]


@dataclass(frozen=True)
class Check:
    """A SELECT of source_row, value and first (a row it clashes with) for every row at fault.

    `owner` is the SQL of a list of IDs that the row belongs to, where the rule speaks of that.
    `nearest` finds what wrong values were likely meant to be; where it does, `guided` is said.
    """

    rule: str
    column: str | None
    sql: str
    template: str
    values: Mapping[str, Any] = field(default_factory=dict)
    details: Mapping[str, Any] = field(default_factory=dict)
    severity: Severity = "error"
    chinese: str = ""
    owner: str = "null"
    nearest: Nearest | None = None
    guided: str = ""


def checks(dataset: Dataset, header: Header) -> Iterator[Check]:
    """The built-in rules of the columns that are there."""
    there = [column.field for column in header.columns]
    names = {field.name for field in there}
    yield from _lengths(header)
    for one in there:
        yield from _cell_checks(one)
    if names.issuperset(dataset.key):
        yield _key_twice(dataset)
    for reference in dataset.references:
        if reference.field in names:
            yield _reference(dataset, reference)


def _lengths(header: Header) -> Iterator[Check]:
    rows = "select source_row, null as value, null as first from staged"
    yield Check("row_length", None, f'{rows} where "{CELLS}" > {header.width}', messages.LONG)
    yield Check(
        "row_length",
        None,
        f'{rows} where "{CELLS}" < {header.reach}',
        messages.SHORT,
        severity="warning",
    )


def _cell_checks(one: Field) -> Iterator[Check]:
    text = written(one)
    details = {"field": one}
    if one.required:
        yield Check(
            "required", one.name, _rows(one, f"{text} is null"), messages.REQUIRED, {}, details
        )
    if one.type in messages.TYPES:
        test = f"{text} is not null and {one.name} is null"
        yield Check("type", one.name, _rows(one, test), messages.TYPES[one.type])
    if one.pattern:
        test = f"not regexp_full_match({text}, $pattern)"
        yield Check(
            "pattern",
            one.name,
            _rows(one, test),
            messages.PATTERN,
            {"pattern": one.pattern},
            details,
        )
    if one.choices:
        yield _choices(one)
    yield from _bounds(one)


def _bounds(one: Field) -> Iterator[Check]:
    bounds = (
        ("minimum", one.minimum, "<", messages.LEAST),
        ("maximum", one.maximum, ">", messages.MOST),
    )
    for rule, limit, sign, template in bounds:
        if limit is not None:
            sql = _rows(one, f"{one.name} {sign} $bound")
            details = {"field": one, "limit": limit}
            yield Check(rule, one.name, sql, template, {"bound": limit}, details)


def _choices(one: Field) -> Check:
    allowed = [value for value, _ in one.choices]
    test = f"not list_contains($allowed::varchar[], {one.name})"
    return Check(
        "choices",
        one.name,
        _rows(one, test),
        messages.CHOICES,
        {"allowed": allowed},
        {"allowed": "、".join(allowed)},
        nearest=partial(_nearest_choice, one),
        guided=messages.CHOICES_NEAR,
    )


def _nearest_choice(
    one: Field, _connection: duckdb.DuckDBPyConnection, wrong: Sequence[str]
) -> Mapping[str, Near]:
    return near.choices(one, wrong)


def _rows(one: Field, test: str) -> str:
    return f"select source_row, {written(one)} as value, null as first from staged where {test}"


def _key_twice(dataset: Dataset) -> Check:
    key = ", ".join(dataset.key)
    full = " and ".join(f"{name} is not null" for name in dataset.key)
    sql = f"""
        select source_row, concat_ws(' · ', {key}) as value, first
        from staged join (
            select {key}, min(source_row) as first from staged
            where {full} group by {key} having count(*) > 1
        ) using ({key})
        where source_row > first
    """
    return Check("key_twice", dataset.key[0], sql, messages.KEY_TWICE)


def _reference(dataset: Dataset, reference: Reference) -> Check:
    target = f"select {reference.target} as known from {reference.dataset}"
    if reference.dataset == dataset.name:
        target += f" union all select {reference.target} from staged"
    one = dataset.field(reference.field)
    test = f"{one.name} is not null and not exists (from ({target}) where known = {one.name})"
    return Check(
        "reference",
        one.name,
        _rows(one, test),
        messages.REFERENCE,
        {},
        {"dataset": schema.dataset(reference.dataset)},
        nearest=partial(near.references, reference),
        guided=messages.REFERENCE_NEAR,
    )
