"""Level and direction together: on schedule or not, and whether the distance to it grows."""

import math

import pandas as pd

from chains.metrics.schedules import Due, due_shares

DIRECTIONS = ("met", "behind_improving", "behind_worsening", "no_data")
MET = ("ahead", "on_schedule", "finished")


def direction(now: float | None, before: float | None, light: str | None = None) -> str:
    """达标 `met`, 落后但改善 `behind_improving`, 落后且恶化 `behind_worsening`, 无数据 `no_data`.

    `now` and `before` are completion less schedule, as fractions, of this month and of the one
    before. It is met where the rule's light says so; without a light, where nothing is missing.
    Whoever keeps the distance, to nine decimals, is not worsening and counts as improving.
    """
    if light == "finished":
        return "met"
    if now is None or math.isnan(now):
        return "no_data"
    if light in MET or (light is None and round(now, 9) >= 0):
        return "met"
    if before is None or math.isnan(before):
        return "no_data"
    return "behind_improving" if round(now - before, 9) >= 0 else "behind_worsening"


def directed(frame: pd.DataFrame, due: Due, before: Due) -> pd.DataFrame:
    """The frame with `distance`, `distance_before`, `distance_change` (fractions), `direction`.

    Columns: completion, completion_before, perhaps light; by own targets also targets_due,
    annual_plan and target_share_before, the share that was due the month before.
    """
    done, was = (frame[name].astype(float) for name in ("completion", "completion_before"))
    owed = pd.Series(due_shares(frame, due), index=frame.index, dtype=float)
    earlier = (
        frame["target_share_before"].astype(float)
        if before.share is None
        else pd.Series(before.share, index=frame.index, dtype=float)
    )
    now, then = done - owed, was - earlier
    lights = frame["light"].tolist() if "light" in frame else [None] * len(frame)
    found = [direction(*one) for one in zip(now.tolist(), then.tolist(), lights, strict=True)]
    return frame.assign(
        distance=now, distance_before=then, distance_change=now - then, direction=found
    )
