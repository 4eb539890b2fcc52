"""Whose rows a liaison may change: of each dataset, and the rows that stand already."""

import time
from pathlib import Path

import pytest
from town import held

from chains import i18n, schema
from chains.access import ALL, WHOLE_CITY, Scope
from chains.errors import StoreError, UsageError
from chains.intake import confirm, prepare
from chains.store import Store

BOTH, FIRST, OLD = "91430500MA00000220", "91430500MA00000510", "91350100M000100Y43"
SMALL_TOWN = (Path(__file__).with_name("small_town.sql")).read_text(encoding="utf-8")
# Of small_town.sql: segments S1, S2 of chain C1, S3 of C2. BOTH stands in S1 and S3, FIRST and OLD
# in S1; BOTH and FIRST are in county X, OLD in Y. Projects P1 (X), P2 (Y) and P6 (X) are of C1,
# P3, P4 and P5 (X) of C2.
FREE = "91430500MA0000031X"  # a firm in X that stands in no segment
LINKED = f"""
insert into supply_link (supplier, customer, product, annual_value, year, source, confidence)
    values ('{FIRST}', '{BOTH}', '轴', 1, 2022, '企业申报', 1);
insert into enterprise (uscc, name, county_id, industry_code, size_class, is_leading, status)
    values ('{FREE}', '闲厂', 'X', 'C35', '规上', false, '正常');
"""


def scope(chains=ALL, counties=ALL, datasets=ALL):
    return Scope(*(frozenset(names.split()) for names in (chains, counties, datasets)))


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    """The town of small_town.sql, spoken of in English."""
    store = Store(tmp_path_factory.mktemp("town"))
    store.publish(lambda one: one.execute(SMALL_TOWN + LINKED), by="测试", kind="示例")
    with i18n.speaking("en"):
        yield store


@pytest.fixture
def own(tmp_path):
    """A town to change."""
    store = Store(tmp_path)
    store.publish(lambda one: one.execute(SMALL_TOWN + LINKED), by="测试", kind="示例")
    with i18n.speaking("en"):
        yield store


def look(store, dataset, text, reach):
    data = (text if isinstance(text, str) else "\n".join(text)).encode()
    return prepare(store, schema.dataset(dataset), "表.csv", data, reach=reach)


def outside(submission):
    return [
        (fault.row, fault.column, fault.value)
        for fault in submission.faults
        if fault.rule == "scope" and fault.severity == "error"
    ]


PROJECT = "project_id,name,chain_id,county_id,nature,total_investment"
FIRM = "uscc,name,county_id,industry_code,size_class,is_leading,status"
MONTH = "project_id,month,invested_ytd"
ISSUE = "issue_id,uscc,raised_on,source,category,title,task_force,due_on,county_id"
TRADE = "轴,2,2022,企业申报,1"
ABROAD = "轴,境外,2,2022,企业申报,1"
OUTSIDE = "uscc,product,origin,annual_value,year,source,confidence"
SUPPLY = "supplier,customer,product,annual_value,year,source,confidence"

