"""Files as they come: encodings, delimiters, headers; what is no table is refused plainly."""

import random

import pytest
from town import FIRM, build, held, look, where

from chains import i18n, schema
from chains.errors import FileRefused, UsageError
from chains.intake import decode, grid, table

HEADER = "统一社会信用代码,月份,累计产值（万元）"
ROW = f"{FIRM},2022-10,8200"
FILE = f"{HEADER}\n{ROW}\n"


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    """A town of a few rows, spoken of in English."""
    with i18n.speaking("en"):
        yield build(tmp_path_factory.mktemp("town"))


def taken(submission) -> list[tuple[str, str, str]]:
    cells = submission.difference.cells
    return list(zip(cells["key"], cells["column"], cells["after"], strict=True))


@pytest.mark.parametrize(
    ("encoding", "named"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("gb18030", "gb18030"),
        ("gbk", "gb18030"),
    ],
)
def test_a_file_is_read_in_the_encodings_that_offices_have(town, encoding, named):
    submission = look(town, "enterprise_month", FILE.encode(encoding))
    assert submission.encoding == named
    assert taken(submission) == [(f"{FIRM} · 2022-10", "output_ytd", "8200")]


def test_big_endian_utf16_is_read_by_its_mark(town):
    data = b"\xfe\xff" + FILE.encode("utf-16-be")
    assert look(town, "enterprise_month", data).accepted


@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_the_delimiter_and_the_line_ends_do_not_matter(town, delimiter, newline):
    text = FILE.replace(",", delimiter).replace("\n", newline)
    submission = look(town, "enterprise_month", text)
    assert (submission.rows, submission.difference.added) == (1, 1)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "empty"),
        (b" \r\n\n", "empty"),
        (b"\xef\xbb\xbf", "No column"),
        (FILE.encode() + b"\x00", "binary"),
        (FILE.encode("utf-16-le"), "binary"),
        (FILE.encode("utf-32"), "binary"),
        (b"PK\x03\x04 and so on", "workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "workbook"),
        (b"\xff\xfe\x00\xd8\x00", "cannot be read"),
        (FILE.encode() + b"\xff\xff", "damaged in line 3"),
        (b"\xff\xff\xff\xff", "cannot be read"),
        (HEADER.encode(), "no rows"),
        (f"{HEADER}\n,,\n \n".encode(), "no rows"),
        (b"a,b,c\n1,2,3\n", "No column of Enterprise month"),
        (("x\n" * 30 + FILE).encode(), "No column"),
        (b"<html><table><tr><td>uscc</td></tr></table></html>", "web page"),
        (b'\xef\xbb\xbf\n<?xml version="1.0"?><Workbook/>', "web page"),
    ],
)
def test_what_is_no_table_is_refused_in_a_plain_sentence(town, data, said):
    with pytest.raises(FileRefused, match=said):
        look(town, "enterprise_month", data)


def test_a_file_over_the_limit_is_refused_before_it_is_read(town):
    with pytest.raises(FileRefused, match="70 MB, and at most 64 MB"):
        look(town, "enterprise_month", b"a" * 70_000_000)


def test_a_very_wide_file_is_read_by_its_first_thousand_columns(town):
    extra = [f"列{number}" for number in range(20_000)]
    text = f"{HEADER},{','.join(extra)}\n{ROW}{',1' * 20_000}\n"
    submission = look(town, "enterprise_month", text)
    assert submission.accepted and submission.ignored_columns == tuple(extra[:997])


def test_a_dataset_that_the_program_keeps_takes_no_file(town):
    with pytest.raises(UsageError, match="kept by the program"):
        look(town, "submission", FILE)


