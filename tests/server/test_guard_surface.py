"""Every route of the app as it is built and served, without a session, with one, and after it."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import door
import httpx
import pytest
import whole
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect

from chains import state
from chains.signin import passwords
from chains.state import State
from chains.store import Store

FREE = {  # path: what a stranger's request may be answered
    "/feed.atom": {401},
    "/healthz": {200, 503},
    "/metrics": {401, 403, 404},
    "/sign-in": {200, 303, 403},
    "/sign-in/first": {200, 403},
    "/sign-in/password": {303},
    "/sign-in/provider": {303},
    "/sign-in/style.css": {200},
    "/sign-out": {303},
    "/sign-out-everywhere": {303},
}
DATA = re.compile(r"root:|CHAINS_|Traceback|secret")


@pytest.fixture(scope="module")
def folder(copy_city: Callable[[Path], Store], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A demonstration city of this module's own."""
    return copy_city(tmp_path_factory.mktemp("surface") / "city").root


@pytest.fixture(scope="module")
def db(folder: Path) -> Iterator[State]:
    """The state of the dashboard, with a leader and a liaison."""
    held = State.open(f"sqlite:///{(folder / 'state.sqlite3').as_posix()}")
    hashed = passwords.hash(door.GOOD)
    for name in ("administrator", "leader", "liaison"):
        state.accounts.create(
            held, name=name, title=name, roles={name}, password=hashed, must_change=False
        )
    yield held
    held.close()


@pytest.fixture(scope="module")
def url(folder: Path, db: State) -> Iterator[str]:
    """Where the dashboard answers."""
    assert state.accounts.find(db, "leader")
    with whole.dashboard(folder, whole.free_port(), access="local") as address:
        yield address


@pytest.fixture
def stranger(url: str) -> Iterator[httpx.Client]:
    """A browser in which nobody is signed in."""
    with door.browser(url) as client:
        yield client


@pytest.fixture
def leader(stranger: httpx.Client) -> httpx.Client:
    """A browser in which the leader is signed in."""
    assert door.sign_in(stranger, "leader").status_code == 303
    return stranger


def stream(url: str, token: str, origin: str | None = None) -> ClientConnection:
    return connect(
        door.socket_url(url),
        additional_headers={"Cookie": f"chainboard={token}"} if token else {},
        origin=origin,
        subprotocols=["streamlit"],
        proxy=None,
        max_size=None,
    )


def rerun() -> bytes:
    message = BackMsg()
    message.rerun_script.query_string = "lang=en"
    return message.SerializeToString()


def test_every_route_is_shut_or_named_here(stranger: httpx.Client, folder: Path) -> None:
    found = whole.routes(folder, access="local")
    assert {"/_stcore/health", "/_stcore/stream", "/sign-in"} <= {path for _, path, _ in found}
    http = [(path, methods) for kind, path, methods in found if kind != "WebSocketRoute"]
    asked = 0
    for path, methods in http:
        for method in methods or ["GET", "HEAD", "POST"]:  # a mount names none
            concrete = re.sub(r"\{[^}]+\}", "x", path) or "/"
            for accept in ("*/*", "text/html"):
                answer = stranger.request(method, concrete, headers={"Accept": accept})
                allowed = FREE.get(path) or (
                    {303} if accept == "text/html" and method in {"GET", "HEAD"} else {401}
                )
                assert answer.status_code in allowed, (method, path, accept)
                if answer.status_code == 303:
                    assert answer.headers["location"].startswith(("/sign-in", "/"))
                assert not DATA.search(answer.text)
                asked += 1
    assert asked > 40


def test_every_socket_is_shut(url: str, folder: Path) -> None:
    sockets = [path for kind, path, _ in whole.routes(folder) if kind == "WebSocketRoute"]
    assert sockets == ["/_stcore/stream"]
    for path in [*sockets, "/", "/x", "/sign-in"]:
        address = door.socket_url(url).replace("/_stcore/stream", path)
        with pytest.raises(InvalidStatus) as refused, connect(address, proxy=None):
            pass
        assert refused.value.response.status_code == 403


def test_a_deep_link_after_a_start_leads_to_the_sign_in_and_back(stranger: httpx.Client) -> None:
    answer = stranger.get("/chain?chain=c1")
    assert (answer.status_code, answer.headers["location"]) == (
        303,
        "/sign-in?next=/chain%3Fchain%3Dc1",
    )
    assert door.sign_in(stranger, "leader", onward="/chain?chain=c1").headers["location"] == (
        "/chain?chain=c1"
    )
    assert "<title>Streamlit</title>" in stranger.get("/chain?chain=c1").text


