"""A graph on its way to other programs: GraphML, JSON (node-link), frames of nodes and edges."""

import json
import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, TypeAlias

import networkx as nx
import numpy as np
import pandas as pd

Network: TypeAlias = "nx.Graph[Any]"
Value = str | int | float | bool

UNWRITTEN = re.compile("[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
UNKNOWN = "\ufffd"
NODE_TAKEN, EDGE_TAKEN = frozenset({"id"}), frozenset({"source", "target", "key"})


@dataclass(frozen=True)
class Imprint:
    """What stands in every file that is taken away: of which edition it is, and where from.

    `date` is the day on which the edition was published, `month` the last that its data reaches.
    """

    title: str
    edition: int
    date: date
    month: str = ""
    source: str = ""
    preview: bool = False

    @property
    def facts(self) -> dict[str, Value]:
        """As values with names, for files that programs read."""
        return {
            "title": legible(self.title),
            "edition": self.edition,
            "date": self.date.isoformat(),
            "month": legible(self.month),
            "source": legible(self.source),
            "money": "万元 (10,000 yuan)",
            "preview": self.preview,
        }


def legible(text: str) -> str:
    """The text with a mark for each character that XML 1.0 cannot hold, such as control codes."""
    return UNWRITTEN.sub(UNKNOWN, text)


def _value(value: Any) -> Value | None:
    """A value that every format can hold; None for a missing one."""
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, list | tuple | set | frozenset):
        return ", ".join(str(_value(one)) for one in value)
    if value is None or value is pd.NaT or value is pd.NA:
        return None
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, bool | int):
        return value
    return legible(value.isoformat() if isinstance(value, date | datetime) else str(value))


def _values(given: Mapping[Any, Any], taken: frozenset[str], kind: str) -> dict[str, Value]:
    """Attributes without the missing ones; a name that the formats use themselves is changed."""
    found: dict[str, Value] = {}
    for name, value in given.items():
        said = _value(value)
        if said is not None:
            key = legible(str(name))
            found[f"{kind}_{key}" if key in taken else key] = said
    return found


def plain(graph: Network, imprint: Imprint) -> Network:
    """The same graph with texts, numbers and truth values only, and with its imprint.

    A missing value is left out. An edge's own attribute `source`, `target` or `key` is called
    `edge_source` and so on, a node's `id` is `node_id`, since the formats use these names.
    """
    names = {node: legible(str(node)) for node in graph}
    if len(set(names.values())) < len(names):
        raise ValueError("two nodes have the same name once control characters are taken out")
    found: Network = graph.__class__()
    found.graph.update(_values(graph.graph, frozenset(), "graph") | imprint.facts)
    for node, data in graph.nodes(data=True):
        found.add_node(names[node], **_values(data, NODE_TAKEN, "node"))
    for start, end, data in graph.edges(data=True):
        found.add_edge(names[start], names[end], **_values(data, EDGE_TAKEN, "edge"))
    return found


def graphml(graph: Network, imprint: Imprint) -> bytes:
    """The graph as GraphML, as Gephi, Cytoscape, yEd and `networkx.read_graphml` read it."""
    text = "\n".join(nx.generate_graphml(plain(graph, imprint)))
    head = "" if text.startswith("<?xml") else '<?xml version="1.0" encoding="utf-8"?>\n'
    return f"{head}{text}\n".encode()


def node_link(graph: Network, imprint: Imprint) -> bytes:
    """The graph as JSON in node-link form, as `networkx.node_link_graph` and D3 read it."""
    data = nx.node_link_data(plain(graph, imprint), edges="edges")
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()


def frames(graph: Network, imprint: Imprint) -> dict[str, pd.DataFrame]:
    """The nodes (id and attributes), the edges (source, target, attributes), and the imprint."""
    found = plain(graph, imprint)
    nodes = [{"id": node} | data for node, data in found.nodes(data=True)]
    edges = [{"source": a, "target": b} | data for a, b, data in found.edges(data=True)]
    return {
        "nodes": _frame(nodes, ["id"]),
        "edges": _frame(edges, ["source", "target"]),
        "about": about(imprint),
    }


def _frame(rows: list[dict[str, Any]], first: list[str]) -> pd.DataFrame:
    """Rows under every name that one of them has; whole numbers stay whole beside missing ones."""
    names = list(dict.fromkeys([*first, *(name for row in rows for name in row)]))
    columns = {name: _column([row.get(name) for row in rows]) for name in names}
    return pd.DataFrame(columns, columns=names)


def _column(values: list[Any]) -> "pd.Series[Any]":
    whole = {type(value) for value in values} <= {int, type(None)}
    return pd.Series(values, dtype="Int64" if whole and values else object)


def about(imprint: Imprint) -> pd.DataFrame:
    """The imprint as rows, to lie beside tables."""
    return pd.DataFrame(list(imprint.facts.items()), columns=["name", "value"], dtype=object)


WRITES: Mapping[str, tuple[str, Callable[[Network, Imprint], bytes]]] = MappingProxyType(
    {"graphml": ("application/graphml+xml", graphml), "json": ("application/json", node_link)}
)
