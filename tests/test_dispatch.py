"""Projects to call: who is listed and why, worked out by hand and by a second way of counting."""

import io
import math
from datetime import datetime
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from founding import asking, founded

from chains import i18n, intake, queries, schema
from chains.derive import meeting
from chains.store import Store

ROWS = Path(__file__).with_name("dispatch_town.sql").read_text(encoding="utf-8")
OCTOBER = {"month": "2022-10", "schedule": 10 / 12}
# behind, months still, months silent, weight: 1,000 of 1,200 are due in October
EXPECTED = {
    "D": (1000, 4, 0, 1400),  # since 2021-11, over the turn of the year
    "O": (1000, 3, 0, 1300),  # 2021 had no plan, so its months are not owed
    "Q": (1000, 3, 3, 1300),  # no report at all
    "E": (1000, 1, 0, 1100),  # begins in October: earlier months are not owed
    "A": (500, 2, 0, 700),
    "L": (700, 0, 0, 700),
    "M": (400, 1, 0, 500),  # the figure fell from 950 to 600
    "B": (100, 2, 2, 300),  # by its report of August
    "J": (0, 2, 0, 200),  # ahead, and still for two months
    "N": (10, 0, 0, 10),  # 1,200 by the third version
}


@pytest.fixture(autouse=True)
def _english():
    with i18n.speaking("en"):
        yield


@pytest.fixture
def town(tmp_path: Path) -> Store:
    return founded(tmp_path / "town", ROWS)


@pytest.fixture
def ask(town: Store):
    with town.reading() as edition:
        yield asking(edition)


def told(rows):
    keys = ("behind", "idle_months", "silent_months", "call_weight")
    return {row["project_id"]: tuple(round(float(row[key]), 6) for key in keys) for row in rows}


def test_the_list_holds_who_lags_or_stands_still_by_weight(ask):
    rows = ask("to_call", **OCTOBER)
    assert told(rows) == EXPECTED
    assert [row["project_id"] for row in rows] == list(EXPECTED)


def test_the_parts_of_the_weight_add_up(ask):
    for row in ask("to_call", **OCTOBER):
        assert row["still_weight"] == row["idle_months"] * row["annual_plan"] / 12
        assert row["call_weight"] == row["behind"] + row["still_weight"]


def test_of_the_first_each_bears_the_totals_of_all(ask):
    rows = ask("to_call", **OCTOBER, limit=3)
    assert [(row["call_rank"], row["project_id"]) for row in rows] == [(1, "D"), (2, "O"), (3, "Q")]
    for row in rows:
        assert row["projects"] == len(EXPECTED)
        assert row["behind_total"] == sum(behind for behind, *_rest in EXPECTED.values())
        assert row["not_reported"] == 2


@pytest.mark.parametrize(("ranked_by", "first"), [("money", "DOQEL"), ("still", "DOQAB")])
def test_it_can_be_ranked_by_one_part_alone(ask, ranked_by, first):
    rows = ask("to_call", **OCTOBER, ranked_by=ranked_by)
    # of equals the heavier goes first, then the number
    assert "".join(row["project_id"] for row in rows[:5]) == first


def test_without_a_share_each_project_is_held_to_its_own_targets(ask):
    found = told(ask("to_call", month="2022-10"))
    # 300 to September and 1,200 to December: 600 are due in October, of which 300 are done
    assert found["L"] == (300, 0, 0, 300)
    # without targets the months count
    assert found["A"] == EXPECTED["A"]


def test_an_earlier_month_knows_nothing_of_later_ones(ask):
    found = told(ask("to_call", month="2022-08", schedule=8 / 12))
    assert found["D"] == (800, 2, 0, 1000)
    assert found["Q"] == (800, 1, 1, 900)
    assert "E" not in {one for one, row in found.items() if row[1]}  # it has not begun
    assert found["H"] == (700, 0, 0, 700)  # finished in September only
    row = next(
        row for row in ask("to_call", month="2022-08", schedule=8 / 12) if row["project_id"] == "A"
    )
    assert row["resolution"] == "催报"


