"""python -m chains serve"""

import os
import socket
from argparse import Namespace

from chains import settings
from chains.errors import ChainsError
from chains.i18n import _


def run(given: Namespace) -> bool:
    """Serve the dashboard until Ctrl+C or SIGTERM."""
    address = given.address or settings.get("address")
    port = given.port or int(settings.number("port"))
    _refuse_taken(address, port)
    shown = f"[{address}]" if ":" in address else address
    print(
        _("Chainboard answers at {url} (Ctrl+C ends it)", url=f"http://{shown}:{port}"), flush=True
    )
    os.environ.update(CHAINS_STORE=str(given.store), CHAINS_LANGUAGE=given.language)
    os.chdir(settings.HOME)  # where Streamlit looks for .streamlit/config.toml, at its import
    from chains import server

    server.serve(address, port)
    return True


def _refuse_taken(address: str, port: int) -> None:
    """Say plainly that the port is taken, before streamlit looks for another."""
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
