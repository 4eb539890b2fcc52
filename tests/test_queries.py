"""Every question and view: its header against DuckDB's own reading, and its answer."""

import re

import duckdb
import pytest

from chains import queries, schema
from chains.errors import UsageError
from chains.store import Edition, Store

LIBRARY = list(queries.library().values())
VIEWS = list(queries.views())
TYPES = {*schema.SQL_TYPES, "text"}


def name(value: object) -> str:
    return str(getattr(value, "name", value))


@pytest.fixture(scope="module")
def full(city: Store) -> Edition:
    return city.open()


@pytest.fixture
def nothing(empty: Store) -> Edition:
    return empty.open()


@pytest.mark.parametrize("query", LIBRARY, ids=name)
def test_the_header_declares_the_parameters_that_the_statement_takes(query: queries.Query) -> None:
    (statement,) = duckdb.extract_statements(query.sql)
    assert {one.name for one in query.parameters} == set(statement.named_parameters)
    assert statement.type == duckdb.StatementType.SELECT
    assert {one.type for one in query.parameters} <= TYPES


@pytest.mark.parametrize("view", VIEWS, ids=name)
def test_a_view_is_one_select_without_parameters(view: queries.View) -> None:
    (statement,) = duckdb.extract_statements(view.sql)
    assert set(statement.named_parameters) == set()
    assert statement.type == duckdb.StatementType.SELECT


@pytest.mark.parametrize("one", LIBRARY + VIEWS, ids=name)
def test_it_has_a_title_and_a_description(one: queries.Query | queries.View) -> None:
    assert one.title
    assert one.description
    assert not one.title.endswith(".")
    assert one.description.endswith(".")


@pytest.mark.parametrize("one", LIBRARY + VIEWS, ids=name)
def test_it_is_lower_case_with_every_column_named(one: queries.Query | queries.View) -> None:
    code = re.sub(r"'[^']*'|\"[^\"]*\"|--.*", "", one.sql)
    assert code == code.lower()
    assert not re.search(r"(select|,)\s+(\w+\.)?\*", code)


@pytest.mark.parametrize("view", VIEWS, ids=name)
def test_a_view_reads_tables_only(view: queries.View) -> None:
    with duckdb.connect() as connection:
        connection.execute(schema.ddl())
        connection.execute(f"create view only_this as {view.sql}")
        assert connection.execute("describe only_this").fetchall()


@pytest.mark.parametrize("query", LIBRARY, ids=name)
def test_a_question_is_answered_from_the_city_and_from_nothing(
    query: queries.Query, full: Edition, nothing: Edition
) -> None:
    answer, silence = full.fetch(query), nothing.fetch(query)
    assert list(answer.columns) == list(silence.columns)
    assert len(answer.columns) == len(set(answer.columns))


@pytest.mark.parametrize("query", LIBRARY, ids=name)
def test_every_column_of_an_answer_has_a_meaning(query: queries.Query, nothing: Edition) -> None:
    columns = nothing.fetch(query).columns
    assert [column for column in columns if schema.term(column) is None] == []


@pytest.mark.parametrize("query", LIBRARY, ids=name)
def test_a_name_that_datasets_use_for_different_things_is_told_apart(
    query: queries.Query, nothing: Edition
) -> None:
    titles: dict[str, set[str]] = {}
    for field in (field for one in schema.datasets().values() for field in one.fields):
        titles.setdefault(field.name, set()).add(field.title)
    columns = nothing.fetch(query).columns
    unclear = [one for one in columns if len(titles.get(one, ())) > 1]
    assert [one for one in unclear if one not in schema.derived()] == []


@pytest.mark.parametrize("view", VIEWS, ids=name)
def test_every_column_of_a_view_has_a_meaning(view: queries.View, nothing: Edition) -> None:
    with nothing.cursor() as cursor:
        columns = [row[0] for row in cursor.execute(f"describe {view.name}").fetchall()]
    assert [column for column in columns if schema.term(column) is None] == []


@pytest.mark.parametrize("query", [one for one in LIBRARY if one.chart], ids=name)
def test_a_chart_names_columns_of_the_answer(query: queries.Query, nothing: Edition) -> None:
    used = set(re.findall(r"\w+=(\w+)", query.chart))
    assert used <= set(nothing.fetch(query).columns)


def test_a_query_is_read_from_its_header() -> None:
    text = """-- Title
-- One sentence
-- and its end.
-- :month yearmonth
-- :top integer = 10
-- chart: bar x=chain y=rate
select $month as month, $top as top;
"""
    query = queries.parse("example", text)
    assert (query.title, query.description) == ("Title", "One sentence and its end.")
    assert query.parameters == (
        queries.Parameter("month", "yearmonth", None),
        queries.Parameter("top", "integer", "10"),
    )
    assert query.chart == "bar x=chain y=rate"
    assert query.sql == "select $month as month, $top as top"
    assert query.values({"month": "2022-10"}) == {"month": "2022-10", "top": "10"}


def test_a_value_that_no_parameter_takes_is_refused() -> None:
    query = queries.parse("example", "-- Title\n-- :month yearmonth\nselect $month as month")
    with pytest.raises(UsageError, match="year"):
        query.values({"year": 2022})


def test_an_unknown_question_is_refused() -> None:
    with pytest.raises(UsageError, match="no_such"):
        queries.query("no_such")