def test_each_names_who_answers_and_what_was_said_last(ask):
    rows = {row["project_id"]: row for row in ask("to_call", **OCTOBER)}
    first = rows["A"]
    assert (first["leader"], first["chiefs"], first["liaison"]) == ("甲", "乙、甲", "联甲")
    assert (first["builder"], first["county"], first["chain"]) == ("建厂", "东", "一链")
    assert (first["last_month"], first["progress"], first["problem"]) == ("2022-10", "主体", "缺电")
    silent = rows["B"]
    assert (silent["last_month"], silent["progress"], silent["problem"]) == (
        "2022-08",
        "设备",
        "缺钱",
    )
    assert silent["state"] == "not_reported" and math.isnan(silent["completion"])
    assert silent["invested_ytd"] == 900
    assert pd.isna(rows["Q"]["last_month"]) and pd.isna(rows["Q"]["progress"])
    assert pd.isna(rows["D"]["chiefs"]) and pd.isna(rows["E"]["leader"])


def test_each_names_its_last_decision_and_whether_it_was_done(ask):
    rows = {row["project_id"]: row for row in ask("to_call", **OCTOBER)}
    kept = ("decided_in", "resolution", "owner", "decision_state")
    assert [rows["A"][key] for key in kept] == ["2022-09", "交地", "国土所", "已超期"]
    assert [rows["D"][key] for key in kept] == ["2022-09", "复工", "局二", "未办结"]
    assert [rows["M"][key] for key in kept] == ["2022-09", "核数", "局二", "已办结"]
    assert pd.isna(rows["B"]["resolution"]) and pd.isna(rows["B"]["decision_state"])


def test_the_list_is_narrowed_to_a_chain_a_county_and_a_leader(ask):
    def ids(**chosen):
        return {row["project_id"] for row in ask("to_call", **OCTOBER, **chosen)}

    assert ids(chain="C2") == {"D"}
    assert ids(county="Y") == {"B"}
    assert ids(leader="L2") == {"B"}
    assert ids(chain="C1", leader="L1") == set(EXPECTED) - {"D", "E", "B"}


def test_decisions_stand_the_longest_overdue_first_and_blank_rows_are_none(ask):
    rows = ask("dispatch_items", month="2022-10")
    assert [(row["project_id"], row["resolution"]) for row in rows] == [
        ("A", "交地"),
        ("D", "复工"),
        ("A", "催报"),
        ("M", "核数"),
    ]
    assert rows[0]["days_overdue"] == 16  # from 20 October to 5 November, the ledgers' last day
    assert rows[1]["days_overdue"] == 0 and pd.isna(rows[2]["days_overdue"])
    assert [row["resolution"] for row in ask("dispatch_items")] == [
        "交地",
        "复工",
        "以后再议",
        "催报",
        "核数",
    ]
    assert [row["project_id"] for row in ask("dispatch_items", month="2022-10", chain="C2")] == [
        "D"
    ]
    assert ask("dispatch_items", month="2022-10", county="Y") == []
    assert {row["project_id"] for row in ask("dispatch_items", leader="L1")} == {"A", "D", "M"}


def test_leaders_and_owners_can_be_chosen(ask):
    assert [(row["leader_id"], row["name"]) for row in ask("leaders")] == [
        ("L1", "甲"),
        ("L2", "乙"),
    ]
    assert [row["owner"] for row in ask("owners")] == ["局一", "局二", "国土所"]


