"""The methods: each turns what is known at a month's end into the year's total, in 万元.

With M the month's number, d what is invested since January, and never less than d:
`seasonal` d / (sum of past years' investment by M / sum of their totals, all projects together);
`seasonal_own` the same with the project's own past years, all projects' pace added as one more
year of its average size; all projects' pace alone where it has fewer than two past years;
`run_rate` d x 12 / M;
`last_three` d + (12 - M) x what was invested a month since the latest report at least three months
back, or since January;
`own_plan` d + what the project's plan makes due in the months that are left.
"""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from chains.errors import N_

METHODS = {  # the first wins a tie
    "seasonal": N_("Past years' pace, all projects"),
    "seasonal_own": N_("Past years' pace, the project's own"),
    "run_rate": N_("Run rate since January"),
    "last_three": N_("Pace of the last three months"),
    "own_plan": N_("The rest of the project's own plan"),
}
OWN_YEARS = 2  # past years from which on a project's own pace is looked at
Values = NDArray[np.float64]


def expectations(rows: pd.DataFrame, month_number: int, past: pd.DataFrame) -> pd.DataFrame:
    """What each method expects of each row, one column a method; NaN where it cannot say.

    Rows: project_id, invested_ytd, earlier_month, earlier_ytd, left (of the plan). Past: the rows
    of other years whose total is known, with year_total.
    """
    done = rows["invested_ytd"].to_numpy(dtype=float)
    share = _share(past)
    found = {
        "seasonal": _over(done, np.full(len(rows), share)),
        "seasonal_own": _over(done, _own_shares(rows, past, share)),
        "run_rate": done * 12 / month_number,
        "last_three": done + (12 - month_number) * _pace(rows, month_number),
        "own_plan": done + rows["left"].to_numpy(dtype=float),
    }
    floored = {name: np.maximum(found[name], done) for name in METHODS}
    return pd.DataFrame(floored, index=rows.index)


def _share(past: pd.DataFrame) -> float:
    """The share of past years' totals that was invested by the month; NaN where there is none."""
    total = float(past["year_total"].sum())
    return float(past["invested_ytd"].sum()) / total if total > 0 else float("nan")


def _over(done: Values, shares: Values) -> Values:
    """What is done over the share that it should be; NaN where the share is not above 0."""
    known = np.where(shares > 0, shares, np.nan)
    expected: Values = done / known
    return expected


def _own_shares(rows: pd.DataFrame, past: pd.DataFrame, share: float) -> Values:
    """Each project's own share by the month, leaning on that of all by one year of its size."""
    sums = past.groupby("project_id").agg(
        years=("year_total", "size"), done=("invested_ytd", "sum"), total=("year_total", "sum")
    )
    own = sums.reindex(rows["project_id"])
    years, done, total = (own[name].to_numpy(dtype=float) for name in sums.columns)
    enough = (years >= OWN_YEARS) & (total > 0)
    size = np.divide(total, years, out=np.zeros(len(rows)), where=enough)
    shares = np.full(len(rows), share)
    np.divide(done + share * size, total + size, out=shares, where=enough)
    return shares


def _pace(rows: pd.DataFrame, month_number: int) -> Values:
    """What was invested a month since the earlier report."""
    gained = rows["invested_ytd"] - rows["earlier_ytd"]
    pace: Values = (gained / (month_number - rows["earlier_month"])).to_numpy(dtype=float)
    return pace
