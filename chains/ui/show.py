"""What a page shows: lights, words, figures, and the designed empty states."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import streamlit as st

from chains import queries
from chains.errors import N_
from chains.figures import palette
from chains.i18n import _
from chains.ui import person, session
from chains.ui.links import link

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

BADGE = {
    "ahead": "blue",
    "on_schedule": "violet",  # the theme makes violet the light blue of this light
    "behind": "orange",
    "far_behind": "red",
    "finished": "gray",
    "danger": "red",
    "warning": "orange",
    "steady": "violet",
    "healthy": "blue",
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


def nothing(text: str | None = None) -> None:
    """The designed state of an empty result."""
    st.info(
        text or _("Nothing here for this choice. Choose another filter."),
        icon=":material/search_off:",
    )


def need(*chosen: str | None) -> None:
    """End the page with a designed state where there is no data, or nothing to choose from."""
    if session.shown() and None not in chosen:
        return
    if session.shown():
        nothing(
            _("There is nothing to choose from yet. Upload the data that this page needs.")
            if person.may("upload")
            else _("There is nothing to choose from yet: the data that this page needs is missing.")
        )
        st.stop()
    st.info(
        _(
            "There is no data yet. Upload the first file, or build the demonstration city with "
            "`python -m chains demo`."
        )
        if person.may("upload")
        else _("There is no data yet. A liaison officer or an administrator uploads it."),
        title=_("The store is empty"),
        icon=":material/inventory_2:",
    )
    link("upload", _("Upload data"), icon=":material/upload_file:")
    st.stop()


def plot(
    figure: "Figure", *, key: str, alt: str, picks: Callable[[Any], None] | None = None
) -> None:
    """A plotly figure in its own look, without the tool bar.

    `picks` is called with the customdata of the point that is clicked.
    """

    def clicked() -> None:
        points = st.session_state[key]["selection"]["points"]
        found = points[0].get("customdata") if points else None
        if picks and found is not None:
            picks(found[0] if isinstance(found, list) else found)

    st.plotly_chart(
        figure,
        key=key,
        theme=None,
        config={"displayModeBar": False},
        on_select=clicked if picks else "ignore",
        selection_mode="points",
        alt=alt,
    )


def title_of(question: str) -> str:
    """A question's title in the language in force."""
    return _(queries.query(question).title)


def dark() -> bool:
    """Whether the viewer's theme is dark."""
    return st.context.theme.type == "dark"
