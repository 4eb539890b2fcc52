"""Cells as people write them: what each becomes, by which rule, and which are never guessed."""

import csv
import io

import duckdb
import pytest
from town import FIRM, OTHER, build, look, where

from chains import i18n, schema
from chains.intake import mending, repairs, table
from chains.intake.stage import stage
from chains.settings import HOME


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    """A town of a few rows, spoken of in English."""
    with i18n.speaking("en"):
        yield build(tmp_path_factory.mktemp("town"))


def staged(dataset, titles, *rows):
    """A connection that holds the staged rows of a file, and what was read of the file."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows([titles, *rows])
    connection = duckdb.connect()
    for one in schema.datasets().values():
        connection.execute(one.ddl)
    found = table.read(text.getvalue().encode(), schema.dataset(dataset))
    stage(connection, schema.dataset(dataset), found)
    return connection, found


def read(dataset, title, *texts):
    """What the cells of one column become, the rules of the last, and what is damaged."""
    field = next(
        one for one in schema.dataset(dataset).fields if title in (one.name, one.title, one.header)
    )
    # A second column, since a row without anything is none.
    other = next(one for one in schema.dataset(dataset).fields if one.name != field.name)
    rows = [(text, f"x{i}") for i, text in enumerate(texts)]
    connection, found = staged(dataset, [title, other.name], *rows)
    values = connection.execute(f"select {field.name} from staged order by source_row").fetchall()
    _, listed = repairs.listed(connection, found.header)
    damage = connection.execute("select rule from damaged order by source_row").fetchall()
    rules = {one.row: one.rules for one in listed if one.field == field.name}
    named = [rules.get(row, ()) for row in range(2, 2 + len(texts))]
    return [value for (value,) in values], named, [rule for (rule,) in damage]


def cell(dataset, title, text):
    """What one cell becomes, and the rules that made it so."""
    values, rules, damage = read(dataset, title, text)
    assert damage == []
    value = values[0]
    return (str(value) if hasattr(value, "isoformat") else value), rules[0]


def damaged(dataset, title, text):
    """Under which rule a cell cannot be repaired without a guess."""
    return read(dataset, title, text)[2]


@pytest.mark.parametrize(
    ("text", "value", "rules"),
    [
        ("8200", 8200, ()),
        ("-3.5", -3.5, ()),
        ("1.2E+05", 120000, ()),
        ("+3", 3, ()),
        ("８２００．５", 8200.5, ("full_width",)),
        ("－３", -3, ("full_width",)),
        ("−3", -3, ("full_width",)),
        ("3。5", 3.5, ("full_width",)),
        ("1,234.5", 1234.5, ("thousands",)),
        ("12,345,678", 12345678, ("thousands",)),
        ("１，２３４", 1234, ("full_width", "thousands")),
        ("1 234 567.8", 1234567.8, ("spaces",)),
        ("8200 万元", 8200, ("spaces", "unit_in_cell")),
        ("- 5", -5, ("spaces",)),
        ("约8200", 8200, ("approx",)),
        ("大约 8200", 8200, ("spaces", "approx")),
        ("8200左右", 8200, ("approx",)),
        ("'8200", 8200, ("text_marks",)),
        ('="8200"', 8200, ("text_marks",)),
        ("8\u200b200", 8200, ("invisible",)),
        ("\u202d8200\u202c", 8200, ("invisible",)),
        ("5403万元", 5403, ("unit_in_cell",)),
        ("0.54亿元", 5400, ("unit_in_cell",)),
        ("1.1亿元", 11000, ("unit_in_cell",)),
        ("0.1亿元", 1000, ("unit_in_cell",)),
        ("5403千元", 540.3, ("unit_in_cell",)),
        ("54030000元", 5403, ("unit_in_cell",)),
        ("人民币5403元", 0.5403, ("unit_in_cell",)),
        (
            "约１，２００．５ 万元",
            1200.5,
            ("full_width", "spaces", "approx", "thousands", "unit_in_cell"),
        ),
    ],
)
def test_a_figure_of_money_is_read_as_people_write_it(text, value, rules):
    assert cell("enterprise_month", "累计利润总额", text) == (value, rules)


@pytest.mark.parametrize(
    "text",
    [
        "12万",  # of what?
        "1 2",
        "12 34",
        "1,2",
        "1,2345",
        "1.2.3",
        "nan",
        "inf",
        "1e999",
        "0x10",
        "1_000",
        "+-1",
        "3000余",
        "￥5403",
        "5403美元",
        "5403万千瓦时",
        "93.7%",
        "3.2个百分点",
        "1.6倍",
        "2022-10",
        "五百",
        "8200/9000",
    ],
)
def test_what_could_be_two_figures_or_none_is_not_repaired(text):
    assert cell("enterprise_month", "累计利润总额", text) == (None, ())


@pytest.mark.parametrize(
    ("text", "value"),
    [("65.2万千瓦时", 65.2), ("652000千瓦时", 65.2), ("65.2万度", 65.2), ("652 MWh", 65.2)],
)
def test_electricity_in_a_cell_is_converted_to_what_is_declared(text, value):
    assert cell("enterprise_month", "累计用电量", text)[0] == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("120", 120),
        ("１２０", 120),
        ("1,200", 1200),
        ("120人", 120),
        ("0.12万人", 1200),
        ("007", 7),
        ("120.5人", None),
        ("1.5", None),
        ("12.0", None),
        ("1e2", None),
        ("99999999999999999999", None),
        ("120万元", None),
    ],
)
def test_a_whole_number_stays_whole(text, value):
    assert cell("enterprise_month", "从业人数", text)[0] == value


@pytest.mark.parametrize(
    ("text", "value", "rules"),
    [
        ("93.7%", 93.7, ("percent",)),
        ("９３．７％", 93.7, ("full_width", "percent")),
        ("3.2个百分点", 3.2, ("points",)),
        ("-3.9个 百分点", -3.9, ("spaces", "points")),
        ("3.2百分点", 3.2, ("points",)),
        ("1.6倍", 160, ("times",)),
        ("5.6‰", 0.56, ("unit_in_cell",)),
        ("增长7%", 7, ("rise_fall", "percent")),
        ("同比下降5.6%", -5.6, ("rise_fall", "percent")),
        ("下降-5.6%", None, ()),
        ("7", 7, ()),
        ("--", None, ("blank_word",)),
    ],
)
def test_a_growth_rate_is_read_as_bureaus_print_it(text, value, rules):
    assert cell("indicator", "增速", text) == (value, rules)


def test_a_percentage_in_a_declared_share_of_one_is_a_hundredth():
    assert cell("supply_link", "可信度", "90%") == (0.9, ("percent",))
    assert cell("indicator", "数值", "90%") == (None, ())  # its unit stands in another column


@pytest.mark.parametrize("text", ["2022", "２０２２", "2022年", "2022 年度"])
def test_a_year_may_have_its_word(text):
    assert cell("project_plan", "年度", text)[0] == 2022


@pytest.mark.parametrize("text", ["--", "-", "—", "——", "－", "/", "／", "\\", "无", "–", "---"])
@pytest.mark.parametrize("title", ["累计利润总额", "从业人数"])
def test_a_word_for_nothing_is_an_empty_figure(title, text):
    value, rules = cell("enterprise_month", title, text)
    assert (value, rules[-1]) == (None, "blank_word")


@pytest.mark.parametrize("text", ["--", "—", "－", "/", "无", "\\"])
@pytest.mark.parametrize(
    ("dataset", "title"),
    [
        ("project_month", "存在问题"),
        ("project", "建设单位"),
        ("project", "责任领导编号"),
        ("project", "实际竣工"),
        ("enterprise", "专精特新"),
        ("issue", "是否满意"),
    ],
)
def test_a_word_for_nothing_is_an_empty_cell_of_every_type(dataset, title, text):
    value, rules = cell(dataset, title, text)
    assert (value, rules[-1]) == (None, "blank_word")


def test_a_word_for_nothing_where_something_is_needed_is_a_fault(town):
    text = f"uscc,month,output_ytd\n{FIRM},2022-10,--\n"
    assert where(look(town, "enterprise_month", text).faults) == [
        (2, "output_ytd", None, "required")
    ]


@pytest.mark.parametrize(
    ("text", "day", "rules"),
    [
        ("2022-10-31", "2022-10-31", ()),
        ("2022/11/5", "2022-11-05", ("date_words",)),
        ("2022.11.5", "2022-11-05", ("date_words",)),
        ("2022年11月5日", "2022-11-05", ("date_words",)),
        ("2022 年 11 月 5 日", "2022-11-05", ("spaces", "date_words")),
        ("２０２２年１１月５日", "2022-11-05", ("full_width", "date_words")),
        ("2022年11月5号", "2022-11-05", ("date_words",)),
        ("20221105", "2022-11-05", ("date_words",)),
        ("2022-11-05 00:00:00", "2022-11-05", ("time_of_day",)),
        ("2022/11/5 9:30", "2022-11-05", ("time_of_day", "date_words")),
        ("2022-11-05T09:30:00", "2022-11-05", ("time_of_day",)),
        ("44865", "2022-10-31", ("excel_serial",)),
        ("36526", "2000-01-01", ("excel_serial",)),
    ],
)
def test_a_date_is_read_as_offices_and_spreadsheets_write_it(text, day, rules):
    assert cell("project", "实际开工", text) == (day, rules)


@pytest.mark.parametrize(
    "text",
    [
        "22-11-5",
        "5/11/22",
        "11/5/2022",
        "2022-11",
        "2022年11月",
        "2022年底",
        "2022-02-30",
        "20221301",
        "19999",
        "60001",
        "Oct-22",
        "infinity",
        "epoch",
        "today",
        "0044-03-15 (BC)",
        "44865.5",
    ],
)
def test_a_day_is_never_guessed(text):
    assert cell("project", "实际开工", text) == (None, ())


@pytest.mark.parametrize(
    ("text", "month", "rules"),
    [
        ("2022-10", "2022-10", ()),
        ("2022年11月", "2022-11", ("date_words",)),
        ("2022年11月份", "2022-11", ("date_words",)),
        ("2022.11", "2022-11", ("date_words",)),
        ("2022.01", "2022-01", ("date_words",)),
        ("2022.1月", "2022-01", ("date_words",)),
        ("202211", "2022-11", ("date_words",)),
        ("2022/11", "2022-11", ("date_words",)),
        ("2022/9", "2022-09", ("date_words",)),
        ("２０２２年９月", "2022-09", ("full_width", "date_words")),
        ("2022 年 9 月", "2022-09", ("spaces", "date_words")),
        ("2022-10-01", "2022-10", ("first_of_month",)),
        ("2022/10/1 0:00", "2022-10", ("time_of_day", "first_of_month")),
        ("44835", "2022-10", ("excel_serial",)),
        ("2022年1-2月", "2022-02", ("first_two_months",)),
        ("2022年1—2月", "2022-02", ("first_two_months",)),
        ("2022年1～2月份", "2022-02", ("full_width", "first_two_months")),
        ("2022年1月-2月", "2022-02", ("first_two_months",)),
        ("2022.1-2月", "2022-02", ("first_two_months",)),
        ("2022年1至10月", "2022-10", ("months_to_date",)),
        ("2022年1-9月", "2022-09", ("months_to_date",)),
    ],
)
def test_a_month_is_read_as_offices_and_spreadsheets_write_it(text, month, rules):
    assert cell("enterprise_month", "月份", text) == (month, rules)


@pytest.mark.parametrize(
    "text",
    [
        "2022.1",  # a spreadsheet makes it of 2022.10 as well
        "1-2月",  # of which year?
        "10月",
        "22年10月",
        "2022年2-3月",
        "2022-1-2",
        "2022-10-31",
        "44865",
        "2022-13",
        "2022年13月",
        "2022年1-13月",
        "20221",
        "2022年第三季度",
        "2022年底",
    ],
)
def test_a_month_is_never_guessed(text):
    assert cell("enterprise_month", "月份", text) == (None, ())


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("91430500MA00000220", ()),
        ("９１４３０５００ＭＡ０００００２２０", ("full_width",)),
        ("91430500 MA00 0002 20", ("spaces",)),
        ("91430500MA0000\u00a00220", ("spaces",)),
        ("91430500ma00000220", ("upper_case",)),
        ("'91430500MA00000220", ("text_marks",)),
        ('="91430500MA00000220"', ("text_marks",)),
        ("91430500MA00000220\u200b", ()),
        ("91430500\u200bMA00000220", ("invisible",)),
        ("９1430500ma 00000220", ("full_width", "spaces", "upper_case")),
    ],
)
def test_a_credit_code_loses_what_is_no_part_of_it(text, rules):
    assert cell("enterprise_month", "统一社会信用代码", text) == ("91430500MA00000220", rules)


@pytest.mark.parametrize(
    "text",
    [
        "9.14305E+17",
        "9.14305e+17",
        "9E+17",
        "９．１４３０５Ｅ＋１７",
        "91430500MA0000022",
        "143050012345678",
        "430500123456789",
    ],
)
def test_a_credit_code_that_lost_digits_is_never_completed(text):
    assert damaged("enterprise_month", "统一社会信用代码", text) == ["code_lost"]


def test_a_lost_code_is_a_fault_that_says_what_to_do(town):
    text = f"uscc,month,output_ytd\n9.14305E+17,2022-10,1\n{FIRM},2022-10,1\n"
    found = {fault.rule: fault for fault in look(town, "enterprise_month", text).faults}
    assert (found["code_lost"].row, found["code_lost"].column) == (2, "uscc")
    assert "text column" in found["code_lost"].message


@pytest.mark.parametrize("text", ["P0001", "P-0001_a.b", "1E5"])
def test_an_id_in_plain_letters_is_left_alone(text):
    assert cell("project_month", "项目编号", text) == (text, ())


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Ｐ０００１", "P0001"),
        ("P 0001", "P0001"),
        ("项目 一（甲）", "项目一（甲）"),
        ("Ｃ１－２", "C1-2"),
    ],
)
def test_an_id_loses_spaces_and_full_width_letters(text, code):
    assert cell("project_month", "项目编号", text)[0] == code


def test_an_id_that_a_spreadsheet_counted_is_lost():
    assert damaged("project_month", "项目编号", "1.23E+11") == ["code_lost"]


@pytest.mark.parametrize(
    "text",
    ["#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "########", "＃ＲＥＦ！"],
)
@pytest.mark.parametrize("title", ["统一社会信用代码", "月份", "累计产值", "从业人数"])
def test_an_error_of_a_formula_is_named_as_one(title, text):
    assert damaged("enterprise_month", title, text) == ["cell_error"]


@pytest.mark.parametrize("title", ["企业名称", "所在园区", "规模", "是否链主企业"])
def test_an_error_of_a_formula_is_named_as_one_among_texts(title):
    assert damaged("enterprise", title, "#REF!") == ["cell_error"]


@pytest.mark.parametrize(
    ("text", "name", "rules"),
    [
        ("示例机械有限公司", "示例机械有限公司", ()),
        ("示例 机械　有限 公司", "示例机械有限公司", ("spaces",)),
        ("湖 南 省 示 例", "湖南省示例", ("spaces",)),
        ("示例ＡＢＢ（中国）１号", "示例ABB（中国）1号", ("full_width",)),
        ("ABB  Motion 公司", "ABB Motion 公司", ("spaces",)),
        ("示例（湖南)有限公司", "示例（湖南）有限公司", ("brackets",)),
        ("示例(湖南）有限公司", "示例（湖南）有限公司", ("brackets",)),
        ("示例(湖南)有限公司", "示例(湖南)有限公司", ()),
        ("示例\u200b机械", "示例机械", ("invisible",)),
        ("3M 中国", "3M 中国", ()),
    ],
)
def test_a_name_loses_the_spaces_inside_it(text, name, rules):
    assert cell("enterprise", "企业名称", text) == (name, rules)


@pytest.mark.parametrize(
    "text", ["一期 二期", "完成１号楼；\n2号楼 在建", "约 80%", "无纺布", "a (b）"]
)
def test_what_is_told_in_words_is_left_as_it_was_told(text):
    assert cell("project_month", "形象进度", text) == (text, ())


@pytest.mark.parametrize(
    ("text", "value", "rules"),
    [
        ("规上", "规上", ()),
        ("规 上", "规上", ("choice_word",)),
        ("above scale", "规上", ("choice_word",)),
        ("Above Scale", "规上", ("choice_word",)),
        ("ａｂｏｖｅ ｓｃａｌｅ", "规上", ("choice_word",)),
        ("above quota（trade）", "限上", ("choice_word",)),
        ("大型", "大型", ()),
    ],
)
def test_an_allowed_value_may_be_written_in_another_way(text, value, rules):
    assert cell("enterprise", "规模", text) == (value, rules)


@pytest.mark.parametrize(
    ("text", "value", "rules"),
    [
        ("是", True, ()),
        ("0", False, ()),
        ("TRUE", True, ()),
        ("√", True, ("yes_no",)),
        ("×", False, ("yes_no",)),
        ("Yes", True, ("yes_no",)),
        ("Ｎ", False, ("full_width", "yes_no")),
        ("１", True, ("full_width",)),
        ("也许", None, ()),
    ],
)
def test_yes_and_no_have_more_words(text, value, rules):
    assert cell("enterprise", "是否链主企业", text) == (value, rules)


@pytest.mark.parametrize(
    ("title", "text", "value"),
    [
        ("累计产值（亿元）", "0.1", 1000),
        ("累计产值（亿元）", "1.1", 11000),
        ("累计产值（亿元）", "8.", 80000),
        ("累计产值（亿元）", "1,234.5678", 12345678),
        ("累计产值（亿元）", "1.2E+01", 120000),
        ("累计产值（千元）", "5403", 540.3),
        ("累计产值（元）", "123456789012345", 12345678901.2345),
        ("累计产值（元）", "0.1", 0.00001),
        ("累计产值（亿元）", "5403万元", 5403),
        ("累计产值（亿元）", "多", None),
        ("累计产值（万元）", "8200", 8200),
    ],
)
def test_a_unit_in_the_header_converts_every_figure_below_it_exactly(title, text, value):
    connection, _ = staged("enterprise_month", ["uscc", "month", title], [FIRM, "2022-10", text])
    assert connection.execute("select output_ytd from staged").fetchall() == [(value,)]


def test_people_counted_in_ten_thousands_are_whole_people():
    titles = ["uscc", "month", "从业人数（万人）"]
    connection, _ = staged(
        "enterprise_month", titles, [FIRM, "2022-10", "0.012"], [OTHER, "2022-10", "0.00012"]
    )
    assert connection.execute("select employees from staged order by source_row").fetchall() == [
        (120,),
        (None,),
    ]


def test_a_converted_column_is_listed_once_and_not_cell_by_cell():
    titles = ["uscc", "month", "累计产值（亿元）"]
    rows = [[FIRM, f"2022-{month:02d}", "0.5"] for month in range(2, 13)]
    connection, found = staged("enterprise_month", titles, *rows)
    count, listed = repairs.listed(connection, found.header)
    assert count == 1
    one = listed[0]
    assert (one.row, one.column, one.field) == (1, "累计产值（亿元）", "output_ytd")
    assert (one.before, one.after, one.rule) == ("亿元", "万元", "unit")


def test_a_repair_names_its_row_and_column_and_says_before_and_after():
    connection, found = staged(
        "enterprise_month",
        ["统一社会信用代码", "月份", "累计产值（万元）"],
        [FIRM, "2022-10", "1"],
        [OTHER, "2022年10月", "约1,200万元"],
    )
    count, listed = repairs.listed(connection, found.header)
    assert count == 2
    assert [(r.row, r.column, r.field, r.before, r.after, r.rule) for r in listed] == [
        (3, "月份", "month", "2022年10月", "2022-10", "date_words"),
        (3, "累计产值（万元）", "output_ytd", "约1,200万元", "1200", "unit_in_cell"),
    ]
    assert listed[1].rules == ("approx", "thousands", "unit_in_cell")


def test_only_the_first_repairs_are_listed_and_all_are_counted():
    rows = [
        [FIRM, f"{year}年{month}月", "1"] for year in range(2000, 2020) for month in range(1, 13)
    ]
    connection, found = staged("enterprise_month", ["uscc", "month", "output_ytd"], *rows)
    count, listed = repairs.listed(connection, found.header, limit=10)
    assert count == 240
    assert [one.row for one in listed] == list(range(2, 12))


def test_what_was_written_is_kept_for_the_faults(town):
    text = f"uscc,month,output_ytd\n{FIRM},2022-10,约-5万元\n"
    assert where(look(town, "enterprise_month", text).faults) == [
        (2, "output_ytd", "约-5万元", "minimum")
    ]


def test_the_same_firm_and_month_written_in_two_ways_are_one_key(town):
    text = f"uscc,month,output_ytd\n{FIRM},2022-10,1\n{FIRM.lower()},2022 年 10 月,2\n"
    assert where(look(town, "enterprise_month", text).faults) == [
        (3, "uscc", f"{FIRM} · 2022-10", "key_twice")
    ]


def test_an_empty_cell_is_never_a_repair():
    connection, found = staged(
        "enterprise_month", ["uscc", "month", "output_ytd"], [FIRM, " \u3000 ", "\u00a0"]
    )
    assert repairs.listed(connection, found.header) == (0, ())


@pytest.mark.parametrize("name", sorted(schema.uploadable()))
def test_the_examples_of_a_dataset_need_no_repair(name):
    dataset = schema.dataset(name)
    row = [str(field.example) for field in dataset.fields]
    connection, found = staged(name, [field.header for field in dataset.fields], row)
    assert repairs.listed(connection, found.header) == (0, ())
    assert connection.execute("select count(*) from damaged").fetchall() == [(0,)]


@pytest.mark.parametrize("name", sorted(schema.uploadable()))
def test_every_allowed_value_is_known_by_its_english_word_as_well(name):
    for field in schema.dataset(name).fields:
        for value, english in field.choices:
            assert cell(name, field.title, value) == (value, ())
            assert cell(name, field.title, english.upper())[0] == value


def test_every_rule_that_a_repair_can_have_is_explained():
    with i18n.speaking("en"):
        assert all(i18n._(text) for text in repairs.RULES.values())
    used = {
        step.rule
        for dataset in schema.uploadable().values()
        for field in dataset.fields
        for step in mending.steps(dataset, field)
    }
    assert used | {"unit"} == repairs.RULES.keys()


def test_every_rule_is_explained_to_those_who_upload():
    told = (HOME / "docs" / "uploading.md").read_text(encoding="utf-8")
    assert [name for name in repairs.RULES if f"| `{name}` |" not in told] == []
