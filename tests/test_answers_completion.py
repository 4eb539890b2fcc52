"""Completion by each dimension on a town of nasty projects: by hand, and once more by pandas."""

import math
from collections.abc import Callable, Iterator
from typing import Any

import pandas as pd
import pytest
from founding import asking, founded

Ask = Callable[..., list[dict[str, Any]]]
MONTH, EARLIER, YEAR_AGO = "2022-10", "2022-09", "2021-10"

# number: chain, county, leader, sector, nature, lists, parent
PROJECTS = {
    1: ("C1", "X", "L1", "工业", "新建", "省三高四新 省重点 市重点", None),  # on three lists
    2: ("C1", "X", "L1", "工业", "续建", "省重点", None),
    3: ("C1", "Y", "L2", "农业", "新建", "市重点", None),  # no plan
    4: ("C1", "Y", "L2", "农业", "扩建", "市重点", None),  # a plan of zero
    5: ("C2", "X", "L2", "服务业", "技改", "市重点", None),  # over 300 %
    6: ("C2", "Y", "L1", "工业", "新建", "市重点", None),  # plan raised twice
    7: ("C2", "Y", None, None, "新建", "市重点", None),  # nobody answers for it; no sector
    8: ("C2", "X", "L1", "工业", "新建", "", None),  # September is missing
    9: ("C1", "X", "L1", "工业", "新建", "市重点", None),  # a cumulative that fell
    10: ("C1", "X", "L1", "基础设施", "新建", "市重点", None),  # a package
    11: ("C1", "X", "L1", "基础设施", "新建", "市重点", 10),  # and its parts
    12: ("C1", "Y", "L2", "基础设施", "新建", "", 10),
    13: ("C2", "X", "L2", "工业", "续建", "市重点", None),  # has not reported
    14: ("C2", "X", "L2", "工业", "续建", "市重点", None),  # finished in August
    15: (None, "X", "L2", "社会事业", "新建", "市重点", None),  # of no chain
    16: ("C1", "Y", "L1", "工业", "新建", "市重点", None),  # a plan of last year only
}
# project, year, version, plan, quarterly targets
PLANS = [
    (1, 2022, 1, 1200, (100, 500, 800, 1200)), (1, 2021, 1, 600, None),
    (2, 2022, 1, 1000, None), (2, 2021, 1, 500, (50, 100, 200, 500)),
    (4, 2022, 1, 0, None), (5, 2022, 1, 100, None),
    (6, 2022, 1, 100, None), (6, 2022, 2, 200, None), (6, 2022, 3, 400, (40, 80, 160, 400)),
    (7, 2022, 1, 240, None), (8, 2022, 1, 120, None), (9, 2022, 1, 300, None),
    (10, 2022, 1, 900, None), (11, 2022, 1, 500, None), (12, 2022, 1, 400, None),
    (13, 2022, 1, 360, None), (14, 2022, 1, 100, None), (15, 2022, 1, 60, None),
    (16, 2021, 1, 800, None),
]  # fmt: skip
REPORTS = {
    1: {"2021-10": 300, "2022-09": 600, "2022-10": 1000},
    2: {"2021-10": 450, "2022-09": 500, "2022-10": 500},
    3: {"2022-09": 70, "2022-10": 80},
    4: {"2022-10": 9},
    5: {"2022-09": 250, "2022-10": 310},
    6: {"2022-08": 60, "2022-09": 90, "2022-10": 200},
    7: {"2022-09": 60, "2022-10": 60},
    8: {"2022-08": 40, "2022-10": 90},
    9: {"2022-09": 200, "2022-10": 180},
    10: {"2022-09": 500, "2022-10": 700},
    11: {"2022-09": 300, "2022-10": 400},
    12: {"2022-09": 100, "2022-10": 250},
    13: {"2022-09": 100},
    14: {"2022-08": 100, "2022-09": 100, "2022-10": 100},
    15: {"2022-10": 15},
    16: {"2021-10": 640},
}
GROUPS = ("level", "chain", "county", "leader", "sector", "nature", "all")


def quoted(value: object) -> str:
    return "null" if value is None else f"'{value}'"


