"""Which lights a publish turned, worked out by hand on a town of three projects.

By the rule of Yinchuan (percentage points behind months / 12): 0 to 10 points behind is on
schedule, to 30 behind, beyond far behind. By that of Wuhan: below 80 % of the schedule behind,
below 60 % far behind.
"""

import shutil
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from founding import asking, founded

from chains import alerts, rules, state
from chains.alerts import finding, words
from chains.store import Store

TOWN = """
insert into leader (leader_id, name) values ('L1', '领导甲'), ('L2', '链长乙'), ('L3', '链长丙');
insert into department (department_id, name, kind) values ('D1', '局一', '市直');
insert into county (county_id, name) values ('X', '东'), ('Y', '西');
insert into chain (chain_id, name, name_en, department_id, valid_from)
    values ('C1', '一链', 'One', 'D1', '2021-01-01'), ('C2', '二链', 'Two', 'D1', '2021-01-01');
insert into chain_leader (chain_id, leader_id, role, from_date)
    values ('C1', 'L2', '链长', '2021-01-01'), ('C1', 'L3', '链长', '2021-01-01');
insert into liaison (liaison_id, chain_id, name) values ('N1', 'C1', '联甲');
insert into project (project_id, name, chain_id, county_id, leader_id, builder, nature,
                     total_investment, planned_start)
    values ('P1', '示例一', 'C1', 'X', 'L1', '建设甲', '新建', 1, '2022-01-01'),
           ('P2', '示例二', 'C1', 'Y', null, null, '新建', 1, '2022-01-01'),
           ('P3', '示例三', 'C2', 'X', null, null, '新建', 1, '2022-01-01');
insert into project_level (project_id, level)
    values ('P1', '省重点'), ('P1', '市重点'), ('P2', '市重点');
insert into project_plan (project_id, year, version, annual_plan)
    values ('P1', 2022, 1, 100), ('P2', 2022, 1, 100), ('P3', 2022, 1, 100);
insert into project_month (project_id, month, invested_ytd)
    values ('P1', '2022-06', 50), ('P2', '2022-06', 50), ('P3', '2022-06', 50);
"""
FELL = "update project_month set invested_ytd = 22 where project_id = 'P1' and month = '2022-06'"
BEGUN = "insert into project_month (project_id, month, invested_ytd) values ('P2', '2022-09', 75)"
CAUGHT_UP = """
insert into project_month (project_id, month, invested_ytd) values ('P1', '2022-09', 75)"""
SENT = """
insert into submission (submission_id, edition, dataset, file_name, sha256, submitted_at,
                        submitted_by, rows_added, rows_changed, rows_same)
    values (5, 2, 'project_month', '六月月报.csv', 'x', '2022-07-05 08:30:00', '张三', 0, 1, 2)"""
RULE = """
insert into light_rule (edition, name, text, made_by, made_at)
    select max(edition), $name, $text, '管理员', '2022-07-06' from edition"""


@pytest.fixture
def town(tmp_path) -> Store:
    """The town as edition 1: all on schedule in June."""
    return founded(tmp_path / "town", TOWN)


@pytest.fixture
def db(tmp_path, monkeypatch) -> state.State:
    """A state database of the test's own."""
    monkeypatch.setenv("CHAINS_STATE", f"sqlite:///{tmp_path / 'state.sqlite3'}")
    finding._settled.clear()
    return state.in_force()


@pytest.fixture
def publish(town) -> Callable[..., int]:
    """Publish what statements write as the next edition."""

    def change(*statements: str, **values: str) -> int:
        def write(connection) -> None:
            for statement in statements:
                connection.execute(statement, values or None)

        return town.publish(write, by="张三", kind="提交", message="报表")

    return change


def judge_by(publish: Callable[..., int], name: str) -> int:
    """Publish another rule."""
    return publish(RULE, name=name, text=rules.text(rules.light_rule(name)))


def found(db: state.State, edition: int) -> list[tuple[str, str, str, str, str]]:
    """Kind, subject, both lights and cause of an edition's alerts, as the page has them."""
    return [
        (one.kind, one.subject, one.light_before, one.light_after, one.cause)
        for one in state.alerts.newest(db, "")
        if one.edition == edition
    ]


FALL = [
    ("level", "市重点", "on_schedule", "behind", "data"),  # 72 of 200: 36 %, 14 points behind
    ("level", "省重点", "on_schedule", "behind", "data"),  # 22 %: 28 points behind
    ("chain", "C1", "on_schedule", "behind", "data"),
    ("county", "X", "on_schedule", "behind", "data"),
    ("project", "P1", "on_schedule", "behind", "data"),
]


def test_the_first_edition_makes_no_alert(town, db):
    assert alerts.catch_up(town, db) == 1
    assert state.alerts.newest(db, "") == []
    assert state.alerts.compared(db).keys() == {1}


