"""Accounts: names, roles, scopes, and what a change brings with it."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import text

from chains import state
from chains.access import Person, Scope
from chains.errors import UsageError
from chains.state import accounts, sessions, tickets

HASH = "$argon2id$v=19$secret"
SCOPE = Scope(frozenset({"C1", "C2"}), frozenset({"430502"}), frozenset({"*"}))


def test_an_account_is_found_as_it_was_made(db: state.State) -> None:
    made = accounts.create(
        db,
        name="Li.Lei_1-张",
        title="李雷",
        roles={"liaison", "analyst"},
        scope=SCOPE,
        password=HASH,
        must_change=False,
        subject="https://sso.example|42",
    )
    assert made.person == Person("Li.Lei_1-张", "李雷", {"liaison", "analyst"}, SCOPE, made.account)
    assert accounts.find(db, "Li.Lei_1-张") == made
    assert accounts.by_number(db, made.account) == made
    assert accounts.by_subject(db, "https://sso.example|42") == made
    assert accounts.every(db) == [made]
    assert not made.disabled and made.created_at == made.changed_at
    assert made.created_at.tzinfo is None


def test_a_hash_is_not_shown_where_an_account_is_printed(db: state.State) -> None:
    made = accounts.create(db, name="li", title="李", roles={"leader"}, password=HASH)
    assert "secret" not in repr(made)


@pytest.mark.parametrize("typed", ["LI.LEI", "li.lei", " Li.Lei ", "Ｌｉ．Ｌｅｉ"])
def test_a_name_is_found_in_any_case_and_width(db: state.State, typed: str) -> None:
    made = accounts.create(db, name="Li.Lei", title="李雷", roles={"leader"})
    assert accounts.find(db, typed) == made


@pytest.mark.parametrize("typed", ["", "nobody", "a\0b", "' or 1=1 --", "\ud800\ud800", "x" * 9999])
def test_nobody_is_found_under_another_name(
    db: state.State, admin: accounts.Account, typed: str
) -> None:
    assert accounts.find(db, typed) is None
    assert admin in accounts.every(db)


@pytest.mark.parametrize(
    "name", ["", "a", "x" * 65, "a b", "a/b", "<b>", "a\n", "аdmin", "a b@c", "a\0b"]
)
def test_a_name_of_other_characters_is_refused(db: state.State, name: str) -> None:
    with pytest.raises(UsageError, match="cannot be used"):
        accounts.create(db, name=name, title="", roles={"leader"})
    assert accounts.every(db) == []


def test_an_address_can_be_a_name(db: state.State) -> None:
    made = accounts.create(db, name="lin@example.invalid", title="", roles={"leader"})
    assert accounts.find(db, "Lin@Example.invalid") == made


@pytest.mark.parametrize("name", ["admin", "Admin", "ADMIN"])
def test_a_name_is_given_once(db: state.State, admin: accounts.Account, name: str) -> None:
    with pytest.raises(UsageError, match="already"):
        accounts.create(db, name=name, title="", roles={"leader"})
    assert accounts.every(db) == [admin]


def test_of_two_who_take_a_name_at_once_one_gets_it(db: state.State) -> None:
    def take(name: str) -> bool:
        try:
            accounts.create(db, name=name, title="", roles={"leader"})
        except UsageError:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(take, ["Wang", "wang"] * 4)) == [False] * 7 + [True]


def test_a_role_that_is_none_is_refused(db: state.State, admin: accounts.Account) -> None:
    with pytest.raises(UsageError, match="no role emperor"):
        accounts.create(db, name="li", title="", roles={"emperor"})
    with pytest.raises(UsageError, match="no role emperor"):
        accounts.change(db, admin.account, roles={"administrator", "emperor"})
    assert accounts.every(db) == [admin]


def test_a_title_is_one_line_of_reasonable_length(db: state.State) -> None:
    made = accounts.create(db, name="li", title="李\n雷\0" + "长" * 500, roles={"leader"})
    assert made.title == "李雷" + "长" * 98
    assert accounts.create(db, name="wang", title=" ", roles={"leader"}).title == "wang"


def test_one_sign_in_of_the_organisation_belongs_to_one_account(db: state.State) -> None:
    first = accounts.create(db, name="li", title="", roles={"leader"}, subject="sso|1")
    other = accounts.create(db, name="wang", title="", roles={"leader"})
    with pytest.raises(UsageError, match="li has this sign-in"):
        accounts.change(db, other.account, subject="sso|1")
    with pytest.raises(UsageError, match="li has this sign-in"):
        accounts.create(db, name="zhao", title="", roles={"leader"}, subject="sso|1")
    assert accounts.change(db, first.account, title="李", subject="sso|1").title == "李"
    assert accounts.change(db, first.account, subject=None).subject is None
    assert accounts.by_subject(db, "sso|1") is None


def test_a_change_changes_what_it_names(db: state.State, admin: accounts.Account) -> None:
    made = accounts.create(db, name="li", title="李", roles={"leader"}, password=HASH)
    changed = accounts.change(db, made.account, roles={"liaison"}, scope=SCOPE, must_change=False)
    assert accounts.find(db, "li") == changed
    assert (changed.roles, changed.scope, changed.must_change) == ({"liaison"}, SCOPE, False)
    assert (changed.name, changed.title, changed.password) == ("li", "李", HASH)
    assert changed.changed_at > made.changed_at == changed.created_at
    assert accounts.find(db, "admin") == admin


def test_an_account_that_is_none_cannot_change(db: state.State) -> None:
    with pytest.raises(UsageError, match="no account 9"):
        accounts.change(db, 9, title="x")


def test_a_field_that_is_none_is_a_bug(db: state.State, admin: accounts.Account) -> None:
    with pytest.raises(TypeError, match="name"):
        accounts.change(db, admin.account, name="root")


@pytest.mark.parametrize("fields", [{"disabled": True}, {"roles": {"leader"}}, {"roles": set()}])
def test_the_last_administrator_stays(
    db: state.State, admin: accounts.Account, fields: dict
) -> None:
    accounts.create(db, name="li", title="", roles={"leader"})
    gone = accounts.create(db, name="former", title="", roles={"administrator"})
    accounts.change(db, gone.account, disabled=True)
    with pytest.raises(UsageError, match="last administrator"):
        accounts.change(db, admin.account, **fields)
    assert accounts.by_number(db, admin.account) == admin
    accounts.change(db, gone.account, disabled=False)
    accounts.change(db, admin.account, **fields)
    assert not accounts.by_number(db, admin.account).administers


def test_of_two_administrators_who_go_at_once_one_stays(db: state.State) -> None:
    for turn in range(5):
        both = [
            accounts.create(db, name=f"{name}{turn}", title="", roles={"administrator"})
            for name in ("li", "wang")
        ]
        for one in accounts.every(db):
            if one not in both and one.administers:
                accounts.change(db, one.account, disabled=True)

        def leave(one: accounts.Account) -> bool:
            try:
                accounts.change(db, one.account, disabled=True)
            except UsageError:
                return False
            return True

        with ThreadPoolExecutor(2) as pool:
            assert sorted(pool.map(leave, both)) == [False, True]


@pytest.mark.parametrize("fields", [{"disabled": True}, {"password": "$argon2id$new"}])
def test_who_is_disabled_or_gets_a_new_password_is_out_everywhere(
    db: state.State, admin: accounts.Account, fields: dict
) -> None:
    made = accounts.create(db, name="li", title="", roles={"leader"}, password=HASH)
    inside = [sessions.start(db, made.account, "10.0.0.1") for _ in range(2)]
    link, other = tickets.issue(db, made.account), sessions.start(db, admin.account, "10.0.0.2")
    accounts.change(db, made.account, **fields)
    accounts.change(db, made.account, disabled=False)
    assert [sessions.person(db, token, touch=False) for token in inside] == [None, None]
    assert tickets.redeem(db, link) is None
    assert sessions.person(db, other, touch=False).account == admin


def test_other_changes_leave_people_signed_in_and_hold_at_once(
    db: state.State, admin: accounts.Account
) -> None:
    token = sessions.start(db, admin.account, "10.0.0.1")
    accounts.create(db, name="li", title="", roles={"administrator"})
    accounts.change(db, admin.account, roles={"leader"}, title="前管理员")
    person = sessions.person(db, token, touch=False).person
    assert (person.roles, person.title) == ({"leader"}, "前管理员")


def test_no_secret_stands_in_the_database(db: state.State, admin: accounts.Account) -> None:
    token, link = sessions.start(db, admin.account, "10.0.0.1"), tickets.issue(db, admin.account)
    state.throttle.failed(db, "name:hunter2")
    with db.reading() as connection:
        rows = [
            str(tuple(row))
            for table in ("account", "session", "ticket", "throttle")
            for row in connection.execute(text(f"select * from {table}"))
        ]
    kept = "\n".join(rows)
    csrf = sessions.person(db, token, touch=False).csrf
    assert len(rows) == 4
    assert not any(secret in kept for secret in (token, link, csrf, "hunter2"))
