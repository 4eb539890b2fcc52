"""The log: every line an object, found by its number, rotated, and without a word of the data."""

import json
import logging
import subprocess
import sys
from pathlib import Path

import pytest

from chains.settings import HOME

CELL = "九一三三零一零六"  # what a cell might hold

SAYING = """
import logging, sys, threading, warnings
from pathlib import Path
from chains import log
from chains.errors import UsageError

log.start(Path(sys.argv[1]), echo=True)
"""


def said(folder: Path, program: str, **settings: str) -> tuple[list[dict], str]:
    """The lines of the log after a program that logs, and what stood on stderr."""
    ran = subprocess.run(
        [sys.executable, "-c", SAYING + program, str(folder)],
        cwd=HOME,
        env={"PATH": "", **settings},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    lines = (folder / "chainboard.log").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines], ran.stderr


def everything(folder: Path) -> str:
    return "".join(path.read_text(encoding="utf-8") for path in folder.iterdir())


def test_a_cell_value_in_an_error_of_duckdb_leaves_no_trace(tmp_path: Path) -> None:
    lines, stderr = said(
        tmp_path,
        f"""
import duckdb
try:
    duckdb.sql("select cast('{CELL}' as integer)").fetchall()
except duckdb.Error as error:
    assert "{CELL}" in str(error)
    print(log.bug(error))
""",
    )
    (line,) = lines
    assert line["exception"]["type"] == "_duckdb.ConversionException"
    assert line["exception"]["frames"] == ["<string>:11 <module>"]
    assert CELL not in everything(tmp_path) + stderr
    assert line["reference"] in stderr
    assert "ConversionException" in stderr


def test_a_bug_is_found_by_its_number_with_its_causes_and_our_own_words(tmp_path: Path) -> None:
    (line,), _ = said(
        tmp_path,
        f"""
def inner():
    raise KeyError("{CELL}")

try:
    try:
        inner()
    except KeyError as error:
        raise UsageError("There is no {{name}}.", name="{CELL}") from error
except UsageError as error:
    print(log.bug(error))
""",
    )
    assert len(line["reference"]) == 8
    told = line["exception"]
    assert told["type"] == "chains.errors.UsageError"
    assert told["template"] == "There is no {name}."
    assert told["cause"]["type"] == "KeyError"
    assert told["cause"]["frames"][-1] == "<string>:10 inner"
    assert CELL not in everything(tmp_path)


def test_our_own_words_are_kept_from_info_on_and_a_strangers_from_warning_on(tmp_path: Path):
    lines, stderr = said(
        tmp_path,
        """
ours, theirs = logging.getLogger("chains.server"), logging.getLogger("uvicorn.error")
ours.debug("unheard"), ours.info("edition %d", 42), theirs.info("unheard")
""",
    )
    assert [line["message"] for line in lines] == ["edition 42"]
    assert lines[0]["level"] == "INFO" and lines[0]["logger"] == "chains.server"
    assert lines[0]["time"].endswith("Z")
    assert "edition 42" in stderr and "unheard" not in stderr


def test_a_strangers_message_is_kept_only_where_it_stands_in_its_program(tmp_path: Path) -> None:
    (tmp_path / "lib").mkdir()
    (tmp_path / "lib" / "stranger.py").write_text(
        "import logging\n"
        "def speak(value):\n"
        "    log = logging.getLogger('stranger')\n"
        "    log.warning('The socket was closed')\n"
        "    log.warning('It holds %s', value)\n"
        "    log.warning(f'It holds {value}')\n"
        "    log.warning(value)\n",
        encoding="utf-8",
    )
    program = f"sys.path.append({str(tmp_path / 'lib')!r})\nimport stranger\n"
    lines, stderr = said(tmp_path / "log", program + f"stranger.speak('{CELL}')")
    assert [line["message"] for line in lines] == [
        "The socket was closed",
        "It holds %s",
        "(left out)",
        "(left out)",
    ]
    assert [line["at"] for line in lines] == [f"stranger.py:{n} speak" for n in (4, 5, 6, 7)]
    assert CELL not in everything(tmp_path / "log") + stderr


def test_what_nobody_caught_comes_to_the_log_and_not_to_stderr_as_it_is(tmp_path: Path) -> None:
    lines, stderr = said(
        tmp_path,
        f"""
def fail():
    raise ValueError("{CELL}")

one = threading.Thread(target=fail)
one.start(), one.join()
warnings.warn("{CELL}", UserWarning)
fail()
""",
    )
    kinds = [line.get("exception", {}).get("type") for line in lines]
    assert kinds == ["ValueError", None, "ValueError"]
    assert lines[1]["message"] == "<string>:14: UserWarning"
    assert CELL not in everything(tmp_path) + stderr
    assert "Traceback" not in stderr


def test_a_full_file_is_closed_and_ten_are_kept(tmp_path: Path) -> None:
    said(
        tmp_path,
        """
logging.getLogger().removeHandler(logging.getLogger().handlers[1])
for number in range(1400): log.log.info("%d %s", number, "x" * 10_000)
""",
        CHAINS_LOG_MB="1",
    )
    names = {f"chainboard.log{tail}" for tail in ("", *(f".{number}" for number in range(1, 11)))}
    assert {path.name for path in tmp_path.iterdir()} == names
    assert max(path.stat().st_size for path in tmp_path.iterdir()) <= 1024 * 1024
    last = (tmp_path / "chainboard.log").read_text(encoding="utf-8").splitlines()[-1]
    assert json.loads(last)["message"].startswith("1399 ")


def test_a_full_disk_costs_the_line_and_says_no_more_than_that(tmp_path: Path) -> None:
    _, stderr = said(
        tmp_path,
        f"""
def full(record): raise OSError(28, "{CELL}")
logging.getLogger().handlers[0].doRollover = full
logging.getLogger().handlers[0].shouldRollover = full
logging.getLogger("chains").warning("{CELL}")
""",
    )
    assert "The log cannot be written: OSError (chains)" in stderr
    assert "Traceback" not in stderr


def test_a_folder_that_cannot_be_written_is_said_in_words(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    ran = subprocess.run(
        [sys.executable, "-c", SAYING, str(tmp_path / "file" / "log")],
        cwd=HOME,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "chains.errors.ChainsError: The log " in ran.stderr
    assert "Not a directory" in ran.stderr


def test_a_log_that_was_never_started_still_gives_a_number(
    caplog: pytest.LogCaptureFixture,
) -> None:
    from chains import log

    with caplog.at_level(logging.ERROR):
        reference = log.bug(ValueError(CELL))
    assert caplog.records[-1].__dict__["reference"] == reference
