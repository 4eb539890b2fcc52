"""Killed anywhere between an upload and its edition: the old or the new city, and the upload."""

import shutil
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import killing
import pytest
from killing import Writers
from town import build, held, look

from chains import i18n
from chains.intake import confirm, pending
from chains.settings import HOME
from chains.store import Store

killing.TRACED += tuple(
    str(HOME / "chains" / "intake" / f"{name}.py")
    for name in ("pending", "merging", "confirmation", "undoing", "difference")
)

HEADER = "project_id,month,invested_ytd,progress\n"
FILE = HEADER + "P0001,2022-08,500,基础\nP0001,2022-09,720,主体\nP0002,2022-10,90,\n"
PERSON = "示例联络员"
ROWS = "select project_id, month, invested_ytd, submission_id from project_month order by all"
OLD = [("P0001", "2022-08", 500.0, None), ("P0001", "2022-09", 700.0, None)]
NEW = [OLD[0], ("P0001", "2022-09", 720.0, 1), ("P0002", "2022-10", 90.0, 1)]


def token_of(store: Store) -> str:
    return pending.of(store, PERSON)[0].token


def keep(root: Path) -> str:
    store = Store(root)
    return pending.keep(store, look(store, "project_month", FILE), PERSON)


def candidate(root: Path) -> Path:
    store = Store(root)
    return pending.candidate(store, token_of(store))


def publish(root: Path) -> Any:
    store = Store(root)
    return confirm(store, pending.load(store, token_of(store)), by=PERSON)


def drop(root: Path) -> None:
    store = Store(root)
    pending.drop(store, token_of(store))


ACTS = {act.__name__: act for act in (keep, candidate, publish, drop)}


@pytest.fixture(scope="module")
def writers() -> Iterator[Writers]:
    with killing.writers(__name__) as process, i18n.speaking("en"):
        yield process


@pytest.fixture
def town(tmp_path: Path) -> Path:
    """A town of a few rows."""
    return build(tmp_path / "town").root


@pytest.fixture
def waiting(town: Path) -> Path:
    """The town with an upload that waits."""
    keep(town)
    return town


def killed(writers: Writers, act: killing.Act, base: Path, kills: int) -> Iterator[Store]:
    """Copies of a town in which the act was killed, at many of its lines and at all of its last."""
    shutil.copytree(base, base.parent / "whole")
    lines = writers.lines(act, base.parent / "whole")
    for point in killing.points(lines, kills, last=20):
        root = base.parent / f"{point}"
        shutil.copytree(base, root)
        assert writers.run(act, root, last=point)[:2] == ([], -signal.SIGKILL)
        yield Store(root, lock_seconds=5)


def waits_whole(store: Store, added: int = 1) -> None:
    """Demand that the upload waits, is judged as ever, and has its candidate."""
    (one,) = pending.of(store, PERSON)
    found = pending.load(store, one.token)
    assert found.data == FILE.encode()
    assert found.difference is not None
    assert found.difference.added == added
    if added:
        preview = pending.preview(store, one.token)
        assert preview.connection.execute(ROWS).fetchall() == NEW
        preview.close()


def clean(store: Store) -> None:
    """Demand that nothing of the dead stays behind once it is swept, and the store is whole."""
    assert [one for one in store.verify() if not one.noted] == []
    pending.sweep(store, hours=0)
    assert {path.name for path in store.pending.glob("*")} <= {"lock"}


def test_killed_while_it_is_kept_the_upload_waits_whole_or_not_at_all(
    town: Path, writers: Writers
) -> None:
    outcomes = set()
    for store in killed(writers, keep, town, kills=10):
        outcomes.add(len(pending.of(store, PERSON)))
        assert held(store, ROWS) == OLD
        if not pending.of(store, PERSON):
            keep(store.root)
        waits_whole(store)
        clean(store)
    assert outcomes == {0, 1}


def test_killed_while_its_candidate_is_made_the_upload_waits_and_nothing_is_published(
    waiting: Path, writers: Writers
) -> None:
    for store in killed(writers, candidate, waiting, kills=14):
        assert (store.current(), held(store, ROWS)) == (1, OLD)
        waits_whole(store)
        assert list(store.pending.glob("candidate-*")) == []
        publish(store.root)
        assert held(store, ROWS) == NEW
        clean(store)


def test_killed_while_it_is_confirmed_there_is_the_old_or_the_new_city_and_the_upload(
    waiting: Path, writers: Writers
) -> None:
    outcomes = set()
    for store in killed(writers, publish, waiting, kills=14):
        found = store.current()
        outcomes.add(found)
        assert held(store, ROWS) == {1: OLD, 2: NEW}[found]
        waits_whole(store, added=2 - found)
        if found == 1:
            publish(store.root)
        else:
            assert pending.load(store, token_of(store)).duplicate_of == 1
        assert (store.current(), held(store, ROWS)) == (2, NEW)
        clean(store)
    assert outcomes == {1, 2}


def test_killed_while_it_is_dropped_the_upload_waits_whole_or_no_more(
    waiting: Path, writers: Writers
) -> None:
    outcomes = set()
    for store in killed(writers, drop, waiting, kills=6):
        found = pending.of(store, PERSON)
        outcomes.add(len(found))
        if found:
            waits_whole(store)
        clean(store)
    assert outcomes == {0, 1}
