"""Every rule, held against small files made by hand: the row, column and value of each fault."""

import pytest
from town import FIRM, OTHER, build, look, where

from chains import i18n, schema
from chains.intake import rules
from chains.intake.messages import RULES
from chains.store import Store


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    """A town of a few rows, spoken of in English."""
    with i18n.speaking("en"):
        yield build(tmp_path_factory.mktemp("town"))


def month_faults(store, *rows):
    text = "uscc,month,output_ytd,profit_ytd,employees\n" + "".join(f"{row}\n" for row in rows)
    return look(store, "enterprise_month", text).faults


def firm_faults(store, *rows):
    header = "uscc,name,county_id,industry_code,size_class,is_leading,honour,status\n"
    return look(store, "enterprise", header + "".join(f"{row}\n" for row in rows)).faults


def staged(store, dataset, text, column):
    """What the cell of that column would become, as text."""
    cells = look(store, dataset, text).difference.cells
    return cells.loc[cells["column"] == column, "after"].item()


def test_an_empty_cell_that_is_needed_is_a_fault_and_not_one_of_type_as_well(town):
    assert where(month_faults(town, f"{FIRM},2022-10, \u3000,,")) == [
        (2, "output_ytd", None, "required")
    ]


@pytest.mark.parametrize(
    "text",
    ["1月", "2022-13", "2022-00", "20221", "2022.1", "22-10", "2022-10-02", "Oct-22", "十月"],
)
def test_what_is_no_month_is_a_fault(town, text):
    assert where(month_faults(town, f"{FIRM},{text},1,,")) == [(2, "month", text, "type")]


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("2022-10", "2022-10"),
        ("2022年10月", "2022-10"),
        ("2022/10", "2022-10"),
        ("2022.10", "2022-10"),
        ("202210", "2022-10"),
        ("2022-9", "2022-09"),
        ("2022年9月", "2022-09"),
        ("2022/09", "2022-09"),
        ("2022年9", "2022-09"),
    ],
)
def test_a_month_is_read_as_offices_write_it(town, text, month):
    text = f"uscc,month,output_ytd\n{OTHER},{text},1\n"
    assert (
        look(town, "enterprise_month", text).difference.cells["key"].item() == f"{OTHER} · {month}"
    )


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1234.5", "1234.5"),
        ('"1,234.5"', "1234.5"),
        ('"12,345,678"', "12345678"),
        ("+3", "3"),
        (".5", "0.5"),
        ("8.", "8"),
        ("1e3", "1000"),
        ("0", "0"),
    ],
)
def test_a_number_may_have_thousands_separators(town, text, value):
    text = f"uscc,month,output_ytd\n{OTHER},2022-10,{text}\n"
    assert staged(town, "enterprise_month", text, "output_ytd") == value


@pytest.mark.parametrize(
    "text",
    ["12万", "1.2.3", "nan", "inf", "1e999", "0x10", "1_000", "1,2"],
)
def test_what_is_no_number_is_a_fault(town, text):
    assert where(month_faults(town, f'{FIRM},2022-10,"{text}",,')) == [
        (2, "output_ytd", text, "type")
    ]


@pytest.mark.parametrize("text", ["#REF!", "#N/A", "#VALUE!", "#DIV/0!"])
def test_the_error_of_a_formula_is_one_fault_of_its_own(town, text):
    assert where(month_faults(town, f"{FIRM},2022-10,{text},,")) == [
        (2, "output_ytd", text, "cell_error")
    ]


@pytest.mark.parametrize("text", ["1.5", "12.0", "1e2", "99999999999999999999", "many"])
def test_what_is_no_whole_number_is_a_fault(town, text):
    assert where(month_faults(town, f"{FIRM},2022-10,1,,{text}")) == [
        (2, "employees", text, "type")
    ]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("true", "true"),
        ("TRUE", "true"),
        ("是", "true"),
        ("1", "true"),
        ("否", "false"),
        ("0", "false"),
    ],
)
def test_yes_and_no_are_read_in_both_languages(town, text, value):
    text = (
        "uscc,name,county_id,industry_code,size_class,is_leading,status\n"
        f"91110108551385082Q,丙,430501,C35,规上,{text},正常\n"
    )
    assert staged(town, "enterprise", text, "is_leading") == value


