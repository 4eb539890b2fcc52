"""The weak points in words: what is wrong, what to do about it, and what each measure means."""

import math
from typing import Any

import streamlit as st

from chains.errors import N_
from chains.figures import numbers
from chains.figures.palette import LIGHTS
from chains.i18n import _
from chains.network.concentration import IN_FORCE
from chains.network.findings import NEXT, NOW, SYSTEMIC, WATCH, Finding

URGENCY = {
    NOW: ("danger", "red", N_("Look now")),
    NEXT: ("warning", "orange", N_("Look next")),
    WATCH: ("steady", "violet", N_("Watch")),
}
WRONG = {
    "gap": N_("No local firm: the chain has a gap here"),
    "alone": N_("Hangs on a single firm, {enterprise}"),
    "one_reports": N_("One firm alone is large enough to report output, of {firms}"),
    "concentrated": N_("Concentrated: HHI {hhi}, the largest of {reporting} firms makes {share}"),
    "cut": N_("Cut point: without this segment the chain falls apart"),
    "sole": N_("The only local supplier of {segment} for {buyers} buyers"),
    "systemic": N_("Its stop would put {esri} of all sales between firms at risk"),
    "cut_firm": N_("Cut point among firms: some are joined to the others only through it"),
}
REMEDY = {
    "gap": N_("Find where its buyers buy today; bring a maker here or help one to begin"),
    "alone": N_("Ask for its stocks and plans; help a second firm to begin"),
    "one_reports": N_("Keep close to the large firm; see which small one could grow"),
    "concentrated": N_("Know the risks of the largest firm; help the next ones to grow"),
    "cut": N_("Keep an eye on it: what lies on either side meets only here"),
    "sole": N_("Name a second supplier to these buyers; {others} other firms stand in the segment"),
    "systemic": N_("See what its stop would do, and who could step in"),
}
MEASURES = (
    (
        N_("Gap"),
        N_(
            "A segment of the chain's plan in which no open firm of the city stands. Its products "
            "come from outside, or not at all."
        ),
        N_("A count; no published standard"),
    ),
    (
        N_("Single supplier"),
        N_(
            "An essential segment with one firm, or a buyer for whom one firm is the only recorded "
            "local supplier of an essential segment of its chain. If that firm stops, the buyer "
            "has nobody to turn to in the city."
        ),
        N_("A count over the supply links on record"),
    ),
    (
        N_("Concentration (HHI)"),
        N_(
            "Square each firm's share in percent and add up: one firm alone gives 10,000, ten "
            "equal ones 1,000. From {moderate} on it is moderate, above {high} high. Only reported "
            "output counts, so small firms that do not report are left out."
        ),
        N_("Herfindahl 1950, Hirschman 1964; cut-offs: {cutoffs}"),
    ),
    (
        N_("Cut points and bridges"),
        N_(
            "A cut point is a segment or firm without which the network falls into pieces; a "
            "bridge is such a tie between two. Which way the products go does not matter here."
        ),
        N_("Hopcroft and Tarjan 1973, Tarjan 1974"),
    ),
    (
        N_("Betweenness"),
        N_(
            "How many shortest ways of supply from one point to another pass through this one. "
            "High means a turntable. Among all firms of the city it is estimated from a sample of "
            "them, with its error beside it."
        ),
        N_("Freeman 1977; Brandes 2001"),
    ),
    (
        N_("Upstreamness"),
        N_(
            "How many stages products pass on average before they leave the chain: 1 is used at "
            "once, 4 is deep upstream, where a stop is felt late but far. What a segment makes is "
            "its reported output, or its recorded sales or purchases where they are more."
        ),
        N_("Antràs, Chor, Fally and Hillberry 2012, American Economic Review"),
    ),
    (
        N_("Influence"),
        N_(
            "Which part of a shock to this segment reaches the chain's output when every buyer "
            "passes it on by its share of purchases. All segments add up to 100%."
        ),
        N_("Acemoglu, Carvalho, Ozdaglar and Tahbaz-Salehi 2012, Econometrica; labour share 0.5"),
    ),
    (
        N_("Systemic risk (ESRI)"),
        N_(
            "What share of all sales between the city's firms is at risk when one firm stops "
            "altogether and nobody takes its place."
        ),
        N_("Diem, Borsos, Reisch, Kertész and Thurner 2022, Scientific Reports"),
    ),
)


def urgency(level: int) -> str:
    """How urgent a finding is, with its mark."""
    state, _colour, word = URGENCY[level]
    return f"{LIGHTS[state].mark} {_(word)}"


def badge(level: int) -> str:
    """The same as a Markdown badge."""
    return f":{URGENCY[level][1]}-badge[{urgency(level)}]"


def _values(one: Finding) -> dict[str, Any]:
    share = math.nan if math.isnan(one.largest_share) else one.largest_share
    return {
        "enterprise": one.enterprise or one.uscc or "",
        "segment": one.segment,
        "firms": numbers.count(one.firms),
        "reporting": numbers.count(one.reporting),
        "others": numbers.count(max(one.firms - 1, 0)),
        "buyers": numbers.count(one.buyers),
        "hhi": numbers.count(one.hhi),
        "share": numbers.percent(share),
        "esri": numbers.percent(one.esri),
    }


def wrong(one: Finding) -> str:
    """What is wrong, all of it in one line."""
    return _("; ").join(_(WRONG[kind], **_values(one)) for kind in one.kinds)


def remedy(one: Finding) -> str:
    """What to do about the first thing that is wrong."""
    return _(REMEDY[one.kinds[0]], **_values(one))


def explained() -> None:
    """What each measure means, in plain words, with its source."""
    with st.expander(_("What the measures mean"), icon=":material/menu_book:"):
        for title, text, source in MEASURES:
            st.markdown(f"**{_(title)}** — " + _(text, **_cutoffs()))
            st.caption(_(source, **_cutoffs()))
        st.markdown(
            _(
                "**The order**: look now at essential segments without a firm or with one, and at "
                "firms whose stop puts {now} or more of all sales at risk; next at other gaps and "
                "single firms, at concentrated essential segments and at firms of {next} or more; "
                "then watch the others. Within each, gaps come first, then the money at stake.",
                now=numbers.percent(SYSTEMIC[NOW]),
                next=numbers.percent(SYSTEMIC[NEXT]),
            )
        )


def _cutoffs() -> dict[str, str]:
    return {
        "moderate": numbers.count(IN_FORCE.moderate),
        "high": numbers.count(IN_FORCE.high),
        "cutoffs": _(IN_FORCE.source),
    }
