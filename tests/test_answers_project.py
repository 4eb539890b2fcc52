"""What a project's page asks, on projects whose answers are worked out by hand."""

from datetime import date, datetime
from pathlib import Path

import pandas as pd
import pytest
from founding import asking, founded

ROWS = Path(__file__).with_name("project_town.sql").read_text(encoding="utf-8")
FIRM = "91430500MA00000220"


@pytest.fixture(scope="module")
def ask(tmp_path_factory):
    """Ask a question of the town; the answer as one dictionary a row."""
    with founded(tmp_path_factory.mktemp("town"), ROWS).reading() as edition:
        yield asking(edition)


def told(rows, *names):
    """The rows as tuples of these columns, nothing as None, days as dates."""
    return [tuple(_plain(row[name]) for name in names) for row in rows]


def _plain(value):
    if pd.isna(value):
        return None
    return value.date() if isinstance(value, datetime) and not value.hour else value


def test_a_profile_names_who_answers_and_the_one_open_firm_of_the_builders_name(ask):
    (row,) = ask("project_profile", project="P1")
    assert (row["chiefs"], row["department"], row["liaison"]) == ("甲领导", "局一", "联甲")
    assert (row["leader"], row["position"], row["sector"]) == ("甲领导", "副市长", "工业")
    assert (row["uscc"], row["parts"], row["parent_id"]) == (FIRM, 0, None)


def test_a_builder_whose_name_two_firms_bear_or_none_leads_to_no_firm(ask):
    assert told(ask("project_profile", project="P2"), "builder", "uscc", "parts") == [
        ("同名厂", None, 2)
    ]
    (part,) = ask("project_profile", project="P4")
    assert told([part], "uscc", "parent_id", "parent_name") == [(None, "P2", "打捆")]
    assert told(ask("project_profile", project="P3"), "chain", "chiefs", "uscc") == [
        (None, None, None)
    ]
    assert ask("project_profile", project="P9") == []


def test_a_date_is_early_late_or_overdue_by_its_days(ask):
    rows = ask("project_dates", project="P1", month="2022-10")
    assert told(rows, "milestone", "milestone_state", "days_behind") == [
        ("开工", "提前", -9),  # 1 March less 20 February
        ("投产", "未到期", 0),  # due on the last day of the month
        ("竣工", "逾期未完成", 31),  # 30 September, seen on 31 October
        ("入库", "已完成", 30),  # 20 February to 22 March
    ]
    assert told(rows, "planned_on", "actual_on")[3] == (None, date(2022, 3, 22))


def test_a_date_is_judged_by_the_months_end(ask):
    states = told(ask("project_dates", project="P5", month="2022-08"), "milestone_state")
    assert [one for (one,) in states] == ["未到期", "未到期", "未到期", "未填报"]
    (start, *_rest) = ask("project_dates", project="P5", month="2022-09")
    assert told([start], "milestone_state", "days_behind") == [("逾期未完成", 15)]


def test_a_project_that_began_and_is_not_registered_says_since_when(ask):
    rows = ask("project_dates", project="P2", month="2022-10")
    assert told(rows, "milestone_state", "days_behind")[3] == ("开工未入库", 303)
    assert told(rows, "milestone_state")[1] == ("未填报",)


def test_an_ended_project_keeps_what_came_early_and_late(ask):
    rows = ask("project_dates", project="P6", month="2022-10")
    assert told(rows, "milestone_state", "days_behind")[:3] == [
        ("推迟", 10),
        ("按期", 0),
        ("提前", -10),
    ]
    states = told(ask("project_dates", project="P7"), "milestone_state", "days_behind")
    assert states == [("未填报", None)] * 4


def test_every_version_of_a_plan_says_what_it_changed_who_brought_it_and_its_completion(ask):
    rows = ask("project_plans", project="P1", month="2022-10")
    names = ("year", "version", "annual_plan", "plan_change", "completion", "submitted_by")
    assert told(rows, *names) == [
        (2022, 3, 200, -50, 0.75, "王五"),
        (2022, 2, 250, 150, 0.6, "王五"),
        (2022, 1, 100, None, 1.5, "张三"),
        (2021, 1, 50, None, 1.1, "张三"),
    ]
    assert told(rows, "change_reason", "submission_id", "source_row")[0] == ("|调减|", 3, 3)
    assert rows[0]["submitted_at"] == datetime(2022, 7, 20, 11)


