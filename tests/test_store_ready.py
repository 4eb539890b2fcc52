"""An edition made ready for many readers answers as the plain one does."""

import pytest
from pandas.testing import assert_frame_equal

from chains import queries
from chains.store import ready

QUESTIONS = sorted(queries.library())
FIRM = "91430501MA12EPPW66"  # it has months, links, an issue, a project and an officer
VALUES = {
    "project": "P0001",
    "chain": "C1",
    "segment": "C1S01",
    "month": "2022-10",
    "firm": FIRM,
    "firms": FIRM,
    "name": "示例鑫信食用油加工有限公司",
}
ITS_OWN = {
    "county_firms": {"county": "430501"},
    "light_sources": {"chain": "C6"},  # that of the project
    "project_dispatch": {"project": "P0008"},
    "project_parts": {"project": "P0350"},
    "project_problems": {"project": "P0009"},
}
# nobody of this chain is late or missing, and no rule was published with the demonstration
MAY_BE_EMPTY = {"issues", "lateness", "not_reported", "rule_history", "rule_in_force"}


@pytest.fixture(scope="module")
def both(city):
    """The city's current edition, as it stands in its file and made ready."""
    with city.reading() as plain:
        held = ready(city.open())
        yield plain, held
        held.close()


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_question_has_the_same_answer(both, question):
    plain, held = both
    values = VALUES | ITS_OWN.get(question, {})
    query = queries.query(question)
    given = {one.name: values[one.name] for one in query.parameters if one.name in values}
    first, second = plain.fetch(query, **given), held.fetch(query, **given)
    assert len(first) > 0 or question in MAY_BE_EMPTY
    order = list(first.columns)
    assert_frame_equal(  # the order of adding decides the last digits of a sum
        first.sort_values(order, ignore_index=True),
        second.sort_values(order, ignore_index=True),
        rtol=1e-12,
    )


def test_nobody_can_write_into_the_file(both):
    _plain, held = both
    with held.cursor() as cursor, pytest.raises(Exception, match="read-only"):
        cursor.execute("delete from city.main.project")


def test_every_view_is_a_table_so_that_no_question_works_it_out_again(both):
    _plain, held = both
    with held.cursor() as cursor:
        found = cursor.execute(
            "select table_name from duckdb_tables() where schema_name = 'held'"
        ).fetchall()
    assert {name for (name,) in found} == {view.name for view in queries.views()}
