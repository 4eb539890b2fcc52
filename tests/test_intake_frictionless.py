"""An independent judge, the frictionless package, finds the same rows of the same files bad."""

import csv
import io
import json
import random

import pytest
from frictionless import Package, Resource, Schema, system
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
GOOD = {
    "integer": ["12", "007", "2000"],
    "number": ["0", "12.50", "1e3", "98765432.125", "0.000001"],
    "boolean": ["true", "false"],
    "date": ["2022-02-28", "2024-02-29", "1999-12-31"],
    "yearmonth": ["2022-01", "2022-12", "1999-10"],
}
BUILT_IN = {"required", "type", "minimum", "maximum", "pattern", "choices"}
REFERRING = sorted(name for name, one in schema.uploadable().items() if one.references)
SEVERAL = 60


@pytest.fixture(scope="module")
def examples(tmp_path_factory):
    """A store that holds the example row of every dataset, so that every reference exists."""
    store = Store(tmp_path_factory.mktemp("examples"))
    store.publish(_fill, by="测试", kind="示例")
    return store


def _fill(connection):
    for dataset in schema.uploadable().values():
        for row in standing(dataset):
            columns, marks = ", ".join(row), ", ".join("?" for _ in row)
            values = [value or None for value in row.values()]
            connection.execute(f"insert into {dataset.name} ({columns}) values ({marks})", values)


def standing(dataset):
    """The rows of the store: the example, and what an example refers to beside it."""
    row = example(dataset)
    return [row, *(row | {name: key} for key, name in CLASHES.items() if dataset.key == (name,))]


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
    descriptor = declared(dataset)
    descriptor.pop("foreignKeys", None)  # they need the other files
    with system.use_context(trusted=True):
        resource = Resource(path=str(path), schema=Schema.from_descriptor(descriptor))
        found = resource.validate().flatten(["type", "rowNumber", "fieldName"])
    cells = {(row, field) for kind, row, field in found if kind not in ("primary-key", "blank-row")}
    return cells, {row for kind, row, _ in found if kind == "primary-key"}


def declared(dataset):
    return json.loads((schema.FOLDER / f"{dataset.name}.json").read_text(encoding="utf-8"))


def strangers_to_frictionless(folder, dataset, data):
    """Row and column of each cell that refers to nothing in the files of the store's rows."""
    names = {one.dataset for one in dataset.references}
    files = {name: file_of(standing(schema.dataset(name))) for name in names}
    files[dataset.name] = data
    resources = []
    for name, content in files.items():
        (folder / f"{name}.csv").write_bytes(content)
        descriptor = declared(schema.dataset(name))
        if name != dataset.name:
            descriptor.pop("foreignKeys", None)
        kind = Schema.from_descriptor(descriptor)
        resources.append(Resource(name=name, path=str(folder / f"{name}.csv"), schema=kind))
    with system.use_context(trusted=True):
        report = Package(resources=resources).validate()
    return {
        (error.row_number, field)
        for task in report.tasks
        for error in task.errors
        if error.type == "foreign-key"
        for field in error.field_names
    }


def bad_to_us(store, dataset, data):
    """The same of our own checks, without references and warnings."""
    faults = [
        fault for fault in look(store, dataset.name, data).faults if fault.severity == "error"
    ]
    judged = [fault for fault in faults if fault.rule != "reference"]
    cells = {(fault.row, fault.column) for fault in judged if fault.rule in BUILT_IN}
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


@pytest.mark.parametrize("name", REFERRING)
def test_frictionless_finds_the_same_references_bad(examples, tmp_path, name):
    dataset = schema.dataset(name)
    fields = [one.field for one in dataset.references]
    wrong = [example(dataset) | {field: example(dataset)[field][:-1] + "9"} for field in fields]
    empty = [
        example(dataset) | {field: ""} for field in fields if not dataset.field(field).required
    ]
    data = file_of([example(dataset), *wrong, *empty])
    faults = look(examples, name, data).faults
    ours = {(fault.row, fault.column) for fault in faults if fault.rule == "reference"}
    assert ours == {(row, field) for row, field in enumerate(fields, 3)}
    assert ours == strangers_to_frictionless(tmp_path, dataset, data)


@pytest.mark.parametrize("name", sorted(schema.uploadable()))
def test_frictionless_finds_the_same_cells_bad_where_a_row_has_several(examples, tmp_path, name):
    """Rows with one to four damages drawn by chance."""
    dataset, chance = schema.dataset(name), random.Random(name)
    every = list(damages(dataset))
    rows = [example(dataset)]
    for _ in range(SEVERAL):
        row = example(dataset)
        for damage in chance.sample(every, chance.randint(1, min(4, len(every)))):
            row |= damage
        if sum(map(bool, row.values())) > (len(row) > 2):  # a lone cell of many is a note
            rows.append(row)
    data = file_of(rows)
    bad, _ = bad_to_us(examples, dataset, data)
    assert bad and bad == bad_to_frictionless(tmp_path, dataset, data)[0]


@pytest.mark.parametrize("name", sorted(schema.uploadable()))
def test_frictionless_finds_the_same_values_good(examples, tmp_path, name):
    dataset = schema.dataset(name)
    rows = [example(dataset)]
    for field in dataset.fields:
        values = [value for value, _ in field.choices] or GOOD.get(field.type, [])
        rows += [example(dataset) | {field.name: value} for value in values if within(field, value)]
        rows += [example(dataset) | {field.name: ""}] * (not field.required)
    data = file_of(rows)
    assert bad_to_us(examples, dataset, data)[0] == set()
    assert bad_to_frictionless(tmp_path, dataset, data)[0] == set()


def within(field, value):
    number = float(value) if field.type in ("integer", "number") else 0.0
    least = field.minimum if field.minimum is not None else number
    most = field.maximum if field.maximum is not None else number
    return least <= number <= most


@pytest.mark.parametrize("name", sorted(schema.uploadable()))
def test_frictionless_finds_the_same_cells_bad_in_the_citys_rows(city, tmp_path, name):
    """Up to two hundred rows of the city; in every fifth one cell of another is damaged."""
    dataset, chance = schema.dataset(name), random.Random(name)
    with city.reading() as edition:
        sql = f"select {', '.join(dataset.columns)} from {name} limit 200"
        text = edition.connection.execute(sql).df().to_csv(index=False)
    rows = list(csv.DictReader(io.StringIO(text)))
    every = list(damages(dataset))
    for place in range(0, len(rows), 5):
        rows[place] |= chance.choice(every)
    data = file_of(rows)
    bad, _ = bad_to_us(city, dataset, data)
    assert bad == bad_to_frictionless(tmp_path, dataset, data)[0]