CASES = [
    # own columns
    ("project", f"{PROJECT}\nN1,新,C1,X,新建,1", scope("C1", "X"), []),
    ("project", f"{PROJECT}\nN1,新,C2,X,新建,1", scope("C1", "X"), [(2, "chain_id", "C2")]),
    ("project", f"{PROJECT}\nN1,新,C1,Y,新建,1", scope("C1", "X"), [(2, "county_id", "Y")]),
    ("project", f"{PROJECT}\nN1,新,,X,新建,1", scope("C1", "X"), []),
    ("chain_plan", "chain_id,year\nC2,2022", scope("C1"), [(2, "chain_id", "C2")]),
    ("chain_plan", "chain_id,year\nC1,2022", scope("C1", ""), []),
    ("county", "county_id,name\nZ,新", scope(ALL, "X"), [(2, "county_id", "Z")]),
    # what stands under the same key
    ("project", f"{PROJECT}\nP3,夺,C1,X,新建,1", scope("C1", ALL), [(2, "chain_id", "C1")]),
    ("project", f"{PROJECT}\nP2,夺,C1,X,新建,1", scope("C1", "X"), [(2, "county_id", "X")]),
    ("project", f"{PROJECT}\nP1,让,C2,X,新建,1", scope("C1", "X"), [(2, "chain_id", "C2")]),
    ("project", "project_id,name,county_id,nature,total_investment\nP3,夺,X,新建,1",
     scope("C1", "X"), [(2, "project_id", "P3")]),
    ("issue", f"{ISSUE}\nI1,{BOTH},2022-10-01,干部走访,融资,贷,工业,2022-10-10,Y", scope(ALL, "Y"),
     [(2, "county_id", "Y")]),
    # along references
    ("project_month", f"{MONTH}\nP1,2022-10,1\nP3,2022-10,1\nP2,2022-10,1", scope("C1", "X"),
     [(3, "project_id", "P3"), (4, "project_id", "P2")]),
    ("project_month", f"{MONTH}\nP1,2022-10,1", scope("", "X"), [(2, "project_id", "P1")]),
    ("segment_link", "from_segment,to_segment\nS1,S3\nS3,S1", scope("C1", ""), []),
    ("segment_link", "from_segment,to_segment\nS1,S2", scope("C2", ""),
     [(2, "from_segment", "S1")]),
    ("enterprise_month", f"uscc,month,output_ytd\n{OLD},2022-10,1\n{FIRST},2022-10,40",
     scope(ALL, "X"), [(2, "uscc", OLD)]),
    # a firm's chains are those of its segments, and any of them is enough
    ("enterprise", f"{FIRM}\n{BOTH},甲厂,X,C35,规上,true,正常\n{FIRST},乙厂,X,C35,规上,false,正常",
     scope("C2", "X"), [(3, "uscc", FIRST)]),
    ("enterprise", f"{FIRM}\n{FREE},闲厂,X,C35,规上,false,正常", scope("C2", "X"), []),
    ("enterprise_month", f"uscc,month,output_ytd\n{BOTH},2022-10,1\n{FIRST},2022-10,1",
     scope("C2", ALL), [(3, "uscc", FIRST)]),
    ("supply_link", f"{SUPPLY}\n{FIRST},{BOTH},{TRADE}\n{FIRST},{OLD},{TRADE}",
     scope("C2", ALL), [(3, "supplier", FIRST)]),
    ("supply_link", f"{SUPPLY}\n{OLD},{FIRST},{TRADE}", scope(ALL, "X"), []),
    # what a firm buys outside the city belongs to its chains and its county
    ("outside_purchase", f"{OUTSIDE}\n{BOTH},{ABROAD}\n{FIRST},{ABROAD}", scope("C2", ALL),
     [(3, "uscc", FIRST)]),
    ("outside_purchase", f"{OUTSIDE}\n{FIRST},{ABROAD}\n{OLD},{ABROAD}", scope(ALL, "X"),
     [(3, "uscc", OLD)]),
    # a firm of others is not taken into one's own chain; one of nobody's is
    ("enterprise_segment", f"uscc,segment_id\n{FIRST},S3\n{FREE},S3\n{BOTH},S3", scope("C2", ALL),
     [(2, "uscc", FIRST)]),
    ("enterprise_segment", f"uscc,segment_id\n{FREE},S1", scope("C2", ALL),
     [(2, "segment_id", "S1")]),
    # neither chain nor county
    ("task", "task_id,title,owner,due_on\nT1,甲,乙,2022-01-01", scope("", ""), []),
]  # fmt: skip


@pytest.mark.parametrize(("dataset", "text", "reach", "expected"), CASES)
def test_a_row_outside_is_a_fault_at_the_column_that_decides(town, dataset, text, reach, expected):
    found = look(town, dataset, text, reach)
    assert outside(found) == expected
    assert found.accepted == (not expected)
    assert look(town, dataset, text, WHOLE_CITY).accepted


