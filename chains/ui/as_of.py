"""Which data every page shows: the current edition, an older one, or a file's preview; marked."""

from typing import Any

import streamlit as st

from chains import i18n, schema
from chains.errors import ChainsError
from chains.i18n import _
from chains.intake import pending
from chains.ui import links, session, show, waiting
from chains.ui.session import EDITION

BOX, LEFT = "as_of_edition", "preview_left"


def begin(page: str) -> None:
    """Choose what the run shows and mark it; what cannot be shown is said, with the way back."""
    left = st.session_state.pop(LEFT, None)
    if left:
        links.go("upload", dataset=left.dataset, **{waiting.LINK: left.token})
    try:
        shown = session.begin()
    except ChainsError as error:
        if not session.asked()[0]:
            raise
        st.warning(show.plain(i18n.say(error)), icon=":material/history_toggle_off:")
        _back()
        st.stop()
    if shown.path:
        _preview(session.asked()[1])
    elif shown.number != shown.current:
        _older(shown, page)


def elsewhere() -> bool:
    """Whether the run shows something else than the current edition."""
    shown = session.view()
    return shown.path is not None or shown.number != shown.current


def choose() -> None:
    """The edition to look at, in the sidebar, where there is more than one."""
    known = kept()
    if len(known) < 2 or session.view().path:
        return
    chosen = str(session.shown()) if elsewhere() else None
    st.session_state[BOX] = chosen
    st.sidebar.selectbox(
        _("Look at the data as of"),
        [number for number in known if number != str(session.view().current)],
        index=None,
        format_func=known.__getitem__,
        placeholder=_("Now: the current edition"),
        key=BOX,
        on_change=_tell,
    )


def kept() -> dict[str, str]:
    """The editions that have a file, newest first: number as text -> what it is called."""
    if not session.view().current:
        return {}
    there = {path.name for path in session.store().folder.glob("*.duckdb")}
    rows = session.latest("edition_changes").itertuples()
    return {
        str(row.edition): _called(row.edition, row.made_at)
        for row in rows
        if f"{row.edition:06d}.duckdb" in there
    }


def _called(number: Any, made_at: Any) -> str:
    name = _("edition {number}", number=number)
    return f"{name} · {made_at:%Y-%m-%d %H:%M}"


def _tell() -> None:
    """The sidebar was used: show that edition, or the current one where it was emptied."""
    session.forget()
    if st.session_state[BOX]:
        st.query_params[EDITION] = st.session_state[BOX]


def _older(shown: session.Shown, page: str) -> None:
    made = session.latest("edition_changes").set_index("edition")["made_at"][shown.number]
    said = _(
        "As of edition {number}, published {at:%Y-%m-%d %H:%M}. The current edition is {current}.",
        number=shown.number,
        at=made,
        current=shown.current,
    )
    if page == "upload":
        all_the_same = _("An upload is held against the current edition all the same.")
        said = f"{said} {all_the_same}"
    st.warning(said, icon=":material/history:")
    _back()


def _preview(token: str) -> None:
    one = pending.find(session.store(), token)
    said = _(
        "Preview: every page shows what it would show with {file} ({dataset}). "
        "Nothing is published yet; nobody else sees this.",
        file=show.plain(one.file_name),
        dataset=schema.dataset(one.dataset).label,
    )
    st.warning(said, icon=":material/visibility:")
    st.button(_("End the preview"), icon=":material/undo:", on_click=_end, args=(one,), key="end")


def _end(one: pending.Pending) -> None:
    """Show the current edition again, on the page where the upload waits."""
    session.forget()
    st.session_state[LEFT] = one


def _back() -> None:
    st.button(
        _("Show the current edition"), icon=":material/undo:", on_click=session.forget, key="now"
    )
