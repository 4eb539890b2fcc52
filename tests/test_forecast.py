"""The year's forecast: its methods by hand, its back-test and ranges by a second implementation."""

import math
from pathlib import Path
from tempfile import TemporaryDirectory

import loops
import numpy as np
import pandas as pd
import pytest
from founding import founded

from chains import forecast, i18n, queries
from chains.figures.forecast import backtest_bars, expected_bars
from chains.forecast import METHODS
from chains.forecast.methods import expectations
from chains.forecast.simulation import DRAWS, SEED, Errors, drawn
from chains.store import Edition, Store

GROUND = """
insert into department (department_id, name, kind) values ('D', '局', '市直');
insert into county (county_id, name) values ('X', '东');
insert into chain (chain_id, name, name_en, department_id, valid_from)
    values ('C', '链', 'Chain', 'D', '2020-01-01');
"""
COMPLETE, RUNNING = (2020, 2021, 2022), 2023
COUNT = 30


def _year(number: int, year: int) -> tuple[float, list[float]]:
    """A plan, and a total spread over the months, differing by project and year."""
    plan = 100.0 + 37 * number + 11 * (year % 7)
    total = plan * (0.6 + (number * 7 + year) % 9 / 10)
    bend = 0.8 + (number * 5 + year) % 6 / 5
    return plan, [round(total * (month / 12) ** bend, 1) for month in range(1, 13)]


def nasty() -> loops.City:
    """Thirty projects in four years, many of them chosen to go wrong."""
    city = loops.City()
    for number in range(COUNT):
        one = f"P{number:02d}"
        for year in (*COMPLETE, RUNNING):
            plan, course = _year(number, year)
            targets = [round(plan * share, 1) for share in (0.1, 0.35, 0.7, 1.0)]
            city.plans[one, year] = [(1, plan, targets)]
            for month in range(2, 13 if year < RUNNING else 10):
                city.months[one, f"{year}-{month:02d}"] = course[month - 1]
    _spoil(city)
    return city


def _spoil(city: loops.City) -> None:
    _spoil_plans(city.plans)
    _spoil_months(city.months)
    city.parents |= {"P11": "P10", "P12": "P10", "P19": "P18"}
    for year in (2021, RUNNING):  # a part that does not move in these years
        del city.plans["P19", year]
        for month in range(2, 13):
            city.months.pop(("P19", f"{year}-{month:02d}"), None)
    for year in (2020, 2021):  # begun in 2022: too few years of its own
        del city.plans["P13", year]
        for month in range(2, 13):
            del city.months["P13", f"{year}-{month:02d}"]


def _spoil_plans(plans: dict[tuple[str, int], list[loops.Plan]]) -> None:
    del plans["P00", RUNNING]  # no plan
    plans["P01", RUNNING] = [(1, 0.0, [None] * 4)]  # a plan of 0
    for year in (2021, RUNNING):  # raised twice
        ((_version, plan, _targets),) = plans["P02", year]
        plans["P02", year] = [
            (version, plan * version, [plan * version * share for share in (0.2, 0.5, 0.8, 1.0)])
            for version in (3, 1, 2)
        ]
    for year in (*COMPLETE, RUNNING):  # no targets at all; no target of the second quarter
        ((_version, plan, targets),) = plans["P07", year]
        plans["P07", year] = [(1, plan, [None] * 4)]
        ((_version, plan, targets),) = plans["P08", year]
        plans["P08", year] = [(1, plan, [targets[0], None, *targets[2:]])]


def _spoil_months(months: dict[tuple[str, str], float]) -> None:
    del months["P03", "2022-09"]  # a month missing: it cannot be foretold from there
    months["P04", "2021-09"] = 20.0  # cumulative figures that fell
    months["P04", f"{RUNNING}-09"] = months["P04", f"{RUNNING}-06"] - 15
    for one, month in list(months):
        if one == "P05" and month > "2022":  # more than three times the plan
            months[one, month] *= 4
        if (one, month[:4]) in (("P09", "2022"), ("P16", str(RUNNING))):  # nothing was done
            months[one, month] = 0.0
    del months["P06", "2021-12"]  # nobody knows what the year came to
    del months["P14", f"{RUNNING}-09"]  # not reported
    for month in (5, 6):  # the pace reaches further back
        del months["P17", f"{RUNNING}-{month:02d}"]


