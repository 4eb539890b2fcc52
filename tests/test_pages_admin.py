"""The administrator's pages: accounts made and shut out, the audit log searched and taken away."""

import io
from datetime import date, timedelta

import pandas as pd
import pytest
from pages_seen import dashboard, press, whole
from streamlit.testing.v1 import AppTest

from chains import state
from chains.access import ALL, Scope
from chains.errors import SignInRefused
from chains.signin import attempt, passwords
from chains.ui import audit, person

ACCOUNTS, AUDIT = "pages/admin/1_accounts.py", "pages/admin/2_audit.py"
ADDRESS = "192.0.2.7"
pytestmark = pytest.mark.usefixtures("english")


@pytest.fixture
def visit(monkeypatch, tmp_path, city):
    """Open a page as the administrator `chef`, or as a visitor where everybody may come in."""
    monkeypatch.setenv("CHAINS_STORE", str(city.root))
    monkeypatch.setenv("CHAINS_ACCESS", "local")
    monkeypatch.setenv("CHAINS_STATE", f"sqlite:///{tmp_path / 'state.sqlite3'}")
    chef = state.accounts.create(
        state.in_force(), name="chef", title="主任", roles=["administrator"], must_change=False
    )
    token = state.sessions.start(state.in_force(), chef.account, ADDRESS)
    monkeypatch.setattr(person, "browser", lambda: ({"chainboard": token}, ADDRESS))

    def open_page(page: str, **parameters: str) -> AppTest:
        return dashboard(**parameters).run().switch_page(page).run()

    return open_page


def account(name: str) -> state.accounts.Account:
    found = state.accounts.find(state.in_force(), name)
    assert found
    return found


def told() -> list[tuple[str, str, str, str]]:
    """Action, subject, outcome and detail of the entries, oldest first."""
    found = state.audit.search(state.in_force())
    return [(one.action, one.subject, one.outcome, one.detail) for one in found][::-1]


def make(visit, name: str = "lisi") -> AppTest:
    app = visit(ACCOUNTS)
    app.text_input(key="account_new_name").set_value(name)
    app.text_input(key="account_new_title").set_value("李四")
    app.multiselect(key="account_new_roles").set_value(["liaison", "analyst"])
    app.multiselect(key="account_new_chains").set_value(["C1", "C2"])
    app.multiselect(key="account_new_counties").set_value([ALL])
    app.multiselect(key="account_new_datasets").set_value(["project_month"])
    return press(app, "Make the account")


def test_an_account_is_made_with_a_first_password_that_is_shown_once(visit):
    app = make(visit)
    assert whole(app) and "lisi" in app.success[0].value
    made, password = account("lisi"), app.code[0].value
    assert (made.title, made.roles) == ("李四", {"liaison", "analyst"})
    assert made.scope == Scope(
        frozenset({"C1", "C2"}), frozenset({ALL}), frozenset({"project_month"})
    )
    assert made.must_change and passwords.fits(made.password, password)
    passwords.refuse_weak(password, "lisi")
    app.run()
    assert not app.code and not app.success
    assert told() == [
        (
            "account",
            "lisi",
            "done",
            "add roles: analyst, liaison; chains: C1, C2; counties: *; datasets: project_month",
        )
    ]
    assert password not in repr(state.audit.search(state.in_force()))


def test_two_accounts_do_not_get_the_same_password(visit):
    first = make(visit).code[0].value
    assert make(visit, "wangwu").code[0].value != first


@pytest.mark.parametrize(
    ("name", "said"), [("", "2 to 64"), ("a b", "2 to 64"), ("CHEF", "already")]
)
def test_a_name_that_cannot_be_is_refused_in_words(visit, name, said):
    app = make(visit, name)
    assert not app.exception and said in app.error[0].value
    assert len(state.accounts.every(state.in_force())) == 1
    assert [entry[2] for entry in told()] == ["refused"]


def open_account(visit, name: str) -> tuple[AppTest, str]:
    app = visit(ACCOUNTS, account_name=name)
    one = account(name)
    return app, f"account_{one.account}_{one.changed_at.timestamp()}"


def test_roles_grants_and_title_are_changed(visit):
    make(visit)
    app, key = open_account(visit, "lisi")
    assert set(app.multiselect(key=f"{key}_roles").value) == {"liaison", "analyst"}
    app.multiselect(key=f"{key}_roles").set_value(["leader"])
    app.multiselect(key=f"{key}_chains").set_value([])
    app.text_input(key=f"{key}_title").set_value("李四四")
    app = press(app, "Save")
    assert whole(app)
    one = account("lisi")
    assert (one.title, one.roles, one.scope.chains) == ("李四四", {"leader"}, frozenset())
    assert one.scope.datasets == {"project_month"}
    assert told()[-1][3].startswith("change roles, scope, title: 李四四; roles: leader")


def test_an_account_is_disabled_and_enabled_again(visit):
    password = make(visit).code[0].value
    token = attempt(state.in_force(), "lisi", password, ADDRESS)
    app = press(open_account(visit, "lisi")[0], "Disable")
    assert whole(app) and account("lisi").disabled
    assert state.sessions.person(state.in_force(), token, touch=False) is None
    with pytest.raises(SignInRefused):
        attempt(state.in_force(), "lisi", password, ADDRESS)
    app = press(open_account(visit, "lisi")[0], "Enable")
    assert whole(app) and attempt(state.in_force(), "lisi", password, ADDRESS)


