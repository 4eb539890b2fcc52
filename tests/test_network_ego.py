"""The firms around one firm: the questions, the graph, where it stands, and the picture."""

import json
import time
from itertools import pairwise
from pathlib import Path

import networkx as nx
import pandas as pd
import pytest
from founding import asking, founded

from chains import i18n, queries
from chains.figures.ego import ego_height, ego_network, ego_picked, ego_words
from chains.figures.months import firm_months
from chains.network.ego import ego, firms, pairs, places

TOWN = Path(__file__).with_name("firm_town.sql").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def edition(tmp_path_factory):
    with founded(tmp_path_factory.mktemp("town"), TOWN).reading() as edition:
        yield edition


@pytest.fixture(scope="module")
def ask(edition):
    return asking(edition)


@pytest.fixture(scope="module")
def around(edition):
    return lambda firm: edition.fetch(queries.query("firm_links"), firm=firm)


@pytest.fixture(autouse=True)
def _english():
    with i18n.speaking("en"):
        yield


def link(supplier, customer, value=1.0, tie="供应商", source="企业申报", **more):
    return {
        "tie": tie, "supplier": supplier, "supplier_name": f"{supplier}厂", "customer": customer,
        "customer_name": f"{customer}厂", "product": "品", "annual_value": value, "year": 2022,
        "link_source": source, "confidence": 0.9, **more,
    }  # fmt: skip


COLUMNS = list(link("S", "F"))


def frame(*rows):
    return pd.DataFrame(list(rows), columns=COLUMNS)


def states(*codes, light="healthy"):
    return pd.DataFrame(
        [{"uscc": c, "segment": "一上", "output_ytd": 5.0, "light": light} for c in codes],
        columns=["uscc", "segment", "output_ytd", "light"],
    )


def drawn(graph, known=None, *, dark=False):
    known = states() if known is None else known
    return ego_network(graph, places(graph), places(graph, narrow=True), known, dark=dark)


def series(option, screen):
    """The nodes by id, and the links by their ends, of the wide or the narrow drawing."""
    picture = option["media"][0 if screen == "narrow" else 1]["option"]["series"][1]
    nodes = {node["id"]: node for node in picture["data"]}
    return nodes, {(one["source"], one["target"]): one for one in picture["links"]}


def test_a_firm_is_found_by_words_in_any_order_and_a_closed_one_is_not(ask):
    found = lambda **values: [row["uscc"] for row in ask("firm_search", **values)]  # noqa: E731 - short
    assert found(words="甲") == ["A"]
    assert found(words=" 厂  乙") == ["B"]
    assert found(words="b") == ["B"]  # the code too, in small letters
    assert found(words="%") == found(words="无此厂") == found(words="'; --") == []
    assert found() == ["B", "A", "C", "D", "E", "F", "N"]  # 330, 110, and no output
    assert found(words="", limit=2) == ["B", "A"]


def test_what_was_chosen_comes_first_whatever_is_searched_for(ask):
    found = [row["uscc"] for row in ask("firm_search", words="甲厂", chosen="F,Z,nobody", limit=2)]
    assert found == ["F", "A"]


def test_a_firm_in_two_segments_is_found_once_and_told_by_the_first(ask):
    (row,) = ask("firm_search", words="甲厂")
    assert (row["county"], row["segment"], row["output_ytd"]) == ("东", "一上", 110)


def test_a_firm_counts_each_open_partner_once_and_not_itself(ask):
    (row,) = ask("firm", firm="A")
    assert (row["suppliers"], row["customers"]) == (3, 2)  # B, C, D; D and B
    assert row["bought"] == 60 + 20 + 30 + 40
    assert row["output_growth"] == pytest.approx(0.1)
    assert ask("firm", firm="Z") == []


def test_a_firm_without_links_or_reports_is_a_row_with_nothing_known(ask):
    (row,) = ask("firm", firm="N")
    assert (row["suppliers"], row["customers"]) == (0, 0)
    assert all(pd.isna(row[name]) for name in ("bought", "sold", "output_ytd", "county"))


