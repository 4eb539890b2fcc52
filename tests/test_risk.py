"""What a stop costs, on a town worked out by hand; the ranking, whole or not there at all."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import anyio
import pytest
from founding import founded

from chains import queries
from chains.errors import UsageError
from chains.risk import Scenario, computing, economies, outcomes, ranking
from chains.server import housekeeping
from chains.server.ranked import TRIES, Ranked
from chains.store import Edition, Store, writing

# A sells to B, B to C; D is closed; B stands in two chains, C in none and reports nothing
TOWN = """
insert into department (department_id, name, kind) values ('D1', '局一', '市直');
insert into chain (chain_id, name, name_en, department_id, valid_from)
    values ('C1', '一链', 'One', 'D1', '2021-01-01'), ('C2', '二链', 'Two', 'D1', '2021-01-01'),
           ('C3', '空链', 'Empty', 'D1', '2021-01-01');
insert into county (county_id, name) values ('X', '东'), ('Y', '西'), ('Z', '空');
insert into segment (segment_id, chain_id, stage, name, essential, position)
    values ('S1', 'C1', '上游', '一上', true, 1), ('S2', 'C1', '中游', '一中', true, 1),
           ('S3', 'C2', '上游', '二上', false, 1), ('S4', 'C3', '上游', '三上', false, 1);
insert into enterprise (uscc, name, county_id, industry_code, size_class, is_leading, status)
    values ('A', '<b>甲</b>', 'X', 'C31', '规上', true, '正常'),
           ('B', '乙', 'Y', 'C35', '规上', false, '停产'),
           ('C', '丙', 'X', 'F51', '规下', false, '正常'),
           ('D', '丁', 'X', 'C31', '规上', false, '注销');
insert into enterprise_segment (uscc, segment_id)
    values ('A', 'S1'), ('B', 'S2'), ('B', 'S3'), ('D', 'S1');
insert into enterprise_month (uscc, month, output_ytd)
    values ('A', '2022-09', 7), ('A', '2022-10', 1000),
           ('B', '2022-10', 200), ('D', '2022-10', 999);
insert into supply_link (supplier, customer, product, annual_value, year, source, confidence)
    values ('A', 'B', '钢', 100, 2022, '企业申报', 1), ('A', 'B', '铁', 50, 2022, '推断', 0.5),
           ('B', 'C', '机', 60, 2022, '企业申报', 1), ('B', 'C', '件', null, 2022, '推断', 0.5),
           ('B', 'B', '机', 70, 2022, '推断', 0.5), ('D', 'B', '钢', 500, 2022, '推断', 0.5),
           ('A', 'D', '钢', 10, 2022, '推断', 0.5);
insert into outside_purchase
    (uscc, product, origin, industry_code, annual_value, year, source, confidence)
    values ('B', '芯片', '境外', 'C39', 50, 2022, '企业申报', 1),
           ('D', '铜', '境外', null, 50, 2022, '企业申报', 1);
