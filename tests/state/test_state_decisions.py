"""What was decided on proposed links is kept link by link, replaced by a later word, taken back."""

from pathlib import Path

import pytest

from chains import state
from chains.state import engine, upgrade
from chains.state.decisions import ACCEPTED, DISMISSED

ONE = ("91430500MA00000220", "轴承", "91430500MA00000510")
TWO = ("91430500MA00000220", "轴承", "9143050000000001XX")
BY = {"person": "lisi", "title": "李四"}


def said(db: state.State) -> dict[tuple[str, str, str], tuple[str, str, str, str]]:
    found = state.decisions.every(db)
    return {link: (one.decision, one.person, one.title, one.note) for link, one in found.items()}


def test_a_decision_is_kept_with_who_made_it_and_why(db: state.State) -> None:
    assert said(db) == {}
    state.decisions.decide(db, [ONE], ACCEPTED, **BY, note="已约谈")
    state.decisions.decide(db, [TWO], DISMISSED, **BY)
    assert said(db) == {
        ONE: (ACCEPTED, "lisi", "李四", "已约谈"),
        TWO: (DISMISSED, "lisi", "李四", ""),
    }
    assert all(one.decided_at.tzinfo is None for one in state.decisions.every(db).values())


def test_a_later_decision_replaces_the_earlier_one_on_that_link_alone(db: state.State) -> None:
    state.decisions.decide(db, [ONE, TWO, ONE], ACCEPTED, **BY)
    state.decisions.decide(db, [TWO], DISMISSED, person="wang", title="王五", note="规格不符")
    assert said(db) == {
        ONE: (ACCEPTED, "lisi", "李四", ""),
        TWO: (DISMISSED, "wang", "王五", "规格不符"),
    }


def test_what_is_taken_back_is_open_again(db: state.State) -> None:
    state.decisions.decide(db, [ONE, TWO], DISMISSED, **BY)
    assert state.decisions.take_back(db, [ONE]) == 1
    assert state.decisions.take_back(db, [ONE]) == 0
    assert said(db).keys() == {TWO}
    assert state.decisions.take_back(db, []) == 0


def test_many_links_are_decided_on_at_once(db: state.State) -> None:
    links = [(f"{number}", "x'; drop table decision; --", "s") for number in range(450)]
    state.decisions.decide(db, links, DISMISSED, **BY)
    state.decisions.decide(db, [], DISMISSED, **BY)
    assert said(db).keys() == set(links)
    assert state.decisions.take_back(db, links) == 450


def test_a_word_that_is_no_decision_is_not_kept(db: state.State) -> None:
    with pytest.raises(ValueError, match="maybe"):
        state.decisions.decide(db, [ONE], "maybe", **BY)
    assert said(db) == {}


def test_a_backup_holds_what_was_decided(db: state.State, tmp_path: Path) -> None:
    state.decisions.decide(db, [ONE], ACCEPTED, **BY, note="已约谈")
    state.dump(db, tmp_path / "state.jsonl")
    fresh = state.State.open(f"sqlite:///{tmp_path}/fresh.sqlite3")
    state.load(fresh, tmp_path / "state.jsonl")
    assert state.decisions.every(fresh) == state.decisions.every(db)
    fresh.close()


def test_a_database_of_the_release_before_gets_the_table(database_url: str) -> None:
    older = engine.connect(database_url)
    with engine.writers(older).begin() as connection:
        upgrade.to_head(connection, "0002")
    older.dispose()
    db = state.State.open(database_url)
    state.decisions.decide(db, [ONE], ACCEPTED, **BY)
    assert said(db).keys() == {ONE}
    db.close()
