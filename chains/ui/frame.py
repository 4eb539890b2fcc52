"""The frame around every page: menu, language, freshness, news of a newer edition, errors."""

import ast
import logging
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import streamlit as st

from chains import i18n, settings
from chains.errors import ChainsError
from chains.i18n import _
from chains.settings import HOME
from chains.ui import choose, freshness, look, session, show

PAGES = HOME / "pages"
ICON, LOGO = Path(__file__).with_name("icon.svg"), Path(__file__).with_name("logo.svg")
log = logging.getLogger("chains")


def start() -> None:
    """Set the page up: wide, with the language chosen in the sidebar or the URL, on one edition."""
    st.set_page_config(page_title="链长台 Chainboard", page_icon=str(ICON), layout="wide")
    st.logo(str(LOGO), size="large", icon_image=str(ICON))
    i18n.choose(choose.language())
    look.apply()


def speak() -> None:
    """Use the chosen language in this run; a fragment's own run begins with this."""
    i18n.choose(st.session_state.get("lang") or settings.get("language"))


def menu() -> st.Page:
    """The page that was asked for; a folder of pages/ is a section, a file a page."""
    sections: dict[str, list[st.Page]] = {}
    for path in sorted(PAGES.glob("*/*.py")):
        sections.setdefault(_(path.parent.name.capitalize()), []).append(_page(path))
    return st.navigation(sections)


def heading(page: st.Page) -> None:
    """The page's title, what data it shows, and the news; here the run's edition is chosen."""
    st.title(page.title, anchor=False)
    session.begin()
    freshness.line()
    news(session.shown())


@contextmanager
def boundary() -> Iterator[None]:
    """The one place for errors: a refusal is said in words, a bug gets a number and a log entry."""
    try:
        yield
    except ChainsError as error:
        st.error(show.plain(i18n.say(error)), icon=":material/block:")
    except Exception:
        reference = secrets.token_hex(4).upper()
        log.exception("bug %s", reference)
        st.error(
            _(
                "Something in the program failed. Nothing was changed. "
                "Give the number {reference} to your administrator.",
                reference=reference,
            ),
            icon=":material/bug_report:",
        )


@st.fragment(run_every=settings.number("watch_seconds"))
def news(number: int) -> None:
    """Tell whoever has the page open that a newer edition was published since."""
    speak()
    current = session.store().current()
    if current == number:
        return
    with st.container(border=True, horizontal=True, vertical_alignment="center", key="news"):
        st.markdown(
            _("The data was updated: edition {new} instead of {old}.", new=current, old=number)
        )
        if st.button(_("Show the new figures"), type="primary", icon=":material/refresh:"):
            st.rerun(scope="app")


def _page(path: Path) -> st.Page:
    title, description, icon = header(path)
    return st.Page(path, title=_(title), icon=icon, help=_(description))


@st.cache_data(max_entries=64, show_spinner=False)
def header(path: Path) -> tuple[str, str, str]:
    """A page file's docstring: its title, what it shows, its icon."""
    text = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or path.stem
    title, description, icon = [line for line in text.splitlines() if line.strip()]
    return title, description, icon
