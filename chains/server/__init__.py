"""The ASGI app around the dashboard, and the server that answers for it."""

from chains.server.app import app, wild
from chains.server.running import serve

__all__ = ["app", "serve", "wild"]
