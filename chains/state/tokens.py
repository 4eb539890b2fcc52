"""Secrets that are given away once; the database holds their digest alone."""

import hashlib
import secrets


def new() -> str:
    """A random secret of 256 bits, fit for a cookie or a link."""
    return secrets.token_urlsafe(32)


def digest(text: str) -> str:
    """What the database holds instead of the text: its SHA-256 in hex."""
    return hashlib.sha256(text.encode("utf-8", errors="replace")).hexdigest()


def csrf(token: str) -> str:
    """The word that a form of this session carries; it is nowhere stored and tells nothing back."""
    return digest(f"csrf {token}")
