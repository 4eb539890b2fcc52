"""All chains in one picture: what ties them together, where they stand, what is drawn of them."""

import json
import math
import random
from itertools import combinations

import networkx as nx
import pandas as pd
import pytest
from founding import founded

from chains import figures, queries
from chains.figures.nine import Shown, chain_id, nine, nine_height, nine_words, segment_id
from chains.figures.palette import LIGHTS
from chains.i18n import speaking
from chains.network.lanes import counted, lanes
from chains.network.ties import Tie, backbone, shared_ties, supply_ties

HOSTILE = "<img src=x onerror=alert(1)>{b}|示例"

TOWN = """
insert into chain (chain_id, name, name_en, department_id, valid_from)
    values ('A', '一链', 'One', 'D1', '2021-01-01'), ('B', '二链', 'Two', 'D1', '2021-01-01'),
           ('C', '空链', 'Empty', 'D1', '2021-01-01'), ('D', '单链', 'Single', 'D1', '2021-01-01');
insert into segment (segment_id, chain_id, stage, name, essential, position)
    values ('A1', 'A', '上游', '甲一', true, 1), ('A3', 'A', '上游', '甲三', true, 2),
           ('A2', 'A', '中游', '甲二', false, 1), ('B1', 'B', '下游', '乙一', true, 1),
           ('D1', 'D', '配套', '丁一', true, 1);
insert into enterprise (uscc, name, county_id, industry_code, size_class, is_leading, status)
    values ('F1', '一厂', 'X', 'C35', '规上', true, '正常'),
           ('F2', '二厂', 'X', 'C35', '规上', false, '正常'),
           ('F3', '三厂', 'X', 'C35', '规上', false, '正常'),
           ('F4', '四厂', 'X', 'C35', '规上', false, '正常'),
           ('F5', '旧厂', 'X', 'C35', '规上', false, '注销'),
           ('F6', '外厂', 'X', 'C35', '规上', false, '正常'),
           ('F7', '七厂', 'X', 'C35', '规上', false, '正常');
insert into enterprise_segment (uscc, segment_id)
    values ('F1', 'A1'), ('F2', 'A2'), ('F2', 'B1'), ('F3', 'B1'), ('F4', 'D1'), ('F5', 'B1'),
           ('F7', 'A1'), ('F7', 'A2');
insert into enterprise_month (uscc, month, output_ytd)
    values ('F1', '2022-10', 100), ('F2', '2021-10', 50), ('F2', '2022-10', 40);
insert into supply_link (supplier, customer, product, annual_value, year, source, confidence)
    values ('F1', 'F3', '板', 100, 2022, '企业申报', 1),   -- from A to B
           ('F1', 'F3', '轴', 50, 2022, '推断', 0.4),      -- the same two, another product
           ('F3', 'F1', '箱', 30, 2022, '企业申报', 1),    -- back, so a cycle
           ('F1', 'F2', '板', 1000, 2022, '企业申报', 1),  -- both in A
           ('F2', 'F3', '板', 1000, 2022, '企业申报', 1),  -- both in B
           ('F2', 'F4', '油', 10, 2022, '企业申报', 1),    -- from A and from B to D
           ('F3', 'F4', '油', null, 2022, '推断', 0.4),    -- worth nobody knows what
           ('F4', 'F3', '布', 0, 2022, '推断', 0.4),
           ('F4', 'F3', '线', -5, 2022, '推断', 0.4),
           ('F4', 'F4', '布', 500, 2022, '企业申报', 1),   -- itself
           ('F1', 'F5', '板', 900, 2022, '企业申报', 1),   -- closed
           ('F6', 'F1', '板', 900, 2022, '企业申报', 1);   -- in no chain
"""


@pytest.fixture(autouse=True)
def _in_english():
    with speaking("en"):
        yield


@pytest.fixture(scope="module")
def ask(tmp_path_factory):
    """The answer of a question to the town."""
    with founded(tmp_path_factory.mktemp("town"), TOWN).reading() as edition:
        yield lambda name: edition.fetch(queries.query(name))


def supplied(*rows):
    columns = ["supplying_chain_id", "buying_chain_id", "annual_value", "links"]
    return pd.DataFrame(rows, columns=columns)


