"""Stores that hold what a few statements of SQL write, and the questions put to them."""

from collections.abc import Callable
from pathlib import Path

from chains import queries
from chains.store import Edition, Store


def founded(folder: Path, rows: str) -> Store:
    """A store whose edition 1 holds what these statements write."""
    store = Store(folder)
    store.publish(lambda connection: connection.execute(rows), by="测试", kind="提交")
    return store


def asking(edition: Edition) -> Callable[..., list[dict[str, object]]]:
    """Ask the edition a question by its name; the answer is one dictionary a row."""
    return lambda name, **values: edition.fetch(queries.query(name), **values).to_dict("records")
