"""From a file to an edition: what would change, what did, and when nothing may."""

import hashlib
from datetime import datetime

import pytest
from town import FIRM, OTHER, build, held, look

from chains import i18n, schema
from chains.access import Scope
from chains.errors import FileRefused, StoreError, UsageError
from chains.intake import confirm, prepare
from chains.store import Store

HEADER = "project_id,month,invested_ytd,progress\n"
FILE = HEADER + "P0001,2022-08,500,基础\nP0001,2022-09,720,主体\nP0002,2022-10,90,\n"


@pytest.fixture
def town(tmp_path):
    """A town of a few rows, spoken of in English."""
    with i18n.speaking("en"):
        yield build(tmp_path)


def months(store):
    return held(
        store,
        "select project_id, month, invested_ytd, progress, submission_id, source_row"
        " from project_month order by 1, 2",
    )


def state(store):
    """All that must not change on a refusal."""
    return store.current(), {path.name: path.read_bytes() for path in store.folder.iterdir()}


def cells(submission):
    return [tuple(row) for row in submission.difference.cells.itertuples(index=False)]


def test_the_difference_counts_rows_and_lists_changed_cells_before_added_ones(town):
    text = HEADER + "P0002,2022-10,90,\nP0001,2022-08,500,基础\nP0001,2022-09,720.5,主体\n"
    difference = look(town, "project_month", text).difference
    assert (difference.added, difference.changed, difference.same) == (1, 1, 1)
    frame = difference.cells
    assert list(frame.columns) == ["key", "column", "before", "after", "kind"]
    assert frame.astype(object).where(frame.notna(), None).values.tolist() == [
        ["P0001 · 2022-09", "invested_ytd", "700", "720.5", "changed"],
        ["P0002 · 2022-10", "invested_ytd", None, "90", "added"],
    ]


def test_at_most_a_thousand_cells_are_listed(town):
    rows = "".join(f"T{i},甲,乙,2022-01-01\n" for i in range(900))
    difference = look(town, "task", "task_id,title,owner,due_on\n" + rows).difference
    assert (difference.added, len(difference.cells)) == (900, 1000)


def test_a_confirmed_file_adds_and_changes_its_rows_and_leaves_the_others(town):
    receipt = confirm(town, look(town, "project_month", FILE), by="张三", message="十月")
    assert (receipt.edition, town.current()) == (2, 2)
    assert (receipt.added, receipt.changed, receipt.same) == (1, 1, 1)
    assert months(town) == [
        ("P0001", "2022-08", 500.0, "基础", None, None),
        ("P0001", "2022-09", 720.0, "主体", 1, 3),
        ("P0002", "2022-10", 90.0, None, 1, 4),
    ]


def test_columns_that_are_not_in_the_file_keep_what_they_hold(town):
    text = "project_id,month,invested_ytd\nP0001,2022-09,710\n"
    confirm(town, look(town, "project_month", text), by="张三")
    assert months(town)[1] == ("P0001", "2022-09", 710.0, "主体", 1, 2)


def test_an_empty_cell_empties_what_was_there(town):
    submission = look(town, "project_month", HEADER + "P0001,2022-09,700,\n")
    assert [cell[:3] for cell in cells(submission)] == [("P0001 · 2022-09", "progress", "主体")]
    confirm(town, submission, by="张三")
    assert months(town)[1][3] is None


def test_a_receipt_says_what_the_edition_records(town):
    confirm(town, look(town, "project_month", FILE), by="张三")
    text = f"uscc,month,output_ytd\n{FIRM},2022-10,1\n{OTHER},2022-10,1\n"
    receipt = confirm(
        town, look(town, "enterprise_month", text, "C:\\我的 文件\\月报.csv"), by=" 李四 "
    )
    digest = hashlib.sha256(text.encode()).hexdigest()
    assert (receipt.submission_id, receipt.edition, receipt.dataset) == (2, 3, "enterprise_month")
    assert (receipt.file_name, receipt.sha256) == ("月报.csv", digest)
    assert abs((datetime.now() - receipt.submitted_at).total_seconds()) < 60
    assert held(
        town,
        "select edition, dataset, file_name, sha256, submitted_by, message, rows_added,"
        " rows_changed, rows_same, rows_removed, sheet from submission where submission_id = 2",
    ) == [(3, "enterprise_month", "月报.csv", digest, "李四", None, 2, 0, 0, 0, None)]
    assert held(town, "select kind, made_by from edition where edition = 3") == [("提交", "李四")]
    assert (town.files / digest).read_bytes() == text.encode()


