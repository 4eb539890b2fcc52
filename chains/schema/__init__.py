"""Reads data/schema/: one Frictionless Table Schema a dataset, from which everything is derived."""

import json
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any

from chains.errors import UsageError
from chains.schema.records import PROVENANCE, SQL_TYPES, Dataset, Field, Reference, Rule
from chains.settings import HOME

__all__ = [
    "PROVENANCE",
    "SQL_TYPES",
    "Dataset",
    "Field",
    "Reference",
    "Rule",
    "dataset",
    "datasets",
    "ddl",
    "derived",
    "term",
    "uploadable",
]

FOLDER = HOME / "data" / "schema"
DERIVED = HOME / "data" / "derived.json"


def _field(raw: dict[str, Any]) -> Field:
    constraints = raw.get("constraints", {})
    choices = constraints.get("enum", [])
    return Field(
        name=raw["name"],
        type=raw["type"],
        title=raw["title"],
        title_en=raw["title_en"],
        description=raw.get("description", ""),
        description_en=raw.get("description_en", ""),
        unit=raw.get("unit", ""),
        example=raw.get("example", ""),
        aliases=tuple(raw.get("aliases", ())),
        required=constraints.get("required", False),
        choices=tuple(zip(choices, raw.get("enum_en", choices), strict=True)),
        minimum=constraints.get("minimum"),
        maximum=constraints.get("maximum"),
        pattern=constraints.get("pattern"),
    )


def _reference(raw: dict[str, Any]) -> Reference:
    to = raw["reference"]
    return Reference(raw["fields"][0], to["resource"], to["fields"][0])


def _dataset(path: Path) -> Dataset:
    raw = json.loads(path.read_text(encoding="utf-8"))
    return Dataset(
        name=raw["name"],
        title=raw["title"],
        title_en=raw["title_en"],
        description=raw["description"],
        description_en=raw["description_en"],
        fields=tuple(_field(field) for field in raw["fields"]),
        key=tuple(raw["primaryKey"]),
        references=tuple(_reference(key) for key in raw.get("foreignKeys", ())),
        rules=tuple(Rule(**rule) for rule in raw.get("rules", ())),
        managed=raw.get("managed", False),
    )


@cache
def datasets() -> dict[str, Dataset]:
    """Every dataset by name, each after those it refers to."""
    found = {path.stem: _dataset(path) for path in sorted(FOLDER.glob("*.json"))}
    graph = {
        name: [one.dataset for one in dataset.references if one.dataset != name]
        for name, dataset in found.items()
    }
    return {name: found[name] for name in TopologicalSorter(graph).static_order()}


def uploadable() -> dict[str, Dataset]:
    """The datasets that users submit."""
    return {name: dataset for name, dataset in datasets().items() if not dataset.managed}


def dataset(name: str) -> Dataset:
    """The dataset of that name; raise UsageError naming those that exist."""
    try:
        return datasets()[name]
    except KeyError as error:
        raise UsageError(
            "There is no dataset {name}. The datasets are: {names}.",
            name=name,
            names=", ".join(uploadable()),
        ) from error


@cache
def derived() -> dict[str, Field]:
    """Columns that queries compute, by name: declared once in data/derived.json."""
    raw = json.loads(DERIVED.read_text(encoding="utf-8"))
    return {field["name"]: _field(field) for field in raw["fields"]}


@cache
def term(column: str) -> Field | None:
    """What a column of any query means: a derived column, else the first dataset's field."""
    if column in derived():
        return derived()[column]
    return next((one.field(column) for one in datasets().values() if column in one.columns), None)


def ddl() -> str:
    """The script that makes every table that is not there yet."""
    return ";\n\n".join(dataset.ddl for dataset in datasets().values()) + ";\n"
