"""What is kept of a store: a record beside every edition, and which editions keep their file."""

import hashlib
import json
import logging
from datetime import datetime
from pathlib import Path

import duckdb
import pytest

from chains import schema
from chains.errors import StoreError, UsageError
from chains.store import Finding, Store, retention
from chains.store.candidate import count


def publish(store: Store, county: str) -> int:
    def change(connection: duckdb.DuckDBPyConnection) -> None:
        connection.execute("insert into county values (?, '示例区', null, null, 1, 1)", [county])

    return store.publish(change, by="示例联络员", kind="提交")


def dated(store: Store, *days: str) -> None:
    """Publish an edition for each day, as if made on it."""
    for number, day in enumerate(days, store.current() + 1):

        def change(
            connection: duckdb.DuckDBPyConnection, number: int = number, day: str = day
        ) -> None:
            sql = "update edition set made_at = ? where edition = ?"
            connection.execute(sql, [datetime.fromisoformat(day), number])

        store.publish(change, by="示例联络员", kind="提交")


def there(store: Store) -> list[int]:
    return sorted(int(path.stem) for path in store.folder.glob("*.duckdb"))


def damage(findings: list[Finding]) -> list[tuple[str, str]]:
    return [(one.subject, one.message) for one in findings if not one.noted]


@pytest.fixture
def three(empty: Store) -> Store:
    for county in ("430501", "430502", "430503"):
        publish(empty, county)
    return empty


def test_a_record_says_what_was_published(three: Store) -> None:
    data = three.path(2).read_bytes()
    kept = json.loads((three.folder / "000002.json").read_text(encoding="utf-8"))
    assert (kept["edition"], kept["program"]) == (2, "0.1.0")
    assert kept["sha256"] == hashlib.sha256(data).hexdigest()
    assert kept["bytes"] == len(data)
    assert kept["rows"] == dict.fromkeys(schema.datasets(), 0) | {"county": 2, "edition": 2}
    assert datetime.fromisoformat(kept["made_at"]) == three.records()[1].made_at


def test_the_newest_and_the_last_of_every_month_are_kept() -> None:
    made = [
        (number, datetime(2026, month, day))
        for number, (month, day) in enumerate(
            [(1, 5), (1, 31), (2, 1), (2, 2), (3, 1), (3, 2), (3, 3), (3, 4)], 1
        )
    ]
    assert retention.kept(made, 8, 2) == {2, 4, 7, 8}
    assert retention.kept(made, 8, 3) == {2, 4, 6, 7, 8}
    assert retention.kept(made, 8, 50) == set(range(1, 9))
    assert retention.kept(made, 8, 0) == {2, 4, 7, 8}
    assert retention.kept(made[:1], 1, 1) >= {1}


