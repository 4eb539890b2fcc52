"""A file on its way in, at a city's full size: seconds beside plain DuckDB's, and peak memory.

`PYTHONPATH=. .venv/bin/python tests/bench/intake.py` runs it alone.
"""

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from load import line

from chains.demo import build
from chains.store import Store

ROUNDS = 3
TIMES, MEMORY_MB, LOOK_MS = 5, 2048, 3000
MILLION, MONTH = 1_000_000, 37_000
ROWS = """
copy (
    select uscc, month, 100 * moment + size as output_ytd, 90 * moment + size as revenue_ytd,
        5 * moment as profit_ytd, moment as tax_ytd, moment as electricity_ytd, 50 as employees
    from (select uscc, row_number() over (order by uscc) as size from enterprise) firm,
        (select strftime(date '2010-02-01' + to_months(step::integer), '%Y-%m') as month,
            date_part('month', date '2010-02-01' + to_months(step::integer)) as moment
         from range(120) months (step)) period
    where moment > 1
    order by month, uscc limit {rows}
) to '{file}' (header)
"""
OURS = """
import resource, sys, time
from pathlib import Path
from chains import schema
from chains.intake import confirm, prepare
from chains.store import Store
store, file = Store(Path(sys.argv[1])), Path(sys.argv[2])
start = time.perf_counter()
found = prepare(store, schema.dataset("enterprise_month"), file.name, file.read_bytes())
looked = time.perf_counter() - start
assert found.accepted, found.faults[:3]
if sys.argv[3] == "publish":
    confirm(store, found, by="bench", message=sys.argv[4])
took = time.perf_counter() - start
print(looked, took, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""
PLAIN = """
import resource, shutil, sys, time
import duckdb
source, target, file = sys.argv[1:]
start = time.perf_counter()
shutil.copyfile(source, target)
with duckdb.connect(target) as connection:
    connection.execute(f"insert into enterprise_month by name from read_csv('{file}')")
    connection.execute("checkpoint")
print(time.perf_counter() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""


def _run(script: str, *arguments: object) -> list[float]:
    """The figures that a script prints at its end."""
    command = [sys.executable, "-c", script, *map(str, arguments)]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return [float(word) for word in said.split()]


def write(store: Store, file: Path, rows: int) -> None:
    """A clean CSV file of so many rows, for months before those of the city."""
    with store.reading() as edition, edition.cursor() as cursor:
        cursor.execute(ROWS.format(rows=rows, file=file))


def million(store: Store) -> None:
    """Decode, match, check, difference and publish, in turn with what checks nothing."""
    file = store.root / "million.csv"
    write(store, file, MILLION)
    ratios, peaks, seconds = [], [], []
    for turn in range(ROUNDS):
        plain, _memory = _run(PLAIN, store.path(store.current()), store.root / "plain.duckdb", file)
        _looked, took, peak = _run(OURS, store.root, file, "publish", turn)
        store.restore(1, by="bench")
        ratios.append(took / plain)
        peaks.append(peak)
        seconds.append(took)
    line(
        "a million rows, to plain DuckDB's reading and inserting",
        statistics.median(ratios),
        TIMES,
        "x",
    )
    line("a million rows, peak memory", max(peaks), MEMORY_MB, "MB")
    print(f"  a million rows: {min(seconds):.1f} to {max(seconds):.1f} s")


def month(store: Store) -> None:
    """A city's month, until its difference can be looked at."""
    file = store.root / "month_of_a_city.csv"
    write(store, file, MONTH)
    looked = [1000 * _run(OURS, store.root, file, "look", "")[0] for _round in range(ROUNDS)]
    line(f"{MONTH:,} rows, to the difference", sorted(looked)[ROUNDS // 2], LOOK_MS)


def measure(store: Store) -> None:
    """Print the figures beside their bounds."""
    month(store)
    million(store)


def main() -> None:
    """Build a city and measure."""
    with tempfile.TemporaryDirectory() as folder:
        store = Store(Path(folder) / "city")
        start = time.perf_counter()
        build(store)
        print(f"the city: {time.perf_counter() - start:.1f} s")
        measure(store)


if __name__ == "__main__":
    main()
