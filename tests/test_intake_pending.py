"""An upload that waits: kept on disk, found again, previewed, and forgotten after a day."""

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from town import build, held, look

from chains import i18n, schema
from chains.access import Scope
from chains.errors import StoreError, UsageError
from chains.intake import confirm, effects, pending, prepare, prepare_undo
from chains.settings import HOME
from chains.store import Store

HEADER = "project_id,month,invested_ytd,progress\n"
FILE = HEADER + "P0001,2022-08,500,基础\nP0001,2022-09,720,主体\nP0002,2022-10,90,\n"
CHAIN = "chain_id,name,name_en,department_id,valid_from\nC1,甲,One,D01,2021-01-01\n"
MONTHS = "select project_id, month, invested_ytd from project_month order by all"
BEFORE = [("P0001", "2022-08", 500.0), ("P0001", "2022-09", 700.0)]
AFTER = [("P0001", "2022-08", 500.0), ("P0001", "2022-09", 720.0), ("P0002", "2022-10", 90.0)]


@pytest.fixture
def town(tmp_path):
    """A town of a few rows, spoken of in English."""
    with i18n.speaking("en"):
        yield build(tmp_path)


@pytest.fixture
def waiting(town):
    """The token of an upload of 张三 that waits in the town."""
    return pending.keep(town, look(town, "project_month", FILE), "张三")


def lying(store: Store) -> set[str]:
    """What lies in the folder of pending uploads."""
    return {path.name for path in store.pending.glob("*")} - {"lock"}


def published(store: Store):
    """All that must not change before an upload is confirmed."""
    return store.current(), {path.name: path.read_bytes() for path in store.folder.iterdir()}


def test_what_is_kept_is_found_again_by_its_person_alone(town, waiting):
    (one,) = pending.of(town, "张三")
    assert (one.token, one.dataset, one.file_name, one.base) == (
        waiting,
        "project_month",
        "报表.csv",
        1,
    )
    assert pending.of(town, "李四") == []
    assert pending.find(town, waiting) == one


def test_what_is_kept_survives_the_process(town, waiting):
    script = (
        "import sys; from pathlib import Path; from chains.store import Store\n"
        "from chains.intake import pending\n"
        "found = pending.load(Store(Path(sys.argv[1])), sys.argv[2])\n"
        "print(found.difference.added, found.difference.changed, found.difference.same)"
    )
    command = [sys.executable, "-c", script, str(town.root), waiting]
    said = subprocess.run(command, cwd=HOME, capture_output=True, text=True, check=True).stdout
    assert said.split() == ["1", "1", "1"]


def test_a_file_is_loaded_as_it_was_asked_for(town):
    dataset, reach = schema.dataset("project_month"), Scope(datasets=frozenset({"project_month"}))
    reach = replace(reach, counties=frozenset({"430501", "430502"}), chains=frozenset({"*"}))
    text = "project_id,month,invested_ytd,谁知道\nP0001,2022-09,720,主体\n"
    found = prepare(
        town,
        dataset,
        "报表.csv",
        text.encode(),
        reach=reach,
        columns={"谁知道": "progress"},
        withdraw=True,
    )
    loaded = pending.load(town, pending.keep(town, found, "张三", {"message": "十月"}))
    assert loaded == found
    assert loaded.asked == found.asked
    assert pending.of(town, "张三")[0].options == {"message": "十月"}


def test_after_another_edition_it_is_judged_anew(town, waiting):
    theirs = look(town, "project_month", HEADER + "P0001,2022-09,710,主体\nP0002,2022-10,90,\n")
    confirm(town, theirs, by="李四")
    found = pending.load(town, waiting)
    assert (found.base, found.difference.added, found.difference.changed) == (2, 0, 1)
    assert found.difference.cells[["before", "after"]].values.tolist() == [["710", "720"]]


def test_waiting_changes_nothing_that_is_published(town):
    before = published(town)
    token = pending.keep(town, look(town, "project_month", FILE), "张三")
    pending.candidate(town, token)
    assert published(town) == before
    assert (held(town, MONTHS), town.files.exists()) == (BEFORE, False)
    assert town.verify() == []


