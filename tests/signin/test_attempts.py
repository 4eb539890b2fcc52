"""Trying to sign in: who gets in, who has to wait, what nobody learns."""

import statistics
import time
from collections.abc import Iterator

import pytest

from chains import signin, state
from chains.errors import SignInRefused
from chains.signin import attempts, device, passwords
from chains.state import State
from chains.state.accounts import Account

GOOD = "correct horse battery staple"
HERE, THERE = "10.0.0.7", "10.0.0.8"


@pytest.fixture
def checked(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The passwords that were really compared, by the real comparison."""
    seen: list[str] = []
    real = passwords.fits

    def counted(hashed: str | None, text: str) -> bool:
        seen.append(text)
        return real(hashed, text)

    monkeypatch.setattr(passwords, "fits", counted)
    return seen


def refused(db: State, name: str, password: str, address: str = HERE, known: str = "") -> str:
    with pytest.raises(SignInRefused) as caught:
        signin.attempt(db, name, password, address, known=known)
    return str(caught.value)


def later(monkeypatch: pytest.MonkeyPatch, seconds: float) -> None:
    """Let the state's clock go on."""
    from datetime import timedelta

    real = state.throttle.now
    monkeypatch.setattr(state.throttle, "now", lambda: real() + timedelta(seconds=seconds))


def test_the_right_password_starts_a_session(db: State, wang: Account) -> None:
    session = state.sessions.person(db, signin.attempt(db, "WANG", GOOD, HERE), touch=False)
    assert session is not None and session.account == wang


@pytest.mark.usefixtures("wang")
def test_nobody_learns_which_accounts_there_are(db: State, hashed: str) -> None:
    state.accounts.create(db, name="gone", title="", roles={"leader"}, password=hashed)
    gone = state.accounts.find(db, "gone")
    assert gone is not None
    state.accounts.change(db, gone.account, disabled=True)
    said = {
        refused(db, "wang", "wrong"),
        refused(db, "nobody", GOOD),
        refused(db, "gone", GOOD),
        refused(db, "gone", "wrong"),
        refused(db, "", ""),
        refused(db, "a b'--\0", GOOD),
    }
    assert len(said) == 1


@pytest.mark.usefixtures("wang")
def test_an_unknown_name_takes_as_long_as_a_wrong_password(
    db: State,
) -> None:
    spent: dict[str, list[float]] = {"wang": [], "nobody": []}
    for number in range(5):
        for name, times in spent.items():
            start = time.perf_counter()
            refused(db, name, "wrong", f"10.1.{number}.{len(name)}")
            times.append(time.perf_counter() - start)
    known, unknown = (statistics.median(times) for times in spent.values())
    assert 0.5 < known / unknown < 2


@pytest.mark.usefixtures("wang")
def test_five_failures_are_free_and_then_the_name_waits_longer_and_longer(
    db: State, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(6):
        assert "not right" in refused(db, "wang", "wrong", f"10.0.{number}.1")
    assert "2 s" in refused(db, "wang", GOOD, THERE)
    later(monkeypatch, 3)
    assert "not right" in refused(db, "wang", "wrong", "10.0.9.1")
    assert "4 s" in refused(db, "wang", GOOD, THERE)
    later(monkeypatch, 5)
    assert signin.attempt(db, "wang", GOOD, THERE)


@pytest.mark.usefixtures("wang")
def test_a_thousand_wrong_passwords_are_compared_a_few_times_only(
    db: State, checked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(1000):
        refused(db, "wang", f"guess {number}")
    assert len(checked) < 12
    later(monkeypatch, 2000)
    assert signin.attempt(db, "wang", GOOD, THERE)


def test_one_password_over_a_thousand_names_is_compared_a_few_times_only(
    db: State, checked: list[str]
) -> None:
    for number in range(1000):
        refused(db, f"person{number}", "Summer-of-2026")
    assert len(checked) < 12 * attempts.SLOTS


@pytest.mark.usefixtures("wang")
def test_a_colleague_who_fails_keeps_few_others_of_the_same_address_out(
    db: State, hashed: str
) -> None:
    for _ in range(20):
        refused(db, "zhang", "wrong")
    names = [f"colleague{number}" for number in range(30)]
    for name in names:
        state.accounts.create(db, name=name, title="", roles={"leader"}, password=hashed)
    held = 0
    for name in names:
        try:
            signin.attempt(db, name, GOOD, HERE)
        except SignInRefused:
            held += 1
    assert held <= len(names) / 3


def test_a_known_browser_is_not_locked_out_by_a_stranger(db: State, wang: Account) -> None:
    mark = device.mark(wang)
    for number in range(30):
        refused(db, "wang", f"guess {number}", THERE)
    assert "wait" in refused(db, "wang", GOOD, HERE)
    assert signin.attempt(db, "wang", GOOD, HERE, known=mark)
    assert "wait" in refused(db, "wang", GOOD, HERE)


def test_a_known_browser_waits_for_its_own_failures(db: State, wang: Account) -> None:
    mark = device.mark(wang)
    said = [refused(db, "wang", f"guess {number}", HERE, mark) for number in range(10)]
    assert "wait" in said[-1]


def test_a_mark_is_good_for_its_account_and_password_only(
    db: State, wang: Account, hashed: str
) -> None:
    mark = device.mark(wang)
    other = state.accounts.create(db, name="li", title="", roles={"leader"}, password=hashed)
    changed = state.accounts.change(db, wang.account, password=passwords.hash("another one here"))
    assert device.known(wang, mark)
    assert device.known(other, mark) is None
    assert device.known(changed, mark) is None
    assert device.known(None, mark) is None
    assert device.known(wang, mark[:-1]) is None
    assert device.known(wang, "é.é") is None


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("10.1.2.3", "10.1.2.3"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("::ffff:10.1.2.3", "10.1.2.3"),
        ("testclient", "testclient"),
    ],
)
def test_addresses_that_cost_nothing_count_as_one(address: str, network: str) -> None:
    assert attempts.network(address) == network


def test_everything_is_written_down_and_no_password(db: State, wang: Account) -> None:
    refused(db, "wang", "a secret of mine")
    refused(db, "my password by mistake", "x")
    token = signin.attempt(db, "wang", GOOD, HERE)
    signin.leave(db, token, HERE)
    signin.leave_everywhere(db, wang, HERE)
    entries = state.audit.search(db)
    told = [(one.person, one.action, one.outcome) for one in reversed(entries)]
    assert told == [
        ("wang", "sign-in", "refused"),
        ("?", "sign-in", "refused"),
        ("wang", "sign-in", "done"),
        ("wang", "sign-out", "done"),
        ("wang", "sign-out-everywhere", "done"),
    ]
    assert all(one.address == HERE for one in entries)
    assert "secret" not in repr(entries) and "mistake" not in repr(entries)
    assert state.audit.verify(db).broken is None
