"""What a chain's panorama costs in Chromium: from a click on a segment to its firms drawn.

`PYTHONPATH=.:tests/browser .venv/bin/python tests/bench/panorama.py` runs it alone.
"""

import statistics
import sys
import tempfile
import time
from pathlib import Path

from load import line
from playwright.sync_api import Page, sync_playwright

from chains.demo import build
from chains.settings import HOME
from chains.store import Store

sys.path.append(str(HOME / "tests" / "browser"))

from drawn import RECORD, words
from served import executable, flags, serving

CLICK_MS, ANSWER_KB = 1000, 300
CHAIN, SEGMENTS = "C1", ("锻件", "铸件", "工业电机", "减速器", "结构件焊接")
CHARTS = "[data-testid=stEChartsChart] canvas, .stEChartsChart canvas"
IDLE = "[data-testid=stApp][data-test-script-state=notRunning]"
DRAWN = f"""name => {{
  const [picture, firms] = document.querySelectorAll("{CHARTS}");
  const heading = [...document.querySelectorAll("h3")].some(one => one.innerText.includes(name));
  return heading && (picture?.words || []).length && (firms?.words || []).length;
}}"""


def measure(store: Store) -> None:
    """Print the rows of the city: the click, what the server sends for it and for the page."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable(), args=flags())
        with serving(store, Path(folder)) as server:
            page = browser.new_page(viewport={"width": 1440, "height": 1000})
            page.add_init_script(RECORD)
            sizes: list[int] = []
            page.on("websocket", lambda ws: ws.on("framereceived", lambda one: _add(sizes, one)))
            for _warming in range(2):
                found = [_click(page, server.url, name, sizes) for name in SEGMENTS]
        browser.close()
    loads, answers, took = zip(*found, strict=True)
    line("panorama, click to drawn in Chromium", 1000 * statistics.median(took), CLICK_MS)
    line("panorama, the page as it is sent", max(loads) / 1000, ANSWER_KB, "kB")
    line("panorama, the answer to a click", max(answers) / 1000, ANSWER_KB, "kB")


def _add(sizes: list[int], frame: str | bytes) -> None:
    sizes.append(len(frame))


def _click(page: Page, url: str, name: str, sizes: list[int]) -> tuple[int, int, float]:
    """Bytes of the page, bytes of the answer to a click on a segment, seconds until it is drawn."""
    sizes.clear()
    page.goto(f"{url}/chain?lang=zh&chain={CHAIN}")
    page.wait_for_selector(IDLE)
    page.wait_for_timeout(1500)
    loaded = sum(sizes)
    canvas = page.locator(CHARTS).first
    canvas.scroll_into_view_if_needed()
    page.wait_for_timeout(300)
    box, word = canvas.bounding_box(), next(one for one in words(canvas) if one.text == name)
    assert box is not None
    sizes.clear()
    start = time.perf_counter()
    page.mouse.click(
        box["x"] + (word.left + word.right) / 2, box["y"] + (word.top + word.bottom) / 2
    )
    page.wait_for_function(DRAWN, arg=name, polling=10)
    took = time.perf_counter() - start
    page.wait_for_selector(IDLE)
    page.wait_for_timeout(500)
    return loaded, sum(sizes), took


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as root:
        city = Store(Path(root) / "city")
        build(city)
        measure(city)
