"""Two languages: English texts in the code, their Chinese in locale/zh.po. Knows no screen."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import Any, BinaryIO

from babel.messages.extract import extract_python
from babel.messages.pofile import read_po

from chains import settings
from chains.errors import ChainsError

LANGUAGES = {"zh": "中文", "en": "English"}
LOCALE = Path(__file__).parent / "locale"

_language: ContextVar[str | None] = ContextVar("language", default=None)


def language() -> str:
    """The language in force here, `zh` or `en`."""
    chosen = _language.get() or settings.get("language")
    return chosen if chosen in LANGUAGES else "zh"


def choose(name: str) -> None:
    """Speak this language from here on in this context."""
    _language.set(name)


@contextmanager
def speaking(name: str) -> Iterator[None]:
    """Speak this language within the block."""
    token = _language.set(name)
    try:
        yield
    finally:
        _language.reset(token)


@cache
def catalogue(name: str) -> dict[str, str]:
    """English text -> text in that language; empty for English itself."""
    if name == "en":
        return {}
    with (LOCALE / f"{name}.po").open("rb") as file:
        return {
            str(message.id): str(message.string)
            for message in read_po(file, locale=name)
            if message.id and message.string and not message.fuzzy
        }


def _(text: str, **values: Any) -> str:
    """The text in the language in force, its {names} filled with the values."""
    said = catalogue(language()).get(text, text)
    return said.format(**values) if values else said


def say(error: ChainsError) -> str:
    """A refusal in the language in force."""
    return _(error.message, **error.values)


def sentence(zh: str, en: str) -> str:
    """The one of two texts that fits the language in force."""
    return zh if language() == "zh" else en


def extract_page(
    fileobj: BinaryIO, keywords: Any, comment_tags: Any, options: Any
) -> Iterator[Any]:
    """Babel's extraction method for pages/: section, title, description, then the code's texts."""
    title, description = fileobj.read().decode("utf-8").splitlines()[0:3:2]
    section = Path(fileobj.name).parent.name.capitalize()
    for text in (section, title.strip('"'), description):
        yield 1, "_", text, []
    fileobj.seek(0)
    yield from extract_python(fileobj, keywords, comment_tags, options)


def extract_sql(
    fileobj: BinaryIO, keywords: Any, comment_tags: Any, options: Any
) -> Iterator[tuple[int, str, str, list[str]]]:
    """Babel's extraction method for queries/: the title and description of a query's header."""
    lines = fileobj.read().decode("utf-8").splitlines()
    for number, line in enumerate(lines, 1):
        if not line.startswith("--"):
            return
        text = line.removeprefix("--").strip()
        if text and not re.match(r":\w+ |chart:", text):
            yield number, "_", text, []
