"""The cities that tests look at, and their pages; what is cleared or spoken around a test."""

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from filelock import FileLock

from chains import i18n
from chains.store import Store

if TYPE_CHECKING:
    from streamlit.testing.v1 import AppTest

for name in [name for name in os.environ if name.startswith("CHAINS_")]:
    del os.environ[name]
os.environ["CHAINS_RANKING"] = "off"  # many tests start a server; those of the ranking want one


@pytest.fixture(scope="session")
def city(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """The demonstration city, built once for all workers of a run. Not to be changed."""
    from chains.demo import build

    base = tmp_path_factory.getbasetemp()
    root = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "city"
    store = Store(root)
    with FileLock(f"{root}.lock"):
        if store.current() == 0:
            build(store)
    return store


@pytest.fixture(scope="session")
def copy_city(city: Store) -> Callable[[Path], Store]:
    """Give a folder its own demonstration city, whose editions are links to the same files."""

    def copy(folder: Path) -> Store:
        skip = shutil.ignore_patterns("lock")  # a linked lock would be one lock for both
        shutil.copytree(city.root, folder, copy_function=os.link, ignore=skip)
        return Store(folder)

    return copy


@pytest.fixture
def city_copy(copy_city: Callable[[Path], Store], tmp_path: Path) -> Store:
    """A demonstration city of the test's own, to publish in."""
    return copy_city(tmp_path / "city")


@pytest.fixture
def empty(tmp_path: Path) -> Store:
    """A store in which nothing was published."""
    return Store(tmp_path / "empty")


@pytest.fixture(autouse=True)
def _fresh_caches() -> Iterator[None]:
    """Caches belong to a process, and each test has a store and people of its own."""
    yield
    if streamlit := sys.modules.get("streamlit"):  # a test without pages need not wait for it
        streamlit.cache_data.clear()
        streamlit.cache_resource.clear()
    if session := sys.modules.get("chains.ui.session"):
        session.forget_all()
        session._shown.set(None)  # what the last run showed, for what a test asks outside of one


@pytest.fixture
def english() -> Iterator[None]:
    """What the test itself calls speaks English."""
    with i18n.speaking("en"):
        yield


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[Store], None]:
    """Let the dashboard show a store to anybody, with a state database of the test's own."""
    monkeypatch.setenv("CHAINS_ACCESS", "open")
    monkeypatch.setenv("CHAINS_STATE", f"sqlite:///{tmp_path / 'state.sqlite3'}")
    monkeypatch.setattr("chains.ui.person.browser", lambda: ({}, "192.0.2.7"))
    return lambda store: monkeypatch.setenv("CHAINS_STORE", str(store.root))


@pytest.fixture
def visit(at: Callable[[Store], None]) -> "Callable[..., AppTest]":
    """Open a page of a store's dashboard as a visitor would, from the overview."""
    from pages_seen import dashboard

    def open_page(store: Store, page: str, **parameters: str) -> "AppTest":
        at(store)
        return dashboard(**parameters).run().switch_page(page).run()

    return open_page
