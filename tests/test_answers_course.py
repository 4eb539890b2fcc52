"""What the questions of the year's course answer, worked out by hand and by pandas."""

import math
from pathlib import Path

import pandas as pd
import pytest
from founding import asking, founded

from chains import queries
from chains.store import Store

ROWS = Path(__file__).with_name("course_town.sql").read_text(encoding="utf-8")
OCTOBER, SEPTEMBER = 10 / 12, 9 / 12


@pytest.fixture(scope="module")
def ask(tmp_path_factory):
    """Ask a question of the town; the answer as one dictionary a row."""
    with founded(tmp_path_factory.mktemp("town"), ROWS).reading() as edition:
        yield asking(edition)


def by(rows, key, value):
    return {row[key]: row[value] for row in rows}


def known(rows, key, value):
    return {one: found for one, found in by(rows, key, value).items() if not pd.isna(found)}


def test_the_curve_holds_each_project_once_and_a_package_by_its_parts(ask):
    rows = ask("year_curve", month="2022-10")
    assert [row["month"] for row in rows] == ["2022-08", "2022-09", "2022-10", "2022-12"]
    assert known(rows, "month", "projects") == {"2022-08": 7, "2022-09": 7, "2022-10": 7}
    assert known(rows, "month", "compared") == {"2022-08": 2, "2022-09": 2, "2022-10": 4}
    # P1 of 200, P2 of 100, P3 of 60, P6 of 40; the package P5 of 300 is not counted again
    assert known(rows, "month", "annual_plan") == {"2022-08": 260, "2022-09": 300, "2022-10": 400}
    assert known(rows, "month", "invested_ytd") == {"2022-08": 100, "2022-09": 180, "2022-10": 320}
    assert known(rows, "month", "completion") == pytest.approx(
        {"2022-08": 100 / 260, "2022-09": 0.6, "2022-10": 0.8}
    )


def test_a_month_by_itself_holds_what_came_since_each_projects_last_report(ask):
    rows = ask("year_curve", month="2022-10")
    # October: 50 of P1, 50 of P2, 20 of P3 in two months, 10 of P6
    assert known(rows, "month", "invested") == {"2022-08": 100, "2022-09": 90, "2022-10": 130}
    assert known(rows, "month", "last_year_invested") == {"2022-10": 60, "2022-12": 20}
    assert known(rows, "month", "last_year_completion") == {"2022-10": 0.6, "2022-12": 0.8}


def test_the_curve_ends_at_the_chosen_month(ask):
    rows = ask("year_curve", month="2022-09")
    assert known(rows, "month", "invested_ytd") == {"2022-08": 100, "2022-09": 180}
    assert known(rows, "month", "last_year_completion") == {"2022-10": 0.6, "2022-12": 0.8}


def test_the_curve_can_be_narrowed_to_a_list_a_chain_and_a_county(ask):
    asked = {"month": "2022-10", "level": "市重点", "chain": "C1", "county": "Y"}
    rows = ask("year_curve", **asked)
    assert known(rows, "month", "invested_ytd") == {"2022-09": 80, "2022-10": 130}  # P2 alone
    rows = ask("year_curve", month="2022-10", level="省重点")
    assert known(rows, "month", "completion")["2022-10"] == 0.75


def test_the_chosen_projects_are_those_that_totals_count(ask):
    chosen = [row["project_id"] for row in ask("chosen_projects", month="2022-10")]
    assert chosen == ["P1", "P2", "P3", "P4", "P6", "P7", "P8"]
    rows = ask("chosen_projects", month="2022-10", level="市重点", chain="C1", county="X")
    assert [row["project_id"] for row in rows] == ["P1", "P7"]


def test_own_targets_are_straight_within_a_quarter_and_twelfths_where_there_are_none(ask):
    rows = ask("year_targets", month="2022-10")
    # ends of quarters: P1 20, 60, 140, 200 and quarters of 100 + 60 + 40
    due = by(rows, "month", "targets_due")
    assert due == pytest.approx(
        {
            "2022-01": 70 / 3, "2022-02": 140 / 3, "2022-03": 70, "2022-04": 100, "2022-05": 130,
            "2022-06": 160, "2022-07": 160 + 130 / 3, "2022-08": 160 + 260 / 3, "2022-09": 290,
            "2022-10": 290 + 110 / 3, "2022-11": 290 + 220 / 3, "2022-12": 400,
        }
    )  # fmt: skip
    assert set(by(rows, "month", "annual_plan").values()) == {400}
    assert by(rows, "month", "target_share")["2022-12"] == 1
    october = by(ask("year_curve", month="2022-10"), "month", "targets_due")["2022-10"]
    assert october == pytest.approx(due["2022-10"])  # all with a plan have reported


