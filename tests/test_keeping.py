"""What is kept between runs: made once, bounded by weight, safe for threads."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from chains.ui.keeping import Kept


def never() -> int:
    raise AssertionError("it was made before")


def giving(value: int) -> Callable[[], int]:
    return lambda: value


def test_a_thing_is_made_once() -> None:
    kept: Kept[int] = Kept(2)
    assert kept.get("a", giving(1)) == 1
    assert kept.get("a", never) == 1


def test_nothing_and_none_are_kept_as_well() -> None:
    kept: Kept[int | None] = Kept(2)
    assert kept.get("none", lambda: None) is None
    assert kept.get("none", never) is None


def test_what_was_asked_for_longest_ago_goes_first() -> None:
    kept: Kept[int] = Kept(2)
    kept.get("a", giving(1))
    kept.get("b", giving(2))
    kept.get("a", never)
    kept.get("c", giving(3))
    assert kept.get("a", never) == 1
    assert kept.get("b", giving(20)) == 20


def test_the_weights_together_stay_within_the_limit() -> None:
    kept: Kept[int] = Kept(10, lambda weight: weight)
    kept.get("light", giving(4))
    kept.get("middle", giving(6))
    kept.get("heavy", giving(7))
    assert kept.get("heavy", never) == 7
    assert kept.get("light", giving(2)) == 2
    assert kept.get("heavy", never) == 7


def test_what_is_heavier_than_the_limit_is_given_and_is_the_next_to_go() -> None:
    kept: Kept[int] = Kept(10, lambda weight: weight)
    assert kept.get("huge", giving(99)) == 99
    assert kept.get("small", giving(1)) == 1
    assert kept.get("huge", giving(98)) == 98


def test_what_could_not_be_made_is_asked_for_again() -> None:
    kept: Kept[int] = Kept(2)
    with pytest.raises(AssertionError):
        kept.get("a", never)
    assert kept.get("a", giving(1)) == 1


def test_two_threads_that_make_the_same_count_it_once() -> None:
    kept: Kept[int] = Kept(10, lambda weight: weight)
    both = Barrier(2)

    def slowly() -> int:
        both.wait(10)
        return 6

    with ThreadPoolExecutor(2) as pool:
        found = [pool.submit(kept.get, "a", slowly) for _thread in range(2)]
        assert [one.result() for one in found] == [6, 6]
    kept.get("b", giving(4))
    assert kept.get("a", never) == 6


def test_everything_can_be_forgotten() -> None:
    kept: Kept[int] = Kept(2)
    kept.get("a", giving(1))
    kept.clear()
    assert kept.get("a", giving(2)) == 2
