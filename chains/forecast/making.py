"""A forecast from the answer of queries/forecast_years.sql."""

import pandas as pd

from chains.forecast import backtest, simulation
from chains.forecast.methods import expectations
from chains.forecast.result import COLUMNS, PROJECTS, Forecast, none


def made(frame: pd.DataFrame, month: str) -> Forecast:
    """The forecast at the end of `YYYY-MM` by the method that erred least on the years before.

    The back-test takes projects that a total counts and whose December is reported.
    """
    year, number = int(month[:4]), int(month[5:7])
    now = frame[frame["year"] == year].sort_values("project_id").reset_index(drop=True)
    ended = frame["year_total"].notna() & (frame["year"] < year) & frame["counted"]
    past = frame[ended].reset_index(drop=True)
    tested = past["project_id"].nunique()
    lacks = _lacks(number, now, tested)
    return none(month, lacks, tested) if lacks else _made(now, past, month, number)


def _lacks(number: int, now: pd.DataFrame, tested: int) -> str | None:
    """Why there can be no forecast."""
    if number == 12:
        return "december"
    if now.empty:
        return "reports"
    if tested == 0:
        return "years"
    return "projects" if tested < PROJECTS else None


def _made(now: pd.DataFrame, past: pd.DataFrame, month: str, number: int) -> Forecast:
    tested = backtest.cases(past, number)
    methods = backtest.judged(tested)
    rows = now.assign(plan=now["annual_plan"], left=now["plan_left"])
    expected = expectations(rows, number, past)
    best = _best(methods, expected)
    known = tested[tested[best].notna()] if best else tested[:0]
    errors = simulation.errors(known, best) if len(known) else None
    if errors is None or not len(errors.own):
        return none(month, "projects")
    rows["expected"] = expected[best]
    size = simulation.sizes(rows["plan"], rows["expected"])
    done, middle = (rows[name].to_numpy(dtype=float) for name in ("invested_ytd", "expected"))
    draws = simulation.drawn(done, middle, size, errors)
    rows["low"], rows["high"] = simulation.ranges(draws, middle)
    return Forecast(
        month,
        best,
        methods,
        backtest.outcomes(tested),
        rows[list(COLUMNS)],
        draws,
        tested=past["project_id"].nunique(),
        coverage=simulation.coverage(known, best),
    )


def _best(methods: pd.DataFrame, expected: pd.DataFrame) -> str:
    """The method of the least weighted error that says something of every project; else none."""
    told = methods[methods["wape"].notna()]["method"].tolist()
    return next((one for one in told if expected[one].notna().all()), "")
