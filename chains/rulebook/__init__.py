"""Which rule lights the city: read, drafted, tried on an edition, and published with it."""

from chains.rulebook.drafting import Draft, drafted, read
from chains.rulebook.publishing import in_force, publish
from chains.rulebook.turning import Turns, turned
from chains.rulebook.words import measured, ranges

__all__ = [
    "Draft",
    "Turns",
    "drafted",
    "in_force",
    "measured",
    "publish",
    "ranges",
    "read",
    "turned",
]
