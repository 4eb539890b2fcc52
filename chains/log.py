"""The log: a JSON object a line, rotated, with no word of an error, since that may hold data."""

import json
import linecache
import logging
import re
import secrets
import sys
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from logging.handlers import RotatingFileHandler
from pathlib import Path, PurePosixPath
from types import TracebackType
from typing import Any

from chains import settings
from chains.errors import ChainsError
from chains.settings import HOME

FILE = "chainboard.log"
KEPT = 10  # files beside the one that is written
MB = 1024 * 1024
OURS = "chains"
FRAMES = 40
PACKAGES = re.compile(r".*/(?:site-packages|dist-packages|python\d[.\d]*)/")

log = logging.getLogger(OURS)
_handlers: list[logging.Handler] = []


def start(folder: Path, *, echo: bool) -> Path:
    """Write what is said from here on to `folder`, and in a short form to stderr; return the file.

    From our own modules everything from INFO, from others WARNING and worse.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file = RotatingFileHandler(
            folder / FILE,
            maxBytes=int(settings.number("log_mb") * MB),
            backupCount=KEPT,
            encoding="utf-8",
        )
    except OSError as error:
        raise ChainsError(
            "The log {folder} cannot be written: {reason}.", folder=folder, reason=error.strerror
        ) from error
    root = logging.getLogger()
    while _handlers:
        old = _handlers.pop()
        root.removeHandler(old)
        old.close()
    _handlers.append(_ready(file, _line))
    if echo:
        _handlers.append(_ready(logging.StreamHandler(), _short))
    for handler in _handlers:
        root.addHandler(handler)
    log.setLevel(logging.INFO)
    _catch()
    return folder / FILE


def bug(error: BaseException) -> str:
    """Log where the error came from; return the number under which it is found."""
    reference = secrets.token_hex(4).upper()
    trace = (type(error), error, error.__traceback__)
    log.error("bug", exc_info=trace, extra={"reference": reference})
    return reference


def _ready(handler: logging.Handler, form: Callable[[logging.LogRecord], str]) -> logging.Handler:
    handler.addFilter(_wanted)
    handler.format = form  # type: ignore[method-assign,assignment]  # a function will do
    handler.handleError = _lost  # type: ignore[method-assign]  # the usual one prints the values
    return handler


def _wanted(record: logging.LogRecord) -> bool:
    return _ours(record) or record.levelno >= logging.WARNING


def _ours(record: logging.LogRecord) -> bool:
    return record.name.partition(".")[0] == OURS


def _line(record: logging.LogRecord) -> str:
    """The record for the file."""
    moment = datetime.fromtimestamp(record.created, UTC)
    entry: dict[str, Any] = {
        "time": moment.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "level": record.levelname,
        "logger": record.name,
        "message": _message(record),
        "at": _place(record.pathname, record.lineno, record.funcName),
    }
    if hasattr(record, "reference"):
        entry["reference"] = record.reference
    if record.exc_info and record.exc_info[1] is not None:
        entry["exception"] = _told(record.exc_info[1])
    return json.dumps(entry, ensure_ascii=False)


def _short(record: logging.LogRecord) -> str:
    """The record for somebody who watches."""
    moment = datetime.fromtimestamp(record.created).strftime("%H:%M:%S")
    parts = [moment, record.levelname, record.name, _message(record)]
    parts.append(getattr(record, "reference", ""))
    if record.exc_info and record.exc_info[1] is not None:
        told = _told(record.exc_info[1])
        parts += [told["type"], *told["frames"][-1:]]
    return " ".join(part for part in parts if part)


def _message(record: logging.LogRecord) -> str:
    """Our own words whole; of a stranger's only what stands in its program, which is no data."""
    if _ours(record):
        return record.getMessage()
    if record.name == "py.warnings":
        return _warning(record)
    text = str(record.msg).strip()
    source = "".join(linecache.getlines(record.pathname))
    stands = f'"{text}' in source or f"'{text}" in source
    return text if stands else "(left out)"


def _warning(record: logging.LogRecord) -> str:
    """A warning's place and kind: `streamlit/elements/x.py:12: DeprecationWarning`."""
    found = re.match(r"(.+?):(\d+): (\w+):", record.getMessage())
    return f"{_short_path(found[1])}:{found[2]}: {found[3]}" if found else "warning"


def _told(error: BaseException) -> dict[str, Any]:
    """What happened without what it happened to: type, places, causes; our own texts' templates."""
    told: dict[str, Any] = {"type": _type(error), "frames": _frames(error.__traceback__)}
    if isinstance(error, ChainsError):
        told["template"] = error.message
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if cause is not None and cause is not error:
        told["cause"] = _told(cause)
    return told


def _type(error: BaseException) -> str:
    kind = type(error)
    module = "" if kind.__module__ == "builtins" else f"{kind.__module__}."
    return module + kind.__qualname__


def _frames(trace: TracebackType | None) -> list[str]:
    """`file:line function`, outermost first; of a deep recursion the innermost."""
    frames: list[str] = []
    while trace is not None:
        code = trace.tb_frame.f_code
        frames.append(_place(code.co_filename, trace.tb_lineno, code.co_qualname))
        trace = trace.tb_next
    return frames[-FRAMES:]


def _place(path: str, line: int, function: str) -> str:
    return f"{_short_path(path)}:{line} {function}"


def _short_path(path: str) -> str:
    """The path without what only this machine has."""
    there = path.replace("\\", "/").removeprefix(HOME.as_posix() + "/")
    left = PACKAGES.sub("", there)
    return PurePosixPath(left).name if left.startswith("/") or ":" in left else left


def _lost(record: logging.LogRecord) -> None:
    """A line could not be written: say that much, and nothing of what it held."""
    kind = sys.exc_info()[0]
    if sys.stderr is not None:  # a Windows service has none
        name = kind.__name__ if kind else "error"
        sys.stderr.write(f"The log cannot be written: {name} ({record.name})\n")


def _catch() -> None:
    """Let warnings, and errors that nobody caught, come here instead of to stderr as they are."""
    logging.captureWarnings(True)
    sys.excepthook = lambda _kind, error, _trace: _uncaught(error)
    threading.excepthook = lambda lost: _uncaught(lost.exc_value)


def _uncaught(error: BaseException | None) -> None:
    if isinstance(error, Exception):
        bug(error)
