"""A feed's token opens it until another is made, it is revoked, or its account is closed."""

from pathlib import Path

import pytest
from sqlalchemy import text

from chains import access, state
from chains.state import feeds


def test_a_token_is_told_once_and_kept_as_a_digest(
    db: state.State, admin: state.accounts.Account
) -> None:
    token = feeds.make(db, admin.person)
    with db.reading() as connection:
        rows = connection.execute(text("select * from feed")).all()
    assert token not in repr(rows) and len(rows) == 1
    found = feeds.whose(db, token)
    assert found is not None and (found.person, found.account) == ("admin", admin.account)
    assert feeds.whose(db, token + "x") is None
    assert feeds.whose(db, "") is None


def test_a_new_token_ends_the_old_one_and_a_revoked_one_opens_nothing(
    db: state.State, admin: state.accounts.Account
) -> None:
    first, second = feeds.make(db, admin.person), feeds.make(db, admin.person)
    assert feeds.whose(db, first) is None and feeds.whose(db, second) is not None
    assert feeds.of(db, "admin") is not None
    assert feeds.end(db, "admin") is True
    assert feeds.end(db, "admin") is False
    assert feeds.whose(db, second) is None and feeds.of(db, "admin") is None


def test_a_closed_account_has_no_feed_until_it_is_open_again(db: state.State) -> None:
    made = state.accounts.create(db, name="lisi", title="", roles={"leader"})
    token = feeds.make(db, made.person)
    state.accounts.change(db, made.account, disabled=True)
    assert feeds.whose(db, token) is None
    state.accounts.change(db, made.account, disabled=False)
    assert feeds.whose(db, token) is not None


def test_a_visitor_of_an_open_city_has_one_too(db: state.State) -> None:
    found = feeds.whose(db, feeds.make(db, access.visitor()))
    assert found is not None and (found.person, found.account) == ("visitor", None)


def test_reading_is_written_down_now_and_then(
    db: state.State, admin: state.accounts.Account
) -> None:
    token = feeds.make(db, admin.person)
    assert feeds.of(db, "admin").asked_at is None
    feeds.whose(db, token)
    first = feeds.of(db, "admin").asked_at
    assert first is not None
    feeds.whose(db, token)
    assert feeds.of(db, "admin").asked_at == first


@pytest.mark.parametrize("table", ["feed", "delivery"])
def test_a_backup_holds_no_way_out(
    db: state.State, admin: state.accounts.Account, tmp_path: Path, table: str
) -> None:
    feeds.make(db, admin.person)
    state.outbox.put(db, 1, "{}")
    state.dump(db, tmp_path / "state.jsonl")
    assert f'"{table}"' not in (tmp_path / "state.jsonl").read_text(encoding="utf-8")
