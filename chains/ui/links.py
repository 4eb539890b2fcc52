"""Links between pages: each keeps the language and carries its choice in the URL."""

from typing import Any

import streamlit as st

from chains import i18n, queries
from chains.i18n import _
from chains.settings import HOME
from chains.ui import pages, person

PAGE = {
    "overview": "pages/city/1_overview.py",
    "chain": "pages/city/2_chain.py",
    "projects": "pages/city/3_projects.py",
    "project": "pages/city/4_project.py",
    "completion": "pages/investment/1_completion.py",
    "rates": "pages/investment/2_rates.py",
    "course": "pages/investment/3_course.py",
    "forecast": "pages/investment/5_forecast.py",
    "alerts": "pages/investment/6_alerts.py",
    "nine": "pages/network/1_nine.py",
    "weak": "pages/network/2_weak.py",
    "firm": "pages/network/3_firm.py",
    "shock": "pages/network/4_shock.py",
    "matching": "pages/network/5_matching.py",
    "dispatch": "pages/investment/4_dispatch.py",
    "upload": "pages/data/1_upload.py",
    "history": "pages/data/3_history.py",
    "reporting": "pages/data/4_reporting.py",
    "workbench": "pages/query/1_workbench.py",
}


def link(page: str, label: str, *, icon: str | None = None, **parameters: Any) -> None:
    """A link to another page that keeps the language and carries its choice in the URL.

    Whoever may not open the page sees none.
    """
    path = HOME / PAGE[page]
    if person.may(pages.action(path)):
        st.page_link(pages.page(path), label=label, icon=icon, query_params=_address(parameters))


def go(page: str, **parameters: Any) -> None:
    """Open another page at once."""
    st.switch_page(PAGE[page], query_params=_address(parameters))


def source(question: str, **values: Any) -> None:
    """The SQL behind a figure, with its values: in the workbench for those who may ask, or here."""
    given = {name: value for name, value in values.items() if value is not None}
    text = " ".join(f"{name}={value}" for name, value in given.items())
    if person.may("query"):
        link("workbench", _("See the SQL"), icon=":material/code:", saved=question, values=text)
        return
    with st.popover(_("See the SQL"), icon=":material/code:", type="tertiary"):
        st.code(queries.query(question).sql, language="sql")
        if given:
            st.code(text, language=None)


def _address(parameters: dict[str, Any]) -> dict[str, str]:
    given = {name: str(value) for name, value in parameters.items() if value is not None}
    return {"lang": i18n.language(), **given}
