"""Links between pages: each keeps the language and carries its choice in the URL."""

from typing import Any

import streamlit as st

from chains import i18n
from chains.i18n import _

PAGE = {
    "overview": "pages/city/1_overview.py",
    "chain": "pages/city/2_chain.py",
    "projects": "pages/city/3_projects.py",
    "project": "pages/city/4_project.py",
    "upload": "pages/data/1_upload.py",
    "workbench": "pages/query/1_workbench.py",
}


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


def _address(parameters: dict[str, Any]) -> dict[str, str]:
    given = {name: str(value) for name, value in parameters.items() if value is not None}
    return {"lang": i18n.language(), **given}