def test_a_row_that_is_submitted_unchanged_keeps_its_origin(town):
    confirm(town, look(town, "project_month", FILE), by="张三")
    confirm(town, look(town, "project_month", FILE.replace("720", "730")), by="李四")
    assert [row[4:] for row in months(town)] == [(None, None), (2, 3), (1, 4)]


def test_progress_is_told_in_rising_shares(town):
    told = []
    submission = look(town, "project_month", FILE)
    confirm(town, submission, by="张三", progress=lambda share, _: told.append(share))
    assert told == sorted(told) and told[-1] == 1.0


def test_the_first_file_of_an_empty_store_makes_edition_1(tmp_path):
    store = Store(tmp_path)
    submission = look(store, "county", "县市区代码,县市区\n430501,甲\n")
    assert (submission.base, confirm(store, submission, by="张三").edition) == (0, 1)
    assert held(store, "select county_id, name, submission_id, source_row from county") == [
        ("430501", "甲", 1, 2)
    ]


def test_looking_at_a_file_changes_nothing(town):
    before = state(town)
    look(town, "project_month", FILE)
    assert state(town) == before and not town.files.exists()


@pytest.mark.parametrize("by", ["", "  ", "\u3000"])
def test_a_submission_without_a_name_is_refused(town, by):
    submission, before = look(town, "project_month", FILE), state(town)
    with pytest.raises(StoreError, match="Say who"):
        confirm(town, submission, by=by)
    assert state(town) == before


def test_a_file_with_faults_is_refused_and_changes_nothing(town):
    submission, before = look(town, "project_month", FILE + "P0002,x,y,\n"), state(town)
    assert not submission.accepted and submission.difference is None
    with pytest.raises(StoreError, match="2 faults"):
        confirm(town, submission, by="张三")
    assert state(town) == before and not town.files.exists()


def test_what_is_no_table_changes_nothing(town):
    before = state(town)
    with pytest.raises(FileRefused):
        look(town, "project_month", b"\x89PNG\r\n\x1a\n\x00")
    assert state(town) == before


def test_the_same_file_twice_says_so_and_changes_nothing(town):
    confirm(town, look(town, "project_month", FILE), by="张三")
    again, before = look(town, "project_month", FILE), state(town)
    assert (again.difference.same, again.difference.empty) == (3, True)
    with pytest.raises(StoreError, match="already in edition 2"):
        confirm(town, again, by="张三")
    assert state(town) == before


def test_one_submission_confirmed_twice_is_taken_once(town):
    submission = look(town, "project_month", FILE)
    confirm(town, submission, by="张三")
    with pytest.raises(StoreError, match="already in edition 2"):
        confirm(town, submission, by="张三")
    assert town.current() == 2


def test_an_edition_in_between_that_touches_other_rows_is_kept(town):
    mine = look(town, "project_month", FILE)
    theirs = look(town, "project_month", HEADER + "P0002,2022-09,80,\n")
    confirm(town, theirs, by="李四")
    receipt = confirm(town, mine, by="张三")
    assert (receipt.edition, receipt.submission_id, len(months(town))) == (3, 2, 4)


def test_an_edition_in_between_that_touches_the_same_rows_asks_to_look_again(town):
    mine = look(town, "project_month", FILE)
    confirm(town, look(town, "project_month", HEADER + "P0001,2022-09,710,主体\n"), by="李四")
    before = months(town)
    said = r"edition 2 came in between, and submission 1 changed 1 of the same rows \(row 3 of"
    with pytest.raises(StoreError, match=said):
        confirm(town, mine, by="张三")
    assert (town.current(), months(town)) == (2, before)
    confirm(town, look(town, "project_month", FILE), by="张三")
    assert town.current() == 3


def test_an_edition_in_between_that_takes_away_what_is_referred_to_asks_to_look_again(town):
    mine = look(town, "project_month", FILE)
    town.publish(
        lambda connection: connection.execute("delete from project where project_id = 'P0002'"),
        by="李四",
        kind="恢复",
    )
    with pytest.raises(StoreError, match="came in between"):
        confirm(town, mine, by="张三")
    assert town.current() == 2


