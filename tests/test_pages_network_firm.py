"""The firm's page and the search for firms, as a user meets them."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from pages_seen import sentences, whole
from streamlit.testing.v1 import AppTest

from chains import i18n

TOWN = Path(__file__).with_name("firm_town.sql").read_text(encoding="utf-8")
PAGE = "pages/network/3_firm.py"
BUSY = "91430502MA4Q00J921"  # of the demonstration city: 246 links, two steps to both sides
LARGE = "91430510MAGW5J979H"  # of the demonstration city: 230 suppliers, 17 customers
SMALL = "91430500MA00000220"


@pytest.fixture
def visit(visit: Callable[..., AppTest]) -> Callable[..., AppTest]:
    """Open this page unless another is named."""
    return partial(visit, page=PAGE)


@pytest.mark.parametrize("language", list(i18n.LANGUAGES))
@pytest.mark.parametrize("firm", [LARGE, SMALL])
def test_a_firm_of_the_city_has_its_page(visit, city, firm, language):
    app = whole(visit(city, firm=firm, lang=language))
    assert app.selectbox(key="firm").value == firm
    assert len(app.subheader) == 6


def test_the_card_says_what_the_register_and_the_links_say(visit, city):
    app = visit(city, firm=LARGE)
    said = sentences(app)
    assert "C1922" in said and "230 firms" in said and "17 firms" in said
    assert "does not predict" in said


def test_the_table_holds_what_the_picture_shows_and_no_more_than_a_browser_needs(visit, city):
    table = visit(city, firm=BUSY).dataframe[0].value
    assert len(table) == 150
    assert set(table["tie"]) == {
        "supplier",
        "customer",
        "supplier's supplier",
        "customer's customer",
    }


@pytest.mark.parametrize("firm", ["", "nobody", "'; drop table enterprise; --", "<b>", "甲," * 99])
def test_without_a_firm_that_exists_the_page_says_how_to_find_one(visit, city, firm):
    app = whole(visit(city, firm=firm))
    assert app.selectbox(key="firm").value is None
    assert "firm" not in app.query_params
    assert "Search for a firm" in app.info[0].value
    assert len(app.dataframe[0].value) == 20


def test_never_more_than_fifty_firms_go_to_the_browser(visit, city):
    app = visit(city, firm=SMALL)
    assert len(app.selectbox(key="firm").options) == 51  # fifty, and the one that is chosen
    app.text_input(key="firm_words").set_value("有限公司").run()
    assert len(app.selectbox(key="firm").options) == 51
    assert "more than 49" in sentences(whole(app))


def test_a_search_offers_what_it_found_and_keeps_what_is_chosen(visit, city):
    app = visit(city, firm=SMALL)
    app.text_input(key="firm_words").set_value("松峰").run()
    offered = app.selectbox(key="firm").options
    assert len(offered) > 1 and offered[0].startswith("示例福泰")
    assert all("松峰" in one for one in offered[1:])
    assert app.query_params["firm"] == SMALL


def test_a_search_that_finds_one_firm_opens_it(visit, city):
    app = visit(city)
    app.text_input(key="firm_words").set_value(f" {LARGE.lower()} ").run()
    assert whole(app).query_params["firm"] == LARGE
    app.selectbox(key="firm").set_value(None).run()
    assert "firm" not in whole(app).query_params  # the search is not made again by itself


def test_a_search_that_finds_nothing_says_so(visit, city):
    app = visit(city, firm=SMALL)
    app.text_input(key="firm_words").set_value("% _ ' 无此厂").run()
    assert "No other open firm" in sentences(whole(app))
    assert app.selectbox(key="firm").value == SMALL


def test_a_choice_in_the_box_is_in_the_url(visit, city):
    app = visit(city)
    app.selectbox(key="firm").select(LARGE).run()
    assert whole(app).query_params["firm"] == LARGE


def test_a_name_is_shown_letter_for_letter_and_a_closed_firm_not_at_all(visit, empty):
    empty.publish(lambda connection: connection.execute(TOWN), by="测试", kind="提交")
    app = whole(visit(empty, firm="B"))
    assert "<b>" not in sentences(app) and "\\<b\\>" in sentences(app)
    assert "stand on both sides" in sentences(whole(visit(empty, firm="A")))
    assert "No monthly report for 2022-10, so no light." in sentences(whole(visit(empty, firm="N")))
    assert whole(visit(empty, firm="Z")).selectbox(key="firm").value is None


def several():
    """A page of nothing but the search for several firms."""
    import streamlit as page

    from chains.ui import find, session

    session.begin()
    page.text(",".join(find.firms("stop")))


@pytest.fixture
def box(at, city):
    def open_box(stop):
        at(city)
        app = AppTest.from_function(several, default_timeout=60)
        app.query_params["stop"] = stop
        return app.run()

    return open_box


def test_several_firms_come_from_the_url_each_once_and_only_those_that_exist(box):
    app = box(f"{LARGE},{SMALL.lower()}, {LARGE},nobody,,'")
    assert [one.value for one in app.exception] == []
    assert app.text[0].value == f"{LARGE},{SMALL}"
    assert app.query_params["stop"] == f"{LARGE},{SMALL}"
    assert len(app.multiselect(key="stop").options) == 52


def test_a_found_firm_joins_those_that_are_chosen_and_they_can_leave(box):
    app = box(SMALL)
    app.text_input(key="stop_words").set_value(LARGE).run()
    assert app.text[0].value == f"{SMALL},{LARGE}"
    app.multiselect(key="stop").unselect(SMALL).run()
    assert app.text[0].value == LARGE and app.query_params["stop"] == LARGE
    app.multiselect(key="stop").unselect(LARGE).run()
    assert app.text[0].value == "" and "stop" not in app.query_params


def test_an_address_with_hundreds_of_firms_names_at_most_fifty(box):
    app = box(",".join([SMALL, *(f"X{i}" for i in range(500)), LARGE]))
    assert [one.value for one in app.exception] == []
    assert app.text[0].value == SMALL
