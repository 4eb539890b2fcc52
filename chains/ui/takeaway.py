"""Taking a picture or its data away as a file, made only when it is asked for."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st

from chains import export, i18n
from chains.errors import N_
from chains.figures.paper import forms
from chains.figures.paper.png import chinese
from chains.figures.provenance import supply_words
from chains.i18n import _
from chains.network import exchange
from chains.network.exchange import Imprint
from chains.ui import person, session, trail, turns

if TYPE_CHECKING:
    from networkx import DiGraph

Option = dict[str, Any]
Make = Callable[[], bytes]

LABELS = {
    "png": N_("Picture to print (PNG, A3)"),
    "svg": N_("Picture to edit (SVG, A3)"),
    "html": N_("Page that opens offline (HTML)"),
    "graphml": N_("Graph for other programs (GraphML)"),
    "json": N_("Graph as JSON (node-link)"),
    "csv": N_("Nodes and edges as tables (CSV)"),
}
ENDINGS = {"csv": "zip"}
UNFIT = re.compile(r"[^\w·—-]+")
LONGEST = 60  # letters of a title in a file's name


def offer(
    key: str,
    option: Option | Callable[[], Option] | None = None,
    graph: "DiGraph[str] | None" = None,
    *,
    title: str,
    nodes: pd.DataFrame | None = None,
    edges: pd.DataFrame | None = None,
    chain: str | None = None,
) -> None:
    """One menu with the forms in which a figure and its data can be taken away.

    `option` is the ECharts option, best drawn for light paper, or what makes it when asked; `graph`
    its network, or `nodes` and `edges` its tables. Data files are for those who may export. `chain`
    is the one whose supply links the footer counts.
    """
    one = imprint(title, chain)
    pictures = {} if option is None else _pictures(option, one)
    data = _data(graph, {"nodes": nodes, "edges": edges}, one) if person.may("export") else {}
    with st.popover(_("Take it away"), icon=":material/download:", type="tertiary"):
        for form, (mime, make) in (pictures | data).items():
            action = "see" if form in pictures else "export"
            st.download_button(
                _(LABELS[form]),
                exporter(make, action, f"{title} {form}"),
                file_name=file_name(one, ENDINGS.get(form, form)),
                mime=mime,
                key=f"{key}_{form}",
                on_click="ignore",
                type="tertiary",
            )
        if pictures and not chinese():
            st.caption(
                _(
                    "No font of this server has Chinese characters, so a PNG made here lacks them. "
                    "Take the SVG, or let one be installed: apt-get install fonts-noto-cjk"
                )
            )


def file_name(one: Imprint, ending: str) -> str:
    """A name that every system takes, with the edition and its day."""
    stem = UNFIT.sub("-", one.title)[:LONGEST].strip("-") or "chainboard"
    return f"{stem}-{one.edition}-{one.date.isoformat()}.{ending}"


def imprint(title: str, chain: str | None) -> Imprint:
    """What stands in the file: the shown edition, its day, its month, where its links are from."""
    clock = session.fetch("clock")
    month = clock["enterprise_month"].iloc[0] if len(clock) else None
    return Imprint(
        title,
        session.shown(),
        session.kept(_made, "made"),
        str(month) if isinstance(month, str) else "",
        supply_words(session.fetch("supply_sources", chain=chain)),
        preview=session.view().path is not None,
    )


def _made() -> date:
    """The day on which the shown edition was made."""
    records = session.edition().records()
    return records[-1].made_at.date() if records else date.today()


def _pictures(option: Option | Callable[[], Option], one: Imprint) -> dict[str, tuple[str, Make]]:
    def maker(write: Callable[[Option, Imprint], bytes]) -> Make:
        return lambda: write(option() if callable(option) else option, one)

    return {form: (mime, maker(write)) for form, (mime, write) in forms.WRITES.items()}


def _data(
    graph: "DiGraph[str] | None", tables: Mapping[str, pd.DataFrame | None], one: Imprint
) -> dict[str, tuple[str, Make]]:
    """The files of a graph, and its tables; a table that is given goes before the graph's own."""

    def maker(write: Callable[[Any, Imprint], bytes]) -> Make:
        return lambda: write(graph, one)

    given = {name: frame for name, frame in tables.items() if frame is not None}
    forms_of = exchange.WRITES.items() if graph is not None else ()
    found = {form: (mime, maker(write)) for form, (mime, write) in forms_of}
    if given or graph is not None:
        found["csv"] = ("application/zip", lambda: export.zipped(_tables(graph, given, one)))
    return found


def _tables(
    graph: "DiGraph[str] | None", given: Mapping[str, pd.DataFrame], one: Imprint
) -> dict[str, pd.DataFrame]:
    own = {"about": exchange.about(one)} if graph is None else exchange.frames(graph, one)
    return {**own, **given}


def exporter(make: Make, action: str, subject: str) -> Make:
    """What makes the file when it is asked for, by whoever may then take it away."""
    claim, language = person.claim(), i18n.language()

    def give() -> bytes:
        actor = claim.need(action, subject)
        with (
            trail.recorded(actor, "export", subject),
            turns.turn(),
            i18n.speaking(language),
        ):
            return make()

    return give