@pytest.mark.parametrize(
    ("month", "due"), [("2022-10", 10 / 12), ("2021-03", 0.3), ("2022-02", 0.2)]
)
def test_the_city_is_ranked_as_a_second_way_of_counting_ranks_it(city: Store, month, due):
    """Month by month backwards through each project's reports, in plain loops."""
    with city.reading() as edition, edition.cursor() as cursor:
        found = edition.fetch(queries.query("to_call"), month=month, schedule=due, limit=999)
        sql = "select project_id, state, counted, annual_plan from project_status where month = ?"
        status = cursor.execute(sql, [month]).fetchall()
        held = {
            "months": cursor.execute("select distinct month from project_month").fetchall(),
            "reports": cursor.execute(
                "select project_id, month, invested_ytd from project_month"
            ).fetchall(),
            "years": cursor.execute(
                "select project_id, year from project_plan where annual_plan > 0"
            ).fetchall(),
            "starts": cursor.execute(
                "select project_id, planned_start, actual_start from project"
            ).fetchall(),
        }
    months = sorted((one for (one,) in held["months"] if one <= month), reverse=True)
    expected = {}
    for project, state, counted, plan in status:
        if counted and state in ("reported", "not_reported"):
            own = {name: [row[1:] for row in held[name] if row[0] == project] for name in KINDS}
            weighed = counted_back(own, months, plan, due)
            if weighed:
                expected[project] = weighed
    assert set(found["project_id"]) == set(expected)
    for row in found.to_dict("records"):
        mine = (row["behind"], row["idle_months"], row["silent_months"], row["call_weight"])
        assert mine == pytest.approx(expected[row["project_id"]])
    assert found["call_weight"].is_monotonic_decreasing
    assert set(found["projects"]) == {len(expected)}


KINDS = ("reports", "years", "starts")


def counted_back(own, months, plan, due):
    """Behind, months still, months silent and weight; None for who is not to be called."""
    reports = dict(own["reports"])
    years = {str(year) for (year,) in own["years"]}
    start = f"{min(day for day in own['starts'][0] if day):%Y-%m}"
    this_year = [one for one in months if one[:4] == months[0][:4] and one in reports]
    known = reports[this_year[0]] if this_year else 0.0
    idle = silent = 0
    for one in (one for one in months if one[:4] in years):
        earlier = [reports[m] for m in months if m < one and m[:4] == one[:4] and m in reports]
        if one < start or (one in reports and reports[one] > (earlier[0] if earlier else 0)):
            break
        silent += silent == idle and one not in reports
        idle += 1
    behind = max(plan * due - known, 0)
    if behind > 0 or (idle >= 2 and known < plan):
        return behind, idle, silent, behind + idle * plan / 12
    return None


def made(store: Store, month: str = "2022-10", number: int | None = None) -> bytes:
    with store.reading(number) as edition:
        frame = edition.fetch(queries.query("to_call"), month=month, schedule=10 / 12)
        owners = edition.fetch(queries.query("owners"))["owner"].tolist()
    return meeting.workbook(frame, month, [("Edition", "1")], owners)


def sheet_of(data: bytes):
    book = openpyxl.load_workbook(io.BytesIO(data))
    sheet = book.worksheets[0]
    place = {str(cell.value): cell.column for cell in sheet[1]}
    rows = {
        sheet.cell(row, place["*Project ID" if "*Project ID" in place else "*项目编号"]).value: row
        for row in range(2, sheet.max_row + 1)
    }
    return book, sheet, place, rows


def filled(data: bytes, decisions: dict[str, tuple[object, ...]]) -> bytes:
    """The workbook as a meeting gives it back: some rows decided, the rest as they came."""
    book, sheet, place, rows = sheet_of(data)
    names = ("Decision", "Owner", "Due on", "Done on")
    if "Decision" not in place:
        names = ("议定事项", "责任单位", "完成时限", "办结日期")
    for project, values in decisions.items():
        for name, value in zip(names, values, strict=True):
            sheet.cell(rows[project], place[name]).value = value
    into = io.BytesIO()
    book.save(into)
    return into.getvalue()


