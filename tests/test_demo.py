"""The demonstration city: the same rows for the same seed, sound rows, and trouble worth seeing."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from chains import queries, schema
from chains.demo import build
from chains.demo.chance import apportion, rake
from chains.demo.credit import credit_codes
from chains.errors import UsageError
from chains.settings import HOME
from chains.store import Store

UPLOADABLE = list(schema.uploadable().values())
REFERENCES = [(one, reference) for one in UPLOADABLE for reference in one.references]
ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def ask(store: Store, sql: str) -> list[tuple[Any, ...]]:
    with store.reading() as edition, edition.cursor() as cursor:
        return cursor.execute(sql).fetchall()


def answer(store: Store, question: str, key: str, value: str) -> dict[str, Any]:
    with store.reading() as edition:
        frame = edition.fetch(queries.query(question))
    return dict(zip(frame[key], frame[value], strict=True))


def fingerprints(store: Store) -> dict[str, tuple[Any, ...]]:
    """For each dataset its rows in their order, gathered into one hash."""
    names = [one.name for one in UPLOADABLE]
    hashed = "select md5(string_agg(hash(t)::varchar, ',' order by source_row)), count(*) from {} t"
    return {name: ask(store, hashed.format(name))[0] for name in names} | {
        "submission": ask(store, "select md5(string_agg(s::varchar, ';')) from submission s")[0]
    }


def test_the_same_seed_gives_the_same_rows_whatever_the_process(
    city: Store, tmp_path: Path
) -> None:
    again = "import sys, pathlib; from chains import demo, store\n"
    again += "demo.build(store.Store(pathlib.Path(sys.argv[1])))"
    hashes = os.environ | {"PYTHONHASHSEED": "7", "OMP_NUM_THREADS": "1"}
    command = [sys.executable, "-c", again, str(tmp_path)]
    subprocess.run(command, check=True, env=hashes, cwd=HOME)
    assert fingerprints(Store(tmp_path)) == fingerprints(city)


def test_another_seed_gives_another_city_of_the_same_size(city: Store, tmp_path: Path) -> None:
    other = Store(tmp_path)
    assert build(other, seed=2023) == 1
    here, there = fingerprints(city), fingerprints(other)
    assert here["enterprise"][0] != there["enterprise"][0]
    assert here["enterprise"][1] == there["enterprise"][1] == 37_279


def test_one_edition_is_published_and_marked_as_a_demonstration(city: Store) -> None:
    (record,) = city.records()
    assert (record.edition, record.kind, record.made_by) == (1, "示例", "示例数据")
    assert record.demonstration


def test_building_again_leaves_one_city_and_keeps_the_history(city_copy: Store) -> None:
    assert build(city_copy) == 2
    assert ask(city_copy, "select count(*) from enterprise") == [(37_279,)]
    assert ask(city_copy, "select count(*), count(distinct submission_id) from submission") == [
        (2 * len(UPLOADABLE), 2 * len(UPLOADABLE))
    ]


def test_an_unknown_scale_is_refused_by_name(empty: Store) -> None:
    with pytest.raises(UsageError, match="galaxy"):
        build(empty, scale="galaxy")
    assert empty.current() == 0


def test_progress_ends_at_one_and_names_the_datasets(empty: Store) -> None:
    said: list[tuple[float, str]] = []
    build(empty, progress=lambda share, text: said.append((share, text)))
    assert [share for share, _ in said] == sorted(share for share, _ in said)
    assert said[-1][0] == 1.0
    assert {one.label for one in UPLOADABLE} <= {text for _, text in said}


@pytest.mark.parametrize("one", UPLOADABLE, ids=lambda one: one.name)
def test_every_row_says_from_which_submission_it_came(city: Store, one: schema.Dataset) -> None:
    sql = f"""select s.rows_added, s.file_name, s.edition, length(s.sha256),
                     year(s.submitted_at) * 100 + month(s.submitted_at),
                     (select count(*) from {one.name} where submission_id = s.submission_id),
                     (select count(distinct source_row) from {one.name})
              from submission s where s.dataset = '{one.name}'"""
    ((added, file, *rest),) = ask(city, sql)
    assert added > 0
    assert (file, rest) == (f"{one.name}.csv", [1, 64, 202211, added, added])


def faults(field: schema.Field) -> list[str]:
    """SQL tests that are true for a value that its declaration forbids."""
    tests = [f"{field.name} is null"] if field.required else []
    if field.choices:
        tests.append(f"{field.name} not in {(*dict(field.choices), '')}")
    if field.minimum is not None:
        tests.append(f"{field.name} < {field.minimum}")
    if field.pattern:
        tests.append(f"not regexp_full_match({field.name}, '{field.pattern}')")
    if field.sql_type == "varchar":
        tests.append(f"trim({field.name}) <> {field.name} or {field.name} = ''")
    return tests


@pytest.mark.parametrize("one", UPLOADABLE, ids=lambda one: one.name)
def test_keys_are_unique_and_values_as_declared(city: Store, one: schema.Dataset) -> None:
    keys = ", ".join(one.key)
    assert ask(city, f"select {keys} from {one.name} group by {keys} having count(*) > 1") == []
    tests = [test for field in one.fields for test in faults(field)]
    counts = ", ".join(f"count(*) filter ({test})" for test in tests)
    (found,) = ask(city, f"select {counts} from {one.name}")
    assert [test for test, count in zip(tests, found, strict=True) if count] == []


@pytest.mark.parametrize(("one", "to"), REFERENCES, ids=str)
def test_references_are_met(city: Store, one: schema.Dataset, to: schema.Reference) -> None:
    sql = f"""select count(*) from {one.name} where {to.field} is not null
              and {to.field} not in (select {to.target} from {to.dataset})"""
    assert ask(city, sql) == [(0,)]


@pytest.mark.parametrize(
    ("table", "key", "value"),
    [
        ("enterprise_month", "uscc", "output_ytd"),
        ("enterprise_month", "uscc", "electricity_ytd"),
        ("project_month", "project_id", "invested_ytd"),
    ],
)
def test_cumulative_figures_never_fall_within_a_year(
    city: Store, table: str, key: str, value: str
) -> None:
    sql = f"""select count(*) from (
                  select {value} < lag({value}) over (
                      partition by {key}, left(month, 4) order by month) as falls
                  from {table}) where falls"""
    assert ask(city, sql) == [(0,)]


def check_digit(code: str) -> str:
    """GB 32100-2015, written out: weights are powers of 3, a remainder of 31 means 0."""
    total = sum(ALPHABET.index(char) * 3**place % 31 for place, char in enumerate(code[:17]))
    return ALPHABET[(31 - total % 31) % 31]


def test_credit_codes_have_valid_check_digits(city: Store) -> None:
    codes = [code for (code,) in ask(city, "select uscc from enterprise")]
    assert check_digit("91350100M000100Y43") == "3"  # the standard's own example
    assert [code for code in codes if code[17] != check_digit(code)] == []
    assert {"91430500MA00000220", "91430500MA00000510"} <= set(codes)


def test_credit_codes_stay_different_in_great_numbers() -> None:
    codes = credit_codes(np.full(300_000, 430501))
    assert len(set(codes.to_pylist())) == 300_000


def test_names_of_people_firms_and_projects_are_visibly_invented(city: Store) -> None:
    for table in ("leader", "liaison", "cadre", "county", "department", "enterprise", "project"):
        plain = f"select count(*) from {table} where name not like '示例%'"
        assert ask(city, plain) == [(0,)], table
    assert ask(city, "select count(distinct name) from enterprise") == [(37_279,)]
    assert ask(city, "select count(*) - count(distinct name) from project") == [(0,)]


def test_the_chains_have_missing_segments_and_segments_with_one_firm(city: Store) -> None:
    sql = """select segment_id, essential, count(uscc) as firms
             from segment left join enterprise_segment using (segment_id) group by all"""
    found = ask(city, sql)
    assert 12 <= sum(firms == 0 for _, _, firms in found) <= 16
    assert [essential for _, essential, firms in found if firms == 1] == [True] * 3
    assert ask(city, "select count(distinct uscc) from enterprise_segment") == [(37_279,)]


def test_products_flow_forward_and_never_in_a_circle(city: Store) -> None:
    order = "array_position(['上游', '中游', '下游'], {}.stage)"
    sql = f"""select count(*) from segment_link
              join segment a on a.segment_id = from_segment
              join segment b on b.segment_id = to_segment
              where a.chain_id <> b.chain_id or {order.format("a")} > {order.format("b")}"""
    assert ask(city, sql) == [(0,)]


def test_chains_show_every_light_in_october(city: Store) -> None:
    completion = answer(city, "completion_by_chain", "chain_id", "completion")
    schedule = 10 / 12
    assert completion["C4"] == pytest.approx(0.48, abs=0.001)
    assert completion["C5"] == pytest.approx(0.66, abs=0.001)
    assert completion["C7"] == pytest.approx(0.78, abs=0.001)
    assert all(completion[f"C{n}"] > schedule for n in (1, 2, 3, 6, 8, 9))


def test_one_project_causes_most_of_the_gap_of_the_chain_in_danger(city: Store) -> None:
    sql = """select annual_plan * 10 / 12 - invested_ytd as behind, problem, county_id,
                    sum(behind) over () as gap
             from project_status
             where month = '2022-10' and chain_id = 'C4' and state = 'reported'
             order by behind desc limit 1"""
    ((behind, problem, county_id, gap),) = ask(city, sql)
    assert behind > gap / 2
    assert problem == "用地手续未办结"
    by_county = answer(city, "completion_by_county", "county_id", "completion")
    assert by_county[county_id] == min(by_county.values()) < 10 / 12 - 0.3


def test_single_projects_range_widely(city: Store) -> None:
    sql = """select count(*) filter (completion > 1), count(*) filter (completion < 0.3),
                    max(completion)
             from project_status where month = '2022-10' and state = 'reported'"""
    ((above, low, most),) = ask(city, sql)
    assert above > 50
    assert low > 5
    assert most < 2.5


def test_some_projects_have_no_plan_and_some_have_not_reported(city: Store) -> None:
    sql = """select state, count(*) from project_status join project_level using (project_id)
             where month = '2022-10' and state <> 'reported' group by state order by state"""
    assert ask(city, sql) == [("finished", 9), ("no_plan", 3), ("not_reported", 4)]


def test_some_listed_projects_have_not_begun(city: Store) -> None:
    sql = """select invested_ytd, problem is null
             from project_status
             where month = '2022-10' and actual_start is null"""
    assert ask(city, sql) == [(0.0, False)] * 5


def test_lists_overlap(city: Store) -> None:
    assert ask(city, "select count(*), count(distinct project_id) from project_level") == [
        (366, 346)
    ]


def test_earlier_years_begin_slowly_and_end_near_their_plan(city: Store) -> None:
    sql = """select month, sum(invested_ytd) / sum(annual_plan)
             from project_status where state = 'reported' group by month"""
    rate = dict(ask(city, sql))
    for year in (2019, 2020, 2021):
        assert rate[f"{year}-03"] < 0.2
        assert 0.98 <= rate[f"{year}-12"] <= 1.05
        assert rate[f"{year}-12"] - rate[f"{year}-09"] > 0.25


def test_enterprises_report_from_february_and_never_january(city: Store) -> None:
    sql = "select min(month), max(month), count(distinct month) from enterprise_month"
    assert ask(city, sql) == [("2021-02", "2022-10", 20)]
    assert ask(city, "select count(*) from enterprise_month where month = '2022-10'") == [(1303,)]
    assert ask(city, "select count(*) from enterprise where size_class = '规上'") == [(1303,)]


def test_output_of_the_chains_grows_between_minus_four_and_fifteen_percent(city: Store) -> None:
    growth = answer(city, "chain_cards", "chain_id", "output_growth").values()
    assert len(growth) == 9
    assert all(-0.04 <= one <= 0.15 for one in growth)
    assert min(growth) < 0 < max(growth)


def test_issues_are_open_in_every_chain_and_some_are_overdue(city: Store) -> None:
    states = dict(ask(city, "select state, count(*) from issue_status group by state"))
    assert states == {"closed": 2161, "open": 14, "overdue": 9}
    assert all(answer(city, "chain_cards", "chain_id", "open_issues").values())
    late = ask(city, "select count(*) from issue where closed_on > due_on")
    assert late > [(20,)]


def test_every_firm_was_visited_by_someone_who_was_assigned_to_it(city: Store) -> None:
    sql = """select count(distinct uscc) from visit
             join cadre_enterprise using (cadre_id, uscc) where visited_on >= from_date"""
    assert ask(city, sql) == [(37_279,)]


def test_supply_follows_the_segments_and_some_customers_have_many_suppliers(city: Store) -> None:
    ((links, most),) = ask(
        city,
        """select sum(suppliers), max(suppliers) from (
               select count(distinct supplier) as suppliers from supply_link group by customer)""",
    )
    assert 100_000 < links < 120_000
    assert most > 100


def test_no_firm_sells_more_than_its_output_and_its_staff_can_make(city: Store) -> None:
    ((beyond,),) = ask(
        city,
        """with sold as (
               select supplier, sum(annual_value) as value, count(*) as links
               from supply_link group by supplier),
           made as (
               select uscc, output_ytd as output from enterprise_month
               where month = '2021-12')
           select count(*) from sold
           join enterprise on enterprise.uscc = supplier
           left join made on made.uscc = supplier
           where (output is not null or size_class <> '规上')  -- known for the whole year
             and value - 0.1 * links
               > greatest(0.8 * coalesce(output, 0), 61 * coalesce(employees, 0))""",
    )
    assert beyond == 0


def test_whole_shares_add_up_to_the_total() -> None:
    assert apportion(10, np.array([1.0, 1.0, 1.0])).tolist() == [4, 3, 3]
    assert apportion(7, np.array([0.0, 2.0, 5.0])).tolist() == [0, 2, 5]


def test_raking_meets_overlapping_totals() -> None:
    first = np.array([True, True, False])
    second = np.array([False, True, True])
    fitted = rake(np.array([1.0, 1.0, 1.0]), [(first, 4.0), (second, 6.0)])
    assert fitted[first].sum() == pytest.approx(4.0)
    assert fitted[second].sum() == pytest.approx(6.0)
