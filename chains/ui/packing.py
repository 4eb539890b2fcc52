"""An answer as it is kept: its names in one language, its cells as bytes."""

import pickle

import pandas as pd


def packed(frame: pd.DataFrame, language: str) -> bytes:
    """The frame as bytes, which weigh what they say; of a column's twins that of the language."""
    return pickle.dumps(_named(frame, language), pickle.HIGHEST_PROTOCOL)


def unpacked(answer: bytes) -> pd.DataFrame:
    """A frame of one's own: of one that is shared, pandas notes each sharer for long."""
    frame: pd.DataFrame = pickle.loads(answer)  # noqa: S301 - written by this process
    return frame


def _named(frame: pd.DataFrame, language: str) -> pd.DataFrame:
    """Where a column has an English twin `<column>_en`, keep the one of the language."""
    twins = [name for name in frame.columns if f"{name}_en" in frame.columns]
    if not twins:
        return frame
    if language == "en":
        frame = frame.assign(**{name: frame[f"{name}_en"] for name in twins})
    return frame.drop(columns=[f"{name}_en" for name in twins])
