"""Measures of weakness against the literature, networkx and what can be worked out by hand."""

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from quantecon_book_networks.data import read_industry_X, read_industry_Z

from chains.network.betweenness import SMALL, betweenness
from chains.network.concentration import CUTOFFS, grade, hhi, largest
from chains.network.cuts import bridges, cut_points
from chains.network.findings import NEXT, NOW, WATCH, findings
from chains.network.influence import influence
from chains.network.upstreamness import multiplier, upstreamness
from chains.network.weakness import buyers, cut_segments, cut_ties, measures, product_graph, ties

NONE = np.zeros(0, np.int64)
ELEVEN = [(2, 1), (2, 3), (3, 7), (6, 7), (10, 7), (7, 4), (7, 11), (8, 11), (9, 5), (9, 10)]
US_UPSTREAMNESS = [
    2.9489, 2.9110, 2.0526, 1.2575, 2.1397, 1.0865, 1.0021, 1.6677,
    1.7507, 1.7250, 2.1313, 1.0390, 1.4263, 1.5122, 1.0430,
]  # fmt: skip
US_MULTIPLIER = [
    1.9315, 1.6967, 1.5428, 1.8567, 1.7919, 1.7544, 1.8318, 1.8827,
    1.9153, 1.5795, 1.5147, 1.5513, 1.7138, 1.4952, 1.7863,
]  # fmt: skip


def ends(edges):
    """The suppliers and the customers of edges counted from 0."""
    pairs = np.array(list(edges), dtype=np.int64).reshape(-1, 2)
    return pairs[:, 0], pairs[:, 1]


def drawn(seed):
    """A small network with cycles, parallel and opposite edges and self-loops."""
    random = np.random.default_rng(seed)
    n, m = int(random.integers(1, 40)), int(random.integers(0, 60))
    return random.integers(0, n, m), random.integers(0, n, m), n


def as_graph(supplier, customer, n):
    graph = nx.DiGraph()
    graph.add_nodes_from(range(n))
    graph.add_edges_from((a, b) for a, b in zip(supplier, customer, strict=True) if a != b)
    return graph


def test_shares_of_30_30_20_20_and_40_30_20_10_have_the_published_indices():
    value = np.array([30, 30, 20, 20, 4, 3, 2, 1.0])
    group = np.array([0, 0, 0, 0, 1, 1, 1, 1])
    assert hhi(value, group, 3)[:2] == pytest.approx([2600, 3000])
    assert largest(value, group, 3)[:2] == pytest.approx([0.3, 0.4])
    assert np.isnan(hhi(value, group, 3)[2]) and np.isnan(largest(value, group, 3)[2])


def test_what_is_missing_zero_or_negative_has_no_share():
    value = np.array([5.0, 5.0, 0.0, -100.0, np.nan])
    assert hhi(value, np.zeros(5, int), 1) == pytest.approx([5000])
    assert np.isnan(hhi(np.array([-1.0, 0.0]), np.zeros(2, int), 1)[0])


def test_one_firm_is_all_and_five_thousand_equal_ones_are_two():
    assert hhi(np.array([7.0]), np.array([0]), 1) == pytest.approx([10_000])
    assert hhi(np.ones(5000), np.zeros(5000, int), 1) == pytest.approx([2])


def test_the_cut_offs_are_those_of_the_guidelines_and_an_index_at_one_is_moderate():
    assert (CUTOFFS["us-2023"].moderate, CUTOFFS["us-2023"].high) == (1000, 1800)
    assert (CUTOFFS["us-2010"].moderate, CUTOFFS["us-2010"].high) == (1500, 2500)
    said = [grade(one) for one in (999.9, 1000, 1800, 1800.1, np.nan)]
    assert said == ["low", "moderate", "moderate", "high", "unknown"]
    assert grade(2000, CUTOFFS["us-2010"]) == "moderate"


def test_the_eleven_firms_of_the_esri_paper_have_six_cut_points():
    supplier, customer = ends(ELEVEN)
    assert set(np.flatnonzero(cut_points(supplier, customer, 12))) == {2, 3, 7, 9, 10, 11}