def test_a_candidate_is_the_edition_that_confirming_would_make(town, waiting):
    candidate = pending.preview(town, waiting)
    try:
        assert candidate.number == 2
        assert candidate.connection.execute(MONTHS).fetchall() == AFTER
        ledger = "select edition, dataset, submitted_by, rows_added from submission"
        assert candidate.connection.execute(ledger).fetchall() == [(2, "project_month", "张三", 1)]
        last = candidate.records()[-1]
        assert (last.edition, last.parent, last.kind, last.made_by) == (2, 1, "提交", "张三")
    finally:
        candidate.close()
    confirm(town, pending.load(town, waiting), by="张三")
    assert held(town, MONTHS) == AFTER


def test_a_candidate_is_made_once_an_edition(town, waiting):
    first = pending.candidate(town, waiting)
    made = first.stat().st_mtime_ns
    assert pending.candidate(town, waiting) == first
    assert first.stat().st_mtime_ns == made
    confirm(town, look(town, "project_month", HEADER + "P0002,2022-09,80,\n"), by="李四")
    second = pending.candidate(town, waiting)
    assert second != first
    with pending.preview(town, waiting).cursor() as cursor:
        assert len(cursor.execute(MONTHS).fetchall()) == 4


def test_many_ask_for_one_candidate_at_the_same_time_and_it_is_made_once(town, waiting):
    with ThreadPoolExecutor(6) as pool:
        paths = set(pool.map(lambda _: pending.candidate(town, waiting), range(6)))
    assert len(paths) == 1
    assert lying(town) == {f"{waiting}.json", f"{waiting}.data", paths.pop().name}


def test_an_empty_city_has_a_candidate_as_well(tmp_path):
    store = Store(tmp_path)
    token = pending.keep(store, look(store, "county", "县市区代码,县市区\n430501,甲\n"), "张三")
    candidate = pending.preview(store, token)
    assert candidate.connection.execute("select name from county").fetchall() == [("甲",)]
    assert (candidate.number, store.current()) == (1, 0)


def test_a_file_with_faults_waits_too_and_has_no_candidate(town):
    token = pending.keep(town, look(town, "project_month", FILE + "P0002,x,y,\n"), "张三")
    assert not pending.load(town, token).accepted
    with pytest.raises(StoreError, match="2 faults"):
        pending.candidate(town, token)
    assert lying(town) == {f"{token}.json", f"{token}.data"}


def test_an_undo_waits_as_a_file_does(town):
    confirm(town, look(town, "project_month", FILE), by="张三")
    token = pending.keep(town, prepare_undo(town, 1), "张三")
    candidate = pending.preview(town, token)
    assert candidate.connection.execute(MONTHS).fetchall() == BEFORE
    assert candidate.records()[-1].kind == "撤销"
    confirm(town, pending.load(town, token), by="张三")
    assert held(town, MONTHS) == BEFORE


def test_what_is_dropped_leaves_nothing(town, waiting):
    pending.candidate(town, waiting)
    pending.drop(town, waiting)
    assert (lying(town), pending.of(town, "张三")) == (set(), [])
    for ask in (pending.find, pending.load, pending.candidate):
        with pytest.raises(UsageError, match="waits no more"):
            ask(town, waiting)


@pytest.mark.parametrize("token", ["", "../../CURRENT", "*", "0" * 31, "G" * 32, "0" * 32])
def test_a_token_that_nobody_was_given_is_refused_and_drops_nothing(town, waiting, token):
    with pytest.raises(UsageError, match="waits no more"):
        pending.load(town, token)
    pending.drop(town, token)
    assert lying(town) == {f"{waiting}.json", f"{waiting}.data"}
    assert town.current() == 1


