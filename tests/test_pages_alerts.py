"""The page of alerts: newest first, narrowed, read by each person; the feed's address; the bell."""

from datetime import datetime

import pytest
from pages_seen import dashboard, linked, press, sentences, whole
from streamlit.testing.v1 import AppTest

from chains import state
from chains.state.alerts import Turn
from chains.ui import alerts as page
from chains.ui import feeds, person

PAGE = "pages/investment/6_alerts.py"
MADE = datetime(2022, 10, 12, 9, 30)
pytestmark = pytest.mark.usefixtures("english")


def turn(kind: str, subject: str, name: str, *, chain: str = "", sent: bool = True) -> Turn:
    """An alert as the finding makes it."""
    told = {
        "name": {"zh": name, "en": name},
        "before": {"month": "2022-08", "completion": 0.7, "why": {"zh": "好", "en": "fine"}},
        "after": {"month": "2022-09", "completion": 0.5, "why": {"zh": "落后", "en": "20 behind"}},
        "who": {"leader": "领导甲", "chiefs": "链长乙", "builder": None},
        "origin": {"at": MADE.isoformat(), "by": "张三", "kind": "提交", "message": "九月月报"},
        "submission": {"number": 7, "file": "月报.csv", "by": "张三"} if sent else None,
    }
    return Turn(kind, subject, chain, "on_schedule", "behind", "month", told)


@pytest.fixture
def signed(monkeypatch, tmp_path, city):
    """Sign somebody in whose browser the page is opened with; return their account."""
    monkeypatch.setenv("CHAINS_STORE", str(city.root))
    monkeypatch.setenv("CHAINS_ACCESS", "local")
    monkeypatch.setenv("CHAINS_STATE", f"sqlite:///{tmp_path / 'state.sqlite3'}")
    monkeypatch.setattr(page.alerts, "soon", lambda *_: False)
    db = state.in_force()

    def sign_in(name: str, *roles: str) -> state.accounts.Account:
        made = state.accounts.create(db, name=name, title=name, roles=roles, must_change=False)
        token = state.sessions.start(db, made.account, "192.0.2.7")
        monkeypatch.setattr(person, "browser", lambda: ({"chainboard": token}, "192.0.2.7"))
        page._counted.clear()
        return made

    return sign_in


@pytest.fixture
def told(signed) -> state.State:
    """Two editions with alerts, and a leader who has read none of them."""
    signed("lisi", "leader")
    db = state.in_force()
    old = [turn("project", "P0001", "旧项目", chain="C1", sent=False)]
    state.alerts.keep(db, 1, MADE, None, old)
    new = [
        turn("project", "P0002", "*项目* [x](http://x) <b>", chain="C2"),
        turn("county", "430501", "东区"),
        turn("chain", "C1", "一链", chain="C1"),
        turn("level", "市重点", "市重点"),
    ]
    state.alerts.keep(db, 2, MADE, 1, new)
    return db


def labels(app: AppTest) -> list[str]:
    """What the alerts on the page are about, from the top."""
    links = [one.proto for one in app.get("page_link")]
    kinds = (":material/list_alt:", ":material/account_tree:", ":material/location_city:")
    wanted = {*kinds, ":material/construction:"}
    return [one.label for one in links if one.icon in wanted]


@pytest.mark.usefixtures("told")
def test_the_newest_edition_stands_first_and_a_strange_name_is_text():
    app = whole(linked("investment/6_alerts"))
    assert labels(app) == [
        "市重点",
        "一链",
        "东区",
        r"\*项目\* \[x\]\(http\://x\) \<b\>",
        "旧项目",
    ]
    said = sentences(app)
    for part in ("70\\.0%", "2022\\-08", "20 behind", "领导甲", "链长乙", "九月月报", "张三"):
        assert part in said
    assert said.count("Submission") == 0 and "[x](" not in said


@pytest.mark.usefixtures("told")
def test_links_lead_to_the_thing_and_to_the_submission():
    app = linked("investment/6_alerts")
    links = [one.proto for one in app.get("page_link")]
    queries = {(one.page, one.query_string) for one in links}
    assert ("project", "lang=en&project=P0002") in queries
    assert ("chain", "lang=en&chain=C1") in queries
    assert ("history", "lang=en&submission=7") in queries
    assert {one for one in queries if one[0] == "projects"} == {
        ("projects", "lang=en&county=430501"),
        ("projects", "lang=en&level=%E5%B8%82%E9%87%8D%E7%82%B9"),
    }


@pytest.mark.usefixtures("told")
def test_alerts_are_narrowed_by_the_address():
    assert labels(linked("investment/6_alerts", kind="project")) == [
        r"\*项目\* \[x\]\(http\://x\) \<b\>",
        "旧项目",
    ]
    assert labels(linked("investment/6_alerts", chain="C1")) == ["一链", "旧项目"]
    assert labels(linked("investment/6_alerts", kind="county", chain="C1")) == []


