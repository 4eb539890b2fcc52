"""What a forecast holds: its method, each project's range, the draws by which ranges are summed."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from chains.errors import N_
from chains.i18n import _

LOW, HIGH = 0.1, 0.9  # of ten outcomes about eight are between them
PROJECTS = 20  # fewer projects with a known year's end say too little
TOGETHER = 64
COLUMNS = ("project_id", "invested_ytd", "annual_plan", "counted", "expected", "low", "high")
TESTED = ("method", "wape", "median_ape", "bias", "years", "projects")
ENDED = ("year", "method", "projects", "expected", "year_total")
LACKS = {
    "december": N_("The year is complete: there is nothing left to forecast."),
    "reports": N_("No project with an annual plan has reported this month."),
    "years": N_(
        "No forecast: the store holds no earlier year with reports for this month and for December."
    ),
    "projects": N_(
        "No forecast: only {count} projects have a known year's end to test it on; {needed} are "
        "needed."
    ),
}


class Total(NamedTuple):
    """What some projects together may have invested by December, in 万元; NaN where unknown."""

    expected: float
    low: float
    high: float


UNKNOWN = Total(float("nan"), float("nan"), float("nan"))


@dataclass(frozen=True, eq=False)
class Forecast:
    """A forecast of the year's investment, made at the end of a month. Money in 万元.

    `methods`: the back-test, best first: method, wape, median_ape, bias (fractions), years,
    projects. `outcomes`: for each past year and method the sums expected and reached. `projects`:
    those with an annual plan and a report for the month. `draws`: one possible year a row, one
    project a column, in the order of `projects`. `lacks` says why there is none; `tested` counts
    the projects of the back-test; `coverage` is the share of them that ended within the range which
    the other years give.
    """

    month: str
    method: str
    methods: pd.DataFrame
    outcomes: pd.DataFrame
    projects: pd.DataFrame
    draws: NDArray[np.float32]
    lacks: str | None = None
    tested: int = 0
    coverage: float = float("nan")

    @property
    def reason(self) -> str | None:
        """Why there is no forecast, in the language in force; None where there is one."""
        if self.lacks is None:
            return None
        return _(LACKS[self.lacks], count=self.tested, needed=PROJECTS)

    @cached_property
    def place(self) -> dict[str, int]:
        """Each project's row in `projects`, which is its column in `draws`."""
        return {one: row for row, one in enumerate(self.projects["project_id"].tolist())}

    @cached_property
    def counted(self) -> NDArray[np.bool_]:
        """Which projects a total counts: not a package whose parts are counted."""
        return self.projects["counted"].to_numpy(dtype=bool)

    def total(self, project_ids: Iterable[str]) -> Total:
        """Several projects together, each once; those without a forecast are left out.

        The range is that of the sums of the draws, and holds what is expected.
        """
        asked = {self.place[one] for one in project_ids if one in self.place}
        rows = [row for row in sorted(asked) if self.counted[row]]
        if not rows:
            return UNKNOWN
        expected = float(self.projects["expected"].to_numpy()[rows].sum())
        low, high = np.quantile(self._sums(rows), (LOW, HIGH))
        return Total(expected, min(float(low), expected), max(float(high), expected))

    def _sums(self, rows: list[int]) -> NDArray[np.float64]:
        """What these projects come to in each draw; a few at a time, for the memory's sake."""
        parts = (rows[start : start + TOGETHER] for start in range(0, len(rows), TOGETHER))
        sums = np.zeros(len(self.draws))
        for part in parts:
            sums += self.draws.T[part].sum(axis=0)
        return sums


def none(month: str, lacks: str, tested: int = 0) -> Forecast:
    """No forecast, and why."""
    methods, outcomes, projects = (
        pd.DataFrame(columns=list(one)) for one in (TESTED, ENDED, COLUMNS)
    )
    draws = np.zeros((0, 0), dtype=np.float32)
    return Forecast(month, "", methods, outcomes, projects, draws, lacks, tested)
