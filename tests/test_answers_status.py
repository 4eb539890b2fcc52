"""Twenty nasty projects, every figure of theirs worked out a second time by plain loops."""

import math
from collections import defaultdict
from pathlib import Path

import pandas as pd
import pytest
from founding import asking, founded

from chains import metrics, rules

ROWS = Path(__file__).with_name("status_town.sql").read_text(encoding="utf-8")
MONTHS = ("2022-03", "2022-09", "2022-10")
LEVELS = ("省三高四新", "省重点", "市重点")
TABLES = ("project", "project_plan", "project_month", "project_level")


@pytest.fixture(scope="module")
def edition(tmp_path_factory):
    """The town's edition."""
    with founded(tmp_path_factory.mktemp("town"), ROWS).reading() as found:
        yield found


@pytest.fixture(scope="module")
def ask(edition):
    """Ask a question of the town; the answer as one dictionary a row."""
    return asking(edition)


@pytest.fixture(scope="module")
def held(edition):
    """The town's tables as lists of dictionaries, without missing values."""
    with edition.cursor() as cursor:
        frames = {name: cursor.execute(f"from {name}").df() for name in TABLES}
    return {
        name: [{k: v for k, v in row.items() if not pd.isna(v)} for row in frame.to_dict("records")]
        for name, frame in frames.items()
    }


def plans(held, project, year):
    """The plan in force: the row with the highest version."""
    known = [
        row for row in held["project_plan"] if row["project_id"] == project and row["year"] == year
    ]
    return max(known, key=lambda row: row["version"], default={})