def test_a_doubtful_yes_and_a_wrong_code_are_faults_that_list_what_is_allowed(town):
    found = firm_faults(town, f"{FIRM},甲,430501,C3511,大型,也许,小巨人,停业")
    assert where(found) == [
        (2, "size_class", "大型", "choices"),
        (2, "is_leading", "也许", "type"),
        (2, "honour", "小巨人", "choices"),
        (2, "status", "停业", "choices"),
    ]
    assert "规上、限上、规下、小微" in found[0].message


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2022-10-31", "2022-10-31"),
        ("2022/10/31", "2022-10-31"),
        ("2022年10月31日", "2022-10-31"),
        ("2022/3/5", "2022-03-05"),
        ("2024-02-29", "2024-02-29"),
    ],
)
def test_a_date_is_read_as_offices_write_it(town, text, day):
    text = f"task_id,title,owner,due_on\nT1,甲,乙,{text}\n"
    assert staged(town, "task", text, "due_on") == day


@pytest.mark.parametrize("text", ["2022-02-30", "2023-02-29", "2022-10", "31.10.2022", "448651"])
def test_what_is_no_date_is_a_fault(town, text):
    assert where(look(town, "task", f"task_id,title,owner,due_on\nT1,甲,乙,{text}\n").faults) == [
        (2, "due_on", text, "type")
    ]


def test_values_outside_their_bounds_are_faults_and_the_bounds_themselves_are_not(town):
    text = (
        "supplier,customer,product,year,source,confidence\n"
        f"{FIRM},{OTHER},甲,1989,推断,1.01\n"
        f"{FIRM},{OTHER},乙,1990,推断,1\n"
        f"{FIRM},{OTHER},丙,2100,推断,0\n"
        f"{FIRM},{OTHER},丁,2101,推断,-0.01\n"
    )
    assert where(look(town, "supply_link", text).faults) == [
        (2, "year", "1989", "minimum"),
        (2, "confidence", "1.01", "maximum"),
        (5, "year", "2101", "maximum"),
        (5, "confidence", "-0.01", "minimum"),
    ]


def test_a_code_of_another_form_is_a_fault_that_shows_the_right_form(town):
    found = firm_faults(town, "91430500-MA0000022,丙,430501,3511,规上,否,,正常")
    assert where(found) == [
        (2, "uscc", "91430500-MA0000022", "pattern"),
        (2, "industry_code", "3511", "pattern"),
    ]
    assert "C3511" in found[1].message


def test_a_code_that_a_spreadsheet_made_a_number_is_one_fault_of_its_own(town):
    assert where(month_faults(town, "9.14305E+17,2022-10,1,,")) == [
        (2, "uscc", "9.14305E+17", "code_lost")
    ]


def test_a_key_that_stands_twice_names_both_rows(town):
    found = month_faults(
        town, f"{FIRM},2022-10,1,,", f"{OTHER},2022-10,1,,", "", f"{FIRM},2022年10月,2,,"
    )
    assert where(found) == [(5, "uscc", f"{FIRM} · 2022-10", "key_twice")]
    assert "2" in found[0].message and "5" in found[0].message


def test_what_is_referred_to_must_exist(town):
    text = "project_id,month,invested_ytd\nP0001,2022-10,900\nP9999,2022-10,900\n"
    assert where(look(town, "project_month", text).faults) == [
        (3, "project_id", "P9999", "reference")
    ]


