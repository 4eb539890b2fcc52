"""The shock page on a town worked out by hand, on the demonstration city, and for odd addresses."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pandas as pd
import pytest
from founding import founded
from pages_seen import sentences, table, whole
from streamlit.testing.v1 import AppTest

from chains import queries, risk
from chains.store import Store
from chains.ui import stepping

PAGE = "pages/network/4_shock.py"
HOSTILE = "<b>丁</b>{c}|厂_*"

TOWN = Path(__file__).with_name("shock_town.sql").read_text(encoding="utf-8")


@pytest.fixture
def visit(visit: Callable[..., AppTest]) -> Callable[..., AppTest]:
    """Open this page unless another is named."""
    return partial(visit, page=PAGE)


@pytest.fixture
def town(tmp_path: Path) -> Store:
    """The town of nine firms."""
    return founded(tmp_path / "town", TOWN)


def _ask(store: Store, **values: object) -> list[dict[str, object]]:
    with store.reading() as edition:
        return edition.fetch(queries.query("alternatives"), **values).to_dict("records")


def test_the_page_says_what_a_stop_costs_the_city_and_its_chains(visit, town):
    app = visit(town, stop="A")
    whole(app)
    said = {one.label: one.value for one in app.metric}
    # B has no other steel and E no other part: all of both; D has half its steel left
    assert said["City output at risk"] == "77.8%"  # (100 + 200 + 100 / 2) of 450
    assert said["Sales between firms at risk (ESRI)"] == "82.1%"  # (150 + 80) of 280
    assert said["Firms hit besides"] == "3"
    assert said["Chain hit hardest: One"] == "85.7%"  # 300 of 350
    chains = table(app, "at_risk").set_index("name")["at_risk"]
    assert chains.to_dict() == pytest.approx(
        {"Whole city": 350 / 450 * 100, "One": 300 / 350 * 100, "Two": 50.0}
    )


def test_the_firms_hit_are_listed_with_step_and_cause(visit, town):
    rows = table(visit(town, stop="A"), "cause_name").set_index("name")
    assert rows["loss"].to_dict() == pytest.approx(
        {"甲厂": 100, "乙厂": 100, HOSTILE: 50, "戊厂": 100}
    )
    assert rows["step"].to_dict() == {"甲厂": 0, "乙厂": 1, HOSTILE: 1, "戊厂": 2}
    assert rows["cause_name"].drop("甲厂").to_dict() == {
        "乙厂": "甲厂",
        HOSTILE: "甲厂",
        "戊厂": "乙厂",
    }


def test_who_could_step_in_is_offered_the_nearest_first(visit, town):
    app = visit(town, stop="A")
    rows = table(app, "fits_by").set_index("name")
    assert rows["fits_by"].to_dict() == {
        "丙厂": "same product",
        "己厂": "same segment",
        "庚厂": "same industry",
    }
    assert rows["known_customers"].to_dict() == {"丙厂": 1, "己厂": 0, "庚厂": 0}  # D
    assert "In the place of **甲厂**" in sentences(app)


def test_who_is_hit_hard_itself_is_not_offered(visit, town):
    rows = _ask(town, firms="C")
    assert [row["name"] for row in rows] == ["甲厂", "己厂", "庚厂"]
    app = visit(town, stop="A,C")
    assert {"甲厂", "丙厂"}.isdisjoint(table(app, "fits_by")["name"])


def test_a_part_of_a_loss_is_less(visit, town):
    app = visit(town, stop="A", loss="30")
    rows = table(app, "cause_name").set_index("name")["loss"]
    # thirty of a hundred, and half of it where half of the steel is another's
    assert rows.to_dict() == pytest.approx({"甲厂": 30, "乙厂": 30, HOSTILE: 15, "戊厂": 30})


def test_without_essential_inputs_a_firm_loses_that_inputs_share(visit, town):
    app = visit(town, product="芯片", setting="none-essential")
    rows = table(app, "cause_name").set_index("name")["loss"]
    assert rows.to_dict() == pytest.approx({"戊厂": 40 / 120 * 100})  # chips among all E buys
    app = visit(town, product="芯片")
    assert table(app, "cause_name").set_index("name")["loss"].to_dict() == {"戊厂": 100.0}


def test_for_a_product_from_outside_a_local_maker_is_offered(visit, town):
    app = visit(town, product="芯片")
    whole(app)
    assert table(app, "fits_by")["name"].tolist() == [HOSTILE]
    assert "In the place of **芯片**" in sentences(app)


def test_a_county_stops_with_all_its_open_firms_and_nobody_of_it_is_offered(visit, town):
    app = visit(town, county="X")
    whole(app)
    rows = table(app, "cause_name").set_index("name")
    assert sorted(rows.index[rows["step"] == 0]) == ["乙厂", "己厂", "甲厂"]
    offered = {
        name for one in app.dataframe if "fits_by" in one.value for name in one.value["name"]
    }
    assert offered == {"丙厂", "庚厂"}  # 己厂 stands in the county


def test_alternatives_are_limited_and_never_closed_resting_or_stopped(town):
    names = {row["name"] for row in _ask(town, firms="A,B,E")}
    assert names == {"丙厂", "己厂", "庚厂", HOSTILE}
    assert [row["name"] for row in _ask(town, firms="A", limit=1)] == ["丙厂"]
    assert _ask(town, firms="nobody") == [] == _ask(town) == _ask(town, product="nothing")


def test_what_the_city_buys_elsewhere_leaves_closed_firms_out(town):
    with town.reading() as edition:
        rows = edition.fetch(queries.query("outside_inputs")).to_dict("records")
    assert rows == [{"product": "芯片", "customers": 1, "annual_value": 40.0}]


@pytest.mark.parametrize(
    "odd",
    [
        {"stop": "nobody"},
        {"stop": "Z"},
        {"stop": "'; drop table enterprise; --"},
        {"stop": ",,A,,A,"},
        {"county": "nowhere"},
        {"product": "<script>"},
        {"stop": "A", "loss": "0"},
        {"stop": "A", "loss": "-5"},
        {"stop": "A", "loss": "1e9"},
        {"stop": "A", "loss": "²"},
        {"stop": "A", "setting": "whatever", "replace": "maybe", "view": "else"},
        {"stop": "E"},
        {"stop": "G"},
    ],
)
def test_an_odd_address_gives_a_whole_page(visit, town, odd):
    app = visit(town, **odd)
    whole(app)
    assert app.slider(key="loss").value == 100


def test_a_firm_without_customers_hits_nobody_and_the_page_says_so(visit, town):
    app = visit(town, stop="G")
    assert {one.label: one.value for one in app.metric}["Firms hit besides"] == "0"
    assert not [one for one in app.select_slider if one.key == stepping.STEP]  # nothing to step


def test_nothing_chosen_is_a_sentence_with_the_ranking_under_it(visit, town):
    app = visit(town)
    whole(app)
    assert "Choose what stops" in sentences(app)
    assert "python -m chains rank" in sentences(app)


def test_the_ranking_names_firms_and_a_preview_is_not_asked_for_one(visit, town):
    frame = pd.DataFrame({"uscc": ["A", "B"], "esri": [0.8, 0.3], "betweenness": [1.0, 2.0]})
    frame.to_parquet(risk.ranking.beside(town, 1))
    app = visit(town, view="ranking")
    whole(app)
    rows = table(app, "esri")
    assert rows["name"].tolist() == ["甲厂", "乙厂"] and rows["esri"].tolist() == [80.0, 30.0]
    assert rows["county"].tolist() == ["东", "东"]


def test_the_steps_are_walked_by_buttons_and_shown_by_the_slider(visit, town):
    app = visit(town, stop="A")
    slider = app.select_slider(key=stepping.STEP)
    assert slider.value == 2  # all of the way at first
    app.button(key="travel_previous").click().run()
    whole(app)
    assert app.select_slider(key=stepping.STEP).value == 1
    app.button(key="travel_next").click().run()
    assert app.select_slider(key=stepping.STEP).value == 2
    assert app.button(key="travel_next").disabled


def test_playing_follows_the_clock_and_ends_at_the_last_step(visit, town, monkeypatch):
    app = visit(town, stop="A")
    clock = [1000.0]
    monkeypatch.setattr(stepping.time, "monotonic", lambda: clock[0])
    app.button(key="travel_play").click().run()
    assert app.select_slider(key=stepping.STEP).value == 0
    clock[0] += stepping.PACE * 1.5
    app.run()
    assert app.select_slider(key=stepping.STEP).value == 1
    clock[0] += stepping.PACE * 9
    app.run()
    whole(app)
    assert app.select_slider(key=stepping.STEP).value == 2
    assert stepping.PLAYING not in app.session_state


def test_what_is_chosen_is_written_into_the_address(visit, town):
    app = visit(town, stop="A")
    app.slider(key="loss").set_value(40).run()
    app.radio(key="setting").set_value("none-essential").run()
    app.toggle(key="replace").set_value(True).run()
    whole(app)
    chosen = {key: app.query_params[key] for key in ("stop", "loss", "setting", "replace")}
    assert chosen == {"stop": "A", "loss": "40", "setting": "none-essential", "replace": "1"}
    app.slider(key="loss").set_value(100).run()
    assert "loss" not in app.query_params


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_largest_supplier_and_a_whole_county_stand_on_the_demonstration_city(
    visit, city, language
):
    with city.reading() as edition:
        links = edition.fetch(queries.query("supply_edges"))
    largest = (
        links[~links["supplier"].str.startswith("outside:")].groupby("supplier").size().idxmax()
    )
    for chosen in ({"stop": largest}, {"county": "430501"}, {"stop": largest, "replace": "1"}):
        app = visit(city, lang=language, **chosen)
        whole(app)
        assert len(app.metric) == 4 and len(app.dataframe) >= 3


def test_a_town_of_one_firm_and_no_link_has_a_whole_page(visit, tmp_path):
    alone = founded(
        tmp_path / "alone",
        "insert into enterprise (uscc, name, county_id, industry_code, size_class, is_leading, "
        "status) values ('A', '甲厂', 'X', 'C35', '规上', true, '正常')",
    )
    app = visit(alone, stop="A")
    whole(app)
    assert {one.label: one.value for one in app.metric}["City output at risk"] == "0.0%"
