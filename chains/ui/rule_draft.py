"""The form in which an administrator chooses a rule of the lights, or puts one together."""

import streamlit as st

from chains import i18n, rulebook, rules
from chains.errors import ChainsError
from chains.i18n import _
from chains.rulebook import Draft
from chains.rules import LightRule
from chains.ui import as_of, choose, rule_history, rule_schedule, rule_shown, rule_steps, show

KEY = "rule_draft_"  # what the form's fields are kept under


def may_begin() -> bool:
    """Whether a rule can be set here; as of an older edition the way back is said."""
    if not as_of.elsewhere():
        return True
    show.nothing(_("A rule is set on the current edition; come back to it first."))
    return False


def draft(in_force: LightRule) -> LightRule | None:
    """The rule that the form holds; None, with the reason said, while it is none."""
    known = _known(in_force)
    names = {code: _called(code, one) for code, one in known.items()}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        code = str(choose.pick(rule_history.BASE, names, _("Begin with")))
        st.button(_("As it was"), icon=":material/undo:", on_click=forget, key="rule_reset")
    try:
        with st.container(border=True):
            made = rulebook.drafted(_fields(f"{KEY}{code}", known[code]), known.values())
    except ChainsError as error:
        st.warning(show.plain(i18n.say(error)), icon=":material/rule:")
        return None
    rule_shown.panel(made)
    return made


def forget() -> None:
    """Let go of everything that was written into the form."""
    for key in [key for key in st.session_state if str(key).startswith(KEY)]:
        del st.session_state[key]


def _known(in_force: LightRule) -> dict[str, LightRule]:
    """Every rule to begin with: the one in force, those of cities, those of earlier editions."""
    every = {**rule_history.kept(), **rules.lights()}
    first = next((code for code, one in every.items() if one == in_force), None)
    return {first: every[first], **every} if first else every


def _called(code: str, rule: LightRule) -> str:
    number = rule_history.edition_of(code)
    if number is None:
        return rule.label
    return _("{rule} (edition {edition})", rule=rule.label, edition=number)


def _fields(key: str, base: LightRule) -> Draft:
    """The fields of a rule, filled with the one to begin with."""
    title, title_en = _titles(key, base)
    kind, multiplier, shares = rule_schedule.schedule(key, base.schedule)
    names = {"gap": _("Points to the schedule"), "ratio": _("Share of the schedule")}
    family = st.segmented_control(
        _("Judged by"),
        list(names),
        default=base.family,
        format_func=names.__getitem__,
        required=True,
        key=f"{key}_family",
        persist_state="session",
    )
    steps = rule_steps.steps(key, base, str(family))
    origin = _origin(key, base)
    return Draft(title, title_en, str(family), kind, multiplier, shares, steps, *origin)


def _titles(key: str, base: LightRule) -> tuple[str, str]:
    """The rule's name in both languages."""
    with st.grid(2, min_column_width=240):
        return (
            _text(_("Name in Chinese"), base.title, f"{key}_title"),
            _text(_("Name in English (optional)"), base.title_en, f"{key}_title_en"),
        )


def _origin(key: str, base: LightRule) -> tuple[str, str, str]:
    """Where the rule comes from, and what there is to say of it."""
    source = _("Source: an address, or the number of a document")
    with st.expander(_("Source and note"), icon=":material/link:"):
        return (
            _text(source, base.source, f"{key}_source"),
            _text(_("Note in Chinese"), base.note, f"{key}_note"),
            _text(_("Note in English (optional)"), base.note_en, f"{key}_note_en"),
        )


def _text(label: str, value: str, key: str) -> str:
    return st.text_input(label, value, max_chars=500, key=key, persist_state="session") or ""
