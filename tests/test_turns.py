"""Turns: a run waits for a place, and gives it away while it waits for something else."""

import threading

import pytest

from chains.ui import turns


def _started(work):
    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    return thread


def _takes_a_turn(done):
    with turns.turn():
        done.set()


def test_one_run_too_many_waits_until_a_place_is_free():
    free, done = threading.Event(), threading.Event()

    def holds():
        with turns.turn():
            free.wait(10)

    holders = [_started(holds) for _place in range(turns.PLACES)]
    late = _started(lambda: _takes_a_turn(done))
    assert not done.wait(0.3)
    free.set()
    assert done.wait(10)
    for thread in (*holders, late):
        thread.join(10)


def test_who_waits_for_something_else_gives_the_place_away():
    free, waiting = threading.Event(), threading.Barrier(turns.PLACES + 1)

    def holds():
        with turns.turn(), turns.aside():
            waiting.wait(10)
            free.wait(10)

    holders = [_started(holds) for _place in range(turns.PLACES)]
    waiting.wait(10)
    done = threading.Event()
    _started(lambda: _takes_a_turn(done)).join(10)
    assert done.is_set()
    free.set()
    for thread in holders:
        thread.join(10)


def test_a_run_that_fails_gives_its_place_back():
    for _turn in range(turns.PLACES * 2):
        with pytest.raises(ZeroDivisionError), turns.turn(), turns.aside():
            _ = 1 / 0
    done = threading.Event()
    _started(lambda: _takes_a_turn(done)).join(10)
    assert done.is_set()
