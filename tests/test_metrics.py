"""Schedules, lights and directions against what cities published."""

import math
from datetime import date
from fractions import Fraction

import pandas as pd
import pytest

from chains import metrics, rules
from chains.i18n import speaking
from chains.rules import Schedule

YINCHUAN = rules.light_rule("yinchuan_2025")
WUHAN = rules.light_rule("wuhan")
SANYA = rules.light_rule("sanya_2022")
NANNING = rules.light_rule("nanning_2018")
COUNTY = rules.light_rule("guangdong_county_2022")
LINEAR = rules.schedules()["linear"]
CURVE = rules.schedules()["curve"]
OCTOBER = metrics.due("2022-10", LINEAR)


def due(month, rule=YINCHUAN):
    """What is due by a rule that has one share for all."""
    share = metrics.due(month, rule.schedule).share
    assert share is not None
    return share


# --- schedules ------------------------------------------------------------------------------------


def test_ten_months_are_five_sixths_of_a_year():
    assert metrics.schedule("2022-10", LINEAR) == pytest.approx(0.8333333, abs=1e-6)
    assert OCTOBER.share == metrics.schedule("2022-10", LINEAR)


def test_a_month_is_as_old_as_the_calendar_says():
    assert metrics.age("2022-10", date(2022, 11, 3)) == 1
    assert metrics.age("2021-12", date(2022, 3, 31)) == 3


@pytest.mark.parametrize(
    ("month", "done", "published_gap", "state"),
    [
        ("2022-05", 54.4, 4.4, "ahead"),
        ("2022-05", 29.7, -20.3, "behind"),
        ("2022-08", 82.2, 2.2, "ahead"),
        ("2022-08", 47.1, -32.9, "behind"),
    ],
)
def test_a_county_of_guangdong_held_itself_to_120_percent(month, done, published_gap, state):
    share = due(month, COUNTY)
    assert round(done - share * 100, 1) == published_gap
    assert metrics.light(done / 100, share, COUNTY) == state


def test_jiangmen_was_13_8_points_ahead_in_october():
    gap = metrics.measure(629.0 / 647.4, due("2022-10"), YINCHUAN)
    assert round(gap * 100, 1) == 13.8
    assert metrics.light(629.0 / 647.4, due("2022-10"), YINCHUAN) == "ahead"


def test_own_targets_are_due_row_by_row():
    frame = pd.DataFrame(
        {"annual_plan": [200.0, 50.0, 0.0, None], "targets_due": [150.0, 20.0, 0.0, None]}
    )
    asked = metrics.due("2022-10", NANNING.schedule)
    assert asked.share is None
    shares = metrics.due_shares(frame, asked)
    assert shares[:2] == [0.75, 0.4] and all(math.isnan(share) for share in shares[2:])
    assert metrics.money_due(frame, asked)[:2] == [150, 20]
    assert metrics.money_due(frame, OCTOBER)[0] == pytest.approx(200 * 10 / 12)


def test_a_given_curve_is_due_month_by_month_times_its_multiplier():
    shares = (0.01, 0.03, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)
    held = Schedule("own", "自", "own", "curve", 1.1, shares)
    assert metrics.due("2022-02", held).share == pytest.approx(0.033)
    assert metrics.due("2022-12", held).share == pytest.approx(1.1)


def test_the_curve_of_past_years_is_read_off_the_year_and_straight_where_a_month_is_missing():
    curve = pd.DataFrame(
        {"year": [2022] * 3 + [2021], "month_number": [2, 4, 12, 4], "share": [0.1, 0.3, 1.0, 0.9]}
    )
    expected = {"01": 0.05, "02": 0.1, "03": 0.2, "04": 0.3, "08": 0.3 + 0.7 / 2, "12": 1.0}
    for month, share in expected.items():
        assert metrics.due(f"2022-{month}", CURVE, curve).share == pytest.approx(share)
    assert metrics.due("2021-04", CURVE, curve).share == pytest.approx(0.9)


