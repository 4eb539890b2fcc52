"""A page that was taken away opens without any network, draws itself, and zooms."""

from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from chains.cli import main
from chains.figures.options import nothing
from chains.figures.palette import LIGHT
from chains.figures.paper.page import page as written
from chains.network.exchange import Imprint
from chains.store import Store

HOSTILE = "<img src=x onerror=\"document.title='struck'\">示例"


@pytest.mark.parametrize("width", [390, 1440])
def test_a_chain_opens_offline_and_zooms(chromium: Browser, copy_city, tmp_path: Path, width: int):
    store: Store = copy_city(tmp_path / "city")
    file = tmp_path / "chain.html"
    words = ["graph", "C1", "--format", "html", "--output", str(file)]
    assert main(["--store", str(store.root), "--language", "zh", *words]) == 0
    with store.reading() as edition, edition.cursor() as cursor:
        rows = cursor.execute("select name from segment where chain_id = 'C1'").fetchall()
    context = chromium.new_context(viewport={"width": width, "height": 900}, offline=True)
    asked: list[str] = []
    errors: list[str] = []
    page = context.new_page()
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda line: line.type == "error" and errors.append(line.text))
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(file.as_uri())
    expect(page.locator(".scatterlayer")).to_have_count(1)
    drawn = page.locator("#figure").inner_text()
    assert [name for (name,) in rows if name not in drawn] == []
    before = page.evaluate("document.getElementById('figure').layout.xaxis.range.slice()")
    page.locator("#figure .nsewdrag").first.hover(position={"x": 150, "y": 200})
    page.mouse.wheel(0, -300)
    page.wait_for_function(
        "old => document.getElementById('figure').layout.xaxis.range[0] !== old", arg=before[0]
    )
    assert asked == [file.as_uri()] and errors == []
    context.close()


def test_a_hostile_title_is_read_and_not_run(chromium: Browser, tmp_path: Path):
    file = tmp_path / "hostile.html"
    imprint = Imprint(HOSTILE, 1, date(2026, 1, 2), HOSTILE, HOSTILE)
    file.write_bytes(written(nothing(HOSTILE, LIGHT), imprint))
    context = chromium.new_context(offline=True)
    page = context.new_page()
    page.goto(file.as_uri())
    expect(page.locator("h1")).to_have_text(HOSTILE)
    expect(page.locator(".scatterlayer")).to_have_count(1)
    assert page.title() == HOSTILE and page.locator("img").count() == 0
    context.close()
