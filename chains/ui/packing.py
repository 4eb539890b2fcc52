"""Frames as they are kept between runs: names in one language, cells as bytes."""

import pickle

import pandas as pd


def packed(frame: pd.DataFrame) -> bytes:
    """The frame as bytes: they weigh what they say, and a tenth of a small frame."""
    return pickle.dumps(frame, pickle.HIGHEST_PROTOCOL)


def unpacked(kept: bytes) -> pd.DataFrame:
    """A frame of one's own: of one that is shared, pandas notes each sharer for long."""
    frame: pd.DataFrame = pickle.loads(kept)  # noqa: S301 - written by this process
    return frame


def named(frame: pd.DataFrame, language: str) -> pd.DataFrame:
    """Where a column has an English twin `<column>_en`, keep the one of the language."""
    twins = [name for name in frame.columns if f"{name}_en" in frame.columns]
    if not twins:
        return frame
    if language == "en":
        frame = frame.assign(**{name: frame[f"{name}_en"] for name in twins})
    return frame.drop(columns=[f"{name}_en" for name in twins])