@pytest.mark.parametrize("seed", range(60))
def test_cut_points_and_bridges_are_those_of_networkx(seed):
    supplier, customer, n = drawn(seed)
    both = as_graph(supplier, customer, n).to_undirected()
    found = set(np.flatnonzero(cut_points(supplier, customer, n)))
    assert found == set(nx.articulation_points(both))
    held = {frozenset(pair) for pair in nx.bridges(both)}
    expected = [frozenset(pair) in held for pair in zip(supplier, customer, strict=True)]
    assert bridges(supplier, customer, n).tolist() == expected


def test_parallel_links_between_two_firms_are_one_tie():
    supplier, customer = ends([(0, 1), (0, 1), (1, 0), (1, 2), (2, 2)])
    assert bridges(supplier, customer, 3).tolist() == [True, True, True, True, False]
    assert cut_points(supplier, customer, 3).tolist() == [False, True, False]


def test_a_network_without_links_and_one_without_firms_have_no_cuts():
    assert cut_points(NONE, NONE, 1).tolist() == [False]
    assert bridges(NONE, NONE, 1).tolist() == []
    assert cut_points(NONE, NONE, 0).tolist() == []
    assert betweenness(NONE, NONE, 0)[0].tolist() == []


def test_a_line_of_a_hundred_thousand_firms_is_cut_by_all_but_its_ends():
    line = np.arange(99_999)
    assert cut_points(line, line + 1, 100_000).sum() == 99_998
    assert bridges(line, line + 1, 100_000).all()


def test_the_eleven_firms_have_the_published_betweenness():
    supplier, customer = ends(ELEVEN)
    value, error = betweenness(supplier, customer, 12)
    assert {i: v for i, v in enumerate(value) if v} == {7: 10, 3: 3, 10: 3}
    assert not error.any()


@pytest.mark.parametrize("seed", range(60))
def test_betweenness_is_that_of_networkx(seed):
    supplier, customer, n = drawn(seed)
    known = nx.betweenness_centrality(as_graph(supplier, customer, n), normalized=False)
    found, _error = betweenness(supplier, customer, n)
    assert found == pytest.approx([known[i] for i in range(n)])


def test_sampled_betweenness_is_right_on_the_average_and_its_error_says_how_far_off():
    random, n = np.random.default_rng(3), 2_400
    supplier, customer = random.integers(0, n, 3 * n), random.integers(0, n, 3 * n)
    assert n > SMALL
    exact, nothing = betweenness(supplier, customer, n, sources=n)
    assert not nothing.any()
    draws = [betweenness(supplier, customer, n, sources=256, seed=seed) for seed in range(16)]
    off = np.array([value - exact for value, _error in draws])
    error = np.array([error for _value, error in draws])
    assert off.mean(axis=0).sum() == pytest.approx(0, abs=0.02 * exact.sum())
    assert (off**2).sum() / (error**2).sum() == pytest.approx(1, abs=0.1)
    first = np.argsort(exact)[-100:]
    assert (abs(off[:, first]) < 2 * error[:, first]).mean() > 0.75  # it is skewed: no bell


def test_the_same_seed_gives_the_same_sample():
    supplier, customer = np.random.default_rng(4).integers(0, 2_400, (2, 7_200))
    found = [betweenness(supplier, customer, 2_400, seed=seed)[0] for seed in (0, 0, 1)]
    assert (found[0] == found[1]).all()
    assert not np.allclose(found[0], found[2])


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # its open files
def test_the_us_table_has_the_published_upstreamness_and_multipliers():
    flows, output = read_industry_Z(), read_industry_X()
    assert upstreamness(flows, output) == pytest.approx(US_UPSTREAMNESS, abs=5e-5)
    assert multiplier(flows, output) == pytest.approx(US_MULTIPLIER, abs=5e-5)


def test_each_stage_of_a_line_is_one_further_from_final_use():
    flows = np.array([[0, 10, 0], [0, 0, 10], [0, 0, 0.0]])
    assert upstreamness(flows, np.array([10, 10, 10.0])) == pytest.approx([3, 2, 1])
    assert multiplier(flows, np.array([10, 20, 40.0])) == pytest.approx([1, 1.5, 1.375])


def test_a_cycle_that_lets_half_go_is_two_stages_long():
    flows = np.array([[0, 5], [5, 0.0]])  # U1 = 1 + U2 / 2, U2 = 1 + U1 / 2
    assert upstreamness(flows, np.array([10, 10.0])) == pytest.approx([2, 2])


