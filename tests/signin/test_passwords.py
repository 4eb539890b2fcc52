"""Passwords: how they are kept, and which are refused."""

import pytest
from argon2 import extract_parameters

from chains.errors import UsageError
from chains.signin import passwords


def test_a_hash_is_argon2id_as_rfc_9106_recommends_and_salted(hashed: str) -> None:
    kept = extract_parameters(hashed)
    assert hashed.startswith("$argon2id$v=19$")
    assert (kept.memory_cost, kept.time_cost, kept.parallelism) == (64 * 1024, 3, 4)
    assert (kept.salt_len, kept.hash_len) == (16, 32)
    assert passwords.hash("correct horse battery staple") != hashed


def test_who_has_no_account_costs_the_same_work(hashed: str) -> None:
    assert extract_parameters(passwords.NOBODY) == extract_parameters(hashed)


def test_only_the_password_fits(hashed: str) -> None:
    assert passwords.fits(hashed, "correct horse battery staple")
    assert not passwords.fits(hashed, "correct horse battery stapler")
    assert not passwords.fits(hashed, "")
    assert not passwords.fits(None, "correct horse battery staple")


def test_full_width_letters_are_the_same_password() -> None:
    assert passwords.fits(passwords.hash("ＡＢＣ链长台2026！"), "ABC链长台2026!")


@pytest.mark.parametrize(
    "text",
    [
        "short",
        "九个字的密码呀呀呀",
        "1234567890",
        "qwertyuiop",
        "Password123!",
        "P@ssw0rd2026",
        "woaini1314",
        "WoAiNi5201314",
        "a123456789",
        "1qaz2wsx3edc",
        "admin@123456",
        "iloveyou520!!",
        "yinchuan2026",
        "huawei@123",
        "aaaaaaaaaaaa",
        "121212121212",
        "q w e r t y u i o p",
        "x" * 257,
    ],
)
def test_a_password_that_is_guessed_at_once_is_refused(text: str) -> None:
    with pytest.raises(UsageError):
        passwords.refuse_weak(text, "li")


@pytest.mark.parametrize(
    "text",
    ["correct horse battery staple", "今天园区里的桂花开了很多", "k7#Rz!m2Qw", "Tr8-vek-Lom"],
)
def test_a_password_of_some_thought_is_taken(text: str) -> None:
    assert passwords.refuse_weak(text, "wangfang") is None  # type: ignore[func-returns-value]  # it raises or is silent


@pytest.mark.parametrize("name", ["WangFang", "王芳"])
def test_a_password_does_not_hold_the_name(name: str) -> None:
    with pytest.raises(UsageError, match="name of the account"):
        passwords.refuse_weak(f"blue {name.upper()} teapot 88", name)


def test_the_length_is_a_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHAINS_PASSWORD_LENGTH", "16")
    with pytest.raises(UsageError, match="16"):
        passwords.refuse_weak("k7#Rz!m2Qw", "li")


def test_the_list_holds_more_than_a_thousand_and_the_favourites_here_and_elsewhere() -> None:
    assert len(passwords.common()) > 1000
    favourites = {"123456", "password", "qwerty", "woaini1314", "a123456", "5201314", "111111"}
    assert favourites <= passwords.common()
    assert all(one == one.casefold().strip() for one in passwords.common())
