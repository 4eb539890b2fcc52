"""Lights that turned, as a person reads them: newest first, marked as read, one or all."""

from collections.abc import Mapping, Sequence
from itertools import groupby
from time import monotonic

import streamlit as st

from chains import alerts, i18n, state
from chains.alerts import words
from chains.alerts.atom import PAGES
from chains.i18n import _
from chains.state.alerts import KINDS, Alert
from chains.ui import choose, links, person, session, show

PAGE, STEP, MOST = "alerts", 20, 500
UNTIL = "alerts_until"
WAIT_SECONDS = 2.0
COUNTED_SECONDS, COUNTED_PEOPLE, SHOWN_MOST = 10.0, 500, 99
ICONS: Mapping[str, str] = {
    "level": ":material/list_alt:",
    "chain": ":material/account_tree:",
    "county": ":material/location_city:",
    "project": ":material/construction:",
}

_counted: dict[tuple[str, str], tuple[float, int]] = {}


def bell(page: str) -> None:
    """A small line under the title where lights turned that the person has not read of."""
    if page == PAGE or not session.view().current:
        return
    count = _unread()
    if count:
        many = f"{SHOWN_MOST}+" if count > SHOWN_MOST else str(count)
        said = _("Lights that turned, not read yet: {count}", count=many)
        links.link(PAGE, said, icon=":material/notifications_unread:", unread="yes")


def catch_up() -> None:
    """Have the newest edition compared, where the server has not done so; the page waits for it."""
    if alerts.soon(session.store(), state.in_force()):
        _waiting()


@st.fragment(run_every=WAIT_SECONDS)
def _waiting() -> None:
    """Say that lights are being compared, and show them once they are."""
    i18n.choose(choose.asked_language())
    if person.claim().person() is None:
        return
    st.caption(_("The newest edition is held against the one before it…"))
    if not alerts.soon(session.store(), state.in_force()):
        st.rerun(scope="app")


def kind() -> str | None:
    """The kind of thing whose lights to show, or None for all."""
    names = {code: _(words.KINDS[code]) for code in KINDS}
    return choose.pick("kind", names, _("Kind"), every=_("All kinds"))


def unread_only() -> bool:
    """Whether to leave out what the person has read."""
    names = {"yes": _("Not read yet")}
    return choose.pick("unread", names, _("Read or not"), every=_("All")) is not None


def listed(kind: str | None, chain: str | None, *, unread: bool) -> None:
    """The alerts, edition by edition, and the ways to mark them as read."""
    asked = st.query_params.get("shown", "")
    count = min(int(asked), MOST) if asked.isdecimal() and len(asked) < 6 else STEP
    me = person.current().name
    found = state.alerts.newest(
        state.in_force(), me, kind=kind, chain=chain, unread=unread, limit=count + 1
    )
    if not found:
        show.nothing(
            _("No light that you have not read of.")
            if unread
            else _("No light has turned: none differs between an edition and the one before it.")
        )
        return
    _all_read(found, kind, chain)
    for _number, group in groupby(found[:count], key=lambda one: one.edition):
        _edition(list(group))
    if len(found) > count and count < MOST:
        st.button(
            _("Show more"),
            icon=":material/expand_more:",
            on_click=choose.put,
            args=("shown", str(count + STEP)),
        )


def _all_read(found: Sequence[Alert], kind: str | None, chain: str | None) -> None:
    """The button that marks everything of the choice as read, up to what the person has seen."""
    until = st.session_state.pop(UNTIL, None)
    if until is not None:
        me = person.need("see", PAGE).person.name
        state.alerts.mark_all(state.in_force(), me, until=until, kind=kind, chain=chain)
        _recount()
    if not all(one.read for one in found):
        newest = max(one.alert for one in found)
        said = _("Mark all as read")
        st.button(said, icon=":material/done_all:", key="all_read", on_click=_seen, args=(newest,))


def _seen(newest: int) -> None:
    """What stood on the page when it was pressed; what came since is not read."""
    st.session_state[UNTIL] = newest


def _edition(group: Sequence[Alert]) -> None:
    """What one edition turned, under who made it."""
    first = group[0]
    sent = first.told.get("submission")
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"**{show.plain(words.edition(first))}**", width="content")
        if sent:
            said = _("Submission {number}", number=sent["number"])
            links.link("history", said, icon=":material/history:", submission=sent["number"])
    message = first.told["origin"].get("message")
    if message:
        st.caption(show.plain(message))
    for one in group:
        with st.container(border=True, gap="small"):
            _alert(one)


def _alert(one: Alert) -> None:
    page, choice = PAGES[one.kind]
    with st.container(horizontal=True, vertical_alignment="center"):
        icon = ICONS[one.kind]
        links.link(page, show.plain(words.name(one)), icon=icon, **{choice: one.subject})
        badges = f"{show.light(one.light_before)} → {show.light(one.light_after)}"
        new = _("New")
        fresh = "" if one.read else f" :green-badge[{new}]"
        st.markdown(badges + fresh, width="content")
        _mark(one)
    lines = (words.figures(one), words.why(one), words.people(one))
    st.markdown("  \n".join(show.plain(line) for line in lines if line))


def _mark(one: Alert) -> None:
    """The button that marks one as read."""
    said = _("Mark as read")
    key = f"read_{one.alert}"
    if not one.read and st.button(said, icon=":material/check:", key=key, type="tertiary"):
        me = person.need("see", PAGE).person.name
        state.alerts.mark(state.in_force(), me, [one.alert])
        _recount()


def _unread() -> int:
    """How many the person has not read, as of a few seconds ago."""
    db, me = state.in_force(), person.current().name
    key, moment = (str(db.engine.url), me), monotonic()
    at, count = _counted.get(key, (-COUNTED_SECONDS, 0))
    if moment - at < COUNTED_SECONDS:
        return count
    if len(_counted) > COUNTED_PEOPLE:
        _counted.clear()
    count = state.alerts.unread(db, me)
    _counted[key] = (moment, count)
    return count


def _recount() -> None:
    """Count anew, and show the page as it stands."""
    _counted.clear()
    st.rerun()
