"""What is written from the declarations and from nothing else: templates and the dictionary."""

import csv
import io
from collections.abc import Iterable
from pathlib import Path

from chains import schema
from chains.derive.form import Codes, workbook
from chains.derive.words import TYPES, example
from chains.schema import Dataset, Field
from chains.settings import HOME

__all__ = [
    "DICTIONARY",
    "TEMPLATES",
    "Codes",
    "dictionary",
    "example",
    "template",
    "workbook",
    "write_all",
]

TEMPLATES = HOME / "data" / "templates"
DICTIONARY = HOME / "data" / "DICTIONARY.md"
SEVERITIES = {"error": "拒收 refused", "warning": "提醒 warned"}
INTRODUCTION = """# 数据字典 Data dictionary

由 `data/schema/` 生成（`make derive`），请勿手工修改。
Made from `data/schema/` by `make derive`; not to be edited by hand.

金额单位均为万元；月份写作 `YYYY-MM`；带 * 的列为主键。
Money is in 万元 (ten thousand yuan); a month is `YYYY-MM`; a column marked * is part of the key.
"""


def template(dataset: Dataset) -> bytes:
    """A CSV file with a BOM: the Chinese headers and one example row, as a spreadsheet opens it."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(field.header for field in dataset.fields)
    writer.writerow(example(field) for field in dataset.fields)
    return text.getvalue().encode("utf-8-sig")


def dictionary() -> str:
    """Every dataset and derived column in both languages, as Markdown."""
    sections = [INTRODUCTION, _contents()]
    sections += [_section(dataset) for dataset in schema.datasets().values()]
    return "\n".join([*sections, _derived()])


def write_all() -> list[Path]:
    """Write every template and the dictionary; return what was written."""
    TEMPLATES.mkdir(parents=True, exist_ok=True)
    written = [DICTIONARY]
    DICTIONARY.write_text(dictionary(), encoding="utf-8", newline="\n")
    for name, dataset in schema.uploadable().items():
        path = TEMPLATES / f"{name}.csv"
        path.write_bytes(template(dataset))
        written.append(path)
    return written


def _contents() -> str:
    rows = [
        (f"[{one.name}](#{one.name})", one.title, one.title_en, _origin(one))
        for one in schema.datasets().values()
    ]
    return _table(("数据集 dataset", "中文", "English", "来源 origin"), rows)


def _origin(dataset: Dataset) -> str:
    return "系统登记 by the program" if dataset.managed else "报送 submitted"


def _section(dataset: Dataset) -> str:
    heading = f"## {dataset.name}\n\n**{dataset.title} {dataset.title_en}** · {_origin(dataset)}\n"
    words = f"{dataset.description}\n{dataset.description_en}\n"
    columns = (
        "列 column",
        "中文",
        "English",
        "类型 type",
        "单位 unit",
        "要求 constraints",
        "说明 note",
    )
    table = _table(columns, [_row(dataset, field) for field in dataset.fields])
    return "\n".join([heading, words, table, *_rules(dataset)])


def _row(dataset: Dataset, field: Field) -> tuple[str, ...]:
    mark = "*" if field.name in dataset.key else ""
    return (
        f"`{field.name}`{mark}",
        field.title,
        field.title_en,
        TYPES[field.type],
        field.unit,
        "<br>".join(_constraints(dataset, field)),
        _note(field),
    )


def _constraints(dataset: Dataset, field: Field) -> list[str]:
    said = ["必填 required"] if field.required else []
    said += [f"{value} {english}" for value, english in field.choices]
    said += [f"≥ {field.minimum:g}"] if field.minimum is not None else []
    said += [f"≤ {field.maximum:g}"] if field.maximum is not None else []
    said += [f"`{field.pattern}`"] if field.pattern else []
    said += [
        f"→ [{one.dataset}](#{one.dataset}).{one.target}"
        for one in dataset.references
        if one.field == field.name
    ]
    return said


def _rules(dataset: Dataset) -> list[str]:
    if not dataset.rules:
        return []
    lines = [
        f"- `{rule.column}` {SEVERITIES[rule.severity]}：{rule.message} {rule.message_en}."
        for rule in dataset.rules
    ]
    return ["校验 Checks:\n", *lines, ""]


def _derived() -> str:
    rows = [
        (f"`{one.name}`", one.title, one.title_en, TYPES[one.type], one.unit, _note(one))
        for one in schema.derived().values()
    ]
    heading = (
        "## 计算列 Derived columns\n\n由查询算出，不报送。 Computed by queries, never submitted.\n"
    )
    columns = ("列 column", "中文", "English", "类型 type", "单位 unit", "说明 note")
    return f"{heading}\n{_table(columns, rows)}"


def _note(field: Field) -> str:
    return "<br>".join(text for text in (field.description, field.description_en) if text)


def _table(columns: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    head = list(columns)
    lines = [head, ["---"] * len(head), *rows]
    cells = [[cell.replace("|", "\\|") for cell in line] for line in lines]
    return "".join(f"| {' | '.join(line)} |\n" for line in cells)
