"""What went wrong, said so that a user can act on it. Not for bugs: those stay exceptions."""

from collections.abc import Mapping
from typing import Any


def N_(text: str) -> str:
    """Mark a text that is shown to a user, so that the catalogue holds it; return it as it is."""
    return text


class ChainsError(Exception):
    """A refusal that a user understands: an English template and its values, translated later."""

    def __init__(self, message: str, **values: Any) -> None:
        super().__init__(message)
        self.message = message
        self.values: Mapping[str, Any] = values

    def __str__(self) -> str:
        return self.message.format(**self.values)


class UsageError(ChainsError):
    """The request itself names something that is not there: a dataset, an edition, a setting."""


class StoreError(ChainsError):
    """The store cannot do what was asked; what it holds is unchanged."""


class FileRefused(ChainsError):
    """An uploaded file is no table that can be read."""


class QueryRefused(ChainsError):
    """A stranger's SQL was not run, or failed; `line` and `column` (from 1) say where, if known."""

    def __init__(
        self, message: str, *, line: int | None = None, column: int | None = None, **values: Any
    ) -> None:
        super().__init__(message, **values)
        self.line = line
        self.column = column


class AccessRefused(ChainsError):
    """The person has no role that allows the action, one of `access.ACTIONS`."""

    def __init__(self, action: str) -> None:
        super().__init__(
            "Your roles do not allow this. Ask an administrator if it belongs to your work."
        )
        self.action = action


class StateError(ChainsError):
    """The state database cannot be reached, or a newer release made it."""


class SignInRefused(ChainsError):
    """Somebody did not get in; the words never tell whether the account exists."""
