"""Files as they come: encodings, delimiters, headers; what is no table is refused plainly."""

import pytest
from town import FIRM, build, held, look, where

from chains import i18n
from chains.errors import FileRefused, UsageError

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
        (("x\n" * 10 + FILE).encode(), "No column"),
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


@pytest.mark.parametrize("unit", ["亿元", "千元", "元", "百万元", "万美元", "USD"])
@pytest.mark.parametrize("form", ["累计产值（{}）", "累计产值({})", "累计产值 [{}]"])
def test_figures_in_another_unit_are_never_taken(town, unit, form):
    title = form.format(unit)
    submission = look(town, "enterprise_month", f"uscc,month,{title}\n{ROW}\n")
    assert [fault[:2] + fault[3:] for fault in where(submission.faults)] == [(1, title, "unit")]
    assert "万元" in submission.faults[0].message


def test_a_unit_line_above_the_header_speaks_of_columns_without_a_unit(town):
    above = f"报表\n,,单位：亿元\nuscc,month,累计产值\n{ROW}\n"
    assert where(look(town, "enterprise_month", above).faults) == [(2, "累计产值", "亿元", "unit")]
    own = f"报表\n,,单位：亿元\nuscc,month,累计产值（万元）\n{ROW}\n"
    assert look(town, "enterprise_month", own).accepted


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
