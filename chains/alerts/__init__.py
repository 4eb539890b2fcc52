"""Lights that a publish turned: found, kept, told as a feed, sent to a webhook."""

from chains.alerts.atom import feed
from chains.alerts.finding import catch_up, soon
from chains.alerts.webhook import configured, send_due

__all__ = ["catch_up", "configured", "feed", "send_due", "soon"]