def rows() -> str:
    """The town as statements."""
    said = [
        "insert into county (county_id, name) values ('X', '东'), ('Y', '西');",
        "insert into leader (leader_id, name) values ('L1', '甲'), ('L2', '乙');",
        "insert into department (department_id, name, kind) values ('D1', '局', '市直');",
        """insert into chain (chain_id, name, name_en, department_id, valid_from)
        values ('C1', '一链', 'One', 'D1', '2021-01-01'),
               ('C2', '二链', 'Two', 'D1', '2021-01-01');""",
    ]
    for number, (chain, county, leader, sector, nature, lists, parent) in PROJECTS.items():
        values = (f"P{number}", f"项{number}", chain, county, leader, sector, nature)
        above = None if parent is None else f"P{parent}"
        finish = "2022-08-20" if number == 14 else None
        said.append(
            "insert into project (project_id, name, chain_id, county_id, leader_id, sector, nature,"
            " parent_id, actual_finish, total_investment, planned_start) values "
            f"({', '.join(quoted(one) for one in (*values, above, finish))}, 1, '2021-01-01');"
        )
        said += [
            f"insert into project_level (project_id, level) values ('P{number}', '{one}');"
            for one in lists.split()
        ]
    for project, year, version, plan, targets in PLANS:
        quarters = ", ".join(str(one) for one in targets) if targets else "null, null, null, null"
        said.append(
            "insert into project_plan (project_id, year, version, annual_plan, q1_target,"
            " q2_target, q3_target, q4_target) values "
            f"('P{project}', {year}, {version}, {plan}, {quarters});"
        )
    said += [
        "insert into project_month (project_id, month, invested_ytd) values "
        f"('P{project}', '{month}', {done});"
        for project, months in REPORTS.items()
        for month, done in months.items()
    ]
    return "\n".join(said)


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ask]:
    """Ask a question of the town; the answer as one dictionary a row."""
    with founded(tmp_path_factory.mktemp("nasty"), rows()).reading() as edition:
        yield asking(edition)


def by_code(answer: list[dict[str, Any]], column: str) -> dict[Any, Any]:
    return {row["code"]: row[column] for row in answer}


def test_a_project_on_three_lists_is_in_each_of_them_and_once_in_all(ask: Ask) -> None:
    answer = ask("completion_split", by="level", month=MONTH)
    assert [row["code"] for row in answer] == ["省三高四新", "省重点", "市重点"]
    assert by_code(answer, "annual_plan")["省三高四新"] == 1200
    assert by_code(answer, "annual_plan")["省重点"] == 1200 + 1000
    (every,) = ask("completion_split", by="all", month=MONTH)
    # 1, 2, 5, 6 (third version), 7, 8, 9, 11, 12, 14, 15; not the package, 3, 4, 13, 16
    assert every["annual_plan"] == (
        1200 + 1000 + 100 + 400 + 240 + 120 + 300 + 500 + 400 + 100 + 60
    ) == 4420  # fmt: skip
    assert every["invested_ytd"] == (
        1000 + 500 + 310 + 200 + 60 + 90 + 180 + 400 + 250 + 100 + 15
    ) == 3105  # fmt: skip
    assert every["completion"] == pytest.approx(3105 / 4420)
    assert (every["projects"], every["compared"]) == (15, 11)
    assert (every["no_plan"], every["not_reported"]) == (3, 1)  # 3, 4 and 16; 13


def test_a_package_counts_by_its_parts_wherever_they_lie(ask: Ask) -> None:
    answer = ask("completion_split", by="sector", month=MONTH)
    assert by_code(answer, "projects")["基础设施"] == 2
    assert by_code(answer, "annual_plan")["基础设施"] == 900
    counties = ask("completion_split", by="county", month=MONTH)
    assert by_code(counties, "annual_plan")["Y"] == 400 + 240 + 400  # 6, 7, 12


def test_the_months_own_is_the_rise_since_the_last_report_of_the_year(ask: Ask) -> None:
    answer = ask("completion_split", by="all", month=MONTH)
    # project 8 has no report of September: its 90 less the 40 of August; 9 fell by 20
    assert answer[0]["invested"] == 400 + 60 + 110 + 50 - 20 + 100 + 150 + 15 == 865


def test_a_month_before_and_a_year_before_have_their_own_projects(ask: Ask) -> None:
    (every,) = ask("completion_split", by="all", month=MONTH)
    # September: 1, 2, 5, 6, 7, 9, 11, 12, 13, 14
    before = 600 + 500 + 250 + 90 + 60 + 200 + 300 + 100 + 100 + 100
    plans = 1200 + 1000 + 100 + 400 + 240 + 300 + 500 + 400 + 360 + 100
    assert every["completion_before"] == pytest.approx(before / plans)
    assert every["last_year_completion"] == pytest.approx((300 + 450 + 640) / (600 + 500 + 800))


def test_own_targets_lie_on_the_line_between_two_quarters(ask: Ask) -> None:
    (first, *_rest) = ask("completion_split", by="level", month=MONTH)
    assert first["targets_due"] == pytest.approx(800 + (1200 - 800) / 3)  # project 1 in October
    assert first["target_share_before"] == pytest.approx(800 / 1200)


