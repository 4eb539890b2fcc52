"""Growing delays for whoever fails again and again; a key is an account's name or an address."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, insert, select, update

from chains.state import tables, tokens
from chains.state.clock import now
from chains.state.database import State

FREE = 5  # failures that cost nothing
LONGEST = 900  # seconds
QUIET = timedelta(hours=24)  # after which all is forgotten

_table = tables.throttle


def delay(failures: int) -> int:
    """Seconds from the last of so many failures to the next try: 2, 4, 8 and so on after five."""
    return 0 if failures <= FREE else min(LONGEST, 2 ** min(failures - FREE, 10))


def wait(db: State, *keys: str) -> float:
    """Seconds until another try is allowed for all of the keys; 0 is now."""
    with db.reading() as connection:
        return _wait(connection, keys, now())


def failed(db: State, *keys: str) -> None:
    """Count a failure of each key."""
    with db.writing() as connection:
        _count(connection, keys, now())


def attempt(db: State, *keys: str) -> float:
    """As `wait`; where it is 0, count a failure already, so that tries at one moment all count."""
    with db.writing() as connection:
        moment = now()
        seconds = _wait(connection, keys, moment)
        if seconds == 0:
            _count(connection, keys, moment)
    return seconds


def cleared(db: State, *keys: str) -> None:
    """Forget the failures of the keys: somebody got in."""
    with db.writing() as connection:
        connection.execute(delete(_table).where(_table.c.digest.in_(_digests(keys))))


def _digests(keys: tuple[str, ...]) -> list[str]:
    """What stands for the keys: a name typed wrongly may be a password."""
    return [tokens.digest(key) for key in keys]


def _wait(connection: Connection, keys: tuple[str, ...], moment: datetime) -> float:
    rows = connection.execute(select(_table).where(_table.c.digest.in_(_digests(keys))))
    return max((_left(row.failures, moment - row.failed_at) for row in rows), default=0.0)


def _left(failures: int, passed: timedelta) -> float:
    """What is left of the delay; a clock that was put back makes it no longer than it was."""
    whole = delay(failures)
    return 0.0 if passed > QUIET else min(float(whole), max(0.0, whole - passed.total_seconds()))


def _count(connection: Connection, keys: tuple[str, ...], moment: datetime) -> None:
    connection.execute(delete(_table).where(_table.c.failed_at < moment - QUIET))
    for digest in dict.fromkeys(_digests(keys)):
        more = {"failures": _table.c.failures + 1, "failed_at": moment}
        here = _table.c.digest == digest
        if connection.execute(update(_table).where(here).values(more)).rowcount == 0:
            connection.execute(insert(_table).values(digest=digest, failures=1, failed_at=moment))