def sql(city: loops.City) -> str:
    """The statements that write a city."""
    projects = ", ".join(
        f"('{one}', '项目{one}', 'C', 'X', '新建', 1, {_literal(city.parents.get(one))})"
        for one in sorted(city.projects(), key=lambda one: one in city.parents)
    )
    plans = ", ".join(
        f"('{one}', {year}, {version}, {plan}, {', '.join(map(_literal, targets))})"
        for (one, year), versions in city.plans.items()
        for version, plan, targets in versions
    )
    months = ", ".join(f"('{one}', '{month}', {ytd})" for (one, month), ytd in city.months.items())
    return f"""{GROUND}
insert into project (project_id, name, chain_id, county_id, nature, total_investment, parent_id)
    values {projects};
insert into project_plan
    (project_id, year, version, annual_plan, q1_target, q2_target, q3_target, q4_target)
    values {plans};
insert into project_month (project_id, month, invested_ytd) values {months};
insert into project_level (project_id, level)
    values ('P15', '省三高四新'), ('P15', '省重点'), ('P15', '市重点');
"""


def _literal(value: str | float | None) -> str:
    return "null" if value is None else repr(value)


def made(edition: Edition, month: str) -> forecast.Forecast:
    return forecast.made(edition.fetch(queries.query("forecast_years"), month=month), month)


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    """The nasty projects, published."""
    with founded(tmp_path_factory.mktemp("nasty"), sql(nasty())).reading() as edition:
        yield edition


@pytest.fixture(scope="module")
def demo(city: Store):
    """The demonstration city as the loops read it, and as an edition."""
    read = loops.City()
    with city.reading() as edition:
        with edition.cursor() as cursor:
            for one, year, version, plan, *targets in cursor.execute(
                "select project_id, year, version, annual_plan, q1_target, q2_target, q3_target, "
                "q4_target from project_plan"
            ).fetchall():
                read.plans.setdefault((one, year), []).append((version, plan, targets))
            cursor.execute("select project_id, month, invested_ytd from project_month")
            read.months = {(one, month): ytd for one, month, ytd in cursor.fetchall()}
            cursor.execute("select project_id, parent_id from project where parent_id is not null")
            read.parents = dict(cursor.fetchall())
        yield read, edition


def rows(**columns: object) -> pd.DataFrame:
    return pd.DataFrame({"project_id": "P", "earlier_month": 0, "earlier_ytd": 0.0} | columns)


def test_what_was_known_of_a_year_by_hand(tmp_path) -> None:
    town = loops.City()
    town.plans["P", 2022] = [(1, 100.0, [10, 30, 60, 100]), (2, 200.0, [None] * 4)]
    town.plans["P", 2023] = [(1, 120.0, [12, 36, 84, 120])]
    for month, ytd in (("2022-05", 20), ("2022-08", 55), ("2022-12", 150), ("2023-08", 40)):
        town.months["P", month] = ytd
    town.months["P", "2023-09"] = 99  # after the month that is asked for
    with founded(tmp_path / "town", sql(town)).reading() as edition:
        found = edition.fetch(queries.query("forecast_years"), month="2023-08")
    before, now = found.to_dict("records")
    assert (before["year"], before["invested_ytd"], before["year_total"]) == (2022, 55, 150)
    assert (before["earlier_month"], before["earlier_ytd"]) == (5, 20)
    assert before["annual_plan"] == 200 and before["first_plan"] == 100
    assert before["plan_left"] == pytest.approx(200 * 4 / 12)  # the last version has no targets
    assert before["first_plan_left"] == pytest.approx(100 - (30 + 30 * 2 / 3))
    assert (now["invested_ytd"], now["earlier_month"], now["earlier_ytd"]) == (40, 0, 0)
    assert math.isnan(now["year_total"]) and now["counted"]
    assert now["plan_left"] == now["first_plan_left"] == pytest.approx(120 - (36 + 48 * 2 / 3))


NO_PAST = pd.DataFrame({"project_id": [], "invested_ytd": [], "year_total": []})


