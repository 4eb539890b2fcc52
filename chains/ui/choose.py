"""What a user chooses. Every choice is in the URL as a code that means the same in both languages.

Streamlit's own `bind` writes a widget's label into the URL, which changes with the language; so
here the URL is the truth before a widget is drawn, and a widget's callback writes the URL.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from chains import access, i18n, rules, schema, settings
from chains.figures import palette
from chains.i18n import _
from chains.ui import person, ruling, session, show

LISTS = "project_level"


def put(key: str, value: str | None) -> None:
    """Choose from a callback: the next run shows this value."""
    if value is None:
        st.query_params.pop(key, None)
        st.session_state.pop(key, None)
    else:
        st.query_params[key] = value


def asked_language() -> str:
    """The language that the URL asks for, else the one that was chosen before."""
    asked = st.query_params.get("lang")
    held = st.session_state.get("lang")  # the menu's own links leave the URL's choices behind
    return str(asked if asked in i18n.LANGUAGES else held or settings.get("language"))


def language() -> str:
    """The language in the sidebar; always named in the URL, as `lang=zh` or `lang=en`."""
    held = st.session_state.get("lang")
    chosen = _settle("lang", list(i18n.LANGUAGES), held or settings.get("language"))
    st.sidebar.segmented_control(
        "语言 / Language",
        list(i18n.LANGUAGES),
        format_func=i18n.LANGUAGES.__getitem__,
        required=True,
        key="lang",
        on_change=_tell,
        args=("lang",),
    )
    if st.query_params.get("lang") != chosen:
        st.query_params["lang"] = str(chosen)
    return str(chosen)


def role() -> None:
    """The role that a visitor of an open city tries, in the sidebar; all of them at first."""
    names = {code: _(text) for code, text in access.ROLES.items()}
    chosen = _settle(person.ROLE, list(names), st.session_state.get(person.ROLE))
    st.sidebar.selectbox(
        _("Try the dashboard as…"),
        list(names),
        index=None,
        format_func=names.__getitem__,
        placeholder=_("All roles"),
        key=person.ROLE,
        on_change=_tell,
        args=(person.ROLE,),
    )
    if chosen and st.query_params.get(person.ROLE) != chosen:
        st.query_params[person.ROLE] = chosen


def pick(
    key: str, names: Mapping[str, str], label: str, *, every: str = "", **more: Any
) -> str | None:
    """One code of `names` in a select box; with `every`, also none of them."""
    codes = list(names)
    chosen = _settle(key, codes, None if every or not codes else codes[0])
    st.selectbox(
        label,
        codes,
        index=None if every else 0,
        format_func=lambda code: names.get(code, code),
        placeholder=every or None,
        key=key,
        on_change=_tell,
        args=(key,),
        **more,
    )
    return chosen


def chain(*, every: bool = True) -> str | None:
    """A chain's ID; None for all, where all may be chosen."""
    names = _names(session.fetch("chains"), "chain_id")
    return pick("chain", names, _("Chain"), every=_("All chains") if every else "")


def county() -> str | None:
    """A county's ID, or None for all."""
    names = _names(session.fetch("counties"), "county_id")
    return pick("county", names, _("County"), every=_("All counties"))


def project() -> str | None:
    """A project's ID, by its name."""
    names = session.kept(
        lambda: _names(session.fetch("project_names"), "project_id"), "project_names"
    )  # each session's select box holds them: so all hold the same
    return pick("project", names, _("Project"))


def level() -> str | None:
    """A list level, or None for all lists, each project once."""
    field = schema.dataset(LISTS).field("level")
    names = {value: field.choice(value) for value, _english in field.choices}
    return pick("level", names, field.label, every=_("All lists, each project once"))


def month() -> str:
    """A month with project reports, the latest unless chosen; this month where there is none."""
    months = session.fetch("months")["month"].tolist() or [f"{date.today():%Y-%m}"]
    return str(pick("month", {one: one for one in months}, _("Month")))


def rule() -> rules.LightRule:
    """The rule by which lights are made: the edition's own, unless a viewer takes another.

    Where another one is chosen, the edition's own is named beside it.
    """
    own = ruling.in_force()
    known = {
        own.name: own,
        **{name: one for name, one in rules.lights().items() if name != own.name},
    }
    names = {name: one.label for name, one in known.items()}
    names[own.name] = _("{rule} (in force)", rule=own.label)
    with st.container(gap=None):
        chosen = known[pick("rule", names, _("Rule of the lights")) or own.name]
        if chosen != own:
            st.caption(_("Only seen so; in force is {rule}.", rule=show.plain(own.label)))
    return chosen


def lights() -> list[str]:
    """The lights to keep; none means all."""
    codes = list(palette.INVESTMENT)
    asked = [code for code in st.query_params.get("light", "").split(",") if code in codes]
    st.session_state["light"] = asked
    st.pills(
        _("Light"),
        codes,
        format_func=show.word,
        selection_mode="multi",
        key="light",
        on_change=_tell,
        args=("light",),
    )
    return asked


def _names(frame: pd.DataFrame, column: str) -> dict[str, str]:
    return dict(zip(frame[column], frame["name"], strict=True))


def _settle(key: str, codes: Sequence[str], default: str | None) -> str | None:
    """What is chosen: the URL's code, else the default; so the browser's back button works."""
    asked = st.query_params.get(key)
    chosen = asked if asked in codes else default
    st.session_state[key] = chosen
    if asked is not None and asked != chosen:
        st.query_params.pop(key)
    return chosen


def _tell(key: str) -> None:
    """A widget was changed: write its value into the URL."""
    value = st.session_state[key]
    text = ",".join(value) if isinstance(value, list) else value
    if text:
        st.query_params[key] = text
    else:
        st.query_params.pop(key, None)
