"""How a loss travels in the picture: who is drawn, where, and what is seen at which step."""

import json
import math

import networkx as nx
import pandas as pd
import pytest

from chains.figures.hit import GRADES, WAYS, grade, less
from chains.figures.palette import DARK, LIGHT
from chains.figures.shares import shares, shares_height
from chains.figures.travel import steps, travel, travel_height, travel_picked, travel_words
from chains.i18n import speaking
from chains.network.steps import bands, columns, few, layers, priced, ways

HOSTILE = "<img src=x onerror=alert(1)>{b}|示例公司"


@pytest.fixture(autouse=True)
def _in_english():
    with speaking("en"):
        yield


def tree(*ways, **names):
    """A path from (cause, firm, loss, kind) rows; who is nobody's effect stopped."""
    graph = nx.DiGraph()
    for cause, firm, loss, kind in ways:
        if cause not in graph:
            graph.add_node(cause, step=0, loss=1.0)
        graph.add_node(firm, step=graph.nodes[cause]["step"] + 1, loss=loss)
        graph.add_edge(cause, firm, kind=kind, value=100.0)
    for node, data in graph.nodes(data=True):
        data.update(name=names.get(node, f"示例{node}有限公司"), segment="铸件", chain_id="C1")
    return graph


SMALL = (
    ("a", "b", 1.0, "supply"),
    ("a", "d", 0.5, "supply"),
    ("a", "u", 0.2, "demand"),
    ("b", "e", 0.04, "supply"),
)


def drawing(option, which):
    """Firms and ways of one of the two drawings: "narrow" or "wide"."""
    entry = option["media"][["narrow", "wide"].index(which)]["option"]
    (network,) = [one for one in entry["series"] if one["id"] == "travel"]
    return {one["id"]: one for one in network["data"]}, network["links"]


def running(option, which="wide"):
    """How many ways of each kind have particles."""
    entry = option["media"][["narrow", "wide"].index(which)]["option"]
    return {one["id"]: len(one["data"]) for one in entry["series"] if one["id"] in WAYS}


def large(count=5000):
    """A hub on which thousands depend, and a long tail behind one of them."""
    rows = [("hub", f"f{i:04}", 1 - i / count, "supply") for i in range(count)]
    return tree(*rows, *((f"f{i:04}", f"g{i:04}", 0.3, "demand") for i in range(0, count, 7)))


def test_firms_stand_in_the_column_of_their_step():
    assert layers(tree(*SMALL)) == [["a"], ["b", "d", "u"], ["e"]]
    places = columns(layers(tree(*SMALL)))
    assert [places[one][0] for one in "abdue"] == [0.5, 1.5, 1.5, 1.5, 2.5]
    assert places["d"][1] == pytest.approx(0.5)  # the middle one of three


def test_ways_below_one_another_do_not_cross():
    graph = tree(
        ("a", "b", 0.9, "supply"),
        ("a", "c", 0.8, "supply"),
        ("c", "x", 0.7, "supply"),
        ("b", "y", 0.1, "supply"),
    )
    assert layers(graph)[2] == ["y", "x"]  # as their causes, though x loses more


def test_a_small_loss_that_leads_to_a_large_one_is_drawn():
    rows = [("a", f"f{i:02}", 0.5, "supply") for i in range(20)]
    graph = tree(*rows, ("a", "small", 0.1, "supply"), ("small", "large", 1.0, "supply"))
    drawn = layers(graph, per_step=3)
    assert "small" in drawn[1] and drawn[2] == ["large"]
    assert len(drawn[1]) == 3


def test_of_many_that_stop_those_are_drawn_by_whom_others_lose():
    graph = tree(("z", "b", 0.2, "supply"))
    for number in range(30):
        graph.add_node(f"s{number:02}", step=0, loss=1.0, name="示例", segment=None)
    assert layers(graph, per_step=2)[0][0] == "z"


def test_nobody_is_drawn_without_the_cause_that_is_drawn_too():
    graph = large()
    drawn = layers(graph)
    shown = {firm for layer in drawn for firm in layer}
    assert all(cause in shown for cause, _firm in ways(graph, drawn))
    assert len(ways(graph, drawn)) == len(shown) - 1  # all but the hub have their cause


def test_a_telephone_shows_some_of_the_same_firms():
    graph = large()
    wide, narrow = layers(graph), few(graph, layers(graph))
    assert all(set(less) <= set(more) for less, more in zip(narrow, wide, strict=True))
    assert max(map(len, narrow)) <= 6 < max(map(len, wide)) <= 10


def test_money_goes_before_shares_and_sales_stand_in_for_output():
    frame = pd.DataFrame(
        {
            "uscc": ["b", "d", "stranger"],
            "lost": [math.nan, 5.0, 1.0],
            "sales_lost": [9.0, 0.0, 1.0],
        }
    )
    graph = tree(*SMALL)
    full = priced(graph, frame)
    assert layers(full, per_step=2)[1] == ["b", "d"]
    assert "lost" not in graph.nodes["b"]  # the path that others show is not touched


