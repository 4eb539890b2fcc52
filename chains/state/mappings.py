"""Which column of a person's files is which field, as the person confirmed it."""

from collections.abc import Mapping

from sqlalchemy import and_, delete, insert, select

from chains.state import tables
from chains.state.clock import now
from chains.state.database import State

_table = tables.mapping


def confirm(db: State, person: str, dataset: str, columns: Mapping[str, str]) -> None:
    """Remember title -> field for these titles; an empty field leaves the column out."""
    if not columns:
        return
    rows = [
        {
            "person": person,
            "dataset": dataset,
            "title": title,
            "field": field,
            "confirmed_at": now(),
        }
        for title, field in columns.items()
    ]
    here = and_(_table.c.person == person, _table.c.dataset == dataset)
    with db.writing() as connection:
        connection.execute(delete(_table).where(here, _table.c.title.in_(list(columns))))
        connection.execute(insert(_table), rows)


def of(db: State, person: str, dataset: str) -> dict[str, str]:
    """Title -> field, as the person last confirmed for this dataset."""
    here = and_(_table.c.person == person, _table.c.dataset == dataset)
    with db.reading() as connection:
        rows = connection.execute(
            select(_table.c.title, _table.c.field).where(here).order_by(_table.c.title)
        ).all()
    return {row.title: row.field for row in rows}


def forget(db: State, person: str, dataset: str) -> int:
    """Let go of what the person confirmed for this dataset; return how many titles."""
    here = and_(_table.c.person == person, _table.c.dataset == dataset)
    with db.writing() as connection:
        return int(connection.execute(delete(_table).where(here)).rowcount)
