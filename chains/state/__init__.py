"""What the program itself remembers: accounts, sessions, decisions, alerts, the audit."""

from chains.state import (
    accounts,
    alerts,
    audit,
    decisions,
    feeds,
    mappings,
    outbox,
    sessions,
    throttle,
    tickets,
)
from chains.state.database import State, in_force
from chains.state.lines import dump, load

__all__ = [
    "State",
    "accounts",
    "alerts",
    "audit",
    "decisions",
    "dump",
    "feeds",
    "in_force",
    "load",
    "mappings",
    "outbox",
    "sessions",
    "throttle",
    "tickets",
]
