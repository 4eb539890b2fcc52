"""The dashboard as it is served: it opens, keeps to the machine, and its log stays clean."""

import re
import urllib.error
import urllib.request

import duckdb
import pytest
from playwright.sync_api import Page, expect
from served import Server, Traffic

TROUBLE = ("Traceback", "WARNING", "Warning", "Error")


def test_the_city_opens_and_nothing_leaves_the_machine(
    server: Server, page: Page, traffic: Traffic
) -> None:
    page.goto(server.url)
    expect(page.get_by_text("装备制造").first).to_be_visible(timeout=30_000)
    assert traffic.strangers == []
    assert traffic.errors == []
    assert [word for word in TROUBLE if word in server.log()] == []


def test_a_deep_link_is_answered_as_the_first_one_after_a_start(
    empty_server: Server, page: Page
) -> None:
    page.goto(f"{empty_server.url}/upload?lang=en")
    expect(page.locator("h1")).to_have_text("Upload", timeout=30_000)
    page.wait_for_timeout(2000)
    expect(page.get_by_text("Page not found")).to_have_count(0)


def test_an_empty_store_opens_as_well(empty_server: Server, page: Page, traffic: Traffic) -> None:
    page.goto(empty_server.url)
    expect(page.get_by_test_id("stSidebar")).to_be_visible(timeout=30_000)
    expect(page.get_by_test_id("stException")).to_have_count(0)
    assert traffic.errors == []
    assert [word for word in TROUBLE if word in empty_server.log()] == []


def test_the_guard_sees_what_would_leave(page: Page, server: Server, traffic: Traffic) -> None:
    page.goto(f"{server.url}/_stcore/health")
    page.evaluate("fetch('http://example.invalid/').catch(() => null)")
    assert traffic.strangers == []  # the page's own policy keeps it in
    page.goto("about:blank")
    page.evaluate("fetch('http://example.invalid/').catch(() => null)")
    assert traffic.strangers == ["http://example.invalid/"]
    traffic.strangers.clear()


def test_the_back_button_brings_the_earlier_choice_back(server: Server, page: Page) -> None:
    page.goto(f"{server.url}/projects?lang=zh&chain=C1")
    expect(page.locator("h1")).to_be_visible(timeout=30_000)
    box = page.get_by_role("combobox", name="产业链")
    expect(box).to_have_value("装备制造", timeout=30_000)
    box.click()
    page.get_by_role("option", name="中医药").click()
    expect(page).to_have_url(re.compile("chain=C3"), timeout=30_000)
    page.go_back()
    expect(page).to_have_url(re.compile("chain=C1"), timeout=30_000)
    expect(box).to_have_value("装备制造", timeout=30_000)


def test_the_menu_keeps_the_language(server: Server, page: Page) -> None:
    page.goto(f"{server.url}/?lang=en")
    expect(page.locator("h1")).to_have_text("Overview", timeout=30_000)
    page.get_by_role("link", name="Dictionary").click()
    expect(page.locator("h1")).to_have_text("Dictionary", timeout=30_000)
    expect(page).to_have_url(re.compile("lang=en"), timeout=30_000)


def test_no_program_may_drive_the_dashboard(server: Server) -> None:
    ask = urllib.request.Request(f"{server.url}/_stcore/agent/interact", data=b"{}")
    with pytest.raises(urllib.error.HTTPError) as refusal:
        urllib.request.urlopen(ask)
    assert refusal.value.code in {403, 404, 405}


WIDTHS = (1920, 1440, 820, 390)
VIEWS = ("?", "chain?", "projects?", "project?", "upload?", "dictionary?", "workbench?")
OVERFLOW = """() => {
    const main = document.querySelector('[data-testid=stMain]');
    return main.scrollWidth - main.clientWidth;
}"""


def _overflow(page: Page) -> int:
    """Pixels by which the page is wider than its room, once sidebar and charts have settled."""
    for _turn in range(20):
        page.wait_for_timeout(200)
        over = int(page.evaluate(OVERFLOW))
        if over <= 0:
            break
    return over


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_page_scrolls_sideways_on_a_projector_a_laptop_a_tablet_or_a_phone(
    server: Server, page: Page, language: str
) -> None:
    wide = {}
    for view in VIEWS:
        page.goto(f"{server.url}/{view}lang={language}&segment=C1S01")
        expect(page.locator("h1")).to_be_visible(timeout=30_000)
        page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]")
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            wide[view, width] = _overflow(page)
    assert {place: over for place, over in wide.items() if over > 0} == {}