def segments(**chains):
    """A frame of segments: A="uumd" gives chain A two upstream, one midstream, one downstream."""
    words = {"u": "上游", "m": "中游", "d": "下游", "s": "配套", "?": "不明"}
    rows = [
        (chain, chain, f"{chain}{i}", f"环节{chain}{i}", words[letter], False, 10, 5.0, "healthy")
        for chain, letters in chains.items()
        for i, letter in enumerate(letters)
    ]
    columns = [
        "chain_id", "chain", "segment_id", "segment", "stage", "essential", "firms", "output_ytd",
        "light",
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=columns)


def cards(*chains):
    rows = [
        (
            chain,
            f"链{chain}",
            "示例领导甲",
            "示例市工信局",
            "示例联络员甲",
            10 * i,
            100.0 * i,
            "steady",
        )
        for i, chain in enumerate(chains)
    ]
    columns = [
        "chain_id", "name", "chiefs", "department", "liaison", "firms", "output_ytd", "light"
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=columns)


def shown(frame, listed, **ties):
    return Shown(lanes([*listed["chain_id"]], frame), counted(listed, frame), frame, ties)


def series(option, name, *, narrow=False):
    drawing = option["media"][0 if narrow else 1]["option"]
    return next(one for one in drawing["series"] if one["id"] == name)


def style(option, name):
    return next(one for one in option["baseOption"]["series"] if one["id"] == name)


def node(option, key, name="dots"):
    return next(one for one in series(option, name)["data"] if one["id"] == key)


def city():
    """Nine chains of 22 segments each, as many as the demonstration has."""
    frame = segments(**{f"C{i}": "u" * 7 + "m" * 9 + "d" * 4 + "ss" for i in range(9)})
    frame["firms"] = [(7 * i) % 40 for i in range(len(frame))]
    frame["light"] = [[*LIGHTS][i % 4] for i in range(len(frame))]
    return frame, cards(*(f"C{i}" for i in range(9)))


# What the questions answer


def test_supply_across_chains_is_counted_once_for_each_pair_of_chains(ask):
    rows = ask("chain_ties").to_dict("records")
    told = [
        (r["supplying_chain_id"], r["buying_chain_id"], r["links"], r["annual_value"]) for r in rows
    ]
    assert told[:4] == [("A", "B", 2, 150), ("B", "A", 1, 30), ("B", "D", 2, 10), ("A", "D", 1, 10)]
    assert told[4][:3] == ("D", "B", 2) and math.isnan(told[4][3])  # 0 and -5 are no money
    assert len(told) == 5
    assert [r["inferred_share"] for r in rows] == [0.5, 0, 0.5, 0, 1]
    assert (rows[0]["supplying_chain_en"], rows[0]["buying_chain_en"]) == ("One", "Two")


def test_a_firm_of_two_chains_ties_them(ask):
    rows = ask("chain_shared_firms").to_dict("records")
    assert [(r["chain_id"], r["other_chain_id"], r["shared_firms"]) for r in rows] == [
        ("A", "B", 1)
    ]
    assert rows[0]["output_ytd"] == 40


def test_every_chains_segments_come_with_their_open_firms(ask):
    rows = ask("nine_segments").to_dict("records")
    assert [r["segment_id"] for r in rows] == ["A1", "A3", "A2", "B1", "D1"]
    assert [r["firms"] for r in rows] == [2, 0, 2, 2, 1]
    assert rows[0]["output_ytd"] == 100 and rows[2]["output_ytd"] == 40
    assert rows[2]["output_growth"] == pytest.approx(-0.2)


# Ties


def test_a_tie_runs_from_the_chain_that_supplies_more():
    ties = supply_ties(supplied(("B", "A", 30.0, 1), ("A", "B", 150.0, 2), ("D", "B", None, 2)))
    assert ties == [Tie("A", "B", 150.0, 30.0, 3), Tie("D", "B", 0.0, 0.0, 2)]
    assert ties[0].total == 180


def test_a_chain_is_not_tied_to_itself_and_negative_money_is_none():
    ties = supply_ties(supplied(("A", "A", 9.0, 9), ("A", "B", -4.0, 1), ("B", "A", 1.0, 1)))
    assert ties == [Tie("B", "A", 1.0, 0.0, 2)]
    assert supply_ties(supplied()) == [] and backbone([], 4) == []


