"""A frame on its way into a spreadsheet: cells that would run as formulas are disarmed here."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

FORMULA = ("=", "+", "-", "@", "\t", "\r")


def disarm(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with an apostrophe before every text and header that a spreadsheet would run.

    Numbers, dates and empty cells stay what they are.
    """
    safe = frame.apply(_column)
    safe.columns = pd.Index([_cell(str(name)) for name in frame.columns])
    return safe


def csv_bytes(frame: pd.DataFrame, labels: Mapping[str, str] | None = None) -> bytes:
    """A CSV file as Excel and WPS open it: with a BOM, disarmed, under its labels if given."""
    named = frame.rename(columns=dict(labels or {}))
    text: str = disarm(named).to_csv(index=False, lineterminator="\r\n")
    return text.encode("utf-8-sig")


def _column(column: "pd.Series[Any]") -> "pd.Series[Any]":
    if pd.api.types.is_object_dtype(column) or pd.api.types.is_string_dtype(column):
        return column.map(_cell)
    return column


def _cell(value: object) -> object:
    if isinstance(value, str) and value.startswith(FORMULA):
        return f"'{value}"
    return value
