"""Passwords: Argon2id hashes that are kept, and which passwords are too easy to guess."""

import re
import unicodedata
from functools import cache
from pathlib import Path

from argon2 import PasswordHasher, Type
from argon2.exceptions import VerifyMismatchError

from chains import settings
from chains.errors import UsageError

COMMON = Path(__file__).with_name("common_passwords.txt")
LONGEST = 256  # characters
DISTINCT = 5  # different characters, at least
HASHER = PasswordHasher(  # RFC 9106, second recommendation: 64 MiB
    time_cost=3, memory_cost=65536, parallelism=4, hash_len=32, salt_len=16, type=Type.ID
)
NOBODY = (  # of a random text that nobody kept: what is compared where there is no account
    "$argon2id$v=19$m=65536,t=3,p=4$"
    "bWZPMkQgVNvcU5V0AY8FWQ$H2eAkEx8BIF1pfeELfllRqrsLE8OyKD0fmPzpC90DZ4"
)


def hash(text: str) -> str:  # noqa: A001  the field's word
    """The Argon2id hash of a password, with a salt of its own."""
    return HASHER.hash(_plain(text))


def fits(hashed: str | None, text: str) -> bool:
    """Whether this is the password; without a hash it is not, after the same work."""
    try:
        HASHER.verify(hashed or NOBODY, _plain(text))
    except VerifyMismatchError:
        return False
    return hashed is not None


def refuse_weak(text: str, name: str) -> None:
    """Raise UsageError for a password that is short, often used, or made of the account's name."""
    plain = _plain(text).casefold()
    fewest = int(settings.number("password_length"))
    if len(plain) < fewest:
        raise UsageError("A password needs {fewest} characters or more.", fewest=fewest)
    if len(plain) > LONGEST:
        raise UsageError("A password has {most} characters at most.", most=LONGEST)
    if _plain(name).casefold() in plain:
        raise UsageError("A password must not contain the name of the account.")
    if len(set(plain)) < DISTINCT or common() & _guesses(plain):
        raise UsageError(
            "This password is used so often that it is guessed at once. "
            "Several words that do not belong together make a good one."
        )


@cache
def common() -> frozenset[str]:
    """Passwords that are tried first, in lower case."""
    lines = COMMON.read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))


def _guesses(plain: str) -> set[str]:
    """The password, and what is left without spaces and the ornaments around its core."""
    dense = re.sub(r"\s", "", plain)
    core = re.sub(r"^[\W\d_]+|[\W\d_]+$", "", dense)
    return {plain, dense, core} - {""}


def _plain(text: str) -> str:
    """One form for letters that keyboards write in several ways, such as full-width ones."""
    return unicodedata.normalize("NFKC", text)