def test_an_empty_store_makes_none(empty, db):
    assert alerts.catch_up(empty, db) == 0


def test_a_projects_fall_turns_it_its_chain_its_lists_and_its_county(town, db, publish):
    publish(FELL, SENT)
    assert alerts.catch_up(town, db) == 2
    assert sorted(found(db, 2)) == sorted(FALL)
    assert [kind for kind, *_ in found(db, 2)] == ["level", "level", "chain", "county", "project"]


def test_an_alert_says_who_what_why_and_since_which_submission(town, db, publish):
    publish(FELL, SENT)
    alerts.catch_up(town, db)
    one = state.alerts.newest(db, "", kind="project")[0]
    assert one.told["name"] == {"zh": "示例一", "en": "示例一"}
    assert one.told["who"] == {
        "leader": "领导甲",
        "builder": "建设甲",
        "chiefs": "链长丙、链长乙",
        "department": "局一",
        "liaison": "联甲",
    }
    was, now = one.told["before"], one.told["after"]
    assert (was["month"], was["completion"], was["due"]) == ("2022-06", 0.5, 0.5)
    assert (now["completion"], now["due"], now["invested_ytd"], now["annual_plan"]) == (
        0.22,
        0.5,
        22,
        100,
    )
    assert "22.0%" in now["why"]["en"] and "50.0%" in now["why"]["en"]
    assert "28.0 points behind" in now["why"]["en"] and "银川" in now["why"]["zh"]
    assert one.told["submission"] == {
        "number": 5,
        "dataset": "project_month",
        "by": "张三",
        "at": "2022-07-05T08:30:00",
        "file": "六月月报.csv",
    }
    origin = one.told["origin"]
    assert (origin["by"], origin["kind"], origin["message"], origin["before"]) == (
        "张三",
        "提交",
        "报表",
        1,
    )
    assert one.chain == "C1"


@pytest.mark.usefixtures("english")
def test_an_alert_is_told_in_words(town, db, publish):
    publish(FELL, SENT)
    alerts.catch_up(town, db)
    chain = state.alerts.newest(db, "", kind="chain")[0]
    assert words.title(chain) == "One: ◐ On schedule → ◆ Behind"
    assert words.figures(chain) == "50.0% before, 36.0% now (2022-06); 2 of 2 projects counted"
    assert words.why(chain).endswith("(because figures changed)")
    assert "Chain chief 链长丙、链长乙" in words.people(chain)
    assert words.since(chain).startswith("Edition 2 (submission, 张三, ")
    assert words.since(chain).endswith("submission 5, 六月月报.csv, 张三")


def test_a_month_that_has_only_begun_turns_no_one_who_has_not_reported(town, db, publish):
    publish(FELL)
    publish(BEGUN)  # P2 alone: 75 of 100, exactly what September asks
    alerts.catch_up(town, db)
    assert sorted(found(db, 3)) == [
        ("chain", "C1", "behind", "on_schedule", "month"),
        ("level", "市重点", "behind", "on_schedule", "month"),
    ]
    told = state.alerts.newest(db, "", kind="chain")[0].told["after"]
    assert (told["projects"], told["compared"], told["month"]) == (2, 1, "2022-09")


def test_a_late_report_is_held_against_the_last_light_before(town, db, publish):
    publish(FELL)
    publish(BEGUN)
    publish(CAUGHT_UP)  # P1: 22 % in June, 75 % in September
    alerts.catch_up(town, db)
    assert sorted(found(db, 4)) == [
        ("county", "X", "behind", "on_schedule", "month"),
        ("level", "省重点", "behind", "on_schedule", "month"),
        ("project", "P1", "behind", "on_schedule", "month"),
    ]
    before = state.alerts.newest(db, "", kind="project")[0].told["before"]
    assert (before["month"], before["completion"]) == ("2022-06", 0.22)


def test_a_report_that_is_taken_away_is_a_turn(town, db, publish):
    publish("delete from project_month where project_id = 'P3'")
    alerts.catch_up(town, db)
    assert sorted(found(db, 2)) == [
        ("chain", "C2", "on_schedule", "not_reported", "data"),
        ("project", "P3", "on_schedule", "not_reported", "data"),
    ]


def test_a_plan_that_is_withdrawn_and_a_project_that_ends_are_turns(town, db, publish):
    publish(
        "delete from project_plan where project_id = 'P3'",
        "update project set actual_finish = '2022-06-20' where project_id = 'P2'",
    )
    alerts.catch_up(town, db)
    turned = {one[1]: one[2:4] for one in found(db, 2) if one[0] == "project"}
    assert turned == {"P3": ("on_schedule", "no_plan"), "P2": ("on_schedule", "finished")}


