"""Small corrections in a grid on the page; what is changed goes the way of any file."""

import csv
import io
from datetime import datetime
from typing import Any

import pandas as pd
import streamlit as st

from chains.i18n import _
from chains.intake import own
from chains.schema import Dataset, Field
from chains.ui import links, person, session, show, turns, waiting

MOST = 500  # rows that a grid holds


def rows(dataset: Dataset) -> pd.DataFrame | None:
    """The person's own rows that hold the text looked for; None where there are none."""
    wanted = st.text_input(
        _("Find rows that hold"), key="grid_find", icon=":material/search:"
    ).strip()
    reach = person.current().reach
    with turns.aside():
        found = own.rows(session.edition(), dataset, reach, holding=wanted, limit=MOST + 1)
    if found.empty and wanted:
        show.nothing(_("No row of yours holds this text."))
        return None
    if len(found) > MOST:
        st.caption(_("The first {most} rows. Look for a name or a month to see others.", most=MOST))
    return found.head(MOST)


def edit(dataset: Dataset, found: pd.DataFrame) -> None:
    """The grid; rows can be added. What differs is checked, and then waits to be confirmed."""
    looked_for = st.session_state.get("grid_find", "")
    edited = st.data_editor(
        found,
        num_rows="dynamic",
        hide_index=True,
        column_config={one.name: _column(dataset, one) for one in dataset.fields},
        key=f"grid_{dataset.name}_{session.shown()}_{looked_for}",
    )
    changed = differing(found, edited)
    if st.button(
        _("Check {count} changed rows", count=len(changed)),
        type="primary",
        icon=":material/rule:",
        disabled=changed.empty,
    ):
        name = f"{dataset.title}-{datetime.now():%Y%m%d-%H%M%S}.csv"
        waiting.take(dataset, name, as_file(dataset, changed))
        links.go("upload", dataset=dataset.name)


def differing(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """The rows of `after` that are new or have another cell than before."""
    there = after.index.isin(before.index)
    old = before.reindex(after.index)
    same = (after == old[after.columns]) | (after.isna() & old[after.columns].isna())
    changed = after[~there | ~same.all(axis=1)]
    return changed.dropna(how="all")


def as_file(dataset: Dataset, found: pd.DataFrame) -> bytes:
    """The rows as a CSV file under the titles of the template."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(dataset.field(str(name)).header for name in found.columns)
    writer.writerows([_said(value) for value in row] for row in found.itertuples(index=False))
    return text.getvalue().encode("utf-8-sig")


def _said(value: Any) -> str:
    if value is None or pd.isna(value):
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return f"{value:%Y-%m-%d}" if isinstance(value, datetime) else str(value)


def _column(dataset: Dataset, one: Field) -> Any:
    """How a column is edited; the key of a row is what it is called by."""
    config = st.column_config
    more: dict[str, Any] = {"required": one.required, "help": one.help or None}
    title = f"{one.measured} *" if one.name in dataset.key else one.measured
    if one.choices:
        return config.SelectboxColumn(title, options=[code for code, _en in one.choices], **more)
    if one.type in {"number", "integer"}:
        step = 1 if one.type == "integer" else None
        return config.NumberColumn(
            title, min_value=one.minimum, max_value=one.maximum, step=step, **more
        )
    if one.type == "date":
        return config.DateColumn(title, format="YYYY-MM-DD", **more)
    if one.type == "boolean":
        return config.CheckboxColumn(title, **more)
    return config.TextColumn(title, **more)