def test_a_closed_cycle_is_infinitely_far_and_so_is_what_leads_there():
    flows = np.array([[0, 10, 0, 0], [10, 0, 0, 0], [5, 0, 0, 0], [0, 0, 0, 0.0]])
    assert upstreamness(flows, np.array([10, 10, 10, 10.0])).tolist() == [np.inf] * 3 + [1]


def test_a_sector_that_sells_all_to_itself_or_makes_nothing_is_no_fault():
    found = upstreamness(np.array([[10, 0], [0, 0.0]]), np.array([10, 0.0]))
    assert found.tolist() == [np.inf, 1]
    assert upstreamness(np.zeros((0, 0)), np.zeros(0)).tolist() == []


def test_influence_of_one_supplier_and_one_buyer_is_worked_out_by_hand():
    # e = (1/2 + v0/2) / 2 for each; v1 = e, v0 = e + v1/2; the sum is 1, so e = 2/5
    found = influence(np.array([0]), np.array([1]), np.array([9.0]), 2)
    assert found == pytest.approx([0.6, 0.4])


@pytest.mark.parametrize("seed", range(20))
def test_influence_is_pagerank_from_buyer_to_supplier(seed):
    supplier, customer, n = drawn(seed)
    value = np.random.default_rng(seed).normal(1, 1, len(supplier))  # some are negative
    graph = nx.DiGraph()
    graph.add_nodes_from(range(n))
    for seller, buyer, money in zip(supplier, customer, value, strict=True):
        if money > 0:
            held = graph.get_edge_data(buyer, seller, {"weight": 0})["weight"]
            graph.add_edge(buyer, seller, weight=held + money)
    known = nx.pagerank(graph, alpha=0.7, tol=1e-15, max_iter=1000)
    found = influence(supplier, customer, value, n, labour=0.3)
    assert found == pytest.approx([known[i] for i in range(n)], abs=1e-11)
    assert found.sum() == pytest.approx(1)


SEGMENTS = pd.DataFrame(
    [  # a -> b -> c, b -> d; a is the gap, b hangs on one firm, c on one of two, d is spread
        ("a", "A", "C1", "链", "上游", True, 0, 0, np.nan, None, None),
        ("b", "B", "C1", "链", "中游", True, 1, 1, 100.0, "U1", "甲厂"),
        ("c", "C", "C1", "链", "下游", False, 2, 2, 100.0, None, None),
        ("d", "D", "C1", "链", "下游", True, 9, 4, 100.0, None, None),
    ],
    columns=[
        "segment_id", "segment", "chain_id", "chain", "stage", "essential",
        "firms", "reporting", "output_ytd", "uscc", "enterprise",
    ],
)  # fmt: skip
OUTPUTS = pd.DataFrame(
    [("b", 100.0), ("c", 90.0), ("c", 10.0), ("d", 25.0), ("d", 25.0), ("d", 25.0), ("d", 25.0)],
    columns=["segment_id", "output_ytd"],
)
LINKS = pd.DataFrame(
    [("a", "b"), ("b", "c"), ("b", "d"), ("d", "d"), ("a", "gone")],
    columns=["from_segment", "to_segment"],
)
SUPPLY = pd.DataFrame(
    [("b", "c", 25.0), ("b", "d", 25.0), ("b", None, 10.0), ("gone", "c", 99.0)],
    columns=["from_segment", "to_segment", "annual_value"],
)
SOLES = pd.DataFrame(
    [("U1", "甲厂", "b", "B", 4, 60.0, 1), ("U2", "乙厂", "d", "D", 3, 50.0, 9),
     ("U3", "丙厂", "d", "D", 2, 90.0, 9)],
    columns=["uscc", "enterprise", "segment_id", "segment", "sole_buyers", "annual_value", "firms"],
).assign(chain_id="C1", chain="链")  # fmt: skip


def test_a_chains_segments_have_the_measures_worked_out_by_hand():
    rows = measures(SEGMENTS, OUTPUTS, LINKS, SUPPLY).set_index("segment_id")
    assert rows["hhi"].tolist()[1:] == pytest.approx([10_000, 8200, 2500])
    assert rows["concentration"].tolist() == ["unknown", "high", "high", "high"]
    assert rows["cut_point"].tolist() == [False, True, False, False]
    assert rows["betweenness"].to_dict() == {"a": 0, "b": 2, "c": 0, "d": 0}
    # b sells 50 of 100 within the chain, to c and d, which sell to final use: 1 + 1/2
    assert rows["upstreamness"].tolist()[1:] == pytest.approx([1.5, 1, 1])
    assert np.isnan(rows.loc["a", ["upstreamness", "influence", "hhi"]].astype(float)).all()


