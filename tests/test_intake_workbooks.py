"""Workbooks of Excel, WPS and LibreOffice; what is none, is locked, or is a bomb."""

import datetime as dt
import io
import re
import time
import zipfile

import openpyxl
import pytest
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table as OdfTable
from odf.table import TableCell, TableRow
from odf.text import P
from openpyxl.utils import get_column_letter

from chains import schema
from chains.errors import FileRefused
from chains.intake import table

FIRM, OTHER = "91430500MA00000220", "91430500MA00000510"
HEADER = ["统一社会信用代码", "月份", "累计产值（万元）", "备注"]
SHEET = "xl/worksheets/sheet1.xml"


def read(data: bytes, dataset: str = "enterprise_month", **chosen):
    return table.read(data, schema.dataset(dataset), **chosen)


def saved(book: openpyxl.Workbook) -> bytes:
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def book(*rows: list, name: str = "十月", merged: tuple[str, ...] = ()) -> bytes:
    made = openpyxl.Workbook()
    sheet = made.active
    sheet.title = name
    for row in rows:
        sheet.append(row)
    for cells in merged:
        sheet.merge_cells(cells)
    return saved(made)


def with_part(data: bytes, name: str, change) -> bytes:
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for part in old.namelist():
            content = old.read(part)
            new.writestr(part, change(content) if part == name else content)
    return target.getvalue()


def xls(*rows: list) -> bytes:
    made = xlwt.Workbook()
    sheet = made.add_sheet("十月")
    day = xlwt.easyxf(num_format_str="YYYY-MM-DD")
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            style = (day,) if isinstance(cell, dt.date) else ()
            sheet.write(number, column, cell, *style)
    target = io.BytesIO()
    made.save(target)
    return target.getvalue()


def ods(*rows: list) -> bytes:
    made = OpenDocumentSpreadsheet()
    sheet = OdfTable(name="十月")
    made.spreadsheet.addElement(sheet)
    for row in rows:
        line = TableRow()
        for cell in row:
            line.addElement(_ods_cell(cell))
        sheet.addElement(line)
    target = io.BytesIO()
    made.save(target)
    return target.getvalue()


def _ods_cell(cell):
    if isinstance(cell, dt.date):
        return TableCell(valuetype="date", datevalue=cell.isoformat())
    if isinstance(cell, int | float):
        return TableCell(valuetype="float", value=str(cell))
    made = TableCell(valuetype="string")
    made.addElement(P(text=cell))
    return made


@pytest.mark.parametrize(("make", "kind"), [(book, "xlsx"), (xls, "xls"), (ods, "ods")])
def test_a_workbook_is_read_whatever_program_made_it(make, kind):
    data = make(
        ["企业月报（2022年10月）"],
        ["填报单位：示例局", "", "单位：亿元"],
        ["统一社会信用代码", "月份", "累计产值", "累计税金（万元）"],
        [FIRM, dt.date(2022, 10, 1), 0.82, 8200.0],
        [OTHER, "2022年10月", "1,000.5", -3],
        ["合计", "", 1001.32, 8197],
        ["注：本表为快报数。"],
    )
    found = read(data)
    assert (found.kind, found.sheet, found.sheets, found.encoding) == (kind, "十月", ("十月",), "")
    assert found.text["source row"].to_pylist() == [4, 5]
    assert found.text["uscc"].to_pylist() == [FIRM, OTHER]
    assert found.text["month"].to_pylist() == ["2022-10-01", "2022年10月"]
    assert found.text["output_ytd"].to_pylist() == ["0.82", "1,000.5"]
    assert found.text["tax_ytd"].to_pylist() == ["8200", "-3"]
    assert [one.factor for one in found.header.columns] == [1, 1, 10_000, 1]
    assert [(note.row, note.kind) for note in found.notes] == [
        (1, "title"),
        (2, "title"),
        (6, "total"),
        (7, "note"),
    ]
    assert found.totals[0].values == {"output_ytd": "1001.32", "tax_ytd": "8197"}


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (8200.0, "8200"),
        (0.1, "0.1"),
        (0.30000000000000004, "0.3"),
        (12345.6789, "12345.6789"),
        (-0.5, "-0.5"),
        (123456789012345, "123456789012345"),
        (0.937, "0.937"),
        (True, "True"),
        (dt.datetime(2022, 10, 31, 0, 0), "2022-10-31"),
        (dt.datetime(2022, 10, 31, 8, 30), "2022-10-31 08:30:00"),
        ("0111", "0111"),
        ("=已取消", "=已取消"),
        (" 甲　乙 ", " 甲　乙 "),
        ("<b>&amp;</b>", "<b>&amp;</b>"),
    ],
)
def test_a_cell_comes_as_the_text_of_its_value(cell, text):
    made = openpyxl.Workbook()
    made.active.append(HEADER)
    made.active.append([FIRM, "2022-10", None, "x"])
    made.active["C2"].value = cell
    if isinstance(cell, str):
        made.active["C2"].data_type = "s"
    assert read(saved(made)).text["output_ytd"].to_pylist() == [text]


