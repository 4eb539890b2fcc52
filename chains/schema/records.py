"""What a declaration says, as values: a dataset, its fields, references and rules."""

from dataclasses import dataclass
from typing import Any

from chains.i18n import sentence

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


UNITS_EN = {
    "万元": "¥10,000",
    "亿元": "¥100 m",
    "万千瓦时": "10 MWh",
    "人": "people",
    "家": "firms",
    "个": "projects",
    "件": "issues",
    "天": "days",
    "个月": "months",
    "%": "%",
}


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
    def unit_label(self) -> str:
        """The unit in the language in force."""
        return sentence(self.unit, UNITS_EN.get(self.unit, self.unit))

    @property
    def measured(self) -> str:
        """The label with the unit in brackets, in the language in force."""
        said = self.unit_label
        return self.label + sentence(f"（{said}）", f" ({said})") if said else self.label

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
    """One SQL test over the staged rows: where `test` is false, the row has a fault at `column`."""

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
