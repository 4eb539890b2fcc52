"""A forecast from the answer of queries/forecast_years.sql."""

import pandas as pd

from chains.forecast.result import Forecast, none


def made(frame: pd.DataFrame, month: str) -> Forecast:  # noqa: ARG001 - the interface, first
    """The forecast at the end of `YYYY-MM`."""
    return none(month, "years")