def test_going_back_in_between_leaves_numbers_of_submissions_unique(town):
    confirm(town, look(town, "project_month", FILE), by="张三")
    town.restore(1, by="李四")
    receipt = confirm(town, look(town, "project_month", FILE), by="张三")
    assert (receipt.edition, receipt.submission_id) == (4, 2)


def withdrawing(store, dataset, text, **more):
    """What intake says of a file whose missing rows are to go."""
    data = text.encode()
    return prepare(store, schema.dataset(dataset), "报表.csv", data, withdraw=True, **more)


def test_rows_that_are_not_in_the_file_are_counted_and_stay(town):
    found = look(town, "project_month", HEADER + "P0001,2022-08,510,基础\nP0001,2022-10,900,\n")
    assert (found.withdrawn, found.difference.removed) == (0, 0)
    found = look(town, "project_month", HEADER + "P0002,2022-08,0.5,\nP0002,2022-09,0.6,\n")
    assert (found.withdrawn, found.difference.removed) == (0, 0)  # another county's
    text = HEADER + "P0001,2022-08,500,基础\nP0002,2022-09,0.5,\n"
    found = look(town, "project_month", text)
    assert (found.withdrawn, found.difference.removed) == (1, 0)
    assert found.scope_text == {
        "month": ("2022-08", "2022-09"),
        "county_id": ("示例东区", "示例西区"),
    }
    confirm(town, found, by="张三")
    assert [row[:3] for row in months(town)][1] == ("P0001", "2022-09", 700.0)


def test_rows_of_the_scope_that_are_not_in_the_file_go_where_it_is_asked_for(town):
    text = HEADER + "P0001,2022-08,500,基础\nP0002,2022-09,0.5,\n"
    found = withdrawing(town, "project_month", text)
    assert (found.difference.added, found.difference.same, found.difference.removed) == (1, 1, 1)
    kinds = [cell[0:1] + cell[4:] for cell in cells(found)]
    assert kinds == [("P0001 · 2022-09", "removed")] * 2 + [("P0002 · 2022-09", "added")]
    receipt = confirm(town, found, by="张三")
    assert (receipt.added, receipt.removed) == (1, 1)
    assert [row[:2] for row in months(town)] == [("P0001", "2022-08"), ("P0002", "2022-09")]


def test_a_file_that_only_withdraws_is_a_change(town):
    text = HEADER + "P0001,2022-08,500,基础\nP0002,2022-09,0.5,\n"
    confirm(town, look(town, "project_month", text), by="张三")
    again = look(town, "project_month", text)
    assert again.difference.empty and again.duplicate_of == 1
    found = withdrawing(town, "project_month", text)
    assert not found.difference.empty and found.duplicate_of is None
    confirm(town, found, by="张三")
    assert len(months(town)) == 2


def test_only_rows_within_the_reach_are_withdrawn(town):
    confirm(town, look(town, "project_month", HEADER + "P0002,2022-08,0.5,\n"), by="张三")
    east = Scope(frozenset({"*"}), frozenset({"430501"}), frozenset({"project_month"}))
    text = HEADER + "P0001,2022-08,510,基础\n"
    found = withdrawing(town, "project_month", text, reach=east)
    assert found.scope_text["county_id"] == ("示例东区",)
    assert found.difference.removed == 0


def test_a_row_that_came_into_the_scope_since_the_look_asks_to_look_again(town):
    mine = withdrawing(town, "project_month", HEADER + "P0001,2022-10,900,\n")
    text = "project_id,name,county_id,nature,total_investment\nP0003,新,430501,新建,5\n"
    confirm(town, look(town, "project", text), by="李四")
    confirm(town, look(town, "project_month", HEADER + "P0003,2022-10,1,\n"), by="李四")
    with pytest.raises(StoreError, match="edition 3 came in between"):
        confirm(town, mine, by="张三")
    assert withdrawing(town, "project_month", HEADER + "P0001,2022-10,900,\n").withdrawn == 1


def test_what_others_refer_to_is_not_withdrawn(town):
    text = "project_id,name,county_id,nature,total_investment\nP0002,另一项目,430501,新建,1\n"
    found = withdrawing(town, "project", text)
    (fault,) = [one for one in found.faults if one.severity == "error"]
    assert (fault.value, fault.rule, found.accepted) == ("P0001", "reference", False)
    assert fault.message.startswith("2 rows of ")


