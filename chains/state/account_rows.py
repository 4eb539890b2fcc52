"""What an account is, and how it stands in its table."""

import unicodedata
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import RowMapping

from chains.access import ADMINISTRATOR, Person, Scope
from chains.state import tables

COLUMNS = [column for column in tables.account.c if column.name != "folded"]
PARTS = ("chains", "counties", "datasets")


@dataclass(frozen=True)
class Account:
    """An account as it stood when it was read; `password` is an Argon2 hash, times are UTC."""

    account: int
    name: str
    title: str
    roles: frozenset[str]
    scope: Scope
    password: str | None = field(repr=False)
    must_change: bool
    disabled: bool
    subject: str | None
    created_at: datetime
    changed_at: datetime

    @property
    def person(self) -> Person:
        """The person behind the account, as the rest of the program knows people."""
        return Person(self.name, self.title, self.roles, self.scope, self.account)

    @property
    def administers(self) -> bool:
        """Whether this is an administrator who can come in."""
        return ADMINISTRATOR in self.roles and not self.disabled


def folded(name: str) -> str:
    """The name as it is compared: full-width letters are letters, and upper case is lower case."""
    return unicodedata.normalize("NFKC", name).strip().casefold()


def of_row(row: RowMapping) -> Account:
    """The account in a row that holds the columns of its table."""
    values = {column.name: row[column] for column in COLUMNS}
    scope = {part: frozenset(names) for part, names in values.pop("scope").items()}
    return Account(roles=frozenset(values.pop("roles")), scope=Scope(**scope), **values)


def to_row(account: Account) -> dict[str, Any]:
    """The row of an account."""
    values = {column.name: getattr(account, column.name) for column in COLUMNS}
    scope = {part: sorted(getattr(account.scope, part)) for part in PARTS}
    roles = sorted(account.roles)
    return {**values, "folded": folded(account.name), "roles": roles, "scope": scope}