def test_who_is_of_no_chain_leader_or_sector_is_a_group_of_its_own(ask: Ask) -> None:
    for by, number in (("chain", 15), ("leader", 7), ("sector", 7)):
        answer = ask("completion_split", by=by, month=MONTH)
        (nobody,) = [row for row in answer if not isinstance(row["code"], str)]
        assert nobody["invested_ytd"] == REPORTS[number][MONTH]
        assert sum(row["projects"] for row in answer) == 15  # nobody is lost


def test_the_first_month_of_a_year_has_no_month_before(ask: Ask) -> None:
    (august,) = ask("completion_split", by="all", month="2022-08")
    assert math.isnan(august["completion_before"])
    assert math.isnan(august["last_year_completion"])
    assert august["invested"] == 60 + 40 + 100


@pytest.mark.parametrize("chosen", [{}, {"chain": "C1"}, {"county": "X"}, {"level": "省重点"}])
@pytest.mark.parametrize("by", GROUPS)
def test_pandas_finds_the_same(ask: Ask, by: str, chosen: dict[str, str]) -> None:
    answer = ask("completion_split", by=by, month=MONTH, **chosen)
    wanted = independently(by, chosen)
    assert {row["code"] if isinstance(row["code"], str) else None for row in answer} == set(wanted)
    for row in answer:
        code = row["code"] if isinstance(row["code"], str) else None
        for column, value in wanted[code].items():
            assert row[column] == pytest.approx(value, nan_ok=True), (code, column)


def independently(by: str, chosen: dict[str, str]) -> dict[Any, dict[str, float]]:
    """The groups' figures of October, worked out from the rows above."""
    columns = ["chain", "county", "leader", "sector", "nature", "lists", "parent"]
    frame = pd.DataFrame.from_dict(PROJECTS, orient="index", columns=columns)
    frame = frame[frame.index != 10].assign(all="all")  # its parts are counted
    for name in ("chain", "county"):
        if name in chosen:
            frame = frame[frame[name] == chosen[name]]
    if "level" in chosen:
        frame = frame[[chosen["level"] in lists.split() for lists in frame["lists"]]]
    plans = {(one, year): plan for one, year, _version, plan, _targets in PLANS}  # the last wins
    reported = {
        (project, month): done
        for project, months in REPORTS.items()
        for month, done in months.items()
    }
    if by == "level":
        frame = frame.assign(level=frame["lists"].str.split()).explode("level")
        frame = frame[frame["level"].isin([chosen.get("level")] if "level" in chosen else LISTS)]
    found: dict[Any, dict[str, float]] = {}
    for code, members in frame.groupby(by, dropna=False).groups.items():
        shown = [  # a project on a list is there without a plan and a report
            one
            for one in members
            if (one, 2022) in plans or (one, MONTH) in reported or PROJECTS[one][5]
        ]
        if shown:
            named = code if isinstance(code, str) else None
            found[named] = figures(shown, plans, reported) | {
                "completion_before": rate(members, EARLIER, plans, reported)[2],
                "last_year_completion": rate(members, YEAR_AGO, plans, reported)[2],
            }
    return found


LISTS = ["省三高四新", "省重点", "市重点"]


def rate(members: Any, month: str, plans: Any, reported: Any) -> tuple[float, float, float]:
    """Invested, planned and their rate, of the projects that have both."""
    year = int(month[:4])
    both = [one for one in members if plans.get((one, year), 0) > 0 and (one, month) in reported]
    done = sum(reported[one, month] for one in both)
    plan = sum(plans[one, year] for one in both)
    return done, plan, done / plan if plan else math.nan


def figures(members: list[int], plans: Any, reported: Any) -> dict[str, float]:
    done, plan, share = rate(members, MONTH, plans, reported)
    without = [one for one in members if plans.get((one, 2022), 0) == 0]
    silent = [one for one in members if one not in without and (one, MONTH) not in reported]
    own = 0.0
    for one in members:
        if one not in without and one not in silent:
            earlier = [m for m in sorted(REPORTS[one]) if "2022" < m < MONTH]
            own += REPORTS[one][MONTH] - (REPORTS[one][earlier[-1]] if earlier else 0)
    compared = len(members) - len(without) - len(silent)
    return {
        "projects": len(members),
        "no_plan": len(without),
        "not_reported": len(silent),
        "compared": compared,
        "invested_ytd": done if compared else math.nan,
        "annual_plan": plan if compared else math.nan,
        "completion": share,
        "invested": own if compared else math.nan,
    }
