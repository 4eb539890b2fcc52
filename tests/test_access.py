"""Who may do what on the pages: every page with every role, deep links, direct calls, forgeries.

A browser's cookie reaches a page through `chains.ui.person.browser` alone, which these tests stand
in for; accounts, sessions and the audit log are real.
"""

import contextlib
from collections.abc import Callable
from pathlib import Path

import pytest
import streamlit as st
from pages_seen import linked
from streamlit.testing.v1 import AppTest

from chains import access, rules, schema, state
from chains.access import ALL, Scope
from chains.errors import AccessRefused, SignInRefused, StateError, UsageError
from chains.settings import HOME
from chains.store import Store
from chains.ui import (
    administration,
    audit,
    history,
    pages,
    person,
    publishing,
    rule_publish,
    session,
    takeaway,
    workbench,
)

EXPECTED = {
    "leader": {"see"},
    "liaison": {"see", "upload"},
    "analyst": {"see", "query", "export"},
    "administrator": {
        "see",
        "upload",
        "query",
        "export",
        "restore",
        "accounts",
        "audit",
        "rules",
        "operate",
    },
}
OPEN_TO = {
    "city/1_overview": {"leader", "liaison", "analyst", "administrator"},
    "city/2_chain": {"leader", "liaison", "analyst", "administrator"},
    "city/3_projects": {"leader", "liaison", "analyst", "administrator"},
    "city/4_project": {"leader", "liaison", "analyst", "administrator"},
    "investment/1_completion": {"leader", "liaison", "analyst", "administrator"},
    "investment/2_rates": {"leader", "liaison", "analyst", "administrator"},
    "investment/3_course": {"leader", "liaison", "analyst", "administrator"},
    "investment/4_dispatch": {"leader", "liaison", "analyst", "administrator"},
    "investment/5_forecast": {"leader", "liaison", "analyst", "administrator"},
    "investment/6_alerts": {"leader", "liaison", "analyst", "administrator"},
    "network/1_nine": {"leader", "liaison", "analyst", "administrator"},
    "network/2_weak": {"leader", "liaison", "analyst", "administrator"},
    "network/3_firm": {"leader", "liaison", "analyst", "administrator"},
    "network/4_shock": {"leader", "liaison", "analyst", "administrator"},
    "network/5_matching": {"leader", "liaison", "analyst", "administrator"},
    "data/1_upload": {"liaison", "administrator"},
    "data/2_edit": {"liaison", "administrator"},
    "data/5_dictionary": {"leader", "liaison", "analyst", "administrator"},
    "data/3_history": {"leader", "liaison", "analyst", "administrator"},
    "data/4_reporting": {"leader", "liaison", "analyst", "administrator"},
    "query/1_workbench": {"analyst", "administrator"},
    "admin/1_accounts": {"administrator"},
    "admin/2_audit": {"administrator"},
    "admin/3_rules": {"administrator"},
}
PAGES = sorted(
    path.relative_to(HOME / "pages").with_suffix("").as_posix() for path in pages.every()
)
ROLES = sorted(access.ROLES)
REFUSED = "Your roles do not allow this"
EVERYTHING = frozenset({ALL})
pytestmark = pytest.mark.usefixtures("english")  # of refusals in direct calls
HEADER = "项目编号,月份,累计完成投资（万元）"
TASK = b"task_id,title,owner,due_on\nT1,a,b,2022-01-01\n"
FILE = f"{HEADER}\nP0001,2022-10,150000\n".encode()


class Browser:
    """A browser whose cookie says who is signed in, and what its Streamlit sessions show."""

    def __init__(self, menus: list[dict[str, list[st.Page]]]) -> None:
        self.token = ""
        self.menus = menus

    def sign_in(self, *roles: str, name: str = "lisi", scope: Scope | None = None) -> int:
        """Have an account with these roles, and be signed in with it; return its number."""
        scope = scope or Scope(EVERYTHING, EVERYTHING, EVERYTHING)
        made = state.accounts.create(
            state.in_force(), name=name, title="李四", roles=roles, scope=scope, must_change=False
        )
        self.token = state.sessions.start(state.in_force(), made.account, "192.0.2.7")
        return made.account

    def open(self, page: str, **parameters: str) -> AppTest:
        """Come to a page by its link."""
        return linked(page, **parameters)

    def menu(self) -> set[str]:
        """The addresses that the last menu showed; the overview's is empty."""
        shown = [page for section in self.menus[-1].values() for page in section]
        return {page.url_path for page in shown if page.visibility == "visible"}


