"""What the program itself remembers: accounts, sessions, links, failed tries, the audit log."""

from chains.state import accounts, audit, mappings, sessions, throttle, tickets
from chains.state.database import State, in_force
from chains.state.lines import dump, load

__all__ = [
    "State",
    "accounts",
    "audit",
    "dump",
    "in_force",
    "load",
    "mappings",
    "sessions",
    "throttle",
    "tickets",
]
