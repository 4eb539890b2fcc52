"""What investment costs in a city of 10,000 projects and five years: questions, pages, forecast.

`PYTHONPATH=. .venv/bin/python tests/bench/investment.py` runs it alone.
"""

import os
import re
import resource
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from load import line
from streamlit.testing.v1 import AppTest

from chains import forecast, queries
from chains.settings import HOME
from chains.store import Edition, Store, ready

VIEW_MS, FORECAST_MS, READY_MS = 150, 5_000, 5_000
ROUNDS, MONTH = 3, "2025-09"
TOWN = Path(__file__).with_name("investment_town.sql")
PAGES = sorted(path.relative_to(HOME).as_posix() for path in HOME.glob("pages/investment/*.py"))
FORECAST = "pages/investment/5_forecast.py"
GIVEN = {"month": MONTH, "project": "P00077", "chain": "C1", "year": 2025}


def _clock(work: Callable[[], Any]) -> float:
    """Milliseconds that the work takes."""
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def measure() -> None:
    """Print the rows of a city that is made for them."""
    with tempfile.TemporaryDirectory() as folder:
        store = Store(Path(folder) / "investment")
        sql = TOWN.read_text(encoding="utf-8")
        store.publish(lambda connection: connection.execute(sql), by="bench", kind="提交")
        edition = ready(store.open())
        try:
            _forecast(edition)
            _questions(edition)
        finally:
            edition.close()
        line("edition of 10,000 projects made ready", _clock(lambda: _readied(store)), READY_MS)
        _pages(store)


def _readied(store: Store) -> None:
    ready(store.open()).close()


def _forecast(edition: Edition) -> None:
    """Of all projects, and their sum."""
    question = queries.query("forecast_years")
    took = _clock(lambda: edition.fetch(question, month=MONTH))
    frame = edition.fetch(question, month=MONTH)
    line(f"forecast, its {len(frame):,} rows", took, FORECAST_MS)
    made: list[forecast.Forecast] = []
    took = _clock(lambda: made.append(forecast.made(frame, MONTH)))
    line(f"forecast of {len(made[0].projects):,} projects", took, FORECAST_MS)
    everyone = made[0].projects["project_id"].tolist()
    line("forecast, the sum of all", _clock(lambda: made[0].total(everyone)), VIEW_MS)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{'memory of this process at its peak':<58}{peak:>9.0f} MB")


def _questions(edition: Edition) -> None:
    """Every question that reads projects: the slowest of its first runs."""
    for question in queries.library().values():
        reads = re.search(r"\b(from|join) project", question.sql)
        if reads and question.name != "forecast_years":
            named = {one.name for one in question.parameters}
            values = {name: value for name, value in GIVEN.items() if name in named}
            took = [
                _clock(lambda q=question, v=values: edition.fetch(q, **v)) for _ in range(ROUNDS)
            ]
            line(f"question {question.name}", statistics.median(took), VIEW_MS)


def _pages(store: Store) -> None:
    """Each page: its first run in an edition whose forecast is made, and a later one."""
    os.environ |= {"CHAINS_STORE": str(store.root), "CHAINS_ACCESS": "open"}
    forecaster = _opened(FORECAST)
    for page in PAGES:
        app, took = _opened(page), []
        for _round in range(ROUNDS):
            store.restore(1, by="bench")
            made = _clock(forecaster.run)
            took.append(_clock(app.run))
        line(f"{page}, first after a new edition", statistics.median(took), VIEW_MS)
        line(f"{page}, later", _clock(app.run), VIEW_MS)
    line("edition made ready and the forecast page's first run", made, READY_MS + FORECAST_MS)


def _opened(page: str) -> AppTest:
    """A page that somebody looks at."""
    app = AppTest.from_file(str(HOME / "dashboard.py"), default_timeout=120)
    app.query_params["month"] = MONTH
    app.run()
    app.switch_page(page)
    app.query_params["month"] = MONTH
    return app.run()


def main() -> None:
    """Build the city and measure."""
    measure()


if __name__ == "__main__":
    main()
