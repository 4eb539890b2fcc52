"""Files that go back: marked where they are faulty, kept otherwise, fit to be sent again."""

import io
import re
import zipfile

import openpyxl
import pandas as pd
import pytest
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P
from openpyxl.comments import Comment
from openpyxl.styles import Border, Font, PatternFill, Side
from openpyxl.worksheet.datavalidation import DataValidation
from python_calamine import CalamineWorkbook
from town import build

from chains import derive, i18n, schema
from chains.intake import apart, marking, marks, plainly, prepare, returned, table

HEAD = ["项目编号", "项目名称", "县市区代码", "建设性质", "总投资（万元）", "计划开工"]
GOOD = ["P0009", "新园区", "430501", "新建", 12.5, "2022-01-01"]
BAD = ["P0010", "旧园区", "430501", "新建", "待定", "2022-01-01"]
TYPE = "“待定” is no number. Write digits only, such as 1234.5."
RED, AMBER = "FFFFC9CE", "FFFFEB9E"


@pytest.fixture(autouse=True)
def _english():
    with i18n.speaking("en"):
        yield


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    return build(tmp_path_factory.mktemp("town"))


def look(town, data, name="报表.xlsx", dataset="project", **asked):
    return prepare(town, schema.dataset(dataset), name, data, **asked)


def csv(*lines, encoding="gb18030"):
    return "\n".join(",".join(map(str, line)) for line in lines).encode(encoding)


def saved(book):
    into = io.BytesIO()
    book.save(into)
    return into.getvalue()


def book_of(*lines, title="月报"):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = title
    for line in lines:
        sheet.append(line)
    return book


def back(town, data, name="报表.xlsx", **asked):
    """The marked workbook of a file, opened, and its bytes."""
    made = returned.workbook(data, look(town, data, name, **asked))[1]
    return openpyxl.load_workbook(io.BytesIO(made)), made


def marked(sheet):
    """The cells that are coloured as faulty: where, and how."""
    return {
        cell.coordinate: cell.fill.fgColor.rgb
        for row in sheet.iter_rows()
        for cell in row
        if cell.fill.fill_type and cell.fill.fgColor.rgb in {RED, AMBER}
    }


def listed(book):
    """The lines of the list: row, column, cell, value, kind, sentence."""
    sheet = book["Faults"]
    return [
        tuple(cell or "" for cell in line[1:])
        for line in sheet.iter_rows(min_row=4, values_only=True)
    ]


def values(data, sheet=0):
    """A sheet as a reader sees it that is not the one that wrote it."""
    return CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(sheet).to_python()


def test_a_csv_file_comes_back_as_a_workbook_marked_where_it_is_faulty(town):
    book, data = back(town, csv(["重大项目月报"], HEAD, GOOD, BAD), "报表.csv")
    assert book.sheetnames == ["重大项目", "Faults"]
    sheet = book["重大项目"]
    assert marked(sheet) == {"E4": RED}
    assert sheet["E4"].border.left.style == sheet["E4"].border.top.style == "thick"
    assert sheet["E4"].comment.text == f"链长台 Chainboard\nfault: {TYPE}"
    assert listed(book) == [(4, "总投资（万元）", "E4", "待定", "fault", TYPE)]
    assert book["Faults"]["D4"].hyperlink.location == "'重大项目'!E4"
    assert [line[:5] for line in values(data)[1:]] == [
        HEAD[:5],
        ["P0009", "新园区", "430501", "新建", 12.5],
        ["P0010", "旧园区", "430501", "新建", "待定"],
    ]


def test_figures_are_numbers_and_codes_are_text(town):
    lines = [HEAD, ["007", "x", "430501", "新建", "0012", "2022-01-01"], BAD]
    book, _ = back(town, csv(*lines, GOOD), "a.csv")
    sheet = book.worksheets[0]
    assert (sheet["A2"].value, sheet["A2"].number_format) == ("007", "@")
    assert (sheet["E2"].value, sheet["E4"].value) == ("0012", 12.5)


