"""python -m chains does for a terminal and a script what the pages do for a browser."""

import csv
import io
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from chains.cli import main
from chains.cli.output import as_json, table, width
from chains.settings import HOME
from chains.store import Store

GOOD = "领导编号,姓名,职务\nL01,示例甲,市长\nL02,示例乙,\n"
BAD = "领导编号,姓名,职务\nL01,,市长\nL02,示例乙,\nL02,示例丙,\n"
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "good.csv").write_text(GOOD, encoding="utf-8-sig")
    (tmp_path / "bad.csv").write_text(BAD, encoding="gb18030")
    return tmp_path


@pytest.fixture
def chains(folder: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command in English on a store of its own: status, stdout, stderr."""

    def run(*words: object, language: str = "en") -> tuple[int, str, str]:
        common = ["--store", str(folder / "store"), "--language", language]
        status = main([*common, *map(str, words)])
        printed = capsys.readouterr()
        return status, printed.out, printed.err

    return run


def submit(chains: Run, folder: Path, *more: str) -> tuple[int, str, str]:
    file = folder / "good.csv"
    return chains("submit", file, "--dataset", "leader", "--by", "示例员", *more)


def test_a_checked_file_changes_nothing(chains: Run, folder: Path):
    status, out, _ = chains("check", folder / "good.csv", "--dataset", "leader")
    assert status == 0
    assert "2 added, 0 changed, 0 the same" in out
    assert Store(folder / "store").current() == 0


def test_every_fault_is_told_with_its_row_and_column(chains: Run, folder: Path):
    status, out, _ = chains("check", folder / "bad.csv", "--dataset", "leader", "--json")
    found = json.loads(out)
    assert status == 1
    assert not found["accepted"]
    assert found["difference"] is None
    assert [(fault["row"], fault["column"], fault["rule"]) for fault in found["faults"]] == [
        (2, "姓名", "required"),
        (4, "领导编号", "key_twice"),
    ]


def test_a_refused_file_is_refused_for_a_person_too(chains: Run, folder: Path):
    status, out, _ = chains(
        "submit", folder / "bad.csv", "--dataset", "leader", "--by", "x", language="zh"
    )
    assert status == 1
    assert "姓名" in out and "领导编号" in out
    assert Store(folder / "store").current() == 0


def test_a_submitted_file_gets_a_receipt_and_is_there(chains: Run, folder: Path):
    status, out, _ = submit(chains, folder, "--message", "首报", "--json")
    receipt = json.loads(out)["receipt"]
    assert status == 0
    assert (receipt["submission_id"], receipt["edition"]) == (1, 1)
    assert (receipt["added"], receipt["changed"], receipt["same"]) == (2, 0, 0)
    _, out, _ = chains("query", "select name from leader order by 1", "--format", "json")
    assert json.loads(out) == [{"name": "示例乙"}, {"name": "示例甲"}]
    _, out, _ = chains("editions", "--json")
    assert [(one["made_by"], one["message"], one["current"]) for one in json.loads(out)] == [
        ("示例员", "首报", True)
    ]


def test_the_same_file_again_is_refused(chains: Run, folder: Path):
    submit(chains, folder)
    status, out, err = submit(chains, folder, "--json")
    assert status == 1
    assert "changes nothing" in err
    assert json.loads(out)["accepted"] is False
    assert Store(folder / "store").current() == 1


def test_a_file_that_is_no_table_is_refused(chains: Run, folder: Path):
    (folder / "book.xlsx").write_bytes(b"PK\x03\x04")
    status, _, err = chains("check", folder / "book.xlsx", "--dataset", "leader")
    assert status == 1
    assert "workbook" in err


@pytest.mark.parametrize(
    "words",
    [
        ["check", "nosuch.csv", "--dataset", "leader"],
        ["check", __file__, "--dataset", "nosuch"],
        ["check", __file__, "--dataset", "edition"],
        ["editions", "restore", "7", "--by", "x"],
    ],
)
def test_what_names_nothing_is_wrong_use(chains: Run, words: list[str]):
    assert chains(*words)[0] == 2


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["nosuch"],
        ["check", "a.csv"],
        ["query"],
        ["query", "select 1", "--format", "xml"],
        ["serve", "--port", "70000"],
        ["serve", "--port", "high"],
        ["editions", "restore", "one", "--by", "x"],
        ["demo", "--if-empty", "--force"],
        ["--language", "fr", "editions"],
    ],
)
def test_what_cannot_be_read_is_wrong_use(words: list[str]):
    with pytest.raises(SystemExit) as ended:
        main(words)
    assert ended.value.code == 2


def test_the_store_stands_before_or_after_the_command(
    folder: Path, capsys: pytest.CaptureFixture[str]
):
    Store(folder / "one").publish(lambda _: None, by="示例员", kind="test")
    place = ["--store", str(folder / "one")]
    for words in ([*place, "editions", "--json"], ["editions", "--json", *place]):
        assert main(words) == 0
        assert [one["edition"] for one in json.loads(capsys.readouterr().out)] == [1]


def test_the_store_may_come_from_the_environment(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    Store(folder / "one").publish(lambda _: None, by="示例员", kind="test")
    monkeypatch.setenv("CHAINS_STORE", str(folder / "one"))
    assert main(["editions", "list", "--json"]) == 0
    assert len(json.loads(capsys.readouterr().out)) == 1


def test_a_language_holds_for_one_command(chains: Run):
    words = ["editions", "restore", "7", "--by", "x"]
    assert "no edition 7" in chains(*words)[2]
    assert "第7版" in chains(*words, language="zh")[2]
    assert "no edition 7" in chains(*words)[2]


def test_going_back_publishes_the_old_content_again(chains: Run, folder: Path):
    Store(folder / "store").publish(lambda _: None, by="x", kind="test")
    submit(chains, folder)
    status, out, _ = chains("editions", "restore", 1, "--by", "管理员", "--json")
    assert (status, json.loads(out)) == (0, {"edition": 3, "restored": 1})
    _, out, _ = chains("query", "select count(*) as n from leader", "--format", "json")
    assert json.loads(out) == [{"n": 0}]


def test_going_back_without_a_name_is_signed_by_the_computers_user(
    chains: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
):
    Store(folder / "store").publish(lambda _: None, by="x", kind="test")
    monkeypatch.setenv("LOGNAME", "zhang")
    assert chains("editions", "restore", 1)[0] == 0
    assert Store(folder / "store").records()[-1].made_by == "zhang"


def test_a_reader_that_has_enough_is_no_error(folder: Path):
    ask = [
        sys.executable,
        "-m",
        "chains",
        "query",
        "from range(1000)",
        "--store",
        str(folder / "x"),
    ]
    with subprocess.Popen(ask, cwd=HOME, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as command:
        assert command.stdout is not None and command.stderr is not None
        command.stdout.close()
        assert command.stderr.read().decode().count("Traceback") == 0
        assert command.wait(60) == 0


def test_a_query_is_a_table_for_a_person(chains: Run):
    status, out, _ = chains("query", "select '示例' as 名称, 1.5 as n union all select null, -2")
    assert status == 0
    assert sorted(out.splitlines()) == sorted(["名称    n", "----  ---", "示例  1.5", "       -2"])


def test_a_query_is_a_csv_file_for_a_spreadsheet(
    folder: Path, capfdbinary: pytest.CaptureFixture[bytes]
):
    sql = "select '=1+1' as 公式, -1 as n"
    assert main(["query", sql, "--format", "csv", "--store", str(folder)]) == 0
    text = capfdbinary.readouterr().out.decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(text))) == [["公式", "n"], ["'=1+1", "-1"]]


def test_a_query_is_json_with_dates_as_text_and_null_for_nothing(chains: Run):
    sql = "select date '2022-10-31' as d, null as n, 'nan'::double as x, [1, 2] as l"
    _, out, _ = chains("query", sql, "--format", "json")
    assert json.loads(out) == [{"d": "2022-10-31", "n": None, "x": None, "l": [1, 2]}]


def test_more_rows_than_are_shown_are_announced(chains: Run):
    status, out, err = chains("query", "from range(1001)", "--format", "json")
    assert (status, len(json.loads(out))) == (0, 1000)
    assert "The first 1000 rows" in err


def test_a_mistake_in_a_query_is_marked_at_its_place(chains: Run):
    status, out, err = chains("query", "select\n 中文 , x fro t")
    assert (status, out) == (1, "")
    assert err.splitlines()[:3] == ["Line 2, column 13", "   中文 , x fro t", " " * 16 + "^"]


def test_a_query_that_writes_is_refused(chains: Run):
    status, _, err = chains("query", "drop table leader")
    assert status == 1
    assert "Only SELECT" in err


def test_the_demonstration_does_not_stand_over_data(chains: Run, folder: Path):
    submit(chains, folder)
    assert chains("demo", "--if-empty") == (0, "", "")
    status, _, err = chains("demo")
    assert status == 1
    assert "--force" in err
    assert Store(folder / "store").current() == 1


def test_the_published_figures_are_those_of_the_demonstration(
    city: Store, capsys: pytest.CaptureFixture[str]
):
    assert main(["facts", "--json", "--store", str(city.root)]) == 0
    found = json.loads(capsys.readouterr().out)
    assert len(found) > 20
    assert all(fact["agrees"] for fact in found)


def test_figures_that_differ_are_refused(chains: Run):
    status, out, _ = chains("facts")
    assert status == 1
    assert "✗" in out


def test_a_port_that_is_taken_is_said_plainly(chains: Run):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        status, _, err = chains("serve", "--port", port)
    assert status == 1
    assert f"Port {port} on 127.0.0.1" in err


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
        return port


def wait_for(url: str) -> bytes:
    until = time.monotonic() + 60
    while True:
        try:
            with urllib.request.urlopen(url) as answer:
                body: bytes = answer.read()
                return body
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.2)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGTERM")
@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM])
def test_the_dashboard_is_served_until_it_is_told_to_end(folder: Path, ending: signal.Signals):
    port = free_port()
    command = [sys.executable, "-m", "chains", "serve", "--port", str(port)]
    environment = os.environ | {"CHAINS_STORE": str(folder / "store"), "PYTHONPATH": str(HOME)}
    with subprocess.Popen(
        command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    ) as server:
        assert server.stdout is not None
        assert f"http://127.0.0.1:{port}" in server.stdout.readline().decode()
        assert wait_for(f"http://127.0.0.1:{port}/_stcore/health") == b"ok"
        server.send_signal(ending)
        assert server.wait(20) == 0
        assert "Traceback" not in server.stdout.read().decode()


def test_chinese_leaves_a_console_that_does_not_know_it(folder: Path):
    command = [sys.executable, "-m", "chains", "editions", "--store", str(folder / "store")]
    environment = os.environ | {"PYTHONIOENCODING": "cp1252"}
    done = subprocess.run(command, cwd=HOME, env=environment, capture_output=True, check=True)
    assert str(folder / "store") in done.stdout.decode("utf-8")


def test_chinese_lines_up_in_a_table():
    printed = table([{"a": "示例", "b": 1}, {"a": "x\ny", "b": 10}], {"a": "名", "b": "n"})
    assert printed.splitlines() == ["名     n", "----  --", "示例   1", "x y   10"]
    assert width("中a，") == 5


@pytest.mark.parametrize(
    ("value", "text"), [(float("inf"), "null"), ({"a": (1, None)}, '{"a": [1, null]}')]
)
def test_json_is_json_for_any_reader(value: Any, text: str):
    assert json.loads(as_json(value)) == json.loads(text)


def test_a_file_is_read_as_asked_and_comes_back_marked(chains: Run, folder: Path):
    file = folder / "odd.csv"
    file.write_text("编号,大名,职务\nL01,,市长\nL02,示例乙,\n", encoding="utf-8")
    words = ["check", file, "--dataset", "leader", "--column", "编号=leader_id"]
    status, out, _ = chains(*words, "--column", "大名=name", "--marked", folder / "marked.xlsx")
    assert status == 1 and "Refused: 1 faults" in out
    sheet = openpyxl.load_workbook(folder / "marked.xlsx").worksheets[0]
    assert sheet["B2"].comment is not None and sheet["B3"].comment is None


def test_the_good_rows_go_in_where_that_is_asked(chains: Run, folder: Path):
    words = ["submit", folder / "bad.csv", "--dataset", "leader", "--by", "示例员", "--json"]
    status, out, _ = chains(*words, "--partial")
    assert (status, json.loads(out)["receipt"]) == (
        1,
        None,
    )  # all rows are at fault, or at odds
    text = f"{BAD}L03,示例丁,局长\n"
    (folder / "bad.csv").write_text(text, encoding="gb18030")
    status, out, _ = chains(*words, "--partial")
    said = json.loads(out)
    assert (status, said["left_out"], said["receipt"]["added"]) == (0, [2, 3, 4], 1)


def test_a_submission_is_taken_back_by_a_new_one(chains: Run, folder: Path):
    submit(chains, folder)
    status, out, _ = chains("undo", 1, "--check")
    assert status == 0 and Store(folder / "store").current() == 1
    status, out, _ = chains("undo", 1, "--by", "示例员", "--json")
    assert status == 0 and json.loads(out)["difference"]["removed"] == 2
    assert Store(folder / "store").current() == 2
    assert chains("undo", 1, "--by", "示例员")[0] == 1