@pytest.mark.parametrize(
    "header",
    [
        "uscc,month,output_ytd",
        "信用代码,报告月份,累计产值",
        " 统一社会信用代码* , 月 份 ,累计产值(万元)",
        "ＵＳＣＣ,月份,累计产值（必填）",
        'Unified social credit code,MONTH,"Output, year to date"',
        'Unified social credit code,Month,"Output, year to date (万元)"',
    ],
)
def test_a_column_is_known_by_any_of_its_names(town, header):
    submission = look(town, "enterprise_month", f"{header}\n{ROW}\n")
    assert submission.accepted and submission.ignored_columns == ()


def test_columns_may_stand_in_any_order_and_unknown_ones_are_named_and_ignored(town):
    text = f"备注,累计产值,月份,心情,统一社会信用代码\n急,8200,2022-10,好,{FIRM}\n"
    submission = look(town, "enterprise_month", text)
    assert submission.ignored_columns == ("备注", "心情")
    assert taken(submission) == [(f"{FIRM} · 2022-10", "output_ytd", "8200")]


def test_title_lines_above_the_header_count_as_rows(town):
    text = f"企业月报\n\n单位：万元,,\n{HEADER}\n{FIRM},2022-10,没有\n"
    assert where(look(town, "enterprise_month", text).faults) == [
        (5, "累计产值（万元）", "没有", "type")
    ]


@pytest.mark.parametrize("unit", ["万美元", "USD", "千克元/吨", "人"])
@pytest.mark.parametrize("form", ["累计产值（{}）", "累计产值({})", "累计产值 [{}]"])
def test_figures_in_a_unit_that_cannot_be_converted_are_never_taken(town, unit, form):
    title = form.format(unit)
    submission = look(town, "enterprise_month", f"uscc,month,{title}\n{ROW}\n")
    assert [fault[:2] + fault[3:] for fault in where(submission.faults)] == [(1, title, "unit")]
    assert "万元" in submission.faults[0].message


def test_a_foreign_unit_above_the_header_is_a_fault_where_it_stands(town):
    above = f"报表\n,,单位：万美元\nuscc,month,累计产值,累计税金\n{ROW},1\n"
    assert where(look(town, "enterprise_month", above).faults) == [
        (2, "累计产值", "万美元", "unit")
    ]


def test_a_missing_column_is_named_and_the_others_are_checked_all_the_same(town):
    submission = look(town, "enterprise_month", f"uscc,月份,累计利润总额\n{FIRM},十月,1\n")
    assert where(submission.faults) == [
        (1, "累计产值（万元）", None, "column_missing"),
        (2, "月份", "十月", "type"),
    ]


def test_a_column_that_stands_twice_is_named_twice(town):
    submission = look(town, "enterprise_month", f"uscc,月份,month,output_ytd\n{FIRM},a,b,1\n")
    assert where(submission.faults)[:2] == [
        (1, "月份", None, "column_twice"),
        (1, "month", None, "column_twice"),
    ]


def test_row_numbers_are_those_that_excel_shows(town):
    text = (
        "project_id,month,invested_ytd,progress\r\n"
        'P0001,2022-10,800,"一层\r\n二层\n三层"\r\n'
        "\r\n"
        ",,,\r\n"
        "P0002,2022-10,x,\r\n"
    )
    submission = look(town, "project_month", text)
    assert submission.rows == 2
    assert where(submission.faults) == [(5, "invested_ytd", "x", "type")]


@pytest.mark.parametrize(
    ("rows", "row"),
    [
        ('P0001,2022-10,800,"主体\nP0002,2022-10,900,\n', 2),
        ('P0001,2022-10,800,\nP0002,2022-10,900,"主"体"\n', 3),
        ("P0001,2022-10,800,\nP0002,2022-10,900," + "长" * 200_000 + "\n", 3),
    ],
)
def test_a_broken_quote_is_a_fault_at_its_row(town, rows, row):
    submission = look(town, "project_month", f"project_id,month,invested_ytd,progress\n{rows}")
    assert where(submission.faults) == [(row, None, None, "quote")]


