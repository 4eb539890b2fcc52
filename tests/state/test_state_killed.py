"""A writer killed at any moment costs nothing that it was told is kept, and leaves nothing half."""

import random
import threading
import time
from pathlib import Path

from writers import Start

from chains import state

KILLS = 20


def test_a_killed_writer_loses_nothing_confirmed(tmp_path: Path, start: Start) -> None:
    url = f"sqlite:///{tmp_path}/state.sqlite3"
    db = state.State.open(url)
    admin = state.accounts.create(db, name="admin", title="0", roles={"administrator"})
    db.close()
    turn, entry, moments = 0, 0, random.Random(3)
    for _ in range(KILLS):
        turn, entry = killed(start, url, moments.uniform(0.005, 0.15), (turn, entry))
        db = state.State.open(url)
        verdict = state.audit.verify(db)
        title = int(state.accounts.by_number(db, admin.account).title)
        said = next(int(one.detail) for one in state.audit.search(db, action="title"))
        db.close()
        assert verdict.broken is None
        assert title == said
        assert turn <= title <= turn + 1
        assert entry <= verdict.last <= entry + 2
        turn, entry = title, verdict.last
    assert turn > KILLS


def test_a_first_start_that_was_killed_leaves_nothing_half_made(
    tmp_path: Path, start: Start
) -> None:
    moments = random.Random(5)
    for turn in range(10):
        url = f"sqlite:///{tmp_path}/state{turn}.sqlite3"
        process = start("open", url)
        assert process.stdout.readline() == "ready\n"
        process.stdin.write("go\n")
        process.stdin.flush()
        time.sleep(moments.uniform(0, 0.12))
        process.kill()
        process.wait(20)
        db = state.State.open(url)
        assert state.audit.record(db, person="a", action="b") == 1
        assert state.audit.verify(db).broken is None
        db.close()


def killed(start: Start, url: str, seconds: float, last: tuple[int, int]) -> tuple[int, int]:
    """Let a writer write for so long and kill it; return the last turn and entry it confirmed."""
    process = start("churn", url)
    assert process.stdout.readline() == "ready\n"
    process.stdin.write("go\n")
    process.stdin.flush()
    told = [process.stdout.readline()]  # one at least, so that every round writes
    reading = threading.Thread(target=lambda: told.extend(process.stdout))
    reading.start()
    time.sleep(seconds)
    process.kill()
    process.wait(20)
    reading.join(20)
    whole = [line for line in told if line.endswith("\n")]
    turns = [tuple(map(int, line.split())) for line in whole]
    return max([*turns, last])