def test_an_empty_reference_that_may_be_empty_is_no_fault(town):
    text = (
        "project_id,name,county_id,nature,total_investment,leader_id,chain_id\n"
        "P0003,丙,430501,新建,10,,\n"
        "P0004,丁,430501,新建,10,L01,C9\n"
    )
    assert where(look(town, "project", text).faults) == [(3, "chain_id", "C9", "reference")]


@pytest.mark.parametrize(
    "code",
    [
        "91350100M000100Y43",
        "91110108551385082Q",
        "91512081MA62K0260E",
        "9131000063159284XQ",
        "91430500MA00000220",  # the remainder 31 means 0
        "91430500MA00000510",
    ],
)
def test_credit_codes_of_the_standard_pass_their_check_digit(town, code):
    assert where(firm_faults(town, f"{code},丙,430501,C35,规上,否,,正常")) == []


@pytest.mark.parametrize(
    "code", ["91350100M000100Y44", "91430500MA00000221", "91430500MA00000120", "91110108551385082R"]
)
def test_a_wrong_check_digit_is_a_warning_and_no_refusal(town, code):
    found = firm_faults(town, f"{code},丙,430501,C35,规上,否,,正常")
    assert where(found) == [(2, "uscc", code, "uscc_check_digit")]
    assert found[0].severity == "warning"


def test_a_code_of_the_wrong_form_is_not_blamed_for_its_check_digit_too(town):
    assert where(firm_faults(town, "91350100M000100Y4Z,丙,430501,C35,规上,否,,正常")) == [
        (2, "uscc", "91350100M000100Y4Z", "pattern")
    ]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (["P0001,2022-10,699.9"], [(2, "invested_ytd", "699.9", "invested_ytd_falls")]),
        (["P0001,2022-10,700"], []),
        (["P0001,2023-02,10"], []),  # a new year begins anew
        (["P0001,2022-07,9999"], []),  # the first report of the year
        (["P0001,2022-09,400"], [(2, "invested_ytd", "400", "invested_ytd_falls")]),
        (["P0001,2022-09,600", "P0001,2022-10,650"], []),  # the file corrects what was there
        (
            ["P0001,2022-11,800", "P0001,2022-10,900"],
            [(2, "invested_ytd", "800", "invested_ytd_falls")],
        ),
        (["P0002,2022-10,1"], []),
    ],
)
def test_a_cumulative_figure_that_falls_is_a_warning(town, rows, expected):
    text = "project_id,month,invested_ytd\n" + "\n".join(rows) + "\n"
    submission = look(town, "project_month", text)
    assert where(submission.faults) == expected
    assert submission.accepted


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (["2022-02,50", "2022-03,49.5"], [(3, "output_ytd", "49.5", "output_ytd_falls")]),
        (["2022-02,50", "2022-03,50"], []),
        (["2022-01,50"], [(2, "month", "2022-01", "january_is_reported_with_february")]),
    ],
)
def test_enterprise_months_are_cumulative_and_begin_in_february(town, rows, expected):
    text = "uscc,month,output_ytd\n" + "".join(f"{FIRM},{row}\n" for row in rows)
    assert where(look(town, "enterprise_month", text).faults) == expected


