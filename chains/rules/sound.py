"""What a light rule must keep to: known words, steps in order, shares that only rise."""

import math
from collections.abc import Iterator
from itertools import pairwise

from chains.errors import UsageError
from chains.rules.records import FAMILIES, KINDS, MONTHS, STATES, LightRule, Schedule, Step

TEXTS = ("name", "title", "title_en", "source", "note", "note_en")
HIGHEST = 10.0  # a multiplier and a share: ten times the plan


def refuse(rule: LightRule) -> None:
    """Raise UsageError with the first thing that is wrong with the rule."""
    for one in (rule, rule.schedule):
        if not all(isinstance(getattr(one, name), str) for name in TEXTS):
            raise UsageError("The names, notes and sources of a rule are texts.")
        if not (one.name.strip() and one.title.strip()):
            raise UsageError("A rule and its schedule have a name and a title.")
    if rule.family not in FAMILIES:
        raise UsageError(
            "A rule judges by gap or by ratio, not by {family}.", family=str(rule.family)
        )
    _refuse_schedule(rule.schedule)
    _refuse_steps(rule.steps)


def _refuse_schedule(one: Schedule) -> None:
    if one.kind not in KINDS:
        raise UsageError(
            "A schedule is one of {kinds}, not {kind}.", kinds=", ".join(KINDS), kind=str(one.kind)
        )
    if not (_is_number(one.multiplier) and 0 < one.multiplier <= HIGHEST):
        raise UsageError("What a schedule is multiplied by lies above 0 and up to 10.")
    if one.kind == "targets" and one.multiplier != 1:
        raise UsageError("A project's own targets are taken as they are, without a multiplier.")
    if one.shares and one.kind != "curve":
        raise UsageError("Only a curve has shares.")
    if one.shares:
        _refuse_shares(one.shares)


def _refuse_shares(shares: tuple[float, ...]) -> None:
    if len(shares) != MONTHS or not all(_is_number(one) for one in shares):
        raise UsageError("A curve has twelve shares, one for the end of each month.")
    if not all(before <= after for before, after in pairwise((0.0, *shares, HIGHEST))):
        raise UsageError("The shares of a curve are cumulative: none is below the one before it.")
    if shares[-1] == 0:
        raise UsageError("By the end of the year a curve has reached something.")


def _refuse_steps(steps: tuple[Step, ...]) -> None:
    states = [one.state for one in steps]
    unknown = [state for state in states if state not in STATES]
    if unknown:
        raise UsageError(
            "A rule gives the states {states}, not {state}.",
            states=", ".join(STATES),
            state=str(unknown[0]),
        )
    if not steps or states != [state for state in STATES if state in states]:
        raise UsageError("The steps of a rule go from the best state to the worst, each once.")
    if not all(isinstance(one.included, bool) for one in steps):
        raise UsageError("Whether a bound belongs to its step is true or false.")
    *upper, last = steps
    if last.bound is not None or not all(_is_number(one.bound) for one in upper):
        raise UsageError("Every step but the last has a bound; the last takes what is left.")
    if not all(_falls(pair) for pair in pairwise(_places(upper))):
        raise UsageError("The bounds of a rule fall from step to step.")


def _places(steps: list[Step]) -> Iterator[tuple[float, bool]]:
    yield from ((float(one.bound or 0), one.included) for one in steps)


def _falls(pair: tuple[tuple[float, bool], tuple[float, bool]]) -> bool:
    """Whether the second step is below the first: at the same bound it takes just the bound."""
    (above, taken), (below, takes) = pair
    return below < above or (below == above and takes and not taken)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