def test_a_code_that_excel_made_a_number_of_comes_with_its_exponent():
    found = read(book(HEADER, [914305000000000220, "2022-10", 1]))
    assert re.fullmatch(r"9\.14305\d*e\+17", found.text["uscc"][0].as_py())


@pytest.mark.parametrize("error", ["#REF!", "#N/A", "#DIV/0!", "#VALUE!", "#NAME?"])
def test_an_error_of_excel_is_told_and_is_no_empty_cell(error):
    made = openpyxl.Workbook()
    made.active.append(HEADER)
    made.active.append([FIRM, "2022-10", 1])
    made.active["C2"].value = error
    assert made.active["C2"].data_type == "e"
    assert read(saved(made)).text["output_ytd"].to_pylist() == [error]


@pytest.mark.parametrize("rows", [2, 2_000])
@pytest.mark.parametrize(("code", "text"), [(0x17, "#REF!"), (0x07, "#DIV/0!"), (0x2A, "#N/A")])
def test_an_error_in_a_binary_workbook_is_told_and_is_no_empty_cell(rows, code, text):
    made = xlwt.Workbook()
    made.add_sheet("说明").write(0, 0, "x")
    sheet = made.add_sheet("十月")
    for column, title in enumerate(HEADER):
        sheet.write(0, column, title)
    for row in range(1, rows + 1):
        sheet.write(row, 0, FIRM)
        sheet.write(row, 1, f"第{row}月")
    sheet.row(rows).set_cell_error(2, code)
    target = io.BytesIO()
    made.save(target)
    found = read(target.getvalue())
    assert found.text["output_ytd"].to_pylist() == [*[""] * (rows - 1), text]


def test_an_error_of_libreoffice_is_told_and_is_no_empty_cell():
    data = ods(HEADER, [FIRM, "2022-10", "#DIV/0!"])

    def fail(content: bytes) -> bytes:
        cell = rb'<table:table-cell office:value-type="string">(<text:p>#DIV)'
        error = (
            rb'<table:table-cell table:formula="of:=1/0" office:value-type="string" '
            rb'office:string-value="" calcext:value-type="error" '
            rb'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0">\1'
        )
        changed, count = re.subn(cell, error, content)
        assert count == 1
        return changed

    assert read(with_part(data, "content.xml", fail)).text["output_ytd"].to_pylist() == ["#DIV/0!"]


def test_a_formula_that_was_never_worked_out_is_told_as_it_stands():
    found = read(book(HEADER, [FIRM, "2022-10", "=A1*2"], [OTHER, "2022-10", "=SUM(C2,3)"]))
    assert found.text["output_ytd"].to_pylist() == ["=A1*2", "=SUM(C2,3)"]


def test_the_value_of_a_formula_is_taken():
    data = book(HEADER, [FIRM, "2022-10", "=A1*2"])

    def work_out(content: bytes) -> bytes:
        return re.sub(rb"</f><v\s*/?>(</v>)?", b"</f><v>8200</v>", content)

    assert read(with_part(data, SHEET, work_out)).text["output_ytd"].to_pylist() == ["8200"]


