"""The time as the state database keeps it."""

from datetime import UTC, datetime


def now() -> datetime:
    """The present moment in UTC, without a zone."""
    return datetime.now(UTC).replace(tzinfo=None)
