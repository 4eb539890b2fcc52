"""The workbench as seen on the page: saved queries, parameters, SQL, answer, export."""

from collections.abc import Callable
from typing import Any
from unicodedata import east_asian_width

import streamlit as st

from chains import export, meter, queries, sandbox, schema, settings
from chains.errors import QueryRefused
from chains.figures import numbers
from chains.i18n import _
from chains.queries import Query
from chains.sandbox import Answer
from chains.ui import choose, person, session, show, trail, turns

KEPT = 500  # characters of a query that the audit log keeps
WIDE = "\u3000"  # a space as wide as a Chinese character


def saved() -> Query | None:
    """A saved query to start from, or None; choosing one fills the editor."""
    sandbox.warm()
    library = queries.library()
    names = {name: _(one.title) for name, one in library.items()}
    chosen = choose.pick("saved", names, _("Saved queries"), every=_("Start with an empty editor"))
    if chosen is None:
        return None
    st.caption(_(library[chosen].description))
    return library[chosen]


def editor(start: Query | None) -> str:
    """The SQL to run, filled with the saved query until it is edited."""
    saved_text = start.sql if start else ""
    key = f"sql_{start.name if start else ''}"
    text = st.text_area(
        "SQL",
        saved_text,
        height=280,
        key=key,
        persist_state="session",
        placeholder="select stage, count(*) as segments from segment group by stage",
    )
    if start and text != saved_text:
        st.caption(_("The text differs from the saved query."))
        st.button(_("Back to the saved text"), on_click=_restore, args=(key, saved_text))
    return text


def _restore(key: str, text: str) -> None:
    st.session_state[key] = text


def parameters(start: Query | None) -> dict[str, Any]:
    """A field for each parameter of the saved query; an empty field is null."""
    if start is None or not start.parameters:
        return {}
    given = _given()
    with st.grid(4, min_column_width=180):
        for one in start.parameters:
            key = f"value_{start.name}_{one.name}"
            st.session_state.setdefault(key, given.get(one.name, one.default or ""))
            st.text_input(f"${one.name} ({one.type})", key=key, placeholder=_("empty means all"))
    values = {
        one.name: st.session_state[f"value_{start.name}_{one.name}"] for one in start.parameters
    }
    return {name: value or None for name, value in values.items()}


def answer(sql: str, values: dict[str, Any]) -> Answer:
    """The sandbox's answer on the edition that is shown; every run is written down."""
    actor = person.need("query", "sql")
    with st.spinner(_("The query is running")):
        try:
            with (
                trail.recorded(actor, "query", "sql", sql[:KEPT]) as note,
                meter.query(),
                turns.aside(),
            ):
                found = sandbox.run(session.edition().path, sql, values=values)
                rows = found.table.num_rows
                note.detail = f"{rows} rows, {found.seconds:.2f} s: {sql[:KEPT]}"
                return found
        except QueryRefused as error:
            _point(error, sql)
            raise


def _point(error: QueryRefused, sql: str) -> None:
    """Show the place in the text that a refusal speaks of, if it speaks of one."""
    if error.line is None or error.column is None:
        return
    line = sql.split("\n")[error.line - 1]
    before = "".join(
        WIDE if east_asian_width(one) in "WF" else " " for one in line[: error.column - 1]
    )
    st.caption(_("Line {line}, column {column}", line=error.line, column=error.column))
    st.code(f"{line}\n{before}^", language=None)


def result(found: Answer) -> None:
    """The rows, how many of them, how long it took, and the export."""
    count = numbers.count(len(found.frame))
    said = (
        _("The first {rows} rows of more; add a limit or a filter to see others.", rows=count)
        if found.more
        else _("{rows} rows", rows=count)
    )
    st.caption(f"{said} · {found.seconds:.2f} s · " + _("edition {number}", number=session.shown()))
    st.dataframe(found.frame, hide_index=True, placeholder="—", alt=_("Answer of the query"))
    if person.may("export"):
        st.download_button(
            _("Download as CSV"),
            exporter(found),
            file_name="query.csv",
            mime="text/csv",
            icon=":material/download:",
            on_click="ignore",
        )


def exporter(found: Answer) -> Callable[[], bytes]:
    """What makes the file when it is asked for, by whoever may then take it away."""
    claim = person.claim()

    def give() -> bytes:
        actor = claim.need("export", "sql")
        with trail.recorded(actor, "export", "sql", f"{found.table.num_rows} rows"):
            return export.csv_bytes(found.frame)

    return give


def limits() -> str:
    """The limits of a query in one sentence."""
    return _(
        "Read-only; at most {rows} rows, {seconds} s and {memory} MB for each query.",
        rows=numbers.count(settings.number("query_rows")),
        seconds=f"{settings.number('query_seconds'):g}",
        memory=f"{settings.number('query_memory_mb'):g}",
    )


def tables() -> None:
    """What can be asked: every table and view with its columns."""
    for dataset in schema.datasets().values():
        st.markdown(
            f"**{dataset.name}** {dataset.label}  \n" + ", ".join(f"`{c}`" for c in dataset.columns)
        )
    for view in queries.views():
        st.markdown(f"**{view.name}** {show.plain(_(view.title))}")


def _given() -> dict[str, str]:
    """The values that a link brought: `month=2022-10 chain=C1`."""
    pairs = (part.partition("=") for part in st.query_params.get("values", "").split())
    return {name: value for name, _equals, value in pairs}
