"""A result's Arrow table made fit for pandas, JSON and a page, whatever its types are."""

import pyarrow as pa


def plain(table: pa.Table) -> pa.Table:
    """Every column's name once; decimals (DuckDB's sums) as numbers; what pandas lacks as text."""
    columns = [_plain(column) for column in table.columns]
    return pa.table(columns, names=_distinct(table.column_names))


def _distinct(names: list[str]) -> list[str]:
    """The names, a repeated one with a number: a, a_2."""
    found: list[str] = []
    for name in names:
        candidate, count = name, 1
        while candidate in found:
            count += 1
            candidate = f"{name}_{count}"
        found.append(candidate)
    return found


def _plain(column: pa.ChunkedArray) -> pa.ChunkedArray:
    if pa.types.is_decimal(column.type):
        return _number(column)
    try:
        column.to_pandas()
    except (pa.ArrowException, ValueError, OverflowError):
        return _text(column)
    return column


def _text(column: pa.ChunkedArray) -> pa.ChunkedArray:
    try:
        return column.cast(pa.string())
    except pa.ArrowNotImplementedError:
        texts = [None if value is None else str(value) for value in column.to_pylist()]
        return pa.chunked_array([pa.array(texts, pa.string())])


def _number(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """A decimal as a whole number where it is one that fits, else as a float."""
    if column.type.scale == 0:
        try:
            return column.cast(pa.int64())
        except pa.ArrowInvalid:
            pass
    return column.cast(pa.float64())
