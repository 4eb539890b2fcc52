"""Headers as bureaus make them: several rows, units, titles that are nearly right."""

import pytest

from chains import schema
from chains.errors import FileRefused
from chains.intake import header, table, units

FIRM = "91430500MA00000220"
ROW = f"{FIRM},2022-10,0.82,0.7"


def read(text: str, dataset: str = "enterprise_month", **chosen):
    return table.read(text.encode(), schema.dataset(dataset), **chosen)


def fields(found) -> dict[str, str]:
    return {column.title: column.field.name for column in found.header.columns}


def factor(found, name: str = "output_ytd") -> float:
    return next(one.factor for one in found.header.columns if one.field.name == name)


@pytest.mark.parametrize(
    ("said", "declared", "times"),
    [
        ("亿元", "万元", 10_000),
        ("百万元", "万元", 100),
        ("万元", "万元", 1),
        ("千元", "万元", 0.1),
        ("元", "万元", 0.0001),
        ("人民币亿元", "万元", 10_000),
        ("¥100m", "万元", 10_000),
        ("万人", "人", 10_000),
        ("亿千瓦时", "万千瓦时", 10_000),
        ("度", "万千瓦时", 0.0001),
        ("户", "家", 1),
        ("‰", "%", 0.1),
        ("个百分点", "%", 1),
        ("万美元", "万元", None),
        ("usd", "万元", None),
        ("人", "万元", None),
        ("吨", "万元", None),
    ],
)
def test_a_figure_is_multiplied_by_what_its_unit_is_of_the_declared_one(said, declared, times):
    assert units.factor(said, declared) == times


@pytest.mark.parametrize(
    "title",
    [
        "累计产值（亿元）",
        "累计产值(亿元)",
        "累计产值 [ 亿元 ]",
        "累计产值（单位：亿元）",
        "累计产值（亿元）（必填）",
        "*累计产值（必填）（亿元）",
        "累计产值/亿元",
        "累计产值：亿元",
        "累计产值_亿元",
        '"Output, year to date (¥100 m)"',
    ],
)
def test_a_unit_in_the_title_is_a_factor(title):
    found = read(f"uscc,month,{title},累计税金（万元）\n{ROW}\n")
    assert found.faults == () and found.header.ignored == ()
    assert (factor(found), factor(found, "tax_ytd")) == (10_000, 1)


@pytest.mark.parametrize(
    "above",
    [
        "单位：亿元",
        "企业月报\n,,单位:亿元",
        "企业月报（单位：亿元）",
        "企业月报（亿元）",
        "2022年10月 计量单位： 亿元、%",
        "填报单位：示例单位,,金额单位：亿元",
        "单位为亿元",
    ],
)
def test_a_unit_above_the_header_speaks_of_the_columns_that_name_none(above):
    found = read(f"{above}\nuscc,month,累计产值,累计税金（万元）,从业人数\n{ROW}\n")
    assert found.faults == ()
    assert [factor(found, name) for name in ("output_ytd", "tax_ytd", "employees")] == [
        10_000,
        1,
        1,
    ]


@pytest.mark.parametrize("above", ["填报单位：示例元", "报送单位：万元公司", "企业月报（2022年）"])
def test_the_name_of_a_unit_that_reports_is_no_unit_of_measure(above):
    found = read(f"{above}\nuscc,month,累计产值\n{ROW}\n")
    assert found.faults == () and factor(found) == 1


def test_a_line_with_several_units_gives_each_column_that_of_its_family():
    found = read(f"单位：亿元、万人、亿千瓦时\nuscc,month,累计产值,从业人数,累计用电量\n{ROW},1\n")
    assert {one.field.name: one.factor for one in found.header.columns if one.unit} == {
        "output_ytd": 10_000,
        "employees": 10_000,
        "electricity_ytd": 10_000,
    }


def test_a_row_of_units_and_a_row_of_column_numbers_belong_to_the_header():
    found = read(f"uscc,月份,累计产值,累计税金\n,,亿元,（千元）\n甲,乙,1,2\n{ROW}\n")
    assert (found.header.first_row, found.header.last_row, found.rows) == (1, 3, 1)
    assert (factor(found), factor(found, "tax_ytd")) == (10_000, 0.1)


TWO = (
    "统一社会信用代码,月份,累计产值（亿元）,,,累计税金\n"
    ",,本年,上年同期,同比增长（%）,\n"
    f"{FIRM},2022-10,0.82,0.7,17.1,5\n"
)


def test_a_header_of_two_rows_is_joined_and_last_years_figures_are_not_this_years():
    found = read(TWO)
    assert (found.header.first_row, found.header.last_row) == (1, 2)
    assert fields(found) == {
        "统一社会信用代码": "uscc",
        "月份": "month",
        "累计产值（亿元） 本年": "output_ytd",
        "累计税金": "tax_ytd",
    }
    assert found.header.ignored == ("累计产值（亿元） 上年同期", "累计产值（亿元） 同比增长（%）")
    assert factor(found) == 10_000 and found.text["output_ytd"].to_pylist() == ["0.82"]


def test_parts_of_a_title_stand_in_two_or_three_rows():
    found = read(
        "企业基本情况,,累计,,\n"
        "统一社会信用代码,月份,产值,营业收入,\n"
        ",,万元,亿元,人\n"
        f"{FIRM},2022-10,8200,0.8,5\n"
    )
    assert {one.field.name: one.factor for one in found.header.columns} == {
        "uscc": 1,
        "month": 1,
        "output_ytd": 1,
        "revenue_ytd": 10_000,
    }
    assert (found.header.first_row, found.header.last_row, found.rows) == (1, 3, 1)


