"""Where a record comes from, as seen on the page: dataset and key, then submission, file, row."""

from typing import Any

import pandas as pd
import streamlit as st

from chains import queries, schema
from chains.i18n import _
from chains.queries import Parameter, Query
from chains.schema import PROVENANCE, Dataset
from chains.ui import choose, history, session, show

KEY = "key"


def dataset() -> Dataset:
    """The dataset of the record."""
    names = {name: one.label for name, one in schema.uploadable().items()}
    start = "project_month"  # the one that is asked of most
    ordered = {start: names[start], **names}
    return schema.dataset(str(choose.pick("trace", ordered, _("Dataset"))))


def key(target: Dataset) -> tuple[str, ...] | None:
    """The record's key, a field for each of its columns; None until all of them are filled."""
    given = st.query_params.get(KEY, "").split(",")
    for place, name in enumerate(target.key):
        box = f"trace_{target.name}_{name}"
        st.session_state[box] = given[place] if place < len(given) else ""
        field = target.field(name)
        st.text_input(
            field.label, key=box, placeholder=str(field.example), on_change=_tell, args=(target,)
        )
    values = tuple(st.session_state[f"trace_{target.name}_{name}"] for name in target.key)
    return values if all(values) else None


def record(target: Dataset, values: tuple[str, ...]) -> Any | None:
    """The record as it stands in the edition shown; None, and said so, where there is none."""
    found = session.edition().fetch(question(target), **dict(zip(target.key, values, strict=True)))
    if found.empty:
        show.nothing(_("There is no such record in this edition."))
        return None
    st.dataframe(_down(target, found), hide_index=True, placeholder="—", alt=_("The record"))
    return next(found.itertuples())


def origin(row: Any) -> None:
    """The submission, the file and the row that the record came from."""
    if pd.isna(row.submission_id):
        show.nothing(_("This record came from no submission."))
        return
    found = session.fetch("submissions", submission=int(row.submission_id))
    for one in found.itertuples():
        st.markdown(_where(row, one.sheet))
        history.one(one)


def _where(row: Any, sheet: Any) -> str:
    """The place in the file that a record came from."""
    if isinstance(sheet, str):
        return _(
            "It came from row {row} of the sheet {sheet}, in submission {number}.",
            row=row.source_row,
            sheet=show.plain(sheet),
            number=row.submission_id,
        )
    return _(
        "It came from row {row} of the file, in submission {number}.",
        row=row.source_row,
        number=row.submission_id,
    )


def question(target: Dataset) -> Query:
    """The question for one record of a dataset, by its key."""
    names = ", ".join((*target.columns, *PROVENANCE))
    same = " and ".join(f"{name}::varchar = ${name}" for name in target.key)
    return queries.Query(
        name=f"trace_{target.name}",
        title=target.label,
        description=target.help,
        parameters=tuple(Parameter(name, "text", None) for name in target.key),
        chart="",
        sql=f"select {names} from {target.name} where {same}",
    )


def _down(target: Dataset, found: pd.DataFrame) -> pd.DataFrame:
    """One row a column: what it is called, and what the record says."""
    said = {name: found[name].iloc[0] for name in target.columns}
    return pd.DataFrame(
        [
            {
                _("Column"): target.field(name).measured,
                _("Value"): None if pd.isna(value) else _text(target, name, value),
            }
            for name, value in said.items()
        ]
    )


def _text(target: Dataset, name: str, value: Any) -> str:
    field = target.field(name)
    if field.type == "date":
        return f"{value:%Y-%m-%d}"
    if isinstance(value, float):
        return f"{value:.15g}"
    return field.choice(str(value))


def _tell(target: Dataset) -> None:
    """A field was filled: write the key into the URL."""
    values = [st.session_state[f"trace_{target.name}_{name}"].strip() for name in target.key]
    st.query_params[KEY] = ",".join(values)