@pytest.mark.parametrize("curve", [None, pd.DataFrame({"month_number": [], "share": []})])
def test_without_a_complete_past_year_the_curve_is_even_and_says_so(curve):
    found = metrics.due("2022-10", CURVE, curve)
    assert found.share == pytest.approx(10 / 12)
    with speaking("en"):
        assert "for want of a complete year" in found.schedule.label


# --- every bound of every preset, on both sides ---------------------------------------------------

TINY = Fraction(1, 10**8)  # a hundred millionth of the plan: 1 yuan of 1 亿元
BOUNDS = [  # points / 100 or a ratio; the states just above it, at it, just below it
    (YINCHUAN, "0", ("ahead", "on_schedule", "on_schedule")),
    (YINCHUAN, "-1/10", ("on_schedule", "behind", "behind")),
    (YINCHUAN, "-3/10", ("behind", "behind", "far_behind")),
    (WUHAN, "1", ("ahead", "on_schedule", "on_schedule")),
    (WUHAN, "8/10", ("on_schedule", "on_schedule", "behind")),
    (WUHAN, "6/10", ("behind", "behind", "far_behind")),
    (SANYA, "1", ("ahead", "on_schedule", "behind")),
    (SANYA, "1/2", ("behind", "behind", "far_behind")),
    (NANNING, "105/100", ("ahead", "on_schedule", "on_schedule")),
    (NANNING, "95/100", ("on_schedule", "on_schedule", "behind")),
    (COUNTY, "0", ("ahead", "on_schedule", "behind")),
]


@pytest.mark.parametrize("number", range(1, 13))
@pytest.mark.parametrize(
    ("rule", "bound", "states"), BOUNDS, ids=lambda one: getattr(one, "name", str(one))
)
def test_a_bound_is_a_bound_to_the_last_yuan_in_every_month(rule, bound, states, number):
    share = Fraction(number, 12) * Fraction(str(rule.schedule.multiplier))
    for step, state in zip((TINY, 0, -TINY), states, strict=True):
        measure = Fraction(bound) + step
        done = share + measure if rule.family == "gap" else share * measure
        assert metrics.light(float(done), float(share), rule) == state


def test_every_bound_of_every_preset_is_tested():
    tested = {(rule.name, float(Fraction(bound))) for rule, bound, _states in BOUNDS}
    held = {
        (rule.name, step.bound)
        for rule in rules.lights().values()
        for step in rule.steps
        if step.bound is not None
    }
    assert tested == held


def test_the_two_families_of_rules_disagree_at_the_end_of_march():
    assert metrics.light(0.10, due("2022-03"), YINCHUAN) == "behind"  # 15 points: yellow
    assert metrics.light(0.10, due("2022-03"), WUHAN) == "far_behind"  # 40 %: red


@pytest.mark.parametrize(
    ("points", "state"),
    [
        (0.01, "ahead"),
        (0.0, "on_schedule"),
        (-0.01, "on_schedule"),
        (-9.99, "on_schedule"),
        (-10.0, "behind"),
        (-30.0, "behind"),
        (-30.01, "far_behind"),
    ],
)
def test_yinchuan_counts_ten_and_thirty_points_behind_as_yellow(points, state):
    assert metrics.light(due("2022-10") + points / 100, due("2022-10"), YINCHUAN) == state


def test_nanning_judges_by_each_projects_own_plan_to_date():
    frame = pd.DataFrame(
        {
            "annual_plan": [200.0, 200.0, 200.0, 200.0, None],
            "targets_due": [100.0, 100.0, 100.0, 100.0, None],
            "invested_ytd": [105.01, 105.0, 95.0, 94.99, 7.0],
            "state": ["reported"] * 4 + ["no_plan"],
        }
    ).assign(completion=lambda rows: rows["invested_ytd"] / rows["annual_plan"])
    shown = metrics.lit(frame, metrics.due("2022-10", NANNING.schedule), NANNING)
    assert list(shown["light"]) == ["ahead", "on_schedule", "on_schedule", "behind", "no_plan"]


