"""The list of proposed links as files for a liaison to work on: a workbook, and plain CSV."""

from collections.abc import Callable
from datetime import date

import pandas as pd
import streamlit as st

from chains import export, i18n, schema
from chains.derive.listing import listing
from chains.i18n import _
from chains.ui import person, session, trail, turns
from chains.ui.review import WORKBOOK

COLUMNS = (
    "decision",
    "proposal",
    "buyer_name",
    "buyer",
    "buyer_chains",
    "buyer_county",
    "product",
    "purchase_value",
    "origin",
    "supplier_name",
    "supplier",
    "supplier_county",
    "local_product",
    "match_by",
    "reason",
    "source",
    "confidence",
    "decided_by",
    "decided_at",
    "decision_note",
)


def offer(rows: pd.DataFrame) -> None:
    """Buttons for whoever may take answers away or follow them up; the files hold every row."""
    if rows.empty or not (person.may("export") or person.may("upload")):
        return
    title = _("Local matches")
    name = f"{title}-{session.shown()}-{date.today():%Y%m%d}"
    with st.container(horizontal=True):
        st.download_button(
            _("Download the list to follow up"),
            exporter(rows, workbook),
            file_name=f"{name}.xlsx",
            mime=WORKBOOK,
            icon=":material/download:",
            on_click="ignore",
            help=_("All {count} rows, with columns for what came of the contact.", count=len(rows)),
        )
        st.download_button(
            _("Download as CSV"),
            exporter(rows, plain),
            file_name=f"{name}.csv",
            mime="text/csv",
            type="tertiary",
            on_click="ignore",
        )


def exporter(rows: pd.DataFrame, make: Callable[[pd.DataFrame], bytes]) -> Callable[[], bytes]:
    """What makes a file at the time of the click, for whoever may then have it; written down."""
    language, claim = i18n.language(), person.claim()
    action = "export" if person.may("export") else "upload"
    number = session.shown()

    def give() -> bytes:
        actor = claim.need(action, "matches")
        detail = f"edition {number}, {len(rows)} rows"
        with (
            i18n.speaking(language),
            turns.aside(),
            trail.recorded(actor, "export", "matches", detail),
        ):
            return make(titled(rows, number))

    return give


def workbook(frame: pd.DataFrame) -> bytes:
    """The list as a workbook with a sheet that says where it is from."""
    about = [
        (_("Edition"), str(frame.attrs["edition"])),
        (_("Made on"), f"{date.today():%Y-%m-%d}"),
        (_("Rows"), str(len(frame))),
        (
            _("How to read it"),
            _(
                "Each row is one purchase outside the city and one local firm that might supply "
                "it. A purchase with several candidates stands in several rows: do not add them. "
                "Proposals rank; they do not say that the product fits."
            ),
        ),
    ]
    return listing(_("Local matches"), frame, about, empty=blank())


def plain(frame: pd.DataFrame) -> bytes:
    """The list as a CSV file, each row with edition and day."""
    told = {_("Edition"): frame.attrs["edition"], _("Made on"): f"{date.today():%Y-%m-%d}"}
    return export.csv_bytes(frame.assign(**told))


def blank() -> list[str]:
    """The columns that a liaison fills in."""
    return [_("Contacted on"), _("Whom"), _("What came of it"), _("Next step")]


def titled(rows: pd.DataFrame, number: int) -> pd.DataFrame:
    """The rows under the titles of the schema, codes as words, with the columns to fill in."""
    kept = rows[list(COLUMNS)]
    terms = {name: schema.term(name) for name in COLUMNS}
    said = pd.DataFrame(
        {
            term.measured: [term.choice(one) for one in kept[name]] if term.choices else kept[name]
            for name, term in terms.items()
            if term
        }
    ).assign(**dict.fromkeys(blank()))
    said.attrs["edition"] = number
    return said
