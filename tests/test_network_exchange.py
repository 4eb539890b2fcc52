"""A graph that leaves for other programs comes back as it was, and says of which edition it is."""

import csv
import io
import json
import zipfile
from datetime import date

import networkx as nx
import numpy as np
import pandas as pd
import pytest

from chains import export
from chains.network import exchange
from chains.network.exchange import Imprint

HOSTILE = "<img src=x onerror=alert(1)>&\"'\x00\x1b\ufffe]]>示例"
IMPRINT = Imprint("示例链", 7, date(2026, 10, 4), "2022-10", "12 条供应关系")


def network(**more):
    """A cycle, a link to itself, a missing value, a number of numpy's, a hostile name."""
    graph = nx.DiGraph(self_loops=1, nothing=None)
    graph.add_node("a", name=HOSTILE, firms=np.int64(3), share=0.1, gap=False, output=None)
    graph.add_node("b", name="乙", firms=0, share=float("nan"), gap=True, since=date(2022, 1, 2))
    graph.add_node("c", name="=1+1", output=-2.5, id="own", segments=["x", "y"], **more)
    graph.add_edge("a", "b", value=1e-3, source="推断", confidence=np.float64(0.25))
    graph.add_edge("b", "a", value=12345678.9, source="企业申报")
    graph.add_edge("c", "c", value=None, key=1)
    return graph


def same(one, other):
    """Whether two graphs hold the same, down to the types of the values."""
    nodes = dict(one.nodes(data=True)) == dict(other.nodes(data=True))
    edges = sorted(map(repr, one.edges(data=True))) == sorted(map(repr, other.edges(data=True)))
    return nodes and edges and type(one) is type(other)


def test_graphml_is_read_back_by_networkx_as_the_same_graph():
    graph, sent = network(), exchange.plain(network(), IMPRINT)
    back = nx.read_graphml(io.BytesIO(exchange.graphml(graph, IMPRINT)))
    assert same(back, sent)
    kept = {name: back.graph[name] for name in sent.graph}
    assert kept == sent.graph and kept["edition"] == 7 and kept["date"] == "2026-10-04"


def test_json_is_read_back_by_networkx_as_the_same_graph():
    data = exchange.node_link(network(), IMPRINT)
    back = nx.node_link_graph(json.loads(data), edges="edges")
    assert same(back, exchange.plain(network(), IMPRINT))
    assert back.graph == exchange.plain(network(), IMPRINT).graph
    assert back.graph["month"] == "2022-10" and back.graph["source"] == "12 条供应关系"


def test_values_are_those_that_were_given_and_missing_ones_are_left_out():
    found = exchange.plain(network(), IMPRINT)
    assert found.nodes["a"] == {
        "name": "<img src=x onerror=alert(1)>&\"'\ufffd\ufffd\ufffd]]>示例",
        "firms": 3,
        "share": 0.1,
        "gap": False,
    }
    assert found.nodes["b"] == {"name": "乙", "firms": 0, "gap": True, "since": "2022-01-02"}
    assert found.nodes["c"]["segments"] == "x, y"
    assert found.graph["self_loops"] == 1 and "nothing" not in found.graph


def test_where_a_link_is_known_from_does_not_become_where_it_begins():
    found = json.loads(exchange.node_link(network(), IMPRINT))["edges"]
    first = next(edge for edge in found if edge["source"] == "a")
    assert (first["source"], first["target"], first["edge_source"]) == ("a", "b", "推断")
    assert next(edge for edge in found if edge["source"] == "c")["edge_key"] == 1
    nodes = {
        node["id"]: node for node in json.loads(exchange.node_link(network(), IMPRINT))["nodes"]
    }
    assert nodes["c"]["node_id"] == "own"


def test_the_graph_that_is_given_is_not_changed():
    graph = network()
    before = repr(list(graph.nodes(data=True)) + list(graph.edges(data=True)))
    exchange.graphml(graph, IMPRINT)
    assert repr(list(graph.nodes(data=True)) + list(graph.edges(data=True))) == before


def test_two_nodes_that_would_become_one_are_refused():
    graph = nx.DiGraph()
    graph.add_nodes_from(["a\x00", "a\x01"])
    with pytest.raises(ValueError, match="same name"):
        exchange.graphml(graph, IMPRINT)


def test_parallel_links_stay_parallel():
    graph = nx.MultiDiGraph()
    graph.add_edge("a", "b", product="轴承")
    graph.add_edge("a", "b", product="齿轮")
    back = nx.read_graphml(io.BytesIO(exchange.graphml(graph, IMPRINT)))
    assert sorted(data["product"] for _a, _b, data in back.edges(data=True)) == ["轴承", "齿轮"]
    table = exchange.frames(graph, IMPRINT)["edges"]
    assert table["product"].tolist() == ["轴承", "齿轮"]


def test_an_empty_graph_is_a_file_too():
    graph = nx.DiGraph()
    assert len(nx.read_graphml(io.BytesIO(exchange.graphml(graph, IMPRINT)))) == 0
    assert list(exchange.frames(graph, IMPRINT)["edges"].columns) == ["source", "target"]


def tables(graph):
    archive = zipfile.ZipFile(io.BytesIO(export.zipped(exchange.frames(graph, IMPRINT))))
    return {
        name: list(csv.reader(io.StringIO(archive.read(name).decode("utf-8-sig"), newline="")))
        for name in archive.namelist()
    }


def test_tables_have_every_node_and_edge_and_run_nothing():
    found = tables(network())
    assert list(found) == ["nodes.csv", "edges.csv", "about.csv"]
    head, *rows = found["nodes.csv"]
    assert head[:4] == ["id", "name", "firms", "share"]
    assert [row[:3] for row in rows[1:]] == [["b", "乙", "0"], ["c", "'=1+1", ""]]
    assert dict(zip(head, rows[2], strict=True))["output"] == "-2.5"
    head, *rows = found["edges.csv"]
    assert [dict(zip(head, row, strict=True))["edge_source"] for row in rows] == [
        "推断",
        "企业申报",
        "",
    ]
    assert ["edition", "7"] in found["about.csv"] and ["date", "2026-10-04"] in found["about.csv"]


def test_tables_open_in_excel_and_are_the_same_bytes_each_time():
    data = export.zipped({"a": pd.DataFrame({"县市区": ["大祥区"]})})
    assert zipfile.ZipFile(io.BytesIO(data)).read("a.csv") == "\ufeff县市区\r\n大祥区\r\n".encode()
    assert data == export.zipped({"a": pd.DataFrame({"县市区": ["大祥区"]})})
