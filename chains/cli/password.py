"""A new password, typed or from a file: never on the command line, which others can read."""

import getpass
from pathlib import Path

from chains.errors import UsageError
from chains.i18n import _
from chains.signin import passwords


def hashed(file: Path | None, name: str) -> str:
    """The hash of a password that was typed twice, or stands in a file; never on the line."""
    text = _first_line(file) if file else _typed()
    passwords.refuse_weak(text, name)
    return passwords.hash(text)


def _typed() -> str:
    text = getpass.getpass(_("Password: "))
    if getpass.getpass(_("The same again: ")) != text:
        raise UsageError("The two passwords differ.")
    return text


def _first_line(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig").partition("\n")[0].rstrip("\r")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(
            "The file {path} cannot be read: {reason}", path=file, reason=str(error)
        ) from error
