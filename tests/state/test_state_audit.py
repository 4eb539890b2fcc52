"""The audit log: what it says, that it only grows, and that tampering is found."""

import hashlib
import json
from datetime import timedelta

import pytest
from sqlalchemy import text, update
from sqlalchemy.exc import DBAPIError
from writers import Start

from chains import state
from chains.errors import StateError, UsageError
from chains.state import audit, clock, tables


def fill(db: state.State, entries: int = 6) -> None:
    for turn in range(1, entries + 1):
        audit.record(db, person=f"person{turn}", action="upload", subject=f"project{turn}")


def as_owner(db: state.State, *statements: str) -> None:
    """Do what somebody may do who owns the database: take the triggers off, then anything."""
    with db.writing() as connection:
        if connection.dialect.name == "sqlite":
            for name in ("update", "delete", "insert"):
                connection.execute(text(f"drop trigger audit_{name}"))
        else:
            connection.execute(text("alter table audit disable trigger user"))
        for statement in statements:
            connection.execute(text(statement))


def test_an_entry_says_who_did_what_when_and_from_where(db: state.State) -> None:
    said = {
        "person": "li.lei",
        "title": "李雷",
        "address": "10.0.0.1",
        "action": "publish",
        "subject": "edition 43",
        "outcome": "failed",
        "detail": "第 3 行：<script>alert('x')</script>",
    }
    before = clock.now()
    assert audit.record(db, **said) == 1
    [entry] = audit.search(db)
    assert {name: getattr(entry, name) for name in said} == said
    assert before <= entry.at <= clock.now()


