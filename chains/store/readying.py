"""An edition made ready for many readers: every view is worked out once, and held in memory."""

import os

import duckdb

from chains import queries
from chains.store.edition import Edition, refused

CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "threads": max(1, (os.cpu_count() or 1) // 2),  # readers share the processors
    "allocator_background_threads": True,  # what a question has used goes back to the machine
    "allocator_flush_threshold": "8MB",
}
HELD = "set search_path = 'memory.held,city.main'"


def ready(edition: Edition) -> Edition:
    """The same edition in a database of its own, where each view is a table, as of today.

    The edition that is given is closed; the empty one is given back as it is.
    """
    if edition.path is None:
        return edition
    edition.close()
    with refused(edition.number):
        connection = duckdb.connect(config=CONFIG)
        path = str(edition.path).replace("'", "''")
        connection.execute(f"attach '{path}' as city (read_only)")
        connection.execute("create schema memory.held; set search_path = 'city.main'")
        connection.execute(queries.view_script())
        for view in queries.views():
            connection.execute(f"create table memory.held.{view.name} as from temp.{view.name}")
    return Edition(edition.number, edition.path, connection, HELD)
