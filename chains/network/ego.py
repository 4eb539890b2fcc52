"""The firms around one firm: two steps upstream, two steps downstream, in five columns."""

from statistics import fmean
from typing import Any, NamedTuple

import networkx as nx
import pandas as pd

from chains.network.build import Graph

Point = tuple[float, float]

TOP = 11  # firms of a column that stand by themselves; the others are gathered in one node
COLUMNS = {"供应商": -1, "客户": 1, "供应商的供应商": -2, "客户的客户": 2}
INFERRED = "推断"
OTHERS = "others"
HEADING = 1.0  # rows that a heading takes on a narrow screen


class Tie(NamedTuple):
    """A supply link as seen from the firm in the middle: its far end and its near end."""

    far: str
    name: str
    near: str
    worth: float
    record: dict[str, Any]


def ego(links: pd.DataFrame, firm: str, name: str, *, top: int = TOP) -> Graph:
    """The firm's suppliers and customers, and theirs, from the answer of `firm_links`.

    A node is "<column>:<uscc>", its column from -2 (suppliers of suppliers) to 2 (customers of
    customers), the firm's own 0; "<column>:others" gathers those beyond the `top` largest by money
    (万元 a year, parallel links summed, nothing for a missing or negative value). Nodes have kind
    ("firm" or "others"), column, uscc, name, value, count, share (of its side's money; direct
    partners only) and both: it stands on the other side too, so the firm reaches itself through
    it. Edges have value, inferred (all of it) and links, the records. A direct partner is not
    drawn again further out; `graph.graph` counts such links ("among") and the firms on both sides
    ("both"), and tells the money of each side ("bought", "sold").
    """
    graph: Graph = nx.DiGraph(among=0)
    graph.add_node(f"0:{firm}", **_firm(0, firm, name, 0.0))
    found: dict[int, list[Tie]] = {}
    for tie, column in COLUMNS.items():
        inner = {one.far for one in found.get(column // 2, [])} if abs(column) > 1 else set()
        ties = _ties(links[links["tie"] == tie], column)
        found[column] = [one for one in ties if one.far not in inner]
        graph.graph["among"] += len(ties) - len(found[column])
        _add_column(graph, found[column], column, top)
    left, right = ({one.far for c in side for one in found[c]} for side in ((-1, -2), (1, 2)))
    for _node, data in graph.nodes(data=True):
        data["both"] = data["uscc"] in left & right
    return _summed(graph, found, both=len(left & right))


def places(graph: Graph, *, narrow: bool = False) -> dict[str, Point]:
    """Node -> (x, y), y downwards. Wide: x counts the five columns from 0, y is from 0 to 1.

    `narrow` is for a telephone: suppliers, the firm and customers one under another, x is 0 and y
    counts rows; the firms two steps away have no place there. Further columns follow the mean
    place of their partners, so that few links cross.
    """
    columns = {column: _column(graph, column) for column in range(-2, 3)}
    if narrow:
        return _rows([columns[-1], columns[0], columns[1]])
    found: dict[str, Point] = {}
    for column in (0, -1, 1, -2, 2):
        nodes = columns[column]
        if abs(column) == 2:
            nodes = sorted(nodes, key=lambda node: _height(graph, node, found))
        found |= {node: (column + 2.0, (i + 0.5) / len(nodes)) for i, node in enumerate(nodes)}
    return found


def firms(graph: Graph) -> list[str]:
    """The codes of the firms that stand in the graph by themselves, each once."""
    codes = [data["uscc"] for _node, data in graph.nodes(data=True) if data["kind"] == "firm"]
    return list(dict.fromkeys(codes))


def pairs(graph: Graph) -> set[tuple[str, str]]:
    """Supplier and customer of every link between two firms that stand by themselves."""
    code = nx.get_node_attributes(graph, "uscc")
    return {(code[a], code[b]) for a, b in graph.edges if code[a] and code[b]}


def _firm(column: int, code: str, name: str, value: float) -> dict[str, Any]:
    return {
        "kind": "firm",
        "column": column,
        "uscc": code,
        "name": name,
        "value": value,
        "count": 1,
        "share": None,
    }


def _ties(links: pd.DataFrame, column: int) -> list[Tie]:
    return [_tie(row, column) for row in links.itertuples(index=False)]


def _tie(row: Any, column: int) -> Tie:
    value = None if pd.isna(row.annual_value) else float(row.annual_value)
    record = {
        "product": str(row.product),
        "value": value,
        "year": int(row.year),
        "source": str(row.link_source),
        "confidence": float(row.confidence),
    }
    worth = max(value or 0.0, 0.0)
    if column < 0:
        return Tie(str(row.supplier), str(row.supplier_name), str(row.customer), worth, record)
    return Tie(str(row.customer), str(row.customer_name), str(row.supplier), worth, record)


def _add_column(graph: Graph, ties: list[Tie], column: int, top: int) -> None:
    """The largest far ends by themselves, the others in one node, and the links to both."""
    worth: dict[str, float] = {}
    for one in ties:
        worth[one.far] = worth.get(one.far, 0.0) + one.worth
    names = {one.far: one.name for one in ties}
    ranked = sorted(worth, key=lambda far: (-worth[far], far))
    for far in ranked[:top]:
        graph.add_node(f"{column}:{far}", **_firm(column, far, names[far], worth[far]))
    tail = set(ranked[top:])
    if tail:
        rest = _firm(column, "", "", sum(worth[far] for far in tail))
        graph.add_node(f"{column}:{OTHERS}", **(rest | {"kind": OTHERS, "count": len(tail)}))
    for one in ties:
        _add_link(graph, one, column, OTHERS if one.far in tail else one.far)


def _add_link(graph: Graph, one: Tie, column: int, far: str) -> None:
    """A record added to its edge; what hangs on a firm that is not drawn is not drawn either."""
    inner = column // 2 if abs(column) > 1 else 0
    ends = (f"{column}:{far}", f"{inner}:{one.near}")
    if ends[1] not in graph or (far == OTHERS and inner):
        return
    start, end = ends if column < 0 else ends[::-1]
    if not graph.has_edge(start, end):
        graph.add_edge(start, end, value=0.0, inferred=True, links=[])
    edge = graph.edges[start, end]
    edge["value"] += one.worth
    edge["inferred"] &= one.record["source"] == INFERRED
    edge["links"].append(one.record)


def _summed(graph: Graph, found: dict[int, list[Tie]], *, both: int) -> Graph:
    """The money of each side, and each direct partner's share of it."""
    money = {column: sum(one.worth for one in found[column]) for column in (-1, 1)}
    for _node, data in graph.nodes(data=True):
        if money.get(data["column"]):
            data["share"] = data["value"] / money[data["column"]]
    graph.graph.update(both=both, bought=money[-1], sold=money[1])
    return graph


def _column(graph: Graph, column: int) -> list[str]:
    return [node for node, data in graph.nodes(data=True) if data["column"] == column]


def _height(graph: Graph, node: str, found: dict[str, Point]) -> float:
    """The mean height of a node's partners; those without any, the gathered ones, stand last."""
    return fmean([found[other][1] for other in nx.all_neighbors(graph, node)] or [2.0])


def _rows(groups: list[list[str]]) -> dict[str, Point]:
    """Each group under its heading, one node a row."""
    found: dict[str, Point] = {}
    y = 0.0
    for group in groups:
        y += HEADING if group else 0.0
        found |= {node: (0.0, y + i + 0.5) for i, node in enumerate(group)}
        y += len(group)
    return found
