"""A rule of the lights published by an administrator, with an entry before and one after."""

import streamlit as st

from chains import i18n, log, rulebook, rules
from chains.errors import ChainsError, StateError, UsageError
from chains.i18n import _
from chains.rulebook import Turns
from chains.rules import LightRule
from chains.ui import (
    choose,
    person,
    publishing,
    rule_draft,
    rule_history,
    session,
    show,
    trail,
    turns,
)
from chains.ui.trail import Actor, Note

ACTION = "rules"
NOTICE, UNTOLD, LOOKED = "rule_notice", "rule_untold", "rule_looked"
LONGEST = 200  # characters of the reason


def told() -> None:
    """What the last publish says, once."""
    if said := st.session_state.pop(NOTICE, None):
        st.success(said, icon=":material/task_alt:")
    if untold := st.session_state.pop(UNTOLD, None):
        st.error(show.plain(i18n.say(untold)), icon=":material/error:")


def form(rule: LightRule, found: Turns) -> None:
    """Reason, name where everybody may come in, and the button.

    The button belongs to the edition whose lights are shown: pressed after another edition was
    published, it publishes nothing.
    """
    if _holds(rule):
        st.info(_("This is the rule in force."), icon=":material/equal:")
        return
    base = session.shown()
    _meanwhile(base)
    with st.form(f"rule_publish_{base}", border=True):
        reason = st.text_input(
            _("Why this rule"), max_chars=LONGEST, key="rule_reason", persist_state="session"
        )
        by = _signature()
        pressed = st.form_submit_button(
            _("Publish the rule"), type="primary", icon=":material/publish:"
        )
    if pressed:
        number = publish(rule, by, reason or "", base=base, detail=_counted(found))
        _published(rule, number)


def _holds(rule: LightRule) -> bool:
    """Whether the edition keeps this very rule."""
    kept = session.fetch("rule_in_force")
    return not kept.empty and rules.parsed(kept["text"].iloc[0]) == rule


def _meanwhile(base: int) -> None:
    """Say that the lights are those of another edition than the last run's."""
    before = st.session_state.get(LOOKED, base)
    st.session_state[LOOKED] = base
    if before != base:
        st.warning(
            _("Edition {number} was published meanwhile; these are its lights.", number=base),
            icon=":material/update:",
        )


def _published(rule: LightRule, number: int) -> None:
    """Show the new edition, with an empty form."""
    said = _(
        "{rule} lights every page from edition {number} on.",
        rule=show.plain(rule.label),
        number=number,
    )
    st.session_state[NOTICE] = said
    st.session_state[LOOKED] = number
    st.session_state.pop("rule_reason", None)
    rule_draft.forget()
    choose.put(rule_history.BASE, None)
    st.rerun()


def publish(rule: LightRule, by: str, reason: str, *, base: int, detail: str = "") -> int:
    """Publish the rule on the edition whose lights were looked at; return the new one's number.

    An entry with the whole rule goes before, so that nothing is published where none can be
    written, and one with the edition after.
    """
    actor = person.need(ACTION, rule.title)
    signed = by.strip() if person.is_open() else publishing.signature(actor.person)
    if not signed:
        raise UsageError("Give your name, so that others can ask you about the rule.")
    if not reason.strip():
        raise UsageError("Say why this rule is to hold; the reason stays in the history.")
    trail.write(actor, ACTION, Note(rule.title, detail=rules.text(rule)))
    try:
        with turns.aside():
            number = rulebook.publish(session.store(), rule, by=signed, message=reason, base=base)
    except BaseException as error:
        outcome = "refused" if isinstance(error, ChainsError) else "failed"
        trail.write(actor, "publish", Note(rule.title, outcome, reason.strip()))
        raise
    _tell(actor, Note(rule.title, detail=f"edition {number}, {detail}: {reason.strip()}"))
    return number


def _tell(actor: Actor, note: Note) -> None:
    """Write down what was published; it is done, and so not shown as failed, if that fails."""
    try:
        trail.write(actor, "publish", note)
    except Exception as error:  # noqa: BLE001  the publish stands, whatever became of the entry
        st.session_state[UNTOLD] = StateError(
            "The data is published, but the audit log could not be written. "
            "Give the number {reference} to your administrator.",
            reference=log.bug(error),
        )


def _counted(found: Turns) -> str:
    """How many lights turn, for the log, which is written in English."""
    turned = found.frame["kind"].value_counts()
    return ", ".join(
        f"{turned.get(kind, 0)} of {all_} {kind}" for kind, all_ in found.looked.items()
    )


def _signature() -> str:
    """Who publishes: in an open city a name is asked for."""
    if person.is_open():
        return str(
            st.text_input(_("Name of who publishes"), key="by", persist_state="session") or ""
        )
    name = publishing.signature(person.current())
    st.caption(_("Published by {name}", name=show.plain(name)))
    return name
