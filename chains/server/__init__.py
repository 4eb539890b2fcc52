"""The ASGI app around the dashboard, and the server that answers for it."""

from chains.server.app import app, serve

__all__ = ["app", "serve"]
