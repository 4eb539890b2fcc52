"""A stranger's SQL is answered when it asks, refused in a sentence when it does anything else."""

import hashlib
import os
import resource
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from chains import queries, schema
from chains.errors import QueryRefused
from chains.sandbox import Answer, run, warm
from chains.settings import HOME
from chains.store import Store

FIRMS = "insert into leader select 'L' || i, '示例' || i, null, null, null from range(5000) r(i)"
PLANNING = (
    "explain select count(*) from "
    + ", ".join(f"leader t{i}" for i in range(20))
    + " where "
    + " and ".join(
        f"t{i}.source_row = t{j}.source_row + {i * j}" for i in range(20) for j in range(i)
    )
)


@dataclass(frozen=True)
class Place:
    """A folder of a test's own and the edition in it."""

    folder: Path
    edition: Path

    def digest(self) -> str:
        """What the edition's file holds, as one number."""
        return hashlib.sha256(self.edition.read_bytes()).hexdigest()

    def files(self) -> set[Path]:
        """Every file in the folder."""
        return set(self.folder.rglob("*"))


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    folder = tmp_path_factory.mktemp("place")
    store = Store(folder / "store")
    number = store.publish(lambda connection: connection.execute(FIRMS), by="test", kind="test")
    place = Place(folder, store.path(number))
    before = place.digest(), place.files()
    warm()
    yield place
    assert (place.digest(), place.files()) == before


def refusal(place: Place, sql: str, seconds: float = 2) -> QueryRefused:
    with pytest.raises(QueryRefused) as caught:
        run(place.edition, sql, seconds=seconds)
    return caught.value


def column(answer: Answer, name: str) -> list[Any]:
    return answer.table.column(name).to_pylist()


def test_a_question_is_answered(place: Place):
    answer = run(place.edition, "select count(*) as n, max(name) as last from leader")
    assert answer.frame.to_dict("records") == [{"n": 5000, "last": "示例999"}]
    assert not answer.more
    assert answer.seconds > 0


def test_the_empty_city_answers_too():
    assert column(run(None, "select count(*) as n from enterprise"), "n") == [0]


def test_every_view_is_there(place: Place):
    for view in queries.views():
        assert run(place.edition, f"select * from {view.name}").table.num_columns > 0


def test_explain_and_describe_are_questions(place: Place):
    assert "leader" in str(column(run(place.edition, "explain from leader"), "explain_value"))
    assert "name" in column(run(place.edition, "describe leader"), "column_name")


def test_a_pivot_is_one_question(place: Place):
    answer = run(place.edition, "pivot (select i % 2 as k from range(5) r(i)) on k using count(*)")
    assert answer.table.to_pylist() == [{"0": 3, "1": 2}]


def test_values_are_bound_by_name(place: Place):
    sql = "select name from leader where leader_id = $leader_id and ($month is null)"
    answer = run(place.edition, sql, values={"leader_id": "L7", "not_used": 1})
    assert column(answer, "name") == ["示例7"]


def test_a_value_is_never_sql(place: Place):
    answer = run(place.edition, "select $x as x", values={"x": "'; drop table leader; --"})
    assert column(answer, "x") == ["'; drop table leader; --"]


@pytest.mark.parametrize(("rows", "got", "more"), [(4999, 4999, True), (5000, 5000, False)])
def test_more_rows_than_asked_for_are_announced(place: Place, rows: int, got: int, more: object):
    answer = run(place.edition, "from leader", rows=rows)
    assert (answer.table.num_rows, answer.more) == (got, more)


def test_only_the_rows_asked_for_are_computed(place: Place):
    answer = run(place.edition, "select i from range(1000000000000) r(i)", rows=3, seconds=5)
    assert column(answer, "i") == [0, 1, 2]
    assert answer.more


def test_a_repeated_name_is_told_apart(place: Place):
    answer = run(place.edition, "select 1 as a, 2 as a, 3 as a_2")
    assert answer.table.to_pylist() == [{"a": 1, "a_2": 2, "a_2_2": 3}]


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("sum(i) from range(4) r(i)", 6),
        ("1.25::decimal(9, 2)", 1.25),
        ("170141183460469231731687303715884105727::hugeint", 2.0**127),
        ("date '2022-10-01'", date(2022, 10, 1)),
        ("date '20000-01-01'", "20000-01-01"),
        ("union_value(a := 1)", "1"),
        ("null", None),
    ],
)
def test_every_type_can_be_shown(place: Place, expression: str, value: object):
    select, _, source = expression.partition(" from ")
    answer = run(place.edition, f"select {select} as x{' from ' + source if source else ''}")
    assert column(answer, "x") == [value]
    assert len(answer.frame) == 1


