"""The address of a person's feed: made, shown once, revoked; each written into the audit log."""

from urllib.parse import urlencode, urlsplit

import streamlit as st

from chains import alerts, i18n, state
from chains.alerts.atom import FEED
from chains.i18n import _
from chains.ui import moments, person, trail

TOLD = "feed_told"


def panel() -> None:
    """What the feed is, whether there is one, and the buttons; the address stands here once."""
    with st.expander(_("Follow the alerts elsewhere"), icon=":material/rss_feed:"):
        st.markdown(
            _(
                "A feed reader or mail program shows every alert by an address (Atom) that is "
                "yours alone. Whoever knows it sees the alerts: treat it like a password."
            )
        )
        held = state.feeds.of(state.in_force(), person.current().name)
        if held:
            st.caption(_state(held))
        if person.is_open():
            st.caption(_("Everybody may come in here, so all visitors share one address."))
        _buttons(there=held is not None)
        if address := st.session_state.pop(TOLD, None):
            st.success(_("This is the address. It is shown this once."))
            st.code(address, language=None, wrap_lines=True)
        if person.may("operate"):
            st.caption(
                _("Alerts are sent to the webhook of the settings.")
                if alerts.configured()
                else _("No webhook is set; docs/operations.md says how.")
            )


def _state(held: state.feeds.Feed) -> str:
    made = _("Your address was made on {at:%Y-%m-%d %H:%M}.", at=moments.shown(held.made_at))
    if held.asked_at is None:
        return made + " " + _("It was not read yet.")
    return made + " " + _("Last read {at:%Y-%m-%d %H:%M}.", at=moments.shown(held.asked_at))


def _buttons(*, there: bool) -> None:
    with st.container(horizontal=True):
        label = _("Make a new address") if there else _("Make an address")
        if st.button(label, icon=":material/add_link:", key="feed_make"):
            st.session_state[TOLD] = make()
            st.rerun()
        if there and st.button(_("Revoke the address"), icon=":material/link_off:", key="feed_end"):
            end()
            st.rerun()


def make() -> str:
    """A new address for whoever asks; the earlier one no longer works."""
    actor = person.need("see", "feed")
    with trail.recorded(actor, "feed", "feed", "made"):
        token = state.feeds.make(state.in_force(), actor.person)
    query = urlencode({"token": token, "lang": i18n.language()})
    return f"{_base()}{FEED}?{query}"


def end() -> None:
    """Revoke the address of whoever asks."""
    actor = person.need("see", "feed")
    with trail.recorded(actor, "feed", "feed", "revoked"):
        state.feeds.end(state.in_force(), actor.person.name)


def _base() -> str:
    """The address under which this browser sees the dashboard."""
    parts = urlsplit(st.context.url or "")
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""
