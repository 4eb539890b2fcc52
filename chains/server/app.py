"""The ASGI app around the dashboard, and the server that answers for it."""

import logging
import signal
import sys

import streamlit as st

from chains import figures, intake, network, sandbox  # noqa: F401  before a visitor waits for it
from chains.settings import HOME

DASHBOARD = HOME / "dashboard.py"
BARE = "streamlit.runtime.scriptrunner_utils.script_run_context"


def app() -> st.App:
    """The dashboard as an ASGI app."""
    _declare_pages()
    return st.App(str(DASHBOARD))


def serve(address: str, port: int) -> None:
    """Answer until Ctrl+C or SIGTERM, finish what is running, and end with exit status 0."""
    for ending in (signal.SIGINT, signal.SIGTERM):  # sent once more by uvicorn when it is done
        signal.signal(ending, lambda _number, _frame: sys.exit(0))
    app().run(
        config={
            "server.address": address,
            "server.port": port,
            "server.headless": True,
            "browser.gatherUsageStats": False,
            "logger.hideWelcomeMessage": True,
        }
    )


def _declare_pages() -> None:
    """Say once, before any visitor, that the menu is ours.

    A folder pages/ beside a script makes Streamlit take it for an old-style app, and answer the
    first deep link after a start with "Page not found", until st.navigation has run once. Outside
    a visitor's run that call warns, as every such call does.
    """
    log = logging.getLogger(BARE)
    level = log.level
    log.setLevel(logging.ERROR)
    st.navigation([st.Page(DASHBOARD)])
    log.setLevel(level)