def test_a_plan_is_judged_by_the_latest_report_up_to_the_month(ask):
    rows = ask("project_plans", project="P1", year=2022, month="2022-08")
    assert told(rows, "month", "completion") == [
        ("2022-07", 45 / 200),
        ("2022-07", 45 / 250),
        ("2022-07", 0.45),
    ]
    rows = ask("project_plans", project="P1", year=2022, month="2022-02")
    assert told(rows, "month", "completion") == [(None, None)] * 3


def test_a_months_own_investment_is_what_came_since_the_last_report_of_the_year(ask):
    rows = ask("project_months", project="P1")
    assert told(rows, "month", "invested_ytd", "invested") == [
        ("2022-10", 150, 30),
        ("2022-09", 120, 75),  # since July: August was not reported
        ("2022-08", None, None),
        ("2022-07", 45, -5),  # a cumulative that fell
        ("2022-06", 50, 20),
        ("2022-05", 30, 30),  # the year's first
        ("2021-12", 55, 55),
        ("2021-02", None, None),
    ]


def test_an_ended_project_is_finished_in_every_later_month(ask):
    def state(project, month):
        (row,) = ask("project", project=project, month=month)
        return row["state"]

    assert state("P6", "2022-10") == "finished"  # it has neither plan nor report of 2022
    assert state("P6", "2021-12") == "finished"
    assert state("P6", "2021-02") == "reported"  # 20 November is to come
    assert state("P5", "2022-10") == "no_plan"


def test_a_problem_lasts_from_its_first_report_to_the_last_in_a_row(ask):
    names = ("problem", "problem_state", "first_month", "last_month", "month_count")
    assert told(ask("project_problems", project="P1"), *names) == [
        ("用地", "未解决", "2022-10", "2022-10", 1),  # it came back
        ("融资", "不再上报", "2022-09", "2022-09", 1),
        ("用地", "不再上报", "2022-05", "2022-06", 2),  # blanks around it are none
    ]
    assert told(ask("project_problems", project="P6"), *names) == [
        ("环评", "未解决", "2021-12", "2021-12", 1)
    ]


def test_a_decision_is_done_overdue_or_open(ask):
    rows = ask("project_dispatch", project="P1")  # the ledgers' latest day is 1 November
    assert told(rows, "month", "decision_state", "owner", "days_overdue", "submitted_by") == [
        ("2022-10", "未办结", None, 0, "李四"),
        ("2022-09", "已超期", "局二", 12, "李四"),
        ("2022-08", "已办结", "局一", None, "李四"),
    ]
    assert ask("project_dispatch", project="P5") == []  # a line left empty is no decision


def test_the_parts_of_a_package_stand_with_their_own_completion(ask):
    rows = ask("project_parts", project="P2", month="2022-10")
    assert told(rows, "project_id", "completion", "state") == [
        ("P3", 0.5, "reported"),
        ("P4", 1.25, "reported"),
    ]
    assert ask("project_parts", project="P1", month="2022-10") == []


def test_every_submission_behind_a_project_is_named_with_its_rows(ask):
    names = ("submission_id", "dataset", "row_count", "source_rows", "submitted_by")
    assert told(ask("project_submissions", project="P1"), *names) == [
        (4, "dispatch", 3, "8, 9, 10", "李四"),
        (4, "project_month", 3, "2, 3, 4", "李四"),
        (3, "project_plan", 2, "2, 3", "王五"),
        (2, "project_month", 2, "2, 3", "李四"),
        (1, "project", 1, "2", "张三"),
        (1, "project_level", 2, "2, 3", "张三"),
        (1, "project_month", 1, "9", "张三"),
        (1, "project_plan", 2, "2, 3", "张三"),
    ]
    (row,) = ask("project_submissions", project="P7")
    assert told([row], *names) == [(None, "project", 1, None, None)]


def test_a_report_was_judged_by_the_rule_of_the_edition_that_brought_it(ask):
    rows = ask("project_rules", project="P1")
    assert told(rows, "month", "edition", "rule_edition", "name") == [
        ("2021-12", 1, None, None),  # before any rule was published
        ("2022-05", 2, 2, "wuhan"),
        ("2022-06", 2, 2, "wuhan"),
        ("2022-07", 5, 4, "sanya_2022"),
        ("2022-09", 5, 4, "sanya_2022"),
        ("2022-10", 5, 4, "sanya_2022"),
    ]
