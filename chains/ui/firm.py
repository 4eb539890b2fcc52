"""One firm as seen on its page: what it is, its months, its projects."""

from typing import Any

import pandas as pd
import streamlit as st

from chains import metrics, schema
from chains.figures import numbers
from chains.figures.months import MONTHS_HEIGHT, firm_months
from chains.i18n import _
from chains.rules import LightRule
from chains.ui import links, ruling, session, show, tables
from chains.ui.partners import network

__all__ = ["SEGMENT_COLUMNS", "card", "months", "need", "network", "projects"]

SEGMENT_COLUMNS = (
    "chain",
    "stage",
    "segment",
    "main_product",
    "firms",
    "output_rank",
    "output_share",
)
PROJECT_COLUMNS = (
    "light",
    "name",
    "chain",
    "nature",
    "total_investment",
    "month",
    "completion",
    "invested_ytd",
    "annual_plan",
)


def need(code: str | None) -> None:
    """End the page with whom to choose where no firm is chosen."""
    if code:
        return
    show.nothing(_("Search for a firm above, or choose one of the largest."))
    largest = session.fetch("firm_search", limit=20)
    tables.table(
        largest.assign(firm=largest["uscc"]),
        alt=_("The largest firms"),
        columns=("name", "county", "segment", "output_ytd"),
        opens=("firm", "firm"),
    )
    st.stop()


def card(frame: pd.DataFrame, segments: pd.DataFrame, rule: LightRule) -> str:
    """What the firm is, its light and figures, and the ways on; gives its name."""
    row: Any = next(metrics.growth_lit(frame, rule).itertuples())
    with st.container(border=True, gap="small"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"### {show.plain(row.name)}", width="content")
            st.markdown(show.light(row.light or "not_reported"), width="content")
            for badge in _badges(row):
                st.badge(badge, color="gray")
        st.caption(_reason(row, rule))
        with st.grid(5, min_column_width=165):
            _figures(row)
        st.markdown(_facts(row))
        _ways(row.uscc, segments)
    return str(row.name)


def _badges(row: Any) -> list[str]:
    """Size, honour, leading firm and state, as far as they say something."""
    words = [_choice(name, getattr(row, name)) for name in ("size_class", "honour")]
    leading = [_("Leading enterprise")] if row.is_leading is True else []
    status = [] if row.status == "正常" else [_choice("status", row.status)]
    return [show.plain(word) for word in [*words, *leading, *status] if word]


def _choice(name: str, code: Any) -> str:
    return schema.dataset("enterprise").field(name).choice(code) if isinstance(code, str) else ""


def _reason(row: Any, rule: LightRule) -> str:
    """The light's sentence: the growth of output and the rule."""
    if pd.isna(row.output_ytd):
        return _(
            "No monthly report for {month}, so no light.",
            month=row.month if isinstance(row.month, str) else numbers.DASH,
        )
    if pd.isna(row.output_growth):
        return _("Output of a year before is not known, so no light.")
    return _(
        "Output {growth:+.1%} against a year before. {rule}",
        growth=row.output_growth,
        rule=rule.help,
    )


def _figures(row: Any) -> None:
    """The latest month's figures, where the firm reports."""
    st.metric(_("Employees"), numbers.count(row.employees))
    if pd.isna(row.output_ytd):
        return
    st.metric(_("Output, year to date"), numbers.money(row.output_ytd))
    st.metric(_("Revenue, year to date"), numbers.money(row.revenue_ytd))
    st.metric(_("Profit, year to date"), numbers.money(row.profit_ytd))
    st.metric(_("Tax, year to date"), numbers.money(row.tax_ytd))


def _facts(row: Any) -> str:
    """Register and supply, one a line, for what is known."""
    facts = {
        schema.dataset("enterprise").field("uscc").label: row.uscc,
        _("County"): row.county,
        schema.dataset("enterprise").field("park").label: row.park,
        schema.dataset("enterprise").field("industry_code").label: row.industry_code,
        _("Local suppliers"): _side(row.suppliers, row.bought),
        _("Local customers"): _side(row.customers, row.sold),
    }
    return "  \n".join(
        f"{name}：{show.plain(value)}" for name, value in facts.items() if isinstance(value, str)
    )


def _side(count: int, money: Any) -> str:
    firms = _("{count} firms", count=numbers.count(count))
    return firms if pd.isna(money) else f"{firms} · {numbers.money(money)}"


def _ways(code: str, segments: pd.DataFrame) -> None:
    """To what happens if the firm stops, and to the chains it stands in."""
    with st.container(horizontal=True):
        links.link("shock", _("What if it stops"), icon=":material/bolt:", stop=code)
        for row in segments.drop_duplicates("chain_id").itertuples():
            links.link(
                "chain",
                _("Open the chain: {chain}", chain=show.plain(row.chain)),
                icon=":material/account_tree:",
                chain=row.chain_id,
                segment=row.segment_id,
            )


def months(code: str) -> None:
    """The firm's output through the year beside the year before, and every month as a table."""
    frame = session.fetch("firm_months", firm=code)
    st.echarts_chart(
        firm_months(frame, dark=show.dark()),
        height=MONTHS_HEIGHT if len(frame) else 120,
        key=f"months_{code}",
        alt=_("Cumulative output by month, this year and the year before"),
    )
    if len(frame):
        with st.expander(_("Every month")):
            tables.table(frame, alt=show.title_of("firm_months"))
    links.source("firm_months", firm=code)


def projects(code: str) -> None:
    """The major projects that the firm builds, each lit in the latest month that reports it."""
    frame, rule = session.fetch("firm_projects", firm=code), ruling.in_force()
    curve = session.fetch("pace_curve") if rule.schedule.from_past_years else None
    st.caption(_("Projects whose builder has exactly this firm's name."))
    tables.table(
        metrics.lit_by_month(frame, rule, curve),
        alt=show.title_of("firm_projects"),
        columns=PROJECT_COLUMNS,
        opens=("project", "project_id"),
        empty=_("No major project names this firm as its builder."),
    )
    links.source("firm_projects", firm=code)