def test_shared_firms_tie_without_a_direction():
    columns = ["chain_id", "other_chain_id", "shared_firms"]
    frame = pd.DataFrame([("A", "B", 2), ("A", "C", 5), ("A", "A", 9)], columns=columns)
    assert shared_ties(frame) == [Tie("A", "C", 5.0, 0.0, 5), Tie("A", "B", 2.0, 0.0, 2)]


def test_the_backbone_is_the_heaviest_tree_and_the_strongest_of_the_rest():
    square = [("A", "B", 10), ("B", "C", 9), ("A", "C", 8), ("C", "D", 1), ("A", "D", 2)]
    ties = [Tie(a, b, float(value), 0.0, 1) for a, b, value in square]
    assert [(t.start, t.end) for t in backbone(ties, 0)] == [("A", "B"), ("B", "C"), ("A", "D")]
    assert [(t.start, t.end) for t in backbone(ties, 1)] == [
        ("A", "B"), ("B", "C"), ("A", "C"), ("A", "D"),
    ]  # fmt: skip
    assert backbone(ties, 9) == sorted(ties, key=lambda tie: -tie.total)


@pytest.mark.parametrize("seed", range(8))
def test_the_backbone_weighs_what_networkx_says(seed):
    chance = random.Random(seed)
    pairs = [(f"C{a}", f"C{b}") for a in range(9) for b in range(a) if chance.random() < 0.7]
    ties = [Tie(a, b, float(chance.randint(1, 5)), 0.0, 1) for a, b in pairs]
    graph = nx.Graph()
    graph.add_weighted_edges_from((tie.start, tie.end, tie.total) for tie in ties)
    tree = nx.maximum_spanning_tree(graph, algorithm="prim")
    assert sum(tie.total for tie in backbone(ties, 0)) == tree.size(weight="weight")
    chance.shuffle(ties)
    assert backbone(ties, 3) == backbone(ties[::-1], 3)


# Places


def test_a_stage_is_as_wide_as_its_fullest_lane_needs_in_two_rows():
    found = lanes(["A", "B"], segments(A="uuuuumd", B="umm"))
    assert found.zones == (("上游", 0, 3), ("中游", 3, 1), ("下游", 4, 1))
    assert found.slots == 5
    assert found.places["A0"] == (0.5, 0.25) and found.places["A1"] == (0.75, 0.75)
    assert found.places["B0"] == (1.5, 1.5)  # alone, in the middle of its zone
    assert {y for x, y in found.places.values() if x == 3.5} == {0.25, 1.25, 1.75}


def test_no_two_segments_stand_at_one_place():
    frame, listed = city()
    places = lanes([*listed["chain_id"]], frame).places
    assert len(set(places.values())) == len(places) == len(frame)


def test_nothing_moves_when_firms_output_and_lights_change():
    frame, listed = city()
    before = lanes([*listed["chain_id"]], frame).places
    changed = frame.assign(firms=0, output_ytd=None, light=None)
    assert lanes([*listed["chain_id"]], changed).places == before


def test_an_unknown_stage_counts_as_the_last_and_a_strange_chain_is_left_out():
    found = lanes(["A"], segments(A="u?", Z="u"))
    assert found.zones == (("上游", 0, 1), ("配套", 1, 1))
    assert [*found.places] == ["A0", "A1"]


def test_a_city_without_segments_has_lanes_without_zones():
    found = lanes(["A"], segments())
    assert (found.chains, found.zones, found.places, found.slots) == (("A",), (), {}, 0)


def test_gaps_and_warnings_are_counted_and_named_for_each_chain():
    frame = segments(A="uumm", B="u")
    frame["firms"] = [0, 3, 3, 0, 1]
    frame["light"] = [None, "warning", "danger", "danger", "steady"]
    found = counted(cards("A", "B", "C"), frame).set_index("chain_id")
    assert found["gaps"].to_dict() == {"A": 2, "B": 0, "C": 0}
    assert found["warnings"].to_dict() == {"A": 2, "B": 0, "C": 0}  # a gap warns no more
    assert found.loc["A", "gap_names"] == "环节A0、环节A3"
    assert found.loc["A", "warning_names"] == "环节A1、环节A2"


# The picture