NAMED = ("leader", "chain", "department", "liaison", "segment", "project", "enterprise")
HOSTILE = "<img src=x onerror=alert(1)> ![a](http://example.invalid/a.png) $x^2$ :red[b] `c`"


def test_names_and_messages_with_markup_are_plain_text_on_every_page(
    server: Server, page: Page, traffic: Traffic
) -> None:
    alarms: list[str] = []
    page.on("dialog", lambda dialog: (alarms.append(dialog.message), dialog.dismiss()))

    def rename(connection: duckdb.DuckDBPyConnection) -> None:
        for table in (
            "leader",
            "chain",
            "department",
            "liaison",
            "segment",
            "project",
            "enterprise",
        ):
            connection.execute(f"update {table} set name = $name", {"name": HOSTILE})
        connection.execute("update project_month set problem = $name", {"name": HOSTILE})
        connection.execute("update submission set submitted_by = $name", {"name": HOSTILE})

    server.store.publish(rename, by=HOSTILE, kind="提交")
    for path in ("", "chain?segment=C1S01&", "projects?", "project?", "upload?", "dictionary?"):
        page.goto(f"{server.url}/{path or '?'}lang=zh")
        expect(page.locator("h1")).to_be_visible(timeout=30_000)
        page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]")
        page.wait_for_timeout(500)
        assert page.locator("img[src='x'], img[src^='http://example'], .katex").count() == 0
    page.goto(f"{server.url}/workbench?lang=zh&saved=chains")
    page.get_by_label("SQL").fill("select '![a](http://example.invalid/a.png)' from nowhere")
    page.get_by_label("SQL").press("Control+Enter")
    page.get_by_role("button", name="运行").click()
    expect(page.get_by_test_id("stAlert")).to_contain_text("nowhere", timeout=30_000)
    assert alarms == [] and traffic.strangers == []
    server.store.restore(1, by="示例管理员")


WATCH = """document.addEventListener('securitypolicyviolation', event =>
    console.error('policy', event.effectiveDirective, event.blockedURI, event.sourceFile))"""

INTRUDE = """() => {
    const script = document.createElement('script');
    script.textContent = 'window.intruded = true';
    document.body.append(script);
}"""


def _settled(page: Page, url: str) -> None:
    page.goto(url)
    expect(page.locator("h1")).to_be_visible(timeout=30_000)
    page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]")
    page.wait_for_timeout(1000)


def test_no_page_goes_against_the_policy_and_what_is_not_ours_is_kept_out(
    server: Server, page: Page, traffic: Traffic
) -> None:
    page.add_init_script(WATCH)
    for path in (*VIEWS, "accounts?", "audit?"):
        _settled(page, f"{server.url}/{path}lang=zh&segment=C1S01")
    _settled(page, f"{server.url}/upload?lang=zh&dataset=project_month")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="下载模板").click()
    page.locator("input[type=file]").set_input_files(waiting.value.path())
    page.wait_for_timeout(3000)
    _settled(
        page, f"{server.url}/workbench?lang=zh&saved=completion_by_chain&values=month%3D2022-10"
    )
    page.get_by_role("button", name="运行").click()
    expect(page.get_by_text("共9行")).to_be_visible(timeout=30_000)
    with page.expect_download():
        page.get_by_role("button", name="下载CSV").click()
    assert [line for line in traffic.errors if "404 (Not Found)" not in line] == []
    page.evaluate(INTRUDE)
    assert page.evaluate("window.intruded") is None
    assert "policy script-src-elem inline" in " ".join(traffic.errors)


def test_a_page_of_another_site_cannot_show_this_one(server: Server, page: Page) -> None:
    page.set_content(f"<iframe src='{server.url}/?lang=zh' width=900 height=600></iframe>")
    page.wait_for_timeout(3000)
    shown = [frame.url for frame in page.frames]
    assert not any(url.startswith(server.url) for url in shown)