def test_it_speaks_the_language_in_force(town):
    data = csv(HEAD, BAD)
    with i18n.speaking("zh"):
        made = returned.workbook(data, look(town, data, "报表.csv"))[1]
    sheet = openpyxl.load_workbook(io.BytesIO(made)).worksheets[0]
    assert "“待定”不是数字" in sheet["E2"].comment.text


def test_mended_and_sent_again_it_is_accepted(town):
    book, _ = back(town, csv(HEAD, GOOD, BAD), "a.csv")
    book.worksheets[0]["E3"] = 99
    again = look(town, saved(book))
    assert again.faults == ()
    assert (again.rows, again.difference.added) == (2, 2)


def kept_book():
    """A workbook as an office makes it: title, merged header, looks, lists, notes, other sheets."""
    book = book_of(["重大项目月报"], [*HEAD, "合计"], [*GOOD, "=E3*2"], [*BAD, "=E4"])
    sheet = book.active
    sheet.merge_cells("A1:G1")
    sheet["A1"].font = Font(bold=True, size=20, name="黑体")
    sheet["E4"].fill = PatternFill("solid", fgColor="FF00FF00")
    sheet["E4"].border = Border(left=Side("double", color="FF0000FF"))
    sheet["E4"].comment = Comment("数据待核", "李四")
    sheet["B3"].comment = Comment("请看附件", "张三")
    sheet.column_dimensions["B"].width = 33
    rule = DataValidation("list", formula1='"新建,续建"')
    rule.add("D3:D99")
    sheet.add_data_validation(rule)
    sheet.freeze_panes = "A3"
    sheet.conditional_formatting.add(
        "E3:E9", openpyxl.formatting.rule.CellIsRule("lessThan", ["0"])
    )
    other = book.create_sheet("说明")
    other.append(["填表说明", "=1+1"])
    book.create_sheet("藏").sheet_state = "hidden"
    return book


def test_a_filled_template_keeps_its_lists_when_it_comes_back(town):
    project = schema.dataset("project")
    rows = pd.DataFrame(
        [dict(zip(["project_id", "name", "county_id", "nature"], BAD, strict=False))]
    )
    data = derive.workbook(project, rows, {"county": [("430501", "示例东区")]})
    book, _ = back(town, data)
    assert [line[:3] for line in listed(book)] == [(2, "*总投资（万元）", "H2")]
    rules = {
        str(one.sqref): one.formula1 for one in book.worksheets[0].data_validations.dataValidation
    }
    assert rules["F2:F1048576"] == '"新建,续建,扩建,技改"'
    assert rules["D2:D1048576"] == "=codes_county" or rules["D2:D1048576"] == "codes_county"
    assert "codes_county" in book.defined_names
    book.worksheets[0]["H2"] = 3
    assert look(town, saved(book)).faults == ()


def calculated(data, known):
    """The workbook as a spreadsheet saves it: with what its formulas give."""
    into = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(into, "w") as target:
        for entry in source.infolist():
            text = source.read(entry).decode() if entry.filename.endswith(".xml") else ""
            for cell, value in known.items():
                kind = "" if isinstance(value, int | float) else ' t="str"'
                kind = ' t="e"' if str(value).startswith("#") else kind
                form = rf'<c r="{cell}"( s="\d+")?><f>([^<]*)</f><v ?/></c>'
                text = re.sub(
                    form,
                    lambda hit, kind=kind, value=value, cell=cell: (
                        f'<c r="{cell}"{hit[1] or ""}{kind}><f>{hit[2]}</f><v>{value}</v></c>'
                    ),
                    text,
                )
            target.writestr(entry, text.encode() if text else source.read(entry))
    return into.getvalue()


