"""Accounts as an administrator sees them: the list, a form for each, and who is shut out."""

import streamlit as st

from chains import access, schema
from chains.access import ALL, Scope
from chains.i18n import _
from chains.signin import mode
from chains.state.accounts import Account
from chains.ui import administration, choose, person, session, show

TOLD = "account_told"


def kept() -> bool:
    """Whether accounts are what lets people in; where it is open to all, say how they would."""
    person.need("accounts")
    if not person.is_open():
        return True
    show.nothing(
        _(
            "Everybody may come in here, so there are no accounts. Start the server with "
            "CHAINS_ACCESS=local to let in only people with an account."
        )
    )
    return False


def told() -> None:
    """What the last change says, once; a new password is shown here and never again."""
    said, password = st.session_state.pop(TOLD, ("", ""))
    if not said:
        return
    st.success(said, icon=":material/task_alt:")
    if password:
        st.code(password, language=None)
        st.caption(
            _(
                "The first password. It is shown only now; give it to the person, who has to "
                "choose another one at the first sign-in."
            )
        )


def overview() -> None:
    """Every account in one table."""
    st.dataframe(
        administration.frame(),
        hide_index=True,
        placeholder="—",
        alt=_("Accounts"),
    )


def pick() -> Account | None:
    """The account to change."""
    every = {one.name: one for one in administration.every()}
    names = {name: f"{one.title} ({name})" for name, one in every.items()}
    chosen = choose.pick("account_name", names, _("Change an account"), every=_("Choose one"))
    return every[chosen] if chosen else None


def make() -> None:
    """The form of a new account."""
    with st.form("account_new", border=False, clear_on_submit=False):
        name = st.text_input(_("Login name"), key="account_new_name", max_chars=64)
        title = st.text_input(_("Name to show"), key="account_new_title", max_chars=100)
        roles, scope = _grants("account_new", frozenset({access.LEADER}), Scope())
        pressed = st.form_submit_button(_("Make the account"), type="primary")
    if pressed:
        made, password = administration.make(name, title, roles, scope)
        _say(_("The account {name} is made.", name=show.plain(made.name)), password)


def edit(account: Account) -> None:
    """The form of an account that is there."""
    key = f"account_{account.account}_{account.changed_at.timestamp()}"
    with st.form(key, border=True):
        title = st.text_input(_("Name to show"), account.title, key=f"{key}_title", max_chars=100)
        roles, scope = _grants(key, account.roles, account.scope)
        pressed = st.form_submit_button(_("Save"), type="primary")
    if pressed:
        administration.change(account, title=title, roles=roles, scope=scope)
        _say(_("The account {name} is changed.", name=show.plain(account.name)))


def doors(account: Account) -> None:
    """Buttons: shut out and let in again, a new password, sign out everywhere."""
    name = show.plain(account.name)
    with st.container(horizontal=True):
        if account.disabled and st.button(_("Enable"), icon=":material/lock_open:"):
            administration.change(account, disabled=False)
            _say(_("The account {name} is enabled.", name=name))
        if not account.disabled and st.button(_("Disable"), icon=":material/block:"):
            administration.change(account, disabled=True)
            _say(_("The account {name} is disabled and signed out.", name=name))
        if mode.chosen() == mode.LOCAL and st.button(_("New password"), icon=":material/key:"):
            password = administration.new_password(account)
            _say(_("The account {name} has a new password.", name=name), password)
        if st.button(_("Sign out everywhere"), icon=":material/logout:"):
            count = administration.sign_out(account)
            _say(_("{name} was signed out of {count} sessions.", name=name, count=count))


def _grants(key: str, roles: frozenset[str], scope: Scope) -> tuple[frozenset[str], Scope]:
    """Roles, and the chains, counties and datasets that an upload may touch."""
    names = {code: _(text) for code, text in access.ROLES.items()}
    chosen = _several(_("Roles"), f"{key}_roles", names, roles)
    st.caption(_("A liaison officer changes only what is given here; nothing chosen is nothing."))
    chains = _several(_("Chains"), f"{key}_chains", _places("chains", "chain_id"), scope.chains)
    counties = _several(
        _("Counties"), f"{key}_counties", _places("counties", "county_id"), scope.counties
    )
    tables = {name: one.label for name, one in schema.uploadable().items()}
    datasets = _several(_("Datasets"), f"{key}_datasets", {ALL: _("All"), **tables}, scope.datasets)
    return chosen, Scope(chains, counties, datasets)


def _several(label: str, key: str, names: dict[str, str], held: frozenset[str]) -> frozenset[str]:
    known = {**names, **{code: code for code in sorted(held) if code not in names}}
    chosen = st.multiselect(
        label,
        list(known),
        [code for code in known if code in held],
        format_func=known.__getitem__,
        placeholder=_("None"),
        key=key,
    )
    return frozenset(chosen)


def _places(question: str, column: str) -> dict[str, str]:
    frame = session.fetch(question)
    return {ALL: _("All"), **dict(zip(frame[column], frame["name"], strict=True))}


def _say(said: str, password: str = "") -> None:
    st.session_state[TOLD] = (said, password)
    st.rerun()
