"""The frame around every page: person, menu, language, freshness, news of an edition, errors."""

from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from pathlib import Path

import streamlit as st

from chains import access, i18n, log, meter, settings
from chains.errors import ChainsError
from chains.i18n import _
from chains.signin import mode
from chains.ui import alerts, as_of, choose, freshness, look, pages, person, session, show


def _picture(name: str) -> str:
    """A drawing beside this file as a URL that holds it: no run has to read the file."""
    text = Path(__file__).with_name(f"{name}.svg").read_bytes()
    return f"data:image/svg+xml;base64,{b64encode(text).decode('ascii')}"


ICON, LOGO = _picture("icon"), _picture("logo")


def start() -> None:
    """Set the page up: wide, for whoever is signed in, in the language chosen; else lead away."""
    st.set_page_config(page_title="链长台 Chainboard", page_icon=ICON, layout="wide")
    st.logo(LOGO, size="large", icon_image=ICON)
    i18n.choose(choose.asked_language())
    signed_in = person.admit()
    i18n.choose(choose.language())
    look.apply()
    if person.is_open():
        choose.role()
        return
    if signed_in is None:
        _lead(_("Nobody is signed in here."), "/sign-in", _("Sign in"))
    elif person.unready(signed_in):
        _lead(_("Choose a password first."), "/sign-in/password", _("Choose a password"))
    _foot()


def menu() -> st.Page:
    """The page that was asked for, of those that the person may open."""
    sections = pages.sections()
    if not sections:
        _lead(_("No role was given to you. Ask an administrator."), "/sign-out", _("Sign out"))
    return st.navigation(sections, expanded=True)


def heading(page: st.Page) -> None:
    """The page's title, what data it shows, and the news; here the run's edition is chosen."""
    st.title(page.title, anchor=False)
    as_of.begin(page.url_path)
    freshness.line()
    if not as_of.elsewhere():
        news(session.shown())
        alerts.bell(page.url_path)
    as_of.choose()


def run(page: st.Page) -> None:
    """The page itself, counted and timed."""
    with meter.page(page.url_path or "overview"):
        page.run()


@contextmanager
def boundary() -> Iterator[None]:
    """The one place for errors: a refusal is said in words, a bug gets a number and a log entry."""
    try:
        yield
    except ChainsError as error:
        st.error(show.plain(i18n.say(error)), icon=":material/block:")
    except Exception as error:  # noqa: BLE001  every bug gets its number here
        st.error(
            _(
                "Something in the program failed. Nothing was changed. "
                "Give the number {reference} to your administrator.",
                reference=log.bug(error),
            ),
            icon=":material/bug_report:",
        )


@st.fragment(run_every=settings.number("watch_seconds"))
def news(number: int) -> None:
    """Tell whoever has the page open that a newer edition was published since."""
    i18n.choose(choose.asked_language())
    if person.claim().person() is None:
        return
    current = session.store().current()
    if current == number:
        return
    with st.container(border=True, horizontal=True, vertical_alignment="center", key="news"):
        st.markdown(
            _("The data was updated: edition {new} instead of {old}.", new=current, old=number)
        )
        if st.button(_("Show the new figures"), type="primary", icon=":material/refresh:"):
            st.rerun(scope="app")


def _lead(said: str, address: str, label: str) -> None:
    """Show nothing but a sentence and a link that leads out of the dashboard."""
    st.info(said, icon=":material/lock:")
    st.html(_anchor(address, label))
    st.stop()


def _foot() -> None:
    """Who is signed in, with which roles, and the ways to another password and out."""
    one = person.current()
    roles = _(", ").join(_(access.ROLES[role]) for role in access.ROLES if role in one.roles)
    ways = [("/sign-out", _("Sign out"))]
    if mode.chosen() == mode.LOCAL:
        ways.insert(0, ("/sign-in/password", _("Change password")))
    links = " · ".join(_anchor(address, label) for address, label in ways)
    st.sidebar.html(f"<p>{escape(one.title)}<br><small>{escape(roles)}</small><br>{links}</p>")


def _anchor(address: str, label: str) -> str:
    """A link to a page of the server's own, in the same window and the same language."""
    return (
        f'<a class="way" href="{address}?lang={i18n.language()}" target="_self">{escape(label)}</a>'
    )
