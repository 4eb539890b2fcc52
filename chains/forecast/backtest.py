"""The back-test: every method put to every complete year, at the same month of the year.

A year is foretold from the others, so that no method sees what it is asked for. Its plan is the
first version: later ones may know how the year went.
"""

import numpy as np
import pandas as pd

from chains.forecast.methods import METHODS, expectations
from chains.forecast.result import ENDED, TESTED


def cases(past: pd.DataFrame, month_number: int) -> pd.DataFrame:
    """The rows of complete years with `plan` (the first) and what each method expected of them."""
    told = past.assign(plan=past["first_plan"], left=past["first_plan_left"])
    years = [
        expectations(told[told["year"] == year], month_number, told[told["year"] != year])
        for year in sorted(told["year"].unique())
    ]
    return told.join(pd.concat(years))


def judged(tested: pd.DataFrame) -> pd.DataFrame:
    """The methods by their errors, best first; a method that could not be tested comes last."""
    rows = [_judge(tested, method) for method in METHODS]
    return (
        pd.DataFrame(rows, columns=list(TESTED))
        .sort_values("wape", kind="stable", na_position="last")
        .reset_index(drop=True)
    )


def _judge(tested: pd.DataFrame, method: str) -> tuple[str, float, float, float, int, int]:
    """Weighted and median absolute percentage error and the sum's error of one method."""
    known = tested[tested[method].notna()]
    error, total = known[method] - known["year_total"], known["year_total"]
    whole = float(total.sum())
    if whole <= 0:
        return (method, np.nan, np.nan, np.nan, 0, 0)
    ended = total > 0
    return (
        method,
        float(error.abs().sum()) / whole,
        float((error[ended].abs() / total[ended]).median()),
        float(error.sum()) / whole,
        known["year"].nunique(),
        known["project_id"].nunique(),
    )


def outcomes(tested: pd.DataFrame) -> pd.DataFrame:
    """For each past year and method: how many projects, the sums expected and reached, in 万元."""
    rows = [
        (year, method, len(known), known[method].sum(), known["year_total"].sum())
        for year, rows in tested.groupby("year")
        for method in METHODS
        for known in [rows[rows[method].notna()]]
    ]
    return pd.DataFrame(rows, columns=list(ENDED))