def test_a_row_longer_than_the_header_is_a_fault_unless_what_is_over_is_empty(town):
    text = f"{HEADER}\n{ROW},,\n{FIRM},2022-09,1,200\n"
    assert where(look(town, "enterprise_month", text).faults) == [(3, None, None, "row_length")]


def test_a_row_shorter_than_the_header_is_taken_with_a_warning(town):
    submission = look(
        town, "project_month", "project_id,month,invested_ytd,progress\nP0001,2022-10,800\n"
    )
    assert where(submission.faults) == [(2, None, None, "row_length")]
    assert submission.accepted and submission.difference.added == 1


@pytest.mark.parametrize(
    "text",
    [
        "'); drop table project_month; --",
        "' or '1'='1",
        '"; attach x.duckdb as y; --',
        "$1 $message {field} {0} %s",
        "<script>alert(1)</script>",
        "=cmd|' /C calc'!A0",
        "\\'; select 1",
    ],
)
def test_a_cell_is_never_read_as_sql_or_as_a_template(town, text):
    quoted = '"' + text.replace('"', '""') + '"'
    rows = f"P0001,2022-10,{quoted},x\n{quoted},2022-10,900,{quoted}\n"
    submission = look(town, "project_month", f"project_id,month,invested_ytd,progress\n{rows}")
    assert where(submission.faults) == [
        (2, "invested_ytd", text, "type"),
        (3, "project_id", text, "reference"),
    ]
    assert all(text in fault.message for fault in submission.faults)
    assert held(town, "select count(*) from project_month") == [(2,)]


def test_a_header_or_a_file_name_is_never_read_as_sql(town):
    text = f'{HEADER},"x\'); drop table county; --"\n{ROW},1\n'
    submission = look(town, "enterprise_month", text, "../..\\'; drop table county.csv")
    assert submission.ignored_columns == ("x'); drop table county; --",)
    assert submission.file_name == "'; drop table county.csv"


def read(text: str, dataset: str = "project_month", **chosen):
    return table.read(text.encode(), schema.dataset(dataset), **chosen)


def test_the_fast_reader_gives_what_the_careful_one_gives():
    chance = random.Random(2022)
    pieces = [
        '"',
        "甲",
        "a",
        "1",
        " ",
        "",
        "\n",
        "\r\n",
        "\r",
        ",",
        '"甲,乙"',
        '""',
        '"1"',
        "x,y,z\n",
    ]
    agreed = 0
    for _ in range(20_000):
        body = "".join(chance.choices(pieces, k=chance.randint(1, 12)))
        text = f"h,h,h\n{body}".encode()
        fast = grid.fast(text, ",", 1, 3)
        if fast is not None:
            careful = grid.careful(decode.records(text, "utf-8", ","), 1, 3)
            assert filled(fast) == filled(careful) and not careful.faults
            agreed += bool(len(fast.numbers))
    assert agreed > 300


def filled(rows: grid.Grid) -> list[tuple[int, list[str]]]:
    every = rows.rows(range(len(rows.numbers)))
    return [(number, cells) for _place, number, cells in every if "".join(cells).strip()]


@pytest.mark.parametrize("quote", [False, True])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_plain_files_go_the_fast_way(quote, delimiter, newline):
    name = '"甲"' if quote else "甲"
    lines = ["project_id,month,invested_ytd,progress", f"P0001,2022-10,800,{name}"] * 2
    text = newline.join(lines).replace(",", delimiter).encode()
    rows = grid.fast(text, delimiter, 1, 4)
    assert rows is not None and rows.columns[3].to_pylist() == ["甲", "progress", "甲"]
    assert rows.numbers.to_pylist() == [2, 3, 4]


SUMS = """项目编号,月份,累计完成投资,形象进度
P0001,2022-10,800,主体
P0002,2022-10,900,基础
{label},,1700,
"""


