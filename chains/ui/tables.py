"""Tables as the schema says: titles, units, number formats; codes become words."""

from collections.abc import Callable, Sequence
from typing import Any, cast

import pandas as pd
import streamlit as st
from streamlit.typing import DataframeState

from chains import schema
from chains.i18n import _
from chains.schema import Field
from chains.ui.links import go
from chains.ui.packing import packed, unpacked
from chains.ui.show import nothing, word

PROJECT_COLUMNS = (
    "light",
    "name",
    "completion",
    "invested_ytd",
    "annual_plan",
    "chain",
    "county",
    "levels",
    "leader",
    "progress",
    "problem",
)
MONTH_COLUMNS = (
    "month",
    "light",
    "completion",
    "schedule",
    "invested_ytd",
    "invested",
    "annual_plan",
    "version",
    "progress",
    "problem",
    "submission_id",
    "source_row",
)


def table(
    frame: pd.DataFrame,
    *,
    alt: str,
    columns: Sequence[str] | None = None,
    hide: Sequence[str] = (),
    opens: tuple[str, str] | None = None,
    height: int | None = None,
    empty: str | None = None,
    key: str | None = None,
    picks: Callable[[Any], None] | None = None,
) -> None:
    """A table with titles, units and number formats of the schema; codes become words.

    Without rows it says `empty`, or that nothing was found. With `opens` (page, column) a click
    on a row opens that page with the row's code. Two tables that may be alike need a `key` each.
    With a key, `picks` is called with the row that is clicked, and with None where it is let go.
    """
    if frame.empty:
        nothing(empty)
        return
    kept = frame[[name for name in columns or frame.columns if name not in hide]]
    drawn = st.dataframe(
        _readable(kept),
        hide_index=True,
        column_config={name: _column(name) for name in kept.columns},
        placeholder="—",
        alt=alt,
        height=height or "auto",
        on_select=_picker(frame, key, picks) if key and picks else "rerun" if opens else "ignore",
        selection_mode="single-row",
        key=key,
    )
    if opens:
        _follow(frame, cast("DataframeState", drawn), *opens)


def _picker(frame: pd.DataFrame, key: str, call: Callable[[Any], None]) -> Callable[[], None]:
    """Tell of the row that was clicked in the table of this key.

    Streamlit keeps a callback, and what it holds, as long as the session lives.
    """
    held = packed(frame)

    def picked() -> None:
        rows = st.session_state[key]["selection"]["rows"]
        call(unpacked(held).iloc[rows[0]] if rows else None)

    return picked


def several(
    frame: pd.DataFrame, *, key: str, alt: str, columns: Sequence[str], height: int | None = None
) -> list[int]:
    """A table of which a reader marks rows; their places in the frame."""
    drawn = st.dataframe(
        _readable(frame[list(columns)]),
        hide_index=True,
        column_config={name: _column(name) for name in columns},
        placeholder="—",
        alt=alt,
        height=height or "auto",
        key=key,
        on_select="rerun",
        selection_mode="multi-row",
    )
    return list(drawn["selection"]["rows"])


def _follow(frame: pd.DataFrame, drawn: DataframeState, page: str, column: str) -> None:
    """Open the page of the row that was clicked, if one was."""
    rows = drawn["selection"]["rows"]
    if rows:
        go(page, **{column.removesuffix("_id"): frame[column].iloc[rows[0]]})


def _readable(frame: pd.DataFrame) -> pd.DataFrame:
    """Fractions become percent, codes and choices become words."""
    said = {str(name): _said(str(name), frame[name]) for name in frame.columns}
    return pd.DataFrame(said, index=frame.index)


def _said(name: str, values: "pd.Series[Any]") -> Any:
    """A column's values as a reader wants them."""
    term = schema.term(name)
    if term is None:
        return values
    if _is_fraction(name, term):
        return values * 100
    if term.unit == "万元":
        return values.astype(float).round(1)
    say = SPEAKERS.get(name, term.choice if term.choices else None)
    return [say(code) if isinstance(code, str) else code for code in values] if say else values


def worded(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with coded values in the language in force, for a figure to write."""
    coded = {name: schema.term(name) for name in frame.columns}
    return frame.assign(
        **{
            name: [term.choice(code) for code in frame[name]]
            for name, term in coded.items()
            if term and term.choices
        }
    )


def listed(codes: str) -> str:
    """The lists on which a project stands, in the language in force."""
    level = schema.derived()["level"]
    return _(", ").join(level.choice(one) for one in codes.split("、"))


def _title(dataset: str) -> str:
    return schema.dataset(dataset).label


SPEAKERS: dict[str, Callable[[str], str]] = {
    "dataset": _title,
    "levels": listed,
    "light": word,
    "state": word,
    "role": word,
}


def _is_fraction(name: str, term: Field) -> bool:
    return term.unit == "%" and name in schema.derived()


def _column(name: str) -> Any:
    """How a column looks: by its meaning in the schema."""
    term = schema.term(name)
    if term is None:
        return name
    make, more = _kind(name, term)
    return make(term.measured, **more)


def _kind(name: str, term: Field) -> tuple[Any, dict[str, Any]]:
    """The kind of column, and its format."""
    config = st.column_config
    if name == "completion":
        return config.ProgressColumn, {"format": "%.1f%%", "min_value": 0, "max_value": 150}
    if term.unit == "%":
        return config.NumberColumn, {"format": "%.1f%%"}
    if term.type == "number" or (term.type == "integer" and term.unit):
        return config.NumberColumn, {"format": "localized"}
    if term.type == "date":
        return config.DateColumn, {"format": "YYYY-MM-DD"}
    if term.type == "datetime":
        return config.DatetimeColumn, {"format": "YYYY-MM-DD HH:mm"}
    return config.Column, {"help": term.help or None}
