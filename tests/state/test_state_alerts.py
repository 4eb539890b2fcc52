"""Alerts are kept once for an edition, read by each person, gone with the store they told of."""

from datetime import datetime
from pathlib import Path

import pytest

from chains import state
from chains.state import alerts, engine, upgrade
from chains.state.alerts import Turn

NOON = datetime(2022, 10, 12, 12)
LATER = datetime(2022, 11, 12, 12)


def turn(subject: str, kind: str = "project", chain: str = "C1") -> Turn:
    told = {"name": {"zh": f"项目 {subject}", "en": subject}, "note": "'; drop table alert; --"}
    return Turn(kind, subject, chain, "on_schedule", "behind", "data", told)


def shown(db: state.State, person: str = "lisi", **more: object) -> list[tuple[int, str]]:
    return [(one.edition, one.subject) for one in alerts.newest(db, person, **more)]


def test_an_editions_alerts_are_kept_once_and_come_back_whole(db: state.State) -> None:
    assert alerts.keep(db, 2, NOON, 1, [turn("P1"), turn("C1", "chain")]) == [1, 2]
    assert alerts.keep(db, 2, NOON, 1, [turn("P1"), turn("C1", "chain")]) is None
    assert alerts.keep(db, 3, LATER, 2, []) == []
    assert alerts.keep(db, 3, LATER, 2, [turn("P1")]) is None
    assert alerts.compared(db) == {2: NOON, 3: LATER}
    (newest, oldest) = alerts.newest(db, "lisi")
    assert (newest.alert, newest.kind, newest.subject) == (2, "chain", "C1")
    assert (oldest.light_before, oldest.light_after, oldest.cause) == (
        "on_schedule",
        "behind",
        "data",
    )
    assert oldest.told == turn("P1").told
    assert (oldest.read, oldest.made_at.tzinfo) == (False, None)


def test_the_same_subject_cannot_turn_twice_in_an_edition_and_then_nothing_is_kept(
    db: state.State,
) -> None:
    with pytest.raises(Exception, match=r"(?i)unique"):
        alerts.keep(db, 2, NOON, 1, [turn("P1"), turn("P1")])
    assert (alerts.compared(db), shown(db)) == ({}, [])


def test_the_newest_edition_stands_first_though_it_was_compared_first(db: state.State) -> None:
    alerts.keep(db, 9, LATER, 8, [turn("P1")])
    alerts.keep(db, 8, NOON, 7, [turn("P2")])
    assert shown(db) == [(9, "P1"), (8, "P2")]


def test_alerts_are_narrowed_to_a_kind_a_chain_and_what_is_not_read(db: state.State) -> None:
    alerts.keep(db, 2, NOON, 1, [turn("P1"), turn("P2", chain="C2"), turn("C2", "chain", "C2")])
    assert shown(db, kind="chain") == [(2, "C2")]
    assert shown(db, chain="C2") == [(2, "C2"), (2, "P2")]
    assert shown(db, kind="project", chain="C2") == [(2, "P2")]
    assert shown(db, limit=1) == [(2, "C2")]
    assert alerts.mark(db, "lisi", [3]) == 1
    assert shown(db, unread=True) == [(2, "P2"), (2, "P1")]
    assert [one.subject for one in alerts.of_numbers(db, [1, 2])] == ["P2", "P1"]
    assert alerts.of_numbers(db, []) == []


def test_each_person_reads_alone_one_or_all(db: state.State) -> None:
    alerts.keep(db, 2, NOON, 1, [turn(f"P{number}", chain=f"C{number % 2}") for number in range(9)])
    assert (alerts.unread(db, "lisi"), alerts.unread(db, "wang")) == (9, 9)
    assert alerts.mark(db, "lisi", [1, 1, 99]) == 1
    assert alerts.mark(db, "lisi", [1]) == 0
    assert alerts.unread(db, "lisi") == 8
    assert alerts.mark_all(db, "lisi", until=9, chain="C1") == 4
    assert alerts.mark_all(db, "lisi", until=3) == 1  # P2; P0 and P1 are read
    assert alerts.unread(db, "lisi") == 3
    assert alerts.mark_all(db, "lisi", until=99) == 3
    assert (alerts.unread(db, "lisi"), alerts.unread(db, "wang")) == (0, 9)
    assert [one.read for one in alerts.newest(db, "wang", limit=1)] == [False]


def test_many_alerts_are_read_at_once(db: state.State) -> None:
    alerts.keep(db, 2, NOON, 1, [turn(f"P{number}") for number in range(1200)])
    assert alerts.mark_all(db, "lisi", until=1200) == 1200
    assert alerts.unread(db, "lisi") == 0


def test_an_edition_of_another_store_gives_way_with_all_that_came_after(db: state.State) -> None:
    alerts.keep(db, 2, NOON, 1, [turn("P1")])
    alerts.keep(db, 3, LATER, 2, [turn("P2")])
    alerts.mark(db, "lisi", [1, 2])
    assert alerts.keep(db, 2, LATER, 1, [turn("P9")]) == [1]
    assert (shown(db), alerts.compared(db), alerts.unread(db, "lisi")) == (
        [(2, "P9")],
        {2: LATER},
        1,
    )


def test_editions_that_a_store_put_back_no_longer_has_are_forgotten(db: state.State) -> None:
    alerts.keep(db, 2, NOON, 1, [turn("P1")])
    alerts.keep(db, 3, LATER, 2, [turn("P2")])
    alerts.mark(db, "lisi", [1, 2])
    assert alerts.forget_after(db, 3) == 0
    assert alerts.forget_after(db, 2) == 1
    assert (shown(db), alerts.unread(db, "lisi")) == ([(2, "P1")], 0)


def test_a_backup_holds_alerts_and_who_read_them(db: state.State, tmp_path: Path) -> None:
    alerts.keep(db, 2, NOON, 1, [turn("P1"), turn("P2")])
    alerts.mark(db, "lisi", [1])
    state.dump(db, tmp_path / "state.jsonl")
    fresh = state.State.open(f"sqlite:///{tmp_path}/fresh.sqlite3")
    state.load(fresh, tmp_path / "state.jsonl")
    assert alerts.newest(fresh, "lisi") == alerts.newest(db, "lisi")
    assert alerts.compared(fresh) == {2: NOON}
    assert alerts.keep(fresh, 3, LATER, 2, [turn("P3")]) == [3]
    fresh.close()


def test_a_database_of_the_release_before_gets_the_tables(database_url: str) -> None:
    older = engine.connect(database_url)
    with engine.writers(older).begin() as connection:
        upgrade.to_head(connection, "0003")
    older.dispose()
    db = state.State.open(database_url)
    assert alerts.keep(db, 2, NOON, 1, [turn("P1")]) == [1]
    db.close()