def test_a_workbook_comes_back_as_it_was_but_for_the_marks(town):
    book, _ = back(town, saved(kept_book()))
    sheet = book["月报"]
    assert book.sheetnames == ["月报", "Faults", "说明", "藏"]
    assert book.active.title == "月报"
    assert book["藏"].sheet_state == "hidden"
    assert marked(sheet) == {"E4": RED}
    assert [str(one) for one in sheet.merged_cells.ranges] == ["A1:G1"]
    assert (sheet["A1"].font.sz, sheet["A1"].font.name) == (20, "黑体")
    assert sheet["B3"].comment.text == "请看附件"
    assert sheet["E4"].comment.text.startswith("数据待核\n")
    assert TYPE in sheet["E4"].comment.text
    assert sheet["E4"].comment.author == "李四"
    assert sheet.column_dimensions["B"].width == 33
    assert [str(one.sqref) for one in sheet.data_validations.dataValidation] == ["D3:D99"]
    assert sheet.freeze_panes == "A3"
    assert [str(one.sqref) for one in sheet.conditional_formatting] == ["E3:E9"]
    assert (sheet["G3"].value, book["说明"]["B1"].value) == ("=E3*2", "=1+1")


def test_what_formulas_gave_is_kept_for_readers_that_do_not_calculate(town):
    book = book_of(HEAD, ["P0009", '="新"&"园<区"', "430501", "新建", "=5*5", "2022-01-01"])
    book.active.append(["P0010", "x", "430501", "新建", "=1/0", "2022-01-01"])
    data = calculated(saved(book), {"B2": "新园&lt;区", "E2": 25, "E3": "#DIV/0!"})
    found, made = back(town, data)
    assert found.worksheets[0]["E2"].value == "=5*5"
    assert "E3" in marked(found.worksheets[0])
    assert values(made)[1][1:5] == ["新园<区", "430501", "新建", 25]
    given = openpyxl.load_workbook(io.BytesIO(made), data_only=True).worksheets[0]
    assert (given["E3"].value, given["E3"].data_type) == ("#DIV/0!", "e")
    again = look(town, made)
    assert [(fault.row, fault.column) for fault in again.faults] == [(3, "总投资（万元）")]


def test_sent_again_unmended_it_is_marked_once_and_still_knows_how_it_looked(town):
    first = returned.workbook(*(data := saved(kept_book()),), look(town, data))[1]
    with i18n.speaking("zh"):
        second = returned.workbook(first, look(town, first))[1]
    third, made = back(town, second)
    assert third.sheetnames == ["月报", "Faults", "说明", "藏"]
    assert len(listed(third)) == 1
    assert third["月报"]["E4"].comment.text.count("Chainboard") == 1
    assert third["月报"]["E4"].comment.text.startswith("数据待核\n")
    third["Faults"]["D5"], third["Faults"]["I9"] = "A:A", "user's own remark"
    third["月报"]["E4"] = 7
    third["月报"]["C3"] = "999999"
    fourth, _ = back(town, saved(third))
    sheet = fourth["月报"]
    assert marked(sheet) == {"C3": RED}
    assert sheet["E4"].fill.fgColor.rgb == "FF00FF00"
    assert sheet["E4"].border.left.style == "double"
    assert not sheet["E4"].border.top
    assert sheet["E4"].comment.text == "数据待核"
    assert made != second


def test_a_mended_cell_loses_its_mark_where_the_list_was_taken_out(town):
    book, _ = back(town, saved(book_of(HEAD, BAD, GOOD)))
    del book["Faults"]
    book.worksheets[0]["E2"], book.worksheets[0]["C3"] = 1, "x"
    again, _ = back(town, saved(book))
    assert marked(again.worksheets[0]) == {"C3": RED}
    assert again.worksheets[0]["E2"].comment is None


