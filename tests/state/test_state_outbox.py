"""What is to be sent is tried, and tried again later, by one at a time, and given up at last."""

from datetime import datetime, timedelta

import pytest

from chains import state
from chains.state import outbox

START = datetime(2026, 1, 1)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[datetime]:
    """The present moment, which a test moves."""
    moments = [START]
    monkeypatch.setattr(outbox, "now", lambda: moments[-1])
    return moments


@pytest.mark.usefixtures("clock")
def test_what_was_taken_is_not_sent_again(db: state.State) -> None:
    assert outbox.put(db, 7, '{"x": "中"}') == 1
    first = outbox.take(db)
    assert first == outbox.Delivery(1, 7, '{"x": "中"}', 1)
    assert outbox.take(db) is None  # it is being sent
    assert outbox.settle(db, first, taken=True, said="204") == "done"
    assert outbox.states(db) == [(1, 7, 1, "done", "204", None)]
    assert outbox.put(db, 8, "{}") == 2


def test_a_sender_that_dies_leaves_the_delivery_to_a_later_one(
    db: state.State, clock: list[datetime]
) -> None:
    outbox.put(db, 7, "{}")
    assert outbox.take(db) is not None
    clock.append(START + timedelta(seconds=59))
    assert outbox.take(db) is None
    clock.append(START + timedelta(seconds=60))
    again = outbox.take(db)
    assert again is not None and again.tries == 2


def test_a_receiver_that_is_away_is_tried_eight_times_over_two_days(
    db: state.State, clock: list[datetime]
) -> None:
    outbox.put(db, 7, "{}")
    pauses = [1, 5, 30, 120, 360, 720, 1440]  # minutes
    for number, pause in enumerate(pauses, 1):
        delivery = outbox.take(db)
        assert delivery is not None and delivery.tries == number
        assert outbox.settle(db, delivery, taken=False, said="503") == "waiting"
        due = clock[-1] + timedelta(minutes=pause)
        assert outbox.states(db) == [(1, 7, number, "waiting", "503", due)]
        clock.append(due)
    last = outbox.take(db)
    assert last is not None and last.tries == 8
    assert outbox.settle(db, last, taken=False, said="x" * 1000) == "failed"
    assert outbox.states(db) == [(1, 7, 8, "failed", "x" * 300, None)]
    clock.append(START + timedelta(days=365))
    assert outbox.take(db) is None


def test_what_was_settled_a_month_ago_goes_but_for_the_newest(
    db: state.State, clock: list[datetime]
) -> None:
    for edition in (1, 2, 3):
        outbox.put(db, edition, "{}")
    for _ in range(2):
        delivery = outbox.take(db)
        assert delivery is not None
        outbox.settle(db, delivery, taken=True, said="200")
    assert outbox.sweep(db) == 0
    clock.append(START + timedelta(days=31))
    assert outbox.sweep(db) == 2
    assert [one[0] for one in outbox.states(db)] == [3]
    delivery = outbox.take(db)
    assert delivery is not None
    outbox.settle(db, delivery, taken=True, said="200")
    assert outbox.sweep(db) == 0
    assert outbox.put(db, 4, "{}") == 4
