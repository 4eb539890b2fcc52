"""python -m chains rank"""

from argparse import Namespace
from typing import Any

from chains import queries
from chains.cli.output import as_json, progress, table
from chains.i18n import _
from chains.risk import computing
from chains.store import Store


def run(given: Namespace) -> bool:
    """List the firms that each endanger most, of an edition whose ranking is then kept."""
    store = Store(given.store)
    number = store.current() if given.edition is None else given.edition
    rows = _listed(store, number, given.top) if number else []
    if given.json:
        print(as_json(rows))
    elif not rows:
        print(_("There is no firm to rank."))
    else:
        print(table([_said(row) for row in rows], _headers()))
        print(_("What is worked out from links between firms ranks; it does not predict."))
    return True


def _listed(store: Store, number: int, top: int) -> list[dict[str, Any]]:
    computing.yield_to_others()
    with progress() as tell:
        found = computing.compute(store, number, lambda share, stage: tell(share, _(stage)))
    first = found.head(max(top, 0))
    with store.reading(number) as edition:
        asked = ",".join(first["uscc"])
        places = edition.fetch(queries.query("firm_places"), firms=asked)
    known = dict(zip(places["uscc"], places["name"], strict=True))
    rows = [{str(key): value for key, value in row.items()} for row in first.to_dict("records")]
    return [
        {"rank": rank, "uscc": row["uscc"], "name": known.get(row["uscc"], ""), **row}
        for rank, row in enumerate(rows, 1)
    ]


def _said(row: dict[str, Any]) -> dict[str, Any]:
    """A row for a person: shares in percent, sums with separators."""
    return row | {
        "esri": f"{row['esri']:.2%}",
        "esri_none": f"{row['esri_none']:.2%}",
        "betweenness": f"{row['betweenness']:,.0f}",
        "cut_point": _("yes") if row["cut_point"] else "",
        "sales": f"{row['sales']:,.1f}",
    }


def _headers() -> dict[str, str]:
    return {
        "rank": _("Rank"),
        "uscc": _("Code"),
        "name": _("Firm"),
        "esri": "ESRI",
        "esri_none": _("ESRI, no input essential"),
        "betweenness": _("Betweenness"),
        "cut_point": _("Cut point"),
        "sales": _("Sales to firms, 万元"),
    }
