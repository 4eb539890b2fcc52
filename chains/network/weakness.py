"""Where chains are weak: the measures of every segment, and what to look at first."""

from typing import Any, TypeAlias

import networkx as nx
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from chains.network.concentration import grade, hhi, largest
from chains.network.influence import influence
from chains.network.upstreamness import upstreamness

Graph: TypeAlias = "nx.DiGraph[str]"
Rows: TypeAlias = NDArray[np.int64]


def product_graph(segments: pd.DataFrame, links: pd.DataFrame) -> Graph:
    """The segments and the products that flow between them, as the chain's plan has them."""
    graph: Graph = nx.DiGraph()
    graph.add_nodes_from(segments["segment_id"].tolist())
    pairs = zip(links["from_segment"].tolist(), links["to_segment"].tolist(), strict=True)
    graph.add_edges_from((a, b) for a, b in pairs if a in graph and b in graph and a != b)
    return graph


def cut_segments(graph: Graph) -> set[str]:
    """The segments without which the products no longer hang together (cut points).

    Arrows count both ways: Hopcroft and Tarjan (1973), Communications of the ACM 16(6):372-378.
    """
    return set(nx.articulation_points(graph.to_undirected()))


def cut_ties(graph: Graph) -> set[tuple[str, str]]:
    """The flows without which the products no longer hang together (bridges), arrows both ways.

    Tarjan (1974), Information Processing Letters 2(6):160-161.
    """
    found = {frozenset(pair) for pair in nx.bridges(graph.to_undirected())}
    return {(a, b) for a, b in graph.edges if frozenset((a, b)) in found}


def _places(frame: pd.DataFrame, column: str, ids: "pd.Index[Any]") -> Rows:
    """The row of each value among `ids`, -1 where it is not there."""
    return np.asarray(ids.get_indexer(pd.Index(frame[column])), dtype=np.int64)


def _concentration(segments: pd.DataFrame, outputs: pd.DataFrame) -> pd.DataFrame:
    """HHI and the largest firm's share of every segment, by reported output."""
    group = _places(outputs, "segment_id", pd.Index(segments["segment_id"]))
    value = outputs["output_ytd"].to_numpy(float)[group >= 0]
    group, n = group[group >= 0], len(segments)
    index = hhi(value, group, n)
    return segments.assign(
        hhi=index,
        largest_share=largest(value, group, n),
        concentration=[grade(one) for one in index],
    )


def _position(segments: pd.DataFrame, supply: pd.DataFrame) -> pd.DataFrame:
    """Upstreamness and influence of the segments of one chain.

    What a segment makes is its reported output, its recorded sales or its recorded purchases,
    whichever is most; what it does not sell within its chain is final use. A gap has no position.
    """
    ids, n = pd.Index(segments["segment_id"]), len(segments)
    one, other = _places(supply, "from_segment", ids), _places(supply, "to_segment", ids)
    value = supply["annual_value"].to_numpy(float)
    sold = np.bincount(one[one >= 0], value[one >= 0], n)
    inside = (one >= 0) & (other >= 0)
    flows = np.zeros((n, n))
    np.add.at(flows, (one[inside], other[inside]), value[inside])
    traded = np.maximum(sold, flows.sum(axis=0))
    output = np.fmax(segments["output_ytd"].to_numpy(float), traded)
    there = segments["firms"].to_numpy() > 0
    found = {
        "upstreamness": upstreamness(flows, output),
        "influence": influence(one[inside], other[inside], value[inside], n),
    }
    return segments.assign(
        **{
            name: np.where(there & np.isfinite(values), values, np.nan)
            for name, values in found.items()
        }
    )


def measures(
    segments: pd.DataFrame, outputs: pd.DataFrame, links: pd.DataFrame, supply: pd.DataFrame
) -> pd.DataFrame:
    """Every segment with its concentration, its place between the others, and what hangs on it.

    Frames as queries/weak_segments, segment_outputs, chain_links and segment_supply give them.
    Each chain is taken by itself, so that a chain's figures are the same in every choice.
    """
    graph = product_graph(segments, links)
    cuts, passed = cut_segments(graph), nx.betweenness_centrality(graph, normalized=False)
    chains = [_position(part, supply) for _, part in segments.groupby("chain_id", sort=False)]
    placed = pd.concat(chains, ignore_index=True) if chains else _position(segments, supply)
    return _concentration(placed, outputs).assign(
        cut_point=[node in cuts for node in placed["segment_id"]],
        betweenness=[float(passed[node]) for node in placed["segment_id"]],
    )


def ties(segments: pd.DataFrame, links: pd.DataFrame, supply: pd.DataFrame) -> pd.DataFrame:
    """The flows that are bridges, with the names of their ends and what is sold along them."""
    names = dict(zip(segments["segment_id"], segments["segment"], strict=True))
    pairs = zip(supply["from_segment"], supply["to_segment"], strict=True)
    sold = dict(zip(pairs, supply["annual_value"], strict=True))
    order = {node: number for number, node in enumerate(names)}
    found = sorted(
        cut_ties(product_graph(segments, links)), key=lambda tie: (order[tie[0]], order[tie[1]])
    )
    rows = [(a, names[a], names[b], sold.get((a, b), np.nan)) for a, b in found]
    return pd.DataFrame(rows, columns=["segment_id", "segment", "to_name", "annual_value"])


def buyers(supplied: pd.DataFrame) -> pd.DataFrame:
    """Buyers whose suppliers are highly concentrated, those that buy most from one of them first.

    A frame as queries/buyer_suppliers gives it: one row for each buyer and supplier, the largest
    supplier of a buyer first.
    """
    first = supplied.drop_duplicates("customer")
    group = _places(supplied, "customer", pd.Index(first["customer"]))
    value, n = supplied["annual_value"].to_numpy(float), len(first)
    index, share = hhi(value, group, n), largest(value, group, n)
    bought = np.bincount(group, value, n)
    found: dict[str, Any] = {
        "uscc": first["customer"],
        "buyer_name": first["buyer_name"],
        "suppliers": np.bincount(group, minlength=n),
        "hhi": index,
        "largest_supplier": first["enterprise"],
        "largest_supplier_share": share,
        "annual_value": bought,
        "most": share * bought,
    }
    high = pd.DataFrame(found)[np.array([grade(one) == "high" for one in index], dtype=bool)]
    ordered = high.sort_values(["most", "uscc"], ascending=[False, True], ignore_index=True)
    return ordered.drop(columns="most")
