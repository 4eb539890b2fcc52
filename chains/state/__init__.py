"""What the program itself remembers: accounts, who is in, failed tries, decisions, the audit."""

from chains.state import accounts, audit, decisions, mappings, sessions, throttle, tickets
from chains.state.database import State, in_force
from chains.state.lines import dump, load

__all__ = [
    "State",
    "accounts",
    "audit",
    "decisions",
    "dump",
    "in_force",
    "load",
    "mappings",
    "sessions",
    "throttle",
    "tickets",
]
