"""The page of all chains: its choices, its tables, its empty states, its link on the overview."""

import json
from collections.abc import Callable
from functools import partial

import pytest
from pages_seen import whole
from streamlit.testing.v1 import AppTest
from test_network_nine import HOSTILE, TOWN

PAGE = "pages/network/1_nine.py"
NAMES = f"""
update chain set name = '{HOSTILE}', name_en = '{HOSTILE}' where chain_id = 'A';
update segment set name = '{HOSTILE}' where segment_id = 'A3';
"""


@pytest.fixture
def visit(visit: Callable[..., AppTest]) -> Callable[..., AppTest]:
    """Open this page unless another is named."""
    return partial(visit, page=PAGE)


def option(app):
    """What the browser gets to draw."""
    found = list(app.get("echarts_chart"))
    assert len(found) == 1
    return json.loads(found[0].proto.spec)


def drawn(app, name):
    wide = option(app)["media"][1]["option"]["series"]
    return next(one for one in wide if one["id"] == name)


def test_the_picture_and_the_table_show_the_same_chains(visit, city):
    app = whole(visit(city))
    table = app.dataframe[0].value
    assert [one["name"] for one in drawn(app, "ties")["data"]] == table["name"].tolist()
    assert len(table) == 9 and len(drawn(app, "dots")["data"]) == 198
    gaps = [one for one in drawn(app, "dots")["data"] if one["itemStyle"].get("borderType")]
    assert len(gaps) == table["gaps"].sum() > 0


def test_supply_is_drawn_unless_shared_firms_or_both_are_chosen(visit, city):
    dashes = {}
    for tie in ("", "shared", "both"):
        app = whole(visit(city, **({"tie": tie} if tie else {})))
        dashes[tie] = {one["lineStyle"]["type"] for one in drawn(app, "ties")["links"]}
        assert len(app.dataframe) == (3 if tie == "both" else 2)
    assert dashes == {"": {"solid"}, "shared": {"dashed"}, "both": {"solid", "dashed"}}


def test_every_chain_with_a_tie_keeps_one_in_the_picture(visit, city):
    links = drawn(whole(visit(city)), "ties")["links"]
    assert {end for one in links for end in (one["source"], one["target"])} == {
        f"c:C{i}" for i in range(1, 10)
    }
    assert len(links) == 8 + 4  # a tree of nine, and half as many more


@pytest.mark.parametrize("odd", ["' or 1=1", "<b>", "supply,shared"])
def test_an_odd_choice_in_the_url_falls_back(visit, city, odd):
    app = whole(visit(city, tie=odd, month=odd, rule=odd))
    assert app.selectbox(key="tie").value == "supply"


def test_choosing_a_kind_of_tie_writes_it_into_the_url_and_moves_nothing(visit, city):
    app = visit(city)
    before = [one["value"] for one in drawn(app, "dots")["data"]]
    app.selectbox(key="tie").select("both").run()
    assert whole(app).query_params["tie"] == "both"
    assert [one["value"] for one in drawn(app, "dots")["data"]] == before


def test_what_is_drawn_stays_within_the_budget(visit, city):
    app = whole(visit(city, tie="both", lang="zh"))
    assert len(app.get("echarts_chart")[0].proto.spec) < 160_000


def test_a_town_with_an_empty_chain_a_closed_firm_and_odd_names_stands(visit, empty):
    empty.publish(lambda db: db.execute(TOWN + NAMES), by="测试", kind="提交")
    app = whole(visit(empty, tie="both"))
    assert app.dataframe[0].value["gaps"].tolist() == [1, 0, 0, 0]
    assert app.dataframe[0].value["firms"].tolist() == [3, 2, 0, 1]
    tips = [one.get("tooltip", {}).get("formatter", "") for one in drawn(app, "dots")["data"]]
    assert not any("<img" in tip for tip in tips)
    assert [one["name"] for one in drawn(app, "lanes")["data"]][2] == "Empty"


def test_an_empty_store_says_so(visit, empty):
    app = whole(visit(empty))
    assert "no data yet" in app.info[0].value and app.get("echarts_chart") == []


def test_a_city_of_firms_without_chains_says_what_is_missing(visit, empty):
    one = TOWN[TOWN.index("insert into enterprise ") : TOWN.index("insert into enterprise_segment")]
    empty.publish(lambda db: db.execute(one), by="测试", kind="提交")
    app = whole(visit(empty))
    assert any("no chain" in info.value for info in app.info)


def test_the_page_says_where_the_links_came_from(visit, city):
    said = " ".join(one.value for one in whole(visit(city)).caption)
    assert "declared by firms" in said and "it does not predict" in said


def test_the_overview_leads_to_the_picture(visit, city):
    app = whole(visit(city, page="pages/city/1_overview.py"))
    assert any(
        "one picture" in str(getattr(one, "proto", one).label) for one in app.get("page_link")
    )
