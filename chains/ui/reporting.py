"""Who has reported the month and who has not: totals, by chain and liaison, one by one, late."""

from datetime import date, datetime, time
from typing import Any

import pandas as pd
import streamlit as st

from chains import metrics, queries, rules, schema
from chains.figures import numbers
from chains.i18n import _
from chains.ui import choose, freshness, session, show
from chains.ui.tables import table

CHAIN_COLUMNS = ("dataset", "chain", "liaison", "expected", "reported", "missing", "reported_share")
MISSING_COLUMNS = ("dataset", "record", "name", "chain", "liaison", "county", "last_month")
LATE_COLUMNS = (
    "dataset",
    "record",
    "name",
    "chain",
    "liaison",
    "submitted_at",
    "days_late",
    "submitted_by",
    "submission_id",
)
WHEN = ("submitted_at", "days_late", "submitted_by", "submission_id")


def month() -> str:
    """The month to look at: the one before this, or the latest reported where that is long ago."""
    today = date.today()
    last = f"{today.year - (today.month == 1)}-{(today.month - 2) % 12 + 1:02d}"
    reported = session.fetch("reported_months")["month"].tolist()
    months = sorted({*reported, last}, reverse=True)
    if reported and metrics.age(reported[0], today) > freshness.STALE_MONTHS:
        months.sort(key=lambda one: one != reported[0])
    return str(choose.pick("month", {one: one for one in months}, _("Month")))


def dataset() -> str | None:
    """One monthly dataset, or None for all of them."""
    names = {name: schema.dataset(name).label for name in rules.due()}
    return choose.pick("dataset", names, _("Dataset"), every=_("All monthly reports"))


def totals(month: str, dataset: str | None) -> None:
    """For each dataset: how many of those that owe a report have given it, and until when."""
    found = session.fetch("not_reported_totals", month=month).set_index("dataset")
    for name, rule in rules.due().items():
        if dataset not in (None, name):
            continue
        due = rule.on(month)
        st.markdown(f"**{schema.dataset(name).label}** · {_until(due)}", help=rule.help)
        if due and name in found.index:
            _figures(next(found.loc[[name]].itertuples()), late(month, name))


def by_chain(month: str, dataset: str | None) -> None:
    """Owed, reported and missing in each chain, with its liaison."""
    found = _owed(session.fetch("not_reported_by_chain", month=month, dataset=dataset), month)
    table(
        found,
        alt=show.title_of("not_reported_by_chain"),
        columns=CHAIN_COLUMNS,
        empty=_("Nobody owes a report for this month."),
    )


def missing(month: str, dataset: str | None, chain: str | None) -> None:
    """Everybody who has not reported, once in each chain."""
    found = session.fetch("not_reported", month=month, dataset=dataset, chain=chain)
    table(
        _owed(found, month),
        alt=show.title_of("not_reported"),
        columns=MISSING_COLUMNS,
        height=420 if len(found) > 10 else None,
        empty=_("Everybody has reported."),
    )


def late_ones(month: str, dataset: str | None, chain: str | None) -> None:
    """Every report that came after its due date."""
    each = [late(month, name) for name in rules.due() if dataset in (None, name)]
    found = pd.concat(each) if each else pd.DataFrame()
    table(
        found[found["chain_id"] == chain] if chain else found,
        alt=show.title_of("lateness"),
        columns=LATE_COLUMNS,
        height=420 if len(found) > 10 else None,
        empty=_("No report came late."),
    )


def late(month: str, dataset: str) -> pd.DataFrame:
    """The reports whose first known submission came after the due date.

    A row keeps the submission that changed it last; so an edition of that time is asked as well,
    and what was in time there was only corrected later.
    """
    due = rules.due()[dataset].on(month)
    found = session.fetch("lateness", month=month, dataset=dataset, due=due or date.max)
    if found.empty or due is None:
        return found
    missing, first = session.kept(lambda: _then(due, month, dataset), "late", dataset, month)
    found = found[found["record"].isin(missing | set(first.index))]
    if first.empty:
        return found
    again = found["record"].isin(first.index)
    known = {name: found["record"].map(first[name]).where(again, found[name]) for name in WHEN}
    return found.assign(**known)


def _then(due: date, month: str, dataset: str) -> tuple[set[str], pd.DataFrame]:
    """Who had not reported, and who had reported late, in the last edition kept of the due date.

    Where none was kept, the oldest that is tells.
    """
    here, records = session.store(), session.fetch("edition_changes")
    kept = records[[here.path(number).exists() for number in records["edition"]]]
    before = kept[kept["made_at"] <= datetime.combine(due, time.max)]
    number = before["edition"].max() if len(before) else kept["edition"].min()
    number = 0 if pd.isna(number) else int(number)  # a preview of the very first file
    values = {"month": month, "dataset": dataset}
    with here.reading(number) as edition:
        missing = edition.fetch(queries.query("not_reported"), **values)["record"]
        first = edition.fetch(queries.query("lateness"), **values, due=due)
    return set(missing), first.drop_duplicates("record").set_index("record")


def _owed(found: pd.DataFrame, month: str) -> pd.DataFrame:
    """The rows of the datasets that owe a report for the month at all."""
    owed = [name for name, rule in rules.due().items() if rule.on(month)]
    return found[found["dataset"].isin(owed)]


def _until(due: date | None) -> str:
    if due is None:
        return _("no report is owed for this month alone")
    left = (due - date.today()).days
    if left < 0:
        return _("was due on {day:%Y-%m-%d}", day=due)
    return _("due on {day:%Y-%m-%d}, in {count} days", day=due, count=left)


def _figures(total: Any, late_rows: pd.DataFrame) -> None:
    with st.grid(4, min_column_width=150):
        st.metric(_("Owed"), numbers.count(total.expected), border=True)
        st.metric(_("Reported"), numbers.count(total.reported), border=True)
        st.metric(_("Not reported yet"), numbers.count(total.missing), border=True)
        st.metric(_("Late"), numbers.count(late_rows["record"].nunique()), border=True)