@pytest.fixture
def browser(monkeypatch, tmp_path, city) -> Browser:
    """A browser, and a server that lets in accounts."""
    menus: list[dict[str, list[st.Page]]] = []
    navigation = st.navigation

    def spied(sections, **more):
        menus.append(sections)
        return navigation(sections, **more)

    one = Browser(menus)
    monkeypatch.setenv("CHAINS_STORE", str(city.root))
    monkeypatch.setenv("CHAINS_ACCESS", "local")
    monkeypatch.setenv("CHAINS_STATE", f"sqlite:///{tmp_path / 'state.sqlite3'}")
    monkeypatch.setattr(st, "navigation", spied)
    monkeypatch.setattr(
        person, "browser", lambda: ({"chainboard": one.token} if one.token else {}, "192.0.2.7")
    )
    return one


def entries(**wanted: str) -> list[tuple[str, str, str, str]]:
    """Person, action, subject and outcome of the audit log's entries, oldest first."""
    found = state.audit.search(state.in_force(), **wanted)
    return [(one.person, one.action, one.subject, one.outcome) for one in found][::-1]


def test_the_table_of_roles_and_actions_is_the_one_that_was_agreed():
    allowed = {role: {a for a, (_, who) in access.ACTIONS.items() if role in who} for role in ROLES}
    assert allowed == EXPECTED


def test_every_page_has_an_action_and_stands_in_this_test():
    assert {pages.action(path) for path in pages.every()} <= set(access.ACTIONS)
    assert set(OPEN_TO) == set(PAGES)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("page", PAGES)
def test_a_page_opens_for_the_roles_that_may_and_for_no_other(browser, page, role):
    browser.sign_in(role)
    app = browser.open(page)
    name = pages.name(Path(page))
    assert [one.value for one in app.exception] == []
    if role in OPEN_TO[page]:
        assert name in browser.menu() | {"overview"}
        assert [one.value for one in app.error] == []
        assert entries() == []
    else:
        assert name not in browser.menu()
        assert len(app.error) == 1 and REFUSED in app.error[0].value
        assert not (app.button or app.text_area or app.file_uploader or app.dataframe)
        action = pages.action(HOME / "pages" / f"{page}.py")
        assert entries() == [("lisi", action, f"page {name}", "refused")]


@pytest.mark.parametrize("role", ROLES)
def test_the_menu_shows_what_the_role_may_do_and_nothing_else(browser, role):
    browser.sign_in(role)
    browser.open("city/1_overview")
    expected = {pages.name(Path(page)) for page in PAGES if role in OPEN_TO[page]}
    assert browser.menu() == (expected - {"overview"}) | {""}


def test_two_roles_may_do_what_either_may(browser):
    browser.sign_in("liaison", "analyst")
    browser.open("city/1_overview")
    assert {"upload", "workbench"} <= browser.menu()


def nothing_shown(app: AppTest, address: str) -> bool:
    links = "".join(one.body for one in app.get("html"))
    shown = app.title or app.caption or app.dataframe or app.metric or app.selectbox or app.button
    return not shown and f'href="{address}' in links and len(app.info) == 1


@pytest.mark.parametrize("page", PAGES)
def test_without_a_session_a_page_shows_nothing_but_the_way_to_sign_in(browser, page):
    assert nothing_shown(browser.open(page), "/sign-in?")
    assert browser.menus == []


def test_a_made_up_token_opens_nothing(browser):
    browser.token = "A" * 43
    assert nothing_shown(browser.open(PAGES[0]), "/sign-in?")


def test_a_disabled_account_and_an_ended_session_open_nothing(browser):
    account = browser.sign_in("analyst")
    app = browser.open("query/1_workbench")
    assert app.title
    state.accounts.change(state.in_force(), account, disabled=True)
    assert nothing_shown(app.run(), "/sign-in?")
    browser.sign_in("leader", name="wangwu")
    state.sessions.end(state.in_force(), browser.token)
    assert nothing_shown(browser.open("city/1_overview"), "/sign-in?")