def test_the_methods_by_hand() -> None:
    # September: 60 done, 45 of them by June; by then past years had 75 of 100
    past = pd.DataFrame(
        {"project_id": ["Q", "R"], "invested_ytd": [50.0, 25.0], "year_total": [60.0, 40.0]}
    )
    row = rows(invested_ytd=[60.0], earlier_month=[6], earlier_ytd=[45.0], left=[30.0])
    (found,) = expectations(row, 9, past).to_dict("records")
    assert found["run_rate"] == 60 * 12 / 9
    assert found["seasonal"] == found["seasonal_own"] == 60 / 0.75
    assert found["last_three"] == 60 + 3 * (60 - 45) / 3
    assert found["own_plan"] == 90


def test_a_project_with_two_past_years_is_told_by_its_own_pace_too() -> None:
    past = pd.DataFrame(
        {
            "project_id": ["P", "P", "Q"],
            "invested_ytd": [30.0, 30.0, 165.0],
            "year_total": [60.0, 60.0, 180.0],
        }
    )
    (found,) = expectations(rows(invested_ytd=[35.0], left=[0.0]), 9, past).to_dict("records")
    assert found["seasonal"] == pytest.approx(35 / 0.75)  # 225 of 300
    # 60 of 120 of its own, and one more year of 60 of which 0.75 were done: 105 of 180
    assert found["seasonal_own"] == pytest.approx(35 / (105 / 180))


def test_without_a_past_the_seasonal_methods_say_nothing() -> None:
    (found,) = expectations(rows(invested_ytd=[35.0], left=[0.0]), 6, NO_PAST).to_dict("records")
    assert math.isnan(found["seasonal"]) and math.isnan(found["seasonal_own"])
    assert found["run_rate"] == found["last_three"] == 70


def test_no_method_expects_less_than_what_is_done() -> None:
    row = rows(invested_ytd=[50.0], earlier_month=[6], earlier_ytd=[80.0], left=[0.0])
    (found,) = expectations(row, 9, NO_PAST).to_dict("records")
    assert found["last_three"] == found["own_plan"] == 50


@pytest.mark.parametrize("month", ["2023-02", "2023-03", "2023-05", "2023-09", "2022-11"])
def test_the_back_test_of_nasty_projects_is_that_of_plain_loops(town, month: str) -> None:
    _same(nasty(), made(town, month), month)


@pytest.mark.parametrize("month", ["2022-03", "2022-10", "2021-08", "2020-06"])
def test_the_back_test_of_the_demonstration_is_that_of_plain_loops(demo, month: str) -> None:
    read, edition = demo
    _same(read, made(edition, month), month)


def _same(city: loops.City, found: forecast.Forecast, month: str) -> None:
    """Errors, order, sums of the years, and what is expected of every project."""
    cases = loops.backtest(city, month)
    wanted = {method: loops.judge(cases, method) for method in METHODS}
    assert found.reason is None
    for row in found.methods.itertuples(index=False):
        figures = wanted[row.method]
        if figures is None:
            assert math.isnan(row.wape) and row.years == row.projects == 0
            continue
        assert tuple(row)[1:] == pytest.approx(figures, rel=1e-9, abs=1e-12)
    best = min((one for one in METHODS if wanted[one]), key=lambda one: wanted[one][0])
    assert found.method == best == found.methods["method"].iloc[0]
    for row in found.outcomes.itertuples(index=False):
        here = [case for case in cases if case.year == row.year and case.expected[row.method]]
        told = [c for c in cases if c.year == row.year and c.expected[row.method] is not None]
        assert row.projects == len(told)
        assert row.expected == pytest.approx(sum(case.expected[row.method] for case in here))
        assert row.year_total == pytest.approx(sum(case.total for case in told))
    expected = loops.now(city, month, best)
    assert found.projects["project_id"].tolist() == sorted(expected)
    for row in found.projects.itertuples(index=False):
        assert row.expected == pytest.approx(expected[row.project_id][2])
        assert row.counted == city.counts(row.project_id, int(month[:4]))


