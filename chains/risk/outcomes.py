"""What a scenario does to the city, its chains and its firms."""

from collections.abc import Mapping
from dataclasses import dataclass
from weakref import WeakKeyDictionary

import pandas as pd

from chains import queries
from chains.errors import UsageError
from chains.network.build import Graph
from chains.network.economy import OUTSIDE, Economy
from chains.network.esri import Cascade, at_risk, cascade
from chains.network.travel import travelled
from chains.risk import economies, hits
from chains.risk.scenario import Scenario
from chains.store import Edition


@dataclass(frozen=True, eq=False)
class Outcome:
    """What is lost. Shares are of 1, money is 万元.

    `esri` is the share of all sales between firms that is at risk, `city` that of reported output.
    `chains`: chain_id, name, name_en, firms, hit (firms), output_ytd, lost (of it), at_risk (its
    share), sales, sales_lost, esri (its share). `firms`, the largest sum lost first: uscc, name,
    chain_id, segment_id, segment, county_id, loss (share), lost (of reported output, missing where
    a firm does not report), sales_lost, step, cause, cause_name, upward. `path` has the firms'
    name, segment and chain_id on its nodes.
    """

    esri: float
    city: float
    chains: pd.DataFrame
    firms: pd.DataFrame
    path: Graph
    rounds: int
    left_out: Mapping[str, int]


def stopped(edition: Edition, scenario: Scenario, economy: Economy) -> dict[str, float]:
    """Who loses which share at first; raise UsageError for a firm, county or product unknown."""
    names = [*_known(scenario.firms, economy), *_of_county(edition, scenario.county)]
    if scenario.product:
        names.append(f"{OUTSIDE}{scenario.product}")
        if names[-1] not in economy.index:
            raise UsageError("No firm buys {product} outside the city.", product=scenario.product)
    return dict.fromkeys(names, scenario.loss / 100)


def _known(firms: tuple[str, ...], economy: Economy) -> list[str]:
    for firm in firms:
        if firm not in economy.index or firm.startswith(OUTSIDE):
            raise UsageError("There is no open firm {firm}.", firm=firm)
    return list(firms)


def _of_county(edition: Edition, county: str | None) -> list[str]:
    if not county:
        return []
    found: list[str] = edition.fetch(queries.query("county_firms"), county=county)["uscc"].tolist()
    if not found:
        raise UsageError("There is no open firm in the county {county}.", county=county)
    return found


def run(edition: Edition, scenario: Scenario, economy: Economy | None = None) -> Outcome:
    """What the scenario does on the edition; `economy` is that of the edition where it is known.

    Raise UsageError where the scenario asks for what is not there.
    """
    scenario.refuse_odd()
    known = economies.of(edition) if economy is None else economy
    result = _spread(known, scenario, stopped(edition, scenario, known))
    path = travelled(known, result)
    bare = hits.firms(known, result)
    names = {*bare["uscc"], *bare["cause"].dropna(), *path}
    asked = ",".join(sorted(names))
    places = edition.fetch(queries.query("firm_places"), firms=asked)
    sums = _sums(edition, known)
    firms = hits.placed(bare, places)
    return Outcome(
        esri=at_risk(known, result),
        city=hits.city(firms, sums),
        chains=hits.chains(bare, places, sums),
        firms=firms,
        path=hits.named(path, places),
        rounds=result.rounds,
        left_out=known.left_out,
    )


_summed: "WeakKeyDictionary[Economy, pd.DataFrame]" = WeakKeyDictionary()


def _sums(edition: Edition, economy: Economy) -> pd.DataFrame:
    """What each chain produces and sells, asked once for an economy that is kept."""
    if economy not in _summed:
        _summed[economy] = edition.fetch(queries.query("chain_sums"))
    return _summed[economy]


def alone(economy: Economy, scenario: Scenario) -> Cascade:
    """What the firms of a scenario do on a network that is no edition; UsageError as in `run`."""
    scenario.refuse_odd()
    names = _known(scenario.firms, economy)
    return _spread(economy, scenario, dict.fromkeys(names, scenario.loss / 100))


def _spread(economy: Economy, scenario: Scenario, lost: Mapping[str, float]) -> Cascade:
    return cascade(
        economy,
        lost,
        setting=scenario.setting,
        replaceability=scenario.replaceability,
        eps=scenario.eps,
    )
