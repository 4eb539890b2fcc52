"""A real round trip to an organisation's sign-in, and what does not get in by it."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import door
import httpx
import oidc_provider_mock
import pytest
import whole

from chains import state
from chains.server import oidc
from chains.state import State
from chains.store import Store

PEOPLE = (
    ("s-li", {"preferred_username": "li", "groups": ["leader"]}),
    ("s-forger", {"preferred_username": "forger", "groups": "root,*,Admin"}),
    ("s-stranger", {"preferred_username": "stranger", "groups": ["leader"]}),
    ("s-thief", {"preferred_username": "li", "groups": ["administrator"]}),
    ("s-long", {"preferred_username": "long", "groups": ["leader"] * 900}),
)


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    """Where the organisation's sign-in answers."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AUTHLIB_INSECURE_TRANSPORT", "1")  # loopback has no TLS
        people = [oidc_provider_mock.User(sub=sub, claims=dict(told)) for sub, told in PEOPLE]
        with oidc_provider_mock.run_server_in_thread(user_claims=people) as server:
            yield f"http://localhost:{server.server_port}"


@pytest.fixture(scope="module")
def folder(copy_city: Callable[[Path], Store], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A demonstration city of this module's own."""
    return copy_city(tmp_path_factory.mktemp("oidc") / "city").root


@pytest.fixture(scope="module")
def db(folder: Path) -> Iterator[State]:
    """Accounts without passwords, whose people the organisation knows."""
    held = State.open(f"sqlite:///{(folder / 'state.sqlite3').as_posix()}")
    for name, role in {"boss": "administrator", "li": "leader", "forger": "leader"}.items():
        state.accounts.create(held, name=name, title=name, roles={role})
    state.accounts.create(held, name="long", title="long", roles={"leader"})
    yield held
    held.close()


@pytest.fixture(scope="module")
def url(folder: Path, db: State, provider: str) -> Iterator[str]:
    """Where the dashboard answers."""
    assert state.accounts.find(db, "li")
    port = whole.free_port()
    with whole.dashboard(
        folder,
        port,
        access="oidc",
        oidc_metadata=f"{provider}/.well-known/openid-configuration",
        oidc_client="chainboard",
        oidc_secret="s3cret",  # noqa: S106  the mock takes any
        oidc_redirect=f"http://127.0.0.1:{port}/oauth2callback",
        oidc_roles="groups",
    ) as address:
        yield address


@pytest.fixture
def client(url: str) -> Iterator[httpx.Client]:
    """A browser in which nobody is signed in."""
    with door.browser(url) as opened:
        yield opened


def to_provider(client: httpx.Client, onward: str = "/chain?chain=c1") -> str:
    """Go to the organisation's form; return its address."""
    page = client.get(client.get(onward).headers["location"])
    link = re.search(r'href="(/sign-in/provider[^"]*)"', page.text)
    assert link and "password" not in page.text
    login = client.get(link[1].replace("&amp;", "&")).headers["location"]
    return str(client.get(login).headers["location"])


def back(client: httpx.Client, form: str, **given: str) -> str:
    """Fill the organisation's form in, and come back; return where the callback leads."""
    callback = httpx.post(form, data=given, trust_env=False).headers["location"]
    assert urlsplit(callback).path == "/oauth2callback"
    return str(client.get(callback).headers["location"])


def arrive(client: httpx.Client, subject: str, onward: str = "/chain?chain=c1") -> httpx.Response:
    """The whole way, up to the first page of the dashboard."""
    landed = back(client, to_provider(client, onward), sub=subject)
    assert landed == "/"
    return client.get(landed)


def names(client: httpx.Client) -> set[str]:
    return {cookie.name for cookie in client.cookies.jar}


def test_a_round_trip_ends_where_it_began_with_a_session_of_ours(
    client: httpx.Client, db: State
) -> None:
    answer = arrive(client, "s-li")
    assert (answer.status_code, answer.headers["location"]) == (303, "/chain?chain=c1")
    assert "chainboard" in names(client) and not {
        name for name in names(client) if name.startswith("_streamlit_user")
    }
    assert client.get("/chain?chain=c1").status_code == 200
    li = state.accounts.find(db, "li")
    assert li is not None and (li.subject, li.roles) == ("s-li", {"leader"})
    (entry, *_) = state.audit.search(db, person="li", action="sign-in")
    assert (entry.outcome, entry.detail) == ("done", "oidc")
    session = state.sessions.person(db, door.token(client), touch=False)
    assert session is not None and session.account == li


def test_the_cookie_of_the_round_trip_works_once(url: str, client: httpx.Client) -> None:
    back(client, to_provider(client), sub="s-li")
    stolen = {cookie.name: str(cookie.value) for cookie in client.cookies.jar}
    assert client.get("/").headers["location"] == "/chain?chain=c1"
    with door.browser(url) as thief:
        for name, value in stolen.items():
            thief.cookies.set(name, value)
        assert thief.get("/").headers["location"] == "/sign-in"
        assert "chainboard" not in names(thief)


def test_a_forged_cookie_of_the_round_trip_opens_nothing(client: httpx.Client) -> None:
    for forged in ("x", "chunks-3", '{"sub": "s-li", "is_logged_in": true}', "a.b.c"):
        client.cookies.set("_streamlit_user", forged.replace('"', "%22").replace(" ", ""))
        assert client.get("/").headers["location"] == "/sign-in"
        assert client.get("/", headers={"Accept": "*/*"}).status_code == 401
        assert "chainboard" not in names(client)


@pytest.mark.parametrize("subject", ["s-stranger", "s-thief"])
def test_who_has_no_account_is_told_whom_to_ask(
    client: httpx.Client, db: State, subject: str
) -> None:
    if subject == "s-thief":  # the name belongs to somebody who has come before
        li = state.accounts.find(db, "li")
        assert li is not None
        state.accounts.change(db, li.account, subject="s-li")
    answer = arrive(client, subject)
    assert answer.status_code == 403 and "administrator" in door.alert(answer)
    assert names(client) <= {"_streamlit_session", "chainboard_next"}
    assert client.get("/").status_code == 303
    (entry, *_) = state.audit.search(db, action="sign-in")
    assert (entry.subject, entry.outcome) == (subject, "refused")


def test_a_forged_role_is_no_role(client: httpx.Client, db: State) -> None:
    answer = arrive(client, "s-forger")
    assert answer.status_code == 403 and "no role" in door.alert(answer)
    forger = state.accounts.find(db, "forger")
    assert forger is not None and forger.roles == set()


def test_claims_that_fill_several_cookies_are_read_and_cleared(client: httpx.Client) -> None:
    assert arrive(client, "s-long").status_code == 303
    assert not {name for name in names(client) if name.startswith("_streamlit_user")}


def test_a_refusal_at_the_organisation_leads_back_to_the_sign_in(client: httpx.Client) -> None:
    assert back(client, to_provider(client), action="deny") == "/"
    assert client.get("/").headers["location"] == "/sign-in"


def test_an_answer_that_nobody_asked_for_is_not_taken(client: httpx.Client) -> None:
    client.get("/oauth2callback?code=x&state=y")
    assert client.get("/").headers["location"] == "/sign-in"
    with httpx.Client(base_url=str(client.base_url), trust_env=False) as other:
        callback = httpx.post(to_provider(client), data={"sub": "s-li"}, trust_env=False)
        other.get(callback.headers["location"])  # another browser did not begin it
        assert other.get("/", headers=door.PAGE).headers["location"] == "/sign-in"


def test_a_sign_out_ends_our_session(client: httpx.Client) -> None:
    arrive(client, "s-li")
    stolen = door.token(client)
    page = client.get("/sign-out")
    assert "/sign-in/password" not in page.text
    client.post("/sign-out", data=door.hidden(page))
    assert client.get("/", headers={"Cookie": f"chainboard={stolen}"}).status_code == 303


def test_passwords_and_links_lead_nowhere(client: httpx.Client) -> None:
    for path in ("/sign-in/first?ticket=x", "/sign-in/password"):
        assert client.get(path).headers["location"] == "/"
    given = {"name": "li", "password": door.GOOD}
    assert client.post("/sign-in", data=given).headers["location"] == "/"
    assert urljoin("http://x", client.get("/").headers["location"]) == "http://x/sign-in"


def test_streamlit_hears_of_the_organisation_in_this_mode_only(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for chosen in ("", "open", "local"):
        monkeypatch.setenv("CHAINS_ACCESS", chosen)
        assert oidc.secrets() is None
    monkeypatch.setenv("CHAINS_ACCESS", "oidc")
    told = oidc.secrets()
    assert told is not None and len(told["auth"]["cookie_secret"]) >= 64
