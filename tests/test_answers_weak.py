"""The questions behind the weak points, on a town whose supply can be worked out by hand."""

import math

import pytest
from founding import asking, founded

A, B, C, D, E, OLD = (
    "91430500MA00000220", "91430500MA00000510", "91430500MA00000861",
    "91430500MA00001178", "91430500MA00001493", "91350100M000100Y43",
)  # fmt: skip
FIRMS = f"""
insert into county (county_id, name) values ('X', '东');
insert into department (department_id, name, kind) values ('D1', '局一', '市直');
insert into chain (chain_id, name, name_en, department_id, valid_from)
    values ('C1', '一链', 'One', 'D1', '2021-01-01'), ('C2', '二链', 'Two', 'D1', '2021-01-01'),
           ('C3', '空链', 'Empty', 'D1', '2021-01-01');
insert into segment (segment_id, chain_id, stage, name, essential, position)
    values ('S1', 'C1', '上游', '料', true, 1), ('S2', 'C1', '中游', '件', false, 1),
           ('S3', 'C1', '下游', '<b>机</b>', true, 1), ('S4', 'C2', '上游', '他', true, 1);
insert into enterprise (uscc, name, county_id, industry_code, size_class, is_leading, status)
    values ('{A}', '甲', 'X', 'C35', '规上', true, '正常'),
           ('{B}', '乙', 'X', 'C35', '规上', false, '正常'),
           ('{C}', '丙', 'X', 'C35', '小微', false, '正常'),
           ('{D}', '丁', 'X', 'C35', '规上', false, '正常'),
           ('{E}', '戊', 'X', 'C35', '规上', false, '正常'),
           ('{OLD}', '旧', 'X', 'C35', '规上', false, '注销');
"""
PLACES = f"""
insert into enterprise_segment (uscc, segment_id)
    values ('{A}', 'S1'), ('{B}', 'S2'), ('{C}', 'S2'), ('{D}', 'S2'), ('{D}', 'S4'),
           ('{E}', 'S4'), ('{OLD}', 'S1');
insert into enterprise_month (uscc, month, output_ytd)
    values ('{A}', '2022-10', 100), ('{B}', '2022-10', 60), ('{D}', '2022-10', 40),
           ('{OLD}', '2022-10', 999), ('{E}', '2022-10', 0), ('{A}', '2022-09', 5);
"""
SUPPLY = f"""
insert into supply_link (supplier, customer, product, annual_value, year, source, confidence)
    values ('{A}', '{B}', '料', 30, 2022, '企业申报', 1),
           ('{A}', '{B}', '废料', 10, 2022, '推断', 0.4),
           ('{A}', '{D}', '料', 20, 2022, '企业申报', 1),
           ('{B}', '{C}', '件', null, 2022, '推断', 0.4),
           ('{A}', '{A}', '料', 99, 2022, '推断', 0.4),
           ('{OLD}', '{C}', '料', 7, 2022, '推断', 0.4),
           ('{A}', '{E}', '料', 8, 2022, '推断', 0.4),
           ('{E}', '{D}', '他', 4, 2022, '推断', 0.4),
           ('{B}', '{D}', '件', 0, 2022, '推断', 0.4),
           ('{D}', '{A}', '回', 6, 2022, '推断', 0.4);
"""


@pytest.fixture(scope="module")
def ask(tmp_path_factory):
    with founded(tmp_path_factory.mktemp("town"), FIRMS + PLACES + SUPPLY).reading() as edition:
        yield asking(edition)


def test_a_segment_counts_its_open_firms_and_names_the_only_one(ask):
    rows = {row["segment_id"]: row for row in ask("weak_segments")}
    assert [rows[s]["firms"] for s in ("S1", "S2", "S3", "S4")] == [1, 3, 0, 2]
    assert [rows[s]["reporting"] for s in ("S1", "S2", "S3", "S4")] == [1, 2, 0, 2]
    assert (rows["S1"]["uscc"], rows["S1"]["enterprise"]) == (A, "甲")  # the other one is closed
    assert not isinstance(rows["S2"]["uscc"], str)
    assert rows["S1"]["output_ytd"] == 100 and rows["S2"]["output_ytd"] == 100
    assert math.isnan(rows["S3"]["output_ytd"])


def test_segments_are_asked_by_chain_and_an_empty_chain_has_none(ask):
    assert [row["segment_id"] for row in ask("weak_segments", chain="C1")] == ["S1", "S2", "S3"]
    for question in ("weak_segments", "segment_outputs", "segment_supply", "sole_suppliers"):
        assert ask(question, chain="C3") == []
    assert ask("buyer_suppliers", chain="C3") == []


def test_output_is_that_of_the_latest_month_and_none_is_no_output(ask):
    rows = [(row["segment_id"], row["uscc"], row["output_ytd"]) for row in ask("segment_outputs")]
    assert rows == [("S1", A, 100), ("S2", B, 60), ("S2", D, 40), ("S4", D, 40)]


def test_what_segments_sell_is_shared_between_the_segments_of_a_firm(ask):
    rows = {
        (row["from_segment"], str(row["to_segment"])): row["annual_value"]
        for row in ask("segment_supply", chain="C1")
    }
    # A to B 40; A to D 20, half of it to S2 and half to the other chain; A to E 8 all there;
    # D to A 6, of which half is D's as a firm of S2
    assert rows == {("S1", "S2"): 50, ("S1", "nan"): 18, ("S2", "S1"): 3}


def test_an_only_supplier_is_named_with_its_buyers_within_the_chain(ask):
    rows = ask("sole_suppliers", chain="C1")
    # S1 is essential; of A, the closed firm and itself, only A counts for B and D; E is of C2
    assert [(row["uscc"], row["segment_id"], row["sole_buyers"]) for row in rows] == [(A, "S1", 2)]
    assert rows[0]["annual_value"] == 60 and rows[0]["firms"] == 1
    every = {(row["uscc"], row["segment_id"]): row["sole_buyers"] for row in ask("sole_suppliers")}
    assert every == {(A, "S1"): 2, (E, "S4"): 1}  # E sells to D, which stands in C2 as well


def test_a_large_buyer_has_its_suppliers_the_largest_first(ask):
    rows = ask("buyer_suppliers", chain="C1")
    found = [(row["buyer_name"], row["enterprise"], row["annual_value"]) for row in rows]
    # parallel links are one; nothing from itself, of no value, or from a closed firm
    assert sorted(found) == sorted(
        [("甲", "丁", 6), ("乙", "甲", 40), ("丁", "甲", 20), ("丁", "戊", 4)]
    )
    assert [name for name, _supplier, _value in found].index("丁") == found.index(("丁", "甲", 20))
    assert len(ask("buyer_suppliers", chain="C1", limit=1)) == 1  # 乙 buys the most
