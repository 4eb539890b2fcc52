"""A shock as seen on the page: what is at risk, how the loss travels, who could step in."""

import pandas as pd
import streamlit as st

from chains import risk
from chains.figures import numbers
from chains.figures.shares import shares, shares_height
from chains.i18n import _, sentence
from chains.risk import Outcome, Scenario
from chains.ui import endangering, links, scenario, session, show, standins, stepping, tables

MOST = 200  # firms that are listed
FIRM_COLUMNS = ("name", "segment", "county", "loss", "lost", "sales_lost", "step", "cause_name")
CHAIN_COLUMNS = ("name", "at_risk", "lost", "hit")
VIEW, RANKING, STOPS = "view", "ranking", "stops"

chosen = scenario.chosen
ranking = endangering.ranking


def ranks() -> bool:
    """Whether the ranking is asked for and not one stop; `view=ranking` in the URL."""
    names = {STOPS: _("What if it stops"), RANKING: _("Who endangers most")}
    asked = st.query_params.get(VIEW)
    if asked not in (None, RANKING):
        st.query_params.pop(VIEW)
    st.session_state[VIEW] = view = RANKING if asked == RANKING else STOPS
    st.segmented_control(
        _("View"),
        list(names),
        format_func=names.__getitem__,
        required=True,
        key=VIEW,
        label_visibility="collapsed",
        on_change=_look,
    )
    return view == RANKING


def _look() -> None:
    if st.session_state[VIEW] == RANKING:
        st.query_params[VIEW] = RANKING
    else:
        st.query_params.pop(VIEW, None)


def outcome(asked: Scenario) -> Outcome:
    """What the scenario does on the shown edition, worked out once for all who ask it."""

    def make() -> Outcome:
        edition = session.edition()
        economy = session.kept(lambda: risk.economies.of(edition), "economy")
        return risk.outcomes.run(edition, asked, economy)

    return session.kept(
        make,
        "shock",
        ",".join(asked.firms),
        asked.county,
        asked.product,
        asked.loss,
        asked.setting,
        asked.replaceability,
    )


def result(asked: Scenario) -> None:
    """All that the page says of one scenario."""
    found = outcome(asked)
    _headline(found)
    st.caption(scenario.assumed(asked))
    st.subheader(_("What is at risk"), anchor=False)
    _shares(found)
    st.subheader(_("How the loss travels"), anchor=False)
    stepping.travelled(found)
    st.subheader(_("Who could step in"), anchor=False)
    standins.offered(found, asked)
    st.subheader(_("The firms hit"), anchor=False)
    _firms(found)


def _headline(found: Outcome) -> None:
    """The figures of the whole city."""
    stopped = found.firms["step"] == 0
    worst = found.chains.nlargest(1, "at_risk")
    figures = {
        _("City output at risk"): numbers.percent(found.city),
        _("Sales between firms at risk (ESRI)"): numbers.percent(found.esri),
        _("Firms hit besides"): numbers.count((~stopped).sum()),
    }
    with st.grid(4, min_column_width=150):
        for title, said in figures.items():
            st.metric(title, said, border=True)
        for row in _named(worst).itertuples():
            said = numbers.percent(row.at_risk)
            st.metric(
                _("Chain hit hardest: {chain}", chain=show.plain(row.name)), said, border=True
            )


def _shares(found: Outcome) -> None:
    """The city and its chains as bars, and the same as a table."""
    chains = _named(found.chains).sort_values(["at_risk", "chain_id"], ascending=[False, True])
    city = {
        "name": _("Whole city"),
        "at_risk": found.city,
        "lost": found.firms["lost"].sum(),
        "hit": len(found.firms),
    }
    rows = pd.concat([pd.DataFrame([city]), chains[list(city)]], ignore_index=True)
    left, right = st.columns(2)
    with left:
        st.echarts_chart(
            shares(rows.rename(columns={"hit": "firms_hit"}), dark=show.dark()),
            height=shares_height(rows),
            key="shock_shares",
            alt=_("Share of output at risk, the city and each chain"),
        )
    with right:
        tables.table(rows, alt=_("What each chain loses"), columns=CHAIN_COLUMNS)


def _firms(found: Outcome) -> None:
    """The firms that lose most, each leading to its page."""
    counties = session.fetch("counties").set_index("county_id")["name"]
    rows = found.firms.head(MOST)
    if len(found.firms) > MOST:
        st.caption(
            _(
                "The {shown} that lose most, of {count}.",
                shown=MOST,
                count=numbers.count(len(found.firms)),
            )
        )
    tables.table(
        rows.assign(firm=rows["uscc"], county=rows["county_id"].map(counties)),
        alt=_("The firms that the loss reaches"),
        columns=FIRM_COLUMNS,
        opens=("firm", "firm"),
        empty=_("The loss reaches nobody."),
    )
    links.source("firm_places", firms=",".join(rows["uscc"].head(20)))


def _named(chains: pd.DataFrame) -> pd.DataFrame:
    """Chains with their names in the language in force."""
    return chains.assign(name=chains[sentence("name", "name_en")])