def test_the_gap_is_shared_out_from_the_largest_down(ask):
    rows = ask("gap_shares", month="2022-10", schedule=OCTOBER)
    assert [row["project_id"] for row in rows] == ["P6", "P3", "P1"]
    # due 33.33, 50 and 166.67; P2 is 46.67 ahead of its 83.33
    assert by(rows, "project_id", "behind") == pytest.approx({"P6": 70 / 3, "P3": 20, "P1": 50 / 3})
    assert by(rows, "project_id", "gap_share") == pytest.approx(
        {"P6": 7 / 18, "P3": 1 / 3, "P1": 5 / 18}
    )
    so_far = {"P6": 7 / 18, "P3": 13 / 18, "P1": 1}
    assert by(rows, "project_id", "gap_share_so_far") == pytest.approx(so_far)
    assert {round(row["net_behind"], 9) for row in rows} == {round(400 * OCTOBER - 320, 9)}


def test_without_a_schedule_the_gap_is_to_each_projects_own_targets(ask):
    rows = ask("gap_shares", month="2022-10")
    behind = by(rows, "project_id", "behind")
    assert behind == pytest.approx({"P6": 70 / 3, "P3": 20, "P1": 10})  # P1 owes 160
    assert by(rows, "project_id", "schedule")["P1"] == pytest.approx(0.8)
    assert by(rows, "project_id", "gap_share_so_far")["P3"] == pytest.approx(130 / 160)


def test_a_gap_of_nobody_is_an_empty_answer(ask):
    assert ask("gap_shares", month="2022-10", schedule=OCTOBER, chain="C1", county="Y") == []


def test_the_slope_is_the_change_of_the_distance_to_the_schedule(ask):
    asked = {"month": "2022-10", "schedule": OCTOBER, "schedule_before": SEPTEMBER}
    rows = ask("month_slopes", by="chain", **asked)
    assert by(rows, "key", "name") == {"C1": "一链", "C2": "二链"}
    assert by(rows, "key", "completion") == pytest.approx({"C1": 280 / 300, "C2": 0.4})
    assert by(rows, "key", "distance") == pytest.approx({"C1": 0.1, "C2": 0.4 - OCTOBER})
    assert known(rows, "key", "distance_before") == pytest.approx({"C1": 0.6 - SEPTEMBER})
    assert known(rows, "key", "distance_change") == pytest.approx({"C1": 0.25})
    assert math.isnan(by(rows, "key", "completion_before")["C2"])  # nobody reported
    counties = ask("month_slopes", by="county", **asked)
    assert by(counties, "name", "completion") == pytest.approx({"东": 180 / 260, "西": 1.0})


def test_a_list_has_its_own_slope_by_the_schedule_and_by_own_targets(ask):
    asked = {"month": "2022-10", "schedule": OCTOBER, "schedule_before": SEPTEMBER}
    rows = ask("month_slopes", by="level", **asked)
    assert by(rows, "key", "completion") == pytest.approx({"省重点": 0.75, "市重点": 310 / 360})
    change = by(rows, "key", "distance_change")["省重点"]
    assert change == pytest.approx((0.75 - OCTOBER) - (0.5 - SEPTEMBER))
    rows = ask("month_slopes", by="level", month="2022-10")  # own targets: 160 and 140 of 200
    assert by(rows, "key", "distance")["省重点"] == pytest.approx(-0.05)
    assert by(rows, "key", "distance_before")["省重点"] == pytest.approx(-0.2)


def test_the_first_month_of_a_year_has_nothing_before_it(ask):
    rows = ask("month_slopes", by="chain", month="2022-08", schedule=8 / 12)
    assert known(rows, "key", "distance_change") == {}
    assert by(rows, "key", "distance")["C1"] == pytest.approx(0.45 - 8 / 12)


def test_starts_of_the_year_come_with_their_lateness_the_overdue_first(ask):
    rows = ask("project_spans", month="2022-10")
    assert [row["project_id"] for row in rows] == ["P3", "P8", "P2", "P6", "P4"]
    # overdue since 1 June, on the day, 17 days early, 10 days late; P4 is not due before December
    late = {"P3": 152, "P8": 0, "P2": -17, "P6": 10}
    assert known(rows, "project_id", "days_behind") == late


def test_a_finish_after_the_month_is_not_known_in_it(ask):
    rows = ask("project_spans", month="2022-10", milestone="finish")
    assert [row["project_id"] for row in rows] == ["P2", "P8", "P6"]
    assert known(rows, "project_id", "days_behind") == {"P2": 11, "P8": -60}
    assert known(rows, "project_id", "actual_on") == {"P8": pd.Timestamp("2022-05-01")}


