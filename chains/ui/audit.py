"""The audit log as seen on its page: search, the verdict of its chain of hashes, export."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pandas as pd
import streamlit as st

from chains import access, export, state
from chains.errors import N_
from chains.figures import numbers
from chains.i18n import _
from chains.state.audit import OUTCOMES, Entry
from chains.ui import choose, moments, person, show, trail

SHOWN, PAGE = 200, 5_000
ACTIONS = {
    **{action: words for action, (words, _roles) in access.ACTIONS.items()},
    "account": N_("change an account"),
    "audit prune": N_("remove old entries of the audit log"),
    "bind": N_("join an account to an organisation's sign-in"),
    "confirm": N_("confirm a file"),
    "feed": N_("make or revoke the address of a feed"),
    "link": N_("make a one-time link"),
    "match": N_("decide on a proposed link"),
    "password": N_("set a password"),
    "prune": N_("remove old entries of the audit log"),
    "publish": N_("publish data"),
    "serve": N_("start or stop the server"),
    "sign-in": N_("sign in"),
    "sign-out": N_("sign out"),
    "sign-out-everywhere": N_("sign out everywhere"),
    "webhook": N_("send alerts"),
}
WORDS = {"done": N_("Done"), "refused": N_("Refused"), "failed": N_("Failed")}


def search() -> dict[str, Any]:
    """What to look for: person, action, outcome, words and days; each of them may be left open."""
    with st.grid(3, min_column_width=200):
        who = st.text_input(_("Login name"), key="who", bind="query-params")
        action = choose.pick(
            "action", {code: _(text) for code, text in ACTIONS.items()}, _("Action"), every=_("All")
        )
        outcome = choose.pick(
            "outcome", {code: _(WORDS[code]) for code in OUTCOMES}, _("Outcome"), every=_("All")
        )
        words = st.text_input(_("Words anywhere"), key="words", bind="query-params")
        since = st.date_input(_("From"), None, key="since", bind="query-params")
        until = st.date_input(_("To"), None, key="until", bind="query-params")
    return {
        "person": who.strip() or None,
        "action": action,
        "outcome": outcome,
        "text": words.strip() or None,
        "since": moments.midnight(since) if isinstance(since, date) else None,
        "until": moments.midnight(until + timedelta(days=1)) if isinstance(until, date) else None,
    }


def entries(wanted: dict[str, Any]) -> None:
    """The newest entries that fit, newest first; more of them with the next search."""
    found = _found(wanted, SHOWN + 1)
    if not found:
        show.nothing()
        return
    if len(found) > SHOWN:
        st.caption(_("The newest {count} entries; narrow the search to see others.", count=SHOWN))
    st.dataframe(
        pd.DataFrame([_row(one) for one in found[:SHOWN]]),
        hide_index=True,
        placeholder="—",
        alt=_("Entries of the audit log"),
    )


def verdict() -> None:
    """Whether every hash of the log holds."""
    if not st.button(_("Check the chain of hashes"), icon=":material/verified_user:"):
        return
    person.need("audit")
    found = state.audit.verify(state.in_force())
    if found.broken is not None:
        st.error(_("Entry {broken} was changed or removed.", broken=found.broken))
        return
    st.success(
        _(
            "{count} entries, every one holds. The last hash is {hash}.",
            count=numbers.count(found.entries),
            hash=found.hash[:16],
        )
    )


def taken(wanted: dict[str, Any]) -> None:
    """The button that exports every entry that fits."""
    st.download_button(
        _("Download as CSV"),
        exporter(wanted),
        file_name="audit.csv",
        mime="text/csv",
        icon=":material/download:",
        on_click="ignore",
    )


def exporter(wanted: dict[str, Any]) -> Callable[[], bytes]:
    """What makes the file when it is asked for, oldest entry first, by whoever may then have it."""
    claim = person.claim()

    def give() -> bytes:
        actor = claim.need("audit")
        with trail.recorded(actor, "export", "audit") as note:
            rows = [vars(one) for one in _every(wanted)][::-1]
            note.detail = f"{len(rows)} entries"
            return export.csv_bytes(pd.DataFrame(rows, columns=list(Entry.__annotations__)))

    return give


def _found(wanted: dict[str, Any], limit: int) -> list[Entry]:
    person.need("audit")
    return state.audit.search(state.in_force(), **wanted, limit=limit)


def _every(wanted: dict[str, Any]) -> Iterator[Entry]:
    """Every entry that fits, newest first."""
    before = None
    while page := state.audit.search(state.in_force(), **wanted, limit=PAGE, before=before):
        yield from page
        before = page[-1].entry


def _row(entry: Entry) -> dict[str, Any]:
    return {
        _("Entry"): entry.entry,
        _("Time"): moments.shown(entry.at),
        _("Login name"): entry.person,
        _("Name"): entry.title,
        _("Address"): entry.address,
        _("Action"): _(ACTIONS[entry.action]) if entry.action in ACTIONS else entry.action,
        _("Subject"): entry.subject,
        _("Outcome"): _(WORDS[entry.outcome]),
        _("Detail"): entry.detail,
    }
