"""Deciding on proposed links: accept, dismiss, take back; remembered, and written into the log."""

import pandas as pd
import streamlit as st

from chains import state
from chains.access import ALL, Person
from chains.errors import N_, UsageError
from chains.figures import numbers
from chains.i18n import _
from chains.state.decisions import ACCEPTED, DISMISSED, Link
from chains.ui import person, proposals, publishing, show, trail
from chains.ui.trail import Note

TAKEN_BACK = "taken back"
NOTICE, ROUND = "match_notice", "match_round"
LONGEST = 200  # characters of a note
SAID = {
    ACCEPTED: N_("Accepted: {count}."),
    DISMISSED: N_("Dismissed: {count}."),
    TAKEN_BACK: N_("Undecided again: {count}."),
}


def notice() -> None:
    """What was just decided, once."""
    if said := st.session_state.pop(NOTICE, None):
        st.toast(said, icon=":material/task_alt:")


def key() -> str:
    """The key of the table; a new one once its marks are settled."""
    return f"matches_{st.session_state.get(ROUND, 0)}"


def form(rows: pd.DataFrame) -> None:
    """What to do with the marked rows, for whoever may upload."""
    if not person.may("upload"):
        return
    if rows.empty:
        st.caption(_("Mark rows in the table to accept or dismiss them."))
        return
    with st.form("decide", border=True):
        st.markdown(_("**{count} marked**", count=len(rows)))
        by = _signature()
        note = st.text_input(_("Note (optional)"), max_chars=LONGEST, key="match_note")
        with st.container(horizontal=True):
            accept = st.form_submit_button(
                _("Accept"), type="primary", icon=":material/check:", key="accept"
            )
            dismiss = st.form_submit_button(_("Dismiss"), icon=":material/close:", key="dismiss")
            back = st.form_submit_button(
                _("Take the decision back"), icon=":material/undo:", key="take_back"
            )
    chosen = {ACCEPTED: accept, DISMISSED: dismiss, TAKEN_BACK: back}
    for decision in (one for one, pressed in chosen.items() if pressed):
        count = decide(rows, decision, by, note or "")
        st.session_state[NOTICE] = _(SAID[decision], count=numbers.count(count))
        st.session_state[ROUND] = st.session_state.get(ROUND, 0) + 1
        st.rerun()


def decide(rows: pd.DataFrame, decision: str, by: str, note: str) -> int:
    """Remember the decision on these rows, with an entry for each, or on none; return how many.

    UsageError where a buyer is not of the person's chains and counties, or nobody gave a name.
    """
    actor = person.need("upload", "matches")
    one = actor.person
    _refuse_others(rows, one)
    title = by.strip() if person.is_open() else publishing.signature(one)
    if not title:
        raise UsageError("Give your name, so that others can ask you about the decision.")
    wanted: list[Link] = proposals.links(rows)
    db = state.in_force()
    with db.writing():
        if decision == TAKEN_BACK:
            state.decisions.take_back(db, wanted)
        else:
            state.decisions.decide(
                db, wanted, decision, person=one.name, title=title, note=note.strip()
            )
        for link in wanted:
            detail = " · ".join(part for part in (decision, title, note.strip()) if part)
            trail.write(actor, "match", Note(" → ".join(link), detail=detail))
    return len(wanted)


def _signature() -> str:
    """Who decides: in an open city a name is asked for."""
    if person.is_open():
        return str(st.text_input(_("Name of who decides"), key="by", persist_state="session") or "")
    name = publishing.signature(person.current())
    st.caption(_("Decided by {name}", name=show.plain(name)))
    return name


def _refuse_others(rows: pd.DataFrame, one: Person) -> None:
    """Raise UsageError where the buyer of a row belongs to others."""
    reach = one.reach
    for row in rows.itertuples():
        chains = set(row.chain_ids.split(",")) if isinstance(row.chain_ids, str) else set()
        of_chain = ALL in reach.chains or not chains or chains & reach.chains
        if not of_chain or not (ALL in reach.counties or row.county_id in reach.counties):
            raise UsageError(
                "{name} is not of your chains and counties; ask its liaison officer.",
                name=row.buyer_name,
            )