def test_cycles_self_loops_and_ways_back_draw_nobody_twice():
    graph = tree(*SMALL)
    graph.add_edge("e", "a", kind="demand", value=1.0)
    graph.add_edge("d", "d", kind="supply", value=1.0)
    graph.add_edge("d", "b", kind="supply", value=1.0)
    drawn = layers(graph)
    assert sorted(firm for layer in drawn for firm in layer) == list("abdeu")
    assert set(ways(graph, drawn)) == {("a", "b"), ("a", "d"), ("a", "u"), ("b", "e")}


def test_places_are_the_same_at_every_step_and_for_every_count():
    graph = tree(*SMALL)
    places = [
        {
            firm: one["value"]
            for firm, one in drawing(travel(graph, step=step, moving=on), which)[0].items()
        }
        for which in ("narrow", "wide")
        for step in (0, 1, 2)
        for on in (True, False)
    ]
    assert all(one == places[0] for one in places[:6])
    assert all(one == places[6] for one in places[6:])


def test_what_the_loss_has_not_reached_has_no_words_and_no_way():
    nodes, links = drawing(travel(tree(*SMALL), step=1), "wide")
    assert nodes["b"]["label"]["show"] and not nodes["e"]["label"]["show"]
    seen = {one["target"] for one in links if one["lineStyle"]["opacity"] > 0}
    assert seen == {"b", "d", "u"}


def test_every_firm_reached_says_its_loss_and_its_name():
    nodes, _links = drawing(travel(tree(*SMALL)), "wide")
    said = {firm: one["label"]["formatter"] for firm, one in nodes.items()}
    assert said["a"] == "{g|−100%}\n{c|示例a}"
    assert said["d"].startswith("{g|−50%}") and said["e"].startswith("{g|−4.0%}")


def test_particles_run_on_the_ways_of_the_step_and_only_where_motion_is_wanted():
    graph = tree(*SMALL)
    assert running(travel(graph, step=0, moving=True)) == {"supply": 0, "demand": 0}
    assert running(travel(graph, step=1, moving=True)) == {"supply": 2, "demand": 1}
    assert running(travel(graph, step=2, moving=True)) == {"supply": 1, "demand": 0}
    still = travel(graph, step=1, moving=False)
    assert running(still) == {"supply": 0, "demand": 0}
    assert still["baseOption"]["animation"] is False


def test_how_a_loss_came_is_told_by_colour_and_by_dash():
    _nodes, links = drawing(travel(tree(*SMALL)), "wide")
    style = {one["target"]: one["lineStyle"] for one in links}
    assert style["b"]["type"] != style["u"]["type"] and style["b"]["color"] != style["u"]["color"]
    assert style["b"]["width"] > style["d"]["width"] > style["e"]["width"]
    for paint in (LIGHT, DARK):
        assert len({way.colour(paint) for way in WAYS.values()}) == len(WAYS)


def test_how_hard_a_firm_is_hit_is_told_by_colour_and_by_shape():
    nodes, _links = drawing(travel(tree(*SMALL)), "wide")
    looks = {firm: (one["symbol"], one["itemStyle"]["color"]) for firm, one in nodes.items()}
    kinds = {looks["a"], looks["b"], looks["u"], looks["e"]}
    assert len(kinds) == 4 == len({shape for shape, _colour in kinds})
    assert looks["b"] == looks["d"]  # all and half are of one grade


@pytest.mark.parametrize(
    ("loss", "bound", "said"),
    [
        (1.0, 0.5, "−100%"),
        (0.5, 0.5, "−50%"),
        (0.499, 0.1, "−50%"),
        (0.1, 0.1, "−10%"),
        (0.0995, 0.0, "−10%"),
        (0.004, 0.0, "−0.4%"),
        (0.0, 0.0, "−0.0%"),
    ],
)
def test_a_loss_has_its_grade_and_its_words(loss, bound, said):
    assert grade(loss).bound == bound
    assert less(loss) == said
    assert [one.bound for one in GRADES] == sorted({one.bound for one in GRADES}, reverse=True)


def test_the_headings_count_all_that_were_hit_and_all_that_are_drawn():
    option = travel(tree(*SMALL), counts={0: 1, 1: 1234, 2: 1})
    (heads,) = [one for one in option["media"][1]["option"]["series"] if one["id"] == "headings"]
    said = [one["label"]["formatter"] for one in heads["data"]]
    assert [one.split("}")[0] for one in said] == ["{h|Stopped", "{h|Step 1", "{h|Step 2"]
    assert "1,234 firms, 3 drawn" in said[1] and "drawn" not in said[2]


