"""The page of the year's course: each view by its address, what it says, where a click leads."""

from datetime import date
from pathlib import Path

import pytest
from founding import founded
from pages_seen import linked, sentences, table, whole

from chains.ui import course_look, links, why
from chains.ui.course_look import Look
from chains.ui.course_spans import _day

PAGE = "investment/3_course"
VIEWS = ("year", "gap", "spans", "time", "slopes")
TOWN = Path(__file__).with_name("course_town.sql").read_text(encoding="utf-8")


@pytest.fixture
def town(tmp_path, at):
    """A dashboard that shows the town of the year's course."""
    at(founded(tmp_path / "town", TOWN))


@pytest.fixture
def clicked(monkeypatch):
    """Let the picture that is shown be clicked at the point of this code; where it leads."""
    went: list[tuple[str, dict[str, str]]] = []

    def click(code: str) -> list[tuple[str, dict[str, str]]]:
        state = {"selection": {"points": [{"customdata": [code]}]}}
        monkeypatch.setattr(course_look.st, "plotly_chart", lambda *_drawn, **_more: state)
        monkeypatch.setattr(links, "go", lambda page, **to: went.append((page, to)))
        return went

    return click


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_stands_on_the_city(at, city, view):
    at(city)
    app = whole(linked(PAGE, view=view, lang="zh"))
    assert len(app.dataframe) == 1


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.usefixtures("town")
def test_every_view_stands_by_the_projects_own_targets(view):
    app = whole(linked(PAGE, view=view, rule="nanning_2018", month="2022-10"))
    assert len(app.dataframe) == 1


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.usefixtures("town")
def test_a_choice_without_projects_is_a_sentence(view):
    asked = {"level": "省三高四新", "chain": "C2", "month": "2022-08"}
    app = whole(linked(PAGE, view=view, **asked))
    assert len(app.info) == 1 and not app.dataframe


@pytest.mark.usefixtures("town")
def test_a_view_that_does_not_exist_is_the_curve():
    app = whole(linked(PAGE, view="' or 1=1", month="2022-10"))
    assert any(one.label == "Annual plan" for one in app.metric)


@pytest.mark.usefixtures("town")
def test_the_curve_says_where_all_stand_and_that_each_counts_once():
    app = whole(linked(PAGE, month="2022-10"))
    said = sentences(app).replace("\\", "")
    assert "All projects 80.0%, 83.3% due" in said and "3.3 points behind" in said
    assert "4 of 7 projects have a plan and a report" in said
    figures = {one.label: one.value for one in app.metric}
    assert figures["Invested, year to date"] == "¥3.2 m"  # 320 万元
    assert figures["In the month itself"] == "¥1.3 m"
    assert figures["December, forecast"] == "—"  # no year is complete enough to test one on


@pytest.mark.usefixtures("town")
def test_one_click_shows_why_with_rule_numbers_month_and_edition(monkeypatch):
    monkeypatch.setattr(why, "popover", why.explained)  # as if it were open
    said = sentences(whole(linked(PAGE, month="2022-10", level="市重点"))).replace("\\", "")
    # P1 150, P2 130 and P3 30 of 200, 100 and 60; P8 is finished, P7 has no plan
    assert "Invested ¥3.1 m of the annual plan ¥3.6 m: 86.1%" in said
    assert "3 of 5 projects have a plan and a report" in said
    assert "Month 2022-10 · edition 1" in said and "**Yinchuan 2025**" in said


@pytest.mark.usefixtures("town")
def test_the_curve_is_of_what_was_chosen_and_names_it():
    app = whole(linked(PAGE, month="2022-10", level="省重点", chain="C1", lang="zh"))
    assert "省重点 · 一链" in sentences(app) and "75.0%" in sentences(app).replace("\\", "")
    rows = table(app, "last_year_invested").set_index("month")
    assert rows.loc["2022-10", "completion"] == 75 and rows.loc["2022-12", "schedule"] == 100


