"""The data dictionary as seen on the page, from the schema alone."""

import pandas as pd
import streamlit as st

from chains import schema
from chains.i18n import _, sentence
from chains.schema import Dataset, Field
from chains.ui import choose, session


def overview() -> pd.DataFrame:
    """One row a dataset: names, what it holds, how many rows."""
    sizes = session.fetch("dataset_sizes").set_index("dataset")["row_count"]
    return pd.DataFrame(
        [
            {
                _("Dataset"): one.label,
                _("Table"): one.name,
                _("What it holds"): one.help,
                _("Rows"): int(sizes.get(one.name, 0)),
                _("Key"): ", ".join(one.key),
            }
            for one in schema.datasets().values()
        ]
    )


def fields(dataset: Dataset) -> pd.DataFrame:
    """One row a column of a dataset."""
    references = {one.field: f"{one.dataset}.{one.target}" for one in dataset.references}
    return pd.DataFrame([_row(one, references.get(one.name, "")) for one in dataset.fields])


def derived() -> pd.DataFrame:
    """One row a column that queries compute."""
    return pd.DataFrame([_row(one, "") for one in schema.derived().values()])


def pick() -> Dataset:
    """The dataset whose columns are shown."""
    names = {name: f"{one.label} {name}" for name, one in schema.datasets().items()}
    return schema.dataset(str(choose.pick("dataset", names, _("Dataset"))))


def rules(dataset: Dataset) -> None:
    """What a row must fulfil beyond its columns."""
    for rule in dataset.rules:
        st.markdown(f"- {sentence(rule.message, rule.message_en)} `{rule.name}`")


def show(frame: pd.DataFrame, alt: str) -> None:
    """A plain table of words."""
    st.dataframe(frame, hide_index=True, placeholder="—", alt=alt)


def _row(field: Field, reference: str) -> dict[str, object]:
    return {
        _("Column"): field.name,
        _("Title"): field.label,
        _("Type"): field.type,
        _("Unit"): field.unit_label,
        _("Required"): field.required,
        _("Values"): "、".join(field.choice(value) for value, _english in field.choices),
        _("Refers to"): reference,
        _("Description"): field.help,
        _("Example"): str(field.example),
    }
