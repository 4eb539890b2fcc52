"""The declarations of data/schema/: complete, in both languages, standard, and fit for DuckDB."""

import datetime as dt
import json
import re

import duckdb
import pytest
from frictionless import Schema

from chains import i18n, schema
from chains.errors import UsageError

DESIGN = """
leader: leader_id* name position
department: department_id* name kind
county: county_id* name map_row map_column
chain: chain_id* name name_en department_id valid_from valid_to
chain_leader: chain_id* leader_id* role from_date* to_date
liaison: liaison_id* chain_id name position
segment: segment_id* chain_id stage name essential position
segment_link: from_segment* to_segment*
enterprise: uscc* name county_id park industry_code size_class is_leading honour status employees
enterprise_segment: uscc* segment_id* main_product
supply_link: supplier* customer* product* annual_value year source confidence
outside_purchase: uscc* product* origin industry_code annual_value year source confidence
enterprise_month: uscc* month* output_ytd revenue_ytd profit_ytd tax_ytd electricity_ytd employees
chain_plan: chain_id* year* output_target investment_target
project: project_id* name chain_id county_id builder nature content total_investment planned_start \
planned_finish actual_start actual_finish leader_id sector parent_id planned_production \
actual_production registered_on
project_level: project_id* level*
project_plan: project_id* year* version* annual_plan q1_target q2_target q3_target q4_target \
change_reason
project_month: project_id* month* invested_ytd progress problem
issue: issue_id* uscc raised_on source category title county_id task_force leader_id due_on \
closed_on result called_back_on satisfied
cadre: cadre_id* name unit rank
cadre_enterprise: cadre_id* uscc* role from_date* to_date
visit: visit_id* cadre_id uscc visited_on note
task: task_id* title owner due_on done_on
dispatch: project_id* month* resolution owner due_on done_on
policy: policy_id* title level sector summary address phone valid_from valid_to
event: event_id* kind held_on leader_id enterprises note
indicator: indicator_id* period* name value unit growth province_growth rank
"""
CHOICES = {
    ("department", "kind"): "市直 县市区 园区 行业专班",
    ("chain_leader", "role"): "链长 副链长",
    ("segment", "stage"): "上游 中游 下游 配套",
    ("project_level", "level"): "省三高四新 省重点 市重点",
    ("cadre_enterprise", "role"): "联企 驻企 健康监督员 安全监督员",
    ("event", "kind"): "企业家接待日 沙龙 座谈会 集中开竣工",
}
MONEY = re.compile(
    r"(output|revenue|profit|tax|invested)_ytd|annual_(plan|value)|total_investment|\w+_target"
)
PAIRS = [(name, field) for name, one in schema.datasets().items() for field in one.fields]
ALL = list(schema.datasets().values())


def expected() -> dict[str, list[str]]:
    rows = [line.split(": ") for line in DESIGN.strip().splitlines()]
    return {name: columns.split() for name, columns in rows}


def name(value: object) -> str:
    return str(getattr(value, "name", value))


@pytest.mark.parametrize(("dataset", "columns"), expected().items(), ids=name)
def test_a_dataset_has_the_columns_and_the_key_of_the_design(
    dataset: str, columns: list[str]
) -> None:
    declared = schema.dataset(dataset)
    wanted = {column.rstrip("*") for column in columns}
    assert wanted <= set(declared.columns)
    assert declared.key == tuple(c.rstrip("*") for c in columns if c.endswith("*"))
    assert not declared.managed


def test_nothing_else_is_uploaded() -> None:
    assert set(schema.uploadable()) == set(expected())
    assert {one.name for one in ALL if one.managed} == {"edition", "light_rule", "submission"}


@pytest.mark.parametrize(("pair", "values"), CHOICES.items(), ids=str)
def test_a_coded_column_takes_the_values_of_the_design(pair: tuple[str, str], values: str) -> None:
    field = schema.dataset(pair[0]).field(pair[1])
    assert [value for value, _ in field.choices] == values.split()


@pytest.mark.parametrize("path", sorted(schema.FOLDER.glob("*.json")), ids=lambda p: p.stem)
def test_frictionless_reads_every_declaration(path) -> None:
    raw = json.loads(path.read_text(encoding="utf-8"))
    read = Schema.from_descriptor(raw)
    assert read.field_names == [field["name"] for field in raw["fields"]]
    assert read.primary_key == raw["primaryKey"]
    assert raw["name"] == path.stem


@pytest.mark.parametrize("dataset", ALL, ids=name)
def test_a_reference_names_a_key_that_exists(dataset: schema.Dataset) -> None:
    for reference in dataset.references:
        assert reference.field in dataset.columns
        assert schema.dataset(reference.dataset).key == (reference.target,)