def test_whoever_has_to_choose_a_password_sees_the_way_there_alone(browser):
    account = browser.sign_in("administrator")
    state.accounts.change(state.in_force(), account, must_change=True)
    assert nothing_shown(browser.open("city/1_overview"), "/sign-in/password?")
    with pytest.raises(SignInRefused):
        administration.every()


def test_an_account_without_a_role_is_told_so(browser):
    browser.sign_in()
    assert nothing_shown(browser.open("city/1_overview"), "/sign-out?")


def test_the_sidebar_names_the_person_and_the_way_out(browser):
    browser.sign_in("leader", "analyst")
    app = browser.open("city/1_overview")
    said = "".join(one.body for one in app.sidebar.get("html"))
    assert "李四" in said and "Leader, Analyst" in said
    assert 'href="/sign-out?lang=en"' in said and 'href="/sign-in/password?lang=en"' in said


def test_a_name_is_text_and_no_markup(browser):
    account = browser.sign_in("leader")
    state.accounts.change(state.in_force(), account, title="<script>alert(1)</script>")
    app = browser.open("city/1_overview")
    assert "<script>" not in "".join(one.body for one in app.sidebar.get("html"))


def test_what_one_account_left_in_a_browser_is_gone_for_the_next(browser):
    browser.sign_in("liaison")
    app = browser.open("data/1_upload")
    app.session_state["upload_pending"] = "a file of lisi's"
    app.session_state["sql_"] = "select 'a query of lisi''s'"
    app.run()
    assert "sql_" in app.session_state
    browser.sign_in("administrator", name="wangwu")
    app.run()
    assert "upload_pending" not in app.session_state and "sql_" not in app.session_state


# --- direct calls ---------------------------------------------------------------------------------


def accept() -> object:
    return publishing.judge(schema.dataset("task"), "x.csv", TASK)


def take() -> object:
    return workbench.exporter(workbench.answer("select 1 as one", {}))()


def take_original() -> object:
    digest = session.store().keep(TASK)
    return history.exporter("task", "x.csv", digest)()


def take_picture() -> object:
    return takeaway.exporter(bytes, "see", "x svg")()


def take_graph() -> object:
    return takeaway.exporter(bytes, "export", "x json")()


def take_log() -> object:
    return audit.exporter({})()


def set_rule() -> object:
    return rule_publish.publish(rules.light_rule("wuhan"), "x", "y", base=0)


CALLS: dict[str, tuple[str, Callable[[], object]]] = {
    "judge a file": ("upload", accept),
    "publish": ("upload", lambda: publishing.publish(accept(), "x", "")),
    "ask in SQL": ("query", lambda: workbench.answer("select 1 as one", {})),
    "take an answer away": ("export", take),
    "take a picture away": ("see", take_picture),
    "take a graph away": ("export", take_graph),
    "take a submitted file away": ("upload", take_original),
    "list accounts": ("accounts", administration.every),
    "make an account": ("accounts", lambda: administration.make("neu", "", ["leader"], Scope())),
    "change an account": ("accounts", lambda: administration.change(myself(), roles=["analyst"])),
    "set a password": ("accounts", lambda: administration.new_password(myself())),
    "sign somebody out": ("accounts", lambda: administration.sign_out(myself())),
    "search the audit log": ("audit", lambda: audit.entries({})),
    "export the audit log": ("audit", take_log),
    "publish a rule": ("rules", set_rule),
}


def myself() -> state.accounts.Account:
    found = state.accounts.find(state.in_force(), "lisi")
    assert found
    return found


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("call", CALLS)
def test_a_direct_call_is_refused_to_the_roles_that_may_not(
    browser, empty, monkeypatch, call, role
):
    monkeypatch.setenv("CHAINS_STORE", str(empty.root))
    browser.sign_in(role)
    action, work = CALLS[call]
    if action in EXPECTED[role]:
        with contextlib.suppress(UsageError):  # no other administrator
            work()
        assert "refused" not in {one[3] for one in entries() if one[1] == action}
        return
    before = state.accounts.every(state.in_force())
    with pytest.raises(AccessRefused):
        work()
    assert entries()[0][3] == "refused" and entries()[0][0] == "lisi"
    assert state.accounts.every(state.in_force()) == before and empty.current() == 0