def test_a_gap_is_hollow_and_dashed_and_one_firm_is_ringed():
    frame = segments(A="uuu")
    frame["firms"] = [0, 1, 9]
    option = nine(shown(frame, cards("A")))
    gap, one, many = (node(option, f"s:A{i}")["itemStyle"] for i in range(3))
    assert (gap["color"], gap["borderType"]) == ("#FFFFFF", "dashed")
    assert one["borderWidth"] == 3 and "borderWidth" not in many


def test_a_light_is_told_by_shape_as_well_as_by_colour():
    frame = segments(A="uuuu")
    frame["light"] = ["healthy", "warning", "danger", None]
    option = nine(shown(frame, cards("A")))
    found = [node(option, f"s:A{i}").get("symbol", "circle") for i in range(4)]
    assert found == ["circle", "diamond", "triangle", "rect"]


def test_the_two_kinds_of_ties_differ_in_dash_and_in_colour():
    frame, listed = city()
    ties = {"supply": [Tie("C0", "C3", 5.0, 1.0, 4)], "shared": [Tie("C0", "C3", 2.0, 0.0, 2)]}
    supply, shared = series(nine(shown(frame, listed, **ties)), "ties")["links"]
    assert supply["lineStyle"]["type"] == "solid" and shared["lineStyle"]["type"] == "dashed"
    assert supply["lineStyle"]["color"] != shared["lineStyle"]["color"]
    assert supply["symbol"] == ["none", "arrow"] and shared["symbol"] == ["none", "none"]
    assert "¥0.05 m" in supply["tooltip"]["formatter"]
    assert "2 firms stand in both" in shared["tooltip"]["formatter"]


def test_arcs_bow_to_the_left_whichever_way_they_run():
    frame, listed = city()
    ties = [Tie("C0", "C8", 5.0, 1.0, 4), Tie("C8", "C1", 4.0, 1.0, 4)]
    down, up = series(nine(shown(frame, listed, supply=ties)), "ties")["links"]
    assert down["lineStyle"]["curveness"] < 0 < up["lineStyle"]["curveness"]


def test_a_tie_of_a_chain_that_is_not_there_is_left_out():
    frame = segments(A="u")
    ties = [Tie("A", "Z", 5.0, 1.0, 4)]
    assert series(nine(shown(frame, cards("A"), supply=ties)), "ties")["links"] == []


def test_a_bubbles_area_stands_for_output_and_none_is_the_smallest():
    frame, listed = segments(A="u", B="u", C="u"), cards("A", "B", "C")
    listed["light"], listed["output_ytd"] = "healthy", [400.0, 100.0, None]
    sizes = [one["symbolSize"] for one in series(nine(shown(frame, listed)), "ties")["data"]]
    assert sizes[0] == 2 * sizes[1] and sizes[2] == 12


@pytest.mark.parametrize("narrow", [False, True])
def test_both_screens_show_every_segment_and_every_chain_in_one_order(narrow):
    frame, listed = city()
    option = nine(shown(frame, listed))
    drawn = [one["id"] for one in series(option, "dots", narrow=narrow)["data"]]
    assert drawn == [f"s:{one}" for one in frame["segment_id"]]
    for name in ("ties", "lanes"):
        found = [one["id"] for one in series(option, name, narrow=narrow)["data"]]
        assert found == [f"c:{one}" for one in listed["chain_id"]]


def test_a_click_tells_the_chain_or_the_segment():
    frame, listed = city()
    option = nine(shown(frame, listed))

    def click(name, place, kind=""):
        group = {"series_id": name, "data_indices": [place], "data_type": kind}
        return figures.picked({"selection": {"selected": [group]}}, option)

    assert chain_id(click("lanes", 3)) == "C3" and segment_id(click("lanes", 3)) is None
    assert chain_id(click("ties", 0, "node")) == "C0"
    assert segment_id(click("dots", 1)) == "C01" and chain_id(click("dots", 1)) is None
    assert chain_id(click("ties", 0, "edge")) is None and chain_id(None) is None


