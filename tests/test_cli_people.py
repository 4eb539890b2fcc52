"""Who runs a command: roles hold, the audit log tells, accounts and the log are kept by command."""

import argparse
import csv
import json
import re
import sqlite3
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from chains import state
from chains.access import ALL, ROLES, Scope
from chains.cli import _on, main, parser, people
from chains.settings import HOME
from chains.state import State
from chains.store import Store

REFUSED = "Your roles do not allow this. Ask an administrator if it belongs to your work."
PASSWORD = "lamp over seven rivers"  # noqa: S105  it opens nothing
TOWN = (HOME / "tests" / "small_town.sql").read_text(encoding="utf-8")
LEADERS = "领导编号,姓名,职务\nL01,示例甲,市长\n"
Run = Callable[..., tuple[int, str, str]]

WORDS = {
    "audit export": "audit export log.csv",
    "audit list": "audit list",
    "audit prune": "audit prune",
    "audit verify": "audit verify",
    "backup": "backup folder",
    "check": "check a.csv --dataset leader",
    "demo": "demo",
    "derive": "derive",
    "dispatch": "dispatch",
    "doctor": "doctor",
    "editions list": "editions list",
    "editions restore": "editions restore 1",
    "facts": "facts",
    "graph": "graph C1",
    "query": "query select",
    "rank": "rank",
    "restore": "restore folder",
    "rule list": "rule list",
    "rule set": "rule set wuhan",
    "rule show": "rule show",
    "serve": "serve",
    "shock": "shock --stop F",
    "submit": "submit a.csv --dataset leader",
    "undo": "undo 1",
    "templates": "templates folder",
    "upgrade": "upgrade",
    "user add": "user add somebody --role leader",
    "user change": "user change somebody",
    "user disable": "user disable somebody",
    "user enable": "user enable somebody",
    "user link": "user link somebody",
    "user list": "user list",
    "user password": "user password somebody",
    "user signout": "user signout somebody",
    "verify": "verify",
    "wheels": "wheels folder",
}
MAY = {
    "leader": {
        "dispatch",
        "editions list",
        "facts",
        "graph",
        "rank",
        "rule list",
        "rule show",
        "shock",
    },
    "liaison": {
        "dispatch",
        "editions list",
        "facts",
        "graph",
        "rank",
        "rule list",
        "rule show",
        "shock",
        "check",
        "submit",
        "undo",
        "templates",
    },
    "analyst": {
        "dispatch",
        "editions list",
        "facts",
        "graph",
        "rank",
        "rule list",
        "rule show",
        "shock",
        "query",
    },
    "administrator": set(WORDS),
}


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    """A small town in a folder that is the current one and holds a small file."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LOGNAME", "zhang")
    (tmp_path / "a.csv").write_text(LEADERS, encoding="utf-8-sig")
    (tmp_path / "password.txt").write_text(f"{PASSWORD}\n", encoding="utf-8")
    made = Store(tmp_path / "store")
    made.publish(lambda connection: connection.execute(TOWN), by="x", kind="test")
    return made


@pytest.fixture
def chains(store: Store, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command in English: status, stdout, stderr."""

    def run(*words: object, language: str = "en") -> tuple[int, str, str]:
        status = main(["--store", str(store.root), "--language", language, *map(str, words)])
        printed = capsys.readouterr()
        return status, printed.out, printed.err

    return run


@pytest.fixture
def db(store: Store) -> Iterator[State]:
    opened = State.open(f"sqlite:///{(store.root / 'state.sqlite3').as_posix()}")
    yield opened
    opened.close()


@pytest.fixture
def known(db: State) -> None:
    """An account for each role, of the role's name."""
    for role in ROLES:
        state.accounts.create(db, name=role, title=f"示例{role}", roles={role})


def told(db: State) -> list[tuple[str, str, str, str, str]]:
    """The audit log, oldest first."""
    found = reversed(state.audit.search(db))
    return [(one.person, one.action, one.subject, one.outcome, one.detail) for one in found]


def leaves(one: argparse.ArgumentParser) -> Iterator[str]:
    """Every command that can be written, as words."""
    inner = [action for action in one._actions if isinstance(action, argparse._SubParsersAction)]
    if not inner:
        yield one.prog.rpartition("chains ")[2]
    for action in inner:
        for choice in action.choices.values():
            yield from leaves(choice)


def test_every_command_stands_in_the_tables_of_this_test():
    assert sorted(leaves(parser._parser(parser._common()))) == sorted(WORDS)