def test_one_is_marked_as_read_for_this_person_alone(told):
    app = linked("investment/6_alerts", unread="yes")
    next(one for one in app.button if one.key == "read_4").click()
    app.run()
    assert labels(whole(app)) == ["市重点", "东区", r"\*项目\* \[x\]\(http\://x\) \<b\>", "旧项目"]
    assert state.alerts.unread(told, "lisi") == 4
    assert state.alerts.unread(told, "wangwu") == 5


def test_all_of_the_choice_are_marked_as_read(told):
    app = press(linked("investment/6_alerts", kind="project"), "Mark all as read")
    assert state.alerts.unread(told, "lisi") == 3
    assert "Mark all as read" not in [one.label for one in app.button]
    app = press(linked("investment/6_alerts", unread="yes"), "Mark all as read")
    assert state.alerts.unread(told, "lisi") == 0
    assert whole(app).info[0].value.startswith("No light that you have not read of")


def test_what_came_since_the_page_was_opened_is_not_marked(told):
    app = linked("investment/6_alerts")
    state.alerts.keep(told, 3, MADE, 2, [turn("project", "P9", "新")])
    app = press(app, "Mark all as read")
    assert state.alerts.unread(told, "lisi") == 1
    assert labels(linked("investment/6_alerts", unread="yes")) == ["新"]


def test_a_long_list_is_shown_in_parts(signed):
    signed("lisi", "leader")
    many = [turn("project", f"P{number}", f"项目{number}") for number in range(45)]
    state.alerts.keep(state.in_force(), 2, MADE, 1, many)
    app = linked("investment/6_alerts")
    assert len(labels(app)) == 20
    app = press(app, "Show more")
    assert len(labels(app)) == 40
    app = press(app, "Show more")
    assert len(labels(app)) == 45 and "Show more" not in [one.label for one in app.button]
    for odd in ("x", "-1", "9" * 30, "²"):
        assert len(labels(whole(linked("investment/6_alerts", shown=odd)))) == 20


def test_nothing_turned_is_said(signed):
    signed("lisi", "leader")
    assert "None" not in sentences(app := whole(linked("investment/6_alerts")))
    assert app.info[0].value.startswith("No light has turned")


def test_while_the_newest_edition_is_compared_the_page_says_so(told, monkeypatch):
    monkeypatch.setattr(page.alerts, "soon", lambda *_: True)
    app = whole(linked("investment/6_alerts"))
    assert "is held against the one before it" in sentences(app)
    assert len(labels(app)) == 5 and told


def bell(app: AppTest) -> list[str]:
    return [one.proto.label for one in app.get("page_link") if "not read yet" in one.proto.label]


@pytest.mark.usefixtures("told")
def test_every_page_says_how_many_are_not_read_until_they_are():
    assert bell(linked("city/1_overview")) == ["Lights that turned, not read yet: 5"]
    app = linked("investment/6_alerts")
    assert bell(app) == []
    press(app, "Mark all as read")
    assert bell(linked("city/1_overview")) == []


def test_a_hundred_are_many(signed):
    signed("lisi", "leader")
    many = [turn("project", f"P{number}", "x") for number in range(100)]
    state.alerts.keep(state.in_force(), 2, MADE, 1, many)
    assert bell(linked("city/1_overview")) == ["Lights that turned, not read yet: 99+"]


def test_an_address_is_made_shown_once_and_revoked(signed):
    made = signed("lisi", "leader")
    db = state.in_force()
    app = press(linked("investment/6_alerts"), "Make an address")
    (address,) = [one.value for one in app.code]
    token = address.partition("/feed.atom?token=")[2].partition("&")[0]
    found = state.feeds.whose(db, token)
    assert found is not None and found.account == made.account
    assert not app.run().code
    app = press(app, "Make a new address")
    assert app.code and state.feeds.whose(db, token) is None
    app = press(app, "Revoke the address")
    assert state.feeds.of(db, "lisi") is None and not whole(app).code
    entries = [(one.action, one.detail, one.outcome) for one in state.audit.search(db)][::-1]
    assert entries == [
        ("feed", "made", "done"),
        ("feed", "made", "done"),
        ("feed", "revoked", "done"),
    ]
    assert token not in repr(state.audit.search(db))


def test_nobody_makes_an_address_without_a_session(signed, monkeypatch):
    signed("lisi", "leader")
    monkeypatch.setattr(person, "browser", lambda: ({}, "192.0.2.7"))
    with pytest.raises(Exception, match="session has ended"):
        feeds.make()
    assert state.feeds.of(state.in_force(), "lisi") is None


def test_a_visitor_of_an_open_city_finds_the_page(visit, city):
    app = whole(visit(city, PAGE))
    assert "all visitors share one address" in sentences(app)


def test_an_empty_store_says_so(visit, empty):
    assert "store is empty" in visit(empty, PAGE).info[0].proto.title


def test_the_page_is_the_same_in_chinese(told):
    app = dashboard(lang="zh")
    app.run().switch_page(PAGE).run()
    assert whole(app).title[0].value
    assert told is state.in_force()