def test_where_nothing_is_due_yet_nothing_done_is_on_schedule_and_anything_is_ahead():
    assert metrics.light(0.0, 0.0, NANNING) == "on_schedule"
    assert metrics.light(0.01, 0.0, NANNING) == "ahead"


# --- states that no figure gives ------------------------------------------------------------------


def test_no_plan_and_no_report_are_grey_and_never_zero():
    assert metrics.light(math.nan, 0.5, YINCHUAN, "no_plan") == "no_plan"
    assert metrics.light(None, 0.5, YINCHUAN, "not_reported") == "not_reported"
    assert metrics.light(0.5, None, NANNING) == "no_plan"


def test_who_has_finished_is_neither_behind_nor_ahead():
    assert metrics.light(0.4, 0.5, YINCHUAN, "finished") == "finished"
    assert metrics.light(math.nan, 0.5, YINCHUAN, "finished") == "finished"


def test_a_total_of_which_nobody_reports_is_not_reported():
    frame = pd.DataFrame(
        {"completion": [math.nan, math.nan], "compared": [0, 0], "not_reported": [2, 0]}
    )
    assert list(metrics.lit(frame, OCTOBER, YINCHUAN)["light"]) == ["not_reported", "no_plan"]


# --- sentences ------------------------------------------------------------------------------------


def test_a_light_says_its_numbers_and_its_rule_in_both_languages():
    with speaking("zh"):
        assert metrics.reason(0.937, due("2022-10"), YINCHUAN) == (
            "完成93.7%，序时83.3%（按月均），超前10.4个百分点；规则：银川2025"
        )
    with speaking("en"):
        said = metrics.reason(0.52, due("2022-10"), YINCHUAN)
        on_time = metrics.reason(0.5, 0.5, YINCHUAN)
        finished = metrics.reason(0.4, 0.5, YINCHUAN, "finished")
    assert said.startswith("52.0% done, 83.3% due") and "31.3 points behind" in said
    assert "exactly on schedule" in on_time
    assert "10.0 points behind" in finished and finished.endswith("finished")


def test_a_sentence_says_first_of_whom_it_is():
    with speaking("en"):
        assert metrics.reason(0.937, due("2022-10"), YINCHUAN, subject="City list") == (
            "City list 93.7%, 83.3% due (evenly over the year), 10.4 points ahead; "
            "rule: Yinchuan 2025"
        )
        silent = metrics.reason(None, 0.5, YINCHUAN, "not_reported", subject="City list")
    assert silent == "City list: No report for this month"


def test_the_published_sentence_in_chinese():
    with speaking("zh"):
        assert metrics.reason(0.937, due("2022-10"), YINCHUAN, subject="市重点") == (
            "市重点 93.7%，序时83.3%（按月均），超前10.4个百分点；规则：银川2025"
        )


def test_a_row_is_explained_by_the_schedule_that_held():
    frame = pd.DataFrame({"name": ["甲"], "completion": [0.5]})
    found = metrics.explained(frame, metrics.due("2022-06", CURVE), YINCHUAN, subject="name")
    assert list(found["light"]) == ["on_schedule"] and list(found["schedule"]) == [0.5]
    with speaking("en"):
        said = metrics.explained(frame, metrics.due("2022-06", CURVE), YINCHUAN)["reason"].iloc[0]
    assert "for want of a complete year" in said


# --- frames ---------------------------------------------------------------------------------------


def test_a_frame_is_lit_row_by_row_and_can_be_narrowed():
    frame = pd.DataFrame(
        {"completion": [0.9, 0.4, math.nan], "state": ["reported", "reported", "not_reported"]}
    )
    shown = metrics.lit(frame, OCTOBER, YINCHUAN)
    assert list(shown["light"]) == ["ahead", "far_behind", "not_reported"]
    assert len(metrics.only(shown, ["far_behind"])) == 1
    assert len(metrics.only(shown, [])) == 3


