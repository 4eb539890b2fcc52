"""What the questions answer on a town small enough to be worked out by hand."""

import math
from pathlib import Path

import pytest
from founding import asking, founded

ROWS = Path(__file__).with_name("small_town.sql").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def ask(tmp_path_factory):
    """Ask a question of the town; the answer as one dictionary a row."""
    with founded(tmp_path_factory.mktemp("town"), ROWS).reading() as edition:
        yield asking(edition)


def by(rows, key, value):
    return {row[key]: row[value] for row in rows}


def test_a_list_is_judged_by_the_projects_that_have_a_plan_and_a_report(ask):
    rows = ask("completion_by_level", month="2022-10")
    assert [row["level"] for row in rows] == ["省重点", "市重点"]
    assert by(rows, "level", "projects") == {"省重点": 1, "市重点": 5}
    assert by(rows, "level", "compared") == {"省重点": 1, "市重点": 2}
    assert by(rows, "level", "no_plan") == {"省重点": 0, "市重点": 2}  # none, and 0
    assert by(rows, "level", "not_reported") == {"省重点": 0, "市重点": 1}
    # 150 of 200, the plan that was raised; (150 + 130) of (200 + 100)
    assert by(rows, "level", "completion") == pytest.approx({"省重点": 0.75, "市重点": 280 / 300})


def test_a_total_counts_a_project_on_two_lists_once(ask):
    rows = ask("headline", month="2022-10")
    parts = {row["key"]: (row["numerator"], row["denominator"]) for row in rows}
    assert parts["completion"] == (280, 300)
    assert parts["output"] == (150, 150)
    assert parts["resolved"] == (1, 3)
    assert parts["visited"] == (1, 2)  # the closed firm is left out
    assert by(rows, "key", "left_out")["completion"] == 3  # not reported, no plan, plan of 0
    assert by(rows, "key", "left_out")["resolved"] == 1  # overdue


def test_a_chain_without_a_comparable_project_has_no_completion(ask):
    rows = ask("completion_by_chain", month="2022-10")
    assert by(rows, "chain_id", "projects") == {"C1": 3, "C2": 2}
    assert by(rows, "chain_id", "completion")["C1"] == pytest.approx(280 / 300)
    assert math.isnan(by(rows, "chain_id", "completion")["C2"])


def test_a_chain_can_be_narrowed_to_a_list_and_a_county(ask):
    rows = ask("completion_by_chain", month="2022-10", level="省重点")
    assert by(rows, "chain_id", "completion") == {"C1": 0.75}
    rows = ask("completion_by_county", month="2022-10", chain="C1")
    assert by(rows, "county", "completion") == {"东": 0.75, "西": 1.3}


def test_an_earlier_month_is_judged_by_what_was_reported_then(ask):
    rows = ask("projects", month="2022-09")
    assert by(rows, "project_id", "state") == {
        "P1": "reported", "P2": "not_reported", "P3": "reported", "P4": "no_plan", "P6": "no_plan",
    }  # fmt: skip
    assert by(rows, "project_id", "completion")["P1"] == 0.45
    assert by(rows, "project_id", "completion")["P3"] == 0.2


def test_a_project_names_every_list_it_stands_on(ask):
    assert by(ask("projects", month="2022-10"), "project_id", "levels")["P1"] == "省重点、市重点"


def test_the_money_behind_is_what_is_due_less_what_is_invested(ask):
    rows = ask("attention", month="2022-10", schedule=10 / 12)
    assert by(rows, "project_id", "behind") == pytest.approx({"P1": 200 * 10 / 12 - 150})


def test_a_month_on_its_own_is_the_difference_of_two_cumulative_ones(ask):
    rows = ask("project_months", project="P1")
    assert by(rows, "month", "invested") == {"2022-10": 60, "2022-09": 90}
    assert by(rows, "month", "version") == {"2022-10": 2, "2022-09": 2}


def test_a_card_counts_a_firm_once_in_each_of_its_chains(ask):
    rows = ask("chain_cards", month="2022-10")
    assert by(rows, "chain_id", "firms") == {"C1": 2, "C2": 1}  # the closed one is left out
    assert by(rows, "chain_id", "output_ytd") == {"C1": 150, "C2": 110}
    assert by(rows, "chain_id", "output_growth") == pytest.approx({"C1": 0.0, "C2": 0.1})
    assert by(rows, "chain_id", "open_issues") == {"C1": 2, "C2": 1}
    assert by(rows, "chain_id", "overdue_issues") == {"C1": 1, "C2": 1}


def test_a_card_names_the_chiefs_in_office(ask):
    rows = ask("chain_cards", month="2022-10")
    assert by(rows, "chain_id", "chiefs") == {"C1": "乙、甲", "C2": "甲"}
    assert by(rows, "chain_id", "department") == {"C1": "局一", "C2": "局二"}
    roles = [(row["role"], row["name"]) for row in ask("chain_people", chain="C1")]
    assert roles == [("chief", "乙"), ("chief", "甲"), ("department", "局一"), ("liaison", "联甲")]


def test_a_segment_without_a_firm_is_a_gap(ask):
    rows = ask("chain_segments", chain="C1")
    assert by(rows, "segment_id", "firms") == {"S1": 2, "S2": 0}
    assert by(rows, "segment_id", "output_growth")["S1"] == pytest.approx(0.0)
    assert [row["name"] for row in ask("segment_firms", segment="S1")] == ["甲厂", "乙厂"]


def test_an_issue_is_overdue_by_the_ledgers_own_day(ask):
    rows = ask("issues")  # the latest day in the ledger is 2022-10-25
    assert by(rows, "issue_id", "state") == {"I1": "overdue", "I3": "open"}
    assert by(rows, "issue_id", "days_overdue") == {"I1": 15, "I3": 0}
    assert [row["issue_id"] for row in ask("issues", chain="C2")] == ["I1"]
