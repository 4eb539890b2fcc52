"""python -m chains dispatch lists the projects to call, or writes the list for the meeting."""

import io
import json
from pathlib import Path

import openpyxl
import pytest
from founding import founded

from chains import intake, schema, state
from chains.cli import main
from chains.store import Store

ROWS = Path(__file__).with_name("dispatch_town.sql").read_text(encoding="utf-8")
ORDER = ["D", "O", "Q", "E", "A", "L", "M", "B", "J", "N"]


@pytest.fixture
def town(tmp_path: Path) -> Store:
    return founded(tmp_path / "town", ROWS)


@pytest.fixture
def chains(town: Store):
    return lambda *words: main(["--store", str(town.root), "--language", "en", *map(str, words)])


def test_the_first_are_listed_with_how_far_and_how_long(chains, capsys):
    assert chains("dispatch", "--month", "2022-10", "--top", 3) == 0
    said = capsys.readouterr().out
    assert [line.split()[1] for line in said.splitlines()[2:5]] == ORDER[:3]
    assert "months without progress: 3, the last 3 without a report" in said
    assert "3 of 10 projects." in said


def test_programs_get_json_of_the_latest_month(chains, capsys):
    assert chains("dispatch", "--json") == 0
    rows = json.loads(capsys.readouterr().out)
    assert [row["project_id"] for row in rows] == ORDER
    assert (rows[0]["call_weight"], rows[0]["due_on"]) == (1400, "2022-12-01T00:00:00")
    assert rows[2]["last_month"] is None and rows[2]["due_on"] is None


@pytest.mark.usefixtures("english")
def test_the_workbook_is_written_down_and_comes_back(chains, town: Store, tmp_path: Path):
    path = tmp_path / "list.xlsx"
    assert chains("dispatch", "--output", path, "--top", 4) == 0
    sheet = openpyxl.load_workbook(io.BytesIO(path.read_bytes())).worksheets[0]
    assert [sheet.cell(row, 2).value for row in range(2, sheet.max_row + 1)] == ORDER[:4]
    found = intake.prepare(town, schema.dataset("dispatch"), path.name, path.read_bytes())
    assert found.accepted and not found.faults
    db = state.State.open(f"sqlite:///{(town.root / 'state.sqlite3').as_posix()}")
    (entry,) = state.audit.search(db)
    assert (entry.action, entry.subject, entry.outcome) == ("export", "to_call", "done")


@pytest.mark.parametrize(("role", "status"), [("leader", 1), ("liaison", 0), ("analyst", 0)])
def test_everybody_sees_the_list_and_some_take_the_workbook(
    chains, town: Store, tmp_path: Path, role: str, status: int
):
    db = state.State.open(f"sqlite:///{(town.root / 'state.sqlite3').as_posix()}")
    state.accounts.create(db, name=role, title=role, roles={role})
    assert chains("--by", role, "dispatch") == 0
    assert chains("--by", role, "dispatch", "--output", tmp_path / "list.xlsx") == status
    assert (tmp_path / "list.xlsx").exists() == (status == 0)


def test_what_cannot_be_done_is_said(chains, empty: Store, tmp_path: Path, capsys):
    assert chains("dispatch", "--month", "1999-01") == 2
    assert "No project has reported for 1999-01." in capsys.readouterr().err
    assert chains("dispatch", "--output", tmp_path / "no" / "a.xlsx") == 2
    assert "cannot be written" in capsys.readouterr().err
    assert main(["--store", str(empty.root), "--language", "en", "dispatch"]) == 0
    assert "No project is behind" in capsys.readouterr().out
