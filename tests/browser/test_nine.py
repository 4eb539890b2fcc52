"""The picture of all chains in a real Chromium: a click leads to the chain, wide and narrow."""

import re

import pytest
from playwright.sync_api import Page, expect

SLOW = 30_000
LANE, TOP = 84.0, 63.0  # pixels of a lane and above the first, about, on a wide screen
NARROW_LANE, NARROW_TOP = 79.0, 119.0


def _chart(page: Page, url: str, width: int) -> dict[str, float]:
    page.set_viewport_size({"width": width, "height": 1400})
    page.goto(f"{url}/nine?lang=zh")
    expect(page.locator("h1")).to_be_visible(timeout=SLOW)
    page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]", timeout=SLOW)
    drawn = page.locator("[data-testid=stEChartsChart] canvas, .stEChartsChart canvas").first
    drawn.scroll_into_view_if_needed()
    page.wait_for_timeout(1500)
    box = drawn.bounding_box()
    assert box is not None
    return dict(box)


@pytest.mark.parametrize(("width", "across", "lane"), [(1440, 0.117, 2), (1920, 0.2, 4)])
def test_a_click_on_a_bubble_or_a_name_opens_the_chain(server, page, width, across, lane):
    box = _chart(page, server.url, width)
    page.mouse.click(box["x"] + across * box["width"], box["y"] + TOP + (lane + 0.46) * LANE)
    expect(page).to_have_url(re.compile(rf"/chain\?.*chain=C{lane + 1}"), timeout=SLOW)


def test_a_click_on_a_dot_opens_its_segment(server, page):
    box = _chart(page, server.url, 1440)
    page.mouse.click(box["x"] + 0.3675 * box["width"], box["y"] + TOP + 1.2 * LANE)
    expect(page).to_have_url(re.compile(r"/chain\?.*chain=C2&segment=C2S01"), timeout=SLOW)
    expect(page.get_by_text("玻璃原片：企业")).to_be_visible(timeout=SLOW)


def test_a_tap_on_a_telephone_opens_the_chain_and_the_way_back_works(server, page):
    box = _chart(page, server.url, 390)
    assert box["width"] < 390
    page.mouse.click(box["x"] + 150, box["y"] + NARROW_TOP + 6.2 * NARROW_LANE)
    expect(page).to_have_url(re.compile(r"/chain\?.*chain=C7"), timeout=SLOW)
    page.go_back()
    expect(page).to_have_url(re.compile(r"/nine\?"), timeout=SLOW)
    expect(page.locator("h1")).to_have_text(re.compile("Nine chains|九"), timeout=SLOW)
