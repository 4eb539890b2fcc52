"""Who may come in where nothing is set, and what a mode needs."""

import pytest

from chains.errors import UsageError
from chains.signin import mode


@pytest.mark.parametrize("address", ["127.0.0.1", "::1", "localhost", "127.3.2.1"])
def test_the_demonstration_on_this_computer_is_open(address: str) -> None:
    assert mode.in_force(demonstration=True, address=address) == "open"


@pytest.mark.parametrize("address", ["0.0.0.0", "::", "192.168.1.20", "dashboard.example"])  # noqa: S104  that is the point
def test_other_computers_are_not_let_in_by_default(address: str) -> None:
    with pytest.raises(UsageError, match=address):
        mode.in_force(demonstration=True, address=address)


def test_a_real_city_is_not_open_by_default() -> None:
    with pytest.raises(UsageError, match="own data"):
        mode.in_force(demonstration=False, address="127.0.0.1")


@pytest.mark.parametrize("chosen", ["open", "local"])
def test_what_is_set_by_hand_holds(monkeypatch: pytest.MonkeyPatch, chosen: str) -> None:
    monkeypatch.setenv("CHAINS_ACCESS", chosen)
    assert mode.in_force(demonstration=False, address="0.0.0.0") == chosen  # noqa: S104  that is the point
    assert mode.chosen() == chosen


@pytest.mark.parametrize("chosen", ["Open", "oauth", "none", "*"])
def test_an_unknown_mode_is_refused(monkeypatch: pytest.MonkeyPatch, chosen: str) -> None:
    monkeypatch.setenv("CHAINS_ACCESS", chosen)
    with pytest.raises(UsageError):
        mode.in_force(demonstration=True, address="127.0.0.1")


def test_without_a_word_the_door_is_shut() -> None:
    assert mode.chosen() == "local"


def test_the_organisations_sign_in_needs_its_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHAINS_ACCESS", "oidc")
    for name, value in {
        "OIDC_METADATA": "https://id.example/.well-known/openid-configuration",
        "OIDC_CLIENT": "chainboard",
        "OIDC_SECRET": "s",
        "OIDC_REDIRECT": "https://board.example/",
    }.items():
        with pytest.raises(UsageError, match=f"CHAINS_{name}"):
            mode.in_force(demonstration=False, address="127.0.0.1")
        monkeypatch.setenv(f"CHAINS_{name}", value)
    with pytest.raises(UsageError, match="oauth2callback"):
        mode.in_force(demonstration=False, address="127.0.0.1")
    monkeypatch.setenv("CHAINS_OIDC_REDIRECT", "https://board.example/oauth2callback")
    assert mode.in_force(demonstration=False, address="127.0.0.1") == "oidc"
