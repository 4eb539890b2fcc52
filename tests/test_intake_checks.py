"""Checks that look beyond the cell: what was meant, totals, sizes, other tables, and the city."""

from datetime import date, timedelta

import pytest
from town import FIRM, OTHER, build, look, where

from chains import i18n, schema
from chains.intake import near, prepare
from chains.intake.fault import grouped
from chains.schema import Reference
from chains.store import Store

TODAY = date.today()
NEXT_MONTH = f"{TODAY.year + TODAY.month // 12}-{TODAY.month % 12 + 1:02d}"
THIS_MONTH = f"{TODAY:%Y-%m}"
TOMORROW, YESTERDAY = TODAY + timedelta(days=1), TODAY - timedelta(days=1)


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    """A town of a few rows, spoken of in English."""
    with i18n.speaking("en"):
        yield build(tmp_path_factory.mktemp("town"))


def kinds(submission):
    return [(group.rule, group.column, group.count) for group in grouped(submission.faults)]


def meant(dataset, field, value):
    found = near.choices(schema.dataset(dataset).field(field), [value])
    return found[value].value if found else None


# Nearest values


@pytest.mark.parametrize(
    ("dataset", "field", "value", "expected"),
    [
        ("enterprise", "size_class", "规上企业", "规上"),
        ("enterprise", "size_class", "above-scale", "规上"),
        ("enterprise", "size_class", "Small or Micro", "小微"),
        ("enterprise", "size_class", "大型", None),
        ("enterprise", "honour", "国家小巨人", "国家级小巨人"),
        ("enterprise", "honour", "小巨人", None),  # of which rank?
        ("project_level", "level", "重点", None),
        ("project_level", "level", "省重点项目", "省重点"),
        ("project", "nature", "技术改造", "技改"),
        ("segment", "stage", "上 游", "上游"),
    ],
)
def test_the_allowed_value_most_like_a_wrong_one_is_named_where_there_is_no_doubt(
    dataset, field, value, expected
):
    assert meant(dataset, field, value) == expected


def test_the_sentence_names_the_nearest_allowed_value_and_all_of_them(town):
    header = "uscc,name,county_id,industry_code,size_class,is_leading,status\n"
    rows = f"{FIRM},甲,430501,C3511,规上企业,否,正常\n{OTHER},乙,430502,C3511,大型,否,正常\n"
    first, second = look(town, "enterprise", header + rows).faults
    assert first.details["near"].value == "规上"
    assert (
        first.message
        == (
            "“规上企业” is not among the allowed values. above scale comes nearest; "
            "allowed are: 规上、限上、规下、小微."
        )
        or "规上" in first.message
    )
    assert "near" not in second.details
    assert second.message == "“大型” is not among the allowed values: 规上、限上、规下、小微."


@pytest.mark.parametrize(
    ("reference", "value", "expected"),
    [
        (Reference("uscc", "enterprise", "uscc"), FIRM.lower(), FIRM),
        (Reference("uscc", "enterprise", "uscc"), FIRM.replace("0", "O"), FIRM),
        (Reference("uscc", "enterprise", "uscc"), FIRM[:-1] + "1", FIRM),  # one sign
        (Reference("uscc", "enterprise", "uscc"), FIRM[:-2] + "02", FIRM),  # two changed places
        (Reference("uscc", "enterprise", "uscc"), FIRM[:-1], FIRM),  # one left out
        (Reference("uscc", "enterprise", "uscc"), "91110108551385082Q", None),
        (Reference("uscc", "enterprise", "uscc"), "甲", FIRM),  # its name
        (Reference("county_id", "county", "county_id"), "示例东区", "430501"),
        (Reference("county_id", "county", "county_id"), "示例 西区", "430502"),
        (Reference("county_id", "county", "county_id"), "示例西", "430502"),
        (Reference("county_id", "county", "county_id"), "示例区", None),  # east or west
        (Reference("county_id", "county", "county_id"), "43050", None),
        (Reference("county_id", "county", "county_id"), "430511", "430501"),
        (Reference("project_id", "project", "project_id"), "P1", "P0001"),  # zeros were lost
        (Reference("project_id", "project", "project_id"), "p-0002", "P0002"),
        (Reference("project_id", "project", "project_id"), "P0003", None),
        (Reference("project_id", "project", "project_id"), "P9999", None),
        (Reference("leader_id", "leader", "leader_id"), "L1", "L01"),
        (Reference("chain_id", "chain", "chain_id"), "C1", None),  # there is no chain at all
    ],
)
def test_what_exists_and_is_nearest_is_found_by_code_and_by_name(town, reference, value, expected):
    with town.reading() as edition:
        found = near.references(reference, edition.connection, [value])
    assert (found[value].value if found else None) == expected


