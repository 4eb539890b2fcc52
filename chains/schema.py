"""Reads data/schema/: one Frictionless Table Schema a dataset, from which everything is derived."""

import json
from dataclasses import dataclass
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any

from chains.errors import UsageError
from chains.i18n import sentence
from chains.settings import HOME

FOLDER = HOME / "data" / "schema"
DERIVED = HOME / "data" / "derived.json"

SQL_TYPES = {
    "string": "varchar",
    "yearmonth": "varchar",
    "integer": "bigint",
    "number": "double",
    "boolean": "boolean",
    "date": "date",
    "datetime": "timestamp",
}
PROVENANCE = ("submission_id", "source_row")


@dataclass(frozen=True)
class Field:
    """One column: its name, type, titles, unit and constraints."""

    name: str
    type: str
    title: str
    title_en: str
    description: str = ""
    description_en: str = ""
    unit: str = ""
    example: Any = ""
    aliases: tuple[str, ...] = ()
    required: bool = False
    choices: tuple[tuple[str, str], ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    pattern: str | None = None

    @property
    def label(self) -> str:
        """The title in the language in force, without the unit."""
        return sentence(self.title, self.title_en)

    @property
    def header(self) -> str:
        """The Chinese title as it stands in a template, with the unit in full-width brackets."""
        return f"{self.title}（{self.unit}）" if self.unit else self.title

    @property
    def help(self) -> str:
        """The description in the language in force."""
        return sentence(self.description, self.description_en or self.description)

    @property
    def sql_type(self) -> str:
        """The DuckDB type of the column."""
        return SQL_TYPES[self.type]

    def choice(self, value: str) -> str:
        """A coded value in the language in force."""
        return sentence(value, dict(self.choices).get(value, value))


@dataclass(frozen=True)
class Reference:
    """A column whose values must exist in another dataset."""

    field: str
    dataset: str
    target: str


@dataclass(frozen=True)
class Rule:
    """One SQL test over the staged rows: a row for which `test` is false gets a fault at `column`."""

    name: str
    column: str
    severity: str
    test: str
    message: str
    message_en: str


@dataclass(frozen=True)
class Dataset:
    """One table of the city: fields, key, references and rules. A managed one is not uploaded."""

    name: str
    title: str
    title_en: str
    description: str
    description_en: str
    fields: tuple[Field, ...]
    key: tuple[str, ...]
    references: tuple[Reference, ...]
    rules: tuple[Rule, ...]
    managed: bool

    @property
    def label(self) -> str:
        """The title in the language in force."""
        return sentence(self.title, self.title_en)

    @property
    def help(self) -> str:
        """The description in the language in force."""
        return sentence(self.description, self.description_en)

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the declared columns."""
        return tuple(field.name for field in self.fields)

    def field(self, name: str) -> Field:
        """The field of that name."""
        return next(field for field in self.fields if field.name == name)

    @property
    def ddl(self) -> str:
        """CREATE TABLE with types and NOT NULL only; uploaded tables also say whence a row came."""
        lines = [
            f"{field.name} {field.sql_type}{' not null' if field.required else ''}"
            for field in self.fields
        ]
        if not self.managed:
            lines += [f"{column} bigint" for column in PROVENANCE]
        return f"create table if not exists {self.name} (\n    " + ",\n    ".join(lines) + "\n)"


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
        name: {reference.dataset for reference in dataset.references} - {name}
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
    return next(
        (one.field(column) for one in datasets().values() if column in one.columns), None
    )


def ddl() -> str:
    """The script that makes every table that is not there yet."""
    return ";\n\n".join(dataset.ddl for dataset in datasets().values()) + ";\n"