def test_a_firm_of_two_chains_speaks_for_the_one_that_all_rows_share(town):
    town.publish(two_chains, by="测试", kind="示例")
    text = f"uscc,month,output_ytd\n{FIRM},2022-10,1\n"
    other = f"uscc,month,output_ytd\n{OTHER},2022-10,1\n"
    assert look(town, "enterprise_month", other).scope_text["chain_id"] == ("One",)
    confirm(town, look(town, "enterprise_month", text), by="张三")
    found = look(town, "enterprise_month", text + f"{OTHER},2022-10,1\n")
    assert found.scope_text["chain_id"] == ("One",)  # the first is in both, the other in one
    assert look(town, "enterprise_month", text).scope_text["chain_id"] == ("One", "Two")


def two_chains(connection):
    """FIRM is in both chains, OTHER in the first."""
    for statement in (
        "insert into department (department_id, name, kind) values ('D01', '示例局', '市直')",
        """insert into chain (chain_id, name, name_en, department_id, valid_from)
        values ('C1', '一', 'One', 'D01', '2021-01-01'),
               ('C2', '二', 'Two', 'D01', '2021-01-01')""",
        """insert into segment (segment_id, chain_id, stage, name, essential, position)
        values ('S1', 'C1', '上游', '甲', true, 1), ('S2', 'C2', '上游', '乙', true, 1)""",
        f"""insert into enterprise_segment (uscc, segment_id)
        values ('{FIRM}', 'S1'), ('{FIRM}', 'S2'), ('{OTHER}', 'S1')""",
    ):
        connection.execute(statement)


MIXED = HEADER + "P0001,2022-09,720,主体\nP9999,2022-09,1,\nP0002,2022-10,x,\nP0002,2022-09,0.5,\n"


def test_the_good_rows_go_in_and_the_faulty_ones_are_named(town):
    found = prepare(town, schema.dataset("project_month"), "报表.csv", MIXED.encode(), partial=True)
    assert (found.left_out, found.accepted) == ((3, 4), True)
    assert (found.difference.added, found.difference.changed) == (1, 1)
    assert {fault.row for fault in found.faults if fault.severity == "error"} == {3, 4}
    receipt = confirm(town, found, by="张三")
    assert (receipt.added, receipt.changed, receipt.left_out) == (1, 1, (3, 4))
    assert [row[:3] + row[4:] for row in months(town)][1:] == [
        ("P0001", "2022-09", 720.0, 1, 2),
        ("P0002", "2022-09", 0.5, 1, 5),
    ]


def test_a_file_that_was_refused_is_taken_in_part_where_the_uploader_asks_for_it(town):
    found = look(town, "project_month", MIXED)
    assert found.difference is None
    receipt = confirm(town, found, by="张三", partial=True)
    assert (receipt.left_out, len(months(town))) == ((3, 4), 3)


def test_of_two_rows_with_one_key_neither_is_taken(town):
    text = HEADER + "P0001,2022-09,720,\nP0002,2022-09,0.5,\nP0001,2022-09,730,\n"
    receipt = confirm(town, look(town, "project_month", text), by="张三", partial=True)
    assert (receipt.left_out, receipt.added, receipt.changed) == ((2, 4), 1, 0)


def test_a_file_whose_rows_are_all_faulty_is_refused_in_part_as_well(town):
    found, before = look(town, "project_month", HEADER + "P9999,2022-09,1,\n"), state(town)
    with pytest.raises(StoreError, match="1 faults"):
        confirm(town, found, by="张三", partial=True)
    assert state(town) == before


def test_a_file_without_a_required_column_has_no_good_rows(town):
    found = look(town, "project_month", "project_id,invested_ytd\nP0001,1\n")
    with pytest.raises(StoreError, match="1 faults"):
        confirm(town, found, by="张三", partial=True)


def test_a_file_is_not_taken_in_part_and_spoken_for_the_rest(town):
    with pytest.raises(UsageError, match="one of the two"):
        withdrawing(town, "project_month", MIXED, partial=True)


def test_the_same_file_names_the_submission_that_brought_it_while_all_of_it_stands(town):
    confirm(town, look(town, "project_month", FILE), by="张三")
    assert look(town, "project_month", FILE).duplicate_of == 1
    assert look(town, "project_month", FILE + "\n").duplicate_of is None
    confirm(town, look(town, "project_month", HEADER + "P0001,2022-09,1000,\n"), by="李四")
    assert look(town, "project_month", FILE).duplicate_of is None
