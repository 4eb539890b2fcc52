"""/feed.atom through the real door: a token's holder reads valid Atom, and nobody else anything."""

import re
from collections.abc import Iterator
from datetime import datetime
from email.utils import parsedate_to_datetime
from urllib.parse import quote
from xml.etree import ElementTree as ET

import door
import httpx
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware

from chains import access, state
from chains.server import feed
from chains.server.guard import Guard
from chains.server.headers import Headers
from chains.state import State
from chains.state.alerts import Turn

ATOM = "{http://www.w3.org/2005/Atom}"
MADE = datetime(2022, 10, 12, 9, 30)
ODD = "示例<b>&\"'项目\x07\ufffe]]>"


def turn(
    kind: str = "project", subject: str = "P1", name: str = ODD, file: str | None = "月报.csv"
) -> Turn:
    """An alert as the finding makes it, of a project that fell behind."""
    told = {
        "name": {"zh": name, "en": name},
        "before": {"month": "2022-08", "completion": 0.7, "why": {"zh": "好", "en": "fine"}},
        "after": {
            "month": "2022-09",
            "completion": None,
            "why": {"zh": "落后 20.0 个百分点", "en": "20.0 points behind"},
        },
        "who": {"leader": "甲", "builder": None, "chiefs": "乙、丙", "liaison": "联甲"},
        "origin": {"at": MADE.isoformat(), "by": "张三", "kind": "提交", "message": None},
        "submission": {"number": 7, "file": file, "by": "张三"} if file else None,
    }
    return Turn(kind, subject, "C1", "on_schedule", "behind", "data", told)


@pytest.fixture
def address(db: State) -> Iterator[str]:
    """Where the feed answers, behind the real guard and headers."""
    state.alerts.keep(db, 2, MADE, 1, [turn(), turn("level", "市重点", "市重点", None)])
    app = Starlette(routes=feed.routes(), middleware=[Middleware(Headers), Middleware(Guard)])
    with door.serving(app) as url:
        yield url


@pytest.fixture
def reader(address: str) -> Iterator[httpx.Client]:
    """A feed reader without a session."""
    with httpx.Client(base_url=address, trust_env=False, timeout=30) as client:
        yield client


def parsed(answer: httpx.Response) -> ET.Element:
    """The document of an answer."""
    return ET.fromstring(answer.content)  # noqa: S314 - our own


def token_of(db: State, name: str) -> str:
    account = state.accounts.find(db, name)
    assert account is not None
    return state.feeds.make(db, account.person)


def test_a_reader_with_a_token_gets_every_alert_as_valid_atom(
    db: State, reader: httpx.Client
) -> None:
    answer = reader.get("/feed.atom", params={"token": token_of(db, "leader"), "lang": "en"})
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("application/atom+xml")
    assert answer.headers["cache-control"] == "private, no-cache"
    root = parsed(answer)
    assert root.tag == f"{ATOM}feed"
    for name in ("id", "title", "updated"):
        assert len(root.findall(f"{ATOM}{name}")) == 1
    assert root.findtext(f"{ATOM}author/{ATOM}name")
    entries = root.findall(f"{ATOM}entry")
    assert len(entries) == 2
    for entry in entries:
        for name in ("id", "title", "updated", "summary"):
            assert len(entry.findall(f"{ATOM}{name}")) == 1
        assert re.fullmatch(
            r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", str(entry.findtext(f"{ATOM}updated"))
        )
        assert re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", str(entry.findtext(f"{ATOM}id")))
    identities = {one.findtext(f"{ATOM}id") for one in [root, *entries]}
    assert len(identities) == 3


def test_an_entry_says_what_turned_from_which_to_which_why_who_and_since_when(
    db: State, reader: httpx.Client, address: str
) -> None:
    answer = reader.get("/feed.atom", params={"token": token_of(db, "leader"), "lang": "en"})
    level, project = parsed(answer).findall(f"{ATOM}entry")
    title = str(project.findtext(f"{ATOM}title"))
    assert title.startswith("示例<b>&\"'项目\ufffd\ufffd]]>") and "→" in title
    summary = str(project.findtext(f"{ATOM}summary"))
    for part in ("70.0%", "2022-08", "2022-09", "20.0 points behind", "甲", "乙、丙", "联甲"):
        assert part in summary
    for part in ("2 (submission, 张三, 2022-10-12 09:30)", "submission 7", "月报.csv"):
        assert part in summary
    links = [one.find(f"{ATOM}link").attrib["href"] for one in (level, project)]
    assert links == [
        f"{address}/projects?lang=en&level={quote('市重点')}",
        f"{address}/project?lang=en&project=P1",
    ]
    assert project.find(f"{ATOM}category").attrib["term"] == "project"