@pytest.mark.parametrize("call", CALLS)
def test_a_direct_call_without_a_session_is_refused(browser, empty, monkeypatch, call):
    monkeypatch.setenv("CHAINS_STORE", str(empty.root))
    browser.sign_in("administrator")
    made = myself()
    monkeypatch.setitem(globals(), "myself", lambda: made)
    browser.token = ""
    with pytest.raises(SignInRefused):
        CALLS[call][1]()


def test_a_file_to_take_away_is_refused_when_the_role_is_gone_before_the_click(browser):
    account = browser.sign_in("analyst")
    give = workbench.exporter(workbench.answer("select 1 as one", {}))
    state.accounts.change(state.in_force(), account, roles=["leader"])
    with pytest.raises(AccessRefused):
        give()
    state.accounts.change(state.in_force(), account, roles=["analyst"])
    assert give().decode("utf-8-sig") == "one\r\n1\r\n"
    assert entries(action="export") == [
        ("lisi", "export", "sql", "refused"),
        ("lisi", "export", "sql", "done"),
    ]


# --- forged and late widgets ----------------------------------------------------------------------


def test_a_button_that_is_pressed_after_the_role_is_gone_does_nothing(browser):
    account = browser.sign_in("analyst")
    app = browser.open("query/1_workbench")
    app.text_area[0].set_value("select 1 as one").run()
    state.accounts.change(state.in_force(), account, roles=["leader"])
    app.button[0].click().run()
    assert REFUSED in app.error[0].value and not app.dataframe
    assert [one[1:] for one in entries()] == [("query", "page workbench", "refused")]


def test_a_dataset_that_was_not_given_is_not_offered_nor_taken_from_the_url(browser):
    browser.sign_in("liaison", scope=Scope(EVERYTHING, EVERYTHING, frozenset({"task", "event"})))
    app = browser.open("data/1_upload", dataset="project_month")
    box = app.selectbox(key="dataset")
    assert len(box.options) == 2 and box.value in {"task", "event"}


def test_a_liaison_without_a_dataset_is_told_whom_to_ask(browser):
    browser.sign_in("liaison", scope=Scope())
    app = browser.open("data/1_upload")
    assert "administrator" in app.info[0].value and not app.file_uploader


def uploaded(browser: Browser, data: bytes = FILE) -> AppTest:
    app = browser.open("data/1_upload", dataset="project_month")
    app.file_uploader[0].set_value(("月报.csv", data, "text/csv"))
    return app.run()


def confirm(app: AppTest) -> AppTest:
    next(one for one in app.button if one.label == "Confirm and publish").click()
    return app.run()


@pytest.fixture
def own(city_copy, monkeypatch) -> Store:
    """A city to publish in."""
    monkeypatch.setenv("CHAINS_STORE", str(city_copy.root))
    return city_copy


def chain_of(store: Store, project: str) -> str:
    with store.reading() as edition:
        query = "select chain_id from project where project_id = $project"
        return edition.connection.execute(query, {"project": project}).fetchall()[0][0]


def test_a_liaison_publishes_rows_of_the_chains_given_under_the_name_of_the_account(browser, own):
    mine = frozenset({chain_of(own, "P0001")})
    browser.sign_in("liaison", scope=Scope(mine, EVERYTHING, frozenset({"project_month"})))
    app = confirm(uploaded(browser))
    assert not app.error and "edition 2" in app.success[0].value
    assert [one[1:] for one in entries()] == [
        ("upload", "project_month", "done"),
        ("confirm", "project_month", "done"),
        ("publish", "project_month", "done"),
    ]
    last = state.audit.search(state.in_force(), limit=1)[0]
    assert (last.detail, last.address) == ("edition 2, submission 28", "192.0.2.7")
    with own.reading() as edition:
        by = "select submitted_by from submission where edition = 2"
        assert edition.connection.execute(by).fetchall() == [("李四 (lisi)",)]


def test_a_row_of_another_chain_is_a_fault_that_says_so(browser, own):
    others = frozenset({"C1", "C2", "C3"} - {chain_of(own, "P0001")})
    browser.sign_in("liaison", scope=Scope(others, EVERYTHING, EVERYTHING))
    app = uploaded(browser)
    assert "The row belongs to" in app.dataframe[0].value.to_string()
    assert not [one for one in app.button if one.label == "Confirm and publish"]
    assert entries() == [("lisi", "upload", "project_month", "refused")]


