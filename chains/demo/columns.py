"""Columns of a dataset as Arrow arrays: numbered names, coded words, days."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from chains.demo.chance import Bools


def numbered(prefix: str, count: int, width: int, first: int = 1) -> Any:
    """Identifiers such as P0001, P0002."""
    digits = pc.cast(pa.array(np.arange(first, first + count)), pa.string())
    return pc.binary_join_element_wise(prefix, pc.utf8_lpad(digits, width, "0"), "")


def coded(words: Any, index: Any, missing: Bools | None = None) -> Any:
    """One of a few words in each row, by its place in the list; empty where missing."""
    places = pa.array(np.asarray(index, dtype=np.int32), mask=missing)
    return pa.DictionaryArray.from_arrays(places, pa.array(words, pa.string()))


def taken(words: Any, index: Any) -> Any:
    """Like coded, but as plain text that can be joined."""
    return pa.array(words, pa.string()).take(pa.array(np.asarray(index)))


def joined(*parts: Any) -> Any:
    """Texts row by row, one after the other; a plain text is repeated."""
    return pc.binary_join_element_wise(*parts, "")


def maybe(values: Any, missing: Bools) -> Any:
    """Values of a numpy array, empty where missing."""
    return pa.array(values, mask=missing)


def repeated(value: Any, count: int) -> Any:
    """The same value in each row."""
    return pa.repeat(pa.scalar(value), count)


def rows(fields: Sequence[str], records: Sequence[Sequence[Any]]) -> Any:
    """A small table from records written out."""
    return pa.table(dict(zip(fields, map(list, zip(*records, strict=True)), strict=True)))
