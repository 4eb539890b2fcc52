"""The graph of a chain and where its nodes stand."""

import random

import networkx as nx
import pandas as pd
import pytest

from chains.network import chain_graph, crossings, gaps, positions
from chains.network.build import hangs
from chains.network.panorama import _column_place, _columns, _set

NOBODY = pd.DataFrame({"role": [], "name": [], "position": []})
PEOPLE = pd.DataFrame(
    [
        ("liaison", "示例联络员", "科长"),
        ("chief", "示例链长", "市长"),
        ("department", "市工信局", None),
        ("cook", "示例厨师", ""),
    ],
    columns=["role", "name", "position"],
)


def segments(**stages):
    """A frame of segments named as the stage's letters: up="ab" gives two upstream segments."""
    words = {"up": "上游", "mid": "中游", "down": "下游", "by": "配套"}
    rows = [
        (letter, f"环节{letter}", words[stage], False, 10, 1.0, "healthy")
        for stage, letters in stages.items()
        for letter in letters
    ]
    columns = ["segment_id", "name", "stage", "essential", "firms", "output_ytd", "light"]
    return pd.DataFrame(rows, columns=columns)


def flows(*pairs):
    return pd.DataFrame([tuple(pair) for pair in pairs], columns=["from_segment", "to_segment"])


def graph_of(links, people=NOBODY, **stages):
    return chain_graph(segments(**stages), flows(*links), people, chain="示例链")


def in_file_order(graph):
    return _set(_columns(graph), _column_place)


def random_chain(seed):
    chance = random.Random(seed)
    stages = {"up": "abcdef", "mid": "ghijklmnopqr", "down": "stuvw", "by": "xy"}
    links = {tuple(chance.sample("abcdefghijklmnopqrstuvwxy", 2)) for _ in range(40)}
    return graph_of(sorted(links), **stages)


def test_a_chain_holds_its_segments_its_flows_and_those_who_answer():
    graph = graph_of(["ab"], PEOPLE, up="a", down="b")
    assert graph.nodes["a"]["kind"] == "segment" and graph.nodes["a"]["output"] == 1.0
    assert graph.nodes["chain"] == {"kind": "chain", "name": "示例链", "light": None, "firms": None}
    assert [n for n, data in graph.nodes(data=True) if data["kind"] == "person"] == [
        "chief:0",
        "department:0",
        "liaison:0",
    ]
    assert graph.edges["a", "b"]["kind"] == "flow"
    assert graph.edges["chief:0", "chain"]["kind"] == "answers"


def test_a_segment_without_a_firm_is_a_gap():
    frame = segments(up="ab")
    frame["firms"] = [0, 3]
    assert gaps(chain_graph(frame, flows(), NOBODY)) == ["a"]


def test_missing_values_are_none_and_not_a_number():
    frame = segments(up="a")
    frame["output_ytd"], frame["light"], frame["essential"] = float("nan"), None, pd.NA
    found = chain_graph(frame, flows(), NOBODY).nodes["a"]
    assert found["output"] is None and found["light"] is None and found["essential"] is False


def test_self_loops_and_unknown_ends_are_counted_and_parallel_links_are_one():
    graph = graph_of(["aa", "ab", "ab", "az", "zb"], up="a", down="b")
    assert list(graph.edges) == [("a", "b")]
    assert graph.graph == {"self_loops": 1, "unknown_links": 2}


def test_flows_between_a_pair_are_added_and_values_that_are_no_supply_are_none():
    rows = [("a", "b", 60.0, 2), ("a", "b", 40.0, 1), ("b", "c", -5.0, 1), ("c", "d", None, None)]
    links = pd.DataFrame(rows, columns=["from_segment", "to_segment", "annual_value", "links"])
    graph = chain_graph(segments(up="ab", down="cd"), links, NOBODY)
    assert graph.edges["a", "b"]["value"] == 100.0 and graph.edges["a", "b"]["links"] == 3
    assert graph.edges["b", "c"]["value"] is None and graph.edges["b", "c"]["links"] == 1
    assert graph.edges["c", "d"]["value"] is None and graph.edges["c", "d"]["links"] == 0


@pytest.mark.parametrize(
    ("firms", "share", "why"),
    [
        (0, None, None),
        (1, None, "single"),
        (1, 1.0, "single"),
        (2, 0.8, "dominant"),  # four fifths is nearly all
        (2, 0.79, None),
        (5000, 0.95, "dominant"),
        (5000, None, None),  # nobody reports
    ],
)
def test_a_segment_hangs_on_its_only_firm_or_on_the_one_that_makes_nearly_all(firms, share, why):
    assert hangs(firms, share) == why
    frame = segments(up="a").assign(firms=firms, largest_share=share, largest_firm="甲")
    assert chain_graph(frame, flows(), NOBODY).nodes["a"]["hangs"] == why


