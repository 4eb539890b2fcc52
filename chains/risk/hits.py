"""Who is hit by a stop, as frames: firms with their places, chains with what they lose."""

from typing import Any

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
    full = found.merge(first, on="uscc", how="left")
    full["lost"] = full["loss"] * full["output_ytd"]
    full["cause_name"] = _names(full["cause"], first)
    most = full[["lost", "sales_lost"]].max(axis=1)
    order = np.lexsort((full["uscc"].astype(str), -full["loss"], -most.fillna(0)))
    return full.iloc[order][list(FIRMS)].reset_index(drop=True)


def _names(codes: pd.Series, places: pd.DataFrame) -> pd.Series:
    """The name of each code; a product from outside is its own name."""
    known = dict(zip(places["uscc"], places["name"], strict=True))
    return codes.map(lambda code: _name(code, known), na_action="ignore")


def _name(code: str, known: dict[str, str]) -> str:
    return known.get(code, code.removeprefix(OUTSIDE))


def city(placed: pd.DataFrame, sums: pd.DataFrame) -> float:
    """The share of the city's reported output that is lost; 0 where nobody reports."""
    total = sums.loc[sums["chain_id"].isna(), "output_ytd"].sum()
    return float(placed["lost"].sum() / total) if total else 0.0


def chains(found: pd.DataFrame, places: pd.DataFrame, sums: pd.DataFrame) -> pd.DataFrame:
    """What each chain loses; a firm counts once in each of its chains."""
    members = places.dropna(subset="chain_id").drop_duplicates(["chain_id", "uscc"])
    rows = members.merge(found, on="uscc")
    rows["lost"] = (rows["loss"] * rows["output_ytd"]).fillna(0.0)
    lost = rows.groupby("chain_id").agg(
        hit=("uscc", "size"), lost=("lost", "sum"), sales_lost=("sales_lost", "sum")
    )
    full = sums.dropna(subset="chain_id").join(lost, on="chain_id")
    full = full.fillna({"hit": 0, "lost": 0.0, "sales_lost": 0.0}).astype({"hit": int})
    full["at_risk"] = _share(full["lost"], full["output_ytd"])
    full["esri"] = _share(full["sales_lost"], full["sales"])
    return full[list(CHAINS)].reset_index(drop=True)


def _share(part: pd.Series, whole: pd.Series) -> pd.Series:
    return (part / whole.where(whole > 0)).fillna(0.0)


def named(path: Graph, places: pd.DataFrame) -> Graph:
    """The path with name, segment and chain_id on its nodes, missing as None."""
    first = places.drop_duplicates("uscc").set_index("uscc")[["name", "segment", "chain_id"]]
    bare = first.astype(object).where(first.notna(), None)
    rows = zip(bare.index.astype(str), bare.to_dict("records"), strict=True)
    known: dict[str, dict[Any, Any]] = dict(rows)
    for node, data in path.nodes(data=True):
        outside = {"name": node.removeprefix(OUTSIDE), "segment": None, "chain_id": None}
        data.update(known.get(node, outside))
    return path
