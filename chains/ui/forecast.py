"""The year's end as pages show it: what is expected of projects, and how the past was foretold."""

from chains import forecast
from chains.forecast import Forecast
from chains.ui import session
from chains.ui.keeping import Kept

KEPT_MB = 160


def current(month: str) -> Forecast:
    """The forecast at the end of `YYYY-MM`, made once for the edition that is shown."""
    return _kept.get(
        (session.edition(), month),
        lambda: forecast.made(session.fetch("forecast_years", month=month), month),
    )


def _bytes(one: Forecast) -> int:
    return int(one.draws.nbytes)


_kept: Kept[Forecast] = Kept(KEPT_MB * 1024 * 1024, _bytes)
