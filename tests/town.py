"""A town of a few rows that tests of the intake submit files to."""

from pathlib import Path

import duckdb

from chains import schema
from chains.intake import Fault, Submission, prepare
from chains.store import Store

FIRM = "91430500MA00000220"
OTHER = "91430500MA00000510"
ROWS = (
    "insert into county (county_id, name) values ('430501', '示例东区'), ('430502', '示例西区')",
    "insert into leader (leader_id, name) values ('L01', '示例领导甲')",
    f"""insert into enterprise
        (uscc, name, county_id, industry_code, size_class, is_leading, status)
    values ('{FIRM}', '甲', '430501', 'C3511', '规上', false, '正常'),
           ('{OTHER}', '乙', '430502', 'C3511', '规上', false, '正常')""",
    """insert into project (project_id, name, county_id, nature, total_investment)
    values ('P0001', '示例项目', '430501', '新建', 50000),
           ('P0002', '另一项目', '430502', '新建', 1)""",
    """insert into project_month (project_id, month, invested_ytd, progress)
    values ('P0001', '2022-08', 500, '基础'), ('P0001', '2022-09', 700, '主体')""",
)


def build(folder: Path) -> Store:
    """A store whose edition 1 holds the town."""
    store = Store(folder)
    store.publish(_fill, by="测试", kind="示例", demonstration=True)
    return store


def _fill(connection: duckdb.DuckDBPyConnection) -> None:
    for statement in ROWS:
        connection.execute(statement)


def look(store: Store, dataset: str, text: str | bytes, name: str = "报表.csv") -> Submission:
    """What intake says of a file with this content."""
    data = text.encode() if isinstance(text, str) else text
    return prepare(store, schema.dataset(dataset), name, data)


def where(faults: tuple[Fault, ...]) -> list[tuple[int | None, str | None, str | None, str]]:
    """Row, column, value and rule of each fault."""
    return [(fault.row, fault.column, fault.value, fault.rule) for fault in faults]


def held(store: Store, sql: str) -> list[tuple[object, ...]]:
    """What the current edition answers."""
    with store.reading() as edition:
        return edition.connection.execute(sql).fetchall()