def test_ranges_and_sums_are_those_of_plain_loops(town) -> None:
    city, month = nasty(), "2023-09"
    found = made(town, month)
    common, own = loops.errors(loops.backtest(city, month), found.method)
    current = loops.now(city, month, found.method)
    chance = np.random.default_rng(SEED)
    years = chance.integers(0, len(common), DRAWS).tolist()
    picks = chance.integers(0, len(own), (DRAWS, len(current)), dtype=np.int32).tolist()
    ended = {one: [] for one in current}
    for draw in range(DRAWS):
        for place, (one, (done, size, expected)) in enumerate(current.items()):
            off = common[years[draw]] + own[picks[draw][place]]
            ended[one].append(max(done, expected + size * off))
    for row in found.projects.itertuples(index=False):
        low, high = (loops.quantile(ended[row.project_id], share) for share in (0.1, 0.9))
        assert row.low == pytest.approx(min(low, row.expected), rel=1e-5)
        assert row.high == pytest.approx(max(high, row.expected), rel=1e-5)
    counted = [one for one in current if city.counts(one, 2023)]
    sums = [sum(ended[one][draw] for one in counted) for draw in range(DRAWS)]
    total, expected = found.total(current), sum(current[one][2] for one in counted)
    assert total.expected == pytest.approx(expected)
    assert total.low == pytest.approx(min(loops.quantile(sums, 0.1), expected), rel=1e-5)
    assert total.high == pytest.approx(max(loops.quantile(sums, 0.9), expected), rel=1e-5)


def test_the_coverage_is_that_of_plain_loops(town) -> None:
    city, month = nasty(), "2023-09"
    found, cases = made(town, month), loops.backtest(city, month)
    held = []
    for case in cases:
        common, own = loops.errors([c for c in cases if c.year != case.year], found.method)
        mixed = [year + one for year in common for one in own]
        expected = case.expected[found.method]
        size = max(case.plan, expected)
        low = min(max(case.done, expected + size * loops.quantile(mixed, 0.1)), expected)
        high = max(expected + size * loops.quantile(mixed, 0.9), expected)
        held.append(low <= case.total <= high)
    assert found.coverage == pytest.approx(sum(held) / len(held))
    assert 0.7 < found.coverage < 0.95  # eight in ten are meant


def test_a_forecast_is_the_same_every_time(town) -> None:
    one, other = made(town, "2023-09"), made(town, "2023-09")
    assert (one.draws == other.draws).all()
    assert one.draws.shape == (2000, len(one.projects)) and one.draws.dtype == np.float32


def test_who_has_no_plan_or_no_report_is_not_foretold(town) -> None:
    found = made(town, "2023-09")
    assert not set(found.projects["project_id"]) & {"P00", "P01", "P14"}
    assert found.total(["P00", "P14"]) == pytest.approx(
        forecast.Total(*[math.nan] * 3), nan_ok=True
    )


def test_a_sum_counts_a_project_once_and_a_package_by_its_parts(town) -> None:
    found = made(town, "2023-09")
    parts = found.total(["P11", "P12"])
    assert found.total(["P10", "P11", "P12", "P11", "nobody"]) == parts
    alone = found.projects.set_index("project_id").loc["P15"]
    assert found.total(["P15"]) == pytest.approx((alone.expected, alone.low, alone.high), rel=1e-5)


def test_nothing_ends_below_what_is_done_and_a_range_holds_what_is_expected(town) -> None:
    found = made(town, "2023-05")
    assert (found.draws >= found.projects["invested_ytd"].to_numpy(dtype=np.float32)).all()
    assert (found.projects["low"] <= found.projects["expected"]).all()
    assert (found.projects["expected"] <= found.projects["high"]).all()


def test_a_year_s_common_error_does_not_shrink_with_the_number_of_projects() -> None:
    past = Errors(common=np.array([-0.2, 0.2]), own=np.array([0.0]))
    for count in (1, 400):
        hundred = np.full(count, 100.0)
        sums = drawn(np.zeros(count), hundred, hundred, past).sum(axis=1) / count
        assert set(np.round(sums, 3)) == {80.0, 120.0}
    own = Errors(common=np.array([0.0]), own=np.array([-0.2, 0.2]))
    hundred = np.full(400, 100.0)
    sums = drawn(np.zeros(400), hundred, hundred, own).sum(axis=1) / 400
    assert np.std(sums) == pytest.approx(20 / math.sqrt(400), rel=0.1)  # own errors level out


