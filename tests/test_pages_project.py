"""A project's page, as a user meets it: on the city, on a town of odd projects, after a rewrite."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from pages_seen import sentences, table, whole
from streamlit.testing.v1 import AppTest

from chains import i18n, queries, rules
from chains.store import Store
from chains.ui import project_course, session

PAGE = "pages/city/4_project.py"
TOWN = Path(__file__).with_name("project_town.sql").read_text(encoding="utf-8")
BUSY = "P0030"  # of the demonstration city: a plan of three versions, a problem, a decision


@pytest.fixture
def visit(visit: Callable[..., AppTest]) -> Callable[..., AppTest]:
    """Open this page."""
    return partial(visit, page=PAGE)


@pytest.fixture
def town(empty: Store) -> Store:
    """The town of tests/project_town.sql, its rules of the lights left out."""
    rows = TOWN + "delete from light_rule;"
    empty.publish(lambda connection: connection.execute(rows), by="测试", kind="提交")
    return empty


@pytest.mark.parametrize("language", list(i18n.LANGUAGES))
def test_a_project_of_the_city_has_everything_in_one_place(visit, city, language):
    app = whole(visit(city, project=BUSY, lang=language))
    assert app.selectbox(key="project").value == BUSY
    assert len(app.subheader) == 8
    assert len(table(app, "version")) == 4
    assert table(app, "resolution")["month"].tolist() == ["2022-09"]
    assert table(app, "problem_state")["problem"].tolist() == ["施工用电未接入"]
    assert table(app, "source_rows")["submission_id"].tolist() == [22, 21, 20, 19, 8]


def test_completion_is_said_by_the_first_plan_as_well_as_by_the_last(visit, town):
    app = whole(visit(town, project="P1", month="2022-10"))
    said = sentences(app)
    assert {"75.0%"} <= {one.value for one in app.metric}  # 150 of 200
    assert "by the first plan 150.0%" in said  # 150 of 100
    assert "first plan ¥1.0 m" in said
    plans = table(app, "plan_change")
    assert plans["version"].tolist() == [3, 2, 1, 1]
    assert plans["change_reason"].tolist()[:2] == ["|调减|", "扩产"]


def test_a_month_without_a_report_has_no_completion_by_any_plan(visit, town):
    said = sentences(whole(visit(town, project="P3", month="2022-09")))
    assert "by the first plan" not in said


def test_dates_say_how_early_or_late_they_are(visit, town):
    said = sentences(whole(visit(town, project="P1", month="2022-10")))
    assert "9 days early" in said and "31 days late" in said and "30 days after the start" in said
    assert "▲ overdue" in said and "✓ early" in said


def test_a_project_that_has_not_begun_says_so_everywhere(visit, town):
    app = whole(visit(town, project="P5", month="2022-10"))
    said = sentences(app)
    assert "46 days late" in said  # 15 September to 31 October
    for sentence in (
        "The project has neither a plan nor a report",
        "No month has a light yet.",
        "The project has no plan of any year.",
        "No report has named a problem.",
        "No dispatch meeting has decided on this project.",
        "The project names no builder.",
    ):
        assert sentence in said


def test_an_ended_project_shows_its_last_year(visit, town):
    app = whole(visit(town, project="P6", month="2022-10"))
    assert "Investment in 2021" in [one.value for one in app.subheader]
    assert "Nothing is planned or reported in 2022." in sentences(app)


def test_a_package_shows_its_parts_and_their_sum_and_a_part_the_way_back(visit, town):
    app = whole(visit(town, project="P2", month="2022-10"))
    assert "Totals count the 2 parts and not this project: ¥0.80 m of ¥1.0 m " in sentences(app)
    assert table(app, "county")["name"].tolist() == ["打捆一", "打捆二"]
    part = whole(visit(town, project="P3", month="2022-10"))
    assert "Part of 打捆" in [one.proto.label for one in part.get("page_link")]


def test_a_name_is_shown_letter_for_letter(visit, town):
    said = sentences(whole(visit(town, project="P1", month="2022-10")))
    assert "<b>" not in said and "\\<b\\>一" in said


def test_a_plan_that_was_written_anew_says_what_it_was(visit, town):
    def rewrite(connection):
        connection.execute(
            "insert into submission (submission_id, edition, dataset, file_name, sha256, "
            "submitted_at, submitted_by, rows_added, rows_changed, rows_same) values "
            "(5, (select max(edition) from edition), 'project_plan', '改.csv', 'e', "
            "'2022-11-09 12:00:00', '赵六', 0, 1, 0)"
        )
        connection.execute(
            "update project_plan set annual_plan = 160, submission_id = 5 "
            "where project_id = 'P1' and year = 2022 and version = 1"
        )

    town.publish(rewrite, by="测试", kind="提交")
    warned = [one.value for one in whole(visit(town, project="P1", month="2022-10")).warning]
    assert len(warned) == 1
    assert "Version 1 of 2022" in warned[0].replace("\\", "")
    assert "the plan was ¥1.0 m and is ¥1.6 m" in warned[0].replace("\\", "")
    assert "赵六" in warned[0]
    town.path(1).unlink()  # as when old editions are removed
    session.forget_all()
    (warning,) = whole(visit(town, project="P1", month="2022-10")).warning
    assert "written anew" not in warning.value and "1" in warning.value


def test_a_first_plan_that_is_missing_is_said(visit, town):
    gone = "delete from project_plan where project_id = 'P1' and year = 2022 and version = 1"
    town.publish(lambda connection: connection.execute(gone), by="测试", kind="提交")
    (warning,) = whole(visit(town, project="P1", month="2022-10")).warning
    assert warning.value == "The first plan of 2022 is not in the data."


def ruled(store: Store) -> Store:
    """The town with Wuhan's rule from edition 2 on and Sanya's from edition 4 on."""
    rows = TOWN.replace('{"w": 1}', rules.text(rules.light_rule("wuhan")))
    rows = rows.replace('{"s": 1}', rules.text(rules.light_rule("sanya_2022")))
    store.publish(lambda connection: connection.execute(rows), by="测试", kind="提交")
    return store


def test_a_months_light_stands_beside_the_one_of_its_time(visit, empty):
    app = whole(visit(ruled(empty), project="P1", month="2022-10", rule="yinchuan_2025"))
    # of 200: 15 %, 25 %, 22.5 %, 60 % and 75 %; due 41.7 %, 50 %, 58.3 %, 75 % and 83.3 %
    lights = table(app, "schedule").set_index("month")["light"].to_dict()
    assert lights == {
        "2022-10": "◐ On schedule",  # 8.3 points behind
        "2022-09": "◆ Behind",  # 15
        "2022-08": "□ Not reported",
        "2022-07": "▲ Far behind",  # 35.8
        "2022-06": "◆ Behind",  # 25
        "2022-05": "◆ Behind",  # 26.7
        "2021-12": "● Ahead",  # 110 % of the plan of 2021
        "2021-02": "□ Not reported",
    }
    said = sentences(app).replace("\\", "")
    # Wuhan: 36 % and 50 % of what is due; Sanya: 90 %
    assert "3 rimmed squares" in said
    assert "2022-10 ◆ Behind, 2022-06 ▲ Far behind, 2022-05 ▲ Far behind." in said
    assert "From 2022-07-01 on (edition 2): Wuhan, published by 管理员." in said
    assert "From 2022-10-01 on (edition 4): Sanya 2022, published by 管理员." in said


def test_every_light_of_the_months_is_counted_in_words(visit, empty):
    said = sentences(whole(visit(ruled(empty), project="P1", rule="yinchuan_2025")))
    assert "[● Ahead] 1" in said and "[◆ Behind] 3" in said and "[□ Not reported] 2" in said


def test_a_schedule_by_own_targets_goes_straight_between_them(at, town):
    at(town)
    rule = rules.light_rule("nanning_2018")
    months = town.open().fetch(queries.query("project_months"), project="P1", year=2022)
    shares = project_course._shares(months, rule)
    # of 200: targets of 10, 60, 120 and 200 at the ends of the quarters
    assert shares[2::3] == pytest.approx([0.05, 0.3, 0.6, 1])
    assert shares[3] == pytest.approx(0.05 + 0.25 / 3)
    bare = months.assign(q2_target=None)
    assert project_course._shares(bare, rule) == []
