"""One thing looked at: what was found, and what to do about it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from chains.errors import ChainsError
from chains.i18n import _

OK, WARN, FAIL = "ok", "warn", "fail"


@dataclass(frozen=True)
class Check:
    """A verdict with its reason and its remedy, as templates of one set of values."""

    name: str
    verdict: str
    message: str
    remedy: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)

    @property
    def said(self) -> str:
        """What was found, in the language in force."""
        return _(self.message, **self.values)

    @property
    def advised(self) -> str:
        """What to do, in the language in force; empty where nothing is to be done."""
        return _(self.remedy, **self.values) if self.remedy else ""


def fine(name: str, message: str, /, **values: Any) -> Check:
    """All is well."""
    return Check(name, OK, message, values=values)


def warned(name: str, message: str, remedy: str, /, **values: Any) -> Check:
    """It works, and should not stay so."""
    return Check(name, WARN, message, remedy, values)


def failed(name: str, message: str, remedy: str, /, **values: Any) -> Check:
    """It does not work, or must not."""
    return Check(name, FAIL, message, remedy, values)


def refused(name: str, error: ChainsError, remedy: str = "") -> Check:
    """What the program itself said against it, which mostly holds the remedy already."""
    return Check(name, FAIL, error.message, remedy, error.values)