def test_an_error_and_a_warning_differ_in_more_than_colour(town):
    head = ["统一社会信用代码", "月份", "累计产值（万元）"]
    lines = [head, ["91430500MA00000220", "2022-01", 5], ["91430500MA00000220", "2022-03", -5]]
    data = saved(book_of(*lines))
    book, _ = back(town, data, dataset="enterprise_month")
    sheet = book.worksheets[0]
    assert marked(sheet)["B2"] == AMBER
    assert marked(sheet)["C3"] == RED
    assert sheet["B2"].border.left.style != sheet["C3"].border.left.style
    assert sheet["B2"].comment.text.splitlines()[1].startswith("warning: ")
    assert sheet["C3"].comment.text.splitlines()[1].startswith("fault: ")
    assert {line[4] for line in listed(book)} == {"warning", "fault"}


def test_every_fault_of_a_cell_is_in_its_one_comment(town):
    line = ["P7777", "2022-10", 5]
    data = csv(["项目编号", "月份", "累计完成投资（万元）"], line, line)
    book, _ = back(town, data, "a.csv", dataset="project_month")
    said = [line for line in listed(book) if line[2] == "A3"]
    assert {"Rows 2 and 3 have the same key. Keep one of them."} < {line[5] for line in said}
    assert all(line[5] in book.worksheets[0]["A3"].comment.text for line in said)


def test_a_missing_column_is_marked_beside_the_header(town):
    book, _ = back(town, saved(book_of(HEAD[:4] + HEAD[5:], GOOD[:4] + GOOD[5:])))
    sheet = book.worksheets[0]
    assert marked(sheet) == {"F1": RED}
    assert "总投资（万元）" in sheet["F1"].comment.text
    assert look(town, saved(book)).ignored_columns == ()


def test_a_fault_of_a_whole_row_is_marked_at_its_first_cell(town):
    data = csv(["序", *HEAD], [1, *GOOD, "", "多"], [2, *BAD])
    book, _ = back(town, data, "a.csv")
    assert marked(book.worksheets[0])["B2"] == RED
    assert listed(book)[0][:3] == (2, "", "B2")


def test_what_stands_before_a_broken_quote_comes_back(town):
    data = csv(HEAD, GOOD) + '\nP0011,"未关,430501,新建,1,\nP0012,x'.encode("gb18030")
    book, made = back(town, data, "a.csv")
    assert values(made)[1][0] == "P0009"
    assert [line[0] for line in listed(book)] == [3]


def test_a_merged_cell_speaks_for_those_below_it(town):
    book = book_of(HEAD, BAD, ["P0011", "x", None, "新建", None, None])
    book.active.merge_cells("E2:E3")
    sheet = back(town, saved(book))[0].worksheets[0]
    assert sheet["E2"].comment.text.count("fault: ") == 2
    assert [str(one) for one in sheet.merged_cells.ranges] == ["E2:E3"]


TEXTS = ["=1+1", "+1", "-x", "@SUM(A1)", "=cmd|'/C calc'!A0", "<script>x</script>", "#REF!x"]


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("name", ["a.csv", "a.xlsx"])
def test_a_text_stays_a_text_in_its_cell_and_in_the_list(town, text, name):
    line = ["P0009", "x", "430501", text, 1, "2022-01-01"]
    if name.endswith("csv"):
        data = csv(HEAD, line)
    else:
        book = book_of(HEAD, line)
        book.active["D2"].data_type = "s"
        data = saved(book)
    book, made = back(town, data, name)
    assert (book.worksheets[0]["D2"].value, book.worksheets[0]["D2"].data_type) == (text, "s")
    shown = next(row for row in book["Faults"].iter_rows(min_row=4) if row[3].value == "D2")
    assert (shown[4].value, shown[4].data_type) == (text, "s")
    with zipfile.ZipFile(io.BytesIO(made)) as parts:
        sheets = [name for name in parts.namelist() if "worksheets/sheet" in name]
        assert not any(b"<f>" in parts.read(name) for name in sheets)


