"""Makes `<release>/store.tar.gz`: a town of two editions, the second a file submitted.

Run it at a release as `PYTHONPATH=. .venv/bin/python tests/releases/make.py`. The folder
`before-0.1.0` holds the same as a release would have made it that kept no records and knew neither
the dataset `task` nor the field `policy.phone`.
"""

import tarfile
import tempfile
from pathlib import Path

import duckdb

from chains import schema
from chains.intake import confirm, prepare
from chains.settings import HOME
from chains.store import Store
from chains.store.release import VERSION

TOWN = (HOME / "tests" / "small_town.sql").read_text(encoding="utf-8")
MORE = """
insert into task (task_id, title, owner, due_on) values ('T1', '任务一', '局一', '2022-11-01');
insert into policy (policy_id, title, level, sector, summary, address, phone)
    values ('P1', '政策一', '市级', '工业', '要点', '地址一', '0000-0000000');
"""


def make(root: Path) -> Store:
    """The town, and a leader who was submitted."""
    store = Store(root)
    store.publish(lambda db: db.execute(TOWN + MORE) and None, by="示例管理员", kind="提交")
    leader = schema.dataset("leader")
    data = "领导编号,姓名,职务\nL4,丁,\n".encode()
    confirm(store, prepare(store, leader, "市级领导.csv", data), by="示例联络员", message="增补")
    return store


def age(store: Store) -> None:
    """Take from every edition what the older release did not know."""
    for number in range(1, store.current() + 1):
        with duckdb.connect(store.path(number)) as connection:
            connection.execute("drop table task")
            connection.execute("alter table policy drop column phone")
            connection.execute("checkpoint")
        store.path(number).with_suffix(".json").unlink()


def pack(store: Store, release: str) -> None:
    """Write the store's files into the fixture of a release."""
    (store.root / "lock").unlink(missing_ok=True)
    target = HOME / "tests" / "releases" / release / "store.tar.gz"
    target.parent.mkdir(exist_ok=True)
    with tarfile.open(target, "w:gz") as tar:
        tar.add(store.root, ".", filter=_plain)


def _plain(entry: tarfile.TarInfo) -> tarfile.TarInfo:
    """The entry without who made it."""
    entry.uid = entry.gid = 0
    entry.uname = entry.gname = ""
    return entry


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        made = make(Path(folder) / "store")
        pack(made, VERSION)
        age(made)
        pack(made, f"before-{VERSION}")