def taken(store: Store, data: bytes):
    submission = intake.prepare(store, schema.dataset("dispatch"), "调度清单.xlsx", data)
    assert [fault.rule for fault in submission.faults] == []
    assert submission.accepted
    return submission


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_list_filled_in_in_part_is_taken_at_the_first_try(town: Store, language):
    with i18n.speaking(language):
        data = filled(
            made(town),
            {
                "A": ("=拨付资金", "新单位", datetime(2022, 11, 30), None),
                "Q": ("补报", None, None, datetime(2022, 11, 3)),
            },
        )
        receipt = intake.confirm(town, taken(town, data), by="测试")
    assert (receipt.added, receipt.changed) == (len(EXPECTED), 0)
    with town.reading() as edition:
        rows = {row["project_id"]: row for row in asking(edition)("to_call", **OCTOBER)}
        decided = asking(edition)("dispatch_items", month="2022-10")
    assert (rows["A"]["decided_in"], rows["A"]["resolution"]) == ("2022-10", "=拨付资金")
    assert (rows["A"]["owner"], rows["A"]["due_on"]) == ("新单位", pd.Timestamp("2022-11-30"))
    assert (rows["Q"]["decided_in"], rows["Q"]["decision_state"]) == ("2022-10", "已办结")
    assert rows["D"]["decided_in"] == "2022-09"  # its row was left as it came
    assert len([row for row in decided if row["month"] == "2022-10"]) == 2


def test_a_list_made_again_brings_what_was_decided_and_changes_nothing(town: Store):
    first = filled(made(town), {"A": ("拨付", "局一", datetime(2022, 11, 30), None)})
    intake.confirm(town, taken(town, first), by="测试")
    again = made(town)
    _book, sheet, place, rows = sheet_of(again)
    assert sheet.cell(rows["A"], place["Decision"]).value == "拨付"
    assert sheet.cell(rows["A"], place["Due on"]).value == datetime(2022, 11, 30)
    assert sheet.cell(rows["A"], place["Last decision"]).value is None
    assert taken(town, again).difference.empty
    done = filled(again, {"A": ("拨付", "局一", datetime(2022, 11, 30), datetime(2022, 11, 4))})
    receipt = intake.confirm(town, taken(town, done), by="测试")
    assert (receipt.added, receipt.changed) == (0, 1)


def test_the_workbook_is_made_to_print_to_choose_from_and_to_disarm(town: Store):
    _book, sheet, place, rows = sheet_of(made(town))
    assert sheet.freeze_panes == "E2" and sheet.print_title_rows == "$1:$1"
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage and sheet.page_setup.fitToHeight == 0
    assert "2022-10" in sheet.oddHeader.center.text
    assert list(rows) == list(EXPECTED)  # the order of the list
    name = sheet.cell(rows["A"], place["Project"])
    assert (name.value, name.data_type, name.quotePrefix) == ("=停两月", "s", True)
    kinds = {str(one.sqref).split(":")[0][:1]: one for one in sheet.data_validations.dataValidation}
    owner, due = (openpyxl.utils.get_column_letter(place[one]) for one in ("Owner", "Due on"))
    assert kinds[owner].type == "list" and kinds[owner].formula1 == '"局一,局二,国土所"'
    assert kinds[due].type == "date"
    assert "责任领导" not in str(sheet.cell(rows["E"], place["Who answers"]).value)
    last = sheet.cell(rows["A"], place["Last decision"]).value
    assert last == "2022-09: 交地 (国土所, by 2022-10-20, overdue)"


def test_many_owners_stand_on_a_sheet_of_their_own(city: Store):
    book, sheet, _place, rows = sheet_of(made(city))
    rule = next(one for one in sheet.data_validations.dataValidation if one.type == "list")
    assert rule.formula1 in {"=choices_owner", "choices_owner"}
    assert book["Choices"].sheet_state == "hidden"
    assert len(rows) > 20


def test_an_empty_list_is_a_workbook_too(empty: Store):
    _book, _sheet, place, rows = sheet_of(made(empty))
    assert rows == {} and "Decision" in place


def test_an_empty_store_answers(empty: Store):
    with empty.reading() as edition:
        for question in ("to_call", "dispatch_items", "leaders", "owners"):
            assert edition.fetch(queries.query(question)).empty
