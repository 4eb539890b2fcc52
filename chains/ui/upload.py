"""The upload as seen on the page: dataset, file, confirmation, receipt."""

import streamlit as st

from chains import i18n, schema, settings
from chains.errors import ChainsError, StoreError
from chains.figures import numbers
from chains.i18n import _
from chains.intake import Receipt, Submission
from chains.schema import Dataset
from chains.ui import choose, person, publishing, session, show, templates, waiting

IDENTITY, RECEIPT, NOTICE = "upload_identity", "upload_receipt", publishing.NOTICE


def dataset() -> Dataset:
    """The dataset to update, with its template to download."""
    found = given()
    templates.offer(found)
    return found


def given() -> Dataset:
    """The dataset to work on, of those given to the person."""
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
    return found


def pending(target: Dataset) -> Submission | None:
    """The submission that waits for a look: read when a file comes, kept until settled."""
    key = f"file_{target.name}_{st.session_state.get('upload_round', 0)}"
    file = st.file_uploader(
        _(
            "CSV or Excel file (xlsx, xls, ods), as Excel or WPS saves it; at most {limit} MB",
            limit=f"{settings.number('upload_mb'):g}",
        ),
        type=None,
        key=key,
        on_change=_withdraw,
        args=(key,),
    )
    waiting.others()
    if file is not None and st.session_state.get(IDENTITY) != (target.name, file.file_id):
        waiting.forget()
        st.session_state.pop(RECEIPT, None)
        waiting.take(target, file.name, file.getvalue())
        st.session_state[IDENTITY] = (target.name, file.file_id)
    found = waiting.current()
    return found if found and found.dataset.name == target.name else None


def _withdraw(key: str) -> None:
    """A file that its user removed waits no more; one that a page switch hides still does."""
    if st.session_state[key] is None:
        waiting.forget()
        st.session_state.pop(IDENTITY, None)


def settle(submission: Submission) -> None:
    """Message, then publish; a refused submission has no such button.

    In an open city a visitor gives a name; elsewhere the submitter is who is signed in.
    """
    if submission.difference is None or submission.difference.empty:
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
        waiting.look_again()
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
    waiting.forget()
    st.session_state.pop(IDENTITY, None)
    st.session_state["upload_round"] = st.session_state.get("upload_round", 0) + 1
