"""The dashboard as an ASGI app: what stands around it, and the options under which it runs."""

import ipaddress
import logging
import re
from typing import Any

import streamlit as st
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from streamlit import logger as streamlit_logger
from streamlit.web import bootstrap

from chains import figures, intake, network, sandbox, settings  # noqa: F401  before a visitor waits for it
from chains.errors import UsageError
from chains.server import feed, health, housekeeping, metrics, oidc, signin_routes
from chains.server.failures import Failures, show
from chains.server.guard import Guard
from chains.server.headers import Headers
from chains.server.limits import TIMES, Limits
from chains.settings import HOME

DASHBOARD = HOME / "dashboard.py"
BARE = "streamlit.runtime.scriptrunner_utils.script_run_context"
SCRIPT = "streamlit.error_util"
THIS_MACHINE = ("localhost", "127.0.0.1", "[::1]")
HOST = re.compile(r"(\*\.)?[a-z0-9]([a-z0-9._-]*[a-z0-9])?|\[[0-9a-f:.]+\]")
PING_SECONDS = 20
MESSAGE_MB = 64  # a page's largest table or chart
WIDGETS_MB = 2  # what a browser may say of its widgets


def app() -> st.App:
    """The dashboard with everything around it; no setting outside of ours changes its limits."""
    dashboard = st.App(
        DASHBOARD,
        routes=[*signin_routes.routes(), *health.routes(), *metrics.routes(), *feed.routes()],
        middleware=[
            Middleware(Headers),
            Middleware(Failures),
            Middleware(TrustedHostMiddleware, allowed_hosts=hosts(), www_redirect=False),
            Middleware(Limits),
            Middleware(Guard),
        ],
        secrets=oidc.secrets(),
        lifespan=housekeeping.running,
        on_script_error=show,
    )
    bootstrap.load_config_options(options())
    _hand_over_log()
    _declare_pages()
    return dashboard


def options() -> dict[str, Any]:
    """Streamlit's options that may not depend on how or where it was started."""
    return {
        "server.address": settings.get("address"),
        "server.port": int(settings.number("port")),
        "server.headless": True,
        "server.fileWatcherType": "none",
        "server.allowRunOnSave": False,
        "server.allowedHosts": [host.strip("[]") for host in hosts()],
        "server.enableCORS": True,
        "server.enableXsrfProtection": True,
        "server.enableStaticServing": False,
        "server.enableAgentApi": False,
        "server.scriptHealthCheckEnabled": False,
        "server.trustedUserHeaders": {},
        "server.maxUploadSize": int(settings.number("upload_mb")) * TIMES,
        "server.maxMessageSize": MESSAGE_MB,
        "server.maxWidgetStateSize": WIDGETS_MB,
        "server.websocketPingInterval": PING_SECONDS,
        "browser.gatherUsageStats": False,
        "client.allowedOrigins": [],
        "client.showErrorDetails": "none",
        "client.showErrorLinks": False,
        "client.toolbarMode": "minimal",
        "global.developmentMode": False,
        "logger.enableRich": False,
        "logger.hideWelcomeMessage": True,
        "runner.magicEnabled": False,
        "runner.postScriptGC": False,  # a full collection after each run is half its time
    }


def hosts() -> list[str]:
    """The names under which a browser may ask: this machine's own, and CHAINS_HOSTS."""
    address = settings.get("address")
    found = [*THIS_MACHINE, *(name.lower() for name in settings.names("hosts"))]
    if not wild(address):
        found.append(f"[{address}]" if ":" in address else address.lower())
    for host in found:
        if not HOST.fullmatch(host):
            raise UsageError(
                "CHAINS_HOSTS holds {value}: a host name is needed, without https:// and port.",
                value=host,
            )
    return list(dict.fromkeys(found))


def wild(address: str) -> bool:
    """Whether the address stands for every address of this machine."""
    try:
        return ipaddress.ip_address(address).is_unspecified
    except ValueError:
        return False


def _hand_over_log() -> None:
    """Send what Streamlit and uvicorn log to our own log instead of straight to stderr."""
    streamlit_logger.setup_formatter = _hand_over
    streamlit_logger.update_formatter()
    logging.getLogger(SCRIPT).addFilter(_is_not_shown)


def _is_not_shown(record: logging.LogRecord) -> bool:
    """Whether a script's error does not come to `show` as well."""
    return record.funcName != "_log_uncaught_app_exception"


def _hand_over(logger: logging.Logger) -> None:
    for handler in logger.handlers[:]:
        logger.removeHandler(handler)
    logger.propagate = True


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