def test_what_is_new_or_gone_has_not_turned(town, db, publish):
    publish(
        "delete from project_month where project_id = 'P3'",
        "delete from project_plan where project_id = 'P3'",
        "delete from project where project_id = 'P3'",
        """insert into project (project_id, name, chain_id, county_id, nature, total_investment,
           planned_start) values ('P4', '新项目', 'C2', 'Y', '新建', 1, '2022-01-01')""",
        """insert into project_plan (project_id, year, version, annual_plan)
           values ('P4', 2022, 1, 9)""",
    )
    alerts.catch_up(town, db)
    assert [one for one in found(db, 2) if one[0] == "project"] == []


def test_another_rule_turns_lights_and_is_named_as_the_cause(town, db, publish):
    publish(FELL)
    judge_by(publish, "wuhan")  # 22 / 50 = 44 % is far behind; 36 / 50 = 72 % stays behind
    alerts.catch_up(town, db)
    assert sorted(found(db, 3)) == [
        ("level", "省重点", "behind", "far_behind", "rule"),
        ("project", "P1", "behind", "far_behind", "rule"),
    ]
    told = state.alerts.newest(db, "", kind="project")[0].told
    assert "武汉" in told["after"]["why"]["zh"] and "银川" in told["before"]["why"]["zh"]


def test_rule_and_figures_in_one_edition_are_told_apart(town, db):
    given = {"name": "wuhan", "text": rules.text(rules.light_rule("wuhan"))}
    fall = "update project_month set invested_ytd = case project_id when 'P1' then 22 else 40 end"

    def write(connection) -> None:
        connection.execute(fall)
        connection.execute(RULE, given)

    town.publish(write, by="张三", kind="规则")
    alerts.catch_up(town, db)
    causes = {one[1]: one[3:] for one in found(db, 2) if one[0] == "project"}
    # 50 of 50 due would be on schedule by either rule; 22 is far behind by one, behind by the other
    assert causes == {"P1": ("far_behind", "data")}


def test_a_restore_turns_lights_back(town, db, publish):
    publish(FELL)
    town.restore(1, by="管理员", message="误报")
    alerts.catch_up(town, db)
    back = [(kind, one, after, before, cause) for kind, one, before, after, cause in FALL]
    assert sorted(found(db, 3)) == sorted(back)
    told = state.alerts.newest(db, "", kind="project")[0].told
    assert (told["origin"]["kind"], told["origin"]["message"]) == ("恢复", "误报")
    assert told["submission"] is None


def test_an_edition_is_compared_once(town, db, publish):
    publish(FELL)
    assert alerts.catch_up(town, db) == 2
    assert alerts.catch_up(town, db) == 0
    finding._settled.clear()  # another process
    assert alerts.catch_up(town, db) == 0
    assert len(state.alerts.newest(db, "")) == 5


def test_what_a_killed_process_left_is_done_by_the_next(town, db, publish, monkeypatch):
    monkeypatch.setenv("CHAINS_WEBHOOK_URL", "http://127.0.0.1:9/")
    monkeypatch.setenv("CHAINS_WEBHOOK_SECRET", "x")
    alerts.catch_up(town, db)
    publish(FELL)
    with monkeypatch.context() as broken:
        broken.setattr(finding.webhook, "body", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            alerts.catch_up(town, db)
    assert state.alerts.compared(db).keys() == {1}  # all or nothing
    assert state.outbox.states(db) == []
    assert alerts.catch_up(town, db) == 1
    assert len(found(db, 2)) == 5
    assert [one[1] for one in state.outbox.states(db)] == [2]


def test_several_editions_that_nobody_looked_at_are_compared_one_by_one(town, db, publish):
    alerts.catch_up(town, db)
    publish(FELL)
    town.restore(1, by="x")
    publish(FELL)
    assert alerts.catch_up(town, db) == 3
    assert [len(found(db, number)) for number in (2, 3, 4)] == [5, 5, 5]
    assert [one.edition for one in state.alerts.newest(db, "")] == [4] * 5 + [3] * 5 + [2] * 5


def test_a_page_has_it_done_beside_it_and_learns_when_it_is(town, db, publish):
    publish(FELL)
    assert alerts.soon(town, db)
    deadline = time.monotonic() + 60
    while alerts.soon(town, db) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not alerts.soon(town, db)
    assert len(found(db, 2)) == 5


def test_many_who_look_at_once_make_each_alert_once(town, db, publish):
    publish(FELL)
    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(lambda _: alerts.catch_up(town, db), range(4))) == 2
    assert len(found(db, 2)) == 5


def test_what_goes_wrong_beside_a_page_is_logged(town, db, monkeypatch, caplog):
    monkeypatch.setattr(finding, "_waiting", lambda *_: 1 / 0)
    finding._quietly(town, db)
    assert "could not be compared" in caplog.text


