"""Who is hit by a stop, as frames: firms with their places, chains with what they lose."""

import numpy as np
import pandas as pd

from chains.network.build import Graph
from chains.network.economy import OUTSIDE, Economy
from chains.network.esri import Cascade

LEAST = 0.001  # a firm that loses less of its production is not counted as hit

FIRMS = (
    "uscc", "name", "chain_id", "segment_id", "segment", "county_id",
    "loss", "lost", "sales_lost", "step", "cause", "cause_name", "upward",
)  # fmt: skip
CHAINS = (
    "chain_id", "name", "name_en", "firms", "hit",
    "output_ytd", "lost", "at_risk", "sales", "sales_lost", "esri",
)  # fmt: skip
PATH = ("name", "segment", "chain_id")


def firms(economy: Economy, cascade: Cascade) -> pd.DataFrame:
    """Each firm that loses: uscc, loss, sales_lost, step, cause (a code, or missing), upward."""
    loss = 1 - cascade.left
    hit = np.flatnonzero(((loss >= LEAST) | (cascade.step == 0)) & ~economy.outside)
    names = np.array([*economy.firms, None], dtype=object)  # the last for a cause of -1
    return pd.DataFrame(
        {
            "uscc": names[hit],
            "loss": loss[hit],
            "sales_lost": loss[hit] * economy.weight[hit],
            "step": cascade.step[hit],
            "cause": names[cascade.cause[hit]],
            "upward": cascade.upward[hit],
        }
    )


def placed(found: pd.DataFrame, places: pd.DataFrame) -> pd.DataFrame:
    """The firms with name, first segment and reported output lost, the largest sum first."""
    first = places.drop_duplicates("uscc")
    at = pd.Index(first["uscc"]).get_indexer(pd.Index(found["uscc"]))
    bare = found.drop(columns="uscc")
    full = pd.concat([first.iloc[at].reset_index(drop=True), bare], axis="columns")
    full["lost"] = full["loss"] * full["output_ytd"]
    full["cause_name"] = _names(found["cause"].tolist(), first)
    most = np.fmax(full["lost"].to_numpy(dtype=float, na_value=np.nan), full["sales_lost"])
    order = np.lexsort((full["uscc"].to_numpy(dtype=object), -full["loss"], -most))
    sorted_by_loss: pd.DataFrame = full.iloc[order].reset_index(drop=True)
    return sorted_by_loss.reindex(columns=FIRMS)


def _names(causes: list[object], places: pd.DataFrame) -> list[str | None]:
    """The name of each cause, of which some are missing; a product from outside is its own name."""
    known = dict(zip(places["uscc"].tolist(), places["name"].tolist(), strict=True))
    return [
        known.get(cause, cause.removeprefix(OUTSIDE)) if isinstance(cause, str) else None
        for cause in causes
    ]


def city(placed: pd.DataFrame, sums: pd.DataFrame) -> float:
    """The share of the city's reported output that is lost; 0 where nobody reports."""
    total = sums.loc[sums["chain_id"].isna(), "output_ytd"].sum()
    return float(placed["lost"].sum() / total) if total else 0.0


def chains(found: pd.DataFrame, places: pd.DataFrame, sums: pd.DataFrame) -> pd.DataFrame:
    """What each chain loses; a firm counts once in each of its chains."""
    full = sums[sums["chain_id"].notna()].reset_index(drop=True)
    member = places.drop_duplicates(["chain_id", "uscc"])
    at = pd.Index(full["chain_id"]).get_indexer(pd.Index(member["chain_id"]))
    firm = pd.Index(found["uscc"]).get_indexer(pd.Index(member["uscc"]))
    kept = (at >= 0) & (firm >= 0)
    at, hit = at[kept], found.iloc[firm[kept]]
    output = member["output_ytd"].to_numpy(dtype=float, na_value=0.0)[kept]
    full["hit"] = np.bincount(at, minlength=len(full))
    full["lost"] = np.bincount(at, hit["loss"] * output, len(full))
    full["sales_lost"] = np.bincount(at, hit["sales_lost"], len(full))
    full["at_risk"] = _share(full["lost"], full["output_ytd"])
    full["esri"] = _share(full["sales_lost"], full["sales"])
    return full.reindex(columns=CHAINS)


def _share(part: pd.Series, whole: pd.Series) -> pd.Series:
    return (part / whole.where(whole > 0)).fillna(0.0)


def named(path: Graph, places: pd.DataFrame) -> Graph:
    """The path with name, segment and chain_id on its nodes, missing as None."""
    mine = places[places["uscc"].isin(list(path))].drop_duplicates("uscc").astype(object)
    rows = mine.where(mine.notna(), None).to_dict("records")
    known = {row["uscc"]: {name: row[name] for name in PATH} for row in rows}
    for node, data in path.nodes(data=True):
        outside = {"name": node.removeprefix(OUTSIDE), "segment": None, "chain_id": None}
        data.update(known.get(node) or outside)
    return path
