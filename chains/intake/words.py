"""Texts of a file as they are compared: half-width, lower case, without spaces."""

import unicodedata
from functools import lru_cache


@lru_cache(maxsize=4_096)
def plain(text: str) -> str:
    """A title as it is compared: half-width, lower case, without spaces or a mark for required."""
    return "".join(unicodedata.normalize("NFKC", text).lower().split()).strip("*")
