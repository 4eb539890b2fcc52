"""The upload as seen on the page: dataset, file, confirmation, receipt."""

import streamlit as st

from chains import i18n, schema, settings
from chains.derive import template
from chains.errors import ChainsError, StoreError
from chains.figures import numbers
from chains.i18n import _
from chains.intake import Receipt, Submission
from chains.schema import Dataset
from chains.ui import choose, person, publishing, session, show

PENDING, RECEIPT, NOTICE = "upload_pending", "upload_receipt", publishing.NOTICE


def dataset() -> Dataset:
    """The dataset to update, of those given to the person, with its template to download."""
    reach = person.current().reach
    every = {name: one for name, one in schema.uploadable().items() if reach.holds(name)}
    if not every:
        show.nothing(_("No dataset was given to you. Ask an administrator for those of your work."))
        st.stop()
    ordered = list(every)  # each after those it refers to, which is how an empty store is filled
    if session.shown():
        ordered.sort(key=lambda name: "month" not in every[name].key)
    names = {name: every[name].label for name in ordered}
    chosen = choose.pick("dataset", names, _("Dataset"))
    found = schema.dataset(str(chosen))
    st.caption(found.help)
    st.download_button(
        _("Download the template"),
        template(found),
        file_name=f"{found.name}.csv",
        mime="text/csv",
        icon=":material/download:",
        on_click="ignore",
    )
    return found


def pending(target: Dataset) -> Submission | None:
    """The submission that waits for a look: read when a file comes, kept until settled."""
    key = f"file_{target.name}_{st.session_state.get('upload_round', 0)}"
    file = st.file_uploader(
        _(
            "CSV file, as Excel or WPS saves it; at most {limit} MB",
            limit=f"{settings.number('upload_mb'):g}",
        ),
        type=None,
        key=key,
        on_change=_withdraw,
        args=(key,),
    )
    held: Submission | None = st.session_state.get(PENDING)
    if file is None:
        return held if held and held.dataset.name == target.name else None
    identity = (target.name, file.file_id)
    if st.session_state.get("upload_identity") != identity:
        st.session_state[PENDING] = None
        bar = st.progress(0.0)
        st.session_state[PENDING] = publishing.judge(
            target, file.name, file.getvalue(), bar.progress
        )
        bar.empty()
        st.session_state["upload_identity"] = identity
        st.session_state.pop(RECEIPT, None)
    submission: Submission | None = st.session_state[PENDING]
    return submission


def _withdraw(key: str) -> None:
    """A file that its user removed waits no more; one that a page switch hides still does."""
    if st.session_state[key] is None:
        st.session_state.pop(PENDING, None)
        st.session_state.pop("upload_identity", None)


def settle(submission: Submission) -> None:
    """Message, then publish; a refused submission has no such button.

    In an open city a visitor gives a name; elsewhere the submitter is who is signed in.
    """
    if not submission.accepted or submission.difference is None:
        return
    with st.form("confirm", border=True):
        if person.is_open():
            by = st.text_input(_("Your name"), key="by", persist_state="session")
        else:
            by = publishing.signature(person.current())
            st.caption(_("Submitted by {name}", name=show.plain(by)))
        message = st.text_input(_("Message (why, from whom)"), key="message")
        pressed = st.form_submit_button(
            _("Confirm and publish"), type="primary", icon=":material/publish:"
        )
    if pressed:
        _publish(submission, by, message)


def _publish(submission: Submission, by: str, message: str) -> None:
    """Publish; where another edition came in between, show what would change now instead."""
    store = session.store()
    try:
        with st.spinner(_("Publishing")):
            st.session_state[RECEIPT] = publishing.publish(submission, by, message)
            _forget()  # before the block ends, where a click elsewhere may end this run
    except StoreError as error:
        if store.current() == submission.base:
            raise
        st.session_state[NOTICE] = error
        st.session_state[PENDING] = publishing.judge(
            submission.dataset, submission.file_name, submission.data
        )
    st.rerun()


def notice() -> None:
    """What has to be said of the last confirmation, once."""
    error: ChainsError | None = st.session_state.pop(NOTICE, None)
    if error:
        st.warning(show.plain(i18n.say(error)), icon=":material/sync_problem:")


def receipt() -> None:
    """The receipt of the last submission, until another file comes."""
    given: Receipt | None = st.session_state.get(RECEIPT)
    if given is None:
        return
    st.success(
        _(
            "Submission {number} is published as edition {edition}: {dataset}, {added} rows added, "
            "{changed} changed, {same} unchanged. File {file}, SHA-256 {sha}.",
            number=given.submission_id,
            edition=given.edition,
            dataset=schema.dataset(given.dataset).label,
            added=numbers.count(given.added),
            changed=numbers.count(given.changed),
            same=numbers.count(given.same),
            file=show.plain(given.file_name),
            sha=given.sha256[:12],
        ),
        title=_("Receipt No. {number:06d}", number=given.submission_id),
        icon=":material/task_alt:",
    )


def _forget() -> None:
    """The submission is settled: the next file starts afresh."""
    st.session_state.pop(PENDING, None)
    st.session_state.pop("upload_identity", None)
    st.session_state["upload_round"] = st.session_state.get("upload_round", 0) + 1
