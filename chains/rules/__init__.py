"""Schedules, lights and due dates as data: those of cities, and one that an edition keeps."""

from chains.rules.library import held, light_rule, lights, schedules, segment_growth
from chains.rules.owing import Due, due
from chains.rules.records import STATES, LightRule, Schedule, Step
from chains.rules.texts import parsed, text

__all__ = [
    "STATES",
    "Due",
    "LightRule",
    "Schedule",
    "Step",
    "due",
    "held",
    "light_rule",
    "lights",
    "parsed",
    "schedules",
    "segment_growth",
    "text",
]