def test_characters_that_no_workbook_holds_are_left_out(town):
    data = csv(HEAD, ["P0009", "新\x0b园\x02区", "430501", "新建", "x\x1b", ""], encoding="utf-8")
    book, _ = back(town, data, "a.csv")
    assert book.worksheets[0]["B2"].value == "新园区"


def old_workbook():
    book = xlwt.Workbook()
    sheet = book.add_sheet("旧表")
    for row, line in enumerate([HEAD, GOOD, BAD]):
        for place, value in enumerate(line):
            sheet.write(row, place, value)
    return saved(book)


def open_document():
    document = OpenDocumentSpreadsheet()
    table = Table(name="旧表")
    for line in [HEAD, GOOD, BAD]:
        row = TableRow()
        for value in line:
            kind = {"valuetype": "float", "value": value} if isinstance(value, float) else {}
            cell = TableCell(**(kind or {"valuetype": "string"}))
            cell.addElement(P(text=str(value)))
            row.addElement(cell)
        table.addElement(row)
    document.spreadsheet.addElement(table)
    into = io.BytesIO()
    document.write(into)
    return into.getvalue()


@pytest.mark.parametrize(("make", "ending"), [(old_workbook, "xls"), (open_document, "ods")])
def test_other_workbooks_come_back_as_new_ones_with_their_cells(town, make, ending):
    data = make()
    name, made = returned.workbook(data, look(town, data, f"报表.{ending}"))
    book = openpyxl.load_workbook(io.BytesIO(made))
    assert name == "报表 to correct.xlsx"
    assert book.sheetnames == ["旧表", "Faults"]
    assert marked(book["旧表"]) == {"E3": RED}
    assert values(made)[1] == GOOD


def test_the_sheet_that_was_asked_for_is_the_one_that_is_marked(town):
    book = book_of(HEAD, BAD, title="一月")
    for line in [[], HEAD, BAD]:
        book.create_sheet("二月") if "二月" not in book.sheetnames else None
        book["二月"].append(line)
    found, _ = back(town, saved(book), sheet="二月")
    assert marked(found["一月"]) == {}
    assert marked(found["二月"]) == {"E3": RED}
    assert found["Faults"]["D4"].hyperlink.location == "'二月'!E3"


def test_a_sheet_of_the_users_own_by_that_name_stays(town):
    book = book_of(HEAD, BAD)
    book.create_sheet("Faults").append(["我的"])
    found, _ = back(town, saved(book))
    assert found["Faults"]["A1"].value == "我的"
    assert "Faults 2" in found.sheetnames


def test_the_faulty_rows_come_back_alone_in_the_same_form(town):
    lines = [["重大项目月报"], HEAD, GOOD, BAD, ["P0012", *GOOD[1:]], ["P0013", "", *BAD[2:]]]
    data = csv(*lines)
    name, made = returned.faulty_rows(data, look(town, data, "报表.csv"))
    book = openpyxl.load_workbook(io.BytesIO(made))
    assert name == "报表 rows left out.xlsx"
    assert [line[0] for line in values(made)] == ["重大项目月报", "项目编号", "P0010", "P0013"]
    assert marked(book.worksheets[0]) == {"E3": RED, "B4": RED, "E4": RED}
    assert [line[:3] for line in listed(book)] == [
        (4, "总投资（万元）", "E3"),
        (6, "项目名称", "B4"),
        (6, "总投资（万元）", "E4"),
    ]
    sheet = book.worksheets[0]
    sheet["E3"], sheet["E4"], sheet["B4"] = 1, 2, "补"
    again = look(town, saved(book))
    assert (again.faults, again.difference.added) == ((), 2)


def test_what_a_partial_submission_left_out_comes_back_marked(town):
    data = csv(HEAD, GOOD, BAD, ["P0012", *GOOD[1:]])
    found = look(town, data, "a.csv", partial=True)
    assert found.left_out == (3,)
    made = returned.faulty_rows(data, found)[1]
    assert [line[0] for line in values(made)] == ["项目编号", "P0010"]
    assert marked(openpyxl.load_workbook(io.BytesIO(made)).worksheets[0]) == {"E2": RED}