def test_without_a_token_or_with_another_there_is_nothing(db: State, reader: httpx.Client) -> None:
    token = token_of(db, "leader")
    for asked in ("", "?token=", "?token=x", f"?token={token}x", f"?tok={token}", "?token=%00"):
        answer = reader.get(f"/feed.atom{asked}")
        assert answer.status_code == 401
        assert "示例" not in answer.text and "WWW-Authenticate" in answer.headers


def test_a_session_alone_opens_no_feed(db: State, address: str) -> None:
    account = state.accounts.find(db, "leader")
    assert account is not None
    cookie = {"chainboard": state.sessions.start(db, account.account, "127.0.0.1")}
    with httpx.Client(base_url=address, trust_env=False, cookies=cookie) as client:
        assert client.get("/feed.atom").status_code == 401


@pytest.mark.parametrize("name", [*access.ROLES, "roleless"])
def test_the_feed_is_for_those_who_may_see(db: State, reader: httpx.Client, name: str) -> None:
    answer = reader.get("/feed.atom", params={"token": token_of(db, name)})
    assert answer.status_code == (401 if name == "roleless" else 200)


def test_it_ends_with_the_account_with_the_role_and_when_it_is_revoked(
    db: State, reader: httpx.Client
) -> None:
    account = state.accounts.find(db, "leader")
    assert account is not None
    token = token_of(db, "leader")

    def status() -> int:
        return reader.get("/feed.atom", params={"token": token}).status_code

    assert status() == 200
    state.accounts.change(db, account.account, disabled=True)
    assert status() == 401
    state.accounts.change(db, account.account, disabled=False, roles=[])
    assert status() == 401
    state.accounts.change(db, account.account, roles=["analyst"])
    assert status() == 200
    state.feeds.end(db, "leader")
    assert status() == 401


def test_a_visitors_token_opens_an_open_city_alone(
    db: State, reader: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = state.feeds.make(db, access.visitor())
    assert reader.get("/feed.atom", params={"token": token}).status_code == 401
    monkeypatch.setenv("CHAINS_ACCESS", "open")
    assert reader.get("/feed.atom", params={"token": token}).status_code == 200
    assert reader.get("/feed.atom").status_code == 401


def test_a_reader_that_has_it_is_told_so_until_there_is_something_new(
    db: State, reader: httpx.Client
) -> None:
    params = {"token": token_of(db, "leader")}
    first = reader.get("/feed.atom", params=params)
    tag, changed = first.headers["etag"], first.headers["last-modified"]
    assert parsedate_to_datetime(changed).tzinfo is not None
    for known in (
        {"If-None-Match": tag},
        {"If-None-Match": f'"x", W/{tag}'},
        {"If-None-Match": "*"},
        {"If-Modified-Since": changed},
    ):
        again = reader.get("/feed.atom", params=params, headers=known)
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == tag
    for stale in (
        {"If-None-Match": '"x"'},
        {"If-None-Match": '"x"', "If-Modified-Since": changed},
        {"If-Modified-Since": "Mon, 01 Jan 2001 00:00:00 GMT"},
        {"If-Modified-Since": "yesterday"},
    ):
        assert reader.get("/feed.atom", params=params, headers=stale).status_code == 200
    state.alerts.keep(db, 3, MADE, 2, [turn(subject="P9")])
    newer = reader.get("/feed.atom", params=params, headers={"If-None-Match": tag})
    assert newer.status_code == 200 and newer.headers["etag"] != tag


def test_it_is_told_in_the_language_asked_for(db: State, reader: httpx.Client) -> None:
    token = token_of(db, "leader")
    english = reader.get("/feed.atom", params={"token": token, "lang": "en"}).text
    chinese = reader.get("/feed.atom", params={"token": token, "lang": "zh"}).text
    assert "20.0 points behind" in english and "落后 20.0 个百分点" in chinese
    assert 'xml:lang="zh"' in chinese


def test_it_can_only_be_read(db: State, reader: httpx.Client) -> None:
    params = {"token": token_of(db, "leader")}
    assert reader.head("/feed.atom", params=params).status_code == 200
    for method in ("POST", "PUT", "DELETE"):
        assert reader.request(method, "/feed.atom", params=params).status_code == 405


def test_a_feed_without_alerts_is_a_feed(db: State, reader: httpx.Client) -> None:
    state.alerts.forget_after(db, 0)
    answer = reader.get("/feed.atom", params={"token": token_of(db, "leader")})
    root = parsed(answer)
    assert root.findall(f"{ATOM}entry") == [] and root.findtext(f"{ATOM}updated")
