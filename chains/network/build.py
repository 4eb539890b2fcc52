"""From frames to the graph of one chain: its segments, their flows, and who answers for it."""

from typing import Any, TypeAlias

import networkx as nx
import pandas as pd

Graph: TypeAlias = "nx.DiGraph[str]"

STAGES = ("上游", "中游", "下游", "配套")
ROLES = ("chief", "department", "liaison")
CHAIN = "chain"
COLUMNS = [
    "segment_id",
    "name",
    "stage",
    "essential",
    "firms",
    "output_ytd",
    "light",
    "largest_firm",
    "largest_share",
]
NEARLY_ALL = 0.8  # of a segment's reported output in one firm: it hangs on that firm


def _number(value: Any) -> float | None:
    return None if pd.isna(value) else float(value)


def _word(value: Any) -> str | None:
    return None if pd.isna(value) or value == "" else str(value)


def hangs(firms: int, share: float | None) -> str | None:
    """Why a segment hangs on one firm: "single" for its only firm, "dominant" for nearly all.

    `share` is the largest firm's part of the reported output, from 0 to 1; no share is no reason.
    """
    if firms == 1:
        return "single"
    return "dominant" if firms > 1 and share is not None and share >= NEARLY_ALL else None


def _segment(row: Any) -> dict[str, Any]:
    """The attributes of a segment's node; an unknown stage counts as the last."""
    firms, share = int(_number(row.firms) or 0), _number(row.largest_share)
    return {
        "kind": "segment",
        "name": str(row.name),
        "stage": row.stage if row.stage in STAGES else STAGES[-1],
        "essential": row.essential is not None
        and not pd.isna(row.essential)
        and bool(row.essential),
        "firms": firms,
        "output": _number(row.output_ytd),
        "light": _word(row.light),
        "gap": firms <= 0,
        "hangs": hangs(firms, share),
        "largest": _word(row.largest_firm),
        "share": share,
    }


def _add_segments(graph: Graph, segments: pd.DataFrame) -> None:
    for row in segments.reindex(columns=COLUMNS).itertuples(index=False):
        graph.add_node(str(row.segment_id), **_segment(row))


def _add_flow(graph: Graph, start: str, end: str, row: Any) -> None:
    """Add a flow, or what it carries to the one that is there: parallel flows are one."""
    value, links = _number(row.annual_value), int(_number(row.links) or 0)
    value = value if value is not None and value > 0 else None
    if graph.has_edge(start, end):
        known = graph.edges[start, end]
        links += known["links"]
        value = known["value"] if value is None else value + (known["value"] or 0.0)
    share = _number(row.inferred_share)
    graph.add_edge(start, end, kind="flow", value=value, links=links, inferred=share)


def _add_flows(graph: Graph, links: pd.DataFrame) -> None:
    """Add the flows between known segments; count what was left out in `graph.graph`."""
    graph.graph.update(self_loops=0, unknown_links=0)
    columns = ["from_segment", "to_segment", "annual_value", "links", "inferred_share"]
    for row in links.reindex(columns=columns).itertuples(index=False):
        start, end = str(row.from_segment), str(row.to_segment)
        if start not in graph or end not in graph:
            graph.graph["unknown_links"] += 1
        elif start == end:
            graph.graph["self_loops"] += 1
        else:
            _add_flow(graph, start, end, row)


def _add_people(graph: Graph, people: pd.DataFrame) -> None:
    """Add the people in the order chief, department, liaison; another role is left out."""
    rows = list(people[["role", "name", "position"]].itertuples(index=False))
    for role in ROLES:
        for number, row in enumerate(row for row in rows if row.role == role):
            key = f"{role}:{number}"
            position = _word(row.position) or ""
            graph.add_node(key, kind="person", role=role, name=str(row.name), position=position)
            graph.add_edge(key, CHAIN, kind="answers")


def chain_graph(
    segments: pd.DataFrame,
    links: pd.DataFrame,
    people: pd.DataFrame,
    *,
    chain: str = "",
    light: str | None = None,
    firms: int | None = None,
) -> Graph:
    """One chain as a graph, its nodes in the order of the frames.

    Nodes have a `kind`: "segment" (the key is segment_id), "chain" (the key is "chain") or "person"
    (the key is "<role>:<number>"); edges are of kind "flow" (segment to segment) or "answers"
    (person to chain). A segment without a firm has `gap`. A segment that flows into itself and a
    link to an unknown segment are left out and counted in `graph.graph` ("self_loops",
    "unknown_links"); parallel links become one; cycles stay. The chain's own number of firms is
    given, since a firm may stand in several segments.

    A segment has `firms`, `output` (万元 this year or None), `light`, `hangs` (see `hangs`), and
    the name and `share` of its `largest` firm. A flow has a `value` (万元 a year, None where no
    supply above zero is known), the number of supply `links` behind it and the `inferred` share.
    """
    graph: Graph = nx.DiGraph()
    _add_segments(graph, segments)
    _add_flows(graph, links)
    graph.add_node(CHAIN, kind="chain", name=chain, light=light, firms=firms)
    _add_people(graph, people)
    return graph


def gaps(graph: Graph) -> list[str]:
    """The segments without a local firm, in the graph's order."""
    return [node for node, data in graph.nodes(data=True) if data.get("gap")]
