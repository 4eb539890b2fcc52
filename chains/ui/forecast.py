"""The year's end as pages show it: what is expected of projects and of the city's parts."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pandas as pd
import streamlit as st

from chains import forecast, schema
from chains.figures import numbers
from chains.figures.forecast import expected_bars
from chains.forecast import Forecast
from chains.i18n import _
from chains.ui import choose, session, show, tables
from chains.ui.keeping import Kept

KEPT_MB = 16  # of draws: several months of a city, or one of a larger one
OUTLINES = 60  # months without draws: they cost seconds to make and little to keep
SHOWN = 500  # rows that go to a browser
COLUMNS = (
    "name",
    "plan_missed",
    "expected_completion",
    "expected_total",
    "low",
    "high",
    "invested_ytd",
    "annual_plan",
    "chain",
    "county",
    "leader",
)


def current(month: str) -> Forecast:
    """The forecast at the end of `YYYY-MM`, made once for the edition that is shown."""
    return _kept.get(
        (session.edition(), month),
        lambda: forecast.made(session.fetch("forecast_years", month=month), month),
    )


def outline(month: str) -> Forecast:
    """The same without its draws, which weigh most and serve sums only: for a single project."""

    def light() -> Forecast:
        made = current(month)
        return replace(made, draws=made.draws[:0].copy())

    return _outlines.get((session.edition(), month), light)


def _bytes(one: Forecast) -> int:
    return int(one.draws.nbytes)


_kept: Kept[Forecast] = Kept(KEPT_MB * 1024 * 1024, _bytes)
_outlines: Kept[Forecast] = Kept(OUTLINES)


def by() -> str:
    """By what the parts of the city are made: `level`, `chain` or `county`."""
    names = {"level": _("List"), "chain": _("Chain"), "county": _("County")}
    return str(choose.pick("by", names, _("Grouped by")))


def need(made: Forecast) -> None:
    """End the page with the reason where there is no forecast."""
    if made.reason:
        show.nothing(made.reason)
        st.stop()


def projects(made: Forecast, **chosen: Any) -> pd.DataFrame:
    """The chosen projects with what is expected of them, those that miss most first."""
    return session.kept(
        lambda: _projects(made, **chosen), "forecast_projects", made.month, *chosen.values()
    )


def _projects(made: Forecast, **chosen: Any) -> pd.DataFrame:
    listed = session.fetch("projects", month=made.month, **chosen)
    named = made.projects[["project_id", "expected", "low", "high"]]
    rows = listed.merge(named.rename(columns={"expected": "expected_total"}), on="project_id")
    rows["plan_missed"] = rows["annual_plan"] - rows["expected_total"]
    rows["expected_completion"] = rows["expected_total"] / rows["annual_plan"]
    return rows.sort_values(["plan_missed", "project_id"], ascending=[False, True])


def headlines(made: Forecast, rows: pd.DataFrame) -> None:
    """What the chosen projects may come to together, beside what is done and what is planned."""
    found = _summed(made, rows)
    if not found:
        show.nothing()
        return
    span = f"{numbers.money(found['low'])} – {numbers.money(found['high'])}"
    shares = [numbers.percent(found[one] / found["annual_plan"]) for one in ("low", "high")]
    with st.grid(4, min_column_width=230):
        _figure(_("Expected by December"), f"≈ {numbers.money(found['expected_total'])}", span)
        _figure(
            _("Expected completion"),
            f"≈ {numbers.percent(found['expected_total'] / found['annual_plan'])}",
            " – ".join(shares),
        )
        _figure(
            _("Invested so far"),
            numbers.money(found["invested_ytd"]),
            _("{count} projects with plan and report, each once", count=found["projects"]),
        )
        _figure(_("Annual plan"), numbers.money(found["annual_plan"]), _("of the same projects"))


def _figure(label: str, value: str, under: str) -> None:
    with st.container(border=True, height="stretch"):
        st.metric(label, value)
        st.caption(under)


def parts(made: Forecast, by: str, **chosen: Any) -> None:
    """Bars of lists, chains or counties; a project may stand on several lists."""
    dark = show.dark()

    def make() -> Any:
        split = _split(projects(made, **chosen), by)
        found = [{by: name} | sums for name, part in split if (sums := _summed(made, part))]
        columns = [by, "invested_ytd", "annual_plan", "expected_total", "low", "high"]
        return expected_bars(pd.DataFrame(found, columns=columns), label=by, dark=dark)

    drawn = session.kept(make, "expected_bars", made.month, by, dark, *chosen.values())
    show.plot(drawn, key="expected_bars", alt=_("What each part may come to"))
    st.caption(
        _("Solid: invested so far. Hatched: expected by December. Line below: the likely range.")
    )
    if by == "level":
        st.caption(_("A project may stand on several lists, so lists are never added."))


def _split(rows: pd.DataFrame, by: str) -> Iterator[tuple[str, pd.DataFrame]]:
    """Each part's name and its projects."""
    if by != "level":
        for name, part in rows.groupby(rows[by].fillna(numbers.DASH)):
            yield str(name), part
        return
    field = schema.dataset(choose.LISTS).field("level")
    for level, _english in field.choices:
        on = [level in str(levels).split("、") for levels in rows["levels"]]
        yield field.choice(level), rows[on]


def _summed(made: Forecast, rows: pd.DataFrame) -> dict[str, Any]:
    """The sums of the projects that a total counts, with the range of their sum; {} for none."""
    counted = rows[rows["counted"]]
    if counted.empty:
        return {}
    total = made.total(counted["project_id"])
    return {
        "projects": len(counted),
        "invested_ytd": counted["invested_ytd"].sum(),
        "annual_plan": counted["annual_plan"].sum(),
        "expected_total": total.expected,
        "low": total.low,
        "high": total.high,
    }


def table(rows: pd.DataFrame) -> None:
    """The projects with their ranges; a click opens one."""
    if len(rows) > SHOWN:
        st.caption(
            _(
                "The first {shown} of {count} projects.",
                shown=SHOWN,
                count=numbers.count(len(rows)),
            )
        )
    tables.table(
        rows[:SHOWN],
        alt=_("Who would miss the plan by most"),
        columns=COLUMNS,
        opens=("project", "project_id"),
        height=520,
        key="forecast",
    )
