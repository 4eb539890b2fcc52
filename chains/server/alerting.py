"""What a running server does about alerts: finds those of new editions, and sends what is due."""

from chains import alerts, settings, state
from chains.store import Store


def find() -> None:
    """Compare the editions that were not compared yet."""
    alerts.catch_up(Store(settings.store_folder()), state.in_force())


def send() -> None:
    """Try what is due for the webhook, where one is configured."""
    if alerts.configured():
        alerts.send_due(state.in_force())