def test_a_reference_that_does_not_exist_names_the_nearest_in_both_languages(town):
    text = "project_id,month,invested_ytd\nP1,2022-10,900\nP9999,2022-10,900\n"
    near_one, none = look(town, "project_month", text).faults
    assert near_one.message == (
        "“P1” is not in Major project. P0001 (示例项目) comes nearest. "
        "Correct it, or add it there first."
    )
    assert none.message == "“P9999” is not in Major project. Correct it, or add it there first."
    with i18n.speaking("zh"):
        assert near_one.details["near"].label == "P0001（示例项目）"


def test_of_very_many_wrong_values_the_first_are_compared(town, monkeypatch):
    monkeypatch.setattr(near, "COMPARISONS", 5)  # the town has two projects
    values = ["P1", "P2", "P02"]
    with town.reading() as edition:
        found = near.references(
            Reference("project_id", "project", "project_id"), edition.connection, values
        )
    assert {wrong: one.value for wrong, one in found.items()} == {"P1": "P0001", "P2": "P0002"}


def test_a_column_that_is_missing_names_the_titles_that_come_nearest(town):
    text = f"信用代码,月份,上年累计产值,备注\n{FIRM},2022-10,1,\n"
    (fault,) = look(town, "enterprise_month", text).faults
    assert fault.rule == "column_missing"
    assert fault.message == (
        "The column 累计产值（万元） is needed and is not in the file. "
        "What comes nearest: 上年累计产值."
    )


def test_a_column_that_nothing_comes_near_is_missing_all_the_same(town):
    (fault,) = look(town, "enterprise_month", f"信用代码,月份\n{FIRM},2022-10\n").faults
    assert fault.message == "The column 累计产值（万元） is needed and is not in the file."


# Groups


def test_faults_are_grouped_by_rule_and_column_with_their_rows(town):
    text = (
        "uscc,month,output_ytd,revenue_ytd\n"
        f"{FIRM},2022-09,x,1\n{FIRM},2022-10,y,z\n{OTHER},2022-01,1,1\n{OTHER},2022-10,-1,1\n"
    )
    groups = grouped(look(town, "enterprise_month", text).faults)
    assert [(g.rule, g.column, g.severity, g.count, g.rows) for g in groups] == [
        ("type", "output_ytd", "error", 2, (2, 3)),
        ("type", "revenue_ytd", "error", 1, (3,)),
        ("minimum", "output_ytd", "error", 1, (5,)),
        ("january_is_reported_with_february", "month", "warning", 1, (4,)),
    ]
    assert groups[0].first.value == "x"


def test_groups_count_what_is_not_listed_and_every_rule_is_listed_once(town):
    rows = "".join(f"{FIRM},2022-10,x,-1\n" for _ in range(6_000))
    text = "uscc,month,output_ytd,revenue_ytd\n" + rows + f"{OTHER},2022-01,1,1\n"
    found = look(town, "enterprise_month", text).faults
    assert len(found) == 10_001
    assert (
        found[-1].message == "8,000 more faults are not listed."
        or found[-1].details["count"] == 8_000
    )
    groups = {(g.rule, g.column): (g.count, g.first.row) for g in grouped(found)}
    assert groups == {
        ("type", "output_ytd"): (6_000, 2),
        ("minimum", "revenue_ytd"): (6_000, 2),
        ("key_twice", "uscc"): (5_999, 3),
        ("january_is_reported_with_february", "month"): (1, 6_002),
    }


def test_no_fault_is_no_group():
    assert grouped(()) == ()


