"""What a chain's panorama asks, on a town small enough to be worked out by hand."""

import math

import pandas as pd
import pytest
from founding import asking, founded

from chains.store import ready

A, B, C, GONE = (
    "91430500MA00000220",
    "91430500MA00000510",
    "91430500MA0000088J",
    "91350100M000100Y43",
)
ROWS = f"""
insert into county (county_id, name) values ('X', '东');
insert into department (department_id, name, kind) values ('D', '局', '市直');
insert into chain (chain_id, name, name_en, department_id, valid_from)
    values ('C1', '一链', 'One', 'D', '2021-01-01'), ('C2', '二链', 'Two', 'D', '2021-01-01'),
           ('C3', '空链', 'None', 'D', '2021-01-01');
insert into segment (segment_id, chain_id, stage, name, essential, position)
    values ('S1', 'C1', '上游', '料', true, 1), ('S2', 'C1', '中游', '件', false, 1),
           ('S3', 'C1', '下游', '车', false, 1), ('T1', 'C2', '上游', '外', false, 1);
insert into segment_link (from_segment, to_segment) values ('S1', 'S2'), ('S2', 'S3');
insert into enterprise (uscc, name, county_id, industry_code, size_class, is_leading, status)
    select unnest(['{A}', '{B}', '{C}', '{GONE}']), unnest(['甲', '乙', '丙', '旧']),
        'X', 'C35', '规上', false, unnest(['正常', '正常', '正常', '注销']);
insert into enterprise_segment (uscc, segment_id)
    values ('{A}', 'S1'), ('{B}', 'S1'), ('{B}', 'S2'), ('{C}', 'S2'), ('{C}', 'T1'),
           ('{GONE}', 'S1'), ('{GONE}', 'S2');
insert into enterprise_month (uscc, month, output_ytd)
    values ('{A}', '2022-10', 90), ('{B}', '2022-10', 10), ('{C}', '2022-10', -5);
insert into supply_link (supplier, customer, product, annual_value, year, source, confidence)
    values ('{A}', '{B}', '钢', 100, 2022, '企业申报', 1),
           ('{A}', '{B}', '铁', 50, 2022, '推断', 1), ('{A}', '{C}', '钢', -7, 2022, '推断', 1),
           ('{B}', '{C}', '件', null, 2022, '推断', 1), ('{A}', '{A}', '钢', 999, 2022, '推断', 1),
           ('{A}', '{GONE}', '钢', 999, 2022, '推断', 1),
           ('{GONE}', '{B}', '钢', 999, 2022, '推断', 1);
"""


@pytest.fixture(scope="module", params=["as it stands", "made ready"])
def ask(request, tmp_path_factory):
    """Ask a question of the town, as the command line and as the server does."""
    with founded(tmp_path_factory.mktemp("town"), ROWS).reading() as edition:
        held = ready(edition) if request.param == "made ready" else edition
        yield asking(held)
        held.close()


def by(rows, key, value):
    return {row[key]: row[value] for row in rows}


def test_a_flow_is_what_the_firms_of_one_segment_supply_to_those_of_the_other(ask):
    (first, second) = ask("chain_links", chain="C1")
    # 甲 to 乙 (steel 100, iron 50), 甲 to 丙 (below zero: no money), 乙 to 丙 (unknown); 乙 stands
    # in both segments, so what it buys is bought in the second too. No closed firm counts.
    assert (first["from_segment"], first["to_segment"]) == ("S1", "S2")
    assert (first["links"], first["annual_value"]) == (4, 150.0)
    assert first["inferred_share"] == pytest.approx(3 / 4)
    assert (second["links"], second["to_segment"]) == (0, "S3")
    assert math.isnan(second["annual_value"]) and math.isnan(second["inferred_share"])


def test_a_segment_knows_its_largest_firm_and_how_much_that_makes(ask):
    rows = ask("chain_segments", chain="C1")
    assert by(rows, "segment_id", "firms") == {"S1": 2, "S2": 2, "S3": 0}
    largest = by(rows, "segment_id", "largest_firm")
    assert (largest["S1"], largest["S2"]) == ("甲", "乙") and pd.isna(largest["S3"])
    share = by(rows, "segment_id", "largest_share")
    assert share["S1"] == pytest.approx(90 / 100)
    assert share["S2"] == pytest.approx(1.0)  # what is below zero is no part of the output
    assert math.isnan(share["S3"])


def test_the_firms_of_a_chain_stand_once_in_each_segment_beside_how_many_others(ask):
    rows = ask("chain_firms", chain="C1")
    assert [(row["name"], row["segment"], row["others"]) for row in rows] == [
        ("甲", "料", 1),
        ("乙", "料", 1),
        ("乙", "件", 1),
        ("丙", "件", 1),
    ]


def test_an_empty_chain_has_no_segments_no_flows_and_no_firms(ask):
    for question in ("chain_segments", "chain_links", "chain_firms"):
        assert ask(question, chain="C3") == []