def test_every_dataset_can_be_judged(town):
    for dataset in schema.uploadable().values():
        text = ",".join(dataset.columns) + "\n" + ",".join("?" for _ in dataset.columns)
        found = look(town, dataset.name, text, scope("", ""))
        assert (found.rows, found.base) == (1, 1), dataset.name


def test_the_fault_says_whose_the_row_is_and_what_may_be_changed_in_both_languages(town):
    fault = look(town, "project_month", f"{MONTH}\nP3,2022-10,1", scope("C1")).faults[0]
    assert "Two" in fault.message and "One" in fault.message
    with i18n.speaking("zh"):
        assert "二链" in fault.message and "一链" in fault.message


def test_the_fault_of_an_existing_row_speaks_of_whom_it_belongs_to_so_far(town):
    text = f"{PROJECT}\nP3,夺,C1,X,新建,1"
    fault = look(town, "project", text, scope("C1")).faults[0]
    assert "so far" in fault.message and "Two" in fault.message


def test_where_nothing_was_given_the_fault_says_so(town):
    fault = look(town, "project_month", f"{MONTH}\nP3,2022-10,1", scope("")).faults[0]
    assert "was given to you" in fault.message and "Two" in fault.message


def test_a_reference_to_nothing_is_one_fault_and_not_two(town):
    found = look(town, "project", f"{PROJECT}\nN1,新,C9,X,新建,1", scope("C1"))
    assert [fault.rule for fault in found.faults] == ["reference"]


def test_a_new_chain_is_outside_for_whoever_has_others(town):
    text = "chain_id,name,name_en,department_id,valid_from\nC9,九链,Nine,D1,2022-01-01"
    assert outside(look(town, "chain", text, scope("C1"))) == [(2, "chain_id", "C9")]


def test_a_dataset_that_was_not_given_is_refused_at_once_and_named(town):
    with pytest.raises(UsageError) as refused:
        look(town, "project", "no table at all", scope(datasets="project_month task"))
    said = i18n.say(refused.value)
    names = [schema.dataset(name).title_en for name in ("project", "project_month", "task")]
    assert all(name in said for name in names)
    with pytest.raises(UsageError, match="administrator"):
        look(town, "project", "", scope(datasets=""))


def test_what_is_confirmed_is_judged_again_by_the_reach_of_whoever_confirms(own):
    found = look(own, "project_month", f"{MONTH}\nP1,2022-10,1\nP3,2022-10,1", WHOLE_CITY)
    with pytest.raises(StoreError, match="3"):
        confirm(own, found, by="张三", reach=scope("C1"))
    with pytest.raises(UsageError):
        confirm(own, found, by="张三", reach=scope(datasets="task"))
    assert own.current() == 1
    assert confirm(own, found, by="张三", reach=scope("C1 C2")).edition == 2


def test_a_row_that_went_to_others_since_the_look_is_not_published(own):
    reach = scope("C1")
    found = look(own, "project_month", f"{MONTH}\nP1,2022-10,1", reach)
    assert found.accepted
    moved = "update project set chain_id = 'C2' where project_id = 'P1'"
    own.publish(lambda one: one.execute(moved), by="测试", kind="提交")
    with pytest.raises(StoreError):
        confirm(own, found, by="张三", reach=reach)
    rows = held(own, "select invested_ytd from project_month where project_id = 'P1' order by 1")
    assert rows == [(90.0,), (150.0,)]


def test_a_hundred_thousand_rows_are_judged_in_little_time(city):
    with city.reading() as edition:
        firms = edition.connection.execute("select uscc from enterprise order by 1").fetchall()
    months = [f"{year}-{month:02}" for year in (2017, 2018) for month in range(1, 3)]
    lines = [f"{uscc},{month},1" for (uscc,) in firms for month in months][:100_000]
    text = "uscc,month,output_ytd\n" + "\n".join(lines) + "\n"
    seconds = []
    for reach in (WHOLE_CITY, scope("C1 C2", "430501 430502")):
        start = time.perf_counter()
        look(city, "enterprise_month", text, reach)
        seconds.append(time.perf_counter() - start)
    assert seconds[1] < seconds[0] + 3
