"""Tasks, policies, events, targets of the chains and published indicators."""

import csv
from datetime import date, timedelta
from typing import Any

import numpy as np

from chains.demo.columns import rows
from chains.demo.firms import CHAIN_OUTPUT, CHAIN_SHARES
from chains.demo.people import leader_id
from chains.demo.reports import GROWTH
from chains.demo.size import Size
from chains.demo.words import HERE, words

SOURCES = {
    "article": "邵阳市工信局 2022-12-03 《纾困“及时雨”,稳住经济盘》",
    "demonstration": "示例数据",
}
POLICY_FIELDS = (
    *("policy_id", "title", "level", "sector", "summary"),
    *("address", "phone", "valid_from", "valid_to"),
)
CITY_OUTPUT = 15_500_000  # 万元 of 2021, about what the reports add up to


def task() -> Any:
    """The list of tasks: the four working groups and some units own them."""
    owners = [*words()["groups"], *words()["units"][:2]]
    records = []
    for number, title in enumerate(words()["tasks"]):
        due = date(2022, 6, 20) + timedelta(days=6 * number)
        done = due - timedelta(days=number * 5 % 7) + timedelta(days=4 * (number % 9 == 8))
        is_done = due < date(2022, 11, 20) and number != 17
        owner = owners[number % len(owners)]
        records.append((f"T{number + 1:03d}", title, owner, due, done if is_done else None))
    return rows(("task_id", "title", "owner", "due_on", "done_on"), records)


def policy() -> Any:
    """Twenty invented policies."""
    levels = ("国家", "省级", "市级", "市级")
    return rows(
        POLICY_FIELDS,
        [
            (
                f"PO{number + 1:02d}",
                f"示例{title}",
                levels[number % 4],
                sector,
                f"符合条件的企业可按{title}申请支持",
                f"示例路{number + 1}号",
                f"0000-{5_550_001 + number}",
                date(2022, 1 + number % 9, 1),
                date(2022 + number % 2, 12, 31),
            )
            for number, (title, sector) in enumerate(words()["policies"].items())
        ],
    )


def event() -> Any:
    """Reception days each month, salons each quarter, forums each half, one joint start."""
    dates = {
        "企业家接待日": [
            date(2022, 7, 4),
            date(2022, 8, 1),
            date(2022, 9, 5),
            date(2022, 10, 10),
            date(2022, 11, 7),
        ],
        "沙龙": [date(2022, 6, 24), date(2022, 9, 23), date(2022, 11, 25)],
        "座谈会": [date(2022, 6, 16), date(2022, 11, 29)],
        "集中开竣工": [date(2022, 11, 21)],
    }
    held = sorted((day, kind) for kind, days in dates.items() for day in days)
    return rows(
        ("event_id", "kind", "held_on", "leader_id", "enterprises", "note"),
        [
            (
                f"E{number + 1:02d}",
                kind,
                day,
                leader_id(number % 6),
                116 if kind == "集中开竣工" else 8 + number * 5 % 17,
                f"示例{kind}",
            )
            for number, (day, kind) in enumerate(held)
        ],
    )


def chain_plan(size: Size) -> Any:
    """Targets of output and investment in 万元, 2021 and 2022."""
    output = CHAIN_SHARES * CHAIN_OUTPUT
    output = CITY_OUTPUT * size.factor * output / output.sum()
    return rows(
        ("chain_id", "year", "output_target", "investment_target"),
        [
            (f"C{number + 1}", year, float(np.round(target, -3)), float(np.round(target * 0.3, -3)))
            for year, growth in ((2021, np.ones(9)), (2022, np.maximum(GROWTH, 1.08)))
            for number, target in enumerate(output * growth)
        ],
    )


def indicator() -> Any:
    """What is quoted with its source; growth of the first three quarters is invented."""
    with (HERE / "indicators.csv").open(encoding="utf-8", newline="") as file:
        records = list(csv.DictReader(file))
    for record in records:
        record["source"] = SOURCES[record["source"]]
    fields = tuple(records[0])
    numbers = {"value": float, "growth": float, "province_growth": float, "rank": int}
    return rows(
        fields,
        [
            [numbers.get(name, str)(record[name]) if record[name] else None for name in fields]
            for record in records
        ],
    )
