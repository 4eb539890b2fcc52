"""Reads queries/: one SELECT a file with its title, description and parameters in the header."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from chains.errors import UsageError
from chains.settings import HOME

FOLDER = HOME / "queries"
PARAMETER = re.compile(r":(?P<name>\w+) (?P<type>\w+)(?: = (?P<default>.+))?$")


@dataclass(frozen=True)
class Parameter:
    """A value that a query takes; without a default it is optional and null."""

    name: str
    type: str
    default: str | None


@dataclass(frozen=True)
class Query:
    """A question and its SQL. `chart` is a hint such as `bar x=chain y=rate`, or empty."""

    name: str
    title: str
    description: str
    parameters: tuple[Parameter, ...]
    chart: str
    sql: str

    def values(self, given: dict[str, Any]) -> dict[str, Any]:
        """Every parameter with its value; raise UsageError for one that is not declared."""
        unknown = given.keys() - {parameter.name for parameter in self.parameters}
        if unknown:
            raise UsageError(
                "The query {query} has no parameter {name}.",
                query=self.name,
                name=", ".join(sorted(unknown)),
            )
        return {one.name: given.get(one.name, one.default) for one in self.parameters}


@dataclass(frozen=True)
class View:
    """A noun that several questions share, as a SELECT over tables."""

    name: str
    title: str
    description: str
    sql: str


def _header(text: str) -> tuple[list[str], str]:
    """The comment lines at the top without their dashes, and the rest."""
    lines = text.strip().splitlines()
    count = next((i for i, line in enumerate(lines) if not line.startswith("--")), len(lines))
    return [line.removeprefix("--").strip() for line in lines[:count]], "\n".join(lines[count:])


def parse(name: str, text: str) -> Query:
    """A Query from a file's text."""
    header, sql = _header(text)
    found = [PARAMETER.match(line) for line in header]
    chart = next((line[6:].strip() for line in header if line.startswith("chart:")), "")
    words = [
        line
        for line, parameter in zip(header, found, strict=True)
        if not parameter and not line.startswith("chart:")
    ]
    parameters = tuple(Parameter(m["name"], m["type"], m["default"]) for m in found if m)
    title, *description = words or [name]
    return Query(name, title, " ".join(description), parameters, chart, sql.strip().rstrip(";"))


@cache
def library() -> dict[str, Query]:
    """Every question of queries/ by name."""
    return {
        path.stem: parse(path.stem, path.read_text(encoding="utf-8"))
        for path in sorted(FOLDER.glob("*.sql"))
    }


@cache
def views() -> tuple[View, ...]:
    """Every view of queries/views/."""
    return tuple(_view(path) for path in sorted((FOLDER / "views").glob("*.sql")))


def _view(path: Path) -> View:
    query = parse(path.stem, path.read_text(encoding="utf-8"))
    return View(query.name, query.title, query.description, query.sql)


@cache
def view_script() -> str:
    """The script that gives a connection every view; the views live as long as the connection."""
    return "".join(f"create or replace temp view {view.name} as\n{view.sql};\n" for view in views())


def query(name: str) -> Query:
    """The question of that name; raise UsageError if there is none."""
    try:
        return library()[name]
    except KeyError as error:
        raise UsageError("There is no query named {name}.", name=name) from error
