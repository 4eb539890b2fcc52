"""Times of the state database, which are UTC without a zone, as the office's clock has them."""

from datetime import UTC, date, datetime, time


def shown(moment: datetime) -> datetime:
    """The moment by this computer's clock, without a zone."""
    return moment.replace(tzinfo=UTC).astimezone().replace(tzinfo=None, microsecond=0)


def midnight(day: date) -> datetime:
    """The first moment of the office's day, as the state database keeps time."""
    return datetime.combine(day, time()).astimezone(UTC).replace(tzinfo=None)
