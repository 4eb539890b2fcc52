"""python -m chains graph"""

import sys
from argparse import Namespace
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

import pandas as pd

from chains import access, export, figures, metrics, network, queries, rules
from chains.cli import people
from chains.errors import UsageError
from chains.figures.paper import forms, png
from chains.figures.provenance import supply_words
from chains.i18n import _, sentence
from chains.network import exchange
from chains.network.exchange import Imprint
from chains.store import Edition, Store

if TYPE_CHECKING:
    from pathlib import Path

Fetch = Callable[..., pd.DataFrame]
BINARY = ("png", "csv")


def run(given: Namespace) -> bool:
    """Write a chain's graph in the form that is asked for, to a file or to standard output."""
    form: str = given.format
    if form in BINARY and given.output is None and sys.stdout.isatty():
        raise UsageError("A terminal cannot show this. Name a file: --output FILE")
    with people.recorded(given.person, "export", f"chain {given.chain}") as note:
        access.need(given.person, "see" if form in forms.WRITES else "export")
        with Store(given.store).reading() as edition:
            note.detail = f"{form}, edition {edition.number}"
            data = _made(edition, given.chain, form)
        _write(given.output, data)
    if form == "png" and not png.chinese():
        warning = _("No font of this computer has Chinese characters, so the PNG lacks them.")
        print(warning, file=sys.stderr)
    return True


def _write(file: "Path | None", data: bytes) -> None:
    if file is None:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    try:
        file.expanduser().write_bytes(data)
    except OSError as error:
        raise UsageError(
            "The file {path} cannot be written: {reason}", path=file, reason=error.strerror
        ) from error


def _made(edition: Edition, chain: str, form: str) -> bytes:
    """The file's bytes."""

    def fetch(question: str, **values: Any) -> pd.DataFrame:
        return edition.fetch(queries.query(question), **values)

    card = _card(fetch, chain)
    graph, one = _graph(fetch, card), _imprint(edition, fetch, card)
    if form in exchange.WRITES:
        return exchange.WRITES[form][1](graph, one)
    if form == "csv":
        return export.zipped(exchange.frames(graph, one))
    places = network.positions(graph), network.positions(graph, narrow=True)
    return forms.WRITES[form][1](figures.panorama(graph, *places), one)


def _card(fetch: Fetch, chain: str) -> Any:
    """The chain in numbers, with its light; UsageError where there is no such chain."""
    known = list(fetch("chains")["chain_id"])
    if chain not in known:
        raise UsageError(
            "There is no chain {chain}; there are: {known}",
            chain=chain,
            known=", ".join(known) or "-",
        )
    rule = rules.held(fetch("rule_in_force")["text"])
    month = fetch("clock")["project_month"].iloc[0]
    month = month if isinstance(month, str) else f"{date.today():%Y-%m}"
    cards = fetch("chain_cards", month=month, chain=chain)
    curve = fetch("pace_curve", year=int(month[:4])) if rule.schedule.from_past_years else None
    return metrics.explained(cards, metrics.due(month, rule.schedule, curve), rule).iloc[0]


def _name(card: Any) -> str:
    english = card["name_en"]
    return sentence(card["name"], english if isinstance(english, str) else card["name"])


def _graph(fetch: Fetch, card: Any) -> network.Graph:
    chain = card["chain_id"]
    return network.chain_graph(
        metrics.growth_lit(fetch("chain_segments", chain=chain), rules.segment_growth()),
        fetch("chain_links", chain=chain),
        fetch("chain_people", chain=chain),
        chain=_name(card),
        light=card["light"],
        firms=int(card["firms"]),
    )


def _imprint(edition: Edition, fetch: Fetch, card: Any) -> Imprint:
    month = fetch("clock")["enterprise_month"].iloc[0]
    return Imprint(
        _("{chain}: panorama", chain=_name(card)),
        edition.number,
        edition.records()[-1].made_at.date(),
        month if isinstance(month, str) else "",
        supply_words(fetch("supply_sources", chain=card["chain_id"])),
    )
