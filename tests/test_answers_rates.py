"""Rates of starts, finishes, production and registration on towns worked out by hand."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from founding import asking, founded

Ask = Callable[..., list[dict[str, Any]]]
COLUMNS = "project_id, name, county_id, nature, total_investment"
COUNTS = ("planned_count", "due_count", "late_count", "early_count", "reached_count")


def row(number: int, **days: str) -> str:
    """One project with these days."""
    names = "".join(f", {name}" for name in days)
    values = "".join(f", '{value}'" for value in days.values())
    return (
        f"insert into project ({COLUMNS}{names}) "
        f"values ('P{number:04d}', '项{number}', 'X', '新建', 1{values});"
    )


def town(*groups: tuple[int, dict[str, str]]) -> str:
    """A county with so many projects of each kind, and a report of October 2022."""
    said = [days for count, days in groups for _one in range(count)]
    rows = [row(number, **days) for number, days in enumerate(said)]
    first = "insert into county (county_id, name) values ('X', '东'), ('Y', '西');"
    report = (
        "insert into project_month (project_id, month, invested_ytd) "
        "values ('P0000', '2022-10', 1);"
    )
    return first + "".join(rows) + report


@pytest.fixture
def rates(tmp_path: Path) -> Iterator[Callable[..., dict[str, dict[str, Any]]]]:
    """The rates of a town, by milestone."""
    opened = []

    def found(rows: str, **values: str) -> dict[str, dict[str, Any]]:
        edition = founded(tmp_path / str(len(opened)), rows).open()
        opened.append(edition)
        return {one["milestone"]: one for one in asking(edition)("rates", **values)}

    yield found
    for edition in opened:
        edition.close()


def counts(rate: dict[str, Any]) -> tuple[int, ...]:
    return tuple(rate[name] for name in COUNTS)


def test_jiangmen_started_206_of_255_and_of_223_that_were_due(rates) -> None:
    spring, autumn = {"planned_start": "2022-03-01"}, {"planned_start": "2022-12-01"}
    rows = town(
        (206, spring | {"actual_start": "2022-03-05"}),
        (17, spring),
        (32, autumn),
    )
    start = rates(rows, month="2022-10")["开工"]
    assert counts(start) == (255, 223, 17, 0, 206)
    assert f"{start['rate_of_year']:.1%}" == "80.8%"
    assert f"{start['rate_of_due']:.1%}" == "92.4%"


def test_a_bulletin_140_due_33_late_11_early_made_118_started(rates) -> None:
    rows = town(
        (107, {"planned_start": "2022-05-01", "actual_start": "2022-07-01"}),
        (30, {"planned_start": "2022-10-31"}),
        (3, {"planned_start": "2022-10-31", "actual_start": "2022-11-01"}),
        (11, {"planned_start": "2022-11-01", "actual_start": "2022-10-31"}),
        (20, {"planned_start": "2022-12-31"}),
    )
    start = rates(rows, month="2022-10")["开工"]
    assert counts(start) == (171, 140, 33, 11, 118)
    assert 140 - 33 + 11 == 118


def test_a_city_of_2016_started_47_of_63_and_produced_in_7_of_10(rates) -> None:
    begun = {"planned_start": "2022-02-01", "actual_start": "2022-02-01"}
    making = {"planned_production": "2022-06-01"}
    rows = town(
        (7, begun | making | {"actual_production": "2022-06-30"}),
        (3, begun | making),
        (37, begun),
        (16, {"planned_start": "2022-02-01"}),
    )
    found = rates(rows, month="2022-10")
    assert f"{found['开工']['rate_of_year']:.1%}" == "74.6%"
    assert f"{found['投产']['rate_of_year']:.0%}" == "70%"
    assert (found["投产"]["known_count"], found["投产"]["projects"]) == (10, 63)


def test_what_is_planned_for_another_year_or_not_at_all_is_in_no_rate(rates) -> None:
    rows = town(
        (2, {"planned_start": "2021-12-31", "actual_start": "2022-02-01"}),
        (3, {"planned_start": "2023-01-01", "actual_start": "2022-02-01"}),
        (4, {"actual_start": "2022-02-01"}),
        (1, {"planned_start": "2022-04-01", "actual_start": "2021-11-01"}),
    )
    start = rates(rows, month="2022-10")["开工"]
    assert counts(start) == (1, 1, 0, 0, 1)
    assert (start["known_count"], start["projects"]) == (6, 10)


def test_nothing_planned_is_no_rate_and_no_zero(rates) -> None:
    found = rates(town((2, {})), month="2022-10")
    assert list(found) == ["开工", "竣工", "投产", "入库"]
    assert all(counts(one) == (0, 0, 0, 0, 0) for one in found.values())
    assert all(
        pd.isna(one["rate_of_year"]) and pd.isna(one["rate_of_due"]) for one in found.values()
    )


def test_an_earlier_month_knows_nothing_of_what_came_later(rates) -> None:
    days = {"planned_start": "2022-03-01", "actual_start": "2022-04-10"}
    rows = town((5, days | {"registered_on": "2022-06-01"}), (1, {"planned_start": "2022-03-31"}))
    march, april = rates(rows, month="2022-03"), rates(rows, month="2022-04")
    assert counts(march["开工"]) == (6, 6, 6, 0, 0)
    assert counts(april["开工"]) == (6, 6, 1, 0, 5)
    assert counts(march["入库"]) == (0, 0, 0, 0, 0)
    assert counts(april["入库"]) == (5, 5, 5, 0, 0)
    assert counts(rates(rows, month="2022-06")["入库"]) == (5, 5, 0, 0, 5)


def test_of_those_started_this_year_so_many_are_registered(rates) -> None:
    rows = town(
        (4, {"actual_start": "2022-03-01", "registered_on": "2022-03-20"}),
        (2, {"actual_start": "2022-03-01"}),
        (3, {"actual_start": "2021-03-01"}),
    )
    one = rates(rows, month="2022-10")["入库"]
    assert counts(one) == (6, 6, 2, 0, 4)
    assert one["rate_of_year"] == pytest.approx(4 / 6)
    assert one["known_count"] == 4


def test_a_package_counts_by_its_parts_in_the_year_in_which_they_have_the_milestone(rates) -> None:
    town_rows = town(
        (1, {"planned_start": "2022-03-01", "planned_finish": "2022-09-30"}),  # the package
        (2, {"planned_start": "2022-03-01", "actual_start": "2022-03-01"}),
    )
    rows = town_rows + "update project set parent_id = 'P0000' where project_id <> 'P0000';"
    found = rates(rows, month="2022-10")
    assert counts(found["开工"]) == (2, 2, 0, 0, 2)
    assert counts(found["竣工"]) == (1, 1, 1, 0, 0)  # the parts have no planned finish


def test_rates_are_narrowed_to_a_list_a_chain_or_a_county(rates) -> None:
    rows = town((3, {"planned_start": "2022-03-01"}), (1, {"planned_start": "2022-03-02"}))
    rows += "update project set county_id = 'Y' where project_id = 'P0003';"
    rows += "insert into project_level (project_id, level) values ('P0000', '省重点'), "
    rows += "('P0000', '市重点'), ('P0001', '市重点');"
    assert counts(rates(rows, county="X")["开工"])[0] == 3
    assert counts(rates(rows, level="市重点")["开工"])[0] == 2
    assert counts(rates(rows, level="省重点")["开工"])[0] == 1
    assert counts(rates(rows)["开工"])[0] == 4


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ask]:
    """A town with one project of each standing."""
    rows = town(
        (1, {"planned_start": "2022-10-11"}),
        (1, {"planned_start": "2022-09-01"}),
        (1, {"planned_start": "2022-09-01", "actual_start": "2022-09-11"}),
        (1, {"planned_start": "2022-12-01", "actual_start": "2022-10-02"}),
        (1, {"planned_start": "2022-12-01"}),
        (1, {"planned_start": "2021-12-01"}),
    )
    with founded(tmp_path_factory.mktemp("standing"), rows).reading() as edition:
        yield asking(edition)


def test_the_projects_behind_a_rate_stand_as_late_to_come_early_or_reached(ask: Ask) -> None:
    rows = ask("rate_projects", milestone="开工", month="2022-10")
    assert [(one["project_id"], one["standing"]) for one in rows] == [
        ("P0001", "未达"), ("P0000", "未达"), ("P0004", "未到期"), ("P0003", "提前"),
        ("P0002", "已达"),
    ]  # fmt: skip
    days = {one["project_id"]: one["days_behind"] for one in rows}
    assert (days["P0001"], days["P0000"], days["P0002"], days["P0003"]) == (60, 20, 10, -60)
    assert pd.isna(days["P0004"])


def test_the_list_has_as_many_projects_as_the_rate_says(ask: Ask) -> None:
    (start, *_others) = ask("rates", month="2022-10")
    standing = [one["standing"] for one in ask("rate_projects", month="2022-10")]
    assert start["late_count"] == standing.count("未达") == 2
    assert start["early_count"] == standing.count("提前") == 1
    assert start["reached_count"] == standing.count("已达") + standing.count("提前") == 2
    assert start["planned_count"] == len(standing) == 5
    assert len(ask("rate_projects", standing="未达", month="2022-10")) == 2
