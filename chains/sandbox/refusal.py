"""What DuckDB says of a query that failed, as a sentence and the place in the text."""

import json

from chains.errors import N_, QueryRefused

REASON_LENGTH = 1_000
OUT_OF_MEMORY = ("Out of Memory", "std::bad_alloc")
TOO_MUCH_MEMORY = N_(
    "The query needs more than {memory} MB of memory. Add a where, or group before joining."
)


def refusal(error: Exception, sql: str, memory: int) -> QueryRefused:
    """What went wrong in a sentence; in the middle of a result DuckDB's errors come from Arrow."""
    said = _said(str(error))
    if isinstance(error, MemoryError) or said["exception_type"] in OUT_OF_MEMORY:
        return QueryRefused(TOO_MUCH_MEMORY, memory=memory)
    line, column = _place(sql, said)
    return QueryRefused("DuckDB says: {reason}", reason=reason(error), line=line, column=column)


def is_interruption(error: Exception) -> bool:
    """Whether the query was interrupted, which nobody here does: a thread failed, its word lost."""
    return _said(str(error))["exception_type"] == "INTERRUPT"


def reason(error: Exception) -> str:
    """DuckDB's own sentence, cut where it is endless."""
    return _said(str(error))["exception_message"].strip()[:REASON_LENGTH]


def _said(text: str) -> dict[str, str]:
    """DuckDB's error as it gives it: JSON, alone or after the word for its kind; else a text."""
    kind, _, rest = text.partition(" Error: ")
    try:
        said: dict[str, str] = json.loads(text if text.startswith("{") else rest)
    except ValueError:
        return {"exception_type": kind, "exception_message": text}
    return said


def _place(sql: str, said: dict[str, str]) -> tuple[int | None, int | None]:
    """Line and column, both from 1, of what DuckDB points at."""
    if "position" not in said:
        return None, None
    position = int(said["position"])
    if said.get("error_subtype") == "SYNTAX_ERROR":  # counted in characters, all others in bytes
        before = sql[:position]
    else:
        before = sql.encode()[:position].decode(errors="ignore")
    return before.count("\n") + 1, len(before) - before.rfind("\n")