def test_a_cell_that_a_formula_left_broken_is_told_once_and_by_its_own_rule(town):
    text = f"uscc,month,output_ytd\n{FIRM},#N/A,#REF!\n9.14305E+17,2022-10,1\n"
    assert kinds(look(town, "enterprise_month", text)) == [
        ("cell_error", "month", 1),
        ("cell_error", "output_ytd", 1),
        ("code_lost", "uscc", 1),
    ]


# Units and sizes


def firm(number):
    return f"91430500MA{number:08d}"


@pytest.fixture(scope="module")
def firms(tmp_path_factory):
    """Twelve firms; firm i has 100 i in January to February, 100 i more each month to September."""
    store = Store(tmp_path_factory.mktemp("reporting"))
    store.publish(_firms, by="测试", kind="示例")
    with i18n.speaking("en"):
        yield store


def _firms(connection):
    connection.execute("insert into county (county_id, name) values ('430501', '示例东区')")
    connection.execute("""
        insert into enterprise
            (uscc, name, county_id, industry_code, size_class, is_leading, status)
        select format('91430500MA{:08d}', i), 'F' || i, '430501', 'C35', '规上', false, '正常'
        from range(1, 13) t(i)""")
    connection.execute("""
        insert into enterprise_month (uscc, month, output_ytd, employees)
        select format('91430500MA{:08d}', i), format('2022-{:02d}', m), 100 * (m - 1) * i, 100
        from range(1, 13) t(i), range(2, 10) u(m)""")
    connection.execute("""
        insert into enterprise_month (uscc, month, output_ytd, employees)
        select format('91430500MA{:08d}', i), '2021-10', 1000 * i, 100 from range(1, 13) t(i)""")


def october(figure, firms=range(1, 13), title="output_ytd", month="2022-10"):
    rows = (f"{firm(i)},{month},{figure(i)}\n" for i in firms)
    return f"uscc,month,{title}\n" + "".join(rows)


def jumps(store, text):
    faults = look(store, "enterprise_month", text).faults
    return [fault for fault in faults if fault.rule in ("unit_jump", "figure_jump")]


@pytest.mark.parametrize(
    ("times", "said"),
    [
        # against last October, 1000 i
        (10_000, "about 10,000 times what the current edition holds. They seem to be in 元;"),
        (10, "about 10 times what the current edition holds. They seem to be in 千元;"),
        (1 / 100, "about 1/100 of what the current edition holds. They seem to be in 百万元;"),
        (1 / 10_000, "about 1/10,000 of what the current edition holds. They seem to be in 亿元;"),
        (1e9, "about 1,000,000,000 times what the current edition holds. See whether they are"),
    ],
)
def test_figures_in_another_unit_are_a_warning_that_names_it(firms, times, said):
    (fault,) = jumps(firms, october(lambda i: 1_000 * i * times))
    assert (fault.row, fault.column, fault.severity) == (1, "output_ytd", "warning")
    assert said in fault.message


@pytest.mark.parametrize("times", [1, 1.3, 3, 7, 1 / 3, 0, 30, 1 / 30])
def test_figures_that_grow_or_fall_are_no_jump(firms, times):
    assert jumps(firms, october(lambda i: 1_000 * i * times)) == []


def test_a_jump_by_ten_needs_ten_rows_and_one_by_hundreds_only_one(firms):
    assert jumps(firms, october(lambda i: 10_000 * i, range(1, 10))) == []
    assert len(jumps(firms, october(lambda i: 10_000 * i, range(1, 11)))) == 1
    (fault,) = jumps(firms, october(lambda _: 300_000, [1]))
    assert fault.rule == "unit_jump"


def test_a_month_without_its_like_is_held_against_all_that_is_known(firms):
    """No November is known; 100 i to 1000 i are, whose geometric mean is 316 i."""
    assert jumps(firms, october(lambda i: 20_000 * i, month="2022-11")) == []
    (fault,) = jumps(firms, october(lambda i: 0.11 * i, month="2022-11"))
    assert "about 1/3,000 of what" in fault.message and "亿元" in fault.message


def test_a_title_that_names_the_wrong_unit_is_found_out(firms):
    (fault,) = jumps(firms, october(lambda i: 1_100 * i, title="累计产值（亿元）"))
    assert "They seem to be in 万元; write 累计产值（万元） over the column" in fault.message


def test_a_title_that_names_the_right_unit_is_no_jump(firms):
    assert jumps(firms, october(lambda i: 0.11 * i, title="累计产值（亿元）")) == []


