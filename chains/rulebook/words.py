"""A light rule in words: the range of each of its lights, and of what the range is."""

from chains.i18n import _
from chains.rules import LightRule, Step


def ranges(rule: LightRule) -> list[tuple[str, str]]:
    """Each light of the rule, best first, with the range that it takes, its bounds in or out."""
    above = [None, *(step for step in rule.steps if step.bound is not None)]
    pairs = zip(rule.steps, above, strict=True)
    return [(step.state, _range(rule, step, upper)) for step, upper in pairs]


def measured(rule: LightRule) -> str:
    """What the ranges are ranges of."""
    if rule.family == "gap":
        return _("percentage points ahead of the schedule (+) or behind it (-)")
    return _("what is done as a share of what is due by the schedule")


def bound(rule: LightRule, value: float) -> str:
    """A bound with its unit: `-10 points` of a gap, `95 %` of a ratio."""
    number = f"{round(value * 100, 6):g}"
    if rule.family == "gap":
        signed = number if number.startswith(("-", "0")) else f"+{number}"
        return _("{bound} points", bound=signed)
    return _("{bound} %", bound=number)


def _range(rule: LightRule, step: Step, above: Step | None) -> str:
    """From the step's own bound up to that of the step above it."""
    lower = None if step.bound is None else bound(rule, step.bound)
    upper = None if above is None or above.bound is None else bound(rule, above.bound)
    if lower is not None and lower == upper:
        return _("exactly {bound}", bound=lower)
    parts = [
        _from(lower, included=step.included) if lower is not None else "",
        _to(upper, included=not above.included) if above and upper is not None else "",
    ]
    said = [part for part in parts if part]
    if len(said) == 2:
        return _("{lower}, {upper}", lower=said[0], upper=said[1])
    return said[0] if said else _("everything")


def _from(bound: str, *, included: bool) -> str:
    return _("{bound} or more", bound=bound) if included else _("more than {bound}", bound=bound)


def _to(bound: str, *, included: bool) -> str:
    return _("{bound} or less", bound=bound) if included else _("less than {bound}", bound=bound)
