"""The way of a loss on the page, step by step: a slider, buttons, and a clock while it plays."""

import time
from collections import Counter
from collections.abc import Mapping

import streamlit as st

from chains import i18n
from chains.figures.travel import steps, travel, travel_height, travel_picked, travel_words
from chains.i18n import _
from chains.network.steps import Path, priced
from chains.risk import Outcome
from chains.ui import choose, links, show, takeaway

STEP, PLAYING, CALM, CHART = "travel_step", "travel_playing", "travel_calm", "travel_picture"
PACE = 2.0  # seconds a step while it plays


def travelled(found: Outcome) -> None:
    """The way of the loss with its controls; a click on a firm opens its page."""
    path = priced(found.path, found.firms)
    counts = Counter(found.firms["step"].tolist())
    every = PACE if PLAYING in st.session_state else None
    st.fragment(_scene, run_every=every)(path, counts)
    last = max(steps(path), default=0)
    takeaway.offer(
        "travel",
        lambda: travel(path, step=last, counts=counts, moving=False),
        path,
        title=_("How the loss travels"),
    )
    st.caption(
        _(
            "Drawn are the ways to the largest losses. A loss comes over a link because a supplier "
            "is missing, or because a customer is."
        )
    )


def _scene(path: Path, counts: Mapping[int, int]) -> None:
    i18n.choose(choose.asked_language())
    known = steps(path)
    if len(known) < 2:
        at, moving = known[-1] if known else 0, False
    else:
        at, moving = _controls(known), not st.session_state.get(CALM, False)
    option = travel(path, step=at, counts=counts, moving=moving, dark=show.dark())
    state = st.echarts_chart(
        option,
        height=travel_height(path),
        key=CHART,
        on_select="rerun",
        alt=travel_words(path, at),
    )
    if firm := travel_picked(state, option):
        links.go("firm", firm=firm)


def _controls(known: list[int]) -> int:
    """The step that is shown, the last at first; while it plays, the clock's."""
    at = _now(known)
    st.session_state[STEP] = at
    with st.container(horizontal=True, vertical_alignment="bottom"):
        _button("previous", _("Step back"), known, at, -1)
        _button("next", _("Step on"), known, at, 1)
        if PLAYING in st.session_state:
            st.button(_("Stop"), icon=":material/stop:", on_click=_halt, key="travel_halt")
            if at == known[-1]:
                _halt()
                st.rerun(scope="app")
        elif st.button(_("Play"), icon=":material/play_arrow:", key="travel_play"):
            st.session_state[PLAYING] = time.monotonic()
            st.rerun(scope="app")
        st.toggle(_("Reduce motion"), key=CALM)
    names = {one: _("Step {step}", step=one) if one else _("Stopped") for one in known}
    st.select_slider(
        _("Step"),
        known,
        format_func=names.__getitem__,
        key=STEP,
        on_change=_halt,
    )
    return at


def _now(known: list[int]) -> int:
    """The step by the clock while it plays, else the one chosen, else the last."""
    if PLAYING in st.session_state:
        passed = int((time.monotonic() - st.session_state[PLAYING]) / PACE)
        return known[min(passed, len(known) - 1)]
    held = st.session_state.get(STEP)
    return int(held) if held in known else known[-1]


def _button(icon: str, label: str, known: list[int], at: int, by: int) -> None:
    """A button that goes one step back or on."""
    place = known.index(at) + by
    there = 0 <= place < len(known)
    st.button(
        label,
        icon={"previous": ":material/skip_previous:", "next": ":material/skip_next:"}[icon],
        key=f"travel_{icon}",
        disabled=not there,
        on_click=_step,
        args=(known[place] if there else at,),
    )


def _step(to: int) -> None:
    _halt()
    st.session_state[STEP] = to


def _halt() -> None:
    st.session_state.pop(PLAYING, None)
