"""The economy of an edition: its open firms, their links, and what comes from outside the city."""

from chains import queries
from chains.network.economy import OUTSIDE, Economy, economy
from chains.store import Edition

__all__ = ["OUTSIDE", "of"]


def of(edition: Edition) -> Economy:
    """Open firms by industry code, and a supplier "outside:<product>" for what comes from outside.

    A product from outside is of the sector of its industry code, else of a sector of its own.
    """
    firms = edition.fetch(queries.query("firm_sectors"))
    edges = edition.fetch(queries.query("supply_edges"))
    return economy(
        firms.rename(columns={"industry_code": "sector"}),
        edges.rename(columns={"annual_value": "value"}),
    )