def test_only_joint_starts_and_completions_are_days_of_the_gantt(ask):
    assert by(ask("joint_days", year=2022), "event_id", "enterprises") == {"E1": 12}
    assert [row["event_id"] for row in ask("joint_days")] == ["E3", "E1"]


def test_money_since_the_start_stands_against_time_since_the_start(ask):
    rows = ask("money_and_time", month="2022-10")
    assert {row["project_id"] for row in rows} == {"P1", "P2", "P3", "P4", "P6", "P7"}  # P8 is done
    assert by(rows, "project_id", "invested_total")["P1"] == 80 + 150
    money, time = by(rows, "project_id", "money_share"), by(rows, "project_id", "time_share")
    assert money["P1"] == pytest.approx(0.23) and time["P1"] == pytest.approx(609 / 730)
    assert money["P2"] == pytest.approx(0.65) and time["P2"] == pytest.approx(289 / 278)
    assert time["P3"] == pytest.approx(152 / 731) and time["P4"] == 0
    gap = by(rows, "project_id", "time_gap")
    assert gap["P2"] == pytest.approx(0.65 - 1)  # time that is over counts once
    assert gap["P1"] == pytest.approx(0.23 - 609 / 730)


def test_money_is_unknown_where_reports_do_not_reach_back_to_the_start(ask):
    rows = ask("money_and_time", month="2022-10")
    assert math.isnan(by(rows, "project_id", "money_share")["P7"])  # started in 2019
    assert rows[-1]["project_id"] == "P7"


@pytest.fixture(scope="module")
def books(city: Store) -> dict[str, pd.DataFrame]:
    """The raw tables of the demonstration city."""
    with city.reading() as edition, edition.cursor() as cursor:
        names = ("project", "project_plan", "project_month")
        return {one: cursor.execute(f"select * from {one}").df() for one in names}


def judged(books: dict[str, pd.DataFrame], month: str) -> pd.DataFrame:
    """Every project with a plan and a report in the month, each once, by pandas alone."""
    plans = books["project_plan"]
    plans = plans[plans["year"] == int(month[:4])].sort_values("version")
    last = plans.groupby("project_id").tail(1).set_index("project_id")
    reports = books["project_month"]
    told = reports[reports["month"] == month].set_index("project_id")["invested_ytd"]
    projects = books["project"].set_index("project_id")
    active = set(last.index) | set(reports[reports["month"].str[:4] == month[:4]]["project_id"])
    packages = set(projects.loc[[one for one in projects.index if one in active], "parent_id"])
    frame = last.join(told, how="inner").join(projects[["chain_id"]])
    frame = frame[(frame["annual_plan"] > 0) & frame["invested_ytd"].notna()]
    return frame[~frame.index.isin(packages)]


@pytest.mark.parametrize("month", ["2022-10", "2022-03", "2021-07"])
def test_pandas_finds_the_same_curve_and_gap_in_the_city(city, books, month):
    frame, share = judged(books, month), int(month[5:]) / 12
    with city.reading() as edition:
        curve = edition.fetch(queries.query("year_curve"), month=month).set_index("month")
        gap = edition.fetch(queries.query("gap_shares"), month=month, schedule=share)
    row = curve.loc[month]
    assert row["compared"] == len(frame)
    assert row["completion"] == pytest.approx(
        frame["invested_ytd"].sum() / frame["annual_plan"].sum()
    )
    behind = frame["annual_plan"] * share - frame["invested_ytd"]
    expected = behind[behind > 0].sort_values(ascending=False)
    assert gap["behind"].tolist() == pytest.approx(expected.tolist())
    assert gap["gap_share_so_far"].tolist() == pytest.approx(
        (expected.cumsum() / expected.sum()).tolist()
    )


def test_pandas_finds_the_same_slopes_in_the_city(city, books):
    asked = {"month": "2022-10", "schedule": OCTOBER, "schedule_before": SEPTEMBER}
    with city.reading() as edition:
        slopes = edition.fetch(queries.query("month_slopes"), **asked).set_index("key")
    for month, due, column in (
        ("2022-10", OCTOBER, "distance"), ("2022-09", SEPTEMBER, "distance_before"),
    ):  # fmt: skip
        sums = judged(books, month).groupby("chain_id")[["invested_ytd", "annual_plan"]].sum()
        expected = (sums["invested_ytd"] / sums["annual_plan"] - due).to_dict()
        assert slopes[column].to_dict() == pytest.approx(expected)
