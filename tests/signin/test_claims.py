"""What an organisation says of a person, and whose account that is."""

from typing import Any

import pytest

from chains import signin, state
from chains.errors import SignInRefused
from chains.state import State
from chains.state.accounts import Account

HERE = "10.0.0.7"


def enter(db: State, **claims: Any) -> Account:
    session = state.sessions.person(db, signin.claims.enter(db, claims, HERE), touch=False)
    assert session is not None
    return session.account


def make(db: State, name: str, *roles: str, subject: str | None = None) -> Account:
    return state.accounts.create(db, name=name, title=name, roles=roles, subject=subject)


def test_who_is_bound_gets_in_whatever_the_name_says(db: State) -> None:
    li = make(db, "li", "leader", subject="s-1")
    assert enter(db, sub="s-1", preferred_username="admin").account == li.account


def test_the_first_sight_binds_the_account_of_the_name(db: State) -> None:
    make(db, "li", "leader")
    assert enter(db, sub="s-1", preferred_username="LI").subject == "s-1"
    with pytest.raises(SignInRefused):
        enter(db, sub="s-2", preferred_username="li")
    assert enter(db, sub="s-1", preferred_username="renamed").name == "li"


@pytest.mark.parametrize(
    "claims",
    [
        {},
        {"sub": ""},
        {"sub": None, "preferred_username": "li"},
        {"sub": 7, "preferred_username": "li"},
        {"sub": "s-9"},
        {"sub": "s-9", "preferred_username": "nobody"},
        {"sub": "s-9", "preferred_username": ["li"]},
        {"sub": "s-9", "preferred_username": "gone"},
        {"sub": "s-9", "email": "li"},
        {"sub": "s-9", "email": "li", "email_verified": False},
    ],
)
def test_who_has_no_account_is_told_whom_to_ask(db: State, claims: dict[str, Any]) -> None:
    make(db, "boss", "administrator")
    make(db, "li", "leader")
    gone = make(db, "gone", "leader")
    state.accounts.change(db, gone.account, disabled=True)
    with pytest.raises(SignInRefused, match="administrator"):
        signin.claims.enter(db, claims, HERE)
    (entry,) = state.audit.search(db)
    assert (entry.action, entry.outcome) == ("sign-in", "refused")
    assert all(one.subject is None for one in state.accounts.every(db))


def test_who_was_disabled_does_not_get_in(db: State) -> None:
    li = make(db, "li", "leader", subject="s-1")
    state.accounts.change(db, li.account, disabled=True)
    with pytest.raises(SignInRefused):
        enter(db, sub="s-1")


@pytest.mark.parametrize(
    ("claim", "given", "roles"),
    [
        ("roles", {"roles": ["leader", "analyst"]}, {"leader", "analyst"}),
        ("roles", {"roles": "leader, analyst"}, {"leader", "analyst"}),
        ("roles", {"roles": ["leader", "root", "Administrator", "*"]}, {"leader"}),
        ("realm.roles", {"realm": {"roles": ["liaison"]}}, {"liaison"}),
        ("https://x.example/roles", {"https://x.example/roles": ["leader"]}, {"leader"}),
        ("roles", {"roles": {"administrator": True}}, set()),
        ("roles", {"roles": [["administrator"], None, 1]}, set()),
        ("realm.roles", {"realm": "administrator"}, set()),
        ("roles", {}, set()),
    ],
)
def test_a_claim_names_roles_of_ours_and_nothing_else(
    claim: str, given: dict[str, Any], roles: set[str]
) -> None:
    assert signin.claims.roles(given, claim) == roles


def test_the_claims_roles_are_kept_at_each_sign_in(
    db: State, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHAINS_OIDC_ROLES", "groups")
    make(db, "li", "administrator", subject="s-1")
    make(db, "boss", "administrator")
    assert enter(db, sub="s-1", groups=["leader"]).roles == {"leader"}
    assert enter(db, sub="s-1", groups=["analyst"]).roles == {"analyst"}
    with pytest.raises(SignInRefused, match="no role"):
        enter(db, sub="s-1", groups=["root"])
    assert state.accounts.by_subject(db, "s-1").roles == set()  # type: ignore[union-attr]  # it is there


def test_without_the_setting_a_claim_gives_no_role(db: State) -> None:
    make(db, "li", "leader", subject="s-1")
    assert enter(db, sub="s-1", roles=["administrator"]).roles == {"leader"}


def test_a_claim_does_not_take_the_last_administrator_away(
    db: State, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHAINS_OIDC_ROLES", "groups")
    make(db, "boss", "administrator", subject="s-1")
    with pytest.raises(SignInRefused, match="last administrator"):
        enter(db, sub="s-1", groups=["leader"])