@pytest.mark.parametrize(
    ("sql", "line", "place_in_line", "word"),
    [
        ("select\n 中文 , x fro m leader", 2, 13, "syntax error"),
        ("select '中文', nocol\nfrom leader", 1, 14, "nocol"),
        ("-- 注释\nselect *\nfrom nosuch", 3, 6, "nosuch"),
    ],
)
def test_a_mistake_is_told_with_its_place(
    place: Place, sql: str, line: int, place_in_line: int, word: str
):
    error = refusal(place, sql)
    assert (error.line, error.column) == (line, place_in_line)
    assert str(error).startswith("DuckDB says: ")
    assert word in str(error)


def test_a_mistake_far_down_the_rows_is_told_too(place: Place):
    sql = "select cast(case when i = 500000 then '甲' else '1' end as int) from range(1000000) r(i)"
    with pytest.raises(QueryRefused) as caught:
        run(place.edition, sql, rows=900_000, seconds=10)
    assert str(caught.value) == "DuckDB says: Could not convert string '甲' to INT32"
    assert (caught.value.line, caught.value.column) == (1, 8)


@pytest.mark.parametrize("sql", ["", "  \n", "-- only a comment", ";"])
def test_an_empty_text_is_refused(place: Place, sql: str):
    assert "no query" in str(refusal(place, sql))


@pytest.mark.parametrize("sql", ["select '\ud800'", "select \0 from leader", "\ufeff\u200b中文"])
def test_a_text_that_is_no_text_is_refused(place: Place, sql: str):
    assert str(refusal(place, sql)).strip()


@pytest.mark.parametrize("sql", ["select 1; select 2", "select 1; drop table leader"])
def test_two_statements_are_refused(place: Place, sql: str):
    assert "more than one statement" in str(refusal(place, sql))


@pytest.mark.parametrize(
    "sql",
    [
        "insert into leader values ('x', 'y', null, null, null)",
        "update leader set name = 'x'",
        "delete from leader",
        "create table x as select 1",
        "create temp table x as select 1",
        "drop table leader",
        "attach 'x.duckdb'",
        "copy leader to 'x.csv'",
        "copy (select 1) to 'x.parquet'",
        "export database 'x'",
        "install httpfs",
        "load httpfs",
        "pragma enable_profiling",
        "set threads = 64",
        "reset lock_configuration",
        "call pragma_version()",
        "prepare p as select 1",
        "begin",
        "checkpoint",
        "vacuum",
        "use temp",
    ],
)
def test_what_is_no_question_is_refused(place: Place, sql: str):
    assert "Only SELECT and EXPLAIN" in str(refusal(place, sql))


@pytest.mark.parametrize(
    "sql",
    [
        "with x as (insert into leader values ('x', 'y', null, null, null) returning *) from x",
        "with x as (delete from leader returning *) select * from x",
        "explain analyze delete from leader",
        "explain analyze copy leader to 'x.csv'",
        "select * from query('delete from leader')",
    ],
)
def test_a_question_that_writes_is_refused(place: Place, sql: str):
    before = place.edition.read_bytes()
    assert str(refusal(place, sql)).strip()
    assert place.edition.read_bytes() == before


@pytest.mark.parametrize(
    "call",
    [
        "read_csv('{file}')",
        "read_text('{file}')",
        "read_blob('{file}')",
        "read_json('{file}')",
        "read_parquet('{file}')",
        "sniff_csv('{file}')",
        "glob('{file}')",
        "'{file}'",
        "query_table('{file}')",
        "query('from read_text(''{file}'')')",
    ],
)
@pytest.mark.parametrize("file", ["/etc/passwd", "the edition", "https://example.org/x.csv"])
def test_no_file_is_read_not_even_the_edition_itself(place: Place, call: str, file: str):
    name = str(place.edition) if file == "the edition" else file
    said = str(refusal(place, f"select * from {call.format(file=name)}"))
    assert said.strip() and "root:" not in said


def test_no_variable_of_the_program_is_read(place: Place):
    for name in ("job", "names", "database", "batches"):
        assert "does not exist" in str(refusal(place, f"select * from {name}"))


def test_logging_writes_no_file(place: Place):
    folder = place.folder / "log"
    refusal(place, f"select * from enable_logging(storage := 'file', storage_path := '{folder}')")
    run(place.edition, "select * from enable_logging('QueryLog')")
    assert not folder.exists()


@pytest.mark.parametrize(
    "sql",
    [
        "with recursive t as (select 1 as i union all select i + 1 from t) select count(*) from t",
        "select count(*) from range(1000000000000) a, range(1000000000000) b where random() < 0",
        "select levenshtein(repeat('a', 1000000), repeat('b', 1000000))",
        PLANNING,
    ],
)
def test_what_never_ends_is_stopped_at_the_deadline(place: Place, sql: str):
    assert "stopped after 1 s" in str(refusal(place, sql, seconds=1))


