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
import intake
import investment
import load
import metrics
import network
import panorama
from load import line
from streamlit.testing.v1 import AppTest

from chains import i18n, queries, sandbox
from chains.demo import build
from chains.settings import HOME
from chains.store import Store

ROUNDS = 5
PAGES = sorted(path.relative_to(HOME).as_posix() for path in HOME.glob("pages/*/*.py"))
PLAIN = """
import shutil, sys, duckdb
source, target, file = sys.argv[1:]
shutil.copyfile(source, target)
with duckdb.connect(target) as connection:
    connection.execute(f"insert into enterprise_month by name from read_csv('{file}')")
    connection.execute("checkpoint")
"""
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


def _ratio(name: str, pairs: list[tuple[float, float]]) -> None:
    ratio = statistics.median(ours / plain for ours, plain in pairs)
    print(f"{name:<58}{ratio:>9.1f} times")


@contextmanager
def _city() -> Iterator[Store]:
    with tempfile.TemporaryDirectory() as folder:
        store = Store(Path(folder) / "city")
        line("demonstration city, built", _clock(lambda: build(store)), 15_000)
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
        line(f"{page}, first after a new edition", statistics.median(first), 400)
        line(f"{page}, later", statistics.median(later), 100)


def _workbench(store: Store) -> None:
    """The same query in the sandbox and in a plain DuckDB that has the file open, in turn."""
    path = store.path(store.current())
    with duckdb.connect(path, read_only=True) as connection:
        connection.execute(queries.view_script())
        for name, sql in QUESTIONS.items():
            ours, plain = partial(sandbox.run, path, sql), partial(_plain_query, connection, sql)
            ours()
            pairs = [(_clock(ours), _clock(plain)) for _round in range(20)]
            extra = statistics.median(a - b for a, b in pairs)
            line(f"workbench, {name}, over plain DuckDB", extra, 60)
            _ratio(f"workbench, {name}, to plain DuckDB", pairs)


def _plain_query(connection: duckdb.DuckDBPyConnection, sql: str) -> Any:
    return connection.execute(sql).df()


def _submit(store: Store) -> None:
    """10,000 rows of enterprise_month by the command line, the interpreter's start included."""
    with store.reading() as edition, edition.cursor() as cursor:
        rows = cursor.execute(
            "select uscc, month, output_ytd, revenue_ytd from enterprise_month "
            "order by month desc, uscc limit 10000"
        ).fetchall()
    pairs = []
    for turn in range(1, 6):
        file = _file(
            store.root, [(uscc, month, made + turn, sold) for uscc, month, made, sold in rows]
        )
        pairs.append(
            (_clock(partial(_submitted, store, file)), _clock(partial(_copied, store, file)))
        )
    took = statistics.median(ours for ours, _plain in pairs)
    line(f"submit of {len(rows):,} rows of enterprise_month", took, 2000)
    _ratio("submit, to a script that copies the file and inserts the rows", pairs)


def _file(folder: Path, rows: list[tuple[Any, ...]]) -> Path:
    file = folder / "month.csv"
    with file.open("w", encoding="utf-8", newline="") as text:
        csv.writer(text).writerows([("uscc", "month", "output_ytd", "revenue_ytd"), *rows])
    return file


def _submitted(store: Store, file: Path) -> None:
    command = [sys.executable, "-m", "chains", "submit", str(file), "--dataset", "enterprise_month"]
    options = ["--by", "bench", "--store", str(store.root)]
    subprocess.run([*command, *options], check=True, stdout=subprocess.DEVNULL)


def _copied(store: Store, file: Path) -> None:
    """What is left when nothing is checked, compared, kept or recorded."""
    source, target = store.path(store.current()), store.root / "plain.duckdb"
    command = [sys.executable, "-c", PLAIN, str(source), str(target), str(file)]
    subprocess.run(command, check=True)


def main() -> None:
    """Print the table."""
    i18n.choose("en")
    with _city() as store:
        _pages(store)
        _workbench(store)
        load.report(load.measure(store))
        _submit(store)
        intake.measure(store)
        network.measure(store)
        metrics.measure(store)
        panorama.measure(store)
    investment.measure()


if __name__ == "__main__":
    main()