def test_groups_above_the_titles_keep_columns_of_the_same_title_apart():
    found = read(
        "基本情况,,2022年,,上年同期,\n"
        "统一社会信用代码,月份,累计产值,累计税金,累计产值,累计税金\n"
        f"{FIRM},2022-10,8,7,6,5\n"
    )
    assert found.faults == ()
    assert found.text["output_ytd"].to_pylist() == ["8"]
    assert found.header.ignored == ("上年同期 累计产值", "上年同期 累计税金")


@pytest.mark.parametrize(
    ("title", "dataset", "name"),
    [
        ("统一信用代码", "enterprise_month", "uscc"),
        ("企业统一社会信用代码", "enterprise_month", "uscc"),
        ("累计营业收入额", "enterprise_month", "revenue_ytd"),
        ("累计完成投资额", "project_month", "invested_ytd"),
        ("存在的问题", "project_month", "problem"),
        ("Revenue year to-date", "enterprise_month", "revenue_ytd"),
    ],
)
def test_a_title_that_is_clearly_like_one_field_is_a_guess(title, dataset, name):
    own = schema.dataset(dataset)
    others = [one.title for one in own.fields if one.name != name]
    found = header.find([(1, [*others, title])], own)
    assert [(one.title, one.field.name) for one in found.guesses] == [(title, name)]
    assert 85 <= found.guesses[0].score <= 100 and found.guesses[0].how == "guess"


@pytest.mark.parametrize(
    "title",
    [
        "上年同期累计产值",
        "累计产值增速",
        "累计产值同比增长（%）",
        "本月产值",
        "累计产值计划",
        "累计产值占比",
        "产值",
        "备注",
        "Output last year",
    ],
)
def test_a_figure_of_another_sort_is_never_guessed_to_be_the_fields(title):
    found = header.find([(1, ["uscc", "month", title])], schema.dataset("enterprise_month"))
    assert found.guesses == () and found.ignored == (title,)
    assert [fault.rule for fault in found.faults] == ["column_missing"]


def test_a_title_as_like_two_fields_is_no_guess():
    found = header.find([(1, ["企业代码", "产品", "年度"])], schema.dataset("supply_link"))
    assert found.guesses == () and found.ignored == ("企业代码",)
    assert found.candidates["supplier"] == ("企业代码",)


def test_two_titles_as_like_one_field_are_no_guess():
    titles = ["uscc", "month", "累计产值", "累计营业收入甲", "累计营业收入乙"]
    found = header.find([(1, titles)], schema.dataset("enterprise_month"))
    assert found.guesses == () and found.ignored == ("累计营业收入甲", "累计营业收入乙")


def test_a_missing_column_names_the_nearest_titles():
    found = header.find(
        [(1, ["uscc", "月份", "产值", "联系电话"])], schema.dataset("enterprise_month")
    )
    assert found.candidates == {"output_ytd": ("产值",)}


def test_a_persons_own_mapping_is_stronger_than_every_name():
    text = f"代码,月份,累计产值,今年产值\n{FIRM},2022-10,1,8200\n"
    chosen = {"代码": "uscc", "今年产值": "output_ytd", "累计产值": ""}
    found = read(text, columns=chosen)
    assert [(one.field.name, one.how) for one in found.header.columns] == [
        ("uscc", "chosen"),
        ("month", "title"),
        ("output_ytd", "chosen"),
    ]
    assert found.text["output_ytd"].to_pylist() == ["8200"]
    assert found.header.ignored == ("累计产值",)


def test_a_mapping_alone_finds_a_header_that_names_nothing():
    found = read("x,y,z\na,b,1\n", columns={"x": "uscc", "y": "month", "z": "output_ytd"})
    assert found.header.row == 1 and found.rows == 1


def test_a_mapping_survives_units_and_several_rows():
    assert header.plain("累计产值（亿元） 本年") == "累计产值(亿元)本年"
    found = read(TWO, columns={"累计产值(亿元)上年同期": "output_ytd", "累计产值(亿元)本年": ""})
    assert found.text["output_ytd"].to_pylist() == ["0.7"]
    assert factor(found) == 10_000


def test_the_header_is_found_down_to_the_thirtieth_row():
    assert read("x\n" * 29 + f"uscc,month,output_ytd\n{ROW}\n").header.row == 30
    with pytest.raises(FileRefused, match="first thirty rows"):
        read("x\n" * 30 + f"uscc,month,output_ytd\n{ROW}\n")


@pytest.mark.parametrize("name", schema.uploadable())
def test_every_template_of_ours_is_its_own_header(name):
    own = schema.dataset(name)
    for titles in ([one.header for one in own.fields], [one.title_en for one in own.fields]):
        found = header.find([(1, titles), (2, ["x"] * len(titles))], own)
        assert [one.field.name for one in found.columns] == list(own.columns)
        assert found.faults == () and found.guesses == () and found.row == 1


def test_empty_columns_between_the_titles_do_no_harm():
    found = read(f",uscc,,month,,output_ytd\n,{FIRM},,2022-10,,8200\n")
    assert [one.index for one in found.header.columns] == [1, 3, 5] and found.faults == ()
