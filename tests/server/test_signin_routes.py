"""The pages of the sign-in over real HTTP."""

import re
import statistics
import time
from concurrent.futures import ThreadPoolExecutor

import door
import httpx
import pytest

from chains import signin, state
from chains.i18n import LANGUAGES
from chains.server import cookies, visit
from chains.signin import passwords
from chains.state import State

NEW = "a kettle of green elephants"


def test_the_right_password_leads_on_with_a_cookie_that_no_script_reads(
    client: httpx.Client,
) -> None:
    answer = door.sign_in(client, "leader", onward="/chain?month=2026-06&chain=c1")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/chain?month=2026-06&chain=c1"
    (session,) = [
        line for line in answer.headers.get_list("set-cookie") if line.startswith("chainboard=")
    ]
    assert "HttpOnly" in session and "SameSite=lax" in session and "Path=/" in session
    assert "Secure" not in session and "Max-Age" not in session and "Domain" not in session
    assert client.get("/chain").text == "inside"


def test_under_tls_the_cookie_is_for_this_host_and_tls_only(client: httpx.Client) -> None:
    client.headers["X-Forwarded-Proto"] = "https"
    page = client.get("/sign-in")
    jar = {"__Host-chainboard_form": door.hidden(page)["form"]}
    answer = client.post(
        "/sign-in",
        data={**door.hidden(page), "name": "leader", "password": door.GOOD},
        headers={"Cookie": "; ".join(f"{name}={value}" for name, value in jar.items())},
    )
    lines = answer.headers.get_list("set-cookie")
    assert lines and all(line.startswith("__Host-") and "; Secure" in line for line in lines)
    token = next(re.match(r"__Host-chainboard=([\w-]+)", line) for line in lines)
    assert token
    named = {"Cookie": f"__Host-chainboard={token[1]}"}
    assert client.get("/", headers=named).text == "inside"
    plain = {"Cookie": f"chainboard={token[1]}"}
    assert client.get("/", headers=plain).status_code == 303


def test_no_answer_tells_whether_an_account_exists(client: httpx.Client) -> None:
    tries = [("leader", "wrong"), ("nobody", "wrong"), ("disabled", door.GOOD), ("disabled", "x")]
    answers = [door.sign_in(client, name, password) for name, password in tries]
    assert {answer.status_code for answer in answers} == {403}
    bodies = {
        answer.text.replace(f'value="{name}"', "")
        for answer, (name, _) in zip(answers, tries, strict=True)
    }
    assert len(bodies) == 1
    assert {tuple(sorted(answer.headers)) for answer in answers} == {
        tuple(sorted(answers[0].headers))
    }


def test_no_answer_is_faster_than_another(client: httpx.Client) -> None:
    spent: dict[str, list[float]] = {"leader": [], "nobody": [], "disabled": []}
    form = door.hidden(client.get("/sign-in"))
    for _ in range(5):
        for name, times in spent.items():
            start = time.perf_counter()
            client.post("/sign-in", data={**form, "name": name, "password": "wrong"})
            times.append(time.perf_counter() - start)
    medians = [statistics.median(times) for times in spent.values()]
    assert max(medians) < 2 * min(medians)


def test_who_fails_too_often_is_told_how_long_to_wait(client: httpx.Client) -> None:
    for _ in range(6):
        assert door.sign_in(client, "leader", "wrong").status_code == 403
    answer = door.sign_in(client, "leader")
    assert answer.status_code == 429
    assert 1 <= int(answer.headers["Retry-After"]) <= 2
    assert "Please wait" in door.alert(answer)


