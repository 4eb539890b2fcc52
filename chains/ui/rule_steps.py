"""The lights of a rule in a form: which of them it tells apart, and where each begins."""

from collections.abc import Mapping

import streamlit as st

from chains import rules
from chains.errors import UsageError
from chains.i18n import _
from chains.rules import STATES, LightRule, Step
from chains.ui import show

WIDEST = 1000.0  # points or percent


def steps(key: str, base: LightRule, family: str) -> tuple[Step, ...]:
    """The steps that the form holds, best light first; the last takes everything that is left.

    Where the family is not that of the base, the form begins with a published rule of the family.
    """
    key = f"{key}_{family}"
    model = {step.state: step for step in _model(base, family).steps}
    words = {state: show.word(state) for state in STATES}
    picked = st.pills(
        _("Lights that the rule tells apart"),
        STATES,
        default=[state for state in STATES if state in model],
        format_func=words.__getitem__,
        selection_mode="multi",
        key=f"{key}_states",
        persist_state="session",
    )
    chosen = [state for state in STATES if state in picked]
    return tuple(
        _step(f"{key}_{state}", state, model, family, last=state == chosen[-1]) for state in chosen
    )


def _model(base: LightRule, family: str) -> LightRule:
    """The rule whose bounds the form begins with."""
    others = (one for one in rules.lights().values() if one.family == family)
    return base if base.family == family else next(others)


def _step(key: str, state: str, model: Mapping[str, Step], family: str, *, last: bool) -> Step:
    """A light's row: badge, bound, and whether the bound belongs to it."""
    known = model.get(state)
    with st.container(horizontal=True, vertical_alignment="bottom", key=f"{key}_row"):
        st.markdown(show.light(state), width=120)
        if last:
            st.markdown(_("everything that is left"), width="content")
            return Step(state, None, included=True)
        bound = st.number_input(
            _("From, in points to the schedule")
            if family == "gap"
            else _("From, in % of the schedule"),
            -WIDEST,
            WIDEST,
            value=None if known is None or known.bound is None else round(known.bound * 100, 6),
            step=1.0,
            format="%.10g",
            key=f"{key}_bound",
            width=220,
            persist_state="session",
        )
        included = st.checkbox(
            _("This value belongs to it"),
            known.included if known else True,
            key=f"{key}_included",
            persist_state="session",
        )
    if bound is None:
        raise UsageError("Say where {light} begins.", light=show.word(state))
    return Step(state, round(bound / 100, 9), included=included)
