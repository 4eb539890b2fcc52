"""Which lights differ between two editions, and why: figures, another month, or another rule."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import pandas as pd

from chains import queries, rules, schema
from chains.alerts.looking import KINDS, UNREPORTED, Look, lit, reasons
from chains.i18n import LANGUAGES, speaking
from chains.state.alerts import Turn

SEVERITY = ("far_behind", "behind", "not_reported", "no_plan", "on_schedule", "ahead", "finished")
UNFIT = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
TEAM = ("chiefs", "department", "liaison")


class Pair(NamedTuple):
    """Two editions that are held against each other."""

    before: Look
    after: Look


def turns(before: Look, after: Look) -> list[Turn]:
    """Every light that turned, the gravest last, sums behind projects.

    What is new or gone has not turned. A report that is not there yet for a month that has only
    begun is no turn either; once it is there, it is held against the last light before.
    """
    if before.month is None or after.month is None:
        return []
    people = after.edition.fetch(queries.query("chain_teams")).set_index("chain_id")
    found = [turn for kind in KINDS for turn in _made(kind, Pair(before, after), people)]
    return sorted(found, key=_weight, reverse=True)


def _weight(turn: Turn) -> tuple[int, int, str]:
    """Where a turn stands when it is told: lists first, then the gravest."""
    worst = SEVERITY.index(turn.light_after) if turn.light_after in SEVERITY else len(SEVERITY)
    return list(KINDS).index(turn.kind), worst, turn.subject


def _differing(kind: str, pair: Pair) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The rows of both editions whose lights differ, in the same order."""
    before, after = pair
    old, new = before.known[kind], after.now[kind]
    both = new.index.intersection(old.index)
    old, new = old.loc[both], new.loc[both]
    differs = old["light"] != new["light"]
    silent = new["light"] == UNREPORTED
    if before.month == after.month:  # a report may have been taken away
        silent &= before.now[kind]["light"].reindex(both) == UNREPORTED
    differs &= ~silent
    return old[differs], new[differs]


def _made(kind: str, pair: Pair, people: pd.DataFrame) -> Iterator[Turn]:
    old, new = _differing(kind, pair)
    if new.empty:
        return
    causes = _causes(old, new, pair)
    was, now = _sentences(pair.before, old), _sentences(pair.after, new)
    rows = zip(old.to_dict("records"), new.to_dict("records"), causes, strict=True)
    for first, second, cause in rows:
        subject = str(second[KINDS[kind].key])
        chain = _text(second.get("chain_id")) or ""
        told = {
            "name": _name(kind, second),
            "before": _figures(first, was[subject]),
            "after": _figures(second, now[subject]),
            "who": _who(kind, second, chain, people),
        }
        yield Turn(kind, subject, chain, first["light"], second["light"], cause, told)


def _causes(old: pd.DataFrame, new: pd.DataFrame, pair: Pair) -> list[str]:
    """Why each light turned: by the new rule on the old figures, by new figures, or by both."""
    before, after = pair
    if rules.text(before.rule) == rules.text(after.rule):
        months = zip(old["month"], new["month"], strict=True)
        return ["data" if first == second else "month" for first, second in months]
    by_rule = lit(before, old, after.rule)["light"].reindex(old.index) != old["light"]
    by_data = lit(after, new, before.rule)["light"].reindex(new.index) != old["light"]
    return [
        "both" if rule == data else "rule" if rule else "data"
        for rule, data in zip(by_rule, by_data, strict=True)
    ]


def _sentences(at: Look, rows: pd.DataFrame) -> dict[str, dict[str, str]]:
    """ID -> the light's sentence by language."""
    said = {}
    for code in LANGUAGES:
        with speaking(code):
            said[code] = reasons(at, rows)
    return {str(one): {code: _fit(said[code][one]) for code in LANGUAGES} for one in rows.index}


def _figures(row: Mapping[Any, Any], why: Mapping[str, str]) -> dict[str, Any]:
    """What a light was made of, as JSON."""
    counts = {name: int(row[name]) for name in ("projects", "compared") if name in row}
    return {
        "month": row["month"],
        "completion": _number(row["completion"]),
        "due": _number(row["due"]),
        "invested_ytd": _number(row["invested_ytd"]),
        "annual_plan": _number(row["annual_plan"]),
        "why": why,
        **counts,
    }


def _name(kind: str, row: Mapping[Any, Any]) -> dict[str, str]:
    """What it is called, by language."""
    column = KINDS[kind].name
    chinese = _fit(row[column])
    if kind == "level":
        level = schema.derived()["level"]
        names = {}
        for code in LANGUAGES:
            with speaking(code):
                names[code] = level.choice(row[column])
        return names
    return {"zh": chinese, "en": _text(row.get(f"{column}_en")) or chinese}


def _who(
    kind: str, row: Mapping[Any, Any], chain: str, people: pd.DataFrame
) -> dict[str, str | None]:
    """Who answers: of a project its leader and builder, of a chain its team, which is both's."""
    own = (
        {name: _text(row.get(name)) for name in ("leader", "builder")} if kind == "project" else {}
    )
    if chain not in people.index:
        return own
    team = people.loc[chain]
    return own | {name: _text(team[name]) for name in TEAM}


def _text(value: object) -> str | None:
    return _fit(value) if isinstance(value, str) else None


def _fit(text: str) -> str:
    """A text as every database, JSON and XML can carry it."""
    return UNFIT.sub(" ", text)


def _number(value: object) -> float | None:
    return None if value is None or pd.isna(value) else float(value)  # type: ignore[call-overload,arg-type]  # a cell
