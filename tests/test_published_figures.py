"""Every figure that the city published, computed from the demonstration city's rows by a query."""

import pytest

from chains import facts
from chains.store import Store


@pytest.fixture(scope="module")
def found(city: Store) -> dict[str, facts.Fact]:
    with city.reading() as edition:
        return {fact.key: fact for fact in facts.facts(edition)}


@pytest.mark.parametrize("row", facts.published(), ids=lambda row: row["key"])
def test_a_published_figure_is_what_the_rows_give(
    row: dict[str, str], found: dict[str, facts.Fact]
) -> None:
    decimals = len(row["value"].partition(".")[2])
    computed = found[row["key"]].computed
    assert computed is not None
    assert f"{computed:.{decimals}f}" == row["value"]
    assert found[row["key"]].agrees


def test_every_published_figure_names_its_source() -> None:
    assert len(facts.published()) == 53
    assert {row["source"] for row in facts.published()} == {
        "邵阳市工信局 2022-12-03 《纾困“及时雨”,稳住经济盘》"
    }
