"""What to look at first: the weak points of segments and firms in one order."""

from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pandas as pd

NOW, NEXT, WATCH = 1, 2, 3  # look at once, then at these, keep an eye on those
SYSTEMIC = {NOW: 0.05, NEXT: 0.01, WATCH: 0.005}  # share of sales at risk if the firm stops
FEW = 3  # a segment with so few firms has hardly another supplier
BUYERS = 3  # a firm is of note when it alone supplies so many


@dataclass(frozen=True)
class Finding:
    """One segment or firm, what is wrong with it (`kinds`), how urgent it is, and its figures.

    `uscc` is the firm itself, or the only firm of the segment. Money is in 万元 a year.
    """

    level: int
    kinds: tuple[str, ...]
    chain_id: str
    chain: str
    segment_id: str
    segment: str
    uscc: str | None = None
    enterprise: str | None = None
    essential: bool = True
    firms: int = 0
    reporting: int = 0
    hhi: float = np.nan
    largest_share: float = np.nan
    buyers: int = 0
    stake: float = np.nan
    esri: float = np.nan
    betweenness: float = 0.0

    @property
    def is_firm(self) -> bool:
        """Whether this is about a firm, and not about a segment."""
        return self.kinds[0] in ("sole", "systemic")

    @property
    def order(self) -> tuple[Any, ...]:
        """Urgent first; then gaps, then essential segments, then by the money at stake."""
        stake = 0.0 if np.isnan(self.stake) else self.stake
        name = (self.segment_id, self.uscc or "")
        return (self.level, self.firms > 0, not self.essential, -stake, -self.betweenness, *name)


@dataclass(frozen=True)
class Ranks:
    """What the ranking of an edition says of firms, by their codes."""

    esri: dict[str, float] = field(default_factory=dict)
    cuts: frozenset[str] = frozenset()

    @classmethod
    def of(cls, ranking: pd.DataFrame | None) -> "Ranks":
        """From the ranking as risk.ranking.read gives it; nothing where it is not there yet."""
        if ranking is None:
            return cls()
        cuts = ranking.loc[ranking["cut_point"].astype(bool), "uscc"]
        return cls(dict(zip(ranking["uscc"], ranking["esri"], strict=True)), frozenset(cuts))


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def _kinds(row: Any) -> dict[str, int]:
    """What is wrong with a segment, and how urgent that is."""
    found: dict[str, int] = {}
    first, second = (NOW, NEXT) if row.essential else (NEXT, WATCH)
    if row.firms == 0:
        found["gap"] = first
    elif row.firms == 1:
        found["alone"] = first
    elif row.reporting == 1:
        found["one_reports"] = second
    elif row.concentration == "high":
        found["concentrated"] = second
    if row.cut_point:
        found["cut"] = WATCH
    return found


def _segment(row: Any) -> Finding | None:
    kinds = _kinds(row)
    if not kinds:
        return None
    return Finding(
        min(kinds.values()),
        tuple(kinds),
        row.chain_id,
        row.chain,
        row.segment_id,
        row.segment,
        _text(row.uscc),
        _text(row.enterprise),
        essential=bool(row.essential),
        firms=int(row.firms),
        reporting=int(row.reporting),
        hhi=float(row.hhi),
        largest_share=float(row.largest_share),
        stake=float(row.output_ytd),
        betweenness=float(row.betweenness),
    )


def _sole(row: Any) -> Finding:
    """A firm that alone supplies an essential input to several buyers."""
    return Finding(
        NEXT if row.firms <= FEW else WATCH,
        ("sole",),
        row.chain_id,
        row.chain,
        row.segment_id,
        row.segment,
        row.uscc,
        row.enterprise,
        firms=int(row.firms),
        buyers=int(row.sole_buyers),
        stake=float(row.annual_value),
    )


def _grave(esri: float) -> int | None:
    """How urgent a firm is by its ESRI alone; None below every bound, and where it is unknown."""
    return next((level for level, bound in SYSTEMIC.items() if esri >= bound), None)


def _ranked(one: Finding, ranks: Ranks) -> Finding:
    """The finding with what the ranking says of its firm."""
    esri = ranks.esri.get(one.uscc or "", np.nan)
    grave, level, kinds = _grave(esri), one.level, one.kinds
    if grave:
        level = min(level, grave)
        kinds = kinds if "systemic" in kinds else (*kinds, "systemic")
    if one.is_firm and one.uscc in ranks.cuts:
        kinds = (*kinds, "cut_firm")
    return replace(one, level=level, kinds=kinds, esri=esri)


def _systemic(places: pd.DataFrame, ranks: Ranks, named: set[str | None]) -> list[Finding]:
    """The firms of the greatest ESRI that nothing else names, each with its first segment."""
    rows: list[Any] = list(places.drop_duplicates("uscc").itertuples())
    return [
        Finding(
            WATCH, ("systemic",), row.chain_id, row.chain, row.segment_id, row.segment,
            row.uscc, row.enterprise, stake=float(row.output_ytd),
        )
        for row in rows
        if row.uscc not in named and _grave(ranks.esri.get(row.uscc, np.nan))
    ]  # fmt: skip


def _with_soles(found: list[Finding], soles: pd.DataFrame, firms: int) -> list[Finding]:
    """The findings with the sole suppliers; the only firm of a segment is named with it."""
    alone = {one.segment_id: number for number, one in enumerate(found) if "alone" in one.kinds}
    found = list(found)
    for row in soles.itertuples():
        sole = _sole(row)
        number = alone.get(sole.segment_id)
        if number is not None:
            kinds = (*found[number].kinds, "sole")
            found[number] = replace(found[number], kinds=kinds, buyers=sole.buyers)
        elif firms and sole.buyers >= BUYERS:
            found.append(sole)
            firms -= 1
    return found


def findings(
    segments: pd.DataFrame,
    soles: pd.DataFrame,
    ranking: pd.DataFrame | None = None,
    places: pd.DataFrame | None = None,
    *,
    firms: int = 10,
) -> list[Finding]:
    """The weak points of segments, at most `firms` sole suppliers and what the ranking adds.

    The most urgent first. `segments` as weakness.measures gives them, `soles` as
    queries/sole_suppliers, `ranking` as risk.ranking.read; `places` are firms that may be added for
    their ESRI: uscc, enterprise, segment_id, segment, chain_id, chain, output_ytd.
    """
    found = [one for row in segments.itertuples() if (one := _segment(row))]
    found = _with_soles(found, soles, firms)
    ranks = Ranks.of(ranking)
    if places is not None:
        found += _systemic(places, ranks, {one.uscc for one in found})
    return sorted((_ranked(one, ranks) for one in found), key=lambda one: one.order)