def test_a_name_is_shown_letter_for_letter_and_runs_nothing():
    option = travel(tree(*SMALL, b=HOSTILE))
    for which in ("narrow", "wide"):
        node = drawing(option, which)[0]["b"]
        assert "<img" not in node["tooltip"]["formatter"]
        assert "&lt;img" in node["tooltip"]["formatter"]
        words = node["label"]["formatter"].replace("{g|", "").replace("{c|", "").replace("}", "")
        assert not set("{|") & set(words)


def test_a_click_gives_the_firm_in_either_drawing():
    option = travel(large())
    for which in ("narrow", "wide"):
        nodes = list(drawing(option, which)[0])
        for place in (0, len(nodes) - 1):
            group = {"series_id": "travel", "data_type": "node", "data_indices": [place]}
            assert travel_picked({"selection": {"selected": [group]}}, option) == nodes[place]


def test_a_product_from_outside_and_an_empty_picture_cannot_be_opened():
    option = travel(tree(("outside:芯片", "b", 0.4, "supply")))
    group = {"series_id": "travel", "data_type": "node", "data_indices": [0]}
    assert next(iter(drawing(option, "wide")[0])) == "outside:芯片"
    heads = option["media"][1]["option"]["series"][-1]["data"]
    assert [one["label"]["formatter"].count("firms") for one in heads] == [0, 1]
    assert travel_picked({"selection": {"selected": [group]}}, option) is None
    assert travel_picked({"selection": {"selected": [group]}}, travel(nx.DiGraph())) is None
    assert travel_picked(None, option) is None


def test_a_loss_that_reaches_nobody_is_a_sentence_or_a_single_dot():
    assert travel(nx.DiGraph())["title"]["text"] == "The loss reaches nobody."
    assert steps(nx.DiGraph()) == [] and travel_height(nx.DiGraph()) > 0
    alone = nx.DiGraph()
    alone.add_node("a", step=0, loss=0.3, name="示例", segment=None)
    assert list(drawing(travel(alone), "narrow")[0]) == ["a"] and steps(alone) == [0]


def test_thousands_of_firms_at_one_hub_stay_within_the_budget():
    graph = large()
    option = travel(graph, moving=True, counts={0: 1, 1: 5000, 2: 715})
    nodes, links = drawing(option, "wide")
    assert len(nodes) <= 60 and len(links) <= 600
    assert len(json.dumps(option, ensure_ascii=False).encode()) < 150_000
    assert travel_height(graph) < 1200


def test_firms_side_by_side_have_room_for_their_names():
    graph = large()
    wide = columns(layers(graph))
    spots = {(round(x, 3), round(y, 3)) for x, y in wide.values()}
    assert len(spots) == len(wide)
    places, spans = bands(few(graph, layers(graph)))
    assert all(low < high for low, high in spans)
    for x, y in places.values():
        assert 1 / 6 - 0.01 <= x <= 5 / 6 + 0.01  # a third of the width for each of three
        assert any(low < y < high for low, high in spans)


def test_texts_are_twelve_pixels_or_more():
    option = json.dumps(travel(tree(*SMALL)))
    found = [float(part.split(",")[0].split("}")[0]) for part in option.split('"fontSize": ')[1:]]
    assert found and min(found) >= 12


def test_the_picture_is_said_in_a_sentence():
    graph = tree(*SMALL)
    assert "1 firms" in travel_words(graph, 0)
    assert "5 of the firms" in travel_words(graph, 2) and "100%" in travel_words(graph, 2)


def test_the_bars_begin_with_the_whole_and_share_an_axis():
    frame = pd.DataFrame(
        {
            "name": ["City", HOSTILE, "None"],
            "at_risk": [0.2, 0.4, 0.0],
            "lost": [10.0, 20.0, 0.0],
            "firms_hit": [3, 2, 0],
        }
    )
    option = shares(frame)
    assert [one["value"] for one in option["series"][0]["data"]] == [20.0, 40.0, 0.0]
    assert option["xAxis"]["max"] == 40.0
    assert "<img" not in option["series"][0]["data"][1]["tooltip"]["formatter"]
    assert "20.0%" in option["yAxis"]["data"][0] and option["yAxis"]["data"][0].startswith("{b|")
    assert shares_height(frame) > 3 * 40
    assert "title" in shares(frame.head(0))


def test_a_long_way_stays_short_on_a_telephone():
    rows = [(f"n{i}", f"n{i + 1}", 0.9, "supply") for i in range(6)]
    graph = tree(*rows, *((f"n{i}", f"m{i}{j}", 0.5, "supply") for i in range(6) for j in range(9)))
    drawn = few(graph, layers(graph))
    assert [len(layer) for layer in drawn] == [1, 3, 3, 3, 3, 3, 3]
    assert [f"n{i}" in layer for i, layer in enumerate(drawn)] == [True] * 7
    assert travel_height(graph) < 1200
