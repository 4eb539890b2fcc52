"""A state database with an account of each kind, and the small app behind the real door."""

from collections.abc import Iterator
from pathlib import Path

import door
import httpx
import pytest

from chains import state
from chains.access import ROLES
from chains.signin import passwords
from chains.state import State


@pytest.fixture(scope="session")
def hashed() -> str:
    """The hash of the password of all accounts, made once: it takes its time."""
    return passwords.hash(door.GOOD)


@pytest.fixture
def db(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, hashed: str) -> State:
    """The state in force: an account for each role, one that is disabled, one without a role."""
    monkeypatch.setenv("CHAINS_STORE", str(tmp_path))
    monkeypatch.setenv("CHAINS_ACCESS", "local")
    monkeypatch.setenv("CHAINS_LANGUAGE", "en")
    held = state.in_force()
    for name in [*ROLES, "disabled", "roleless", "fresh"]:
        made = state.accounts.create(
            held,
            name=name,
            title=f"The {name}",
            roles={name} & ROLES.keys() or ({"leader"} if name != "roleless" else set()),
            password=hashed,
            must_change=name == "fresh",
        )
        if name == "disabled":
            state.accounts.change(held, made.account, disabled=True)
    return held


@pytest.fixture
def seen() -> door.Seen:
    """What reached the app."""
    return door.Seen()


@pytest.fixture
def url(db: State, seen: door.Seen) -> Iterator[str]:
    """Where the small app answers."""
    assert db is state.in_force()
    with door.serving(door.small(seen)) as address:
        yield address


@pytest.fixture
def client(url: str) -> Iterator[httpx.Client]:
    """A browser in which nobody is signed in."""
    with door.browser(url) as opened:
        yield opened
