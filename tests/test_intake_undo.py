"""A submission taken back, as a submission of its own; and two editions held side by side."""

import csv
import io

import pytest
from town import FIRM, OTHER, build, held, look

from chains import i18n, schema
from chains.access import Scope
from chains.errors import StoreError, UsageError
from chains.intake import (
    cells,
    compare_editions,
    confirm,
    prepare,
    prepare_undo,
    undo,
)

HEADER = "project_id,month,invested_ytd,progress\n"
FILE = HEADER + "P0001,2022-09,720,主体\nP0002,2022-09,0.5,\n"
LATER = HEADER + "P0001,2022-09,730,主体\n"
ROWS = (
    "select project_id, month, invested_ytd, progress, submission_id, source_row"
    " from project_month order by 1, 2"
)
FIRST = ("P0001", "2022-08", 500.0, "基础", None, None)
BEFORE = [FIRST, ("P0001", "2022-09", 700.0, "主体", None, None)]


@pytest.fixture
def town(tmp_path):
    """A town of a few rows, with a submission of 张三, spoken of in English."""
    with i18n.speaking("en"):
        store = build(tmp_path)
        confirm(store, look(store, "project_month", FILE), by="张三")
        yield store


def test_an_undo_shows_first_what_it_would_change(town):
    found = prepare_undo(town, 1)
    difference = found.difference
    assert (difference.added, difference.changed, difference.removed) == (0, 1, 1)
    assert difference.cells.fillna("").values.tolist() == [
        ["P0001 · 2022-09", "invested_ytd", "720", "700", "changed"],
        ["P0002 · 2022-09", "invested_ytd", "0.5", "", "removed"],
    ]
    assert (found.undoes, found.accepted, town.current()) == (1, True, 2)


def test_an_undo_puts_back_values_and_where_they_came_from(town):
    receipt = undo(town, 1, by="李四", message="误报")
    assert held(town, ROWS) == BEFORE
    assert (receipt.submission_id, receipt.edition, receipt.removed) == (2, 3, 1)
    ledger = "select submission_id, edition, dataset, submitted_by, message from submission"
    assert held(town, f"{ledger} where submission_id = 2") == [
        (2, 3, "project_month", "李四", "撤销提交 1：误报")
    ]
    assert held(town, "select kind, made_by from edition where edition = 3") == [("撤销", "李四")]


def test_an_undo_keeps_a_file_that_says_what_was_done_to_each_row(town):
    receipt = undo(town, 1, by="李四")
    data = (town.files / receipt.sha256).read_bytes()
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    assert receipt.file_name == "撤销提交000001.csv"
    assert rows[0] == [
        "项目编号",
        "月份",
        "累计完成投资（万元）",
        "形象进度",
        "存在问题",
        "原提交编号",
        "原行号",
        "撤销动作",
    ]
    assert rows[1:] == [
        ["P0001", "2022-09", "700.0", "主体", "", "", "", "恢复"],
        ["P0002", "2022-09", "0.5", "", "", "1", "3", "删除"],
    ]
    assert town.verify() == []


def test_a_submission_is_taken_back_once(town):
    undo(town, 1, by="李四")
    with pytest.raises(StoreError, match="Nothing of submission 1 is left"):
        undo(town, 1, by="李四")
    assert town.current() == 3


def test_an_undo_can_be_undone(town):
    after = held(town, ROWS)
    undo(town, 1, by="李四")
    undo(town, 2, by="李四")
    assert held(town, ROWS) == after


def test_rows_that_a_later_submission_changed_are_named_and_nothing_is_done(town):
    confirm(town, look(town, "project_month", LATER), by="王五")
    with pytest.raises(StoreError, match=r"1 of its rows .* submission 2: P0001 · 2022-09\."):
        prepare_undo(town, 1)
    assert town.current() == 3


def test_the_last_first_and_then_the_one_before(town):
    confirm(town, look(town, "project_month", LATER), by="王五")
    undo(town, 2, by="李四")
    undo(town, 1, by="李四")
    assert held(town, ROWS) == BEFORE


def test_rows_of_others_since_then_stay(town):
    other = HEADER + "P0002,2022-08,0.25,\n"
    confirm(town, look(town, "project_month", other), by="王五")
    undo(town, 1, by="李四")
    assert held(town, ROWS) == [*BEFORE, ("P0002", "2022-08", 0.25, None, 2, 2)]


def test_an_edition_between_the_look_and_the_undo_asks_to_look_again(town):
    shown = prepare_undo(town, 1)
    confirm(town, look(town, "project_month", LATER), by="王五")
    with pytest.raises(StoreError, match="edition 3 came in between"):
        confirm(town, shown, by="李四")
    assert town.current() == 3