def test_the_flows_that_are_bridges_are_named_with_their_money():
    found = ties(SEGMENTS, LINKS, SUPPLY)
    assert found[["segment", "to_name"]].to_numpy().tolist() == [["A", "B"], ["B", "C"], ["B", "D"]]
    assert found["annual_value"].tolist()[1:] == [25, 25]


def test_cuts_of_a_chain_are_those_of_its_plan():
    graph = product_graph(SEGMENTS, LINKS)
    graph.add_edge("c", "d")
    assert cut_segments(graph) == {"b"}
    assert cut_ties(graph) == {("a", "b")}


def test_gaps_and_single_firms_come_first_and_each_is_named_once():
    found = findings(measures(SEGMENTS, OUTPUTS, LINKS, SUPPLY), SOLES)
    assert [(one.level, one.segment, one.enterprise, one.kinds) for one in found] == [
        (NOW, "A", None, ("gap",)),
        (NOW, "B", "甲厂", ("alone", "cut", "sole")),
        (NEXT, "D", None, ("concentrated",)),
        (WATCH, "D", "乙厂", ("sole",)),
        (WATCH, "C", None, ("concentrated",)),
    ]
    assert found[1].buyers == 4


def test_a_firm_whose_stop_endangers_much_moves_up_and_one_that_nothing_names_is_added():
    ranking = pd.DataFrame(
        {"uscc": ["U2", "U9", "U1"], "esri": [0.06, 0.02, 0.004], "cut_point": [True, True, False]}
    )
    places = pd.DataFrame(
        [("U2", "乙厂", "d", "D", "C1", "链", 1.0), ("U9", "壬厂", "c", "C", "C1", "链", np.nan)],
        columns=["uscc", "enterprise", "segment_id", "segment", "chain_id", "chain", "output_ytd"],
    )
    found = findings(measures(SEGMENTS, OUTPUTS, LINKS, SUPPLY), SOLES, ranking, places)
    by_firm = {one.enterprise: one for one in found if one.is_firm}
    assert by_firm["乙厂"].level == NOW
    assert by_firm["乙厂"].kinds == ("sole", "systemic", "cut_firm")
    assert (by_firm["壬厂"].level, by_firm["壬厂"].kinds) == (NEXT, ("systemic", "cut_firm"))
    alone = next(one for one in found if "alone" in one.kinds)
    assert alone.esri == 0.004 and "systemic" not in alone.kinds


def test_a_chain_without_segments_has_no_weak_points():
    nothing = measures(SEGMENTS.head(0), OUTPUTS.head(0), LINKS.head(0), SUPPLY.head(0))
    assert len(nothing) == 0
    assert findings(nothing, SOLES.head(0)) == []
    assert len(ties(SEGMENTS.head(0), LINKS, SUPPLY)) == 0


def test_a_chain_of_one_firm_hangs_on_it():
    one = SEGMENTS[SEGMENTS["segment_id"] == "b"]
    found = findings(measures(one, OUTPUTS, LINKS, SUPPLY), SOLES.head(0))
    assert [(each.level, each.kinds) for each in found] == [(NOW, ("alone",))]


def test_buyers_are_ranked_by_what_they_buy_from_one_supplier():
    rows = pd.DataFrame(
        [("B1", "甲", "S1", "一", 90.0), ("B1", "甲", "S2", "二", 10.0),
         ("B2", "乙", "S1", "一", 100.0),
         ("B3", "丙", "S1", "一", 10.0)] + [("B4", "丁", f"S{i}", "多", 50.0) for i in range(10)],
        columns=["customer", "buyer_name", "supplier", "enterprise", "annual_value"],
    )  # fmt: skip
    found = buyers(rows)  # ten equal suppliers are an index of 1000, which is not high
    assert found["uscc"].tolist() == ["B2", "B1", "B3"]
    assert found["hhi"].tolist() == pytest.approx([10_000, 8200, 10_000])
    assert found["largest_supplier_share"].tolist() == pytest.approx([1, 0.9, 1])
    assert found["suppliers"].tolist() == [1, 2, 1]
    assert len(buyers(rows.head(0))) == 0
