"""What is supposed to stop, how much of it, and how inputs are taken to matter; all in the URL."""

import re

import streamlit as st

from chains import risk
from chains.errors import N_
from chains.i18n import _
from chains.ui import choose, find, session

STOP, PRODUCT, LOSS, SETTING, REPLACE = "stop", "product", "loss", "setting", "replace"
PERCENT = re.compile(r"[0-9]{1,3}")
SETTINGS = {
    "all-essential": (
        N_("Every input is essential"),
        N_("A firm makes only as much as its scarcest input allows: the cautious view."),
    ),
    "none-essential": (
        N_("No input is essential"),
        N_("A missing input costs a firm only that input's share of all that it buys."),
    ),
}


def chosen() -> risk.Scenario | None:
    """What was chosen on the page; None where nothing stops yet."""
    firms = find.firms(STOP)
    with st.grid(3, min_column_width=240):
        county = _county()
        product = _product()
        loss = _loss()
    with st.expander(_("How inputs are taken to matter"), icon=":material/tune:"):
        setting, replace = _setting(), _replace()
    if not (firms or county or product):
        return None
    return risk.Scenario(
        firms=firms,
        county=county,
        product=product,
        loss=loss,
        setting=setting,
        replaceability=replace,
    )


def assumed(scenario: risk.Scenario) -> str:
    """The assumptions of a scenario in a sentence."""
    title = _(SETTINGS[scenario.setting][0])
    if scenario.replaceability:
        return _("{setting}; other firms of the same industry step in.", setting=title)
    return _("{setting}; nobody steps in.", setting=title)


def _county() -> str | None:
    rows = session.fetch("counties")
    names = dict(zip(rows["county_id"], rows["name"], strict=True))
    return choose.pick("county", names, _("Or all firms of a county"), every=_("None"))


def _product() -> str | None:
    names = session.fetch("outside_inputs")["product"].tolist()
    return choose.pick(
        PRODUCT,
        {one: one for one in names},
        _("Or a product that comes from outside the city"),
        every=_("None"),
    )


def _loss() -> float:
    """The loss in percent, 1 to 100; another value of the URL falls back to all."""
    asked = st.query_params.get(LOSS, "")
    good = PERCENT.fullmatch(asked) and 1 <= int(asked) <= 100
    if asked and not good:
        st.query_params.pop(LOSS)
    st.session_state[LOSS] = loss = int(asked) if good else 100
    st.slider(
        _("How much of its production stops"),
        min_value=1,
        max_value=100,
        format="%d%%",
        key=LOSS,
        on_change=_tell,
        args=(LOSS, 100),
    )
    return float(loss)


def _setting() -> str:
    default = risk.Scenario().setting
    asked = st.query_params.get(SETTING)
    st.session_state[SETTING] = setting = asked if asked in SETTINGS else default
    if asked is not None and asked != setting:
        st.query_params.pop(SETTING)
    names = {one: _(title) for one, (title, _said) in SETTINGS.items()}
    st.radio(
        _("If a firm lacks an input"),
        list(SETTINGS),
        format_func=names.__getitem__,
        captions=[_(said) for _title, said in SETTINGS.values()],
        key=SETTING,
        on_change=_tell,
        args=(SETTING, default),
    )
    return str(setting)


def _replace() -> bool:
    """Whether others step in: `replace=1` in the URL."""
    st.session_state[REPLACE] = replace = st.query_params.get(REPLACE) == "1"
    st.toggle(
        _("Other firms of the same industry step in"),
        key=REPLACE,
        help=_(
            "A customer misses a supplier only as far as what is left of the supplier's industry "
            "in the city cannot take its place."
        ),
        on_change=_tell,
        args=(REPLACE, False),
    )
    return replace


def _tell(key: str, default: str | int) -> None:
    """A control was changed: write its value into the URL, or nothing for the usual one."""
    value = st.session_state[key]
    if value == default:
        st.query_params.pop(key, None)
    else:
        st.query_params[key] = "1" if value is True else str(value)
