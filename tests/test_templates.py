"""Templates as workbooks: what is chosen, what is explained, and that they upload unchanged."""

import io
import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from python_calamine import CalamineWorkbook

from chains import derive, i18n, schema
from chains.access import WHOLE_CITY, Scope
from chains.cli import main
from chains.intake import own, prepare
from chains.schema import Field
from chains.store import Store

DECLARED = {
    path.stem: raw
    for path in sorted(schema.FOLDER.glob("*.json"))
    if not (raw := json.loads(path.read_text(encoding="utf-8"))).get("managed")
}
SMALL_TOWN = (Path(__file__).with_name("small_town.sql")).read_text(encoding="utf-8")
FIRM, OTHER = "91430500MA00000220", "91430500MA00000510"
# What the examples of some datasets refer to, and no other example is.
BESIDE = f"""
insert into enterprise (uscc, name, county_id, industry_code, size_class, is_leading, status)
    values ('{OTHER}', '乙', '430501', 'C3511', '规上', false, '正常');
insert into segment (segment_id, chain_id, stage, name, essential, position)
    values ('C1S08', 'C1', '下游', '整机', false, 1);
"""


@pytest.fixture(autouse=True)
def _english():
    with i18n.speaking("en"):
        yield


@pytest.fixture(scope="module")
def examples(tmp_path_factory):
    """A city that holds the example of every declaration."""

    def fill(connection):
        connection.execute(BESIDE)
        for name in schema.uploadable():
            fields = DECLARED[name]["fields"]
            marks = ", ".join("?" for _ in fields)
            names = ", ".join(field["name"] for field in fields)
            values = [None if field["example"] == "" else field["example"] for field in fields]
            connection.execute(f"insert into {name} ({names}) values ({marks})", values)

    store = Store(tmp_path_factory.mktemp("examples"))
    store.publish(fill, by="测试", kind="示例")
    return store


def opened(data):
    return openpyxl.load_workbook(io.BytesIO(data))


def rows(data, sheet=0):
    """A sheet as a reader sees it that is not the one that wrote it."""
    return CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(sheet).to_python()


def rules(sheet):
    """Column letter -> the validation of its cells below the header."""
    return {
        str(one.sqref).partition("2:")[0]: one
        for one in sheet.data_validations.dataValidation
        if str(one.sqref).endswith("1048576")
    }


def listed(book, rule):
    """What a drop-down list offers, wherever it stands."""
    if rule.formula1.startswith('"'):
        return rule.formula1.strip('"').split(",")
    ((title, span),) = book.defined_names[rule.formula1.removeprefix("=")].destinations
    return [cell.value for (cell,) in book[title][span.replace("$", "")]]


@pytest.mark.parametrize("name", DECLARED)
def test_the_header_names_every_column_with_its_unit_and_a_star_where_it_is_needed(name):
    expected = [
        ("*" if field.get("constraints", {}).get("required") else "")
        + field["title"]
        + (f"（{field['unit']}）" if field.get("unit") else "")
        for field in DECLARED[name]["fields"]
    ]
    data = derive.workbook(schema.dataset(name))
    assert rows(data)[0] == expected
    assert [cell.value for cell in opened(data).worksheets[0][1]] == expected


@pytest.mark.parametrize("name", DECLARED)
def test_every_declared_choice_is_in_a_drop_down_list(name):
    book = opened(derive.workbook(schema.dataset(name)))
    found = rules(book.worksheets[0])
    for place, field in enumerate(DECLARED[name]["fields"], 1):
        letter = openpyxl.utils.get_column_letter(place)
        choices = field.get("constraints", {}).get("enum")
        if field["type"] == "boolean":
            choices = ["是", "否"]
        if choices:
            assert found[letter].type == "list"
            assert found[letter].errorStyle == "stop"
            assert listed(book, found[letter]) == choices
        else:
            assert letter not in found or found[letter].type != "list"


def test_a_list_too_long_for_a_rule_stands_on_a_hidden_sheet():
    choices = tuple((f"第{number}类，含逗号,的", f"kind {number}") for number in range(60))
    kind = Field("kind", "string", "类别", "Kind", choices=choices, example=choices[0][0])
    town = replace(schema.dataset("county"), fields=(*schema.dataset("county").fields, kind))
    book = opened(derive.workbook(town))
    rule = rules(book.worksheets[0])["E"]
    assert listed(book, rule) == [value for value, _ in choices]
    assert book[book.sheetnames[-1]].sheet_state == "hidden"


