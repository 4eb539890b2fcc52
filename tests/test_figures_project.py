"""The figures of a project's page: its year with plans and forecast, and its lights as squares."""

import pandas as pd
import pytest

from chains.figures.curve import project_curve
from chains.figures.expected import Expected
from chains.figures.palette import DARK, LIGHT
from chains.figures.squares import light_squares

pytestmark = pytest.mark.usefixtures("english")


def months(**columns):
    frame = pd.DataFrame(
        {
            "month": ["2022-03", "2022-02", "2022-05"],
            "invested_ytd": [20.0, 10.0, None],
            "annual_plan": [120.0] * 3,
        }
    )
    return frame.assign(**columns)


def named(figure):
    return {trace.name: trace for trace in figure.data}


def test_the_schedule_of_the_rule_is_drawn_month_by_month():
    shares = [number / 10 for number in range(1, 13)]
    due = named(project_curve(months(), shares=shares))["Schedule"]
    assert list(due.x) == list(range(13))
    assert list(due.y) == pytest.approx([0, *(12 * number for number in range(1, 13))])


def test_the_first_plan_is_drawn_where_it_is_another():
    lines = named(project_curve(months(), first=60.0))
    assert list(lines["Schedule by the first plan"].y) == [0, 60]
    assert list(lines["Even schedule"].y) == [0, 120]
    assert "Schedule by the first plan" not in named(project_curve(months(), first=120.0))


def test_a_forecast_starts_at_its_month_and_is_hatched():
    figure = project_curve(months(), expected=Expected("2022-03", 100, 80, 150))
    ground = named(figure)["Forecast"]
    assert list(ground.x) == [3, 12, 12, 3]
    assert list(ground.y) == [20, 150, 80, 20]
    assert ground.fillpattern.shape == "/"
    assert "no fact" in ground.hovertext
    assert list(figure.data[-1].y) == [20, 100] and figure.data[-1].line.dash == "dash"
    assert figure.layout.yaxis.range[1] == pytest.approx(150 * 1.15)


def test_nothing_is_forecast_from_no_report():
    frame = months(invested_ytd=[None] * 3)
    assert "Forecast" not in named(project_curve(months(), expected=Expected("2022-05", 1, 0, 2)))
    assert "Forecast" not in named(project_curve(frame, expected=Expected("2022-03", 100, 80, 150)))


def test_a_point_tells_the_months_own_amount():
    invested = named(project_curve(months(invested=[10.0, 10.0, None])))["Invested this year"]
    assert "in the month ¥0.10 m" in invested.hovertext[0]  # 10 万元


def lights():
    return pd.DataFrame(
        {
            "month": ["2021-12", "2022-02", "2022-10"],
            "light": ["ahead", "far_behind", "not_reported"],
            "light_then": ["ahead", "behind", "not_reported"],
            "completion": [1.1, 0.01, None],
            "reason": ["well <b>done</b>", "far", "No report for this month"],
        }
    )


def test_a_square_stands_at_its_year_and_month_with_its_mark_and_word():
    (squares,) = light_squares(lights()).data
    assert list(squares.x) == [12, 2, 10] and list(squares.y) == [1, 0, 0]
    assert list(squares.text) == ["●", "▲", "□"]
    assert list(squares.customdata) == ["2021-12", "2022-02", "2022-10"]
    assert "110.0%" in squares.hovertext[0] and "&lt;b&gt;done" in squares.hovertext[0]


@pytest.mark.parametrize(("dark", "paint"), [(False, LIGHT), (True, DARK)])
def test_a_light_that_another_rule_gave_has_a_rim_of_its_own_and_says_so(dark, paint):
    (squares,) = light_squares(lights(), dark=dark).data
    assert [width == 3 for width in squares.marker.line.width] == [False, True, False]
    assert squares.marker.line.color[1] == paint.accent
    assert "By the rule when it was reported: ◆" in squares.hovertext[1]
    assert "By the rule" not in squares.hovertext[0]


def test_no_month_is_a_sentence():
    figure = light_squares(lights().iloc[:0])
    assert figure.layout.annotations[0].text == "Nothing to show for this choice."