@pytest.mark.usefixtures("known")
@pytest.mark.parametrize("words", WORDS)
@pytest.mark.parametrize("role", ROLES)
def test_a_command_is_for_whom_the_table_says(
    chains: Run, db: State, store: Store, role: str, words: str
):
    given = [*WORDS[words].split(), "--by", role]
    if words in MAY[role]:
        with _on(store.root):
            person = people.admit(parser.arguments(given))
        assert (person.name, person.roles, told(db)) == (role, {role}, [])
        return
    before = sorted(path.name for path in store.root.parent.rglob("*"))
    assert chains(*given) == (1, "", f"{REFUSED}\n")
    assert sorted(path.name for path in store.root.parent.rglob("*")) == before
    assert [one[:2] + one[3:4] for one in told(db)] == [
        (role, people.ACTIONS.get(words, people.ACTIONS[words.split(maxsplit=1)[0]]), "refused")
    ]


def test_whoever_holds_the_files_holds_every_key(chains: Run, db: State):
    assert chains("query", "select 1 as n")[0] == 0
    assert told(db) == [("console:zhang", "query", "edition 1", "done", "select 1 as n")]


def test_where_everybody_may_come_in_any_name_will_do(
    chains: Run, db: State, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("CHAINS_ACCESS", "open")
    assert chains("--by", "示例员", "query", "select 1")[0] == 0
    assert told(db)[0][0] == "示例员"


@pytest.mark.usefixtures("known")
@pytest.mark.parametrize("access", ["local", "oidc", "nonsense"])
def test_where_people_are_known_another_name_is_refused(
    chains: Run, access: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("CHAINS_ACCESS", access)
    assert chains("facts", "--by", "nobody") == (2, "", "There is no account nobody.\n")
    assert chains("query", "select 1", "--by", "Analyst")[0] == 0


@pytest.mark.usefixtures("known")
def test_a_disabled_account_runs_nothing(chains: Run):
    assert chains("user", "disable", "analyst")[0] == 0
    status, out, err = chains("query", "select 1", "--by", "analyst")
    assert (status, out, err) == (1, "", "The account analyst is disabled.\n")


@pytest.mark.usefixtures("known")
def test_a_liaison_submits_what_the_grants_reach_and_nothing_else(
    chains: Run, db: State, store: Store
):
    words = ["submit", "a.csv", "--dataset", "leader", "--by", "liaison"]
    assert chains(*words)[0] != 0
    assert store.current() == 1
    grant = ["--chain", "*", "--county", "*", "--dataset", "leader"]
    assert chains("user", "change", "liaison", *grant)[0] == 0
    assert chains(*words)[0] == 0
    assert store.records()[-1].made_by == "示例liaison"
    assert [one[1:] for one in told(db) if one[0] == "liaison"] == [
        ("upload", "leader", "refused", "a.csv"),
        ("upload", "leader", "done", "a.csv"),
        ("confirm", "leader", "done", "a.csv"),
        ("publish", "leader", "done", "edition 2, submission 1"),
    ]


def test_nothing_is_published_where_the_log_cannot_be_reached(
    chains: Run, store: Store, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("CHAINS_STATE", f"sqlite:///{store.root}/no/such/folder/state.sqlite3")
    (store.root / "no").write_text("a file where a folder is needed", encoding="utf-8")
    for words in (
        ["submit", "a.csv", "--dataset", "leader"],
        ["editions", "restore", "1"],
        ["demo", "--force"],
    ):
        status, _, err = chains(*words)
        assert status == 1
        assert "cannot be opened" in err
    assert store.current() == 1


def test_a_file_with_faults_is_a_refusal_in_the_log(chains: Run, db: State, store: Store):
    (store.root.parent / "a.csv").write_text("领导编号,姓名\n,甲\n", encoding="utf-8")
    assert chains("submit", "a.csv", "--dataset", "leader")[0] == 1
    assert told(db) == [("console:zhang", "upload", "leader", "refused", "a.csv: 1 faults")]


def test_going_back_is_told_with_both_editions(chains: Run, db: State):
    assert chains("editions", "restore", 1)[0] == 0
    assert told(db) == [("console:zhang", "restore", "edition 1", "done", "edition 2")]
    assert chains("editions", "restore", 9)[0] == 2
    assert told(db)[1] == ("console:zhang", "restore", "edition 9", "refused", "")


def test_an_account_is_made_shown_and_changed(chains: Run, db: State):
    made = chains(
        *("user", "add", "zhangsan", "--title", "张三", "--role", "liaison", "--role", "analyst"),
        *("--chain", "C1", "--chain", "C2", "--county", "*", "--dataset", "project_month"),
    )
    assert made[0] == 0
    assert "user link zhangsan" in made[1]
    found = state.accounts.find(db, "zhangsan")
    assert found is not None
    assert (found.title, found.roles) == ("张三", {"liaison", "analyst"})
    scope = Scope(frozenset({"C1", "C2"}), frozenset({ALL}), frozenset({"project_month"}))
    assert (found.scope, found.password) == (scope, None)
    assert chains("user", "change", "ZhangSan", "--chain", "", "--role", "leader")[0] == 0
    _, out, _ = chains("user", "list", "--json")
    [row] = json.loads(out)
    assert (row["roles"], row["chains"], row["counties"]) == (["leader"], [], ["*"])
    assert "hash" not in out and "argon2" not in out
    assert "张三" in chains("user")[1]
    assert told(db)[0][1:] == (
        "account",
        "zhangsan",
        "done",
        "add roles: analyst, liaison; chains: C1, C2; counties: *; datasets: project_month",
    )


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (["--chain", "C9"], "--chain: there is no C9. There are: C1, C2, and * for all."),
        (["--county", "X", "--county", "Z"], "--county: there is no Z. There are: X, Y, and"),
        (["--dataset", "edition"], "--dataset: there is no edition. There are: "),
    ],
)
def test_a_grant_that_names_nothing_is_said_with_what_there_is(
    chains: Run, db: State, words: list[str], named: str
):
    status, _, err = chains("user", "add", "zhangsan", "--role", "liaison", *words)
    assert (status, state.accounts.every(db)) == (2, [])
    assert named in err


@pytest.mark.usefixtures("known")
def test_a_password_comes_from_a_file_and_must_be_changed(
    chains: Run, db: State, store: Store, tmp_path: Path
):
    from chains.signin import passwords

    assert chains("user", "password", "leader", "--password-file", "password.txt")[0] == 0
    found = state.accounts.find(db, "leader")
    assert found is not None and found.must_change
    assert passwords.fits(found.password, PASSWORD)
    (tmp_path / "weak.txt").write_text("woaini1314\n", encoding="utf-8")
    status, _, _ = chains("user", "password", "leader", "--password-file", "weak.txt")
    assert status == 2
    held = b"".join(path.read_bytes() for path in store.root.glob("state.sqlite3*"))
    assert PASSWORD.encode() not in held


@pytest.mark.usefixtures("known")
def test_a_password_is_typed_twice(chains: Run, db: State, monkeypatch: pytest.MonkeyPatch):
    typed = iter([PASSWORD, f"{PASSWORD}!", PASSWORD, PASSWORD])
    monkeypatch.setattr("getpass.getpass", lambda _prompt: next(typed))
    assert chains("user", "password", "leader") == (2, "", "The two passwords differ.\n")
    assert chains("user", "password", "leader")[0] == 0
    found = state.accounts.find(db, "leader")
    assert found is not None and found.password is not None


def test_a_password_is_no_argument(chains: Run):
    with pytest.raises(SystemExit) as ended:
        chains("user", "password", "leader", "--password", PASSWORD)
    assert ended.value.code == 2


@pytest.mark.usefixtures("known")
def test_a_link_lets_its_account_choose_a_password_once(
    chains: Run, db: State, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("CHAINS_HOSTS", "chains.example")
    monkeypatch.setenv("CHAINS_PROXIES", "127.0.0.1")
    _, out, _ = chains("user", "link", "leader", "--json")
    link = json.loads(out)["link"]
    assert re.fullmatch(r"https://chains\.example/sign-in/\S+=\S{40,}", link)
    ticket = link.rpartition("=")[2]
    found = state.tickets.redeem(db, ticket)
    assert found is not None and found.name == "leader"
    assert state.tickets.redeem(db, ticket) is None
    assert told(db) == [("console:zhang", "link", "leader", "done", "link 24 h")]


@pytest.mark.usefixtures("known")
def test_sessions_end_by_signout_and_by_disabling(chains: Run, db: State):
    leader = state.accounts.find(db, "leader")
    assert leader is not None
    for words in (["signout", "leader"], ["disable", "leader"]):
        token = state.sessions.start(db, leader.account, "127.0.0.1")
        assert chains("user", *words)[0] == 0
        assert state.sessions.person(db, token, touch=False) is None
    assert chains("user", "enable", "leader")[0] == 0
    state.sessions.start(db, leader.account, "127.0.0.1")


@pytest.mark.usefixtures("known")
def test_the_last_administrator_stays(chains: Run, db: State):
    assert chains("user", "disable", "administrator")[0] == 2
    assert chains("user", "change", "administrator", "--role", "leader")[0] == 2
    found = state.accounts.find(db, "administrator")
    assert found is not None and found.administers
    assert [one[3] for one in told(db)] == ["refused", "refused"]


@pytest.mark.parametrize("words", ["change", "disable", "enable", "link", "password", "signout"])
def test_an_account_that_is_not_there_is_wrong_use(chains: Run, words: str):
    assert chains("user", words, "nobody")[::2] == (2, "There is no account nobody.\n")


@pytest.fixture
def busy(db: State) -> None:
    """Five entries of two people."""
    for number in range(1, 6):
        state.audit.record(
            db,
            person="analyst" if number % 2 else "leader",
            action="query",
            subject="edition 1",
            outcome="refused" if number == 5 else "done",
            detail=f"=select {number}",
        )


@pytest.mark.usefixtures("busy")
def test_the_log_is_searched(chains: Run):
    def found(*words: str) -> list[int]:
        return [one["entry"] for one in json.loads(chains("audit", "list", "--json", *words)[1])]

    assert found() == [5, 4, 3, 2, 1]
    assert found("--person", "leader") == [4, 2]
    assert found("--outcome", "refused") == [5]
    assert found("--text", "SELECT 3", "--action", "query") == [3]
    assert found("--limit", "2") == [5, 4]
    assert found("--since", "2020-01-01", "--until", "2020-12-31") == []
    assert len(found("--since", "2020-01-01")) == 5


@pytest.mark.usefixtures("busy")
def test_a_day_of_the_log_is_the_offices_day(chains: Run):
    today = date.today().isoformat()
    _, out, _ = chains("audit", "list", "--since", today, "--until", today, "--json")
    assert len(json.loads(out)) == 5
    assert json.loads(out)[0]["at"].endswith("+00:00")


@pytest.mark.usefixtures("busy")
def test_a_log_that_holds_is_said_with_its_last_hash(chains: Run, db: State):
    last = state.audit.search(db, limit=1)[0].hash
    status, out, _ = chains("audit", "verify")
    assert (status, out) == (0, f"5 entries, every one holds. The last hash is {last}.\n")


@pytest.mark.usefixtures("busy")
@pytest.mark.parametrize(
    ("script", "entry"),
    [
        ("update audit set detail = 'nothing' where entry = 3", 3),
        ("delete from audit where entry = 2", 2),
        ("delete from audit where entry = 5", 5),
    ],
)
def test_a_changed_or_removed_entry_is_named(chains: Run, store: Store, script: str, entry: int):
    with sqlite3.connect(store.root / "state.sqlite3") as raw:
        guards = raw.execute("select name from sqlite_master where type = 'trigger'").fetchall()
        for (guard,) in guards:  # whoever holds the file can take them away
            raw.execute(f"drop trigger {guard}")
        raw.execute(script)
    raw.close()
    status, out, _ = chains("audit", "verify")
    assert (status, out) == (1, f"Entry {entry} was changed or removed.\n")
    assert json.loads(chains("audit", "verify", "--json")[1])["broken"] == entry


@pytest.mark.usefixtures("busy")
def test_an_edition_without_an_entry_is_a_warning(chains: Run, store: Store):
    time.sleep(1)  # an edition's moment has whole seconds
    store.publish(lambda _: None, by="x", kind="test")
    assert chains("editions", "restore", 1)[0] == 0
    status, out, _ = chains("audit", "verify")
    assert status == 0
    assert out.count("Warning") == 1
    assert "edition 2 has no entry" in out
    found = json.loads(chains("audit", "verify", "--json")[1])
    assert (found["broken"], found["editions_without_entry"]) == (None, [2])


@pytest.mark.usefixtures("busy")
def test_an_export_is_disarmed_and_whole(chains: Run, tmp_path: Path, db: State):
    assert chains("audit", "export", "log.csv", "--person", "leader")[0] == 0
    raw = (tmp_path / "log.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(raw.decode("utf-8-sig").splitlines()))
    assert [(row["entry"], row["detail"]) for row in rows] == [
        ("2", "'=select 2"),
        ("4", "'=select 4"),
    ]
    assert chains("audit", "export", "log.jsonl")[0] == 0
    lines = (tmp_path / "log.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["entry"] for line in lines] == [1, 2, 3, 4, 5, 6]
    assert told(db)[-1] == ("console:zhang", "export", "audit", "done", "6 entries")


def test_an_export_to_nowhere_is_wrong_use(chains: Run, db: State):
    assert chains("audit", "export", "log.txt")[0] == 2
    assert chains("audit", "export", "no/such/folder/log.csv")[0] == 2
    assert [one[3] for one in told(db)] == ["refused", "refused"]


@pytest.mark.usefixtures("busy")
def test_old_entries_go_and_the_rest_holds(chains: Run, db: State, monkeypatch: pytest.MonkeyPatch):
    assert chains("audit", "prune")[1] == "0 entries older than 1096 days are gone.\n"
    later = state.clock.now() + timedelta(days=1097)
    monkeypatch.setattr("chains.state.audit.now", lambda: later)
    status, out, _ = chains("audit", "prune", "--json")
    assert (status, json.loads(out)) == (0, {"removed": 6, "days": 1096})
    assert chains("audit", "verify")[0] == 0
    assert [one[:2] for one in told(db)] == [
        ("chainboard", "prune"),
        ("console:zhang", "audit prune"),
    ]
