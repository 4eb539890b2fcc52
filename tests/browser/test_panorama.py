"""A chain's panorama in a real Chromium: every name legible, two clicks to a firm, calm places."""

import re

import pytest
from drawn import RECORD, Word, clashes, words
from playwright.sync_api import Locator, Page, expect

SLOW = 30_000
WIDTHS = (1440, 1920, 390)
CHARTS = "[data-testid=stEChartsChart] canvas, .stEChartsChart canvas"
IDLE = "[data-testid=stApp][data-test-script-state=notRunning]"
MOST = 300_000  # bytes of an answer


@pytest.fixture
def page(page: Page) -> Page:
    """A page that remembers where it draws its words."""
    page.add_init_script(RECORD)
    return page


def _open(page: Page, url: str) -> Locator:
    page.goto(url)
    expect(page.locator("h1")).to_be_visible(timeout=SLOW)
    return _drawn(page)


def _drawn(page: Page) -> Locator:
    """The panorama, once the run has ended and the chart stands still."""
    page.wait_for_selector(IDLE, timeout=SLOW)
    canvas = page.locator(CHARTS).first
    expect(canvas).to_be_visible(timeout=SLOW)
    page.wait_for_timeout(1200)
    return canvas


def _word(found: list[Word], text: str) -> Word:
    return next(one for one in found if one.text == text)


def _click(page: Page, canvas: Locator, text: str) -> None:
    """Click a word of a chart."""
    canvas.scroll_into_view_if_needed()
    page.wait_for_timeout(300)
    box, word = canvas.bounding_box(), _word(words(canvas), text)
    assert box is not None
    page.mouse.click(
        box["x"] + (word.left + word.right) / 2, box["y"] + (word.top + word.bottom) / 2
    )


def _names(server, chain: str) -> set[str]:
    with server.store.reading() as edition, edition.cursor() as cursor:
        rows = cursor.execute("select name from segment where chain_id = ?", [chain]).fetchall()
    return {row[0] for row in rows}


@pytest.mark.parametrize("chain", [f"C{i}" for i in range(1, 10)])
def test_every_segment_is_named_and_no_name_lies_over_another(server, page, chain):
    canvas = _open(page, f"{server.url}/chain?lang=zh&chain={chain}")
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        page.wait_for_timeout(1200)
        found, box = words(canvas), canvas.bounding_box()
        assert box is not None
        assert _names(server, chain) <= {one.text for one in found}
        assert clashes(found) == []
        assert min(one.size for one in found) >= 12
        assert [one for one in found if one.left < -1 or one.right > box["width"] + 1] == []
        assert [one for one in found if one.top < -1 or one.bottom > box["height"] + 1] == []


@pytest.mark.parametrize("asked", ["lang=en&size=output", "lang=zh&size=output&segment=C6S01"])
@pytest.mark.parametrize("width", WIDTHS)
def test_money_english_and_an_open_segment_leave_the_names_legible(server, page, asked, width):
    page.set_viewport_size({"width": width, "height": 900})
    canvas = _open(page, f"{server.url}/chain?chain=C6&{asked}")
    found = words(canvas)
    assert _names(server, "C6") <= {one.text for one in found}
    assert clashes(found) == []


def test_a_click_opens_the_segment_and_a_second_one_the_firm(server, page):
    sizes: list[int] = []
    page.on("websocket", lambda ws: ws.on("framereceived", lambda data: sizes.append(len(data))))
    canvas = _open(page, f"{server.url}/chain?lang=zh&chain=C1")
    assert sum(sizes) <= MOST
    sizes.clear()
    _click(page, canvas, "锻件")
    expect(page).to_have_url(re.compile("segment=C1S03"), timeout=SLOW)
    expect(page.get_by_role("heading", name="锻件：企业")).to_be_visible(timeout=SLOW)
    _drawn(page)
    assert sum(sizes) <= MOST
    firms = page.locator(CHARTS).nth(1)
    tail = next(one.text for one in words(firms) if one.text.startswith("其余"))
    _click(page, firms, tail)
    expect(page).to_have_url(re.compile("rest=1"), timeout=SLOW)
    _drawn(page)
    firm = next(one.text for one in words(firms) if one.text.startswith("示例"))
    _click(page, firms, firm)
    expect(page).to_have_url(re.compile(r"/firm\?.*firm=91430"), timeout=SLOW)
    assert "Traceback" not in server.log()


def test_the_segment_that_is_open_is_closed_by_a_click(server, page):
    canvas = _open(page, f"{server.url}/chain?lang=zh&chain=C1&segment=C1S03")
    _click(page, canvas, "锻件")
    expect(page).not_to_have_url(re.compile("segment="), timeout=SLOW)
    expect(page.get_by_role("heading", name="锻件：企业")).to_have_count(0, timeout=SLOW)


def test_nothing_moves_when_the_month_the_rule_or_the_size_changes(server, page):
    def places(more: str) -> dict[str, tuple[float, float]]:
        found = words(_open(page, f"{server.url}/chain?lang=zh&chain=C4&{more}"))
        middles = {one.text: (one.left, one.top) for one in found}
        return {name: middles[name] for name in _names(server, "C4")}

    before = places("month=2022-10")
    assert places("month=2022-05") == before
    sized = places("size=output")
    for name, (_x, y) in sized.items():
        assert abs(y - before[name][1]) < 40  # the name stands below a circle of another size