"""


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory):
    with founded(tmp_path_factory.mktemp("town"), TOWN).reading() as held:
        yield held


def lost(outcome: outcomes.Outcome) -> dict[str, float]:
    return dict(zip(outcome.firms["uscc"], outcome.firms["loss"], strict=True))


def waited(until: Callable[[], object], seconds: float = 60) -> bool:
    ends = time.monotonic() + seconds
    while not until() and time.monotonic() < ends:
        time.sleep(0.05)
    return bool(until())


def test_the_economy_has_open_firms_and_what_comes_from_outside(edition: Edition):
    city = economies.of(edition)
    assert city.firms == ("A", "B", "C", "outside:芯片", "outside:铜")
    assert [city.sectors[one] for one in city.sector] == ["C31", "C35", "F51", "C39", "outside:铜"]
    assert city.weight.tolist() == [150, 60, 0, 0, 0]
    assert city.left_out == {"self_loops": 1, "without_value": 1, "unknown_ends": 3}


def test_sums_of_a_chain_count_a_firm_once_and_no_closed_one(edition: Edition):
    rows = edition.fetch(queries.query("chain_sums")).fillna("").to_dict("records")
    found = {row["chain_id"]: (row["firms"], row["output_ytd"], row["sales"]) for row in rows}
    assert found == {
        "C1": (2, 1200, 210), "C2": (1, 200, 60), "C3": (0, 0, 0), "": (3, 1200, 210),
    }  # fmt: skip


def test_places_are_those_of_the_firms_asked_for_or_of_all(edition: Edition):
    query = queries.query("firm_places")
    some = edition.fetch(query, firms="C,B,D")
    assert list(zip(some["uscc"], some["segment"].fillna(""), strict=True)) == [
        ("B", "一中"), ("B", "二上"), ("C", ""),
    ]  # fmt: skip
    assert edition.fetch(query)["uscc"].tolist() == ["A", "B", "B", "C"]
    assert edition.fetch(query, firms="").empty
    assert edition.fetch(queries.query("county_firms"), county="X")["uscc"].tolist() == ["A", "C"]
    assert edition.fetch(queries.query("firms_named"), name="乙")["uscc"].tolist() == ["B"]
    assert edition.fetch(queries.query("firms_named"), name="D")["uscc"].tolist() == []


def test_a_missing_essential_input_stops_the_whole_line(edition: Edition):
    found = outcomes.run(edition, Scenario(firms=("A",)))
    assert (found.esri, found.city) == (1, 1)
    assert lost(found) == {"A": 1, "B": 1, "C": 1}
    chains = found.chains.set_index("chain_id")
    assert chains["hit"].to_dict() == {"C1": 2, "C2": 1, "C3": 0}
    assert chains["lost"].to_dict() == {"C1": 1200, "C2": 200, "C3": 0}
    assert chains["at_risk"].to_dict() == {"C1": 1, "C2": 1, "C3": 0}
    assert chains["sales_lost"].to_dict() == {"C1": 210, "C2": 60, "C3": 0}


def test_an_input_that_is_not_essential_counts_by_its_share(edition: Edition):
    found = outcomes.run(edition, Scenario(firms=("A",), setting="none-essential"))
    # B buys 150 of 200 from A; of 210 sold, 150 and three quarters of 60 are lost
    assert lost(found) == pytest.approx({"A": 1, "B": 0.75, "C": 0.75})
    assert found.esri == pytest.approx(195 / 210)
    assert found.city == pytest.approx(1150 / 1200)
    firms = found.firms.set_index("uscc")
    assert firms["lost"].fillna(-1).to_dict() == pytest.approx({"A": 1000, "B": 150, "C": -1})
    assert firms["step"].to_dict() == {"A": 0, "B": 1, "C": 2}
    assert firms["cause_name"].fillna("").to_dict() == {"A": "", "B": "<b>甲</b>", "C": "乙"}
    assert firms.loc["B", ["chain_id", "segment_id", "segment"]].tolist() == ["C1", "S2", "一中"]


def test_an_import_can_fail_in_part(edition: Edition):
    found = outcomes.run(edition, Scenario(product="芯片", loss=40, setting="none-essential"))
    assert lost(found) == pytest.approx({"B": 0.1, "C": 0.1})  # a quarter of B's inputs, by 40 %
    assert found.esri == pytest.approx(6 / 210)
    assert found.firms["cause_name"].tolist() == ["芯片", "乙"]
    assert found.path.nodes["outside:芯片"]["name"] == "芯片"


def test_a_county_can_stop(edition: Edition):
    found = outcomes.run(edition, Scenario(county="X", loss=50))
    assert lost(found) == {"A": 0.5, "C": 0.5, "B": 0.5}
    assert found.firms.set_index("uscc")["step"].to_dict() == {"A": 0, "C": 0, "B": 1}
    assert found.esri == pytest.approx(0.5)


def test_the_path_names_firms_and_segments(edition: Edition):
    path = outcomes.run(edition, Scenario(firms=("A",))).path
    assert path.nodes["B"] == {
        "step": 1,
        "loss": 1,
        "name": "乙",
        "segment": "一中",
        "chain_id": "C1",
    }
    assert path.nodes["C"]["segment"] is None
    assert list(path.edges(data=True)) == [
        ("A", "B", {"kind": "supply", "value": 150}), ("B", "C", {"kind": "supply", "value": 60}),
    ]  # fmt: skip


def test_a_firm_that_sells_to_nobody_costs_its_suppliers_only(edition: Edition):
    found = outcomes.run(edition, Scenario(firms=("C",)))
    assert lost(found) == {"C": 1, "B": 1, "A": 1}
    assert found.firms.set_index("uscc")["upward"].to_dict() == {"A": True, "B": True, "C": False}
    assert [data["kind"] for _, _, data in found.path.edges(data=True)] == ["demand", "demand"]


@pytest.mark.parametrize(
    "scenario",
    [
        Scenario(),
        Scenario(firms=("D",)),
        Scenario(firms=("<script>",)),
        Scenario(firms=("outside:芯片",)),
        Scenario(county="Z"),
        Scenario(product="金"),
        Scenario(firms=("A",), loss=100.1),
        Scenario(firms=("A",), loss=-1),
        Scenario(firms=("A",), loss=float("nan")),
        Scenario(firms=("A",), setting="some"),
        Scenario(firms=("A",), eps=0),
    ],
    ids=str,
)
def test_what_cannot_be_supposed_is_refused(edition: Edition, scenario: Scenario):
    with pytest.raises(UsageError):
        outcomes.run(edition, scenario)


def test_a_loss_of_nothing_is_no_loss(edition: Edition):
    found = outcomes.run(edition, Scenario(firms=("A",), loss=0))
    assert (found.esri, found.city, len(found.firms), len(found.path)) == (0, 0, 0, 0)


def test_a_ranking_is_worked_out_once_and_kept_with_its_edition(tmp_path: Path):
    store, told = founded(tmp_path, TOWN), []
    assert ranking.read(store, 1) is None
    found = computing.compute(store, 1, lambda share, stage: told.append((share, stage)))
    assert found["uscc"].tolist() == ["A", "B", "C"]  # all of 1: by code
    assert found["esri"].tolist() == [1, 1, 1]
    none = {"A": 195 / 210, "B": 1, "C": 1}
    assert dict(zip(found["uscc"], found["esri_none"], strict=True)) == pytest.approx(none)
    assert found["betweenness"].tolist() == [0, 1, 0]
    assert found["cut_point"].tolist() == [False, True, False]
    assert found["sales"].tolist() == [150, 60, 0]
    assert [share for share, _ in told] == sorted(share for share, _ in told)
    assert ranking.read(store, 1).equals(found)
    assert computing.compute(store, 1).equals(found)
    assert sorted(path.name for path in store.folder.iterdir()) == [
        "000001.duckdb", "000001.json", "000001.risk.parquet",
    ]  # fmt: skip


def test_a_city_without_firms_is_ranked_as_well(tmp_path: Path):
    store = Store(tmp_path)
    store.publish(lambda _connection: None, by="测试", kind="提交")
    assert computing.compute(store, 1).empty
    with store.reading() as edition, pytest.raises(UsageError):
        outcomes.run(edition, Scenario(firms=("A",)))


def test_progress_is_that_of_a_process_that_lives(tmp_path: Path):
    store = founded(tmp_path, TOWN)
    left = ranking.beside(store, 1, ranking.PROGRESS)
    left.write_text('{"done": 30, "total": 100, "stage": "S", "started": "2022-10-01T08:00:00"}')
    assert ranking.progress(store, 1) is None  # whoever wrote it is dead
    with writing.alone(ranking.lock(store), 0):
        said = ranking.progress(store, 1)
        assert (said.done, said.total, said.stage, said.started.hour) == (30, 100, "S", 8)
        assert ranking.progress(store, 2) is None
        assert ranking.ensure(store, 1) is None
        left.write_text("")
        assert ranking.progress(store, 1) is None


def test_a_process_that_is_killed_leaves_nothing_half_and_the_next_one_ends_it(city_copy: Store):
    process = ranking.ensure(city_copy, 1)
    assert waited(lambda: ranking.progress(city_copy, 1))
    process.kill()
    process.wait()
    assert ranking.read(city_copy, 1) is None
    assert ranking.progress(city_copy, 1) is None
    again = ranking.ensure(city_copy, 1)
    assert again.wait(120) == 0
    found = ranking.read(city_copy, 1)
    with city_copy.reading() as edition, edition.cursor() as cursor:
        (firms,) = cursor.execute(
            "select count(*) from enterprise where status <> '注销'"
        ).fetchone()
    assert len(found) == firms
    assert found["esri"].is_monotonic_decreasing
    assert not ranking.beside(city_copy, 1, ranking.PROGRESS).exists()
    assert ranking.ensure(city_copy, 1) is None  # it is there


def test_an_edition_that_goes_takes_its_ranking_along(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("CHAINS_EDITIONS_KEPT", "1")
    store = founded(tmp_path, TOWN)
    computing.compute(store, 1)
    store.restore(1, by="测试")
    assert ranking.read(store, 1) is not None
    store.restore(2, by="测试")
    assert not list(store.folder.glob("000001.*"))


def test_a_server_ranks_each_new_edition(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("CHAINS_STORE", str(tmp_path))
    monkeypatch.setenv("CHAINS_RANKING", "on")
    store = founded(tmp_path, TOWN)

    async def two_editions() -> list[bool]:
        found = []
        async with housekeeping.running(None, look=0.2):
            for number in (1, 2):
                path = ranking.beside(store, number)
                found.append(await anyio.to_thread.run_sync(lambda at=path: waited(at.exists)))
                store.restore(1, by="测试")
        return found

    with ThreadPoolExecutor(1) as apart:  # a browser of other tests has an event loop here
        assert apart.submit(anyio.run, two_editions).result() == [True, True]
    assert not ranking.busy(store)


def test_a_ranking_that_fails_is_not_tried_for_ever(tmp_path: Path):
    store = founded(tmp_path, TOWN)
    store.path(1).write_bytes(b"no database")
    ranked, started = Ranked(store), []
    for _turn in range(TRIES + 2):
        ranked.look()
        started.append(ranked._process is not None)
        if ranked._process is not None:
            ranked._process.wait(60)
    assert started == [True] * TRIES + [False] * 2


def test_the_process_lets_others_go_first(city_copy: Store):
    process = ranking.ensure(city_copy, 1)
    try:
        assert waited(lambda: os.getpriority(os.PRIO_PROCESS, process.pid) == 19, 20)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait()


def test_pages_know_the_ranking_without_the_compiler():
    code = "import sys; from chains.risk import ranking; print('numba' in sys.modules)"
    said = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert said.stdout.strip() == "False"