@pytest.mark.parametrize(
    "label",
    [
        "合计",
        "总计",
        "小计",
        " 合  计 ",
        "合计：",
        "合计（2个）",
        "本页小计",
        "全市合计",
        "示例东区小计",
        "Total",
    ],
)
def test_a_row_of_totals_is_left_out_and_kept_for_the_check_of_its_sum(label):
    found = read(SUMS.format(label=label))
    assert found.text["project_id"].to_pylist() == ["P0001", "P0002"]
    assert [(note.row, note.kind) for note in found.notes] == [(4, "total")]
    assert [(one.row, one.values) for one in found.totals] == [(4, {"invested_ytd": "1700"})]


def test_totals_say_which_rows_they_sum():
    found = read(
        "序号,项目编号,月份,累计完成投资\n"
        "1,P0001,2022-10,800\n2,P0002,2022-10,900\n,小计,,1700\n"
        "3,P0003,2022-10,5\n,小计,,5\n,其中：新建,,5\n,合计,,1705\n"
    )
    assert [(one.label, one.within) for one in found.totals] == [
        ("小计", (2, 3)),
        ("小计", (5, 5)),
        ("合计", None),
    ]
    assert [note.row for note in found.notes] == [4, 6, 7, 8]


def test_totals_on_top_of_their_rows_sum_those_below():
    found = read(
        "项目编号,月份,累计完成投资\n合计,,1705\n东区小计,,1700\n"
        "P0001,2022-10,800\nP0002,2022-10,900\n西区小计,,5\nP0003,2022-10,5\n"
    )
    assert [one.within for one in found.totals] == [None, (4, 5), (7, 7)]


def test_a_record_with_its_key_and_a_value_is_never_left_out():
    text = (
        "项目编号,月份,累计完成投资,形象进度,备注\n"
        "P0001,2022-10,800,合计,说明\nP0002,2022-10,,注：尚未开工,\n"
        "说明一,2022-10,5,,\n其中项目,2022-10,6,,\n"
    )
    found = read(text)
    assert found.rows == 4 and found.notes == ()


def test_notes_signatures_titles_and_group_names_are_left_out():
    found = read(
        "示例市重点项目月报\n填报单位：示例局,,单位：万元\n"
        "序号,项目编号,月份,累计完成投资\n一、续建项目\n1,P0001,2022-10,800\n"
        ",二、新建项目\n2,P0002,2022-10,900\n3\n4,,,\n\n"
        "注：本表为快报数。\n说明,1.投资为累计数,2.不含土地\n"
        "单位负责人：甲,填表人：乙,,联系电话：0739\n,,2022年11月5日\n"
    )
    assert found.text["project_id"].to_pylist() == ["P0001", "P0002"]
    assert [note.row for note in found.notes] == [1, 2, 4, 6, 8, 9, 11, 12, 13, 14]
    assert {note.kind for note in found.notes} == {"title", "note"}


def test_a_header_that_stands_again_on_each_page_is_left_out():
    head = "项目编号,月份,累计完成投资（万元）"
    found = read(f"{head}\nP0001,2022-10,800\n{head}\nP0002,2022-10,900\n")
    assert found.rows == 2
    assert [(note.row, note.kind) for note in found.notes] == [(3, "repeat_header")]


def test_a_lone_code_is_a_record_whose_other_cells_are_missing(town):
    text = "项目编号,月份,累计完成投资\nP0001,2022-10,800\nP0002,,\n"
    assert where(look(town, "project_month", text).faults) == [
        (3, "月份", None, "required"),
        (3, "累计完成投资", None, "required"),
    ]


def test_rows_are_sorted_out_alike_by_both_readers():
    text = SUMS.format(label="合计") + "注：快报,,,\n"
    slow = text.replace("主体", '"主""体"')
    assert read(text).notes == read(slow).notes and read(text).totals == read(slow).totals


def test_a_csv_file_has_no_sheets():
    with pytest.raises(FileRefused, match="no sheet 十月"):
        read(SUMS.format(label="合计"), sheet="十月")