@pytest.mark.parametrize(
    "sql",
    [
        "select list(range(100000000))",
        "select list(range(1000000000)) from range(8)",
        "select string_agg(repeat('x', 1000000)) from range(100000)",
        "select repeat(repeat('x', 1000000000), 1000)",
        "select i, md5(i::text) as m from range(1000000000) r(i) order by m",
    ],
)
def test_what_asks_for_all_memory_is_refused_without_hurting_anyone(
    place: Place, sql: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("CHAINS_QUERY_MEMORY_MB", "300")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    refusal(place, sql, seconds=4)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50_000
    assert column(run(place.edition, "select 1 as x"), "x") == [1]


@pytest.mark.parametrize(
    ("sql", "word"),
    [
        (f"select '{'x' * 20_000}'", "longer than 20000 bytes"),
        ("select " + ", ".join(f"{i}" for i in range(501)), "501 columns"),
        ("select repeat('x', 1000000) as x from range(100)", "larger than 32 MB"),
        ("select error(repeat('x', 1000000))", "DuckDB says: xxx"),
    ],
)
def test_what_is_too_large_is_refused(place: Place, sql: str, word: str):
    error = refusal(place, sql, seconds=10)
    assert word in str(error)
    assert len(str(error)) < 1_100


def test_another_query_is_answered_while_a_bad_one_runs(place: Place):
    bad = threading.Thread(target=refusal, args=(place, PLANNING, 5))
    bad.start()
    time.sleep(0.3)
    for _ in range(5):
        assert column(run(place.edition, "select 1 as x"), "x") == [1]
    assert bad.is_alive()
    bad.join()


def test_many_at_once_are_all_answered(place: Place):
    answers: list[int] = []

    def ask(number: int) -> None:
        answers.extend(column(run(place.edition, "select $n as n", values={"n": number}), "n"))

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == list(range(20))


PARENT = """
import threading
from chains.sandbox import run, warm
if __name__ == "__main__":
    warm()
    sql = "select levenshtein(repeat('a', 1000000), repeat('b', 1000000))"
    threading.Thread(target=run, args=(None, sql), kwargs={"seconds": 100}).start()
    print("running", flush=True)
"""


def family(pid: int) -> set[int]:
    """The processes below one, as the system lists them."""
    text = subprocess.run(["ps", "-eo", "pid=,ppid="], capture_output=True, text=True, check=True)
    pairs = [tuple(map(int, line.split())) for line in text.stdout.splitlines()]
    found, size = {pid}, 0
    while len(found) > size:
        size = len(found)
        found |= {one for one, parent in pairs if parent in found}
    return found - {pid}


def alive(pid: int) -> bool:
    state = Path(f"/proc/{pid}/stat")
    return state.exists() and state.read_text().rpartition(")")[2].split()[0] != "Z"


def is_worker(pid: int) -> bool:
    """Whether it is a child of the fork server, and not that itself."""
    if not alive(pid):
        return False
    parent = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1]
    command = Path(f"/proc/{pid}/cmdline").read_text()
    return int(parent) != os.getpid() and "forkserver" in command


def test_a_worker_that_is_killed_is_told_and_replaced(place: Place):
    told: list[str] = []
    query = threading.Thread(target=lambda: told.append(str(refusal(place, PLANNING, 20))))
    query.start()
    time.sleep(0.5)
    for pid in family(os.getpid()):
        if is_worker(pid):
            os.kill(pid, signal.SIGKILL)
    query.join()
    assert "brought its own process down" in told[0]
    assert column(run(place.edition, "select 1 as x"), "x") == [1]


def test_no_process_outlives_a_server_that_is_killed(tmp_path: Path):
    script = tmp_path / "server.py"
    script.write_text(PARENT)
    environment = {**os.environ, "PYTHONPATH": str(HOME)}
    with subprocess.Popen(
        [sys.executable, str(script)], stdout=subprocess.PIPE, env=environment
    ) as server:
        assert server.stdout is not None
        assert server.stdout.readline() == b"running\n"
        time.sleep(0.5)
        children = family(server.pid)
        server.kill()
    assert len(children) >= 3
    until = time.monotonic() + 10
    while any(map(alive, children)) and time.monotonic() < until:
        time.sleep(0.1)
    assert not any(map(alive, children))


def test_a_large_edition_is_read_lazily_after_the_files_are_locked(tmp_path: Path):
    path = tmp_path / "large.duckdb"
    with duckdb.connect(path) as connection:
        connection.execute(schema.ddl())
        connection.execute(
            "insert into leader select i, md5(i::text), md5((i + 1)::text), 1, i "
            "from range(1000000) r(i)"
        )
    assert path.stat().st_size > 30_000_000
    answer = run(path, "select count(*) as n, sum(length(name)) as size from leader")
    assert answer.table.to_pylist() == [{"n": 1_000_000, "size": 32_000_000}]