def test_a_confirmation_after_the_chain_was_taken_away_is_refused(browser, own):
    account = browser.sign_in("liaison")
    app = uploaded(browser)
    narrow = Scope(frozenset(), EVERYTHING, EVERYTHING)
    state.accounts.change(state.in_force(), account, scope=narrow)
    app = confirm(app)
    assert "not yours to change" in app.error[0].value and own.current() == 1
    assert entries()[-1] == ("lisi", "publish", "project_month", "refused")


# --- nothing without an entry ---------------------------------------------------------------------


def silent(*_args: object, **_more: object) -> None:
    raise StateError("The state database does not answer.")


def test_where_no_entry_can_be_written_nothing_is_answered_or_published(browser, own, monkeypatch):
    browser.sign_in("administrator")
    app = uploaded(browser)
    monkeypatch.setattr(state.audit, "record", silent)
    app = confirm(app)
    assert "does not answer" in app.error[0].value and own.current() == 1
    for call in (accept, take, lambda: workbench.answer("select 1 as one", {})):
        with pytest.raises(StateError):
            call()


def test_a_publish_that_happened_is_not_shown_as_failed(browser, own, monkeypatch):
    browser.sign_in("administrator")
    app = uploaded(browser)
    record = state.audit.record

    def until_published(*args: object, action: str, **more: object) -> int:
        if action == "publish":
            silent()
        return record(*args, action=action, **more)

    monkeypatch.setattr(state.audit, "record", until_published)
    app = confirm(app)
    assert not app.error and "edition 2" in app.success[0].value and own.current() == 2
    assert "audit log could not be written" in app.warning[0].value


def test_an_entry_holds_no_cell_and_at_most_the_beginning_of_a_query(browser, own):
    browser.sign_in("administrator")
    confirm(uploaded(browser, f"{HEADER}\nP0001,2022-10,151234\n".encode()))
    assert own.current() == 2
    workbench.answer(f"select 1 as one -- {'x' * 600} the end", {})
    details = [one.detail for one in state.audit.search(state.in_force())]
    assert not [one for one in details if "151234" in one or "the end" in one]
    assert details[0].startswith("1 rows") and "select 1 as one" in details[0]


# --- an open city ---------------------------------------------------------------------------------


def test_a_visitor_of_an_open_city_tries_one_role_or_all(browser, monkeypatch):
    monkeypatch.setenv("CHAINS_ACCESS", "open")
    browser.open("city/1_overview")
    assert {"upload", "workbench", "accounts", "audit"} <= browser.menu()
    app = browser.open("city/1_overview", role="leader")
    network = {"nine", "weak", "firm", "shock", "matching"}
    investment = {"completion", "rates", "course", "dispatch", "forecast", "alerts"}
    city = {"", "chain", "projects", "project", "dictionary", "history", "reporting"}
    seen = city | network | investment
    assert browser.menu() == seen
    app.selectbox(key="role").select("analyst").run()
    assert "workbench" in browser.menu() and "upload" not in browser.menu()
    assert app.query_params["role"] == "analyst"
    app = browser.open("query/1_workbench", role="leader")
    assert REFUSED in app.error[0].value
    assert entries() == [("visitor", "query", "page workbench", "refused")]


def test_the_role_in_the_url_is_no_way_in_for_an_account(browser):
    browser.sign_in("leader")
    browser.open("city/1_overview", role="administrator")
    assert "accounts" not in browser.menu()


def test_what_a_visitor_asks_and_publishes_is_written_down(browser, own, monkeypatch):
    monkeypatch.setenv("CHAINS_ACCESS", "open")
    workbench.answer("select 1 as one", {})
    app = uploaded(browser)
    app.text_input(key="by").set_value("示例联络员甲")
    confirm(app)
    assert own.current() == 2
    assert [one[:2] for one in entries()] == [
        ("visitor", "query"),
        ("visitor", "upload"),
        ("visitor", "confirm"),
        ("visitor", "publish"),
    ]


def test_whoever_may_not_ask_reads_the_sql_beside_the_figure(browser):
    browser.sign_in("leader")
    app = browser.open("city/1_overview")
    assert any("from project_status" in one.value for one in app.code)
    browser.sign_in("analyst", name="wangwu")
    assert not browser.open("city/1_overview").code