def test_rows_of_warnings_only_are_no_faulty_rows(town):
    head = ["统一社会信用代码", "月份", "累计产值（万元）"]
    data = csv(head, ["91430500MA00000220", "2022-01", 5], ["91430500MA00000220", "2022-03", -5])
    made = returned.faulty_rows(data, look(town, data, "a.csv", "enterprise_month"))[1]
    assert [line[1] for line in values(made)] == ["月份", "2022-03"]


def test_of_a_very_large_file_the_faulty_rows_come_back(town, monkeypatch):
    monkeypatch.setattr(returned, "MOST_CELLS", 10)
    data = saved(book_of(HEAD, GOOD, BAD))
    book, made = back(town, data)
    assert [line[0] for line in values(made)] == ["项目编号", "P0010"]
    assert "its faulty rows alone" in book["Faults"]["A1"].value


@pytest.mark.parametrize(
    ("given", "gives"),
    [
        ("../../etc/报表.csv", "报表 to correct.xlsx"),
        ("C:\\x\\报表.final.xlsx", "报表.final to correct.xlsx"),
        ("报表 to correct.xlsx", "报表 to correct.xlsx"),
        ("报表 rows left out.xlsx", "报表 to correct.xlsx"),
        ("长" * 300 + ".csv", "长" * 100 + " to correct.xlsx"),
    ],
)
def test_its_name_is_the_files_own(town, given, gives):
    data = csv(HEAD, BAD)
    assert returned.names(look(town, data, given))[0] == gives


def changed(data, part, old, new):
    """The workbook with something else in one of its parts."""
    into = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(into, "w", 8) as target:
        for entry in source.infolist():
            text = source.read(entry)
            if entry.filename == part:
                assert old in text
                text = text.replace(old, new)
            target.writestr(entry, text)
    return into.getvalue()


def test_what_openpyxl_cannot_read_comes_back_as_its_cells(town):
    data = saved(book_of(HEAD, GOOD, BAD))
    data = changed(data, "xl/styles.xml", b'patternType="gray125"', b'patternType="wps"')
    with pytest.raises(ValueError, match="stylesheet"):
        openpyxl.load_workbook(io.BytesIO(data))
    book, made = back(town, data)
    assert marked(book["月报"]) == {"E3": RED}
    assert values(made)[1] == GOOD
    assert "content of its cells only" in book["Faults"]["A1"].value


def test_a_workbook_that_would_never_be_done_is_given_up(town, monkeypatch):
    monkeypatch.setattr(apart, "SECONDS", 3)
    data = saved(book_of(HEAD, GOOD, BAD))
    bomb = b'</sheetData><mergeCells count="1"><mergeCell ref="K1:XFD1048576"/></mergeCells>'
    data = changed(data, "xl/worksheets/sheet1.xml", b"</sheetData>", bomb)
    book, _ = back(town, data)
    assert marked(book["月报"]) == {"E3": RED}


def test_many_faults_have_few_comments_and_are_all_listed(town, monkeypatch):
    monkeypatch.setattr(marking, "MOST_COMMENTS", 5)
    lines = [[f"P{number}", f"园{number}", *BAD[2:]] for number in range(20)]
    data = csv(HEAD, *lines)
    plan = marks.plan(
        (found := look(town, data, "a.csv")).faults,
        table.read(data, found.dataset).header,
        "",
    )
    rows = [(number, list(map(str, line))) for number, line in enumerate([HEAD, *lines], 1)]
    made = plainly.made(rows, "t", [4], 1, plan)
    book = openpyxl.load_workbook(io.BytesIO(made))
    cells = [cell for row in book.worksheets[0].iter_rows() for cell in row]
    assert sum(cell.comment is not None for cell in cells) == 5
    assert len(marked(book.worksheets[0])) == len(listed(book)) == 20