def test_months_tell_the_output_of_the_month_alone_and_a_year_before(ask):
    rows = {row["month"]: row for row in ask("firm_months", firm="A")}
    assert list(rows) == ["2022-10", "2022-02", "2021-10", "2021-02"]
    assert rows["2022-10"]["output_month"] == 80  # 110 - 30
    assert rows["2022-02"]["output_month"] == 30  # a year begins anew
    assert rows["2022-02"]["output_growth"] == pytest.approx(0.5)
    assert pd.isna(rows["2021-10"]["output_growth"])


def test_a_firms_place_in_a_segment_is_among_the_open_firms_that_report(ask):
    rows = {row["segment_id"]: row for row in ask("firm_segments", firm="A")}
    assert [rows[one]["firms"] for one in ("S1", "S2")] == [3, 1]
    assert [rows[one]["output_rank"] for one in ("S1", "S2")] == [2, 1]
    assert rows["S1"]["output_share"] == pytest.approx(110 / 440)
    (silent,) = ask("firm_segments", firm="C")
    assert pd.isna(silent["output_rank"]) and pd.isna(silent["output_share"])
    assert ask("firm_segments", firm="Z") == []


def test_a_firms_issues_come_with_their_state_those_not_closed_first(ask):
    rows = ask("firm_issues", firm="A")
    assert [(row["issue_id"], row["state"]) for row in rows] == [
        ("I1", "overdue"),
        ("I2", "closed"),
    ]


def test_officers_are_those_assigned_today(ask):
    assert [row["name"] for row in ask("firm_officers", firm="A")] == ["干甲"]


def test_projects_are_those_whose_builder_has_the_firms_name(ask):
    rows = {row["project_id"]: row for row in ask("firm_projects", firm="A")}
    assert set(rows) == {"P1", "P2"}
    assert rows["P1"]["completion"] == 0.5 and rows["P1"]["month"] == "2022-10"
    assert rows["P2"]["state"] == "not_reported" and rows["P2"]["month"] == "2022-10"


def test_how_firms_stand_is_answered_for_the_open_ones_that_were_asked(ask):
    rows = ask("firm_states", firms="B,A,Z,'")
    assert [(row["uscc"], row["segment"]) for row in rows] == [("A", "一上"), ("B", "一上")]
    assert rows[0]["output_growth"] == pytest.approx(0.1)


def test_links_go_two_steps_and_leave_out_closed_firms_and_loops(around):
    rows = around("A")
    told = [(row.tie, row.supplier, row.customer, row.product) for row in rows.itertuples()]
    assert told == [
        ("供应商", "B", "A", "钢"), ("供应商", "D", "A", "箱"), ("供应商", "C", "A", "油"),
        ("供应商", "B", "A", "铁"),
        ("客户", "A", "B", "承"), ("客户", "A", "D", "轴"),
        ("供应商的供应商", "C", "B", "油"), ("供应商的供应商", "E", "B", "砂"),
        ("客户的客户", "D", "F", "机"),
    ]  # fmt: skip


def test_the_town_as_a_graph_of_five_columns(around):
    graph = ego(around("A"), "A", "甲厂")
    assert set(graph) == {"0:A", "-1:B", "-1:C", "-1:D", "1:B", "1:D", "-2:E", "2:F"}
    assert graph.edges["-1:B", "0:A"]["value"] == 80  # parallel links are one
    assert not graph.edges["-1:B", "0:A"]["inferred"] and graph.edges["-1:C", "0:A"]["inferred"]
    assert graph.nodes["-1:B"]["share"] == pytest.approx(80 / 150)
    assert graph.graph["among"] == 1  # C supplies B, and both supply A
    assert graph.edges["0:A", "1:B"]["value"] == 0  # a negative value counts nothing
    assert graph.edges["0:A", "1:D"]["links"][0]["value"] is None
    assert graph.nodes["1:D"]["share"] is None  # a side without money has no shares


def test_a_firm_that_supplies_itself_through_others_is_told(around):
    graph = ego(around("A"), "A", "甲厂")
    assert {data["uscc"] for _n, data in graph.nodes(data=True) if data["both"]} == {"B", "D"}
    assert graph.graph["both"] == 2
    assert nx.is_directed_acyclic_graph(graph)  # columns unroll every cycle


