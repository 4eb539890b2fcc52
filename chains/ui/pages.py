"""The menu from pages/: a folder is a section, a file a page, each with the action that it is."""

import ast
from collections.abc import Callable, Mapping
from copy import copy
from functools import cache
from pathlib import Path
from types import MappingProxyType

import streamlit as st

from chains.errors import AccessRefused
from chains.i18n import _, language
from chains.settings import HOME
from chains.ui import person

PAGES = HOME / "pages"
ACTIONS: Mapping[str, str] = MappingProxyType(  # in the order of the menu's sections
    {
        "city": "see",
        "investment": "see",
        "network": "see",
        "data": "see",
        "data/upload": "upload",
        "data/edit": "upload",
        "query": "query",
        "admin/accounts": "accounts",
        "admin/audit": "audit",
        "admin/rules": "rules",
    }
)


def action(path: Path) -> str:
    """The action that a page is: its own entry in ACTIONS, or else its section's."""
    section = path.parent.name
    return ACTIONS.get(f"{section}/{name(path)}") or ACTIONS[section]


def name(path: Path) -> str:
    """A page's name, as in its URL: its file's without the number."""
    return path.stem.partition("_")[2]


@cache
def every() -> tuple[Path, ...]:
    """Every page's file, in the order of the menu; the first is where a person comes in."""
    order = [key.partition("/")[0] for key in ACTIONS]
    found = PAGES.glob("*/*.py")
    return tuple(sorted(found, key=lambda path: (order.index(path.parent.name), path)))


def sections() -> dict[str, list[st.Page]]:
    """The pages that the person may open, by section; at the addresses of others stands a refusal.

    So what is not allowed is not shown, and a link to it is answered in words.
    """
    shown: dict[str, list[st.Page]] = {}
    others: list[st.Page] = []
    for path in every():
        if person.may(action(path)):
            shown.setdefault(_(path.parent.name.capitalize()), []).append(page(path))
        else:
            others.append(_refusal(path))
    for first in list(shown.values())[:1]:
        first.extend(others)
    return shown


def page(path: Path) -> st.Page:
    """The page of a file, to be shown in the menu or linked to, in the language in force.

    Streamlit asks the system for each page's file each time; so one is made, and copied.
    """
    return copy(_made(path, language()))


@cache
def _made(path: Path, _language: str) -> st.Page:
    title, description, icon = header(path)
    first = path == every()[0]
    return st.Page(path, title=_(title), icon=icon, help=_(description), default=first)


def _refusal(path: Path) -> st.Page:
    title, _description, icon = header(path)
    return st.Page(
        _refuser(path), title=_(title), icon=icon, url_path=name(path), visibility="hidden"
    )


def _refuser(path: Path) -> Callable[[], None]:
    def refuse() -> None:
        person.need(action(path), f"page {name(path)}")
        raise AccessRefused(action(path))  # allowed only since the menu was made

    return refuse


@cache
def header(path: Path) -> tuple[str, str, str]:
    """A page file's docstring: its title, what it shows, its icon."""
    text = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or path.stem
    title, description, icon = [line for line in text.splitlines() if line.strip()]
    return title, description, icon