def test_merged_cells_are_filled_in_the_header_alone():
    found = read(
        book(
            ["企业月报"],
            ["序号", "统一社会信用代码", "月份", "累计产值（亿元）", None, None, "累计税金"],
            [None, None, None, "本年", "上年同期", "同比增长（%）", None],
            [1, FIRM, "2022-10", 0.82, 0.7, 17.1, 5],
            [2, OTHER, None, 0.5, 0.4, 25, 6],
            merged=("A1:G1", "A2:A3", "B2:B3", "C2:C3", "D2:F2", "G2:G3", "C4:C5"),
        )
    )
    assert (found.header.first_row, found.header.last_row) == (2, 3)
    assert [(one.field.name, one.index) for one in found.header.columns] == [
        ("uscc", 1),
        ("month", 2),
        ("output_ytd", 3),
        ("tax_ytd", 6),
    ]
    assert found.text["month"].to_pylist() == ["2022-10", ""]
    assert found.header.ignored == (
        "序号",
        "累计产值（亿元） 上年同期",
        "累计产值（亿元） 同比增长（%）",
    )


def test_a_table_that_begins_further_right_and_down_keeps_its_rows_and_columns():
    made = openpyxl.Workbook()
    for place, row in enumerate((HEADER, [FIRM, "2022-10", 8200]), 5):
        for column, cell in enumerate(row, 3):
            made.active.cell(place, column, cell)
    found = read(saved(made))
    assert found.header.row == 5 and found.text["source row"].to_pylist() == [6]
    assert [one.index for one in found.header.columns] == [2, 3, 4]


def sheets() -> bytes:
    made = openpyxl.Workbook()
    made.active.title = "填表说明"
    made.active.append(["请填第二张表"])
    for name, figure in (("九月", 7), ("十月", 8)):
        sheet = made.create_sheet(name)
        sheet.append(HEADER)
        sheet.append([FIRM, "2022-10", figure])
    made.create_sheet("选项").append([*HEADER, "累计税金"])
    made["选项"].sheet_state = "hidden"
    made.create_chartsheet("图")
    return saved(made)


def test_the_first_sheet_that_names_most_fields_is_read_and_another_may_be_chosen():
    assert read(sheets(), sheet="十月").text["output_ytd"].to_pylist() == ["8"]
    with pytest.raises(
        FileRefused, match=r"no sheet 十一月\. Its sheets are: 填表说明、九月、十月"
    ):
        read(sheets(), sheet="十一月")
    with pytest.raises(FileRefused, match="No column"):
        read(sheets(), sheet="填表说明")


def test_hidden_sheets_are_guessed_last_and_charts_are_no_sheets():
    found = read(sheets())
    assert found.sheet == "九月" and found.text["output_ytd"].to_pylist() == ["7"]
    assert found.sheets == ("填表说明", "九月", "十月", "选项")


def test_remarks_beside_the_table_make_no_row_too_long():
    found = read(book(HEADER, [FIRM, "2022-10", 8200, "", "", "看这里"]))
    assert found.text["cells in row"].to_pylist() == [found.header.width] and found.rows == 1


def test_a_sheet_with_no_cell_is_refused():
    with pytest.raises(FileRefused, match=r"empty|No column"):
        read(book())


@pytest.mark.parametrize("share", [0.01, 0.1, 0.5, 0.99])
@pytest.mark.parametrize("make", [book, ods, xls])
def test_a_workbook_that_is_cut_off_is_refused(make, share):
    data = make(HEADER, [FIRM, "2022-10", 1])
    with pytest.raises(FileRefused):
        read(data[: int(share * len(data))])


def test_a_broken_part_is_refused_or_read_and_never_crashes():
    data = book(HEADER, [FIRM, "2022-10", 1])
    for change in (
        lambda part: part[:-40],
        lambda _: b"",
        lambda part: part.replace(b"<", b"&"),
    ):
        with pytest.raises(FileRefused):
            read(with_part(data, SHEET, change))


def test_other_archives_and_documents_are_refused():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("../../etc/报表.csv", "uscc,month\n")
    with pytest.raises(FileRefused, match="archive, and no workbook"):
        read(target.getvalue())
    with pytest.raises(FileRefused, match="damaged"):
        read(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2_000))


def test_a_locked_workbook_says_so():
    name = "EncryptedPackage".encode("utf-16-le")
    with pytest.raises(FileRefused, match="password"):
        read(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1_024) + name + bytes(1_024))


