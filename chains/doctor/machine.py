"""What the computer brings: Python, packages, fonts, the clock."""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, datetime
from importlib.metadata import PackageNotFoundError, version

from chains.doctor.verdict import Check, failed, fine, warned
from chains.errors import N_, ChainsError
from chains.settings import HOME
from chains.store import Store
from chains.store.release import RELEASED

LOCK = HOME / "requirements.lock"
PINNED = re.compile(r"^([\w.-]+)==([\w.+!-]+)(?: *; *(.+?))? *\\?$", re.MULTILINE)
OLDEST = (3, 11)
INSTALL = N_("Install what the lock names: python -m pip install -r requirements.lock")
CHINESE_SECONDS = 20


def look(store: Store) -> Iterator[Check]:
    """Everything that the computer brings."""
    yield python()
    yield from packages()
    yield font()
    yield clock(store, datetime.now())


def python(found: tuple[int, int] = sys.version_info[:2]) -> Check:
    """Whether this Python is new enough."""
    values = {"version": ".".join(map(str, found)), "oldest": ".".join(map(str, OLDEST))}
    if found < OLDEST:
        message = N_("Python {version} is too old.")
        return failed("python", message, N_("Install Python {oldest} or newer."), **values)
    return fine("python", N_("Python {version}"), **values)


def packages() -> Iterator[Check]:
    """Whether every package that the lock names is installed, in its version."""
    if not LOCK.exists():
        yield warned(
            "packages", N_("There is no {path}."), N_("Unpack the release again."), path=LOCK
        )
        return
    pinned = PINNED.findall(LOCK.read_text(encoding="utf-8"))
    wrong = [text for text in (_differs(*one) for one in pinned) if text]
    if wrong:
        message = N_("Not as the lock says: {packages}")
        yield failed("packages", message, INSTALL, packages=", ".join(wrong))
    else:
        yield fine("packages", N_("{count} packages, as the lock says"), count=len(pinned))


def _differs(name: str, wanted: str, marker: str) -> str:
    """What is wrong with a package; one for other computers only may be missing."""
    try:
        found = version(name)
    except PackageNotFoundError:
        return "" if marker else f"{name} {wanted} ({'-'})"
    return "" if found == wanted else f"{name} {wanted} ({found})"


def font() -> Check:
    """Whether pictures made here can show Chinese."""
    program = shutil.which("fc-list")
    if program is None:
        return fine("font", N_("Not looked at: there is no fc-list here."))
    command = [program, ":lang=zh", "family"]
    listed = subprocess.run(
        command, capture_output=True, timeout=CHINESE_SECONDS, check=False, text=True
    )
    if not listed.stdout.strip():
        return warned(
            "font",
            N_("No font here has Chinese characters; pictures made here would show boxes."),
            N_("Install one: apt-get install fonts-noto-cjk"),
        )
    return fine("font", N_("Chinese: {name}"), name=listed.stdout.splitlines()[0].split(",")[0])


def clock(store: Store, now: datetime) -> Check:
    """Whether the clock is behind what has happened already."""
    remedy = N_("Set the clock, and let it be kept: timedatectl set-ntp true")
    if now.date() < RELEASED:
        message = N_("The clock says {now}, before this release was made.")
        return failed("clock", message, remedy, now=_day(now))
    made = _newest(store)
    if made is not None and now < made:
        message = N_("The clock says {now}, but the newest edition was made at {made}.")
        return failed("clock", message, remedy, now=now.replace(microsecond=0), made=made)
    return fine("clock", N_("It is {now}"), now=now.replace(microsecond=0))


def _day(now: datetime) -> date:
    return now.date()


def _newest(store: Store) -> datetime | None:
    """When the newest edition was made; None where that cannot be told, which is said elsewhere."""
    try:
        records = store.records()
    except ChainsError:
        return None
    return records[-1].made_at if records else None
