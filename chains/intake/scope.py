"""Whose a row is: the chains and counties it belongs to, held against what a person may change.

A row belongs to what its own column says, else to what the rows belong to that it refers to. Of
references to one dataset, such as a supplier and a customer, one within is enough; references to
different datasets must each be within. What cannot be determined does not apply.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

import duckdb

from chains import schema
from chains.access import ALL, Scope
from chains.errors import UsageError
from chains.i18n import _, sentence
from chains.intake import messages
from chains.intake.constraints import Check
from chains.intake.header import Header
from chains.schema import Dataset, Reference

LINKS = {("enterprise", "chain"): "enterprise_segment"}  # a firm's chains are its segments' chains


@dataclass(frozen=True)
class Names:
    """Names to be read in the language in force."""

    zh: tuple[str, ...]
    en: tuple[str, ...]

    @property
    def label(self) -> str:
        """All of them in one text."""
        return _(", ").join(sentence("\n".join(self.zh), "\n".join(self.en)).split("\n"))


def refuse_dataset(dataset: Dataset, reach: Scope) -> None:
    """Raise UsageError where the person may not upload this dataset at all."""
    if reach.holds(dataset.name):
        return
    given = [one for one in schema.uploadable().values() if reach.holds(one.name)]
    if not given:
        raise UsageError(
            "No dataset was given to you, so you may not upload {dataset.label}. "
            "Ask an administrator for it.",
            dataset=dataset,
        )
    names = Names(tuple(one.title for one in given), tuple(one.title_en for one in given))
    raise UsageError(
        "You may not upload {dataset.label}; you may upload {names.label}. "
        "Ask an administrator if it belongs to your work.",
        dataset=dataset,
        names=names,
    )


def checks(dataset: Dataset, header: Header, reach: Scope) -> Iterator[Check]:
    """The file's rows, and those that stand under the same keys, held against the reach."""
    there = {column.field.name for column in header.columns}
    for kind, granted in (("chain", reach.chains), ("county", reach.counties)):
        if ALL in granted:
            continue
        for fields, owners in groups(dataset, kind):
            column = next((field for field in fields if field in there), dataset.key[0])
            sides = [("s", messages.SCOPE), ("b", messages.SCOPE_RECORD)]
            for side, template in sides if there.issuperset(dataset.key) else sides[:1]:
                yield Check(
                    "scope",
                    column,
                    _outside(_rows(dataset, column, side), fields, owners),
                    template if granted else messages.SCOPE_NONE,
                    {"granted": sorted(granted)},
                    {"kind": schema.dataset(kind), "granted": granted},
                    owner="owner",
                )


def names(connection: duckdb.DuckDBPyConnection, kind: str) -> Mapping[str, tuple[str, str]]:
    """The Chinese and the English name of every chain or county, by ID."""
    english = "name_en" if "name_en" in schema.dataset(kind).columns else "name"
    rows = connection.execute(f"select {kind}_id, name, coalesce({english}, name) from {kind}")
    return {number: (zh, en) for number, zh, en in rows.fetchall()}


def said(ids: Sequence[str], known: Mapping[str, tuple[str, str]]) -> Names:
    """IDs by their names; one that nothing is known of stands for itself."""
    pairs = [known.get(one, (one, one)) for one in ids]
    return Names(tuple(zh for zh, _en in pairs), tuple(en for _zh, en in pairs))


def _outside(rows: str, fields: Sequence[str], owners: str | None) -> str:
    """Rows at whose fields something is known to belong to others, and nothing to the person."""
    claims = " union all ".join(
        f"select r.source_row, r.cell, r.{field} as id from rows r where r.{field} is not null"
        if owners is None
        else f"select r.source_row, r.cell, o.id from rows r join owners o on o.ref = r.{field}"
        for field in fields
    )
    with_owners = f", owners as ({owners})" if owners else ""
    return f"""
        with rows as ({rows}){with_owners}
        select source_row, any_value(cell) as value, null as first,
               list(distinct id order by id) as owner
        from ({claims})
        where source_row not in (select source_row from fault where field = $field and error)
        group by source_row
        having not bool_or(list_contains($granted::varchar[], id))
    """


def _rows(dataset: Dataset, column: str, side: str) -> str:
    """The rows of the file (`s`), or those of the edition under the same keys (`b`)."""
    key = " and ".join(f"s.{name} = b.{name}" for name in dataset.key)
    joined = f" join {dataset.name} b on {key}" if side == "b" else ""
    columns = ", ".join(f"{side}.{name}" for name in dataset.columns)
    return f"select s.source_row, s.{column}::varchar as cell, {columns} from staged s{joined}"


def groups(dataset: Dataset, kind: str) -> Iterator[tuple[tuple[str, ...], str | None]]:
    """Fields that decide together, and the SQL of who owns what they refer to; None: themselves."""
    if f"{kind}_id" in dataset.columns:
        yield (f"{kind}_id",), None
        return
    if (dataset.name, kind) in LINKS:
        yield dataset.key, _linked(dataset, kind)
        return
    ordered = sorted(dataset.references, key=_pointed)
    for _to, references in groupby(ordered, key=_pointed):
        alike = list(references)
        owners = _owners(alike[0], kind, dataset.name)
        if owners:
            yield tuple(one.field for one in alike), owners


def _pointed(reference: Reference) -> tuple[str, str]:
    return reference.dataset, reference.target


def _owners(reference: Reference, kind: str, staged: str, *above: str) -> str | None:
    """A SELECT of ref and id for what a reference points to; None where nothing can be known.

    Where it points to the dataset that is `staged`, the rows of the file count as well.
    """
    to = schema.dataset(reference.dataset)
    table = "earlier" if to.name == staged else to.name
    target = reference.target
    if f"{kind}_id" in to.columns:
        return f"select {target} as ref, {kind}_id as id from {table} where {kind}_id is not null"
    if (to.name, kind) in LINKS:
        return _linked(to, kind)
    found = {
        one.field: _owners(one, kind, staged, to.name, *above)
        for one in to.references
        if one.dataset not in (to.name, *above)
    }
    parts = [
        f"select t.{target} as ref, o.id from {table} t join ({sql}) o on o.ref = t.{field}"
        for field, sql in found.items()
        if sql
    ]
    return " union all ".join(parts) or None


def _linked(dataset: Dataset, kind: str) -> str:
    """Who owns a row through the dataset that links it, as that stands in the edition."""
    link = schema.dataset(LINKS[dataset.name, kind])
    here = next(one for one in link.references if one.dataset == dataset.name)
    parts = [
        f"select l.{here.field} as ref, o.id from {link.name} l join ({sql}) o "
        f"on o.ref = l.{one.field}"
        for one in link.references
        if one is not here and (sql := _owners(one, kind, "", dataset.name))
    ]
    return " union all ".join(parts)
