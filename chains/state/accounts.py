"""Accounts: who may come in, with which roles and for which data. Passwords come hashed."""

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Any, TypedDict, Unpack

from sqlalchemy import ColumnElement, Connection, delete, func, insert, select, update

from chains.access import ROLES, Scope
from chains.errors import UsageError
from chains.state import tables
from chains.state.account_rows import Account, folded, of_row, to_row
from chains.state.clock import now
from chains.state.database import State

__all__ = [
    "Account",
    "Change",
    "by_number",
    "by_subject",
    "change",
    "create",
    "every",
    "find",
    "folded",
]

NAME = re.compile(r"[A-Za-z0-9._@\-\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U000323af]{2,64}")
TITLE = 100  # characters
NO_SCOPE = Scope()


class Change(TypedDict, total=False):
    """The fields of an account that may change."""

    title: str
    roles: Iterable[str]
    scope: Scope
    password: str | None
    must_change: bool
    disabled: bool
    subject: str | None


def create(
    db: State,
    *,
    name: str,
    title: str,
    roles: Iterable[str],
    scope: Scope = NO_SCOPE,
    password: str | None = None,
    must_change: bool = True,
    subject: str | None = None,
) -> Account:
    """Make an account; UsageError for a name, role or subject that cannot be."""
    if not NAME.fullmatch(name):
        raise UsageError(
            "The name {name} cannot be used: 2 to 64 letters, digits, Chinese characters "
            "or . _ - @ without a space.",
            name=name,
        )
    with db.writing() as connection:
        if _one(connection, tables.account.c.folded == folded(name)):
            raise UsageError("There is an account {name} already.", name=name)
        _refuse_taken(connection, subject, 0)
        number = _next(connection)
        moment = now()
        made = Account(
            account=number,
            name=name,
            title=_title(title) or name,
            roles=_roles(roles),
            scope=scope,
            password=password,
            must_change=must_change,
            disabled=False,
            subject=subject,
            created_at=moment,
            changed_at=moment,
        )
        connection.execute(insert(tables.account).values(to_row(made)))
    return made


def find(db: State, name: str) -> Account | None:
    """The account of a name, upper and lower case alike."""
    if not NAME.fullmatch(folded(name)):
        return None
    with db.reading() as connection:
        return _one(connection, tables.account.c.folded == folded(name))


def by_number(db: State, account: int) -> Account | None:
    """The account of a number."""
    with db.reading() as connection:
        return _one(connection, tables.account.c.account == account)


def by_subject(db: State, subject: str) -> Account | None:
    """The account of somebody whom the organisation's sign-in knows."""
    with db.reading() as connection:
        return _one(connection, tables.account.c.subject == subject)


def every(db: State) -> list[Account]:
    """All accounts, by name."""
    with db.reading() as connection:
        return _every(connection)


def change(db: State, account: int, **fields: Unpack[Change]) -> Account:
    """Change some fields; whom it disables or gives a new password is signed out everywhere."""
    with db.writing() as connection:
        old = _one(connection, tables.account.c.account == account)
        if old is None:
            raise UsageError("There is no account {account}.", account=account)
        new = replace(old, changed_at=now(), **_checked(fields))
        _refuse_taken(connection, new.subject, account)
        if old.administers and not new.administers:
            _keep_an_administrator(connection, account)
        here = tables.account.c.account == account
        connection.execute(update(tables.account).where(here).values(to_row(new)))
        if new.disabled or "password" in fields:
            _shut_out(connection, account)
    return new


def _every(connection: Connection) -> list[Account]:
    rows = connection.execute(select(tables.account).order_by(tables.account.c.folded))
    return [of_row(row) for row in rows.mappings()]


def _one(connection: Connection, where: ColumnElement[bool]) -> Account | None:
    row = connection.execute(select(tables.account).where(where)).mappings().one_or_none()
    return of_row(row) if row else None


def _next(connection: Connection) -> int:
    """A number that no account had, since none is ever taken away."""
    return int(connection.scalar(select(func.max(tables.account.c.account))) or 0) + 1


def _checked(fields: Change) -> dict[str, Any]:
    values: dict[str, Any] = dict(fields)
    if unknown := values.keys() - Change.__annotations__.keys():
        raise TypeError(f"an account has no {sorted(unknown)} to change")
    if "roles" in fields:
        values["roles"] = _roles(fields["roles"])
    if "title" in fields:
        values["title"] = _title(fields["title"])
    return values


def _roles(roles: Iterable[str]) -> frozenset[str]:
    for role in roles:
        if role not in ROLES:
            raise UsageError("There is no role {role}.", role=role)
    return frozenset(roles)


def _title(title: str) -> str:
    return "".join(character for character in title if character.isprintable()).strip()[:TITLE]


def _refuse_taken(connection: Connection, subject: str | None, account: int) -> None:
    holder = _one(connection, tables.account.c.subject == subject) if subject else None
    if holder and holder.account != account:
        raise UsageError("The account {name} has this sign-in already.", name=holder.name)


def _keep_an_administrator(connection: Connection, account: int) -> None:
    if not any(one.administers and one.account != account for one in _every(connection)):
        raise UsageError("This is the last administrator; make another one first.")


def _shut_out(connection: Connection, account: int) -> None:
    for table in (tables.session, tables.ticket):
        connection.execute(delete(table).where(table.c.account == account))