def test_one_figure_that_jumps_among_others_is_told_at_its_cell(firms):
    text = october(lambda i: 11_000_000 * i if i == 7 else 1_100 * i)
    assert where(tuple(jumps(firms, text))) == [(8, "output_ytd", "77000000", "figure_jump")]
    text = october(lambda i: 0.7 if i == 7 else 1_100 * i)
    assert where(tuple(jumps(firms, text))) == [(8, "output_ytd", "0.7", "figure_jump")]


def test_a_small_figure_that_multiplies_is_no_jump(firms):
    text = "uscc,month,tax_ytd,output_ytd\n" + f"{firm(1)},2022-09,900,800\n"
    assert jumps(firms, text) == []


def test_rows_that_are_all_new_are_held_against_the_whole_column(firms):
    rows = "".join(f"P{i},新{i},430501,新建,{i / 2}\n" for i in range(1, 11))
    text = "project_id,name,county_id,nature,total_investment\n" + rows
    assert look(firms, "project", text).faults == ()  # nothing is known of any project
    firms.publish(
        lambda one: one.execute("""
            insert into project (project_id, name, county_id, nature, total_investment)
            select 'Q' || i, 'Q' || i, '430501', '新建', 5000 * i from range(1, 11) t(i)"""),
        by="测试",
        kind="示例",
    )
    (fault,) = look(firms, "project", text).faults
    assert fault.rule == "unit_jump"
    assert "about 1/10,000 of what the current edition holds. They seem to be in 亿元;" in (
        fault.message
    )


# Totals


def totals(store, *rows, title="累计产值（万元）,从业人数"):
    text = f"信用代码,月份,{title}\n" + "".join(f"{row}\n" for row in rows)
    found = look(store, "enterprise_month", text).faults
    return [(f.row, f.column, f.value) for f in found if f.rule == "total"]


def test_a_total_that_disagrees_with_its_rows_is_a_warning_with_both_figures(firms):
    rows = f"{firm(1)},2022-10,100\n{firm(2)},2022-10,250.5\n合计,,360.5\n"
    text = f"信用代码,月份,累计产值（万元）\n{rows}"
    submission = look(firms, "enterprise_month", text)
    (fault,) = [one for one in submission.faults if one.rule == "total"]
    assert (fault.row, fault.column, fault.value) == (4, "累计产值（万元）", "360.5")
    assert fault.severity == "warning" and submission.accepted
    assert "合计 says 360.5 in " in fault.message
    assert "the rows sum up to 350.5." in fault.message


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (["{0},2022-10,100,10", "{1},2022-10,200,20", "合计,,300,30"], []),
        (["合计,,300,30", "{0},2022-10,100,10", "{1},2022-10,200,20"], []),
        (["{0},2022-10,100,10", "{1},2022-10,200,20", '总 计,,"300.0",30'], []),
        # people are counted: one too many is wrong; money is rounded: 100.4 + 200.4 is 300.8
        (["{0},2022-10,100,10", "{1},2022-10,200,20", "合计,,301,31"], [(4, "从业人数", "31")]),
        (
            ["{0},2022-10,100,10", "{1},2022-10,200,20", "合计,,302,30"],
            [(4, "累计产值（万元）", "302")],
        ),
        (["{0},2022-10,100,10", "{1},2022-10,200,20", "合计,,,30"], []),
        (["{0},2022-10,100,10", "{1},2022-10,200,20", "合计,,见附表,30"], []),
        (
            ["{0},2022-10,x,10", "{1},2022-10,200,20", "合计,,300,30"],
            [],
        ),  # the cell is told already
        (
            [
                "{0},2022-10,100,10",
                "小计,,100,10",
                "{1},2022-10,200,20",
                "小计,,250,20",
                "合计,,300,30",
            ],
            [(5, "累计产值（万元）", "250")],
        ),
    ],
)
def test_totals_are_held_against_the_rows_that_they_sum(firms, rows, expected):
    filled = [row.format(firm(1), firm(2)) for row in rows]
    assert totals(firms, *filled) == expected


