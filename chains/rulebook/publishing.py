"""The rule of the lights that an edition keeps: read from it, and published as the next one's."""

from typing import TYPE_CHECKING

from chains import queries, rules
from chains.errors import StoreError, UsageError
from chains.rules import LightRule
from chains.store import Edition, Store

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

KIND = "规则"
WRITE = """insert into light_rule (edition, name, text, made_by, made_at, message)
    select edition, $name, $text, made_by, made_at, $message from edition
    order by edition desc limit 1"""
LAST = """select max(edition), (select text from light_rule order by edition desc limit 1)
    from edition"""


def in_force(edition: Edition) -> LightRule:
    """The rule that the edition keeps; the setting's where none was published up to it."""
    return rules.held(edition.fetch(queries.query("rule_in_force"))["text"])


def publish(
    store: Store, rule: LightRule, *, by: str, message: str = "", base: int | None = None
) -> int:
    """Publish the rule as a new edition; return its number.

    With `base` it is refused where another edition than that one is current, so that nobody
    publishes on data whose lights were not looked at. The rule in force is refused as well.
    """
    if not by.strip():
        raise UsageError("Say who publishes this rule.")
    text = rules.text(rule)
    parsed = rules.parsed(text)
    values = {"name": parsed.name, "text": text, "message": message.strip() or None}

    def change(connection: "DuckDBPyConnection") -> None:
        number, last = connection.execute(LAST).fetchall()[0]
        _refuse_moved(number - 1, base)
        _refuse_same(last, parsed)
        connection.execute(WRITE, values)

    said = "：".join(filter(None, (rule.title, message.strip())))
    return store.publish(change, by=by.strip(), kind=KIND, message=said)


def _refuse_moved(current: int, base: int | None) -> None:
    if base is not None and current != base:
        raise StoreError(
            "Edition {current} was published meanwhile. Look once more at which lights would "
            "change, then publish the rule.",
            current=current,
        )


def _refuse_same(last: str | None, rule: LightRule) -> None:
    if last is not None and rules.parsed(last) == rule:
        raise UsageError("{rule} is the rule in force already.", rule=rule.label)
