"""Alerts as an Atom feed (RFC 4287), for the reader that an office already uses."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from urllib.parse import urlencode
from uuid import UUID, uuid5
from xml.etree import ElementTree as ET

from chains.alerts import words
from chains.i18n import _, language
from chains.state.alerts import Alert

NAMESPACE = "http://www.w3.org/2005/Atom"
FEED = "/feed.atom"  # where the server has it
OURS = UUID("6a0b6f0e-5a3d-4d0e-9a51-6d3e2f6c1b7a")
UNFIT = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
PAGES = {
    "project": ("project", "project"),
    "chain": ("chain", "chain"),
    "county": ("projects", "county"),
    "level": ("projects", "level"),
}  # kind -> page, and the choice that the URL carries
EPOCH = datetime(2022, 1, 1)


def feed(alerts: Sequence[Alert], *, base: str, key: str) -> bytes:
    """The feed's document: `base` is the dashboard's address, `key` tells one feed from another."""
    root = ET.Element("feed", {"xmlns": NAMESPACE, "xml:lang": language()})
    _add(root, "id", uuid5(OURS, f"feed {key}").urn)
    _add(root, "title", _("链长台 Chainboard: lights that turned"))
    _add(root, "updated", _moment(updated(alerts)))
    _add(_add(root, "author"), "name", "链长台 Chainboard")
    page = f"{base}/alerts?{urlencode({'lang': language()})}"
    _add(root, "link", rel="alternate", type="text/html", href=page)
    for alert in alerts:
        _entry(root, alert, base)
    said: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return said


def updated(alerts: Sequence[Alert]) -> datetime:
    """When the newest was found (UTC)."""
    return max((alert.made_at for alert in alerts), default=EPOCH)


def link(alert: Alert, base: str) -> str:
    """The address of what the alert is about."""
    page, choice = PAGES[alert.kind]
    return f"{base}/{page}?{urlencode({'lang': language(), choice: alert.subject})}"


def _entry(root: ET.Element, alert: Alert, base: str) -> None:
    entry = _add(root, "entry")
    identity = f"{alert.told['origin']['at']} {alert.edition} {alert.kind} {alert.subject}"
    _add(entry, "id", uuid5(OURS, identity).urn)
    _add(entry, "title", words.title(alert))
    for name in ("updated", "published"):
        _add(entry, name, _moment(alert.made_at))
    _add(entry, "link", rel="alternate", type="text/html", href=link(alert, base))
    label = _(words.KINDS[alert.kind])
    _add(entry, "category", term=alert.kind, label=label)
    lines = (words.figures, words.why, words.people, words.since)
    summary = "\n".join(text for text in (line(alert) for line in lines) if text)
    _add(entry, "summary", summary, type="text")


def _add(parent: ET.Element, name: str, text: str | None = None, **attributes: str) -> ET.Element:
    """A child whose text and attributes hold nothing that XML 1.0 cannot carry."""
    fit = {key: _fit(value) for key, value in attributes.items()}
    child = ET.SubElement(parent, name, fit)
    child.text = None if text is None else _fit(text)
    return child


def _fit(text: str) -> str:
    return UNFIT.sub("\ufffd", text)


def _moment(moment: datetime) -> str:
    """A moment of the state database after RFC 3339."""
    return moment.replace(tzinfo=UTC, microsecond=0).isoformat().replace("+00:00", "Z")