def test_retention_removes_files_and_keeps_the_history(
    empty: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    dated(empty, "2026-01-05", "2026-01-31", "2026-02-01", "2026-02-02", "2026-03-01")
    assert there(empty) == [1, 2, 3, 4, 5]
    monkeypatch.setenv("CHAINS_EDITIONS_KEPT", "2")
    dated(empty, "2026-03-02")
    assert there(empty) == [2, 4, 5, 6]
    assert sorted(path.stem for path in empty.folder.glob("*.json")) == [
        f"{number:06d}" for number in there(empty)
    ]
    assert [one.edition for one in empty.records()] == [1, 2, 3, 4, 5, 6]
    assert damage(empty.verify()) == []


def test_an_edition_that_retention_removed_says_so_and_names_the_nearest(
    empty: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHAINS_EDITIONS_KEPT", "1")
    dated(empty, "2026-01-05", "2026-01-06", "2026-02-01", "2026-03-01", "2026-03-02")
    assert there(empty) == [2, 3, 4, 5]
    for act in (empty.open, lambda number: empty.restore(number, by="示例管理员")):
        with pytest.raises(UsageError, match=r"edition 1 was removed by retention.*edition 2"):
            act(1)


def test_a_file_that_cannot_be_removed_is_logged_and_the_update_stands(
    three: Store, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("CHAINS_EDITIONS_KEPT", "1")
    three.path(1).unlink()
    three.path(1).mkdir()
    (three.path(1) / "held").write_bytes(b"")
    (three.root / "removed.json").mkdir()
    with caplog.at_level(logging.ERROR):
        assert publish(three, "430504") == 4
    assert [one.name for one in caplog.records] == ["chains.store.retention"]
    assert three.current() == 4


def test_a_setting_that_is_no_number_stops_retention_and_not_the_update(
    three: Store, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("CHAINS_EDITIONS_KEPT", "many")
    assert publish(three, "430504") == 4
    assert there(three) == [1, 2, 3, 4]
    assert "retention" in caplog.text


def test_what_a_dead_retention_left_is_swept(three: Store) -> None:
    retention.note(three.root, {1: retention.RETENTION})
    three.path(1).unlink()
    publish(three, "430504")
    assert not (three.folder / "000001.json").exists()
    assert damage(three.verify()) == []


def test_a_whole_store_has_nothing_to_find(three: Store, city: Store, empty: Store) -> None:
    assert three.verify() == []
    assert city.verify() == []
    assert Store(empty.root / "nothing").verify() == []


def test_a_store_made_without_records_is_whole(three: Store) -> None:
    for path in three.folder.glob("*.json"):
        path.unlink()
    found = three.verify()
    assert [one.subject for one in found] == ["000001.duckdb", "000002.duckdb", "000003.duckdb"]
    assert damage(found) == []
    assert publish(three, "430504") == 4


def flip(path: Path) -> None:
    """Change one bit in the middle of a file."""
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def test_every_kind_of_damage_is_found(three: Store) -> None:
    digest = three.keep("编号\n".encode())
    three.publish(
        lambda db: (
            db.execute(
                "insert into submission values (1, 4, 'county', '甲.csv', null, ?, '2022-10-01',"
                " '示例联络员', null, 1, 0, 0, 0)",
                [digest],
            )
            and None
        ),
        by="示例联络员",
        kind="提交",
    )
    assert three.verify() == []
    flip(three.path(1))
    three.path(2).unlink()
    (three.folder / "000003.json").write_text("[]")
    flip(three.files / digest)
    assert [subject for subject, _ in damage(three.verify())] == [
        "000002.duckdb",
        "000001.duckdb",
        "000003.json",
        digest,
    ]
    (three.files / digest).unlink()
    assert (f"files/{digest}", "The file {name} of submission {number} is missing.") in damage(
        three.verify()
    )


def test_a_row_that_was_slipped_in_is_found(three: Store) -> None:
    with duckdb.connect(three.path(2)) as connection:
        connection.execute("insert into county values ('430599', '示例区', null, null, 1, 1)")
        counted = count(connection)
    assert counted["county"] == 3
    kept = json.loads((three.folder / "000002.json").read_text(encoding="utf-8"))
    data = three.path(2).read_bytes()
    forged = kept | {"sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)}
    for record in (kept, forged):
        (three.folder / "000002.json").write_text(json.dumps(record), encoding="utf-8")
        assert [subject for subject, _ in damage(three.verify())] == ["000002.duckdb"]


def test_a_pointer_that_is_gone_or_wrong_is_found(three: Store) -> None:
    (three.root / "CURRENT").write_text("1")
    assert [subject for subject, _ in damage(three.verify())] == ["CURRENT"]
    (three.root / "CURRENT").write_text("4")
    assert "000004.duckdb" in [subject for subject, _ in damage(three.verify())]
    for content in (b"", b"forty-two"):
        (three.root / "CURRENT").write_bytes(content)
        assert [subject for subject, _ in damage(three.verify())] == ["CURRENT"]
    (three.root / "CURRENT").unlink()
    assert [subject for subject, _ in damage(three.verify())] == ["CURRENT"]


def test_an_edition_in_the_place_of_another_is_found(three: Store) -> None:
    for end in (".duckdb", ".json"):
        three.path(1).with_suffix(end).replace(three.path(3).with_suffix(end))
    assert ("000003.duckdb", "The record is that of edition {other}.") in damage(three.verify())
    (three.folder / "000003.json").unlink()
    assert ("000003.duckdb", "The file says that it is edition {other}.") in damage(three.verify())


def test_verifying_tells_how_far_it_is_and_changes_nothing(three: Store) -> None:
    before = {path: path.stat().st_mtime_ns for path in three.root.rglob("*")}
    told: list[float] = []
    three.verify(lambda share, _: told.append(share))
    assert told == sorted(told)
    assert told[-1] == 1.0
    assert {path: path.stat().st_mtime_ns for path in three.root.rglob("*")} == before


def test_a_damaged_list_of_removed_editions_is_said(three: Store) -> None:
    (three.root / "removed.json").write_text("[1")
    three.path(1).unlink()
    with pytest.raises(StoreError, match=r"removed\.json is damaged"):
        three.open(1)
    assert [subject for subject, _ in damage(three.verify())] == ["CURRENT"]


def test_a_new_store_is_closed_to_strangers(three: Store) -> None:
    assert three.root.stat().st_mode & 0o007 == 0
