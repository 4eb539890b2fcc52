"""A network from two CSV files, so that a result can be held against other programs."""

import io
from pathlib import Path

import pandas as pd

from chains.errors import FileRefused, UsageError
from chains.intake import decode
from chains.network.economy import Economy, economy

EDGES, SECTORS = ("supplier", "customer", "value"), ("firm", "sector")


def of(edges: Path, sectors: Path) -> Economy:
    """The economy of links (supplier, customer, value) and firms (firm, sector).

    Raise UsageError for a file that is not there, FileRefused for one that is no such table. A link
    without a value counts for nothing; a firm without a sector is a sector of its own.
    """
    links, firms = _table(edges, EDGES), _table(sectors, SECTORS)
    links["value"] = _numbers(edges, links["value"])
    firms = firms.rename(columns={"firm": "uscc"})
    firms["sector"] = firms["sector"].mask(firms["sector"] == "")
    _refuse_strangers(sectors, links, firms)
    return economy(firms, links)


def _table(path: Path, columns: tuple[str, ...]) -> pd.DataFrame:
    """The named columns of a CSV file as text."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UsageError(
            "The file {path} cannot be read: {reason}", path=path, reason=error.strerror
        ) from error
    text = io.BytesIO(decode.utf8(data, decode.encoding_of(data)))
    try:
        found = pd.read_csv(text, dtype=str, keep_default_na=False, skipinitialspace=True)
    except ValueError as error:  # pandas' own errors of reading are of this kind
        raise FileRefused(
            "The file {path} is no CSV table: {reason}", path=path, reason=error
        ) from error
    missing = [column for column in columns if column not in found]
    if missing:
        raise FileRefused(
            "The file {path} has no column {names}.", path=path, names=", ".join(missing)
        )
    return found[list(columns)]


def _numbers(path: Path, texts: pd.Series) -> pd.Series:
    """The values as numbers, missing where the cell is empty."""
    found = pd.to_numeric(texts.mask(texts.str.strip() == ""), errors="coerce")
    odd = found.isna() & (texts.str.strip() != "")
    if odd.any():
        raise FileRefused(
            "The file {path} has a value that is no number: {value}.",
            path=path,
            value=texts[odd].iloc[0],
        )
    return found


def _refuse_strangers(path: Path, links: pd.DataFrame, firms: pd.DataFrame) -> None:
    """A link of a firm that the other file forgets would be left out in silence."""
    ends = pd.concat([links["supplier"], links["customer"]])
    strangers = ends[~ends.isin(firms["uscc"])]
    if len(strangers):
        raise FileRefused(
            "The file {path} lacks the firm {firm}.", path=path, firm=strangers.iloc[0]
        )
