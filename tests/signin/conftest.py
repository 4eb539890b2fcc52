"""A state database of the test's own, and an account in it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from chains import state
from chains.signin import passwords
from chains.state import State
from chains.state.accounts import Account

GOOD = "correct horse battery staple"


@pytest.fixture
def db(tmp_path: Path) -> Iterator[State]:
    """An empty state database."""
    opened = State.open(f"sqlite:///{(tmp_path / 'state.sqlite3').as_posix()}")
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def hashed() -> str:
    """The hash of GOOD, made once: it takes its time."""
    return passwords.hash(GOOD)


@pytest.fixture
def wang(db: State, hashed: str) -> Account:
    """A leader with the password GOOD."""
    return state.accounts.create(
        db, name="wang", title="王处", roles={"leader"}, password=hashed, must_change=False
    )