def test_a_dataset_comes_after_those_it_refers_to() -> None:
    order = list(schema.datasets())
    for one in ALL:
        for reference in one.references:
            if reference.dataset != one.name:
                assert order.index(reference.dataset) < order.index(one.name)


@pytest.mark.parametrize("dataset", ALL, ids=name)
def test_keys_and_rules_name_columns_and_keys_are_required(dataset: schema.Dataset) -> None:
    assert all(dataset.field(column).required for column in dataset.key)
    for rule in dataset.rules:
        assert rule.column in dataset.columns
        assert rule.severity in {"error", "warning"}
        assert rule.message and rule.message_en


@pytest.mark.parametrize("dataset", ALL, ids=name)
def test_a_dataset_speaks_both_languages(dataset: schema.Dataset) -> None:
    texts = [(dataset.title, dataset.title_en), (dataset.description, dataset.description_en)]
    texts += [(rule.message, rule.message_en) for rule in dataset.rules]
    for chinese, english in texts:
        assert re.search(r"[\u4e00-\u9fff]", chinese)
        assert english and not re.search(r"[\u4e00-\u9fff]", english)


@pytest.mark.parametrize(("dataset", "field"), PAIRS, ids=name)
def test_a_column_speaks_both_languages(dataset: str, field: schema.Field) -> None:
    assert re.search(r"[\u4e00-\u9fff]|SHA", field.title)
    assert field.title_en and not re.search(r"[\u4e00-\u9fff]", field.title_en)
    assert bool(field.description) == bool(field.description_en)
    assert all(english.isascii() for _, english in field.choices)
    assert not schema.dataset(dataset).managed or field.example == ""


@pytest.mark.parametrize(("dataset", "field"), PAIRS, ids=name)
def test_money_is_in_ten_thousand_yuan(dataset: str, field: schema.Field) -> None:
    assert (field.unit == "万元") == bool(MONEY.fullmatch(field.name)), dataset


@pytest.mark.parametrize("dataset", ALL, ids=name)
def test_the_headers_of_a_template_are_distinct(dataset: schema.Dataset) -> None:
    words = [{f.name, f.title, f.header, f.title_en, *f.aliases} for f in dataset.fields]
    assert sum(map(len, words)) == len(set().union(*words))


def test_duckdb_makes_every_table_with_types_and_not_null_only() -> None:
    with duckdb.connect() as connection:
        connection.execute(schema.ddl())
        connection.execute(schema.ddl())
        for one in ALL:
            rows = connection.execute(f"describe {one.name}").fetchall()
            made = {row[0]: (row[1], row[2]) for row in rows}
            wanted = {
                f.name: (f.sql_type.upper(), "NO" if f.required else "YES") for f in one.fields
            }
            if not one.managed:
                wanted |= dict.fromkeys(schema.PROVENANCE, ("BIGINT", "YES"))
            assert made == wanted
        kinds = connection.execute("select constraint_type from duckdb_constraints()").fetchall()
    assert {kind for (kind,) in kinds} == {"NOT NULL"}


def types_by_name() -> dict[str, set[str]]:
    types: dict[str, set[str]] = {}
    for _, field in PAIRS:
        types.setdefault(field.name, set()).add(field.type)
    return types


def test_one_name_has_one_type_but_for_two_words_of_the_trade() -> None:
    several = {column for column, kinds in types_by_name().items() if len(kinds) > 1}
    assert several == {"position", "rank"}  # a leader's post and a segment's place; a grade and 1st


def test_labels_follow_the_language() -> None:
    field = schema.dataset("enterprise_month").field("output_ytd")
    with i18n.speaking("zh"):
        assert (field.label, field.header) == ("累计产值", "累计产值（万元）")
    with i18n.speaking("en"):
        assert field.label == "Output, year to date"
        assert schema.dataset("chain_leader").field("role").choice("链长") != "链长"


def test_an_unknown_dataset_is_refused_by_naming_those_that_exist() -> None:
    with pytest.raises(UsageError, match="enterprise_month"):
        schema.dataset("enterprises")


def test_a_derived_column_speaks_both_languages_and_keeps_a_stored_type() -> None:
    stored = types_by_name()
    for field in schema.derived().values():
        assert field.title
        assert field.title_en
        assert field.type in schema.SQL_TYPES
        assert field.type in stored.get(field.name, {field.type})


def test_a_term_is_found_whether_derived_or_stored() -> None:
    stored = schema.term("invested_ytd")
    assert stored is not None
    assert stored.unit == "万元"
    assert schema.term("no_such_column") is None


def test_an_example_is_of_its_type() -> None:
    for dataset, field in PAIRS:
        if field.type == "date" and field.example:
            assert dt.date.fromisoformat(field.example), dataset
        if field.type == "yearmonth":
            assert re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", field.example), dataset
        if field.pattern:
            assert re.fullmatch(field.pattern, field.example), dataset