def test_an_edition_without_a_file_is_passed_over(town, db, publish):
    publish(FELL)
    publish("update project set name = '改名' where project_id = 'P2'")
    town.path(2).unlink()
    alerts.catch_up(town, db)
    assert sorted(found(db, 3)) == sorted(FALL)  # against edition 1
    assert state.alerts.compared(db).keys() == {1, 3}


def test_an_edition_that_cannot_be_read_makes_no_alert_and_holds_nobody_up(town, db, publish):
    publish(FELL)
    publish("update project set name = '改名' where project_id = 'P2'")
    town.path(2).write_bytes(b"no database")
    alerts.catch_up(town, db)
    assert state.alerts.newest(db, "") == []
    assert state.alerts.compared(db).keys() == {1, 2, 3}


def test_a_store_that_is_built_anew_has_alerts_of_its_own(town, db, publish):
    publish(FELL)
    alerts.catch_up(town, db)
    shutil.rmtree(town.folder)
    (town.root / "CURRENT").unlink()
    founded(town.root, TOWN)
    finding._settled.clear()
    alerts.catch_up(town, db)
    assert [one.edition for one in state.alerts.newest(db, "") if one.edition > 1] == []


def test_the_first_look_at_a_long_history_takes_the_newest_twelve_and_sends_none(
    town, db, publish, monkeypatch
):
    monkeypatch.setenv("CHAINS_WEBHOOK_URL", "http://127.0.0.1:9/")
    monkeypatch.setenv("CHAINS_WEBHOOK_SECRET", "x")
    for number in range(14):
        publish(f"update project_month set invested_ytd = {22 if number % 2 else 50}")
    assert alerts.catch_up(town, db) == 12
    assert state.alerts.compared(db).keys() == set(range(4, 16))
    assert state.outbox.states(db) == []
    publish(FELL)
    assert alerts.catch_up(town, db) == 1


def test_names_with_control_characters_are_kept_without_them(town, db, publish):
    publish(FELL, "update project set name = 'a' || chr(0) || chr(7) || chr(10) || 'b'")
    alerts.catch_up(town, db)
    assert state.alerts.newest(db, "", kind="project")[0].told["name"]["zh"].split() == ["a", "b"]


def ask(store: Store, name: str, **values: object) -> list[dict[str, object]]:
    with store.reading() as edition:
        return asking(edition)(name, **values)


def test_who_did_not_report_stands_in_the_month_before_as_well(town, publish):
    publish(FELL)
    publish(BEGUN)
    rows = ask(town, "project_lights", month="2022-09")
    assert [(row["project_id"], row["month"], row["state"], row["chain_en"]) for row in rows] == [
        ("P1", "2022-06", "reported", "One"),
        ("P1", "2022-09", "not_reported", "One"),
        ("P2", "2022-09", "reported", "One"),
        ("P3", "2022-06", "reported", "Two"),
        ("P3", "2022-09", "not_reported", "Two"),
    ]
    assert [row["completion"] for row in rows if row["month"] == "2022-06"] == [0.22, 0.5]
    assert (rows[0]["leader"], rows[0]["builder"]) == ("领导甲", "建设甲")
    assert len(ask(town, "project_lights", month="2022-06")) == 3
    assert [row["month"] for row in ask(town, "project_lights")] == [row["month"] for row in rows]


def test_a_light_of_more_than_two_years_ago_is_not_held_against_today(town, publish):
    publish(
        "insert into project_month (project_id, month, invested_ytd) values ('P2', '2024-01', 1)",
        """insert into project_plan (project_id, year, version, annual_plan)
           values ('P1', 2024, 1, 9)""",
    )
    rows = ask(town, "project_lights", month="2024-01")
    assert [(row["project_id"], row["month"]) for row in rows if row["project_id"] == "P1"] == [
        ("P1", "2024-01")
    ]


def test_every_chain_has_its_team(town):
    one, two = ask(town, "chain_teams")
    assert one == {
        "chain_id": "C1",
        "chiefs": "链长丙、链长乙",
        "department": "局一",
        "liaison": "联甲",
    }
    assert (two["chain_id"], two["department"]) == ("C2", "局一")
    assert not isinstance(two["chiefs"], str) and not isinstance(two["liaison"], str)


def test_the_submissions_of_an_edition_and_of_those_before_it(town, publish):
    publish(FELL, SENT)
    publish(SENT.replace("(5, 2,", "(6, 3,"), SENT.replace("(5, 2,", "(7, 3,"))

    def numbers(**values: int) -> list[object]:
        return [row["submission_id"] for row in ask(town, "edition_submissions", **values)]

    assert numbers(edition=2) == [5]
    assert numbers(edition=3) == numbers() == [7, 6]
    assert numbers(edition=3, after=1) == [7, 6, 5]
    assert numbers(edition=1) == []
