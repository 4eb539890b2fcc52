"""A frame on its way into a spreadsheet: cells that would run as formulas are disarmed here."""

import io
from collections.abc import Mapping
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

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


def zipped(frames: Mapping[str, pd.DataFrame]) -> bytes:
    """Each frame as a CSV file of its name in one archive, the same bytes for the same frames."""
    made = io.BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as archive:
        for name, frame in frames.items():
            archive.writestr(ZipInfo(f"{name}.csv"), csv_bytes(frame), ZIP_DEFLATED)
    return made.getvalue()


def _column(column: "pd.Series[Any]") -> "pd.Series[Any]":
    if pd.api.types.is_object_dtype(column) or pd.api.types.is_string_dtype(column):
        return column.map(_cell)
    return column


def _cell(value: object) -> object:
    if isinstance(value, str) and value.startswith(FORMULA):
        return f"'{value}"
    return value
