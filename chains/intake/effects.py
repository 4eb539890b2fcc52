"""What a new edition does to the figures that leaders see, by the pages' own questions."""

import pandas as pd

from chains.store import Edition

COLUMNS = ["question", "row", "figure", "before", "after", "before_light", "after_light"]


def effects(before: Edition, after: Edition) -> pd.DataFrame:
    """Every figure of the overview that differs between two editions, with its light."""
    return pd.DataFrame(columns=COLUMNS)
