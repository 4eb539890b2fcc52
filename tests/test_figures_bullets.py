"""Bullets and tiles: what is drawn where, and that no colour is the only signal."""

import math
from typing import Any

import pandas as pd
import pytest

from chains.figures.bullets import MEASURE, MOST, bullets
from chains.figures.palette import LIGHTS
from chains.figures.tiles import placed, tiles

NAN = math.nan
pytestmark = pytest.mark.usefixtures("english")


def groups(*rows: dict[str, Any]) -> pd.DataFrame:
    usual = {
        "code": "C1", "name": "甲", "light": "ahead", "completion": 0.9, "schedule": 0.75,
        "last_year_completion": 0.7, "bounds": [0.45, 0.65, 0.75], "invested_ytd": 900.0,
        "annual_plan": 1000.0, "invested": 50.0, "map_row": 1, "map_column": 1,
    }  # fmt: skip
    return pd.DataFrame([usual | row for row in rows])


def bars(figure: Any) -> list[Any]:
    return [trace for trace in figure.data if trace.type == "bar"]


def words(figure: Any) -> str:
    said = [trace for trace in figure.data if trace.type == "scatter" and trace.mode == "text"]
    return " ".join(str(one) for trace in said for one in trace.text)


def marks(figure: Any) -> dict[int, Any]:
    """The marks across the bars by their width in pixels."""
    drawn = [trace for trace in figure.data if trace.type == "scatter" and trace.mode == "lines"]
    return {trace.line.width: trace for trace in drawn}


def test_the_steps_of_the_rule_lie_behind_the_measure_from_the_widest_to_the_narrowest() -> None:
    drawn = bullets(groups({}))
    assert [trace.x[0] for trace in bars(drawn)] == [1.0, 0.75, 0.65, 0.45, 0.9]
    assert len({trace.marker.color for trace in bars(drawn)}) == 5


@pytest.mark.parametrize("dark", [False, True])
def test_the_measure_has_one_hue_whatever_the_light(*, dark: bool) -> None:
    drawn = bullets(groups({}, {"light": "far_behind"}, {"light": "no_plan"}), dark=dark)
    assert bars(drawn)[-1].marker.color == MEASURE[dark]


def test_the_schedule_is_a_thicker_and_longer_mark_than_last_years_pace() -> None:
    lines = marks(bullets(groups({})))
    thick, fine = lines[4], lines[2]
    assert list(thick.x)[:2] == [0.75, 0.75] and list(fine.x)[:2] == [0.7, 0.7]
    assert thick.y[1] - thick.y[0] > fine.y[1] - fine.y[0]


def test_a_group_without_a_figure_has_a_mark_and_a_word_and_no_bar() -> None:
    silent = {
        "light": "not_reported", "completion": NAN, "last_year_completion": NAN,
        "invested_ytd": NAN, "annual_plan": NAN, "invested": NAN,
    }  # fmt: skip
    drawn = bullets(groups(silent))
    assert bars(drawn)[-1].x[0] == 0
    assert LIGHTS["not_reported"].mark in words(drawn) and "Not reported" in words(drawn)
    assert "nan" not in words(drawn).lower()


def test_a_rate_over_twice_the_plan_is_cut_and_says_what_it_is() -> None:
    drawn = bullets(groups({"completion": 3.1}))
    assert bars(drawn)[-1].x[0] == 2.0
    assert "310.0%" in words(drawn)


def test_targets_of_its_own_give_each_group_its_own_steps() -> None:
    drawn = bullets(groups({}, {"schedule": NAN, "bounds": []}))
    assert [trace.x[1] for trace in bars(drawn)[:4]] == [1.0] * 4
    assert len(marks(drawn)[4].x) == 3  # a mark for the first group alone


def test_a_bar_tells_which_group_was_clicked_and_the_rest_is_in_the_table() -> None:
    many = groups(*({"code": f"L{number}"} for number in range(MOST + 5)))
    drawn = bullets(many)
    assert list(bars(drawn)[-1].customdata) == [f"L{number}" for number in range(MOST)]


def test_names_of_users_are_text_and_nothing_else() -> None:
    drawn = bullets(groups({"name": "<b>甲</b>"}))
    assert "<b>甲" not in words(drawn) and "&lt;b&gt;" in words(drawn)
    assert "<i>" not in str(tiles(groups({"name": "<i>甲"})).data[-1].text)


def test_nothing_is_a_sentence() -> None:
    empty = groups({}).head(0)
    for drawn in (bullets(empty), tiles(empty)):
        assert "Nothing to show" in drawn.layout.annotations[0].text


def test_a_tile_has_name_mark_word_and_figure_and_the_lights_fill() -> None:
    drawn = tiles(groups({}, {"code": "Y", "light": "far_behind", "map_column": 2}))
    said = drawn.data[-1]
    assert said.text[0] == "甲<br>● Ahead<br><b>90.0%</b>"
    assert LIGHTS["far_behind"].mark in said.text[1]
    fills = {trace.fillcolor for trace in drawn.data[:-1]}
    assert fills == {LIGHTS["ahead"].colour, LIGHTS["far_behind"].colour}
    assert list(said.customdata) == ["C1", "Y"]


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("state", ["ahead", "on_schedule", "behind", "far_behind", "finished",
                                   "no_plan", "not_reported"])  # fmt: skip
def test_the_words_of_a_tile_stand_out_from_its_fill(state: str, *, dark: bool) -> None:
    drawn = tiles(groups({"light": state}), dark=dark)
    ink, fill = shine(drawn.data[-1].textfont.color[0]), shine(drawn.data[0].fillcolor)
    assert (max(ink, fill) + 0.05) / (min(ink, fill) + 0.05) >= 4.5


def shine(colour: str) -> float:
    """Relative luminance by WCAG 2."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def test_tiles_lie_where_the_map_says_and_the_others_in_a_grid_below() -> None:
    rows = [
        {"map_row": 2, "map_column": 3},
        {"map_row": 1, "map_column": 2},
        {"map_row": NAN, "map_column": NAN},
        {"map_row": 2, "map_column": 3},  # claims a place that is taken
        {"map_row": None, "map_column": 1},
    ]
    assert placed(rows) == [(2, 3), (1, 2), (3, 2), (3, 3), (3, 4)]


def test_without_a_map_there_is_a_grid_of_four() -> None:
    rows = [{"map_row": NAN, "map_column": NAN}] * 6
    assert placed(rows) == [(1, 1), (1, 2), (1, 3), (1, 4), (2, 1), (2, 2)]
