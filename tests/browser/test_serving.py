"""The dashboard as it is served: it opens, keeps to the machine, and its log stays clean."""

import urllib.error
import urllib.request

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
    assert traffic.strangers == ["http://example.invalid/"]
    traffic.strangers.clear()


def test_no_program_may_drive_the_dashboard(server: Server) -> None:
    ask = urllib.request.Request(f"{server.url}/_stcore/agent/interact", data=b"{}")
    with pytest.raises(urllib.error.HTTPError) as refusal:
        urllib.request.urlopen(ask)
    assert refusal.value.code in {403, 404, 405}