def test_each_month_is_lit_by_its_own_schedule():
    frame = pd.DataFrame(
        {
            "month": ["2022-03", "2022-10"],
            "completion": [0.25, 0.25],
            "annual_plan": [100.0, 100.0],
            "targets_due": [10.0, 90.0],
        }
    )
    even, own = (metrics.lit_by_month(frame, rule) for rule in (YINCHUAN, NANNING))
    assert list(even["schedule"]) == pytest.approx([3 / 12, 10 / 12])
    assert list(even["light"]) == ["on_schedule", "far_behind"]
    assert list(own["schedule"]) == [0.1, 0.9] and list(own["light"]) == ["ahead", "behind"]
    curve = pd.DataFrame({"year": [2022], "month_number": [12], "share": [1.0]})
    drawn = metrics.lit_by_month(
        frame, rules.LightRule(**{**vars(YINCHUAN), "schedule": CURVE}), curve
    )
    assert list(drawn["schedule"]) == pytest.approx([3 / 12, 10 / 12])


@pytest.mark.parametrize("rule", rules.lights().values(), ids=lambda rule: rule.name)
def test_an_empty_frame_stays_empty(rule):
    empty = pd.DataFrame(
        {"completion": [], "state": [], "annual_plan": [], "targets_due": [], "month": []}
    )
    asked = metrics.due("2022-10", rule.schedule)
    for shown in (
        metrics.lit(empty, asked, rule),
        metrics.explained(empty, asked, rule),
        metrics.lit_by_month(empty, rule),
    ):
        assert list(shown["light"]) == []


# --- level and direction together -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("now", "before", "light", "said"),
    [
        (0.0, -0.2, None, "met"),
        (0.1, 0.3, None, "met"),  # on schedule, though less than before
        (-0.05, -0.2, "on_schedule", "met"),  # the rule calls it on schedule
        (-0.05, -0.2, None, "behind_improving"),
        (-0.2, -0.2, "behind", "behind_improving"),  # keeps its distance: not worsening
        (-0.2 - 1e-12, -0.2, "behind", "behind_improving"),  # a float's last digit is no news
        (-0.21, -0.2, "behind", "behind_worsening"),
        (-0.2, 0.1, "behind", "behind_worsening"),
        (-0.2, math.nan, "behind", "no_data"),
        (-0.2, None, "behind", "no_data"),
        (math.nan, -0.2, "not_reported", "no_data"),
        (None, None, "no_plan", "no_data"),
        (math.nan, math.nan, "finished", "met"),
    ],
)
def test_level_and_direction_together(now, before, light, said):
    assert metrics.direction(now, before, light) == said
    assert said in metrics.DIRECTIONS


def test_a_frame_is_directed_against_the_schedules_of_both_months():
    frame = pd.DataFrame(
        {
            "completion": [0.8, 0.4, 0.4],
            "completion_before": [0.6, 0.2, 0.35],
            "targets_due": [60.0, 60.0, 60.0],
            "annual_plan": [100.0, 100.0, 100.0],
            "target_share_before": [0.5, 0.5, 0.5],
        }
    )
    even = metrics.directed(frame, OCTOBER, metrics.due("2022-09", LINEAR))
    # due 83.3 % after 75 %: -3.3 after -15; -43.3 after -55; -43.3 after -40
    assert list(even["direction"]) == ["behind_improving", "behind_improving", "behind_worsening"]
    assert list(even["distance"]) == pytest.approx([-1 / 30, -13 / 30, -13 / 30])
    own = [metrics.due(month, NANNING.schedule) for month in ("2022-10", "2022-09")]
    found = metrics.directed(frame, *own)
    assert list(found["distance"]) == pytest.approx([0.2, -0.2, -0.2])
    assert list(found["distance_before"]) == pytest.approx([0.1, -0.3, -0.15])
    assert list(found["distance_change"]) == pytest.approx([0.1, 0.1, -0.05])
    assert list(found["direction"]) == ["met", "behind_improving", "behind_worsening"]
