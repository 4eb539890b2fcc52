"""python -m chains serve"""

import os
import signal
import socket
import sys
from argparse import Namespace

from chains import log, settings, signin, state
from chains.access import Person
from chains.cli import people
from chains.cli.people import Note
from chains.errors import N_, ChainsError, UsageError
from chains.i18n import _
from chains.signin import mode
from chains.store import Store

MODES = {
    mode.OPEN: N_("Everybody who reaches it may see and change everything (CHAINS_ACCESS=open)"),
    mode.LOCAL: N_("People sign in with an account of this server (CHAINS_ACCESS=local)"),
    mode.OIDC: N_("People sign in at their organisation (CHAINS_ACCESS=oidc)"),
}


def run(given: Namespace) -> bool:
    """Serve the dashboard until Ctrl+C or SIGTERM."""
    signal.signal(signal.SIGTERM, lambda _number, _frame: sys.exit(0))
    address = given.address or settings.get("address")
    port = given.port or int(settings.number("port"))
    _refuse_taken(address, port)
    _refuse_nameless(address)
    store = Store(given.store)
    _upgrade(store, given.person)
    chosen = mode.in_force(demonstration=_may_be_open(store), address=address)
    log.start(settings.log_folder(), echo=True)
    _settle(
        store=given.store, language=given.language, access=chosen, address=address, port=str(port)
    )
    _tell(given.person, chosen, _url(address, port))
    os.chdir(settings.HOME)  # where Streamlit looks for .streamlit/config.toml
    from chains import server

    server.serve(address, port)
    people.record(given.person, "serve", Note(detail="stop"))
    return True


def _settle(**given: object) -> None:
    """What was said and found out holds for every part of the program."""
    for name, value in given.items():
        os.environ[settings.SETTINGS[name].variable] = str(value)


def _upgrade(store: Store, person: Person) -> None:
    """Give the store what this release adds to it."""
    if not store.lacking():
        return
    with people.recorded(person, "upgrade") as note:
        number = store.upgrade(person.title)
        note.detail = f"edition {number}"
    if number:
        print(_("Edition {number} has the tables of this release.", number=number))


def _may_be_open(store: Store) -> bool:
    """Whether the store holds the demonstration city, or nothing."""
    if not store.current():
        return True
    return bool(store.records()[-1].demonstration)


def _tell(person: Person, chosen: str, url: str) -> None:
    """Where it answers and who may come in; the way in for the first administrator."""
    people.record(person, "serve", Note(detail="start"))
    print(_("Chainboard answers at {url} (Ctrl+C ends it)", url=url))
    print(_(MODES[chosen]))
    link = signin.first_administrator(state.in_force()) if chosen == mode.LOCAL else None
    if link:
        print(
            _("There is no administrator yet. This link lets one in, once, within 24 hours:"),
            f"  {_outside() or url}{link}",
            sep="\n",
        )
    sys.stdout.flush()


def _url(address: str, port: int) -> str:
    shown = f"[{address}]" if ":" in address else address
    return f"http://{shown}:{port}"


def _outside() -> str:
    """Where browsers reach it behind a proxy that ends TLS; empty without one."""
    hosts = [host for host in settings.names("hosts") if not host.startswith("*")]
    return f"https://{hosts[0]}" if hosts and settings.names("proxies") else ""


def _refuse_nameless(address: str) -> None:
    """Behind an address that stands for all, a browser's Host says nothing unless names are set."""
    if address in {"0.0.0.0", "::"} and not settings.names("hosts"):  # noqa: S104  it is refused
        raise UsageError(
            "The address {address} stands for all of this machine's; name in CHAINS_HOSTS the "
            "hosts under which browsers reach it.",
            address=address,
        )


def _refuse_taken(address: str, port: int) -> None:
    """Say plainly that the port is taken, before a server is built for nothing."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family) as probe:
        if os.name != "nt":  # on Windows this option would let two programs share the port
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
        except OSError as error:
            raise ChainsError(
                "Port {port} on {address} cannot be used: {reason}. Another program may stand on "
                "it; choose another with --port.",
                port=port,
                address=address,
                reason=error.strerror,
            ) from error
