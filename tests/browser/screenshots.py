"""`make screenshots`: every page in both languages, wide and on a telephone."""

import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright
from served import executable, flags, serving

from chains.demo import build
from chains.i18n import LANGUAGES
from chains.risk.computing import compute
from chains.settings import HOME
from chains.store import Store

TARGET = HOME / "docs" / "screenshots"
WIDTHS = {"wide": 1440, "phone": 390}
TALLEST = 4000
COLOURS, WIDELY = 256, Image.Quantize.MAXCOVERAGE  # pale tints and small red spots both stay
FIRM = "FIRM"  # in an address: the firm that endangers most
VIEWS = {
    "overview": "",
    "chain": "chain?chain=C1&segment=C1S01",
    "nine": "nine",
    "weak": "weak?chain=C1",
    "firm": f"firm?firm={FIRM}",
    "shock": f"shock?stop={FIRM}",
    "matching": "matching",
    "projects": "projects",
    "project": "project?project=P0001",
    "upload": "upload",
    "dictionary": "dictionary?dataset=project_month",
    "workbench": "workbench?saved=completion_by_level",
}
IDLE = "[data-testid=stApp][data-test-script-state=notRunning]"
HEIGHT = "document.querySelector('[data-testid=stMainBlockContainer]').scrollHeight"


def _address(view: str, language: str) -> str:
    return f"{view}{'&' if '?' in view else '?'}lang={language}"


def _settle(page: Page) -> None:
    page.wait_for_selector("h1", timeout=60_000)
    page.wait_for_selector(IDLE, timeout=60_000)
    page.wait_for_timeout(1500)  # charts draw after the run has ended


def _shoot(page: Page, url: str, width: int, file: Path) -> None:
    """One page at its whole height, up to the tallest."""
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(url)
    _settle(page)
    height = min(int(page.evaluate(HEIGHT)) + 80, TALLEST)
    page.set_viewport_size({"width": width, "height": max(height, 900)})
    page.wait_for_timeout(1000)
    page.screenshot(path=file)
    with Image.open(file) as picture:
        picture.convert("RGB").quantize(COLOURS, method=WIDELY, dither=Image.Dither.NONE).save(
            file, optimize=True
        )
    print(file.relative_to(HOME))


def _shoot_all(browser: Browser, root: str, firm: str) -> None:
    page = browser.new_page(locale="zh-CN")
    for language in LANGUAGES:
        for size, width in WIDTHS.items():
            for name, view in VIEWS.items():
                url = f"{root}/{_address(view.replace(FIRM, firm), language)}"
                _shoot(page, url, width, TARGET / f"{name}_{language}_{size}.png")


def main() -> int:
    """Build a city, serve it, and photograph it."""
    TARGET.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        store = Store(Path(folder) / "city")
        firm = str(compute(store, build(store))["uscc"].iloc[0])
        with serving(store, Path(folder)) as server:
            browser = playwright.chromium.launch(executable_path=executable(), args=flags())
            _shoot_all(browser, server.url, firm)
            browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