@pytest.mark.usefixtures("town")
def test_the_few_that_make_the_gap_are_counted():
    app = whole(linked(PAGE, view="gap", month="2022-10"))
    said = sentences(app)
    assert "**3 of 3 projects behind the schedule make 100.0% of the gap** of ¥0.60 m" in said
    assert "Others are ahead by ¥0.47 m; all together ¥0.13 m behind" in said
    app = whole(linked(PAGE, view="gap", month="2022-10", rule="nanning_2018"))
    assert "**2 of 3 projects behind the schedule make 81.2% of the gap**" in sentences(app)


@pytest.mark.usefixtures("town")
def test_starts_and_finishes_are_counted_as_known_in_the_month():
    app = whole(linked(PAGE, view="spans", month="2022-10"))
    assert "5 projects: 3 came, **1 of them late**; **1 overdue**" in sentences(app)
    app = whole(linked(PAGE, view="spans", month="2022-10", milestone="finish"))
    assert "3 projects: 1 came, **0 of them late**; **1 overdue**" in sentences(app)


@pytest.mark.usefixtures("town")
def test_projects_without_a_place_in_money_and_time_are_counted():
    said = sentences(whole(linked(PAGE, view="time", month="2022-10")))
    # P1, P2 and P3 lag, P6 has spent 10 % in nine tenths of its time; P4's time has not begun
    assert "**4 of 5 projects have spent less of their money than of their time**" in said
    assert "1 projects are not drawn" in said


@pytest.mark.usefixtures("town")
def test_what_moved_most_is_named():
    app = whole(linked(PAGE, view="slopes", month="2022-10", by="county"))
    assert "Rose most: **西**, +11.7 points to +16.7" in sentences(app)
    rows = table(app, "distance_change").set_index("name")
    assert rows.loc["西", "distance"] == pytest.approx(100 - 1000 / 12)


@pytest.mark.usefixtures("town")
def test_the_first_month_has_nothing_to_be_compared_with():
    app = whole(linked(PAGE, view="slopes", month="2022-08"))
    assert "no earlier month of this year" in app.info[0].value


@pytest.mark.parametrize("view", ["gap", "spans", "time"])
@pytest.mark.usefixtures("town")
def test_a_click_on_a_project_opens_it_in_the_same_month_by_the_same_rule(clicked, view):
    went = clicked("P3")
    whole(linked(PAGE, view=view, month="2022-10", rule="wuhan"))
    assert went == [("project", {"project": "P3", "month": "2022-10", "rule": "wuhan"})]


@pytest.mark.usefixtures("town")
def test_a_click_on_a_line_opens_who_makes_its_gap(clicked):
    went = clicked("X")
    whole(linked(PAGE, view="slopes", month="2022-10", by="county", level="市重点"))
    (page, asked), = went  # fmt: skip
    assert page == "course" and asked["view"] == "gap"
    assert (asked["county"], asked["level"], asked["month"]) == ("X", "市重点", "2022-10")


@pytest.mark.usefixtures("town")
def test_a_click_beside_the_points_opens_nothing(clicked):
    went = clicked("")
    whole(linked(PAGE, view="gap", month="2022-10"))
    assert went == []


def test_a_month_ends_on_its_last_day_and_never_after_today():
    assert [_day(one) for one in ("2022-02", "2024-02", "2022-12")] == [
        date(2022, 2, 28),
        date(2024, 2, 29),
        date(2022, 12, 31),
    ]
    assert _day(f"{date.today():%Y}-12") <= date.today()


def test_all_that_is_chosen_is_part_of_what_a_picture_is_kept_by():
    from chains import rules

    rule = rules.light_rule("wuhan")
    one = Look("2022-10", rule, "市重点", "C1", "X")
    assert one.key == ("wuhan", "2022-10", "市重点", "C1", "X")
    assert one.asked(by="chain")["schedule"] == pytest.approx(10 / 12)
