"""`make bench`: what the program takes on the demonstration city, beside what it may take."""

import csv
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import duckdb
from streamlit.testing.v1 import AppTest

from chains import i18n, queries, sandbox
from chains.demo import build
from chains.settings import HOME
from chains.store import Store

ROUNDS = 5
PAGES = sorted(path.relative_to(HOME).as_posix() for path in HOME.glob("pages/*/*.py"))
QUESTIONS = {
    "one row": "select count(*) from enterprise",
    "a group by": "select month, sum(output_ytd) from enterprise_month group by all order by all",
    "a join": "select name, count(*) from chain_firm join chain using (chain_id) group by all",
}


def _clock(work: Callable[[], Any]) -> float:
    """Milliseconds that the work takes."""
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def _line(name: str, value: float, limit: float, unit: str = "ms") -> None:
    word = "" if value <= limit else "  OVER"
    print(f"{name:<58}{value:>9.0f} {unit:<3} of {limit:>6.0f}  {value / limit:>6.2f}{word}")


@contextmanager
def _city() -> Iterator[Store]:
    with tempfile.TemporaryDirectory() as folder:
        store = Store(Path(folder) / "city")
        _line("demonstration city, built", _clock(lambda: build(store)), 15_000)
        os.environ["CHAINS_STORE"] = str(store.root)
        yield store


def _pages(store: Store) -> None:
    """Each page: the first run after a new edition, and the runs after that."""
    for page in PAGES:
        app = AppTest.from_file(str(HOME / "dashboard.py"), default_timeout=60)
        app.run()
        app.switch_page(page)
        app.run()
        first, later = [], []
        for _round in range(ROUNDS):
            store.restore(1, by="bench")
            first.append(_clock(app.run))
            later.append(_clock(app.run))
        _line(f"{page}, first after a new edition", statistics.median(first), 400)
        _line(f"{page}, later", statistics.median(later), 100)


def _workbench(store: Store) -> None:
    """The same query in the sandbox and in a plain DuckDB that has the file open, in turn."""
    path = store.path(store.current())
    with duckdb.connect(path, read_only=True) as connection:
        connection.execute(queries.view_script())
        for name, sql in QUESTIONS.items():
            sandbox.run(path, sql)
            _line(f"workbench, {name}, over plain DuckDB", _extra(path, sql, connection), 60)


def _extra(path: Path, sql: str, connection: duckdb.DuckDBPyConnection) -> float:
    """The median of what the sandbox takes more than plain DuckDB, pair by pair."""
    ours, plain = partial(sandbox.run, path, sql), lambda: connection.execute(sql).df()
    return statistics.median(_clock(ours) - _clock(plain) for _round in range(20))


def _submit(store: Store) -> None:
    """10,000 rows of enterprise_month by the command line, the interpreter's start included."""
    with store.reading() as edition, edition.cursor() as cursor:
        rows = cursor.execute(
            "select uscc, month, output_ytd, revenue_ytd from enterprise_month "
            "order by month desc, uscc limit 10000"
        ).fetchall()
    for turn in range(1, 4):
        changed = [(uscc, month, made + turn, sold) for uscc, month, made, sold in rows]
        took = _clock(partial(_submitted, store, changed))
        _line(f"submit of {len(rows):,} rows of enterprise_month, run {turn}", took, 2000)


def _submitted(store: Store, rows: list[tuple[Any, ...]]) -> None:
    file = store.root / "month.csv"
    with file.open("w", encoding="utf-8", newline="") as text:
        csv.writer(text).writerows([("uscc", "month", "output_ytd", "revenue_ytd"), *rows])
    command = [sys.executable, "-m", "chains", "submit", str(file), "--dataset", "enterprise_month"]
    options = ["--by", "bench", "--store", str(store.root)]
    subprocess.run([*command, *options], check=True, stdout=subprocess.DEVNULL)


def main() -> None:
    """Print the table."""
    i18n.choose("en")
    with _city() as store:
        _pages(store)
        _workbench(store)
        _submit(store)


if __name__ == "__main__":
    main()
