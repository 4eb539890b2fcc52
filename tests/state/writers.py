"""Processes that write at the same time: `writers.py ACT URL`, beginning at a line on stdin."""

import subprocess
import sys
from collections.abc import Callable
from itertools import count

from chains.state import State, accounts, audit, upgrade

Start = Callable[..., "subprocess.Popen[str]"]  # the fixture `start`, see conftest.py


def open_it(url: str) -> None:
    """Open a database that nobody opened before."""
    with State.open(url).reading() as connection:
        print(upgrade.version(connection), flush=True)


def append(url: str, entries: str) -> None:
    """Append entries to the audit log, telling each one's number once it is kept."""
    db = State.open(url)
    for turn in range(int(entries)):
        print(audit.record(db, person="writer", action="append", detail=str(turn)), flush=True)


def churn(url: str) -> None:
    """Change an account's title and say so in the log, both or neither, until killed."""
    db = State.open(url)
    found = accounts.find(db, "admin")
    assert found
    for turn in count(int(found.title) + 1):
        with db.writing():
            accounts.change(db, found.account, title=str(turn))
            audit.record(db, person="writer", action="title", detail=str(turn))
        print(turn, audit.record(db, person="writer", action="append"), flush=True)


if __name__ == "__main__":
    print("ready", flush=True)
    sys.stdin.readline()
    {"open": open_it, "append": append, "churn": churn}[sys.argv[1]](*sys.argv[2:])