def test_a_longer_cycle_is_told_too():
    rows = frame(link("S", "F"), link("F", "C", tie="客户"), link("C", "S", tie="客户的客户"))
    graph = ego(rows, "F", "F厂")
    assert graph.graph["both"] == 1 and graph.nodes["-1:S"]["both"]


def test_beyond_the_largest_eleven_the_others_are_one_node():
    rows = [link(f"S{i:02d}", "F", float(i)) for i in range(14)]
    graph = ego(frame(*rows, link("T", "S00", tie="供应商的供应商")), "F", "F厂")
    assert [n for n in graph if n.startswith("-1:")][:2] == ["-1:S13", "-1:S12"]
    assert graph.nodes["-1:others"]["count"] == 3
    assert graph.edges["-1:others", "0:F"]["value"] == 0 + 1 + 2
    assert "-2:T" in graph and graph.degree("-2:T") == 0  # its customer is among the others


def test_five_thousand_suppliers_are_twelve_nodes_in_an_instant():
    rows = frame(*(link(f"S{i:04d}", "F", float(i % 97)) for i in range(5000)))
    started = time.perf_counter()
    graph = ego(rows, "F", "F厂")
    option = drawn(graph)
    assert time.perf_counter() - started < 1
    assert len(graph) == 13 and graph.nodes["-1:others"]["count"] == 4989
    assert len(json.dumps(option)) < 100_000


def test_a_firm_alone_is_a_sentence():
    graph = ego(frame(), "F", "F厂")
    assert list(graph) == ["0:F"]
    assert "No supply link" in drawn(graph)["title"]["text"]
    assert ego_height(places(graph), places(graph, narrow=True)) == 300
    assert "0 local suppliers" in ego_words(graph)


def test_places_depend_on_the_links_and_not_on_their_order(around):
    rows = around("A")
    one, other = ego(rows, "A", "甲厂"), ego(rows.iloc[::-1], "A", "甲厂")
    assert places(one) == places(other)
    assert places(one, narrow=True) == places(other, narrow=True)


def test_suppliers_stand_left_and_customers_right_the_largest_on_top(around):
    at = places(ego(around("A"), "A", "甲厂"))
    assert {node: x for node, (x, _y) in at.items()} == {
        "-2:E": 0, "-1:B": 1, "-1:D": 1, "-1:C": 1, "0:A": 2, "1:B": 3, "1:D": 3, "2:F": 4,
    }  # fmt: skip
    assert at["-1:B"][1] < at["-1:D"][1] < at["-1:C"][1]  # 80, 40, 30
    assert len(set(at.values())) == len(at)


def test_further_firms_stand_beside_their_partners():
    rows = [link(f"S{i}", "F", 9.0 - i) for i in range(3)]
    rows += [link(f"T{i}", f"S{2 - i}", tie="供应商的供应商") for i in range(3)]
    at = places(ego(frame(*rows), "F", "F厂"))
    assert [at[f"-2:T{i}"][1] for i in range(3)] == [at[f"-1:S{2 - i}"][1] for i in range(3)]


def test_on_a_telephone_only_direct_partners_stand_one_under_another(around):
    at = places(ego(around("A"), "A", "甲厂"), narrow=True)
    assert set(at) == {"-1:B", "-1:D", "-1:C", "0:A", "1:B", "1:D"}
    heights = sorted(y for _x, y in at.values())
    assert min(b - a for a, b in pairwise(heights)) >= 1


@pytest.mark.parametrize("screen", ["wide", "narrow"])
def test_inferred_links_are_dashed_and_thicker_ones_carry_more(around, screen):
    _nodes, links = series(drawn(ego(around("A"), "A", "甲厂")), screen)
    styles = {ends: one["lineStyle"] for ends, one in links.items()}
    assert styles["-1:C", "0:A"]["type"] == "dashed" and "type" not in styles["-1:B", "0:A"]
    widths = [styles[f"-1:{firm}", "0:A"]["width"] for firm in "BDC"]
    assert widths == sorted(widths, reverse=True) and widths[0] > widths[2]


def test_a_partner_with_more_than_half_of_the_money_has_a_ring(around):
    option = drawn(ego(around("A"), "A", "甲厂"))
    nodes, _links = series(option, "wide")
    thick = {node for node, one in nodes.items() if one["itemStyle"]["borderWidth"] == 4}
    assert thick == {"0:A", "-1:B"}
    assert "More than half" in [one["name"] for one in option["baseOption"]["legend"]["data"]]


