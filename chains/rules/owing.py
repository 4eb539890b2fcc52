"""Reads data/due.json: by when each month's report is owed."""

import json
from dataclasses import dataclass
from datetime import date
from functools import cache

from chains.i18n import sentence
from chains.settings import HOME

FILE = HOME / "data" / "due.json"


@dataclass(frozen=True)
class Due:
    """By when a dataset's report for a month is owed: a day of a month that follows it."""

    dataset: str
    months_after: int
    day: int
    not_owed: tuple[str, ...]
    source: str
    note: str
    note_en: str

    @property
    def help(self) -> str:
        """The rule in words, in the language in force."""
        return sentence(self.note, self.note_en)

    def on(self, month: str) -> date | None:
        """The last day on which the report for `YYYY-MM` is in time; None where none is owed."""
        if month[5:7] in self.not_owed:
            return None
        months = int(month[:4]) * 12 + int(month[5:7]) - 1 + self.months_after
        return date(months // 12, months % 12 + 1, self.day)


@cache
def due() -> dict[str, Due]:
    """When each monthly dataset is due, by its name."""
    raw = json.loads(FILE.read_text(encoding="utf-8"))["due"]
    return {one["dataset"]: Due(**{**one, "not_owed": tuple(one["not_owed"])}) for one in raw}
