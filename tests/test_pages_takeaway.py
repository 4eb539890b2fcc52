"""The menu that takes a figure away: what each role finds in it, and what it gives and writes."""

import io
import json
import zipfile
from collections.abc import Callable, Iterator

import networkx as nx
import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from chains import state
from chains.access import ROLES
from chains.figures.options import base, nothing
from chains.figures.palette import LIGHT
from chains.i18n import speaking
from chains.store import Store
from chains.ui import session, takeaway

OPEN_LINKS = """
select count(*)
from supply_link
join enterprise as seller on seller.uscc = supplier and seller.status <> '注销'
join enterprise as buyer on buyer.uscc = customer and buyer.status <> '注销'
"""
PICTURES = ["PNG", "SVG", "HTML"]
DATA = ["GraphML", "JSON", "CSV"]


def menu() -> None:
    """A page with nothing but the menu."""
    import networkx as nx

    from chains import i18n, ui
    from chains.figures.options import nothing
    from chains.figures.palette import LIGHT

    with i18n.speaking("en"):
        graph = nx.DiGraph([("a", "b")])
        ui.takeaway.offer("x", nothing("示例", LIGHT), graph, title="示例 <b>/..\\图")


@pytest.fixture
def here(at: Callable[[Store], None], city_copy: Store) -> Iterator[Store]:
    """A demonstration city in which everybody may try every role."""
    at(city_copy)
    yield city_copy
    session._shown.set(None)


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("role", ROLES)
def test_everybody_may_take_the_picture_and_those_who_export_the_data(role):
    app = AppTest.from_function(menu, default_timeout=60)
    app.query_params["role"] = role
    app.run()
    assert not app.exception
    labels = " ".join(one.proto.label for one in app.get("download_button"))
    may = role in ("analyst", "administrator")
    assert all(word in labels for word in PICTURES)
    assert [word in labels for word in DATA] == [may] * 3


def imprinted(title: str) -> takeaway.Imprint:
    session.begin()
    return takeaway.imprint(title, None)


def test_a_file_says_edition_day_month_and_where_its_links_are_from(here):
    with speaking("en"):
        one = imprinted("示例")
    made = here.records()[0].made_at
    assert (one.edition, one.date, one.month) == (1, made.date(), "2022-10")
    with here.reading() as edition, edition.cursor() as cursor:
        cursor.execute(OPEN_LINKS)
        links = int(cursor.fetchall()[0][0])
    assert one.source.startswith(f"{links:,} supply links: ") and "does not predict" in one.source


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize(
    ("title", "start"),
    [("示例 <b>/..\\图", "示例-b-图-1-"), ("", "chainboard-1-"), ("长" * 300, "长" * 60 + "-1-")],
)
def test_a_file_has_a_name_that_every_system_takes(title, start):
    name = takeaway.file_name(imprinted(title), "svg")
    assert name.startswith(start) and name.endswith(".svg")


@pytest.fixture
def give(here: Store) -> Callable[[str], bytes]:
    """The bytes of a form of a small figure, as its button would give them."""
    one = imprinted("示例")
    assert one.edition == here.current()
    graph = nx.DiGraph([("a", "b")])
    option = {"grid": {}} | base(LIGHT) | nothing("没有", LIGHT)
    tables = {"nodes": None, "edges": pd.DataFrame({"甲": ["=1+1"]})}
    made = takeaway._pictures(lambda: option, one) | takeaway._data(graph, tables, one)
    return lambda form: takeaway.exporter(made[form][1], "see", f"示例 {form}")()


def test_every_form_is_given_and_written_down(give):
    assert give("png").startswith(b"\x89PNG") and "没有".encode() in give("svg")
    assert give("html").startswith(b"<!DOCTYPE html>")
    assert list(nx.read_graphml(io.BytesIO(give("graphml")))) == ["a", "b"]
    assert json.loads(give("json"))["graph"]["edition"] == 1
    with zipfile.ZipFile(io.BytesIO(give("csv"))) as archive:
        assert archive.read("edges.csv").decode("utf-8-sig") == "甲\r\n'=1+1\r\n"
        assert archive.read("nodes.csv").decode("utf-8-sig") == "id\r\na\r\nb\r\n"
    told = [(one.action, one.subject, one.outcome) for one in state.audit.search(state.in_force())]
    assert told == [
        ("export", f"示例 {form}", "done")
        for form in ("csv", "json", "graphml", "html", "svg", "png")
    ]
