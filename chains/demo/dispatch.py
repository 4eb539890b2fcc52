"""What last month's dispatch meeting decided on the projects that lag most."""

from typing import Any

import numpy as np
import pyarrow as pa

from chains.demo.chance import Ints, generator
from chains.demo.columns import coded, maybe, repeated
from chains.demo.investment import problem
from chains.demo.projects import Projects
from chains.demo.size import Size
from chains.demo.words import words

MONTH, DECIDED = "2022-09", 24
DUE = np.array(["2022-10-31", "2022-11-15", "2022-12-20"], dtype="datetime64[D]")
# of those that fall due on each of these days, the share that is done
DONE = np.array([0.6, 0.4, 0.1])
LAST_DONE = np.datetime64("2022-11-29", "D")


def dispatch(projects: Projects, size: Size, seed: int, identifiers: Any) -> Any:
    """The decisions of September 2022: some done, some late, some still to come."""
    random = generator(seed, "dispatch")
    row = _laggards(projects, size.times(DECIDED))
    decision = np.array(words()["decisions"])[problem(projects, row)]
    day = random.integers(0, len(DUE), len(row))
    done = random.random(len(row)) < DONE[day]
    finished = np.minimum(DUE[day] + random.integers(-12, 4, len(row)), LAST_DONE)
    return pa.table(
        {
            "project_id": coded(identifiers, row),
            "month": repeated(MONTH, len(row)),
            "resolution": pa.array(decision[:, 0]),
            "owner": pa.array(decision[:, 1]),
            "due_on": pa.array(DUE[day]),
            "done_on": maybe(finished, ~done),
        }
    )


def _laggards(projects: Projects, count: int) -> Ints:
    """The projects that are the most money behind schedule, in the order of their numbers."""
    behind = projects.plan * 10 / 12 - projects.done
    behind[~(projects.planned & projects.reported)] = 0
    return np.sort(np.argsort(-behind, kind="stable")[:count])