def test_totals_are_compared_in_the_unit_of_the_file(firms):
    rows = [f"{firm(1)},2022-10,0.1", f"{firm(2)},2022-10,0.22"]
    title = "累计产值（亿元）"
    assert totals(firms, *rows, "合计,,0.32", title=title) == []
    assert totals(firms, *rows, "合计,,0.42", title=title) == [(4, title, "0.42")]


# Rules across columns, months and tables


def _months(*rows):
    return "uscc,month,output_ytd,revenue_ytd,profit_ytd,tax_ytd,electricity_ytd\n" + "".join(
        f"{FIRM},{row}\n" for row in rows
    )


def _reports(*rows):
    return "project_id,month,invested_ytd\n" + "".join(f"{row}\n" for row in rows)


def _projects(*rows):
    return (
        "project_id,name,county_id,nature,total_investment,planned_start,actual_start,actual_finish\n"
        + "".join(f"{row}\n" for row in rows)
    )


def _register(*rows):
    header = "uscc,name,county_id,industry_code,size_class,is_leading,status\n"
    return header + "".join(f"{row},430501,C35,规上,否,正常\n" for row in rows)


def _tasks(*days):
    rows = (f"T{i},甲,乙,2022-01-01,{day}\n" for i, day in enumerate(days))
    return "task_id,title,owner,due_on,done_on\n" + "".join(rows)


def _plans(*rows):
    return (
        "project_id,year,version,annual_plan,q1_target,q2_target,q3_target,q4_target\n"
        + "".join(f"{row}\n" for row in rows)
    )


def _issues(*rows):
    return (
        "issue_id,uscc,raised_on,source,category,title,county_id,task_force,due_on,closed_on,result,"
        "called_back_on,satisfied\n" + "".join(f"I{i},{FIRM},{row}\n" for i, row in enumerate(rows))
    )


ISSUE = "干部走访,融资,贷款,430501,工业"


