"""What the pictures of the year's course show, point by point."""

import json
from datetime import date
from itertools import pairwise

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chains.figures import numbers
from chains.figures.course import End, range_words, year_course
from chains.figures.gantt import gantt
from chains.figures.own_months import own_months, spells
from chains.figures.palette import LIGHTS
from chains.figures.pareto import pareto, vital
from chains.figures.scatter import money_and_time
from chains.figures.slopes import extremes, slopes, spread
from chains.i18n import speaking

HOSTILE = "<img src=x onerror=alert(1)>{b}"
NAN = float("nan")
EVEN = [number / 12 for number in range(1, 13)]


@pytest.fixture(autouse=True)
def _in_english():
    with speaking("en"):
        yield


def curve(**changes):
    frame = pd.DataFrame(
        {
            "month": ["2022-02", "2022-03", "2022-05", "2022-12"],
            "completion": [0.1, 0.2, 0.45, NAN],
            "invested_ytd": [10.0, 20.0, 45.0, NAN],
            "annual_plan": [100.0, 100.0, 100.0, NAN],
            "invested": [10.0, 10.0, 25.0, NAN],
            "last_year_completion": [NAN, 0.15, 0.3, 0.95],
            "last_year_invested": [NAN, 15.0, 15.0, 65.0],
        }
    )
    return frame.assign(**changes)


def targets():
    shares = [number**2 / 144 for number in range(1, 13)]
    return pd.DataFrame(
        {
            "month": [f"2022-{number:02d}" for number in range(1, 13)],
            "annual_plan": 100.0,
            "targets_due": [share * 100 for share in shares],
            "target_share": shares,
        }
    )


def trace(figure, name):
    return next(one for one in figure.data if one.name == name)


def said(figure):
    """Every word of a figure: its notes, and the traces that are nothing but words."""
    words = [text for one in figure.data if getattr(one, "mode", "") == "text" for text in one.text]
    return [*(note.text for note in figure.layout.annotations), *words]


def empty(figure):
    return "Nothing to show" in figure.layout.annotations[0].text


def test_actual_is_solid_plan_is_outlined_and_the_forecast_is_hatched():
    figure = year_course(curve(), targets(), schedule=EVEN, end=End(1.02, 0.95, 1.1))
    done, plan = trace(figure, "Invested to date"), trace(figure, "Plan (own targets)")
    hatched = trace(figure, "Forecast, with its range")
    assert (list(done.x), list(done.y)) == ([2, 3, 5], [0.1, 0.2, 0.45])
    assert done.marker.color == LIGHTS["healthy"].colour and done.marker.pattern.shape is None
    assert plan.marker.color == "rgba(0,0,0,0)" and plan.marker.line.width > 1
    assert list(plan.y) == targets()["target_share"].tolist()
    assert (list(hatched.x), list(hatched.y)) == ([12], [1.02])
    assert hatched.marker.pattern.shape == "/"
    assert hatched.error_y.array[0] == pytest.approx(0.08)
    assert hatched.error_y.arrayminus[0] == pytest.approx(0.07)


def test_the_curve_has_the_schedule_and_last_years_pace():
    figure = year_course(curve(), targets(), schedule=EVEN)
    assert list(trace(figure, "Schedule of the rule").y) == EVEN
    before = trace(figure, "Last year")
    assert (list(before.x), list(before.y)) == ([3, 5, 12], [0.15, 0.3, 0.95])
    assert "<b>45.0%</b>" in said(figure)
    assert [one.name for one in figure.data if one.name and "Forecast" in one.name] == []


def test_a_range_is_said_as_a_range():
    words = range_words(End(1.02, 0.95, 1.1))
    assert words == (
        "Forecast for December, no fact: about 102.0%, between 95.0% and 110.0% in eight cases "
        "of ten"
    )


def test_what_is_over_twice_the_plan_is_cut_and_says_what_it_is():
    huge = curve(completion=[0.1, 0.2, 3.5, NAN])
    figure = year_course(huge, targets(), schedule=EVEN, end=End(4.0, 3.0, 5.0))
    assert max(trace(figure, "Invested to date").y) == 2
    assert "<b>350.0%</b>" in said(figure)
    assert figure.layout.yaxis.range[1] < 2.5


def test_a_year_without_reports_draws_a_sentence():
    assert empty(year_course(curve(completion=NAN), targets(), schedule=EVEN))
    assert empty(year_course(curve().iloc[:0], targets(), schedule=EVEN))
    assert empty(own_months(curve(invested=NAN)))


