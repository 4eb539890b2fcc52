"""Something that a verification has to say about one file."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from chains.i18n import _


@dataclass(frozen=True)
class Finding:
    """A file, and what is wrong with it; one that is only `noted` is no damage."""

    subject: str
    message: str
    values: Mapping[str, Any] = field(default_factory=dict)
    noted: bool = False

    @property
    def said(self) -> str:
        """The finding in the language in force."""
        return _(self.message, **self.values)
