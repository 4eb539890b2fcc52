"""The page of the weak points: on the city, with and without a ranking, and on odd data."""

import re
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from founding import founded
from pages_seen import sentences, table, whole
from streamlit.testing.v1 import AppTest

from chains import i18n
from chains.figures.concentrated import concentrated, concentrated_words
from chains.risk import ranking
from chains.store import Store

PAGE = "pages/network/2_weak.py"
A, B, C = "91430500MA00000220", "91430500MA00000510", "91430500MA00000861"
EVIL = "<img src=x onerror=alert(1)>**{a}"
TOWN = f"""
insert into county (county_id, name) values ('X', '东');
insert into department (department_id, name, kind) values ('D1', '局一', '市直');
insert into chain (chain_id, name, name_en, department_id, valid_from)
    values ('C1', '{EVIL}', 'One', 'D1', '2021-01-01'), ('C2', '空链', 'Empty', 'D1', '2021-01-01');
insert into segment (segment_id, chain_id, stage, name, essential, position)
    values ('S1', 'C1', '上游', '{EVIL}', true, 1);
insert into enterprise (uscc, name, county_id, industry_code, size_class, is_leading, status)
    values ('{A}', '{EVIL}', 'X', 'C35', '规上', true, '正常');
insert into enterprise_segment (uscc, segment_id) values ('{A}', 'S1');
insert into enterprise_month (uscc, month, output_ytd) values ('{A}', '2022-10', 100);
insert into supply_link (supplier, customer, product, annual_value, year, source, confidence)
    values ('{A}', '{A}', '料', 99, 2022, '推断', 0.4);
"""


@pytest.fixture
def visit(visit: Callable[..., AppTest]) -> Callable[..., AppTest]:
    """Open this page, which is whole whatever it is asked."""
    return lambda store, **parameters: whole(visit(store, PAGE, **parameters))


@pytest.fixture
def town(tmp_path: Path) -> Store:
    return founded(tmp_path / "town", TOWN)


def test_the_gap_of_a_chain_and_its_only_firm_are_looked_at_first(visit, city_copy):
    app = visit(city_copy, chain="C1")
    first = table(app, "finding")
    assert first["urgency"].tolist()[:2] == ["▲ Look now", "▲ Look now"]
    assert first["name"].tolist()[:2] == ["数控系统", "发动机"]
    assert first["finding"].iloc[0] == "No local firm: the chain has a gap here"
    assert "Hangs on a single firm" in first["finding"].iloc[1]
    assert {one.label: one.value for one in app.metric}["Gaps"] == "1"
    assert len(table(app, "upstreamness")) == 22


def test_without_a_ranking_the_page_says_so_and_shows_the_rest(visit, city_copy):
    app = visit(city_copy)
    assert "has not been worked out for this edition" in sentences(app)
    assert {one.label: one.value for one in app.metric}["Gaps"] == "14"


def test_the_ranking_adds_firms_and_what_their_stop_would_do(visit, city_copy):
    with city_copy.reading() as edition:
        rows = edition.connection.execute(
            "select uscc from enterprise_segment join segment using (segment_id) "
            "join enterprise using (uscc) where chain_id = 'C1' and status <> '注销' "
            "order by uscc limit 3"
        ).fetchall()
    codes = [row[0] for row in rows]
    ranks = pd.DataFrame(
        {
            "uscc": codes,
            "esri": [0.08, 0.02, 0.0001],
            "esri_none": [0.0] * 3,
            "betweenness": [5.0, 0.0, 0.0],
            "betweenness_error": [1.0, 0.0, 0.0],
            "cut_point": [True, False, False],
            "sales": [1.0, 1.0, 1.0],
        }
    )
    ranks.to_parquet(ranking.beside(city_copy, city_copy.current()))
    app = visit(city_copy, chain="C1")
    first = table(app, "finding")
    assert "Its stop would put 8.0% of all sales between firms at risk" in "\n".join(
        first["finding"]
    )
    firms = table(app, "betweenness_error")
    assert firms["esri"].tolist() == pytest.approx([8, 2, 0.01])


def test_names_are_shown_letter_for_letter(visit, town):
    app = visit(town, chain="C1")
    said = sentences(app)
    assert "\\<img src\\=x" in said
    assert not re.search(r"(?<!\\)<img", said)
    assert "**{a}" not in said


def test_an_empty_chain_has_nothing_that_stands_out(visit, town):
    app = visit(town, chain="C2")
    assert "Nothing stands out here" in sentences(app)
    assert {one.value for one in app.metric} == {"0"}


@pytest.mark.parametrize("odd", ["no-such", "C1,C2", "<b>", "' or 1=1 --"])
def test_an_odd_chain_in_the_address_shows_all(visit, town, odd):
    assert {one.label: one.value for one in visit(town, chain=odd).metric}["Gaps"] == "0"


def test_an_empty_store_says_that_it_is_empty(visit, empty):
    assert "There is no data yet" in sentences(visit(empty))


def rows(**more) -> pd.DataFrame:
    """Two segments as the measures give them."""
    frame = pd.DataFrame(
        {
            "segment_id": ["a", "b"], "segment": [EVIL, "乙"], "chain": ["链", "链"],
            "hhi": [10_000.0, 900.0], "largest_share": [1.0, 0.1],
            "concentration": ["high", "low"], "cut_point": [True, False],
            "upstreamness": [3.0, 1.0], "output_ytd": [100.0, 25.0],
            "reporting": [1, 9], "firms": [5_000, 9],
        }
    )  # fmt: skip
    return frame.assign(**more)


def test_the_picture_tells_degrees_by_shape_and_cut_points_by_a_ring():
    series = {one["id"]: one for one in concentrated(rows())["baseOption"]["series"]}
    high, low = series["high"]["data"][0], series["low"]["data"][0]
    assert (high["symbol"], low["symbol"]) == ("triangle", "circle")
    assert high["itemStyle"]["borderWidth"] == 3 and low["itemStyle"]["borderWidth"] == 1
    assert (high["id"], high["value"]) == ("a", [3.0, 10_000.0])
    assert "<img" not in high["tooltip"]["formatter"] and "{" not in high["label"]["formatter"]
    assert [one["yAxis"] for one in series["low"]["markLine"]["data"]] == [1000, 1800]


def test_segments_without_output_or_position_are_not_drawn_and_none_is_a_sentence():
    frame = rows(upstreamness=[float("nan"), 1.0])
    series = concentrated(frame)["baseOption"]["series"]
    assert [len(one["data"]) for one in series] == [1, 0, 0]
    assert concentrated(rows(hhi=float("nan")))["series"] == []
    with i18n.speaking("en"):
        assert "1 segments" in concentrated_words(frame)
