"""Formulas with a name over small frames: schedules, lights, their sentences, directions."""

from chains.metrics.directions import DIRECTIONS, directed, direction
from chains.metrics.lights import (
    explained,
    growth_lit,
    light,
    lit,
    lit_by_month,
    measure,
    only,
    reason,
)
from chains.metrics.schedules import Due, age, due, due_shares, money_due, schedule

__all__ = [
    "DIRECTIONS",
    "Due",
    "age",
    "directed",
    "direction",
    "due",
    "due_shares",
    "explained",
    "growth_lit",
    "light",
    "lit",
    "lit_by_month",
    "measure",
    "money_due",
    "only",
    "reason",
    "schedule",
]