def test_a_new_password_ends_the_old_one_and_every_session(visit):
    old = make(visit).code[0].value
    token = attempt(state.in_force(), "lisi", old, ADDRESS)
    app = press(open_account(visit, "lisi")[0], "New password")
    new = app.code[0].value
    assert whole(app) and account("lisi").must_change
    assert state.sessions.person(state.in_force(), token, touch=False) is None
    with pytest.raises(SignInRefused):
        attempt(state.in_force(), "lisi", old, ADDRESS)
    assert attempt(state.in_force(), "lisi", new, ADDRESS)


def test_somebody_is_signed_out_everywhere(visit):
    password = make(visit).code[0].value
    tokens = [attempt(state.in_force(), "lisi", password, ADDRESS) for _ in range(2)]
    app = press(open_account(visit, "lisi")[0], "Sign out everywhere")
    assert whole(app) and "2" in app.success[0].value
    assert not any(state.sessions.person(state.in_force(), one, touch=False) for one in tokens)


def test_the_last_administrator_stays_one(visit):
    app = press(open_account(visit, "chef")[0], "Disable")
    assert "last administrator" in app.error[0].value and not account("chef").disabled
    app, key = open_account(visit, "chef")
    app.multiselect(key=f"{key}_roles").set_value(["leader"])
    app = press(app, "Save")
    assert "last administrator" in app.error[0].value
    assert account("chef").roles == {"administrator"}
    assert [entry[2] for entry in told()] == ["refused", "refused"]


def test_the_list_shows_no_password(visit):
    make(visit)
    shown = visit(ACCOUNTS).dataframe[0].value
    assert shown["Login name"].tolist() == ["chef", "lisi"]
    assert "argon2" not in shown.to_string()


def test_where_everybody_may_come_in_the_accounts_page_says_how_to_change_that(visit, monkeypatch):
    monkeypatch.setenv("CHAINS_ACCESS", "open")
    app = visit(ACCOUNTS)
    assert whole(app) and "CHAINS_ACCESS=local" in app.info[0].value
    assert not app.button and not app.text_input


def test_where_an_organisation_signs_people_in_an_account_has_no_password(visit, monkeypatch):
    monkeypatch.setenv("CHAINS_ACCESS", "oidc")
    app = make(visit)
    assert whole(app) and not app.code and account("lisi").password is None
    labels = {one.label for one in open_account(visit, "lisi")[0].button}
    assert "Disable" in labels and "New password" not in labels


# --- the audit log --------------------------------------------------------------------------------


def record(**fields: str) -> None:
    entry = {"person": "lisi", "action": "query", "subject": "sql", **fields}
    state.audit.record(state.in_force(), **entry)


def shown(app: AppTest) -> list[str]:
    return app.dataframe[0].value["Detail"].tolist() if app.dataframe else []


def test_entries_are_listed_newest_first(visit):
    for number in range(3):
        record(detail=f"no {number}")
    app = visit(AUDIT)
    assert whole(app) and shown(app) == ["no 2", "no 1", "no 0"]


def test_entries_are_found_by_person_action_outcome_words_and_day(visit):
    record(detail="a")
    record(detail="b", person="wangwu")
    record(detail="c", action="export")
    record(detail="d", outcome="refused")
    assert shown(visit(AUDIT, who="wangwu")) == ["b"]
    assert shown(visit(AUDIT, action="export")) == ["c"]
    assert shown(visit(AUDIT, outcome="refused")) == ["d"]
    app = visit(AUDIT)
    app.text_input(key="words").set_value("EXPORT").run()
    assert shown(app) == ["c"]
    app.date_input(key="since").set_value(date.today() + timedelta(days=1))
    app.text_input(key="words").set_value("").run()
    assert whole(app) and shown(app) == [] and app.info


def test_of_many_entries_the_newest_are_shown_and_it_says_so(visit):
    for number in range(201):
        record(detail=str(number))
    app = visit(AUDIT)
    assert len(shown(app)) == 200 and shown(app)[0] == "200"
    assert any("newest 200" in one.value for one in app.caption)


def test_the_chain_of_hashes_is_checked(visit):
    record(detail="a")
    record(detail="b")
    app = press(visit(AUDIT), "Check the chain of hashes")
    assert whole(app) and "2 entries" in app.success[0].value
    with state.in_force().writing() as connection:
        connection.exec_driver_sql("drop trigger audit_update")
        connection.exec_driver_sql("update audit set detail = 'z' where entry = 1")
    app = press(visit(AUDIT), "Check the chain of hashes")
    assert "Entry 1" in app.error[0].value


def test_the_export_holds_every_entry_that_fits_and_runs_no_formula(visit):
    visit(AUDIT)
    for number in range(210):
        record(detail=f"=no {number}")
    record(person="wangwu", detail="other")
    data = audit.exporter({"person": "lisi"})()
    frame = pd.read_csv(io.BytesIO(data), encoding="utf-8-sig", dtype=str)
    assert len(frame) == 210
    assert frame["detail"].iloc[0] == "'=no 0" and frame["detail"].iloc[-1] == "'=no 209"
    assert told()[-1] == ("export", "audit", "done", "210 entries")


def test_a_strangers_words_stand_in_the_log_as_they_are(visit):
    record(detail="<script>alert(1)</script> [x](javascript:1) $x$")
    app = visit(AUDIT)
    assert shown(app) == ["<script>alert(1)</script> [x](javascript:1) $x$"]
