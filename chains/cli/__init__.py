"""python -m chains: the same store, intake and sandbox as the pages, for terminal and script."""

import argparse
import io
import json
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path

from chains import i18n, settings
from chains.cli import people
from chains.cli.parser import arguments
from chains.errors import ChainsError, UsageError

DONE, REFUSED, WRONG_USE, INTERRUPTED = 0, 1, 2, 130


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; return 0 done, 1 the input was refused, 2 wrong use."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8")  # a Windows console may not know Chinese
    with i18n.speaking(i18n.language()):
        try:
            given = arguments(sys.argv[1:] if argv is None else argv)
            i18n.choose(given.language)
            return _run(given)
        except KeyboardInterrupt:
            return INTERRUPTED


def _run(given: argparse.Namespace) -> int:
    try:
        with _on(given.store):
            given.person = people.admit(given)
            done: bool = import_module(f"chains.cli.{given.module}").run(given)
    except ChainsError as error:
        _say(error, as_json=given.json)
        return WRONG_USE if isinstance(error, UsageError) else REFUSED
    return DONE if done else REFUSED


@contextmanager
def _on(store: Path) -> Iterator[None]:
    """The settings that follow from the store's folder follow the one that was given."""
    variable = settings.SETTINGS["store"].variable
    before = os.environ.get(variable)
    os.environ[variable] = str(store)
    try:
        yield
    finally:
        os.environ.pop(variable)
        if before is not None:
            os.environ[variable] = before


def _say(error: ChainsError, *, as_json: bool) -> None:
    """The refusal for a person on stderr, and for a program as JSON on stdout."""
    print(i18n.say(error), file=sys.stderr)
    if as_json:
        print(json.dumps({"accepted": False, "error": i18n.say(error)}, ensure_ascii=False))
