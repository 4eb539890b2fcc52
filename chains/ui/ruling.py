"""The rule of the lights that the shown edition keeps, and what is due by a rule."""

from chains import metrics, rules
from chains.metrics import Due
from chains.rules import LightRule
from chains.ui import session


def in_force() -> LightRule:
    """The rule that was published with the shown edition's data, else the setting's."""
    return session.kept(_kept, "rule_in_force")


def due(month: str, rule: LightRule) -> Due:
    """What is due at the end of the month by the rule, on the shown edition's past years."""
    if not rule.schedule.from_past_years:
        return metrics.due(month, rule.schedule)
    curve = session.fetch("pace_curve", year=int(month[:4]))
    return metrics.due(month, rule.schedule, curve)


def _kept() -> LightRule:
    return rules.held(session.fetch("rule_in_force")["text"])
