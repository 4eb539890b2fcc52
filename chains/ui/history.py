"""Every submission as seen on the page: the list, one of them with its file and what it did."""

import hashlib
import re
from collections.abc import Callable
from typing import Any

import pandas as pd
import streamlit as st

from chains import i18n, intake, schema
from chains.errors import ChainsError, StoreError
from chains.figures import numbers
from chains.i18n import _
from chains.ui import choose, effects, links, person, session, show, trail, waiting
from chains.ui.session import EDITION
from chains.ui.tables import table

COLUMNS = (
    "submission_id",
    "submitted_at",
    "dataset",
    "submitted_by",
    "file_name",
    "rows_added",
    "rows_changed",
    "rows_same",
    "rows_removed",
    "edition_kind",
    "message",
    "edition",
)
SUBMISSION = "submission"
NUMBER, DIGEST = re.compile(r"[0-9]{1,15}"), re.compile(r"[0-9a-f]{64}")


def submissions() -> None:
    """Every submission, of one dataset or of all."""
    known = [name for name in session.fetch("freshness")["dataset"] if name in schema.datasets()]
    names = {name: schema.dataset(name).label for name in known}
    dataset = choose.pick("dataset", names, _("Dataset"), every=_("All datasets"))
    found = session.fetch("submissions", dataset=dataset)
    table(
        found,
        alt=show.title_of("submissions"),
        columns=COLUMNS,
        height=420 if len(found) > 10 else None,
        empty=_("Nothing was submitted yet."),
    )


def chosen() -> Any | None:
    """The submission to look at closely, as a row; None where none is chosen."""
    found = session.fetch("submissions")
    asked = st.query_params.get(SUBMISSION, "")
    if NUMBER.fullmatch(asked):  # it may be older than those that are listed
        found = pd.concat([session.fetch("submissions", submission=asked), found])
    rows: dict[str, Any] = {str(row.submission_id): row for row in found.itertuples()}
    names = {
        number: f"{number} · {row.submitted_at:%Y-%m-%d} · {_title(row.dataset)} · {row.file_name}"
        for number, row in rows.items()
    }
    picked = choose.pick(SUBMISSION, names, _("Look at one submission"), every=_("Choose one"))
    return rows[picked] if picked else None


def one(row: Any) -> None:
    """A submission: what, who, when, how many rows, its file."""
    st.markdown(
        _(
            "{dataset}, submitted by {by} on {at:%Y-%m-%d %H:%M}, published as edition {edition}",
            dataset=_title(row.dataset),
            by=show.plain(row.submitted_by),
            at=row.submitted_at,
            edition=row.edition,
        )
    )
    if row.message and not pd.isna(row.message):
        st.markdown(f"> {show.plain(row.message)}")
    with st.grid(4, min_column_width=150):
        st.metric(_("Rows added"), numbers.count(row.rows_added), border=True)
        st.metric(_("Rows changed"), numbers.count(row.rows_changed), border=True)
        st.metric(_("Rows unchanged"), numbers.count(row.rows_same), border=True)
        st.metric(_("Rows removed"), numbers.count(row.rows_removed), border=True)
    _file(row)


def figures(row: Any) -> None:
    """What the submission's edition did to the figures of the pages."""
    if pd.isna(row.parent):
        show.nothing(_("This edition was the first; there are no figures before it."))
        return
    before, after = int(row.parent), int(row.edition)
    try:
        found = session.kept(lambda: _effects(before, after), "effects", before, after)
    except ChainsError as error:
        st.info(show.plain(i18n.say(error)), icon=":material/history_toggle_off:")
        return
    if found.empty:
        st.info(_("No figure of the overview changed."), icon=":material/equal:")
        return
    effects.table(found)
    with st.container(horizontal=True):
        for number in (before, after):
            said = _("See every page as of edition {number}", number=number)
            links.link("overview", said, icon=":material/history:", **{EDITION: number})


def undo(row: Any) -> None:
    """The way to take a submission back, which first shows what that would change."""
    if not may_take(row.dataset):
        return
    if st.button(_("Undo this submission…"), icon=":material/undo:", key="undo"):
        waiting.undo(int(row.submission_id))
        links.go("upload", dataset=row.dataset)


def exporter(dataset: str, name: str, digest: str) -> Callable[[], bytes]:
    """What gives a submitted file to whoever may upload that dataset at the time of the click."""
    claim = person.claim()

    def give() -> bytes:
        actor = claim.need("upload", dataset)
        with trail.recorded(actor, "export", dataset, f"{name}, SHA-256 {digest}"):
            if not actor.person.reach.holds(dataset):
                raise StoreError("This dataset was not given to you.")
            return original(digest)

    return give


def original(digest: str) -> bytes:
    """A submitted file as it came; StoreError where it is not there, or is not the one."""
    path = session.store().files / digest
    if not DIGEST.fullmatch(digest) or not path.is_file():
        raise StoreError("The file of this submission is not kept here.")
    data = path.read_bytes()
    if hashlib.sha256(data).hexdigest() != digest:
        raise StoreError("The file is not the one that was submitted.")
    return data


def may_take(dataset: str) -> bool:
    """Whether the page offers the original of a dataset's submission."""
    return person.may("upload") and person.current().reach.holds(dataset)


def _file(row: Any) -> None:
    """The original, for those who may upload its dataset."""
    st.caption(
        _("File {file}, SHA-256 {sha}", file=show.plain(row.file_name), sha=row.sha256),
    )
    if not may_take(row.dataset):
        return
    if not (session.store().files / row.sha256).is_file():
        st.caption(_("The file of this submission is not kept here."))
        return
    st.download_button(
        _("Download the file as it came"),
        exporter(row.dataset, row.file_name, row.sha256),
        file_name=row.file_name,
        icon=":material/download:",
        on_click="ignore",
    )


def _effects(before: int, after: int) -> pd.DataFrame:
    here = session.store()
    with here.reading(before) as first, here.reading(after) as second:
        return intake.effects(first, second)


def _title(dataset: str) -> str:
    return schema.dataset(dataset).label if dataset in schema.datasets() else dataset