def test_a_thousand_wrong_passwords_at_the_same_time_cost_little(
    url: str, db: State, client: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared: list[str] = []
    real = passwords.fits
    monkeypatch.setattr(
        passwords, "fits", lambda hashed, text: compared.append(text) or real(hashed, text)
    )
    form = door.hidden(client.get("/sign-in"))

    def guess(number: int) -> int:
        given = {**form, "name": "leader", "password": f"guess {number}"}
        return client.post("/sign-in", data=given).status_code

    with ThreadPoolExecutor(20) as crowd:
        answers = list(crowd.map(guess, range(1000)))
    assert set(answers) == {403, 429}
    assert len(compared) < 20
    refusals = state.audit.search(db, outcome="refused", limit=1000)
    assert len(refusals) == len(compared)
    with door.browser(url) as elsewhere:
        elsewhere.headers["X-Forwarded-For"] = "10.9.8.7"
        deadline = time.monotonic() + 40
        while (answer := door.sign_in(elsewhere, "leader")).status_code == 429:
            assert time.monotonic() < deadline
            time.sleep(min(5, int(answer.headers["Retry-After"])))
        assert answer.status_code == 303


@pytest.mark.parametrize(
    "onward",
    [
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "https://evil.example/",
        "javascript:alert(1)",
        "/\t/evil.example",
        "/\r\nSet-Cookie: a=b",
        "///evil.example",
        " //evil.example",
        "evil.example",
        "//[",
        "/sign-out",
        "/sign-in?next=/sign-in",
        "/auth/logout",
        "/" + "a" * 3000,
        "",
    ],
)
def test_nobody_is_led_elsewhere(client: httpx.Client, onward: str) -> None:
    answer = door.sign_in(client, "leader", onward=onward)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert client.get("/sign-in", params={"next": onward}).headers["location"] == "/"


@pytest.mark.parametrize(
    "onward", ["/", "/chain", "/sign-industry", "/chain?chain=低空&lang=zh", "/a%2F%2Fb", "/x/../y"]
)
def test_everybody_is_led_on_within_the_dashboard(onward: str) -> None:
    assert visit.local(onward) == onward


def test_no_field_puts_a_line_into_the_head_or_a_tag_into_the_page(client: httpx.Client) -> None:
    nasty = "x\r\nSet-Cookie: evil=1\r\n\r\n<script>alert(1)</script>\"'>"
    for answer in (
        door.sign_in(client, nasty, "wrong", onward=nasty),
        client.get("/sign-in", params={"next": nasty, "lang": nasty, "ended": nasty}),
        client.get("/sign-in/first", params={"ticket": nasty}),
        client.get("/sign-in", headers={"Cookie": "chainboard_language=zh%0d%0aevil: 1"}),
    ):
        assert "evil" not in answer.headers and "evil" not in str(answer.headers)
        assert "<script" not in answer.text
        assert re.findall(r"<form", answer.text) == ["<form"]


def test_a_form_that_is_not_ours_does_nothing(client: httpx.Client, db: State) -> None:
    given = {"name": "leader", "password": door.GOOD, "next": "/"}
    assert client.post("/sign-in", data=given).status_code == 403
    form = door.hidden(client.get("/sign-in"))
    for word in ("", "x", form["form"] + "x", "链"):
        assert client.post("/sign-in", data={**given, "form": word}).status_code == 403
    text = client.post("/sign-in", json={**given, **form})
    assert text.status_code == 403
    assert state.audit.search(db) == []


def test_a_page_of_another_origin_cannot_send_a_form(client: httpx.Client) -> None:
    form = door.hidden(client.get("/sign-in"))
    given = {**form, "name": "leader", "password": door.GOOD}
    answer = client.post("/sign-in", data=given, headers={"Origin": "http://evil.example"})
    assert answer.status_code == 403 and "chainboard" not in client.cookies


def test_a_sign_in_gives_a_new_token_and_ends_the_earlier_one(client: httpx.Client) -> None:
    client.cookies.set("chainboard", "chosen-by-somebody-else")
    door.sign_in(client, "leader")
    first = client.cookies.get("chainboard", domain="127.0.0.1")
    client.cookies.clear()
    assert first != "chosen-by-somebody-else"
    client.cookies.set("chainboard", str(first))
    page = client.get("/sign-in")
    assert page.status_code == 303
    form = {"form": "w", "name": "analyst", "password": door.GOOD}
    named = {"Cookie": f"chainboard={first}; chainboard_form=w"}
    second = client.post("/sign-in", data=form, headers=named)
    assert second.status_code == 303
    stolen = {"Cookie": f"chainboard={first}"}
    assert client.get("/", headers=stolen).status_code == 303


def test_a_stolen_cookie_is_worth_nothing_after_the_sign_out(client: httpx.Client) -> None:
    door.sign_in(client, "leader")
    stolen = door.token(client)
    answer = client.post("/sign-out", data=door.hidden(client.get("/sign-out")))
    assert answer.headers["location"] == "/sign-in?left=1"
    assert "chainboard" not in client.cookies
    assert "signed out" in client.get("/sign-in?left=1").text
    assert client.get("/", headers={"Cookie": f"chainboard={stolen}"}).status_code == 303


def test_a_sign_out_needs_the_sessions_own_word(client: httpx.Client) -> None:
    door.sign_in(client, "leader")
    for path in ("/sign-out", "/sign-out-everywhere"):
        assert client.post(path, data={"csrf": "x"}).status_code == 403
        assert client.post(path).status_code == 403
    assert client.get("/").text == "inside"


def test_out_everywhere_ends_every_session_of_the_account_only(url: str) -> None:
    with door.browser(url) as one, door.browser(url) as two, door.browser(url) as other:
        for client, name in ((one, "leader"), (two, "leader"), (other, "analyst")):
            door.sign_in(client, name)
        one.post("/sign-out-everywhere", data=door.hidden(one.get("/sign-out")))
        assert [client.get("/").status_code for client in (one, two, other)] == [303, 303, 200]


def test_who_must_change_the_password_gets_nothing_before(client: httpx.Client) -> None:
    door.sign_in(client, "fresh")
    assert client.get("/chain").headers["location"] == "/sign-in/password?next=/chain"
    assert client.get("/media/x", headers={"Accept": "*/*"}).status_code == 403
    form = door.hidden(client.get("/sign-in/password?next=/chain"))
    given = {**form, "current": door.GOOD, "wanted": NEW, "again": NEW}
    weak = client.post("/sign-in/password", data={**given, "wanted": "1234567890"})
    assert weak.status_code == 400 and door.alert(weak)
    wrong = client.post("/sign-in/password", data={**given, "current": "x"})
    assert wrong.status_code == 403 and "current" in door.alert(wrong)
    forged = client.post("/sign-in/password", data={**given, "csrf": "x"})
    assert forged.status_code == 403
    before = door.token(client)
    assert client.post("/sign-in/password", data=given).headers["location"] == "/chain"
    assert door.token(client) != before
    assert client.get("/chain").text == "inside"


def test_looking_at_a_link_does_not_use_it_up(url: str, db: State) -> None:
    held = state.accounts.find(db, "analyst")
    assert held is not None
    link = f"/sign-in/first?ticket={state.tickets.issue(db, held.account)}"
    with door.browser(url) as client:
        for _ in range(3):
            page = client.get(link)
            client.head(link)
        given = door.hidden(page)
        assert client.post("/sign-in/first", data={**given, "form": "x"}).status_code == 200
        assert client.post("/sign-in/first", data=given).status_code == 303
        assert client.get("/").headers["location"] == "/sign-in/password"
        choice = door.hidden(client.get("/sign-in/password"))
        answer = client.post("/sign-in/password", data={**choice, "wanted": NEW, "again": NEW})
        assert answer.status_code == 303 and client.get("/").text == "inside"
    with door.browser(url) as other:
        given = door.hidden(other.get(link))
        again = other.post("/sign-in/first", data=given)
        assert again.status_code == 403 and "used before" in door.alert(again)
        assert door.sign_in(other, "analyst", NEW).status_code == 303


def test_the_first_link_of_a_server_makes_somebody_administrator(url: str) -> None:
    db = state.in_force()
    for account in state.accounts.every(db):
        if account.name == "administrator":
            state.accounts.change(db, account.account, password=None)
    link = signin.first_administrator(db)
    assert link is not None
    with door.browser(url) as client:
        client.post("/sign-in/first", data=door.hidden(client.get(link)))
        assert client.get("/").headers["location"] == "/sign-in/password"


@pytest.mark.parametrize("code", list(LANGUAGES))
def test_the_pages_speak_the_chosen_language_and_keep_it(client: httpx.Client, code: str) -> None:
    page = client.get("/sign-in", params={"lang": code})
    assert f'<html lang="{code}' in page.text
    assert client.cookies[cookies.LANGUAGE] == code
    assert f'<html lang="{code}' in client.get("/sign-in").text
    other = "zh" if code == "en" else "en"
    answer = door.sign_in(client, "nobody", "wrong")
    assert answer.status_code == 403 and other


def test_a_page_needs_no_script_and_nothing_from_elsewhere(client: httpx.Client) -> None:
    page = client.get("/sign-in")
    policy = page.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "unsafe" not in policy
    assert page.headers["Cache-Control"] == "no-store"
    sources = re.findall(r'(?:src|href|action)="([^"]+)"', page.text)
    assert all(source.startswith(("/sign-in", "data:image/")) for source in sources)
    assert not re.search(r"<script|\bon\w+=|<style|\bstyle=", page.text)
    sheet = client.get("/sign-in/style.css")
    assert sheet.headers["content-type"].startswith("text/css")
    assert "prefers-color-scheme: dark" in sheet.text and "url(" not in sheet.text


def test_in_an_open_city_there_is_nothing_to_sign_in_to(
    client: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHAINS_ACCESS", "open")
    assert client.get("/sign-in").headers["location"] == "/"
    assert client.post("/sign-in", data={"name": "x"}).headers["location"] == "/"
    assert client.get("/").text == "inside"