def test_after_a_day_it_is_forgotten_with_all_that_a_killed_process_left(town, waiting):
    other = pending.keep(town, look(town, "project_month", FILE), "李四")
    pending.candidate(town, waiting)
    (town.pending / "candidate-0.duckdb").write_bytes(b"half")
    (town.pending / f"{'0' * 32}.data").write_bytes(b"without a record")
    (town.pending / f"{'0' * 32}.json.1.new").write_bytes(b"half")
    yesterday = time.time() - 25 * 3600
    for path in town.pending.iterdir():
        if other not in path.name:
            os.utime(path, (yesterday, yesterday))
    pending.sweep(town)
    assert lying(town) == {f"{other}.json", f"{other}.data"}
    assert (town.pending / "lock").exists()


def test_a_record_that_cannot_be_read_hides_no_other(town, waiting, caplog):
    (town.pending / f"{'0' * 32}.json").write_text("{", encoding="utf-8")
    assert [one.token for one in pending.of(town, "张三")] == [waiting]
    assert "cannot be read" in caplog.text


def test_a_folder_that_cannot_be_is_a_plain_sentence(town):
    found = look(town, "project_month", FILE)
    town.pending.write_bytes(b"")
    with pytest.raises(StoreError, match="could not be written"):
        pending.keep(town, found, "张三")


def test_the_figures_of_leaders_are_those_of_the_candidate(city_copy):
    """The demonstration's 市重点 is at 93.7 % of its plan in October 2022."""
    with city_copy.reading() as before:
        rows = before.connection.execute(
            """select project_id, month, invested_ytd * 1.5 from project_month
            where month = '2022-10' order by all"""
        ).fetchall()
        text = "project_id,month,invested_ytd\n" + "".join("{},{},{}\n".format(*r) for r in rows)
        token = pending.keep(city_copy, look(city_copy, "project_month", text), "张三")
        after = pending.preview(city_copy, token)
        found = effects(before, after)
        after.close()
    level = found[(found["row"] == "市重点") & (found["figure"] == "completion")].iloc[0]
    assert round(level["before"], 3) == 0.937
    assert level["after"] == pytest.approx(level["before"] * 1.5)
    assert (level["before_light"], level["after_light"]) == ("ahead", "ahead")
    assert set(found["question"]) == {"headline", "completion_by_level", "chain_cards"}
    assert not (found["before"] == found["after"]).any()


def test_two_editions_alike_have_no_effects(city):
    with city.reading() as one, city.reading() as other:
        assert effects(one, other).empty


def test_a_light_that_changes_and_a_month_that_is_new_are_said(town):
    plan = "project_id,year,version,annual_plan\nP0001,2022,1,1000\n"
    confirm(town, look(town, "project_plan", plan), by="张三")
    levels = "project_id,level\nP0001,市重点\n"
    confirm(town, look(town, "project_level", levels), by="张三")
    confirm(town, look(town, "project_month", HEADER + "P0001,2022-10,750,\n"), by="张三")
    with town.reading(3) as before, town.reading(4) as after:
        found = effects(before, after)
        same = effects(before, after, month="2022-09")
    (row,) = found[found["figure"] == "completion"].to_dict("records")
    assert (row["row"], row["before"], row["after"]) == ("市重点", 0.7, 0.75)
    # due are 9/12 and 10/12 of the year; less than 10 points behind is on schedule
    assert (row["before_light"], row["after_light"]) == ("on_schedule", "on_schedule")
    assert (row["before_month"], row["after_month"]) == ("2022-09", "2022-10")
    assert same.empty


def test_a_figure_that_is_new_has_nothing_before(town):
    department = "department_id,name,kind\nD01,示例局,市直\n"
    confirm(town, look(town, "department", department), by="张三")
    token = pending.keep(town, look(town, "chain", CHAIN), "张三")
    with town.reading() as before:
        after = pending.preview(town, token)
        found = effects(before, after)
        after.close()
    firms = found[(found["question"] == "chain_cards") & (found["figure"] == "firms")].iloc[0]
    assert (firms["row"], firms["id"], firms["after"]) == ("One", "C1", 0)
    assert firms["before"] != firms["before"]