def test_two_segments_that_feed_each_other_have_places():
    graph = graph_of(["ab", "ba", "bc", "ca"], mid="abcdefghij")
    assert set(positions(graph)) == set("abcdefghij")
    assert set(positions(graph, narrow=True)) == set("abcdefghij")


def test_a_chain_without_segments_has_no_places():
    graph = graph_of([], PEOPLE)
    assert positions(graph) == positions(graph, narrow=True) == {}


def test_a_chain_of_one_segment_has_one_place_on_each_screen():
    graph = graph_of(["aa"], mid="a")
    assert set(positions(graph)) == set(positions(graph, narrow=True)) == {"a"}


def test_two_diagonals_of_a_square_cross_once_and_its_sides_do_not():
    square = {"a": (0, 0), "b": (1, 0), "c": (1, 1), "d": (0, 1)}
    assert crossings(graph_of(["ac", "bd"], up="abcd"), square) == 1
    assert crossings(graph_of(["ab", "bc", "cd", "da"], up="abcd"), square) == 0


def test_lines_from_one_node_do_not_cross():
    star = {"a": (0, 0), "b": (1, 0), "c": (1, 1), "d": (1, 2)}
    assert crossings(graph_of(["ab", "ac", "ad"], up="abcd"), star) == 0


def test_links_that_are_crossed_in_the_file_are_untangled():
    graph = graph_of(["af", "be", "cd"], up="abc", down="def")
    assert crossings(graph, in_file_order(graph)) == 3
    assert crossings(graph, positions(graph)) == 0
    assert crossings(graph, positions(graph, narrow=True)) == 0


@pytest.mark.parametrize("seed", range(8))
def test_there_are_never_more_crossings_than_in_file_order(seed):
    graph = random_chain(seed)
    assert crossings(graph, positions(graph)) <= crossings(graph, in_file_order(graph))


def test_the_same_chain_stands_in_the_same_places_in_whatever_order_it_is_read():
    graph = random_chain(3)
    nodes, edges = list(graph.nodes(data=True)), list(graph.edges(data=True))
    random.Random(1).shuffle(nodes)
    random.Random(2).shuffle(edges)
    other = nx.DiGraph()
    other.add_nodes_from(nodes)
    other.add_edges_from(edges)
    assert positions(other) == positions(graph)
    assert positions(other, narrow=True) == positions(graph, narrow=True)


def test_sizes_lights_and_money_do_not_move_a_segment():
    frame = segments(up="abc", mid="defghijk", down="lm")
    links = flows("ad", "be", "cf", "dl", "em", "gl")
    changed = frame.assign(firms=0, output_ytd=9e9, light="danger", name="改名")
    before, after = (chain_graph(one, links, PEOPLE) for one in (frame, changed))
    assert positions(before) == positions(after)
    assert positions(before, narrow=True) == positions(after, narrow=True)


def test_stages_stand_from_left_to_right():
    places = positions(graph_of(["ab", "bc"], PEOPLE, up="a", mid="b", down="c", by="d"))
    x = [places[node][0] for node in "abcd"]
    assert x == sorted(set(x))


def test_a_large_midstream_stands_in_two_columns_along_its_flows():
    links = [("a", target) for target in "fghij"] + [("b", "f")]
    places = positions(graph_of(links, mid="abcdefghij"))
    assert {places[node][0] for node in "abcde"} == {0.5}
    assert {places[node][0] for node in "fghij"} == {1.5}


def test_a_long_column_is_staggered_so_that_names_have_room():
    places = positions(graph_of([], up="abcdefghijkl"))
    assert len({places[node][0] for node in "abcdefghijkl"}) == 2


def test_on_a_telephone_stages_stand_one_under_another_at_most_three_in_a_row():
    graph = graph_of(["ab", "be"], PEOPLE, up="abcd", mid="efgh", down="ij")
    places = positions(graph, narrow=True)
    rows = [{places[node][1] for node in stage} for stage in ("abcd", "efgh", "ij")]
    assert max(rows[0]) < min(rows[1]) and max(rows[1]) < min(rows[2])
    assert all(0 <= x <= 1 for x, _y in places.values())
    every = [places[node][1] for node in "abcdefghij"]
    assert max(every.count(y) for y in every) <= 3


def test_no_two_nodes_stand_in_one_place():
    for narrow in (False, True):
        places = positions(random_chain(5), narrow=narrow)
        assert len(set(places.values())) == len(places)
