"""The upload that waits for a decision, on disk, so that a closed browser loses nothing."""

from dataclasses import replace
from typing import Any

import streamlit as st

from chains import intake, schema
from chains.i18n import _
from chains.intake import Asked, Submission, pending
from chains.intake.pending import Pending
from chains.schema import Dataset
from chains.ui import choose, person, publishing, session, show, turns

HELD, TOKEN, AGAIN = "upload_pending", "upload_token", "upload_again"
LINK = "waiting"  # in the URL: an upload to go on with
OFFERED = 5  # uploads that are offered to be gone on with, the newest


def take(target: Dataset, name: str, data: bytes, asked: Asked | None = None) -> None:
    """Judge a file with a bar that tells the stage, and keep it."""
    bar = st.progress(0.0)
    try:
        found = publishing.judge(target, name, data, bar.progress, asked)
    finally:
        bar.empty()
    keep(found)


def keep(found: Submission) -> None:
    """Let a submission wait, in the place of the one before and of the same file's."""
    forget()
    store, mine = session.store(), person.current().name
    for one in pending.of(store, mine):
        if (one.dataset, one.sha256) == (found.dataset.name, found.sha256):
            pending.drop(store, one.token)
    st.session_state[HELD] = found
    st.session_state[TOKEN] = pending.keep(store, found, mine)


def current() -> Submission | None:
    """What waits in this browser, judged anew where something else was asked of it."""
    _follow_link()
    found: Submission | None = st.session_state.get(HELD)
    token = token_of()
    if token and found is None:
        bar = st.progress(0.0)
        with turns.aside():
            found = st.session_state[HELD] = pending.load(session.store(), token, bar.progress)
        bar.empty()
    changes: dict[str, Any] | None = st.session_state.pop(AGAIN, None)
    if found and changes:
        take(found.dataset, found.file_name, found.data, replace(found.asked, **changes))
        found = st.session_state[HELD]
    return found


def token_of() -> str | None:
    """The token of what waits in this browser."""
    token: str | None = st.session_state.get(TOKEN)
    return token


def again(**changes: Any) -> None:
    """Ask for something else of the upload: the next run judges it anew."""
    st.session_state[AGAIN] = changes


def look_again() -> None:
    """Judge what waits against the edition that is current now."""
    st.session_state.pop(HELD, None)


def forget() -> None:
    """Let go of what waits."""
    token = st.session_state.pop(TOKEN, None)
    st.session_state.pop(HELD, None)
    if token:
        pending.drop(session.store(), token)


def others() -> None:
    """Uploads of the same person that wait, from another browser or an earlier day."""
    here = token_of()
    every = pending.of(session.store(), person.current().name)
    for one in [one for one in every if one.token != here][:OFFERED]:
        with st.container(
            border=True, horizontal=True, vertical_alignment="center", key=f"waits_{one.token}"
        ):
            st.markdown(_line(one), width="stretch")
            st.button(
                _("Go on with it"),
                key=f"on_{one.token}",
                icon=":material/play_arrow:",
                on_click=_open,
                args=(one,),
            )
            st.button(
                _("Discard"),
                key=f"off_{one.token}",
                type="tertiary",
                icon=":material/delete:",
                on_click=_discard,
                args=(one.token,),
            )


def undo(number: int) -> None:
    """Let the undoing of a submission wait for a decision, and lead to it."""
    actor = person.need("upload", f"submission {number}")
    with turns.aside():
        found = intake.prepare_undo(session.store(), number, reach=actor.person.reach)
    keep(found)
    choose.put("dataset", found.dataset.name)


def _follow_link() -> None:
    """Take up the upload that the URL names, if it is this person's."""
    token = st.query_params.pop(LINK, None)
    if not token or token == token_of():
        return
    one = pending.find(session.store(), token)
    if one.person == person.current().name:
        _open(one)


def _open(one: Pending) -> None:
    st.session_state.pop(HELD, None)
    st.session_state[TOKEN] = one.token
    choose.put("dataset", one.dataset)


def _discard(token: str) -> None:
    pending.drop(session.store(), token)


def _line(one: Pending) -> str:
    return _(
        "{file} for {dataset} waits since {at:%Y-%m-%d %H:%M}",
        file=f"**{show.plain(one.file_name)}**",
        dataset=schema.dataset(one.dataset).label,
        at=one.kept_at,
    )