@pytest.mark.parametrize("letters", [2, 4, 9])
def test_names_do_not_touch_each_other_on_the_widest_screen(letters):
    frame, listed = city()
    frame["segment"] = ["环节名称很长的一个环节"[:letters]] * len(frame)
    whole = shown(frame, listed)
    lane, half = (nine_height(whole.lanes) - 8) / 9.7, letters * 12 / 2
    found = [one["value"] for one in series(nine(whole), "names")["data"]]
    boxes = [(x * 1490 / 1008, y * lane) for x, y in found]
    assert len(boxes) > len(frame) / 4
    for (x, y), (u, v) in combinations(boxes, 2):
        assert abs(x - u) >= 2 * half or abs(y - v) >= 13


def test_gaps_are_named_before_all_else():
    frame = segments(A="u" * 6)
    frame["segment"] = ["很长的环节名称之一"] * 6
    frame["firms"] = [50, 0, 50, 50, 50, 50]
    first = series(nine(shown(frame, cards("A"))), "names")["data"][0]
    assert first["label"] == {
        "formatter": "很长的环节名称之一", "color": "#B3261E", "fontWeight": "bold",
    }  # fmt: skip
    assert style(nine(shown(frame, cards("A"))), "names")["labelLayout"] == {"hideOverlap": True}


def test_the_picture_fits_its_budget():
    frame, listed = city()
    pairs = [Tie(f"C{a}", f"C{b}", 1.0 + a, 0.0, 1) for a in range(9) for b in range(a)]
    with speaking("zh"):
        option = nine(shown(frame, listed, supply=backbone(pairs, 4), shared=backbone(pairs, 4)))
    sent = json.dumps(option, allow_nan=False, separators=(",", ":"))
    assert len(sent) < 160_000
    assert len(series(option, "dots")["data"]) + len(series(option, "ties")["data"]) <= 300


def test_nothing_is_written_smaller_than_12_pixels():
    frame, listed = city()
    text = json.dumps(nine(shown(frame, listed)))
    sizes = [float(part.split(",")[0].split("}")[0]) for part in text.split('"fontSize": ')[1:]]
    assert sizes and min(sizes) >= 12


@pytest.mark.parametrize("dark", [False, True])
def test_names_with_html_and_braces_are_harmless(dark):
    frame, listed = segments(A="uu"), cards("A")
    frame["segment"] = frame["chain"] = HOSTILE
    listed["name"] = listed["chiefs"] = listed["department"] = listed["liaison"] = HOSTILE
    frame["firms"] = [0, 3]
    ties = {"supply": [], "shared": []}
    option = nine(shown(frame, listed, **ties), dark=dark)
    for drawing in option["media"]:
        for one in drawing["option"]["series"]:
            for item in one.get("data", []):
                assert "<img" not in item.get("tooltip", {}).get("formatter", "")
                assert "{b}" not in item.get("label", {}).get("formatter", "")


def test_an_empty_chain_keeps_its_lane_and_a_chain_of_one_firm_its_ring():
    frame = segments(A="", D="s")
    frame["firms"] = 1
    option = nine(shown(frame, cards("A", "D")))
    assert [one["name"] for one in series(option, "lanes")["data"]] == ["链A", "链D"]
    assert node(option, "s:D0")["itemStyle"]["borderWidth"] == 3
    assert series(option, "lanes")["data"][0]["value"][1] == 0.5


def test_5000_firms_in_one_segment_leave_the_other_dots_visible():
    frame = segments(A="uu")
    frame["firms"] = [5000, 2]
    option = nine(shown(frame, cards("A")))
    sizes = [node(option, f"s:A{i}")["symbolSize"] for i in range(2)]
    assert sizes == [20, 8]


def test_no_chain_at_all_is_a_sentence():
    option = nine(shown(segments(), cards()))
    assert option["series"] == [] and "no chain" in option["title"]["text"]


def test_missing_people_and_figures_are_dashes():
    listed = cards("A")
    listed[["chiefs", "department", "liaison", "output_ytd"]] = None
    text = json.dumps(nine(shown(segments(A="u"), listed)), ensure_ascii=False)
    assert "nan" not in text.lower() and "None" not in text and "—" in text


def test_the_height_follows_the_lanes_and_the_words_say_the_sums():
    frame, listed = city()
    whole = shown(frame, listed)
    assert nine_height(whole.lanes) > nine_height(lanes(["A"], segments(A="u"))) > 100
    gaps = int((frame["firms"] == 0).sum())
    assert f"without a local firm: {gaps}" in nine_words(whole)
