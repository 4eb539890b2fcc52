"""What a page shows: tables, lights, figures, links, and the designed empty states."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st

from chains import i18n, queries, schema
from chains.errors import N_
from chains.figures import palette
from chains.i18n import _
from chains.schema import Field
from chains.ui import session

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

BADGE = {
    "danger": "red",
    "warning": "orange",
    "steady": "blue",
    "healthy": "primary",
    "no_plan": "gray",
    "not_reported": "gray",
}
WORDS = {
    "open": N_("Open"),
    "overdue": N_("Overdue"),
    "closed": N_("Closed"),
    "reported": N_("Reported"),
    "chief": N_("Chain chief"),
    "deputy": N_("Deputy chain chief"),
    "department": N_("Responsible department"),
    "liaison": N_("Liaison officer"),
}
PAGE = {
    "overview": "pages/city/1_overview.py",
    "chain": "pages/city/2_chain.py",
    "projects": "pages/city/3_projects.py",
    "project": "pages/city/4_project.py",
    "upload": "pages/data/1_upload.py",
    "workbench": "pages/query/1_workbench.py",
}


def plain(text: Any) -> str:
    """A stranger's text for Markdown: every character that Markdown would read is escaped."""
    return "".join(f"\\{one}" if one in "\\`*_{}[]()<>#+-.!|~$:^=&" else one for one in str(text))


def light(state: str) -> str:
    """A light as a Markdown badge: colour, mark and word together."""
    one = palette.LIGHTS[state]
    return f":{BADGE[state]}-badge[{one.mark} {_(one.word)}]"


def word(code: str) -> str:
    """A code of a query (`overdue`, `chief`, a light) in the language in force, lights marked."""
    if code in palette.LIGHTS:
        one = palette.LIGHTS[code]
        return f"{one.mark} {_(one.word)}"
    return _(WORDS[code]) if code in WORDS else code


def link(page: str, label: str, *, icon: str | None = None, **parameters: Any) -> None:
    """A link to another page that keeps the language and carries its choice in the URL."""
    st.page_link(PAGE[page], label=label, icon=icon, query_params=_address(parameters))


def go(page: str, **parameters: Any) -> None:
    """Open another page at once."""
    st.switch_page(PAGE[page], query_params=_address(parameters))


def source(question: str, **values: Any) -> None:
    """A link that opens the SQL behind a figure, with its values, in the workbench."""
    given = {name: value for name, value in values.items() if value is not None}
    text = " ".join(f"{name}={value}" for name, value in given.items())
    link("workbench", _("See the SQL"), icon=":material/code:", saved=question, values=text)


def nothing(text: str | None = None) -> None:
    """The designed state of an empty result."""
    st.info(text or _("Nothing here for this choice. Choose another filter."), icon=":material/search_off:")


def need(*chosen: str | None) -> None:
    """End the page with a designed state where there is no data, or nothing to choose from."""
    if session.shown() and None not in chosen:
        return
    if session.shown():
        nothing(_("There is nothing to choose from yet. Upload the data that this page needs."))
        st.stop()
    st.info(
        _(
            "There is no data yet. Upload the first file, or build the demonstration city with "
            "`python -m chains demo`."
        ),
        title=_("The store is empty"),
        icon=":material/inventory_2:",
    )
    link("upload", _("Upload data"), icon=":material/upload_file:")
    st.stop()


def table(
    frame: pd.DataFrame,
    *,
    alt: str,
    columns: Sequence[str] | None = None,
    hide: Sequence[str] = (),
    opens: tuple[str, str] | None = None,
    height: int | None = None,
) -> None:
    """A table with titles, units and number formats of the schema; codes become words.

    With `opens` (page, column) a click on a row opens that page with the row's code.
    """
    if frame.empty:
        nothing()
        return
    kept = frame[[name for name in columns or frame.columns if name not in hide]]
    picked = st.dataframe(
        _readable(kept),
        hide_index=True,
        column_config={name: _column(name) for name in kept.columns},
        placeholder="—",
        alt=alt,
        height=height or "auto",
        on_select="rerun" if opens else "ignore",
        selection_mode="single-row",
    )
    if opens and picked["selection"]["rows"]:
        page, column = opens
        go(page, **{column.removesuffix("_id"): frame[column].iloc[picked["selection"]["rows"][0]]})


def plot(figure: "Figure", *, key: str, alt: str) -> None:
    """A plotly figure in its own look, without the tool bar."""
    st.plotly_chart(figure, key=key, theme=None, config={"displayModeBar": False}, alt=alt)


def title_of(question: str) -> str:
    """A question's title in the language in force."""
    return _(queries.query(question).title)


def _address(parameters: dict[str, Any]) -> dict[str, str]:
    given = {name: str(value) for name, value in parameters.items() if value is not None}
    return {"lang": i18n.language(), **given}


def _readable(frame: pd.DataFrame) -> pd.DataFrame:
    """Fractions become percent, codes and choices become words."""
    shown = frame.copy()
    for name in frame.columns:
        term = schema.term(name)
        if term is None:
            continue
        if _is_fraction(name, term):
            shown[name] = frame[name] * 100
        elif term.unit == "万元":
            shown[name] = frame[name].astype(float).round(1)
        elif name == "dataset":
            shown[name] = [schema.dataset(code).label for code in frame[name]]
        elif name in ("light", "state", "role"):
            shown[name] = [word(code) for code in frame[name]]
        elif term.choices:
            shown[name] = [term.choice(code) if isinstance(code, str) else code for code in frame[name]]
    return shown


def _is_fraction(name: str, term: Field) -> bool:
    return term.unit == "%" and name in schema.derived()


def _column(name: str) -> Any:
    """How a column looks: by its meaning in the schema."""
    term = schema.term(name)
    if term is None:
        return name
    label = term.measured
    if name == "completion":
        return st.column_config.ProgressColumn(label, format="%.1f%%", min_value=0, max_value=150)
    if term.unit == "%":
        return st.column_config.NumberColumn(label, format="%.1f%%")
    if term.type == "number" or (term.type == "integer" and term.unit):
        return st.column_config.NumberColumn(label, format="localized")
    if term.type == "date":
        return st.column_config.DateColumn(label, format="YYYY-MM-DD")
    if term.type == "datetime":
        return st.column_config.DatetimeColumn(label, format="YYYY-MM-DD HH:mm")
    return st.column_config.Column(label, help=term.help or None)


def dark() -> bool:
    """Whether the viewer's theme is dark."""
    return st.context.theme.type == "dark"
