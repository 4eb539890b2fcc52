"""Schedules and lights against what cities published."""

import math
from datetime import date

import pandas as pd
import pytest

from chains import metrics, rules
from chains.i18n import speaking

YINCHUAN = rules.light_rule("yinchuan_2025")
WUHAN = rules.light_rule("wuhan")
SANYA = rules.light_rule("sanya_2022")
LINEAR = rules.schedules()["linear"]


def test_ten_months_are_five_sixths_of_a_year():
    assert metrics.schedule("2022-10", LINEAR) == pytest.approx(0.8333333, abs=1e-6)


def test_a_month_is_as_old_as_the_calendar_says():
    assert metrics.age("2022-10", date(2022, 11, 3)) == 1
    assert metrics.age("2021-12", date(2022, 3, 31)) == 3


@pytest.mark.parametrize(
    ("month", "done", "published_gap"),
    [
        ("2022-05", 54.4, 4.4),
        ("2022-05", 29.7, -20.3),
        ("2022-08", 82.2, 2.2),
        ("2022-08", 47.1, -32.9),
    ],
)
def test_a_county_of_guangdong_held_itself_to_120_percent(month, done, published_gap):
    due = metrics.schedule(month, rules.schedules()["linear_120"])
    assert round(done - due * 100, 1) == published_gap


def test_jiangmen_was_13_8_points_ahead_in_october():
    gap = metrics.measure(629.0 / 647.4, metrics.schedule("2022-10", LINEAR), YINCHUAN)
    assert round(gap * 100, 1) == 13.8


def test_the_two_families_of_rules_disagree_at_the_end_of_march():
    due = metrics.schedule("2022-03", LINEAR)
    assert metrics.light(0.10, due, YINCHUAN) == "warning"
    assert metrics.light(0.10, due, WUHAN) == "danger"


@pytest.mark.parametrize(
    ("points", "state"),
    [
        (0.0, "healthy"),
        (-0.01, "steady"),
        (-9.99, "steady"),
        (-10.0, "warning"),
        (-30.0, "warning"),
        (-30.01, "danger"),
    ],
)
def test_yinchuan_counts_ten_and_thirty_points_behind_as_yellow(points, state):
    due = metrics.schedule("2022-10", LINEAR)
    assert metrics.light(due + points / 100, due, YINCHUAN) == state


@pytest.mark.parametrize(
    ("ratio", "state"),
    [(1.0, "healthy"), (0.8, "steady"), (0.799, "warning"), (0.6, "warning"), (0.599, "danger")],
)
def test_wuhan_turns_yellow_below_80_and_red_below_60_percent_of_schedule(ratio, state):
    assert metrics.light(0.5 * ratio, 0.5, WUHAN) == state


@pytest.mark.parametrize(("ratio", "state"), [(1.0, "healthy"), (0.5, "warning"), (0.49, "danger")])
def test_sanya_turns_red_when_more_than_half_is_missing(ratio, state):
    assert metrics.light(0.5 * ratio, 0.5, SANYA) == state


def test_no_plan_and_no_report_are_grey_and_never_zero():
    assert metrics.light(math.nan, 0.5, YINCHUAN, "no_plan") == "no_plan"
    assert metrics.light(None, 0.5, YINCHUAN, "not_reported") == "not_reported"


def test_a_light_says_its_numbers_and_its_rule_in_both_languages():
    due = metrics.schedule("2022-10", LINEAR)
    with speaking("zh"):
        assert metrics.reason(0.937, due, YINCHUAN) == (
            "完成93.7%，序时83.3%（按月均（月数÷12）），超前10.4个百分点；规则：银川2025"
        )
    with speaking("en"):
        said = metrics.reason(0.52, due, YINCHUAN)
    assert said.startswith("52.0% done, 83.3% due") and "31.3 points behind" in said


def test_a_frame_is_lit_row_by_row_and_can_be_narrowed():
    frame = pd.DataFrame(
        {"completion": [0.9, 0.4, math.nan], "state": ["reported", "reported", "not_reported"]}
    )
    shown = metrics.lit(frame, 0.8333, YINCHUAN)
    assert list(shown["light"]) == ["healthy", "danger", "not_reported"]
    assert len(metrics.only(shown, ["danger"])) == 1
    assert len(metrics.only(shown, [])) == 3


def test_an_empty_frame_stays_empty():
    empty = pd.DataFrame({"completion": [], "state": []})
    assert list(metrics.lit(empty, 0.5, YINCHUAN)["light"]) == []