def test_parts_with_paths_and_macros_are_never_opened(tmp_path):
    data = io.BytesIO(book(HEADER, [FIRM, "2022-10", 8200]))
    with zipfile.ZipFile(data, "a") as archive:
        archive.writestr(f"../../{tmp_path}/x.txt", "x")
        archive.writestr("xl/vbaProject.bin", b"\0" * 1_000)
    assert read(data.getvalue()).rows == 1 and list(tmp_path.iterdir()) == []


NS = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
END = "</sheetData></worksheet>"


def cell(place: str, text: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


def top(width: int = 4) -> str:
    names = [*HEADER, *[f"列{number}" for number in range(width - 4)]]
    first = "".join(cell(f"{get_column_letter(i)}1", name) for i, name in enumerate(names, 1))
    row = cell("A2", FIRM) + cell("B2", "2022-10") + '<c r="C2"><v>8200</v></c>'
    return f'{NS}<row r="1">{first}</row><row r="2">{row}</row>'


ENTITIES = "".join(f'<!ENTITY {chr(98 + i)} "{f"&{chr(97 + i)};" * 10}">' for i in range(9))
WORST = {
    "a cell in row ten million": lambda: [
        top(),
        f'<row r="10000000">{cell("A10000000", "x")}</row>',
    ],
    "two corners": lambda: [top(), f'<row r="1048576">{cell("XFD1048576", "x")}</row>'],
    "hundred thousand columns": lambda: [NS, "<row>", "<c><v>1</v></c>" * 100_000, "</row>"],
    "a cell of 50 MB": lambda: [top(), f'<row r="3">{cell("A3", "x" * 50_000_000)}</row>'],
    "entities": lambda: [
        f'<!DOCTYPE x [<!ENTITY a "{"a" * 1_000}">{ENTITIES}]>{top()}',
        f'<row r="3">{cell("A3", "&j;")}</row>',
    ],
    "deep": lambda: [NS, "<x>" * 300_000],
}


def worst(*parts: str) -> bytes:
    """A workbook whose sheet is made to hurt."""
    return with_part(book(["x"]), SHEET, lambda _: "".join([*parts, END]).encode())


def within(data: bytes) -> FileRefused | table.Table:
    start = time.monotonic()
    try:
        answer = read(data)
    except FileRefused as refusal:
        answer = refusal
    assert time.monotonic() - start < 8
    return answer


@pytest.mark.parametrize("name", WORST)
def test_a_workbook_that_is_made_to_hurt_is_refused_soon(name):
    assert isinstance(within(worst(*WORST[name]())), FileRefused)


def test_ten_million_empty_rows_are_read_or_refused_soon():
    answer = within(worst(top(), *(f'<row r="{row}"/>' for row in range(3, 10_000_000))))
    assert isinstance(answer, FileRefused) or answer.rows == 1


def test_a_thousand_columns_are_recognised_at_most():
    data = with_part(book(["x"]), SHEET, lambda _: (top(5_000) + END).encode())
    found = within(data)
    assert found.rows == 1 and len(found.header.ignored) == 997


def test_a_zip_bomb_is_refused_before_it_is_unpacked():
    bomb = io.BytesIO(book(HEADER))
    with zipfile.ZipFile(bomb, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/a.bin", bytes(300_000_000))
    start = time.monotonic()
    with pytest.raises(FileRefused, match="unpack to 300 MB"):
        read(bomb.getvalue())
    assert time.monotonic() - start < 1


def test_an_archive_of_too_many_parts_is_refused():
    many = io.BytesIO(book(HEADER))
    with zipfile.ZipFile(many, "a") as archive:
        for number in range(10_001):
            archive.writestr(f"x/{number}", "")
    with pytest.raises(FileRefused, match=r"in 10\d\d\d parts"):
        read(many.getvalue())


def test_sizes_that_an_archive_lies_about_do_not_matter():
    bomb = with_part(book(["x"]), SHEET, lambda _: (top() + " " * 400_000_000 + END).encode())
    size = (400_000_000 + len(top() + END)).to_bytes(4, "little")
    assert size in bomb or bomb.count(size) == 0
    lying = bomb.replace(size, (1_000).to_bytes(4, "little"))
    assert isinstance(within(lying), FileRefused)
