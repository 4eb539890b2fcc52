"""An independent judge, the frictionless package, finds the same rows of the same files bad."""

import csv
import io
import json

import pytest
from frictionless import Resource, Schema, system
from town import look

from chains import schema
from chains.store import Store

CLASHES = {"C1S08": "segment_id", "91430500MA00000510": "uscc"}
BAD = {
    "integer": "1.5",
    "number": "many",
    "boolean": "perhaps",
    "date": "2022-02-30",
    "yearmonth": "2022-13",
}


@pytest.fixture(scope="module")
def examples(tmp_path_factory):
    """A store that holds the example row of every dataset, so that every reference exists."""
    store = Store(tmp_path_factory.mktemp("examples"))
    store.publish(_fill, by="测试", kind="示例")
    return store


def _fill(connection):
    for dataset in schema.uploadable().values():
        rows = [example(dataset)]
        rows += [rows[0] | {name: key} for key, name in CLASHES.items() if dataset.key == (name,)]
        for row in rows:
            columns, marks = ", ".join(row), ", ".join("?" for _ in row)
            values = [value or None for value in row.values()]
            connection.execute(f"insert into {dataset.name} ({columns}) values ({marks})", values)


def example(dataset):
    return {field.name: str(field.example) for field in dataset.fields}


def damages(dataset):
    """Every way in which one cell of the example row breaks one constraint."""
    for field in dataset.fields:
        if field.required:
            yield {field.name: ""}
        if field.type in BAD:
            yield {field.name: BAD[field.type]}
        if field.minimum is not None:
            yield {field.name: str(field.minimum - 1)}
            yield {field.name: str(field.minimum)}
        if field.maximum is not None:
            yield {field.name: str(field.maximum + 1)}
            yield {field.name: str(field.maximum)}
        if field.pattern:
            yield {field.name: str(field.example)[:-1] + "!"}
        if field.choices:
            yield {field.name: "其他"}
            yield {field.name: field.choices[-1][0]}


def file_of(rows):
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, fieldnames=list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def bad_to_frictionless(folder, dataset, data):
    """Row and column of each bad cell, and rows whose key stands twice, as frictionless sees it."""
    path = folder / "file.csv"
    path.write_bytes(data)
    descriptor = json.loads((schema.FOLDER / f"{dataset.name}.json").read_text(encoding="utf-8"))
    descriptor.pop("foreignKeys", None)  # they need the other files
    with system.use_context(trusted=True):
        resource = Resource(path=str(path), schema=Schema.from_descriptor(descriptor))
        found = resource.validate().flatten(["type", "rowNumber", "fieldName"])
    cells = {(row, field) for kind, row, field in found if kind != "primary-key"}
    return cells, {row for kind, row, _ in found if kind == "primary-key"}


def bad_to_us(store, dataset, data):
    """The same of our own checks, without references and warnings."""
    faults = [
        fault for fault in look(store, dataset.name, data).faults if fault.severity == "error"
    ]
    judged = [fault for fault in faults if fault.rule != "reference"]
    cells = {(fault.row, fault.column) for fault in judged if fault.rule != "key_twice"}
    return cells, {fault.row for fault in judged if fault.rule == "key_twice"}


@pytest.mark.parametrize("name", sorted(schema.uploadable()))
def test_frictionless_finds_the_same_cells_bad(examples, tmp_path, name):
    dataset = schema.dataset(name)
    data = file_of([example(dataset), *(example(dataset) | damage for damage in damages(dataset))])
    bad, _ = bad_to_us(examples, dataset, data)
    assert bad and bad == bad_to_frictionless(tmp_path, dataset, data)[0]


@pytest.mark.parametrize("name", sorted(schema.uploadable()))
def test_frictionless_finds_the_same_keys_twice(examples, tmp_path, name):
    dataset = schema.dataset(name)
    rows = [example(dataset), example(dataset)]
    found = bad_to_us(examples, dataset, file_of(rows))
    assert found == bad_to_frictionless(tmp_path, dataset, file_of(rows)) == (set(), {3})
