"""What the year's investment may come to by December, and how well past years were foretold."""

from chains.forecast.making import made
from chains.forecast.methods import METHODS
from chains.forecast.result import Forecast, Total

__all__ = ["METHODS", "Forecast", "Total", "made"]
