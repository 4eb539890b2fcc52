"""The cities that tests look at: the demonstration city, a copy of it to change, an empty one."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from filelock import FileLock

from chains.store import Store

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
