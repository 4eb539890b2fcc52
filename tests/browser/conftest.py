"""A real Chromium, and a dashboard of the test's own to look at; nothing leaves the machine."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, sync_playwright
from served import Server, Traffic, executable, flags, is_here, serving

from chains.store import Store


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test of this folder as a browser test."""
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """An installed Chrome or Chromium without a window."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable(), args=flags())
        yield browser
        browser.close()


@pytest.fixture
def traffic() -> Traffic:
    """What the test's page asked for elsewhere, and what its console complained of."""
    return Traffic()


@pytest.fixture
def page(chromium: Browser, traffic: Traffic) -> Iterator[Page]:
    """A page of 1,440 x 900 that cannot reach another machine, and fails the test if it tries."""

    def judge(route: Route) -> None:
        if is_here(route.request.url):
            route.continue_()
        else:
            traffic.strangers.append(route.request.url)
            route.abort()

    context = chromium.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN")
    context.route("**/*", judge)
    page = context.new_page()
    page.on("console", lambda line: line.type == "error" and traffic.errors.append(line.text))
    page.on("pageerror", lambda error: traffic.errors.append(str(error)))
    page.on("websocket", lambda ws: is_here(ws.url) or traffic.strangers.append(ws.url))
    yield page
    context.close()
    assert traffic.strangers == []


@pytest.fixture(scope="module")
def server(
    copy_city: Callable[[Path], Store], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    """A dashboard on a copy of the demonstration city, one for each file of tests."""
    folder = tmp_path_factory.mktemp("server")
    with serving(copy_city(folder / "city"), folder) as running:
        yield running


@pytest.fixture
def empty_server(tmp_path: Path) -> Iterator[Server]:
    """A dashboard on a store in which nothing was published."""
    with serving(Store(tmp_path / "city"), tmp_path) as running:
        yield running
