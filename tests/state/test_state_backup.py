"""A backup carries accounts and audit log from either kind of database into either kind."""

from pathlib import Path

import postgresql

from chains import backup, state
from chains.store import Store


def fill(db: state.State) -> None:
    """Accounts with everything that a column may hold, one signed in, and a few entries."""
    scope = state.accounts.Scope(frozenset({"C1"}), frozenset(), frozenset({"project_month"}))
    admin = state.accounts.create(db, name="admin", title="管理员", roles={"administrator"})
    state.accounts.create(db, name="王小明", title="", roles={"liaison"}, scope=scope, subject="7")
    state.sessions.start(db, admin.account, "127.0.0.1")
    for number in range(3):
        state.audit.record(db, person="admin", action="publish", subject=f"第 {number} 版 '\"\\")


def look(db: state.State) -> tuple[object, ...]:
    return (
        state.accounts.every(db),
        state.audit.search(db),
        state.audit.verify(db),
    )


def test_accounts_and_audit_log_go_from_one_kind_of_database_to_the_other(
    database_url: str, server: postgresql.Server, empty: Store, tmp_path: Path
) -> None:
    db = state.State.open(database_url)
    fill(db)
    before = look(db)
    path = backup.make(empty, db, tmp_path / "backups").path
    db.close()
    sqlite = f"sqlite:///{(tmp_path / 'new.sqlite3').as_posix()}"
    with server.database() as other:
        for number, url in enumerate((other, sqlite)):
            backup.restore(path, tmp_path / f"store{number}", url)
            restored = state.State.open(url)
            assert look(restored) == before
            assert state.audit.record(restored, person="admin", action="restore") == 4
            assert state.audit.verify(restored).broken is None
            restored.close()
