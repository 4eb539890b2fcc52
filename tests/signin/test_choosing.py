"""Choosing a password: with the current one, by a one-time link, as the first administrator."""

import pytest

from chains import signin, state
from chains.errors import SignInRefused, UsageError
from chains.signin import passwords
from chains.state import State
from chains.state.accounts import Account

GOOD, NEW = "correct horse battery staple", "a kettle of green elephants"
HERE = "10.0.0.7"


def choose(db: State, account: Account, current: str, wanted: str, again: str | None = None) -> str:
    again = wanted if again is None else again
    return signin.choose_password(
        db, account, current=current, wanted=wanted, again=again, address=HERE
    )


def test_a_new_password_ends_all_sessions_and_starts_one(db: State, wang: Account) -> None:
    before = signin.attempt(db, "wang", GOOD, HERE)
    token = choose(db, wang, GOOD, NEW)
    assert state.sessions.person(db, before, touch=False) is None
    session = state.sessions.person(db, token, touch=False)
    assert session is not None and not session.account.must_change
    assert passwords.fits(session.account.password, NEW)


@pytest.mark.parametrize(
    ("current", "wanted", "again"),
    [
        ("wrong", NEW, NEW),
        (GOOD, NEW, NEW + "s"),
        (GOOD, GOOD, GOOD),
        (GOOD, "short", "short"),
        (GOOD, "woaini1314", "woaini1314"),
        (GOOD, "all hail wang the first", "all hail wang the first"),
    ],
)
def test_a_refused_choice_changes_nothing(
    db: State, wang: Account, current: str, wanted: str, again: str
) -> None:
    with pytest.raises((SignInRefused, UsageError)):
        choose(db, wang, current, wanted, again)
    assert state.accounts.find(db, "wang") == wang


def test_the_current_password_is_not_guessed_through_a_session(db: State, wang: Account) -> None:
    for number in range(6):
        with pytest.raises(SignInRefused, match="current"):
            choose(db, wang, f"guess {number}", NEW)
    with pytest.raises(SignInRefused, match="wait"):
        choose(db, wang, GOOD, NEW)


def test_a_link_works_once_and_ends_the_old_password(db: State, wang: Account) -> None:
    before = signin.attempt(db, "wang", GOOD, HERE)
    ticket = state.tickets.issue(db, wang.account)
    session = state.sessions.person(db, signin.redeem(db, ticket, HERE), touch=False)
    assert session is not None and session.account.must_change
    assert session.account.password is None
    assert state.sessions.person(db, before, touch=False) is None
    with pytest.raises(SignInRefused, match="used before"):
        signin.redeem(db, ticket, HERE)
    choose(db, session.account, "", NEW)
    assert signin.attempt(db, "wang", NEW, HERE)


@pytest.mark.parametrize("ticket", ["", "x", "'; drop table ticket; --", "\0", "链" * 5000])
@pytest.mark.usefixtures("wang")
def test_a_made_up_link_lets_nobody_in(db: State, ticket: str) -> None:
    with pytest.raises(SignInRefused):
        signin.redeem(db, ticket, HERE)


def test_the_first_start_makes_one_administrator_and_a_link(db: State) -> None:
    link = signin.first_administrator(db)
    assert link is not None and link.startswith("/sign-in/first?ticket=")
    (admin,) = state.accounts.every(db)
    assert (admin.name, admin.roles) == ("admin", {"administrator"})
    session = state.sessions.person(
        db, signin.redeem(db, link.partition("=")[2], HERE), touch=False
    )
    assert session is not None and session.account.account == admin.account


def test_until_the_administrator_has_a_password_each_start_gives_a_new_link(db: State) -> None:
    first, second = signin.first_administrator(db), signin.first_administrator(db)
    assert first and second and first != second and len(state.accounts.every(db)) == 1
    with pytest.raises(SignInRefused):
        signin.redeem(db, first.partition("=")[2], HERE)
    signin.redeem(db, second.partition("=")[2], HERE)


def test_with_an_administrator_there_is_no_link(db: State, hashed: str) -> None:
    state.accounts.create(db, name="boss", title="", roles={"administrator"}, password=hashed)
    assert signin.first_administrator(db) is None
    assert [one.name for one in state.accounts.every(db)] == ["boss"]


def test_the_first_administrator_takes_nobodys_name(db: State, hashed: str) -> None:
    state.accounts.create(db, name="Admin", title="", roles={"leader"}, password=hashed)
    assert signin.first_administrator(db)
    assert {one.name: one.administers for one in state.accounts.every(db)} == {
        "Admin": False,
        "admin2": True,
    }
