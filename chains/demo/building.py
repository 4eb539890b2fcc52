"""Publishes the demonstration city: every dataset drawn, written and entered as a submission."""

import hashlib
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa

from chains import schema
from chains.demo import (
    dispatch,
    investment,
    issues,
    notices,
    outside,
    people,
    register,
    reports,
    segments,
    service,
    sites,
    supply,
)
from chains.demo.columns import repeated
from chains.demo.firms import Firms, make_firms
from chains.demo.projects import make_projects
from chains.demo.size import Size, size_of
from chains.store import Store

AUTHOR = "示例数据"
SUBMITTED = datetime(2022, 11, 8, 9, 0)
# the ledgers and lists that are kept until the end of the month
LATE = ("issue", "visit", "cadre_enterprise", "event", "task", "project", "indicator")

Progress = Callable[[float, str], None]


def build(
    store: Store, *, seed: int = 2022, scale: str = "city", progress: Progress | None = None
) -> int:
    """Publish the demonstration city as one edition and return its number.

    The same seed gives the same rows. Larger scales are for benchmarks.
    """
    size = size_of(scale)

    def change(connection: duckdb.DuckDBPyConnection) -> None:
        _clear(connection)
        for number, (name, table) in enumerate(tables(size, seed), 1):
            if progress:
                progress((number - 1) / len(schema.uploadable()), schema.dataset(name).label)
            _write(connection, name, table, f"{name} {scale} {seed}")
        if progress:
            progress(1.0, "")

    return store.publish(change, by=AUTHOR, kind="示例", demonstration=True)


def tables(size: Size, seed: int) -> Iterator[tuple[str, Any]]:
    """Every dataset that users submit, in the order of their names, each drawn in its turn."""
    firms = make_firms(size, seed)
    makers = _small(size) | _of_firms(firms, size, seed) | _of_projects(firms, size, seed)
    for name in sorted(schema.uploadable()):
        yield name, makers[name]()


def _small(size: Size) -> dict[str, Callable[[], Any]]:
    return {
        "leader": people.leader,
        "department": lambda: people.department(size),
        "county": lambda: people.county(size),
        "chain": people.chain,
        "chain_leader": people.chain_leader,
        "liaison": people.liaison,
        "segment": segments.segment,
        "segment_link": segments.segment_link,
        "chain_plan": lambda: notices.chain_plan(size),
        "task": notices.task,
        "policy": notices.policy,
        "event": notices.event,
        "indicator": notices.indicator,
    }


def _of_firms(firms: Firms, size: Size, seed: int) -> dict[str, Callable[[], Any]]:
    served = service.make_service(firms, size, seed)
    return {
        "enterprise": lambda: register.enterprise(firms, size, seed),
        "enterprise_segment": lambda: register.enterprise_segment(firms, seed),
        "supply_link": lambda: supply.supply_link(firms, size, seed),
        "outside_purchase": lambda: outside.outside_purchase(firms, size, seed),
        "enterprise_month": lambda: reports.enterprise_month(firms, seed),
        "cadre": lambda: service.cadre(size, served),
        "cadre_enterprise": lambda: service.cadre_enterprise(firms, size, served),
        "visit": lambda: service.visit(firms, size, served, seed),
        "issue": lambda: issues.issue(firms, size, served, seed),
    }


def _of_projects(firms: Firms, size: Size, seed: int) -> dict[str, Callable[[], Any]]:
    projects = make_projects(size, seed)
    identifiers = sites.project_ids(projects)
    return {
        "project": lambda: sites.project(projects, firms, size, seed),
        "project_level": lambda: sites.project_level(projects),
        "project_plan": lambda: investment.project_plan(projects, seed, identifiers),
        "project_month": lambda: investment.project_month(projects, seed, identifiers),
        "dispatch": lambda: dispatch.dispatch(projects, size, seed, identifiers),
    }


def _clear(connection: duckdb.DuckDBPyConnection) -> None:
    """Take away every row that was submitted; older editions keep theirs."""
    for name in schema.uploadable():
        connection.execute(f"delete from {name}")


def _write(connection: duckdb.DuckDBPyConnection, name: str, table: Any, text: str) -> None:
    """Insert a dataset in its order and enter it in the ledger of submissions."""
    number, edition = connection.execute(
        "select coalesce(max(submission_id), 0) + 1, (select max(edition) from edition)"
        " from submission"
    ).fetchall()[0]
    numbered = table.append_column("submission_id", repeated(number, table.num_rows))
    numbered = numbered.append_column("source_row", pa.array(np.arange(2, table.num_rows + 2)))
    connection.register("arriving", numbered)
    connection.execute(f"insert into {name} by name select * from arriving")
    connection.unregister("arriving")
    connection.execute(
        """insert into submission (submission_id, edition, dataset, file_name, sha256,
            submitted_at, submitted_by, rows_added, rows_changed, rows_same, rows_removed)
        values (?, ?, ?, ?, ?, ?, ?, ?, 0, 0, 0)""",
        [
            number,
            edition,
            name,
            f"{name}.csv",
            hashlib.sha256(text.encode()).hexdigest(),
            _submitted_at(name, number),
            AUTHOR,
            table.num_rows,
        ],
    )


def _submitted_at(name: str, number: int) -> datetime:
    """Monthly reports come in on 8 November, the ledgers on the last day of the month."""
    late = timedelta(days=22, hours=8) if name in LATE else timedelta()
    return SUBMITTED + late + timedelta(minutes=7 * number)
