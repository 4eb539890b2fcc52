"""Alerts sent to an address of the office, signed, tried again until it takes them.

A delivery is JSON by POST. X-Chainboard-Signature is `sha256=` and the HMAC-SHA256, in hex, of
X-Chainboard-Timestamp (Unix seconds), a full stop and the body, under CHAINS_WEBHOOK_SECRET.
"""

import hashlib
import hmac
import json
import logging
import time
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from http.client import HTTPException
from typing import Any
from urllib.parse import urlsplit

from chains import settings, state
from chains.alerts import words
from chains.i18n import speaking
from chains.state.alerts import Alert
from chains.state.outbox import Delivery

SECONDS = 5.0
MOST = 500  # alerts that one delivery spells out
AT_ONCE = 20  # deliveries of one turn

log = logging.getLogger(__name__)


class _Straight(urllib.request.HTTPRedirectHandler):
    """Goes nowhere else: what is signed is for the address of the settings alone."""

    def redirect_request(self, *_asked: object, **_more: object) -> None:
        """Refuse."""


def configured() -> bool:
    """Whether there is an address to send to, and a secret to sign with."""
    url = urlsplit(settings.get("webhook_url"))
    return url.scheme in {"http", "https"} and bool(url.hostname and settings.get("webhook_secret"))


def body(edition: int, alerts: Sequence[Alert]) -> str:
    """What one edition's alerts are as JSON, both languages where a text is ours."""
    document = {
        "event": "lights_turned",
        "edition": edition,
        "count": len(alerts),
        "alerts": [_told(alert) for alert in alerts[:MOST]],
    }
    return json.dumps(document, ensure_ascii=False)


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """The value of X-Chainboard-Signature."""
    signed = timestamp.encode() + b"." + body
    return "sha256=" + hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()


def send_due(db: state.State) -> int:
    """Try what is due, each within five seconds, with an entry in the audit log; return how many.

    Nothing is tried while no webhook is configured.
    """
    for count in range(AT_ONCE):
        delivery = state.outbox.take(db) if configured() else None
        if delivery is None:
            return count
        taken, said = _post(delivery)
        outcome = state.outbox.settle(db, delivery, taken=taken, said=said)
        state.audit.record(
            db,
            person="chainboard",
            action="webhook",
            subject=str(urlsplit(settings.get("webhook_url")).hostname),
            outcome="done" if taken else "failed",
            detail=f"edition {delivery.edition}, delivery {delivery.delivery}, "
            f"try {delivery.tries}, {outcome}: {said}",
        )
    return AT_ONCE


def _told(alert: Alert) -> dict[str, Any]:
    texts = {}
    for code in ("zh", "en"):
        with speaking(code):
            texts[code] = {"title": words.title(alert), "why": words.why(alert)}
    names = ("alert", "kind", "subject", "chain", "light_before", "light_after", "cause")
    known = {name: getattr(alert, name) for name in names}
    return {**known, **alert.told, "texts": texts}


def _post(delivery: Delivery) -> tuple[bool, str]:
    """Whether the receiver took it, and what was met with."""
    opener = urllib.request.build_opener(_Straight)
    try:
        with opener.open(_request(delivery), timeout=SECONDS) as answer:
            return True, str(answer.status)
    except urllib.error.HTTPError as error:
        error.close()
        return False, str(error.code)
    except (OSError, HTTPException, ValueError) as error:
        log.warning("The webhook did not answer: %s", type(error).__name__)
        return False, type(error).__name__


def _request(delivery: Delivery) -> urllib.request.Request:
    data, timestamp = delivery.body.encode(), str(int(time.time()))
    headers: Mapping[str, str] = {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": "Chainboard",
        "X-Chainboard-Delivery": str(delivery.delivery),
        "X-Chainboard-Timestamp": timestamp,
        "X-Chainboard-Signature": signature(settings.get("webhook_secret"), timestamp, data),
    }
    url = settings.get("webhook_url")
    return urllib.request.Request(url, data, dict(headers), method="POST")  # noqa: S310 - see configured
