"""Published figures beside computed ones: rounding as printed, what is missing, what differs."""

import pytest

from chains import facts, i18n
from chains.store import Store


@pytest.mark.parametrize(
    ("printed", "computed"),
    [("98.9", 98.947), ("98.9", 98.85), ("7.0", 7.04), ("21", 21.4), ("-3.8", -3.84)],
)
def test_a_figure_agrees_when_it_rounds_to_what_was_printed(printed: str, computed: float) -> None:
    assert facts.same_as_printed(printed, computed)


@pytest.mark.parametrize(
    ("printed", "computed"),
    [("98.9", 98.95), ("7.0", 7.05), ("21", 20.49), ("540.31", 540.3), ("15.69", 1e-20)],
)
def test_a_figure_differs_when_it_rounds_to_another(printed: str, computed: float) -> None:
    assert not facts.same_as_printed(printed, computed)


def test_an_empty_city_agrees_with_nothing_published(empty: Store) -> None:
    with empty.reading() as edition:
        found = facts.facts(edition)
    assert [fact.key for fact in found if fact.agrees] == []
    assert {fact.computed for fact in found} == {None, 0.0}


def test_a_changed_row_shows_as_a_difference(city_copy: Store) -> None:
    city_copy.publish(
        lambda connection: connection.execute(
            "delete from project_level where level = '省三高四新'"
        ),
        by="测试",
        kind="提交",
    )
    with city_copy.reading() as edition:
        differing = {fact.key for fact in facts.facts(edition) if not fact.agrees}
    assert differing == {"project_count_strategic", "project_completion_strategic"}


def test_a_figure_speaks_the_language_in_force(city: Store) -> None:
    with city.reading() as edition:
        fact = facts.facts(edition)[0]
    with i18n.speaking("zh"):
        assert fact.statement == "产业链条数"
    with i18n.speaking("en"):
        assert fact.statement == "industrial chains"


def test_the_figures_are_those_of_october_after_another_month_is_reported(
    city_copy: Store,
) -> None:
    november = "insert into project_month select project_id, '2022-11', 0, null, null, 1, 2"
    city_copy.publish(
        lambda connection: connection.execute(f"{november} from project limit 5"),
        by="测试",
        kind="提交",
    )
    with city_copy.reading() as edition:
        assert all(fact.agrees for fact in facts.facts(edition))
