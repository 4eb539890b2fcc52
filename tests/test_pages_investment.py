"""The pages of completion and of rates: what they say, by which rule, and what a click opens."""

import pytest
from pages_seen import sentences, table, whole

COMPLETION, RATES = "pages/investment/1_completion.py", "pages/investment/2_rates.py"
DIMENSIONS = ["level", "chain", "county", "leader", "sector", "nature"]


@pytest.mark.parametrize("by", DIMENSIONS)
def test_every_dimension_of_the_url_is_shown(visit, city, by: str) -> None:
    app = whole(visit(city, COMPLETION, by=by))
    assert app.selectbox(key="by").value == by
    assert len(app.get("plotly_chart")) == (2 if by == "county" else 1)
    assert len(table(app, "direction")) > 2


def test_the_city_is_counted_once_and_says_by_which_rule(visit, city) -> None:
    app = whole(visit(city, COMPLETION, by="level", rule="yinchuan_2025"))
    said = sentences(app)
    assert "All projects 96\\.5%" in said and "Yinchuan 2025" in said
    assert "346 projects, each once" in said
    assert "lists are never added" in said


def test_groups_are_counted_by_level_and_direction(visit, city) -> None:
    app = whole(visit(city, COMPLETION, by="county", rule="yinchuan_2025"))
    counts = {one.label: int(one.value) for one in app.metric}
    assert sum(counts.values()) == len(table(app, "direction")) == 12
    assert counts["✓ On schedule"] == 10
    assert counts["↗ Behind, improving"] + counts["↘ Behind, worsening"] == 2


def test_another_citys_rule_changes_the_lights(visit, city) -> None:
    lights = {
        rule: table(visit(city, COMPLETION, by="chain", month="2022-03", rule=rule), "light")
        for rule in ("yinchuan_2025", "wuhan")
    }
    red = {rule: (shown["light"] == "▲ Far behind").sum() for rule, shown in lights.items()}
    # in March a quarter is due: nobody is 30 points behind, but many have not 60 % of it
    assert red["yinchuan_2025"] == 0 < red["wuhan"]


def test_a_month_in_march_is_compared_with_february(visit, city) -> None:
    shown = table(visit(city, COMPLETION, by="chain", month="2022-03"), "completion_before")
    assert shown["completion_before"].notna().all()
    first = table(visit(city, COMPLETION, by="chain", month="2022-02"), "completion_before")
    assert first["completion_before"].isna().all()


def test_a_click_opens_what_is_behind_the_light(visit, city) -> None:
    app = visit(city, COMPLETION, by="chain", rule="yinchuan_2025")
    app.session_state["completion_asked"] = "C4"
    app = whole(app.run())
    said = sentences(app)
    assert "Speciality light industry" in said
    assert "edition 1" in said and "2022-10" in said
    assert "Submissions behind it" in said
    assert len(table(app, "submitted_by")) == 2  # reports and plans
    again = whole(app.run())  # it opens once for each click
    assert "Submissions behind it" not in sentences(again)


def test_a_choice_without_projects_is_a_sentence(visit, city) -> None:
    place = {"level": "省三高四新", "chain": "C4", "county": "430502"}
    for page in (COMPLETION, RATES):
        app = whole(visit(city, page, **place))
        assert any("Nothing here" in one.value for one in app.info)


def test_the_rates_have_both_denominators_and_a_sum(visit, city) -> None:
    app = whole(visit(city, RATES))
    said = sentences(app)
    (start,) = [one for one in said.splitlines() if one.startswith("**start: ")]
    due, late, early, started = (int(word) for word in start.strip("*").split() if word.isdigit())
    assert due - late + early == started
    assert f"{started} of {due} by 2022-10" in said
    assert any(one.label == "Of those due so far" for one in app.metric)
    assert "a package counts by its parts" in said


def test_the_list_of_a_rate_has_as_many_late_ones_as_its_sum_says(visit, city) -> None:
    said = sentences(visit(city, RATES))
    (finish,) = [one for one in said.splitlines() if one.startswith("**finish: ")]
    late = int(finish.split(" − ")[1].split()[0])
    app = whole(visit(city, RATES, rate="竣工", standing="未达"))
    assert len(table(app, "standing")) == late > 0


def test_a_rate_says_its_rule_month_edition_and_submissions(visit, city) -> None:
    app = visit(city, RATES)
    app.session_state["why_开工"] = True
    app = whole(app.run())
    said = sentences(app)
    assert "whose planned start lies in the year" in said
    assert "Month 2022-10 · edition 1" in said
    assert table(app, "submitted_by")["file_name"].tolist() == ["project.csv"]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("rate", ["开工", "竣工", "投产", "入库"])
def test_each_rate_has_its_projects_in_both_languages(
    visit, city, rate: str, language: str
) -> None:
    app = whole(visit(city, RATES, rate=rate, lang=language))
    assert app.selectbox(key="rate").value == rate


def test_an_address_that_nobody_offered_falls_back(visit, city) -> None:
    assert whole(visit(city, COMPLETION, by="moon")).selectbox(key="by").value == "level"
    assert (
        whole(visit(city, RATES, rate="moon", standing="'")).selectbox(key="rate").value == "开工"
    )