@pytest.mark.parametrize(
    ("dataset", "text", "expected"),
    [
        (
            "enterprise_month",
            _months(f"{NEXT_MONTH},1,,,,", f"{THIS_MONTH},1,,,,"),
            [(2, "month", NEXT_MONTH, "month_in_future")],
        ),
        (
            "enterprise_month",
            _months("2022-02,9,9,,,9", "2022-03,9,8,,,8.5", "2022-04,9,8,,,9"),
            [
                (3, "revenue_ytd", "8", "revenue_ytd_falls"),
                (3, "electricity_ytd", "8.5", "electricity_ytd_falls"),
            ],
        ),
        # a month without the figure is passed over; profit and tax may fall
        (
            "enterprise_month",
            _months("2022-02,9,9,5,5,", "2022-03,9,,4,4,", "2022-04,9,8,3,3,"),
            [(4, "revenue_ytd", "8", "revenue_ytd_falls")],
        ),
        (
            "enterprise_month",
            _months("2022-02,9,8,8.1,8.1,", "2022-03,9,8.1,8.1,8.1,", "2022-04,9,,9,9,"),
            [
                (2, "profit_ytd", "8.1", "profit_above_revenue"),
                (2, "tax_ytd", "8.1", "tax_above_revenue"),
            ],
        ),
        (
            "project_month",
            _reports(f"P0001,{NEXT_MONTH},800", f"P0001,{THIS_MONTH},800"),
            [(2, "month", NEXT_MONTH, "month_in_future")],
        ),
        # P0002 costs 1 in all
        (
            "project_month",
            _reports("P0002,2022-10,1", "P0002,2022-11,1.5"),
            [(3, "invested_ytd", "1.5", "invested_above_total")],
        ),
        (
            "project",
            _projects(
                f"P3,丙,430501,新建,1,,{TOMORROW},",
                f"P4,丁,430501,新建,1,,{YESTERDAY},{TOMORROW}",
                f"P5,戊,430501,新建,1,,{YESTERDAY},{TODAY}",
            ),
            [
                (2, "actual_start", f"{TOMORROW}", "started_in_future"),
                (3, "actual_finish", f"{TOMORROW}", "finished_in_future"),
            ],
        ),
        (
            "project",
            _projects(
                "P3,丙,430501,新建,1,2022-03-01,2021-03-01,",
                "P4,丁,430501,新建,1,2022-03-01,2021-02-28,",
                "P5,戊,430501,新建,1,,,2021-02-28",
            ),
            [
                (3, "actual_start", "2021-02-28", "started_long_before_plan"),
                (4, "actual_finish", "2021-02-28", "finish_without_start"),
            ],
        ),
        # the name is that of P0001, and the file's own P4 and P5 bear one name
        (
            "project",
            _projects(
                "P3,示例项目,430501,新建,1,,,",
                "P4,丁,430501,新建,1,,,",
                "P5,丁,430501,新建,1,,,",
                "P0002,另一项目,430502,新建,1,,,",
            ),
            [
                (2, "name", "示例项目", "name_twice"),
                (3, "name", "丁", "name_twice"),
                (4, "name", "丁", "name_twice"),
            ],
        ),
        (
            "enterprise",
            _register("91110108551385082Q,甲", f"{FIRM},丙"),
            [],  # the file gives the other firm another name
        ),
        (
            "enterprise",
            _register("91110108551385082Q,甲"),
            [(2, "name", "甲", "name_twice")],
        ),
        (
            "project_plan",
            _plans(
                "P0001,2022,1,100,30,20,60,100",
                "P0001,2023,1,100,30,,20,100",
                "P0001,2024,1,100,30,40,50,45",
                "P0001,2025,1,100,30,40,50,",
            ),
            [
                (2, "q2_target", "20", "q2_target_falls"),
                (3, "q3_target", "20", "q3_target_falls"),
                (4, "q4_target", "45", "q4_target_falls"),
            ],
        ),
        (
            "project_plan",
            _plans(
                "P0001,2022,1,10000,,,,9950",
                "P0001,2023,1,10000,,,,9949",
                "P0001,2024,2,10000,,,,10000",
                "P0001,2022,2,50001,,,,50001",
            ),
            [
                (3, "q4_target", "9949", "q4_target_is_the_plan"),
                (4, "version", "2", "version_left_out"),
                (5, "annual_plan", "50001", "plan_above_total"),
            ],
        ),
        (
            "issue",
            _issues(
                f"{TOMORROW},{ISSUE},{TOMORROW},,,,",
                f"2022-07-02,{ISSUE},2022-07-01,,,,",
                f"2022-07-02,{ISSUE},2022-07-02,{TOMORROW},好,,",
                f"2022-07-02,{ISSUE},2022-07-02,2022-07-02,,,",
                f"2022-07-02,{ISSUE},2022-07-02,2022-07-02,好,2022-07-01,是",
                f"2022-07-02,{ISSUE},2022-07-02,2022-07-02,好,,是",
                f"2022-07-02,{ISSUE},2022-07-02,2022-07-02,好,{TOMORROW},是",
                f"2022-07-02,{ISSUE},2022-07-02,,,2022-07-02,",
                f"2022-07-02,{ISSUE},2022-07-02,2022-07-02,好,2022-07-02,否",
            ),
            [
                (2, "raised_on", f"{TOMORROW}", "raised_in_future"),
                (3, "due_on", "2022-07-01", "due_before_raised"),
                (4, "closed_on", f"{TOMORROW}", "closed_in_future"),
                (5, "result", None, "closed_without_result"),
                (6, "called_back_on", "2022-07-01", "called_back_before_closed"),
                (7, "satisfied", "是", "satisfied_without_call_back"),
                (8, "called_back_on", f"{TOMORROW}", "called_back_in_future"),
                (9, "called_back_on", "2022-07-02", "called_back_before_closed"),
            ],
        ),
        (
            "issue",
            _issues("2022-07-02,干部走访,融资,贷款,430502,工业,2022-07-02,,,,"),
            [(2, "county_id", "430502", "another_county")],
        ),
        (
            "task",
            _tasks(f"{TODAY}", f"{TOMORROW}"),
            [(3, "done_on", f"{TOMORROW}", "done_in_future")],
        ),
    ],
)
def test_rules_hold_what_stands_in_one_row_against_other_rows(town, dataset, text, expected):
    assert where(look(town, dataset, text).faults) == expected


@pytest.fixture(scope="module")
def planned(tmp_path_factory):
    """A town with a plan of 350 in its second version, and a project finished on 31 March 2022."""
    store = build(tmp_path_factory.mktemp("planned"))
    store.publish(_plan, by="测试", kind="示例")
    return store


