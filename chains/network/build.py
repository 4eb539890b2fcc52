"""From frames to the graph of one chain: its segments, their flows, and who answers for it."""

from typing import Any, TypeAlias

import networkx as nx
import pandas as pd

Graph: TypeAlias = "nx.DiGraph[str]"

STAGES = ("上游", "中游", "下游", "配套")
ROLES = ("chief", "department", "liaison")
CHAIN = "chain"


def _number(value: Any) -> float | None:
    return None if pd.isna(value) else float(value)


def _word(value: Any) -> str | None:
    return None if pd.isna(value) or value == "" else str(value)


def _segment(row: Any) -> dict[str, Any]:
    """The attributes of a segment's node; an unknown stage counts as the last."""
    firms = int(_number(row.firms) or 0)
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
        "gap": firms == 0,
    }


def _add_segments(graph: Graph, segments: pd.DataFrame) -> None:
    columns = ["segment_id", "name", "stage", "essential", "firms", "output_ytd", "light"]
    for row in segments[columns].itertuples(index=False):
        graph.add_node(str(row.segment_id), **_segment(row))


def _add_flows(graph: Graph, links: pd.DataFrame) -> None:
    """Add the flows between known segments; count what was left out in `graph.graph`."""
    graph.graph.update(self_loops=0, unknown_links=0)
    ends = links[["from_segment", "to_segment"]].itertuples(index=False, name=None)
    for start, end in ((str(a), str(b)) for a, b in ends):
        if start not in graph or end not in graph:
            graph.graph["unknown_links"] += 1
        elif start == end:
            graph.graph["self_loops"] += 1
        else:
            graph.add_edge(start, end, kind="flow")


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