def test_the_year_that_is_asked_for_and_later_ones_are_not_looked_at(town) -> None:
    later = nasty()
    for (one, month), _ytd in list(later.months.items()):
        if month > "2022-06":
            later.months[one, month] = 1.0
    assert made(town, "2022-06").methods.equals(_of(later, "2022-06").methods)


def _of(city: loops.City, month: str) -> forecast.Forecast:
    """The forecast of a city that is written for it."""
    with TemporaryDirectory() as folder, founded(Path(folder), sql(city)).reading() as edition:
        return made(edition, month)


@pytest.mark.usefixtures("english")
def test_too_little_data_is_said_and_none_is_shown(town) -> None:
    assert "complete" in str(made(town, "2022-12").reason)
    assert "no earlier year" in str(made(town, "2020-09").reason)  # the first year
    assert "plan has reported" in str(made(town, "2024-03").reason)
    few = nasty()
    few.plans = {key: plans for key, plans in few.plans.items() if key[0] < "P19"}
    found = _of(few, "2023-09")
    assert found.reason == (
        f"No forecast: only {found.tested} projects have a known year's end to test it on; "
        "20 are needed."
    )
    assert found.tested == 18  # P00 to P18 but the package, whose parts count
    assert found.projects.empty and math.isnan(found.total(["P03"]).expected)


def test_the_reason_speaks_the_language_in_force(town) -> None:
    found = made(town, "2022-12")
    with i18n.speaking("zh"):
        chinese = found.reason
    with i18n.speaking("en"):
        assert found.reason and found.reason != chinese


def test_an_empty_city_has_no_forecast(empty: Store) -> None:
    edition = empty.open()
    assert made(edition, "2023-09").reason


@pytest.mark.usefixtures("english")
def test_the_bars_show_what_is_done_what_is_expected_and_the_range() -> None:
    part = {"invested_ytd": 50.0, "expected_total": 90.0, "low": 80.0, "high": 110.0}
    frame = pd.DataFrame([{"county": "<b>东", "annual_plan": 100.0} | part])
    drawn = expected_bars(frame, label="county")
    track, expected, done, span = drawn.data[:4]
    assert (track.x[0], expected.x[0], done.x[0]) == (1, 0.9, 0.5)
    assert expected.marker.pattern.shape == "/" and not done.marker.pattern.shape
    assert {x for x in span.x if x is not None} == {0.8, 1.1}
    assert "no fact" in expected.hovertext[0] and "<b>&lt;b&gt;东</b>" in expected.hovertext[0]
    assert expected_bars(frame[:0], label="county").layout.annotations  # says that it is empty


def test_the_bars_of_the_back_test_mark_the_method_that_is_chosen() -> None:
    methods = pd.DataFrame(
        {"method": ["a", "b", "c"], "name": ["A", "B", "C"], "wape": [0.05, 0.1, math.nan]}
    )
    years = {"year": [2020, 2021], "method": "a", "expected": [98.0, 100.0], "year_total": 100.0}
    bar, names, _rates, said = backtest_bars(methods, pd.DataFrame(years), best="a").data
    assert list(bar.x) == [0.05, 0.1]  # what could not be tested has no bar
    assert list(names.text) == ["<b>✓ A</b>", "B"]
    assert said.text[0] == "2020 -2.0%  2021 0.0%"


@pytest.mark.parametrize("parameters", [{}, {"by": "chain", "chain": "C1"}, {"by": "county"}])
def test_the_page_shows_figures_method_and_back_test(visit, city, parameters) -> None:
    from pages_seen import sentences, table, whole

    app = whole(visit(city, "pages/investment/5_forecast.py", month="2022-10", **parameters))
    assert next(one.label for one in app.metric) == "Expected by December"
    assert "A calculation, not a fact" in sentences(app)
    assert len(table(app, "wape")) == 5
    assert {"low", "high", "plan_missed"} <= set(table(app, "plan_missed").columns)


def test_the_page_says_why_it_shows_none(visit, city) -> None:
    from pages_seen import sentences, whole

    app = whole(visit(city, "pages/investment/5_forecast.py", month="2019-10"))
    assert "No forecast" in sentences(app)
    assert not app.metric