@pytest.mark.parametrize(
    ("dataset", "text", "expected"),
    [
        (
            "project",
            (
                "project_id,name,county_id,nature,total_investment,planned_start,planned_finish,"
                "actual_start,actual_finish\n"
                "P3,丙,430501,新建,1,2022-03-01,2022-02-28,2022-03-01,2022-02-28\n"
                "P4,丁,430501,新建,1,2022-03-01,2022-03-01,,2022-02-28\n"
            ),
            [
                (2, "planned_finish", "2022-02-28", "dates_in_order"),
                (2, "actual_finish", "2022-02-28", "finish_before_start"),
                (3, "actual_finish", "2022-02-28", "finish_without_start"),
            ],
        ),
        (
            "issue",
            (
                "issue_id,uscc,raised_on,source,category,title,county_id,task_force,due_on,closed_on\n"
                f"I1,{FIRM},2022-07-02,干部走访,融资,贷款,430501,工业,2022-07-15,2022-07-01\n"
                f"I2,{FIRM},2022-07-02,干部走访,融资,贷款,430501,工业,2022-07-15,\n"
            ),
            [(2, "closed_on", "2022-07-01", "closed_before_raised")],
        ),
        (
            "supply_link",
            f"supplier,customer,product,year,source,confidence\n{FIRM},{FIRM},轴承,2022,推断,0.5\n",
            [(2, "customer", FIRM, "supplies_itself")],
        ),
        (
            "project_plan",
            (
                "project_id,year,version,annual_plan,q1_target,q2_target,q3_target,q4_target\n"
                "P0001,2022,1,100,25,50,,100\n"
                "P0001,2022,2,100,25,50,75,70\n"
            ),
            [(3, "q4_target", "70", "q4_target_falls")],
        ),
        (
            "policy",
            "policy_id,title,level,valid_from,valid_to\nPO1,甲,市级,2022-06-01,2022-05-31\n",
            [(2, "valid_to", "2022-05-31", "dates_in_order")],
        ),
    ],
)
def test_rules_that_a_dataset_declares_are_held(town, dataset, text, expected):
    assert where(look(town, dataset, text).faults) == expected


def test_all_faults_come_at_once_in_the_order_of_rows_and_columns(town):
    found = month_faults(town, "x,十月,-1,y,1.5", f"{FIRM},2022-10,1,,", f"{OTHER},,z,,-1")
    assert [(row, column, rule) for row, column, _, rule in where(found)] == [
        (2, "uscc", "pattern"),
        (2, "uscc", "reference"),
        (2, "month", "type"),
        (2, "output_ytd", "minimum"),
        (2, "profit_ytd", "type"),
        (2, "employees", "type"),
        (4, "month", "required"),
        (4, "output_ytd", "type"),
        (4, "employees", "minimum"),
    ]


def test_at_most_ten_thousand_faults_are_listed_and_errors_are_not_crowded_out(town):
    rows = [f"{firm},{year:04d}-01,1,," for firm in (FIRM, OTHER) for year in range(1, 5_004)] + [
        f"{FIRM},2022-10,x,,"
    ]
    found = month_faults(town, *rows)
    assert len(found) == 10_001
    assert (10_008, "output_ytd", "x", "type") in where(found)
    assert found[-1].message == "7 more faults are not listed."


def test_a_very_long_value_is_shown_cut(town):
    found = month_faults(town, f"{FIRM},2022-10,{'9x' * 5000},,")
    assert found[0].value == "9x" * 100


def test_a_fault_speaks_both_languages(town):
    fault = month_faults(town, f"{FIRM},2022-01,1,,")[0]
    assert fault.message.startswith("January is not reported alone")
    with i18n.speaking("zh"):
        assert fault.message.startswith("1月不单独上报")


def test_the_rules_of_a_dataset_can_be_listed():
    with i18n.speaking("en"):
        listed = rules(schema.dataset("enterprise_month"))
    assert listed.keys() == {
        *RULES,
        "month_in_future",
        "january_is_reported_with_february",
        "output_ytd_falls",
        "revenue_ytd_falls",
        "electricity_ytd_falls",
        "profit_above_revenue",
        "tax_above_revenue",
    }


@pytest.mark.parametrize("name", sorted(schema.uploadable()))
def test_every_declared_rule_is_sql_that_runs_on_a_store_without_rows(tmp_path, name):
    dataset = schema.dataset(name)
    header = ",".join(f'"{field.header}"' for field in dataset.fields)
    row = ",".join(f'"{field.example}"' for field in dataset.fields)
    submission = look(Store(tmp_path), name, f"{header}\n{row}\n")
    assert {fault.rule for fault in submission.faults} <= {"reference"}
