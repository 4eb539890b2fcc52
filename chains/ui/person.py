"""Who has the page open: by the session's cookie; in an open city a visitor, in the roles tried.

What is shown rests on who it was when the run began. What is done asks the state database anew.
"""

from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import dataclass

import streamlit as st

from chains import access, state
from chains.access import Person
from chains.errors import AccessRefused, SignInRefused
from chains.signin import mode
from chains.state.sessions import Session
from chains.ui import trail
from chains.ui.trail import Actor

COOKIES = ("__Host-chainboard", "chainboard")  # under TLS, and without
OWNER = "account"
ROLE = "role"

_person: ContextVar[Person | None] = ContextVar("person", default=None)


@dataclass(frozen=True)
class Claim:
    """What a browser shows of itself; it can be asked in any thread, and at any later time."""

    token: str
    roles: frozenset[str]
    address: str

    def session(self, *, touch: bool) -> Session | None:
        """The live session, if the token is one's."""
        if not self.token:
            return None
        return state.sessions.person(state.in_force(), self.token, touch=touch)

    def person(self) -> Person | None:
        """Who this is at this moment, if anybody who may work."""
        if is_open():
            return access.visitor(self.roles)
        session = self.session(touch=False)
        return session.person if session and not unready(session) else None

    def need(self, action: str, subject: str = "") -> Actor:
        """Whoever acts, if still signed in and allowed; a refusal is written down."""
        found = self.person()
        if found is None:
            raise SignInRefused("Your session has ended. Please sign in again.")
        actor = Actor(found, self.address)
        try:
            access.need(found, action)
        except AccessRefused:
            trail.write(actor, action, trail.Note(subject, "refused"))
            raise
        return actor


def is_open() -> bool:
    """Whether everybody may come in."""
    return mode.chosen() == mode.OPEN


def unready(session: Session) -> bool:
    """Whether a password has to be chosen before anything else."""
    return session.account.must_change and mode.chosen() != mode.OIDC


def browser() -> tuple[Mapping[str, str], str]:
    """The cookies and the address of the browser; the only place that reads them."""
    return st.context.cookies, st.context.ip_address or "127.0.0.1"


def claim() -> Claim:
    """What the browser of this run shows of itself."""
    cookies, address = browser()
    token = "" if is_open() else next((cookies[name] for name in COOKIES if name in cookies), "")
    return Claim(token, _tried(), address)


def admit() -> Session | None:
    """Find out, for a whole run, who it is; what somebody else left in this browser is forgotten.

    None for a visitor of an open city, and where nobody is signed in.
    """
    session = None if is_open() else claim().session(touch=True)
    account = session.account.account if session else None
    if st.session_state.get(OWNER, account) != account:
        st.session_state.clear()
    st.session_state[OWNER] = account
    ready = session and not unready(session)
    _person.set(session.person if session and ready else None)
    if is_open():
        _person.set(access.visitor(_tried()))
    return session


def current() -> Person:
    """Whose page is being drawn."""
    found = _person.get() or claim().person()
    if found is None:
        raise SignInRefused("Your session has ended. Please sign in again.")
    return found


def may(action: str) -> bool:
    """Whether the page shows the way to an action."""
    return current().may(action)


def need(action: str, subject: str = "") -> Actor:
    """Whoever acts in this run, if still signed in and allowed; a refusal is written down."""
    return claim().need(action, subject)


def _tried() -> frozenset[str]:
    """The roles that a visitor of an open city tries; all of them unless one was chosen."""
    tried = st.query_params.get(ROLE) or st.session_state.get(ROLE)
    return frozenset({str(tried)} if tried in access.ROLES else access.ROLES)
