"""python -m chains shock"""

from argparse import Namespace
from collections.abc import Mapping
from typing import Any

import pandas as pd

from chains import queries
from chains.cli.output import as_json, table
from chains.errors import UsageError
from chains.i18n import _
from chains.network.esri import at_risk
from chains.risk import Scenario, files, hits, outcomes
from chains.store import Edition, Store

LISTED = 30


def run(given: Namespace) -> bool:
    """Say what is at risk if some firms stop, on the store or on a network in files."""
    if bool(given.edges) != bool(given.sectors):
        raise UsageError("--edges and --sectors belong together.")
    said = _on_files(given) if given.edges else _on_store(given)
    print(as_json(said) if given.json else _told(said))
    return True


def _scenario(given: Namespace, firms: tuple[str, ...]) -> Scenario:
    return Scenario(
        firms=firms,
        county=given.county,
        product=given.product,
        loss=given.loss,
        setting=given.setting,
        replaceability=given.replaceability,
        eps=given.eps,
    )


def _on_store(given: Namespace) -> dict[str, Any]:
    with Store(given.store).reading() as edition:
        firms = tuple(_code(edition, name) for name in given.stop)
        found = outcomes.run(edition, _scenario(given, firms))
        number = edition.number
    return {
        "esri": found.esri,
        "city": found.city,
        "edition": number,
        "rounds": found.rounds,
        "left_out": dict(found.left_out),
        "chains": _rows(found.chains),
        "firms": _rows(found.firms),
    }


def _code(edition: Edition, name: str) -> str:
    """The code of the firm of this code or name."""
    found: list[str] = edition.fetch(queries.query("firms_named"), name=name)["uscc"].tolist()
    if len(found) > 1:
        raise UsageError(
            "{count} firms are called {name}; give the code.", count=len(found), name=name
        )
    return found[0] if found else name


def _on_files(given: Namespace) -> dict[str, Any]:
    if given.county or given.product:
        raise UsageError("Firms of files are stopped by --stop; files know no county or product.")
    network = files.of(given.edges, given.sectors)
    result = outcomes.alone(network, _scenario(given, tuple(given.stop)))
    firms = hits.firms(network, result)
    firms["name"] = firms["uscc"]
    return {
        "esri": at_risk(network, result),
        "rounds": result.rounds,
        "left_out": dict(network.left_out),
        "chains": [],
        "firms": _rows(firms.sort_values(["sales_lost", "loss"], ascending=False)),
    }


def _rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    rows = frame.astype(object).where(frame.notna(), None).to_dict("records")
    return [{str(key): value for key, value in row.items()} for row in rows]


def _told(said: Mapping[str, Any]) -> str:
    """The result as a person reads it."""
    parts = [_("{share} of what firms sell to firms is at risk.", share=f"{said['esri']:.4%}")]
    if "city" in said:
        city = f"{said['city']:.4%}"
        parts.append(_("{share} of the reported output is at risk.", share=city))
    chains = [row for row in said["chains"] if row["hit"]]
    if chains:
        parts.append(table([_percent(row, "at_risk", "esri") for row in chains], _of_chains()))
    listed = [_percent(row, "loss") for row in said["firms"][:LISTED]]
    if listed:
        parts.append(table(listed, _of_firms()))
    parts.append(
        _(
            "{shown} of {hit} firms that are hit, in {rounds} rounds.",
            shown=len(listed),
            hit=len(said["firms"]),
            rounds=said["rounds"],
        )
    )
    parts.append(_("What is worked out from links between firms ranks; it does not predict."))
    return "\n\n".join(parts)


def _percent(row: Mapping[str, Any], *keys: str) -> dict[str, Any]:
    return {**row, **{key: f"{row[key]:.2%}" for key in keys}}


def _of_chains() -> dict[str, str]:
    return {
        "name": _("Chain"),
        "hit": _("Firms hit"),
        "at_risk": _("Output at risk"),
        "esri": _("Sales at risk"),
    }


def _of_firms() -> dict[str, str]:
    return {
        "step": _("Step"),
        "uscc": _("Code"),
        "name": _("Firm"),
        "loss": _("Loss"),
        "sales_lost": _("Sales lost, 万元"),
    }