def target(plan, number):
    """What the plan asks for by the end of a month of the year."""
    if "annual_plan" not in plan:
        return math.nan
    ends = [plan.get(f"q{quarter}_target") for quarter in (1, 2, 3, 4)]
    if None in ends:
        return plan["annual_plan"] * number / 12
    known = dict(zip((0, 3, 6, 9, 12), (0, *ends), strict=True))
    end = -(-number // 3) * 3
    return known[end - 3] + (known[end] - known[end - 3]) * (number - end + 3) / 3


def below(held, project):
    """Every part of a project, parts of parts too."""
    found = {
        row["project_id"]
        for row in held["project"]
        if row.get("parent_id") == project and row["project_id"] != project
    }
    return found | {deeper for part in found for deeper in below(held, part)}


def known(held, month):
    """Every project that has something to say in a month, worked out by itself."""
    year, number = int(month[:4]), int(month[5:])
    reports = {
        row["project_id"]: row["invested_ytd"]
        for row in held["project_month"]
        if row["month"] == month
    }
    told = {row["project_id"] for row in held["project_month"] if row["month"][:4] == month[:4]}
    planned = {
        row["project_id"]
        for row in held["project_plan"]
        if row["year"] == year and row.get("annual_plan", 0) > 0
    }
    for row in held["project"]:
        plan = plans(held, row["project_id"], year)
        whole, done = plan.get("annual_plan"), reports.get(row["project_id"])
        finish = row.get("actual_finish")
        finished = finish is not None and f"{finish:%Y-%m}" <= month
        compared = bool(whole) and done is not None
        yield {
            "project_id": row["project_id"],
            "chain_id": row.get("chain_id"),
            "county_id": row["county_id"],
            "state": "finished"
            if finished
            else "no_plan"
            if not whole
            else "not_reported"
            if done is None
            else "reported",
            "counted": not below(held, row["project_id"]) & (told | planned),
            "annual_plan": math.nan if whole is None else whole,
            "invested_ytd": math.nan if done is None else done,
            "targets_due": target(plan, number),
            "compared": compared,
            "completion": done / whole if compared else math.nan,
        }


def same(one, other):
    """Equal, or both nothing."""
    if isinstance(one, float) or isinstance(other, float):
        return one == pytest.approx(other, nan_ok=True)
    return one == other


@pytest.mark.parametrize("month", MONTHS)
def test_every_project_stands_as_loops_say(edition, held, month):
    with edition.cursor() as cursor:
        rows = cursor.execute("from project_status where month = ?", [month]).df()
    shown = {row["project_id"]: row for row in rows.to_dict("records")}
    expected = {row["project_id"]: row for row in known(held, month)}
    assert expected.keys() - shown.keys() == {"N05", "N17", "N19"} - shown.keys()
    for code, row in shown.items():
        for name in (
            "state",
            "counted",
            "annual_plan",
            "invested_ytd",
            "targets_due",
            "completion",
        ):
            assert same(row[name], expected[code][name]), (code, name)


def test_the_nasty_ones_by_hand(edition):
    with edition.cursor() as cursor:
        rows = cursor.execute("from project_status where month = '2022-10'").df()
    row = rows.set_index("project_id")
    assert row.loc["N04", "completion"] == 3.3  # over 300 %
    assert row.loc["N10", ["version", "annual_plan"]].tolist() == [3, 240]  # raised twice
    assert row.loc["N01", "targets_due"] == 160  # 140 and a third of the 60 of the last quarter
    assert row.loc["N10", "targets_due"] == pytest.approx(160 + 80 / 3)
    assert row.loc["N15", "targets_due"] == 50  # targets not complete: 10 / 12 of 60
    assert set(row.index[~row["counted"]]) == {"N07", "N18"}  # their parts are counted
    assert set(row.index[row["state"] == "finished"]) == {"N13"}
    assert row.loc["N12", "invested_ytd"] == 70  # as reported, though it was 80


def total(rows):
    """Sums of those that have both a plan and a report, counting each project once."""
    rows = [row for row in rows if row["counted"]]
    both = [row for row in rows if row["compared"]]
    plan = sum(row["annual_plan"] for row in both)
    done = sum(row["invested_ytd"] for row in both)
    return {
        "projects": len(rows),
        "compared": len(both),
        "no_plan": sum(not row["annual_plan"] > 0 for row in rows),
        "not_reported": sum(
            row["annual_plan"] > 0 and math.isnan(row["invested_ytd"]) for row in rows
        ),
        "invested_ytd": done if both else math.nan,
        "annual_plan": plan if both else math.nan,
        "targets_due": sum(row["targets_due"] for row in both) if both else math.nan,
        "completion": done / plan if both else math.nan,
    }


def groups(held, month, by):
    """Total by group of the projects that the view holds."""
    lists = defaultdict(set)
    for row in held["project_level"]:
        lists[row["project_id"]].add(row["level"])
    gone = {"N17", "N19"} | (
        {"N05"} if month < "2022-10" else set()
    )  # neither plan, report nor list
    found = defaultdict(list)
    for row in known(held, month):
        if row["project_id"] not in gone:
            for key in lists[row["project_id"]] if by == "level" else {row[f"{by}_id"]}:
                found[key].append(row)
    return {key: total(rows) for key, rows in found.items() if key}


@pytest.mark.parametrize("month", MONTHS)
@pytest.mark.parametrize("by", ["level", "chain", "county"])
def test_a_completion_is_what_loops_add_up(ask, held, by, month):
    expected = groups(held, month, by)
    key = "level" if by == "level" else f"{by}_id"
    rows = ask(f"completion_by_{by}", month=month)
    assert {row[key] for row in rows} == expected.keys()
    for row in rows:
        for name, value in expected[row[key]].items():
            assert same(row[name], value), (row[key], name)


@pytest.mark.parametrize("by", ["level", "chain", "county"])
def test_beside_a_completion_stand_the_month_before_and_last_year(ask, held, by):
    before, last_year = groups(held, "2022-09", by), groups(held, "2021-10", by)
    nothing = {"completion": math.nan, "targets_due": math.nan, "annual_plan": 1.0}
    for row in ask(f"completion_by_{by}", month="2022-10"):
        key = row["level" if by == "level" else f"{by}_id"]
        was, then = before.get(key, nothing), last_year.get(key, nothing)
        assert same(row["completion_before"], was["completion"])
        assert same(row["target_share_before"], was["targets_due"] / was["annual_plan"])
        assert same(row["last_year_completion"], then["completion"])


def test_the_first_month_of_a_year_has_no_month_before(ask):
    for row in ask("completion_by_county", month="2022-03"):
        assert math.isnan(row["completion_before"])


def test_a_package_is_in_the_list_of_projects_and_in_no_total(ask, held):
    rows = {row["project_id"]: row for row in ask("projects", month="2022-10")}
    assert rows["N07"]["completion"] == 444 / 500 and not rows["N07"]["counted"]
    parts = {row["key"]: row for row in ask("headline", month="2022-10")}["completion"]
    once = [row for row in known(held, "2022-10") if row["counted"] and row["compared"]]
    assert parts["numerator"] == pytest.approx(sum(row["invested_ytd"] for row in once))
    assert parts["denominator"] == pytest.approx(sum(row["annual_plan"] for row in once))
    assert parts["targets_due"] == pytest.approx(sum(row["targets_due"] for row in once))
    cards = {row["chain_id"]: row for row in ask("chain_cards", month="2022-10")}
    chains = groups(held, "2022-10", "chain")
    for chain, card in cards.items():
        assert card["completion"] == pytest.approx(chains[chain]["completion"])
        assert card["targets_due"] == pytest.approx(chains[chain]["targets_due"])


@pytest.mark.parametrize("schedule", [10 / 12, None, 1.0])
def test_the_money_behind_is_due_by_the_schedule_or_by_own_targets(ask, held, schedule):
    expected = {}
    for row in known(held, "2022-10"):
        if row["counted"] and row["state"] == "reported":
            owed = row["targets_due"] if schedule is None else row["annual_plan"] * schedule
            if owed > row["invested_ytd"]:
                expected[row["project_id"]] = owed - row["invested_ytd"]
    rows = ask("attention", month="2022-10", schedule=schedule, limit=100)
    assert {row["project_id"]: row["behind"] for row in rows} == pytest.approx(expected)
    assert [row["behind"] for row in rows] == sorted(expected.values(), reverse=True)


def test_switching_between_two_cities_rules_changes_lights_as_they_say(ask):
    frame = pd.DataFrame(ask("projects", month="2022-10")).set_index("project_id", drop=False)
    lights = {
        name: metrics.lit(frame, metrics.due("2022-10", rule.schedule), rule)["light"]
        for name, rule in rules.lights().items()
    }
    # N01 75 % of 83.3: -8.3 points, ratio 0.9; of its own 160: 0.9375
    # N06 66.5 %: -16.8 points, ratio 0.798; of its own 200: 0.9975
    # N08 50 %: -33.3 points, ratio 0.6 exactly; no targets of its own, so the same
    # N18, N20 50 %; N04 330 %; N14 66.7 %: -16.7 points, ratio 0.8 exactly
    said = {code: [lights[name][code] for name in rules.lights()] for code in frame.index}
    assert said["N01"] == ["on_schedule", "on_schedule", "behind", "behind", "behind"]
    assert said["N06"] == ["behind", "behind", "behind", "on_schedule", "behind"]
    assert said["N08"] == ["far_behind", "behind", "behind", "behind", "behind"]
    assert said["N14"] == ["behind", "on_schedule", "behind", "behind", "behind"]
    assert said["N04"] == ["ahead"] * 5
    assert said["N02"] == said["N03"] == ["no_plan"] * 5
    assert said["N09"] == said["N11"] == ["not_reported"] * 5
    assert said["N13"] == ["finished"] * 5


# 2020 alone is complete: N13 puts in 10 a month, N14 10 a month from July, where August is missing
# and so stands at July's 10. Together 180: by June 60, by July 80, by August 80 + 10.
CURVE = {6: 60, 7: 80, 8: 90, 9: 120, 12: 180}


def test_the_curve_of_past_years_by_hand(ask):
    rows = {row["month_number"]: row for row in ask("pace_curve", year=2022)}
    assert {row["complete_years"] for row in rows.values()} == {1} and len(rows) == 12
    for number, reached in CURVE.items():
        assert rows[number]["share"] == pytest.approx(reached / 180)
    assert ask("pace_curve", year=2020) == []  # 2019 has no December
    assert {row["year"] for row in ask("pace_curve")} == {2021, 2022}


def test_what_stands_behind_a_light(ask):
    def behind(**values):
        rows = ask("light_sources", month="2022-10", **values)
        return [(row["dataset"], row["file_name"], row["row_count"]) for row in rows]

    assert behind(project="N10") == [
        ("project_month", "十月.xlsx", 1),
        ("project_plan", "调整.xlsx", 1),
    ]
    # of C1: N01 N02 N03 N04 N08 N10 N14 report (the package N07 is not counted); plans in force of
    # N01 N03 N04 N08 N13 N14 by submission 1, of N10 by 2
    assert behind(chain="C1") == [
        ("project_month", "十月.xlsx", 7),
        ("project_plan", "调整.xlsx", 1),
        ("project_plan", "计划.xlsx", 6),
    ]
    assert behind(level="省三高四新") == [
        ("project_month", "十月.xlsx", 1),
        ("project_plan", "计划.xlsx", 1),
    ]
    assert behind(county="Y", sector="工业", nature="续建", leader="L1") == [
        ("project_month", "十月.xlsx", 2),
        ("project_plan", "计划.xlsx", 3),
    ]
    assert behind(project="N07")[0] == ("project_month", "十月.xlsx", 1)  # asked for by name


def test_no_rule_is_in_force_before_one_was_published(ask):
    assert ask("rule_in_force") == []


def test_the_last_rule_published_is_in_force(tmp_path):
    text = rules.text(rules.light_rule("wuhan"))
    row = "insert into light_rule values ({}, '{}', '{}', '主任', '2022-11-01 09:00:00', null);"
    rows = row.format(1, "sanya_2022", "{}") + row.format(3, "wuhan", text)
    with founded(tmp_path / "town", rows).reading() as edition:
        (found,) = asking(edition)("rule_in_force")
    assert (found["edition"], found["name"]) == (3, "wuhan")
    assert rules.parsed(found["text"]) == rules.light_rule("wuhan")