def test_a_months_own_value_names_the_months_that_it_holds():
    assert spells(curve(), "invested") == ["Jan–Feb", "Mar", "Apr–May", "Dec"]
    figure = own_months(curve())
    own = trace(figure, "The month's own")
    assert (list(own.x), list(own.y)) == ([2, 3, 5], [10, 10, 25])
    assert "Apr–May" in own.hovertext[2] and numbers.money(25) in own.hovertext[2]
    assert list(trace(figure, "Last year").y) == [15, 15, 65]


def test_a_cumulative_figure_that_fell_is_drawn_below_zero():
    figure = own_months(curve(invested=[10.0, -5.0, 25.0, NAN]))
    assert figure.layout.yaxis.range[0] < -5
    assert list(trace(figure, "The month's own").y) == [10, -5, 25]


def behind(*money):
    frame = pd.DataFrame(
        {
            "project_id": [f"P{place}" for place in range(len(money))],
            "name": [HOSTILE, *(f"项目{place}" for place in range(1, len(money)))],
            "light": ["danger", "warning"] * (len(money) // 2) + ["danger"] * (len(money) % 2),
            "behind": [float(one) for one in money],
        }
    )
    shares = frame["behind"] / frame["behind"].sum()
    return frame.assign(gap_share=shares, gap_share_so_far=shares.cumsum())


@pytest.mark.parametrize(
    ("money", "few"),
    [((8, 1, 1), 1), ((7, 1, 1, 1), 2), ((79, 1, 20), 2), ((7.9, 0.1, 2), 2), ((5,), 1), ((), 0)],
)
def test_the_vital_few_are_those_that_first_reach_80_per_cent(money, few):
    assert vital(behind(*money) if money else behind(1).iloc[:0]) == few


def test_the_gap_is_drawn_from_the_largest_down_with_its_sum():
    figure = pareto(behind(6, 3, 1))
    line, bars = figure.data[0], figure.data[1]
    assert list(bars.x) == [0.6, 0.3, 0.1] and list(line.x) == pytest.approx([0.6, 0.9, 1.0])
    assert list(bars.customdata) == ["P0", "P1", "P2"]
    assert bars.marker.color[0] == LIGHTS["danger"].colour
    assert any("▲" in text for text in said(figure)) and any("◆" in text for text in said(figure))
    assert figure.layout.shapes[0].x0 == 0.8


def test_many_projects_are_drawn_as_fifteen_and_the_others_together():
    figure = pareto(behind(*range(40, 0, -1)))
    bars = figure.data[1]
    assert len(bars.x) == 16 and sum(bars.x) == pytest.approx(1)
    assert bars.customdata[15] == "" and "25 other projects" in said(figure)
    assert empty(pareto(behind(1).iloc[:0]))


def moves(**changes):
    frame = pd.DataFrame(
        {
            "key": ["A", "B", "C", "D"],
            "name": [HOSTILE, "乙", "丙", "丁"],
            "completion": [0.5, 0.6, 0.7, 0.8],
            "completion_before": [0.45, 0.4, 0.66, NAN],
            "distance": [-0.2, -0.1, 0.0, 0.1],
            "distance_before": [-0.1, -0.25, 0.0, NAN],
        }
    )
    frame["distance_change"] = frame["distance"] - frame["distance_before"]
    return frame.assign(**changes)


def test_what_changed_most_is_named_and_stands_out():
    worst, best = extremes(moves())
    assert (worst["key"], best["key"]) == ("A", "B")
    figure = slopes(moves(), before="2022-09", after="2022-10")
    lines = {one.customdata[0]: one for one in figure.data if one.customdata is not None}
    assert lines["A"].line.dash == "dash" and lines["A"].line.width > lines["C"].line.width
    assert lines["B"].line.dash == "solid" and list(lines["B"].y) == [-0.25, -0.1]
    assert list(lines["D"].x) == [1]  # nothing before it
    bold = [text for text in said(figure) if text.startswith("<b>")]
    assert len(bold) == 2 and "▼10.0" in bold[0] and "▲15.0" in bold[1]


def test_nothing_is_named_where_nothing_moved():
    assert extremes(moves(distance_change=0.0)) == (None, None)
    assert extremes(moves(distance_change=NAN)) == (None, None)
    only_better = extremes(moves(distance_change=[0.1, 0.2, 0.3, 0.4]))
    assert only_better[0] is None and only_better[1]["key"] == "D"
    assert empty(slopes(moves().iloc[:0], before="a", after="b"))


@given(st.lists(st.floats(-1, 1), max_size=40), st.floats(0.01, 0.2))
def test_names_at_the_end_of_lines_never_lie_over_each_other(values, least):
    placed = spread(values, least)
    order = sorted(range(len(values)), key=lambda one: (values[one], placed[one]))
    ends = [placed[one] for one in order]
    assert all(b - a >= least - 1e-9 for a, b in pairwise(ends))


def test_names_that_have_room_stay_where_they_are():
    assert spread([0.5, 0.0, 1.0], 0.1) == [0.5, 0.0, 1.0]
    assert spread([0.0, 0.0], 0.1) == pytest.approx([-0.05, 0.05])


def projects(count=3):
    days = {
        "project_id": ["P1", "P2", "P3"],
        "name": [HOSTILE, "乙", "丙"],
        "planned_start": ["2022-02-01", "2022-06-01", "2022-12-01"],
        "actual_start": ["2022-03-01", None, None],
        "planned_finish": ["2023-02-01", "2024-06-01", None],
        "actual_finish": [None, None, None],
        "actual_on": ["2022-03-01", None, None],
        "days_behind": pd.array([28, 152, None], dtype="Int64"),
    }
    frame = pd.DataFrame(days)
    for name in ("planned_start", "actual_start", "planned_finish", "actual_finish", "actual_on"):
        frame[name] = pd.to_datetime(frame[name])
    return pd.concat([frame] * -(-count // 3), ignore_index=True).head(count)


JOINT = pd.DataFrame({"held_on": pd.to_datetime(["2022-11-21"])})
LOOKED_AT = date(2022, 10, 31)


def test_planned_time_is_outlined_actual_time_is_solid_and_ends_on_the_day():
    planned, actual, late, _names = gantt(projects(), JOINT, day=LOOKED_AT).data
    assert list(planned.base) == ["2022-02-01", "2022-06-01"]  # the third has no finish
    assert planned.x[0] == 365 * 86_400_000
    assert list(actual.base) == ["2022-03-01"] and actual.x[0] == 244 * 86_400_000
    assert list(late.x) == ["2022-03-01", "2022-10-31"]
    assert list(late.marker.symbol) == ["diamond", "triangle-up"]
    assert list(late.customdata) == ["P1", "P2"]


def test_lateness_is_said_and_days_of_joint_starts_are_lines():
    figure = gantt(projects(), JOINT, day=LOOKED_AT)
    words = " ".join(said(figure))
    assert "28 days late" in words and "overdue by 152 days" in words
    assert [one.x0 for one in figure.layout.shapes] == ["2022-10-31", "2022-11-21"]
    assert "11-21" in words


def test_at_most_forty_projects_are_drawn():
    figure = gantt(projects(90), JOINT.iloc[:0], day=LOOKED_AT)
    assert len(figure.data[3].text) == 40
    assert empty(gantt(projects().iloc[:0], JOINT, day=LOOKED_AT))


def spent(**changes):
    frame = pd.DataFrame(
        {
            "project_id": ["P1", "P2", "P3", "P4"],
            "name": [HOSTILE, "乙", "丙", "丁"],
            "light": ["danger", "healthy", "warning", "danger"],
            "time_share": [0.8, 0.5, 1.6, NAN],
            "money_share": [0.2, 0.6, 0.9, NAN],
            "invested_total": [20.0, 60.0, 90.0, 1.0],
            "total_investment": [100.0, 100.0, 100.0, NAN],
        }
    )
    gap = frame["money_share"] - frame["time_share"].clip(upper=1)
    return frame.assign(time_gap=gap, **changes)


def test_a_project_is_a_point_with_the_shape_of_its_light():
    figure = money_and_time(spent())
    even, *points = figure.data
    assert list(even.x) == [0, 1, 1.2] and list(even.y) == [0, 1, 1]
    places = {one.customdata[0]: (one.x[0], one.y[0], one.marker.symbol) for one in points}
    assert places["P1"] == (0.8, 0.2, "triangle-up")
    assert places["P2"] == (0.5, 0.6, "circle")
    assert places["P3"] == (1.2, 0.9, "diamond")  # drawn at the edge, its words say 160 %
    assert "P4" not in places
    assert "160.0%" in next(one for one in points if one.customdata[0] == "P3").hovertext[0]
    assert empty(money_and_time(spent().iloc[:0]))


def test_those_furthest_behind_their_time_bear_their_names():
    assert any("乙" in text for text in said(money_and_time(spent()))) is False  # it is ahead
    assert any("丙" in text for text in said(money_and_time(spent())))


@pytest.mark.parametrize("dark", [False, True])
def test_a_strangers_name_is_never_markup(dark):
    for figure in (
        pareto(behind(6, 3, 1), dark=dark),
        slopes(moves(), before="a", after="b", dark=dark),
        gantt(projects(), JOINT, day=LOOKED_AT, dark=dark),
        money_and_time(spent(), dark=dark),
    ):
        written = json.dumps(figure.to_plotly_json(), default=str)
        assert "<img" not in written and "&lt;img" in written