def test_what_others_refer_to_is_not_taken_away(town):
    text = "project_id,name,county_id,nature,total_investment\nP0003,新,430501,新建,5\n"
    confirm(town, look(town, "project", text), by="张三")
    confirm(town, look(town, "project_month", HEADER + "P0003,2022-09,1,\n"), by="张三")
    found = prepare_undo(town, 2)
    assert not found.accepted
    (fault,) = [one for one in found.faults if one.severity == "error"]
    assert (fault.value, fault.rule) == ("P0003", "reference")
    assert fault.message.startswith("1 rows of ")
    with pytest.raises(StoreError, match="1 faults"):
        undo(town, 2, by="李四")
    undo(town, 3, by="李四")
    undo(town, 2, by="李四")
    assert held(town, "select count(*) from project") == [(2,)]


def test_what_a_withdrawal_took_away_comes_back(town):
    text = (HEADER + "P0001,2022-09,720,主体\n").encode()
    gone = prepare(town, schema.dataset("project_month"), "报表.csv", text, withdraw=True)
    assert gone.difference.removed == 0  # the file speaks of P0001's county alone
    both = HEADER + "P0001,2022-08,500,基础\nP0002,2022-08,0.25,\n"
    confirm(town, look(town, "project_month", both), by="张三")
    before = held(town, ROWS)
    text = (HEADER + "P0001,2022-08,510,基础\nP0002,2022-09,0.5,\n").encode()
    found = prepare(town, schema.dataset("project_month"), "报表.csv", text, withdraw=True)
    assert confirm(town, found, by="张三").removed == 2
    assert len(held(town, ROWS)) == 2
    undo(town, 3, by="李四")
    assert held(town, ROWS) == before


def test_an_undo_touches_only_what_the_person_may_change(town):
    west = Scope(frozenset({"*"}), frozenset({"430502"}), frozenset({"project_month"}))
    found = prepare_undo(town, 1, reach=west)
    assert [(one.row, one.rule) for one in found.faults] == [(2, "scope")]
    assert found.difference is None
    with pytest.raises(StoreError, match="Row 2 of the file is not yours"):
        confirm(town, prepare_undo(town, 1), by="李四", reach=west)
    with pytest.raises(UsageError, match="No dataset was given"):
        prepare_undo(town, 1, reach=Scope())
    assert town.current() == 2


def test_a_submission_that_never_was_is_refused(town):
    with pytest.raises(UsageError, match="no submission 7"):
        prepare_undo(town, 7)


def test_where_retention_took_the_edition_before_the_undo_says_so(town, monkeypatch):
    monkeypatch.setenv("CHAINS_EDITIONS_KEPT", "1")
    for output in (1, 2, 3):
        text = f"uscc,month,output_ytd\n{FIRM},2022-10,{output}\n"
        confirm(town, look(town, "enterprise_month", text), by="张三")
    with pytest.raises(UsageError, match="removed by retention"):
        prepare_undo(town, 1)


def test_values_come_back_exactly_whatever_their_text_says(town):
    """A name with spaces, a float that no short text holds, what a spreadsheet would run."""
    town.publish(
        lambda db: db.execute(
            """insert into project_month (project_id, month, invested_ytd, progress)
            values ('P0002', '2022-07', 0.1 + 0.2, '=1  约（２）')"""
        ),
        by="测试",
        kind="示例",
    )
    before = held(town, ROWS)
    confirm(town, look(town, "project_month", HEADER + "P0002,2022-07,1,乙\n"), by="张三")
    receipt = undo(town, 2, by="李四")
    assert held(town, ROWS) == before
    assert "'=1  约" in (town.files / receipt.sha256).read_bytes().decode()


def test_two_editions_are_compared_by_dataset_and_cell_by_cell(town):
    confirm(town, look(town, "project_month", LATER), by="王五")
    text = f"uscc,month,output_ytd\n{FIRM},2022-10,1\n{OTHER},2022-10,1\n"
    confirm(town, look(town, "enterprise_month", text), by="张三")
    assert compare_editions(town, 1, 4).values.tolist() == [
        ["enterprise_month", 2, 0, 0],
        ["project_month", 1, 0, 1],
    ]
    assert compare_editions(town, 4, 2).values.tolist() == [
        ["enterprise_month", 0, 2, 0],
        ["project_month", 0, 0, 1],
    ]
    found = cells(town, 1, 4, "project_month").fillna("").values.tolist()
    assert found == [
        ["P0001 · 2022-09", "invested_ytd", "700", "730", "changed"],
        ["P0002 · 2022-09", "invested_ytd", "", "0.5", "added"],
    ]
    assert len(cells(town, 1, 4, "project_month", limit=1)) == 1


def test_an_edition_is_the_same_as_itself_and_all_of_it_is_new_to_the_empty_city(town):
    assert compare_editions(town, 2, 2).empty
    assert cells(town, 2, 2, "project_month").empty
    assert compare_editions(town, 0, 1).values.tolist() == [
        ["county", 2, 0, 0],
        ["enterprise", 2, 0, 0],
        ["leader", 1, 0, 0],
        ["project", 2, 0, 0],
        ["project_month", 2, 0, 0],
    ]
    with pytest.raises(UsageError, match="no edition 9"):
        compare_editions(town, 1, 9)