def test_numbers_and_dates_are_only_warned_of_for_words_are_read_as_well():
    book = opened(derive.workbook(schema.dataset("enterprise_month")))
    found = rules(book.worksheets[0])
    assert (found["C"].type, found["C"].operator, found["C"].formula1) == (
        "decimal",
        "greaterThanOrEqual",
        "0",
    )
    assert (found["H"].type, found["C"].errorStyle) == ("whole", "warning")
    assert found["E"].formula1 == "-1E+15", "a loss is a profit below zero"
    year = rules(opened(derive.workbook(schema.dataset("chain_plan"))).worksheets[0])["B"]
    assert (year.operator, year.formula1, year.formula2) == ("between", "1990", "2100")
    day = rules(opened(derive.workbook(schema.dataset("visit"))).worksheets[0])["D"]
    assert (day.type, day.errorStyle) == ("date", "warning")


def test_codes_and_months_are_text_so_that_no_spreadsheet_changes_them():
    sheet = opened(derive.workbook(schema.dataset("enterprise_month"))).worksheets[0]
    assert [sheet.column_dimensions[letter].number_format for letter in "ABCH"] == [
        "@",
        "@",
        "General",
        "0",
    ]
    assert (sheet["A2"].value, sheet["A2"].data_type, sheet["A2"].number_format) == (FIRM, "s", "@")
    assert (sheet["B2"].value, sheet["B2"].data_type, sheet["B2"].number_format) == (
        "2022-10",
        "s",
        "@",
    )


def test_the_header_and_the_key_stay_in_sight():
    panes = {
        name: opened(derive.workbook(schema.dataset(name))).worksheets[0].freeze_panes
        for name in ("enterprise_month", "project", "supply_link")
    }
    assert panes == {"enterprise_month": "C2", "project": "B2", "supply_link": "C2"}


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", DECLARED)
def test_a_sheet_explains_every_column(name, language):
    with i18n.speaking(language):
        lines = rows(derive.workbook(schema.dataset(name)), 1)
    told = {line[0].strip("*"): line for line in lines[4:]}
    for field in DECLARED[name]["fields"]:
        header = field["title"] + (f"（{field['unit']}）" if field.get("unit") else "")
        said = told[header]
        constraints = field.get("constraints", {})
        assert bool(said[2]) == constraints.get("required", False)
        assert all(value in said[4] for value in constraints.get("enum", []))
        assert all(word in said[6] for word in [*field.get("aliases", []), field["name"]])
        assert said[5] or field["example"] == ""
        if language == "en":
            assert all(word in said[4] for word in field.get("enum_en", []))
    assert lines[0][0] == DECLARED[name]["title" if language == "zh" else "title_en"]


def test_the_example_stands_as_one_grey_row_that_says_so():
    sheet = opened(derive.workbook(schema.dataset("project"))).worksheets[0]
    assert sheet.max_row == 2
    assert sheet["A2"].font.italic
    assert "example" in sheet["A2"].comment.text
    assert sheet["I2"].value.date() == date(2022, 3, 1)
    assert sheet["H2"].value == 50000


def test_no_rows_leave_the_header_alone():
    town = schema.dataset("county")
    assert len(rows(derive.workbook(town, pd.DataFrame(columns=list(town.columns))))) == 1


def test_what_is_filled_in_is_what_was_there():
    frame = pd.DataFrame(
        {
            "issue_id": ["I1", "=1+1"],
            "raised_on": pd.to_datetime(["2022-10-01", None]),
            "satisfied": pd.array([True, None], dtype="boolean"),
            "title": ["@SUM(A1)", "<b>\x07x</b>"],
            "result": ["-", None],
        }
    )
    data = derive.workbook(schema.dataset("issue"), frame)
    sheet = opened(data).worksheets[0]
    read = rows(data)
    assert [line[0] for line in read] == ["*问题编号", "I1", "=1+1"]
    assert [read[1][2], read[2][2]] == [date(2022, 10, 1), ""]
    assert [read[1][13], read[2][13]] == ["是", ""]
    assert [line[5] for line in read[1:]] == ["@SUM(A1)", "<b>x</b>"]
    assert {sheet[cell].data_type for cell in ("A3", "F2", "F3", "L2")} == {"s"}
    assert sheet["A3"].quotePrefix
    figures = pd.DataFrame({"output_ytd": [1 / 3, 123456789.01], "employees": [7.0, None]})
    read = rows(derive.workbook(schema.dataset("enterprise_month"), figures))
    assert [line[2] for line in read[1:]] == [0.3333333333333333, 123456789.01]
    assert [line[7] for line in read[1:]] == [7, ""]