def test_the_hash_is_that_of_the_entry_and_the_hash_before(db: state.State) -> None:
    audit.record(db, person="张", action="sign-in")
    audit.record(db, person="li", action="query", detail="select 1", outcome="refused")
    second, first = audit.search(db)
    previous = ""
    for entry in (first, second):
        fields = {name: getattr(entry, name) for name in entry.__dataclass_fields__}
        del fields["hash"]
        fields |= {"at": entry.at.strftime("%Y-%m-%dT%H:%M:%S.%f"), "previous": previous}
        line = json.dumps(fields, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        previous = hashlib.sha256(line.encode()).hexdigest()
        assert entry.hash == previous
    assert audit.verify(db) == audit.Verdict(2, 1, 2, None, previous)


def test_an_empty_log_holds(db: state.State) -> None:
    assert audit.verify(db) == audit.Verdict(0, None, None, None, "")


def test_what_no_database_can_keep_is_replaced_and_the_chain_holds(db: state.State) -> None:
    audit.record(db, person="a\0b", action="sign-in", detail="half \ud83d", subject="长" * 5000)
    [entry] = audit.search(db, person="a\0b")
    assert (entry.person, entry.detail) == ("a\ufffdb", "half ?")
    assert len(entry.subject) == 300 and entry.subject.endswith("…")
    assert audit.verify(db).broken is None


def test_an_outcome_that_is_none_is_a_bug(db: state.State) -> None:
    with pytest.raises(ValueError, match="perhaps"):
        audit.record(db, person="a", action="b", outcome="perhaps")


@pytest.mark.parametrize(
    "statement",
    [
        "update audit set person = 'somebody else' where entry = 3",
        "update audit set entry = 30 where entry = 3",
        "delete from audit where entry = 3",
        "delete from audit",
        "insert into audit select * from audit where entry = 3",
    ],
)
def test_the_database_itself_refuses_to_change_the_log(db: state.State, statement: str) -> None:
    fill(db)
    before = audit.search(db)
    with pytest.raises(DBAPIError), db.writing() as connection:
        connection.execute(text(statement))
    assert audit.search(db) == before


@pytest.mark.parametrize(
    ("database_url", "statement"),
    [
        ("sqlite", "insert or replace into audit select * from audit where entry = 3"),
        ("sqlite", "update or replace audit set entry = 4 where entry = 3"),
        ("postgresql", "truncate audit"),
    ],
    indirect=["database_url"],
)
def test_no_other_word_for_it_helps(db: state.State, statement: str) -> None:
    fill(db)
    before = audit.search(db)
    with pytest.raises(DBAPIError), db.writing() as connection:
        connection.execute(text(statement))
    assert audit.search(db) == before


@pytest.mark.parametrize(
    ("statements", "broken"),
    [
        (["update audit set person = 'somebody else' where entry = 3"], 3),
        (["update audit set detail = ' ' where entry = 6"], 6),
        (["update audit set at = '2020-01-01 00:00:00.000000' where entry = 1"], 1),
        (["update audit set outcome = 'refused' where entry = 2"], 2),
        (["update audit set hash = 'x' where entry = 4"], 4),
        (["delete from audit where entry = 3"], 3),
        (["delete from audit where entry = 1"], 1),
        (["delete from audit where entry = 6"], 6),
        (["delete from audit where entry >= 5"], 5),
        (["delete from audit"], 1),
        (["delete from audit", "delete from audit_mark where mark = 'start'"], 1),
        (
            [
                "delete from audit where entry = 3",
                "update audit set entry = 3 where entry = 4",
                "update audit set entry = 4 where entry = 5",
                "update audit set entry = 5 where entry = 6",
            ],
            3,
        ),
        (
            [
                "update audit set entry = 99 where entry = 3",
                "update audit set entry = 3 where entry = 5",
                "update audit set entry = 5 where entry = 99",
            ],
            3,
        ),
        (
            ["insert into audit select 7, at, '', '', '', '', '', '', '', '' from audit limit 1"],
            7,
        ),
        (["update audit_mark set entry = 2 where mark = 'start'"], 1),
        (["update audit_mark set hash = 'x' where mark = 'start'"], 1),
        (["update audit_mark set hash = 'x' where mark = 'end'"], 6),
        (["delete from audit_mark where mark = 'end'"], 1),
        (
            [
                "delete from audit where entry = 1",
                "update audit_mark set entry = 1 where mark = 'start'",
            ],
            2,
        ),
    ],
)
def test_tampering_is_found_where_it_begins(
    db: state.State, statements: list[str], broken: int
) -> None:
    fill(db)
    assert audit.verify(db).broken is None
    as_owner(db, *statements)
    assert audit.verify(db).broken == broken


def test_a_log_cut_off_together_with_its_end_mark_shows_only_against_a_noted_hash(
    db: state.State,
) -> None:
    fill(db)
    noted = audit.verify(db)
    earlier = next(entry for entry in audit.search(db) if entry.entry == 4)
    as_owner(
        db,
        "delete from audit where entry > 4",
        f"update audit_mark set entry = 4, hash = '{earlier.hash}' where mark = 'end'",
    )
    verdict = audit.verify(db)
    assert verdict.broken is None
    assert (verdict.last, verdict.hash) != (noted.last, noted.hash)


def test_processes_that_append_at_once_make_one_chain(database_url: str, start: Start) -> None:
    db = state.State.open(database_url)
    processes = [start("append", database_url, "60") for _ in range(4)]
    assert [process.stdout.readline() for process in processes] == ["ready\n"] * 4
    for process in processes:
        process.stdin.write("go\n")
        process.stdin.flush()
    told = [process.communicate(timeout=120)[0].split() for process in processes]
    assert sorted(int(number) for one in told for number in one) == list(range(1, 241))
    verdict = audit.verify(db)
    db.close()
    assert (verdict.entries, verdict.first, verdict.last, verdict.broken) == (240, 1, 240, None)


def test_the_log_is_searched_newest_first(db: state.State) -> None:
    audit.record(db, person="li", title="李雷", action="sign-in", address="10.0.0.1")
    audit.record(db, person="wang", action="sign-in", outcome="refused", address="10.0.0.2")
    audit.record(db, person="li", action="query", detail="SELECT 100% FROM chain_plan")
    audit.record(db, person="li", action="export", subject="chainXplan")

    def found(**wanted: object) -> list[int]:
        return [entry.entry for entry in audit.search(db, **wanted)]

    assert found() == [4, 3, 2, 1]
    assert found(person="li") == [4, 3, 1] and found(person="l") == []
    assert found(action="sign-in") == [2, 1]
    assert found(outcome="refused") == [2]
    assert found(person="li", action="query") == [3]
    assert found(text="李") == [1] and found(text="10.0.0") == [2, 1]
    assert found(text="select") == [3] and found(text="0% f") == [3]
    assert found(text="n_p") == [3] and found(text="' or 1=1") == found(text="\0") == []
    assert found(limit=2) == [4, 3] and found(limit=2, before=3) == [2, 1]
    second = audit.search(db)[2].at
    assert found(since=second) == [4, 3, 2] and found(until=second) == [1]
    assert found(since=second, until=second) == []


def aged(db: state.State, *days: float) -> None:
    """Fill the log with entries that are so many days old, as if written then."""
    moments = iter([clock.now() - timedelta(days=one) for one in days])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(audit, "now", lambda: next(moments))
        fill(db, len(days))


def test_old_entries_go_from_the_front_and_the_chain_holds(db: state.State) -> None:
    aged(db, 400, 300, 200, 20, 10, 0)
    assert audit.prune(db, 365) == 1
    assert audit.prune(db, 100) == 2
    assert audit.prune(db, 100) == 0
    kept = audit.search(db)
    assert [entry.entry for entry in kept] == [8, 7, 6, 5, 4]
    assert [(entry.action, entry.detail) for entry in kept[:2]] == [
        ("prune", "2-3"),
        ("prune", "1-1"),
    ]
    verdict = audit.verify(db)
    assert (verdict.entries, verdict.first, verdict.last, verdict.broken) == (5, 4, 8, None)
    as_owner(db, "delete from audit where entry = 4")
    assert audit.verify(db).broken == 4


def test_a_log_all_of_whose_entries_are_old_goes_on(db: state.State) -> None:
    aged(db, 50, 40, 30)
    assert audit.prune(db, 7) == 3
    assert audit.record(db, person="li", action="sign-in") == 5
    verdict = audit.verify(db)
    assert (verdict.first, verdict.last, verdict.broken) == (4, 5, None)


def test_an_old_entry_behind_a_younger_one_stays(db: state.State) -> None:
    aged(db, 50, 1, 50, 1)
    assert audit.prune(db, 7) == 1
    assert [entry.entry for entry in audit.search(db)] == [5, 4, 3, 2]


def test_an_empty_log_and_a_young_log_lose_nothing(db: state.State) -> None:
    assert audit.prune(db, 1) == 0
    fill(db)
    assert audit.prune(db, 1) == 0
    with pytest.raises(UsageError, match="one day"):
        audit.prune(db, 0)
    assert audit.verify(db).entries == 6


def test_a_log_that_was_tampered_with_is_not_shortened(db: state.State) -> None:
    aged(db, 50, 40, 30, 1)
    as_owner(db, "update audit set person = 'somebody else' where entry = 2")
    with pytest.raises(StateError, match="entry 2"):
        audit.prune(db, 7)
    assert audit.verify(db).entries == 4


def test_the_first_entries_kept_cannot_be_changed_after_a_prune(db: state.State) -> None:
    aged(db, 50, 40, 1, 0)
    audit.prune(db, 7)
    with pytest.raises(DBAPIError), db.writing() as connection:
        connection.execute(update(tables.audit).values(person="somebody else"))
    with pytest.raises(DBAPIError), db.writing() as connection:
        connection.execute(text("delete from audit where entry = 3"))
    assert audit.verify(db).broken is None