def test_names_with_html_and_braces_are_letters_in_labels_and_tooltips(around):
    rows = around("A").replace("<b>乙</b>厂", "<i>{a|b}厂")
    option = drawn(ego(rows, "A", "甲厂"))
    nodes, links = series(option, "wide")
    texts = [nodes["-1:B"]["tooltip"]["formatter"], links["-1:B", "0:A"]["tooltip"]["formatter"]]
    assert all("<i>" not in text and "&lt;i&gt;" in text and "{" not in text for text in texts)
    assert "<i>｛a｜b｝厂" in nodes["-1:B"]["label"]["formatter"]


def test_a_link_tells_each_product_with_its_source_and_confidence(around):
    _nodes, links = series(drawn(ego(around("A"), "A", "甲厂")), "wide")
    told = links["-1:B", "0:A"]["tooltip"]["formatter"]
    assert "钢: ¥0.60 m in 2022; inferred, confidence 0.40" in told
    assert "铁: ¥0.20 m in 2022; declared by the firm, confidence 0.90" in told


def test_lights_have_their_shape_and_a_firm_that_is_silent_has_none(around):
    graph = ego(around("A"), "A", "甲厂")
    nodes, _links = series(drawn(graph, states("B", light="danger")), "wide")
    assert nodes["-1:B"]["symbol"] == "triangle" and nodes["-1:C"]["symbol"] == "rect"


@pytest.mark.parametrize("dark", [False, True])
def test_a_picture_is_plain_json_within_the_budget(around, dark):
    graph = ego(around("A"), "A", "甲厂")
    silent = states("A", "B").assign(output_ytd=[float("nan"), 3.0], light=None)
    assert len(json.dumps(drawn(graph, silent, dark=dark), allow_nan=False)) < 150_000


def test_both_drawings_have_the_firms_in_one_order_so_that_a_click_is_understood(around):
    graph = ego(around("A"), "A", "甲厂")
    option = drawn(graph)
    wide, narrow = (list(series(option, screen)[0]) for screen in ("wide", "narrow"))
    assert wide[: len(narrow)] == narrow and len(wide) == len(graph)

    def click(place, kind="node"):
        group = {"series_id": "ego", "data_type": kind, "data_indices": [place]}
        return ego_picked({"selection": {"selected": [group], "areas": []}}, graph)

    assert click(wide.index("2:F")) == "F" and click(0) == "A"
    assert click(0, "edge") is None and click(99) is None and ego_picked(None, graph) is None


def test_a_click_on_the_gathered_ones_opens_no_firm():
    graph = ego(frame(*(link(f"S{i:02d}", "F", float(i)) for i in range(14))), "F", "F厂")
    place = list(series(drawn(graph), "wide")[0]).index("-1:others")
    group = {"series_id": "ego", "data_type": "node", "data_indices": [place]}
    assert ego_picked({"selection": {"selected": [group]}}, graph) is None


def test_every_firm_of_the_picture_is_named_once_for_its_light(around):
    assert sorted(firms(ego(around("A"), "A", "甲厂"))) == ["A", "B", "C", "D", "E", "F"]


def test_the_links_between_single_firms_are_named_for_the_table():
    rows = [link(f"S{i:02d}", "F", float(i)) for i in range(13)]
    graph = ego(frame(*rows, link("T", "S12", tie="供应商的供应商")), "F", "F厂")
    assert pairs(graph) == {("T", "S12"), *((f"S{i:02d}", "F") for i in range(2, 13))}


def test_months_are_two_lines_with_gaps_where_nothing_was_reported(edition):
    option = firm_months(edition.fetch(queries.query("firm_months"), firm="A"))
    earlier, latest = option["series"]
    assert (earlier["name"], latest["name"]) == ("2021", "2022")
    assert latest["data"] == [None, 0.3, *[None] * 7, 1.1, None, None]  # 万元 as millions of yuan
    assert option["yAxis"]["name"] == "¥ m"
    silent = firm_months(edition.fetch(queries.query("firm_months"), firm="N"))
    assert "no monthly report" in silent["title"]["text"]
