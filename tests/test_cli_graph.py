"""python -m chains graph writes a chain's graph in every form, to a file or to a pipe."""

import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as ET

import networkx as nx
import pytest

from chains import state
from chains.cli import main
from chains.cli.options.network_graph import FORMATS
from chains.figures.paper import forms
from chains.network import exchange
from chains.settings import HOME
from chains.store import Store

Run = Callable[..., int]


@pytest.fixture
def chains(city_copy: Store) -> Run:
    """Run a command in Chinese on a demonstration city of the test's own."""
    return lambda *words: main(
        ["--store", str(city_copy.root), "--language", "zh", *map(str, words)]
    )


def names(store: Store) -> list[str]:
    """The segments of the first chain, asked of the table."""
    with store.reading() as edition, edition.cursor() as cursor:
        rows = cursor.execute("select name from segment where chain_id = 'C1'").fetchall()
    return [name for (name,) in rows]


def test_every_form_is_written_and_named(chains: Run, city_copy: Store, tmp_path: Path):
    starts = {"svg": b"<?xml", "graphml": b"<?xml", "json": b"{", "png": b"\x89PNG", "csv": b"PK",
              "html": b"<!DOCTYPE html>"}  # fmt: skip
    assert set(FORMATS) == {*forms.WRITES, *exchange.WRITES, "csv"} == set(starts)
    for form, start in starts.items():
        assert chains("graph", "C1", "--format", form, "--output", tmp_path / form) == 0
        assert (tmp_path / form).read_bytes().startswith(start)
    graph = nx.read_graphml(tmp_path / "graphml")
    segments = {data["name"] for _node, data in graph.nodes(data=True) if data["kind"] == "segment"}
    assert segments == set(names(city_copy))
    svg = "".join(ET.parse(tmp_path / "svg").getroot().itertext())  # noqa: S314 - our own file
    page = (tmp_path / "html").read_text(encoding="utf-8")
    for name in segments:
        assert name in svg
        assert name in page or json.dumps(name)[1:-1] in page
    found = json.loads((tmp_path / "json").read_text(encoding="utf-8"))
    assert (found["graph"]["edition"], found["graph"]["month"]) == (1, "2022-10")
    assert found["graph"]["date"] == f"{city_copy.records()[0].made_at:%Y-%m-%d}"
    with zipfile.ZipFile(tmp_path / "csv") as archive:
        assert archive.namelist() == ["nodes.csv", "edges.csv", "about.csv"]


def test_a_pipe_gets_the_bytes_and_nothing_else(city_copy: Store):
    words = ["-m", "chains", "--store", str(city_copy.root), "graph", "C2", "--format", "json"]
    done = subprocess.run(
        [sys.executable, *words], cwd=HOME, capture_output=True, check=True, timeout=120
    )
    back = nx.node_link_graph(json.loads(done.stdout), edges="edges")
    assert back.is_directed() and "chain" in back


def test_the_names_are_those_of_the_language(city_copy: Store, tmp_path: Path):
    for language, expected in (("en", "Equipment manufacturing"), ("zh", "装备制造")):
        words = ["graph", "C1", "--format", "json", "--output", str(tmp_path / language)]
        assert main(["--store", str(city_copy.root), "--language", language, *words]) == 0
        assert expected in json.loads((tmp_path / language).read_text("utf-8"))["graph"]["title"]


def test_an_unknown_chain_is_wrong_use_and_the_known_ones_are_named(
    chains: Run, capsys: pytest.CaptureFixture[str]
):
    assert chains("graph", "C99") == 2
    said = capsys.readouterr()
    assert "C1, C2" in said.err and said.out == ""


def test_an_empty_store_has_no_chain(empty: Store, capsys: pytest.CaptureFixture[str]):
    assert main(["--store", str(empty.root), "--language", "en", "graph", "C1"]) == 2
    assert "no chain C1" in capsys.readouterr().err


def test_a_place_that_cannot_be_written_is_wrong_use(chains: Run, tmp_path: Path):
    assert chains("graph", "C1", "--format", "svg", "--output", tmp_path / "no" / "a.svg") == 2


def test_a_terminal_is_not_filled_with_bytes(chains: Run, monkeypatch: pytest.MonkeyPatch):
    terminal = io.TextIOWrapper(io.BytesIO())
    monkeypatch.setattr(terminal, "isatty", lambda: True)
    monkeypatch.setattr(sys, "stdout", terminal)
    assert chains("graph", "C1", "--format", "png") == 2


def test_a_leader_takes_the_picture_away_and_an_analyst_the_data(
    chains: Run, city_copy: Store, tmp_path: Path
):
    db = state.State.open(f"sqlite:///{(city_copy.root / 'state.sqlite3').as_posix()}")
    for role in ("leader", "analyst"):
        state.accounts.create(db, name=role, title=role, roles={role})
    made = {
        (role, form): chains(
            "graph", "C1", "--format", form, "--by", role, "--output", tmp_path / f"{role}.{form}"
        )
        for role in ("leader", "analyst")
        for form in ("svg", "graphml")
    }
    assert made == {
        ("leader", "svg"): 0,
        ("leader", "graphml"): 1,
        ("analyst", "svg"): 0,
        ("analyst", "graphml"): 0,
    }
    assert not (tmp_path / "leader.graphml").exists()
    told = [(one.person, one.action, one.subject, one.detail) for one in state.audit.search(db)]
    assert ("leader", "export", "chain C1", "svg, edition 1") in told
    outcomes = {(one.person, one.outcome) for one in state.audit.search(db)}
    assert ("leader", "refused") in outcomes
    db.close()
