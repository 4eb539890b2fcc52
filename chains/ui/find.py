"""Finding a firm by its name or code among tens of thousands: the search is done in SQL."""

from typing import Any

import pandas as pd
import streamlit as st

from chains.i18n import _
from chains.ui import choose, session

MOST = 50  # matches that go to a browser; also the most firms that one address may name


def firm(key: str = "firm") -> str | None:
    """The open firm that the URL names under `key`, or None: a search box and what it found."""
    with st.grid(2, min_column_width=260):
        words = _box(key)
        chosen = asked(key)[:1]
        names = _found(words, chosen)
        if only := _only(key, names, chosen):
            st.query_params[key] = only
        picked = choose.pick(key, names, _("Firm"), every=_holds(len(names)))
    _report(words, len(names) - len(chosen))
    return picked


def firms(key: str = "stop") -> tuple[str, ...]:
    """The open firms that the URL names under `key`, separated by commas; what is chosen stays."""
    with st.grid(2, min_column_width=260):
        words = _box(key)
        wanted = asked(key)
        names = _found(words, wanted)
        only = _only(key, names, wanted)
        chosen = [code for code in [*wanted, only] if code in names][:MOST]
        _several(key, names, chosen)
    _report(words, len(names) - len(chosen) + bool(only))
    return tuple(chosen)


def asked(key: str) -> list[str]:
    """The codes that the URL names under `key`, each once, at most 50."""
    codes = st.query_params.get(key, "").upper().split(",")
    return list(dict.fromkeys(code.strip() for code in codes if code.strip()))[:MOST]


def _box(key: str) -> str:
    """The words to search for; they belong to the page and not to its address."""
    words = st.text_input(
        _("Search for a firm"),
        type="search",
        key=f"{key}_words",
        max_chars=60,
        placeholder=_("Part of its name or code, then Enter"),
        on_change=_searched,
        args=(key,),
    )
    return (words or "").strip()


def _several(key: str, names: dict[str, str], chosen: list[str]) -> None:
    """The box of several firms, which holds what the URL names."""
    st.session_state[key] = chosen
    _write(key, chosen)
    st.multiselect(
        _("Firms"),
        list(names),
        format_func=lambda code: names.get(code, code),
        placeholder=_holds(len(names) - len(chosen)),
        max_selections=MOST,
        key=key,
        on_change=_tell,
        args=(key,),
    )


def _found(words: str, chosen: list[str]) -> dict[str, str]:
    """What was chosen, and at most 50 firms with these words: how a reader tells each, by code."""
    limit = MOST + len(chosen)
    found = session.fetch("firm_search", words=words, chosen=",".join(chosen), limit=limit)
    others = ~found["uscc"].isin(chosen)
    kept = found[~others | (others.cumsum() <= MOST)]
    return {str(row.uscc): _told(row) for row in kept.itertuples()}


def _told(row: Any) -> str:
    """A firm's name, with the county and the segment that tell it from its namesakes."""
    return " · ".join(str(part) for part in (row.name, row.county, row.segment) if pd.notna(part))


def _only(key: str, names: dict[str, str], chosen: list[str]) -> str | None:
    """The one firm that a search just made found beside those already chosen, if it is one."""
    fresh = st.session_state.pop(f"{key}_searched", False)
    others = [code for code in names if code not in chosen]
    return others[0] if fresh and len(others) == 1 else None


def _holds(count: int) -> str:
    """What an empty box says: how many firms it offers."""
    if count >= MOST:
        return _("The first {count}; search to find others", count=MOST)
    return _("Choose one of {count}", count=count) if count else _("Nothing found")


def _report(words: str, others: int) -> None:
    """What the search found, for whoever does not open the box."""
    if words and others > 0:
        more = _("more than {count}", count=MOST - 1) if others >= MOST else str(others)
        st.caption(_("Found: {count}. Choose in the box.", count=more))
    elif words:
        st.caption(_("No other open firm has these words in its name or code."))


def _searched(key: str) -> None:
    """New words were entered; the next run may take what they find."""
    st.session_state[f"{key}_searched"] = bool(st.session_state[f"{key}_words"])


def _tell(key: str) -> None:
    """The box was changed: write its firms into the URL."""
    _write(key, st.session_state[key])


def _write(key: str, codes: list[str]) -> None:
    if codes:
        st.query_params[key] = ",".join(codes)
    else:
        st.query_params.pop(key, None)