@pytest.mark.parametrize(
    "path",
    [
        "/../../../../etc/passwd",
        "/static/../../../../etc/passwd",
        "/static/%2e%2e/%2e%2e/%2e%2e/etc/passwd",
        "/static/..%2f..%2f..%2fetc/passwd",
        "/static/..%5c..%5cwindows",
        "/static//etc/passwd",
        "/media/../../../etc/passwd",
        "/media/%2e%2e%2f%2e%2e%2fetc%2fpasswd",
        "/component/x/../../../etc/passwd",
        "/component/../../etc/passwd",
        "/app/static/../../etc/passwd",
        "/_stcore/bidi-components/../../../etc/passwd",
        "/sign-in/../../etc/passwd",
        "/%00",
        "/static/%00/etc/passwd",
        "//evil.example/%2f..",
    ],
)
def test_no_path_leads_out_of_the_served_files(url: str, leader: httpx.Client, path: str) -> None:
    token = door.token(leader)
    host = url.removeprefix("http://")
    line = f"GET {path} HTTP/1.1\r\nHost: {host}\r\nCookie: chainboard={token}\r\n"
    said = door.raw(url, f"{line}Connection: close\r\n\r\n".encode())
    assert b"root:" not in said
    assert int(said.split()[1]) in {200, 400, 403, 404, 307}
    head = said.split(b"\r\n\r\n", 1)[0].decode("latin-1").lower()
    assert "location: //" not in head and "evil.example" not in head


def test_no_path_puts_a_line_into_the_head(url: str) -> None:
    host = url.removeprefix("http://")
    for path in ("/%0d%0aevil:%201", "/chain?x=%0d%0aevil:%201", "/%E5%98%8A%E5%98%8Devil:1"):
        line = f"GET {path} HTTP/1.1\r\nHost: {host}\r\nAccept: text/html\r\n"
        said = door.raw(url, f"{line}Connection: close\r\n\r\n".encode())
        head = said.split(b"\r\n\r\n", 1)[0].decode("latin-1").lower()
        assert head.startswith("http/1.1 303")
        assert not re.search(r"^evil:", head, re.MULTILINE)


def test_another_host_name_is_refused(url: str, stranger: httpx.Client) -> None:
    assert stranger.get("/sign-in", headers={"Host": "evil.example"}).status_code == 400
    with (
        pytest.raises(InvalidStatus),
        connect(door.socket_url(url), additional_headers={"Host": "evil.example"}, proxy=None),
    ):
        pass


def test_a_leader_sends_no_file_by_any_method(leader: httpx.Client) -> None:
    for method in ("PUT", "POST", "DELETE"):
        answer = leader.request(method, door.UPLOAD, files={"file": b"x"})
        assert answer.status_code == 403 and "roles do not allow" in answer.text


def test_a_liaison_needs_streamlits_own_word_as_well(stranger: httpx.Client) -> None:
    door.sign_in(stranger, "liaison")
    answer = stranger.put(door.UPLOAD, files={"file": b"x"})
    assert answer.status_code == 403 and "XSRF" in answer.text


def test_a_page_runs_over_the_socket_until_the_session_ends(
    url: str, leader: httpx.Client, db: State
) -> None:
    token = door.token(leader)
    with pytest.raises(InvalidStatus), stream(url, "", url):
        pass
    with pytest.raises(InvalidStatus), stream(url, token, "http://evil.example"):
        pass
    with stream(url, token, url) as line:
        line.send(rerun())
        kinds = set()
        while "script_finished" not in kinds:
            said = ForwardMsg.FromString(bytes(line.recv(60)))
            kinds.add(said.WhichOneof("type"))
        assert {"new_session", "delta"} <= kinds
        state.sessions.end(db, token)
        line.send(rerun())
        while True:
            said = ForwardMsg.FromString(bytes(line.recv(20)))
            if said.WhichOneof("type") == "auth_redirect":
                break
            assert said.WhichOneof("type") not in {"new_session", "delta"}
        assert said.auth_redirect.url == "/sign-in?ended=1"
        with pytest.raises(ConnectionClosed):
            line.recv(20)
    with stream(url, token, url) as line:  # as a page that was open over night comes back
        assert ForwardMsg.FromString(bytes(line.recv(20))).auth_redirect.url == "/sign-in?ended=1"
        with pytest.raises(ConnectionClosed):
            line.recv(20)
    assert leader.get("/").status_code == 303


def test_after_a_restart_a_session_still_holds_and_a_stranger_still_waits(
    folder: Path, db: State
) -> None:
    account = state.accounts.find(db, "leader")
    assert account is not None
    token = state.sessions.start(db, account.account, "127.0.0.1")
    with (
        whole.dashboard(folder, whole.free_port(), access="local") as url,
        door.browser(url) as client,
    ):
        assert client.get("/projects").status_code == 303
        with pytest.raises(InvalidStatus), stream(url, "", url):
            pass
        client.cookies.set("chainboard", token)
        assert client.get("/projects").status_code == 200
        with stream(url, token, url) as line:
            line.send(rerun())
            assert line.recv(60)