def _plan(connection):
    connection.execute("""
        insert into project_plan (project_id, year, version, annual_plan)
        values ('P0001', 2022, 1, 9000), ('P0001', 2022, 2, 350), ('P0001', 2023, 1, 0)""")
    connection.execute("""
        insert into project (project_id, name, county_id, nature, total_investment, actual_start,
            actual_finish)
        values ('P0009', '完工项目', '430501', '新建', 50000, '2021-03-01', '2022-03-31')""")
    connection.execute("""
        insert into project_month (project_id, month, invested_ytd) values ('P0009', '2022-03', 70)
    """)
    connection.execute("insert into cadre (cadre_id, name, unit) values ('K1', '示例干部', '局')")
    connection.execute("""insert into chain (chain_id, name, name_en, department_id, valid_from)
        values ('C1', '装备制造', 'Equipment', 'D01', '2021-01-01')""")
    connection.execute("""
        insert into segment (segment_id, chain_id, stage, name, essential, position) values
        ('S1', 'C1', '上游', '钢', true, 1), ('S2', 'C1', '中游', '轴', true, 2)""")


@pytest.mark.parametrize(
    ("dataset", "text", "expected"),
    [
        # the plan in force is 350; of 2023 it is 0, which says nothing; of 2021 there is none
        (
            "project_month",
            _reports("P0001,2022-10,700", "P0001,2023-02,600", "P0001,2021-02,600"),
            [],
        ),
        (
            "project_month",
            _reports("P0001,2022-10,700.1"),
            [(2, "invested_ytd", "700.1", "completion_over_200")],
        ),
        # June is three months after the finish in March; in August nothing is added
        ("project_month", _reports("P0009,2022-06,80"), []),
        (
            "project_month",
            _reports("P0009,2022-06,80", "P0009,2022-07,81", "P0009,2022-08,81"),
            [(3, "invested_ytd", "81", "invested_after_finish")],
        ),
        (
            "project_month",
            _reports("P0009,2023-02,1"),
            [(2, "invested_ytd", "1", "invested_after_finish")],
        ),
        ("project_month", _reports("P0009,2023-02,0"), []),
        (
            "visit",
            f"visit_id,cadre_id,uscc,visited_on\nV1,K1,{FIRM},{TODAY}\nV2,K1,{FIRM},{TOMORROW}\n",
            [(3, "visited_on", f"{TOMORROW}", "visited_in_future")],
        ),
        (
            "segment_link",
            "from_segment,to_segment\nS1,S2\nS2,S2\n",
            [(3, "to_segment", "S2", "leads_to_itself")],
        ),
    ],
)
def test_rules_hold_what_stands_in_one_dataset_against_another(planned, dataset, text, expected):
    assert where(look(planned, dataset, text).faults) == expected


def test_what_the_file_has_no_column_for_is_judged_as_it_stands_in_the_edition(planned):
    """The finished project began on 1 March 2021, which the file does not repeat."""
    header = "project_id,name,county_id,nature,total_investment,actual_finish\n"
    row = "P0009,完工项目,430501,新建,50000,"
    assert look(planned, "project", f"{header}{row}2022-04-30\n").faults == ()
    assert where(look(planned, "project", f"{header}{row}2021-02-28\n").faults) == [
        (2, "actual_finish", "2021-02-28", "finish_before_start")
    ]
    new = "P7,庚,430501,新建,50000,2022-04-30\n"
    assert where(look(planned, "project", header + new).faults) == [
        (2, "actual_finish", "2022-04-30", "finish_without_start")
    ]


# The city


@pytest.mark.parametrize("name", sorted(schema.uploadable()))
def test_the_citys_own_rows_keep_every_rule(city, name):
    """Three projects have indeed done twice their plan, which is to be asked about."""
    dataset = schema.dataset(name)
    with city.reading() as edition:
        sql = f"select {', '.join(dataset.columns)} from {name}"
        data = edition.connection.execute(sql).df().to_csv(index=False).encode()
    submission = prepare(city, dataset, f"{name}.csv", data)
    expected = [("completion_over_200", "invested_ytd", 3)] if name == "project_month" else []
    assert kinds(submission) == expected
    assert submission.difference is not None and submission.difference.empty
