"""A fresh state database of either kind for each test."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import postgresql
import pytest
from writers import Start

from chains import state
from chains.settings import HOME

WRITERS = Path(__file__).with_name("writers.py")


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[postgresql.Server]:
    """The PostgreSQL server of this run."""
    base = tmp_path_factory.getbasetemp()
    root = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    with postgresql.shared(root / "postgresql") as running:
        yield running


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of an empty database."""
    if request.param == "sqlite":
        yield f"sqlite:///{(tmp_path / 'state.sqlite3').as_posix()}"
        return
    with request.getfixturevalue("server").database() as url:
        yield url


@pytest.fixture
def db(database_url: str) -> Iterator[state.State]:
    """An open state database with nothing in it."""
    opened = state.State.open(database_url)
    yield opened
    opened.close()


@pytest.fixture
def admin(db: state.State) -> state.accounts.Account:
    """The first administrator."""
    return state.accounts.create(db, name="admin", title="管理员", roles={"administrator"})


@pytest.fixture
def start() -> Iterator[Start]:
    """Start a process of writers.py, which waits for a line before it acts."""
    with ExitStack() as stack:

        def begin(*arguments: str) -> "subprocess.Popen[str]":
            command = [sys.executable, str(WRITERS), *arguments]
            pipe = subprocess.PIPE
            environment = {**os.environ, "PYTHONPATH": str(HOME)}
            process = stack.enter_context(
                subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, env=environment)
            )
            stack.callback(process.kill)
            return process

        yield begin