def test_references_are_chosen_from_the_codes_that_there_are():
    codes = {"chain": [("C1", "装备"), ("C2", "=新")], "county": []}
    data = derive.workbook(schema.dataset("project"), codes=codes)
    book = opened(data)
    found = rules(book.worksheets[0])
    assert listed(book, found["C"]) == ["C1", "C2"]
    assert found["C"].errorStyle == "warning", "one that is added first may be sent"
    assert "D" not in found
    assert rows(data, 2)[1:] == [["C1", "装备"], ["C2", "=新"]]
    many = {"chain": [(f"C{number}", "x") for number in range(5_000)]}
    assert len(opened(derive.workbook(schema.dataset("project"), codes=many)).sheetnames) == 2


@pytest.mark.parametrize("name", DECLARED)
def test_a_template_uploads_unchanged_as_the_example_that_it_is(examples, name):
    data = derive.workbook(schema.dataset(name))
    found = prepare(examples, schema.dataset(name), f"{name}.xlsx", data)
    assert [fault for fault in found.faults if fault.severity == "error"] == []
    assert (found.rows, found.ignored_columns) == (1, ())
    assert (found.difference.added, found.difference.changed, found.difference.same) == (0, 0, 1)


@pytest.mark.parametrize("name", DECLARED)
def test_a_filled_template_uploads_unchanged_and_changes_nothing(examples, name):
    dataset = schema.dataset(name)
    with i18n.speaking("zh"), examples.reading() as edition:
        frame = own.rows(edition, dataset, WHOLE_CITY)
        data = derive.workbook(dataset, frame, own.codes(edition, dataset))
        found = prepare(examples, dataset, f"{name}.xlsx", data)
    assert len(frame) >= 1
    assert [fault for fault in found.faults if fault.severity == "error"] == []
    assert found.rows == found.difference.same == len(frame)


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    store = Store(tmp_path_factory.mktemp("town"))
    store.publish(lambda one: one.execute(SMALL_TOWN), by="测试", kind="示例")
    return store


def mine(town, dataset, chains="*", counties="*", datasets="*"):
    reach = Scope(*(frozenset(names.split()) for names in (chains, counties, datasets)))
    with town.reading() as edition:
        frame = own.rows(edition, schema.dataset(dataset), reach)
    return [row[0] for row in frame.itertuples(index=False)]


def test_ones_own_rows_are_those_that_one_may_change(town):
    # Of small_town.sql: P1, P2, P6 are of chain C1, P3 to P5 of C2; P2 alone lies in county Y.
    assert mine(town, "project") == ["P1", "P2", "P3", "P4", "P5", "P6"]
    assert mine(town, "project", chains="C1") == ["P1", "P2", "P6"]
    assert mine(town, "project", chains="C1", counties="X") == ["P1", "P6"]
    assert mine(town, "project_month", chains="C2") == ["P3", "P4"]
    assert mine(town, "project_month", chains="") == []
    assert mine(town, "project", datasets="issue") == []
    assert mine(town, "liaison", chains="C2") == ["N2"]


def test_ones_own_rows_come_back_without_a_fault_of_scope(town):
    reach = Scope(frozenset({"C1"}), frozenset({"X"}), frozenset({"*"}))
    dataset = schema.dataset("project_month")
    with town.reading() as edition:
        data = derive.workbook(dataset, own.rows(edition, dataset, reach))
    found = prepare(town, dataset, "表.xlsx", data, reach=reach)
    assert [fault.rule for fault in found.faults if fault.severity == "error"] == []
    assert found.rows == found.difference.same == 3


def test_a_command_writes_a_template_for_every_dataset(town, tmp_path, capsys):
    folder = tmp_path / "new" / "forms"
    assert main(["--store", str(town.root), "templates", str(folder), "--filled"]) == 0
    printed = capsys.readouterr().out.split()
    assert sorted(printed) == sorted(str(folder / f"{name}.xlsx") for name in DECLARED)
    assert len(rows((folder / "project.xlsx").read_bytes())) == 7
    assert len(rows((folder / "policy.xlsx").read_bytes())) == 1, "there is none in the town"
    assert main(["--store", str(town.root), "templates", str(folder)]) == 0
    assert rows((folder / "project.xlsx").read_bytes())[1][0] == "P0001"


def test_a_command_for_an_empty_store_writes_templates_as_well(tmp_path, capsys):
    assert main(["--store", str(tmp_path / "store"), "templates", str(tmp_path / "forms")]) == 0
    assert len(capsys.readouterr().out.split()) == len(DECLARED)


def test_a_folder_that_cannot_be_written_is_wrong_use(town, tmp_path, capsys):
    (tmp_path / "file").write_bytes(b"")
    assert main(["--store", str(town.root), "templates", str(tmp_path / "file" / "x")]) == 2
    assert str(tmp_path / "file") in capsys.readouterr().err
