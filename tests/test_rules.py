"""Rules as data: those that ship, as text and back, and what is no rule."""

import json
import math

import pytest

from chains import rules
from chains.errors import UsageError
from chains.figures.palette import INVESTMENT, LIGHTS
from chains.rules import Step

KNOWN = list(rules.lights().values())
WUHAN = rules.light_rule("wuhan")


def raw(**changes):
    """A rule's JSON with these changes."""
    return json.dumps({**json.loads(rules.text(WUHAN)), **changes})


def steps(*given):
    """Steps as JSON, each (state, bound, included)."""
    return [{"state": state, "from": bound, "included": taken} for state, bound, taken in given]


@pytest.mark.parametrize("rule", KNOWN, ids=lambda rule: rule.name)
def test_a_rule_that_ships_has_its_source_and_survives_as_text(rule):
    assert rule.published and rule.source.startswith("http")
    assert rule.note and rule.note_en and rule.title and rule.title_en
    assert rules.parsed(rules.text(rule)) == rule


def test_four_cities_and_a_county_ship():
    assert {rule.name for rule in KNOWN} == {
        "yinchuan_2025", "wuhan", "sanya_2022", "nanning_2018", "guangdong_county_2022",
    }  # fmt: skip
    assert {one.kind for one in rules.schedules().values()} == {"linear", "targets", "curve"}


def test_every_state_has_a_mark_a_shape_and_a_word():
    assert INVESTMENT[:4] == rules.STATES
    assert set(INVESTMENT) <= LIGHTS.keys()


def test_a_curve_with_shares_survives_as_text():
    shares = tuple(number / 12 for number in range(1, 13))
    text = raw(
        schedule={"name": "a", "title": "b", "title_en": "c", "kind": "curve", "shares": shares}
    )
    found = rules.parsed(text)
    assert found.schedule.shares == shares and rules.parsed(rules.text(found)) == found


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "null",
        "{}",
        "[" * 100_000,
        raw(unknown=1),
        raw(schedule="linear"),
        raw(steps=[{"state": "ahead"}]),
        raw(steps=[]),
        raw(name=""),
        raw(title=7),
        raw(family="growth"),
        raw(family=None),
    ],
    ids=lambda text: text[:40],
)
def test_what_is_no_rule_is_refused_in_words(text):
    with pytest.raises(UsageError):
        rules.parsed(text)


@pytest.mark.parametrize(
    "given",
    [
        [("ahead", 1.0, True)],  # nothing takes what is left
        [("ahead", 1.0, True), ("behind", 0.5, True)],
        [("ahead", None, True), ("behind", None, True)],
        [("ahead", 0.5, True), ("on_schedule", 1.0, True), ("behind", None, True)],  # rises
        [("ahead", 1.0, True), ("on_schedule", 1.0, True), ("behind", None, True)],  # takes nothing
        [("ahead", 1.0, False), ("on_schedule", 1.0, False), ("behind", None, True)],
        [("behind", 1.0, True), ("ahead", None, True)],
        [("ahead", 1.0, True), ("ahead", None, True)],
        [("finished", 1.0, True), ("behind", None, True)],
        [("no_plan", 1.0, True), ("behind", None, True)],
        [("healthy", 1.0, True), ("danger", None, True)],
        [("ahead", math.nan, True), ("behind", None, True)],
        [("ahead", math.inf, True), ("behind", None, True)],
        [("ahead", True, True), ("behind", None, True)],
        [("ahead", "1", True), ("behind", None, True)],
        [("ahead", 1.0, 1), ("behind", None, True)],
    ],
    ids=str,
)
def test_steps_out_of_order_are_refused(given):
    with pytest.raises(UsageError):
        rules.parsed(raw(steps=steps(*given)))


def test_one_bound_may_be_a_step_of_its_own():
    given = steps(("ahead", 1.0, False), ("on_schedule", 1.0, True), ("behind", None, True))
    assert rules.parsed(raw(steps=given)).steps[1] == Step("on_schedule", 1.0, included=True)


EVEN = [number / 12 for number in range(1, 13)]


@pytest.mark.parametrize(
    "changes",
    [
        {"kind": "lunar"},
        {"multiplier": 0},
        {"multiplier": -1},
        {"multiplier": math.nan},
        {"multiplier": 11},
        {"multiplier": True},
        {"kind": "targets", "multiplier": 1.2},
        {"kind": "linear", "shares": EVEN},
        {"kind": "curve", "shares": EVEN[:11]},
        {"kind": "curve", "shares": EVEN[::-1]},
        {"kind": "curve", "shares": [-0.1, *EVEN[1:]]},
        {"kind": "curve", "shares": [0] * 12},
        {"kind": "curve", "shares": [*EVEN[:11], 11]},
        {"kind": "curve", "shares": [*EVEN[:11], "1"]},
        {"title": ""},
        {"note": None},
    ],
    ids=str,
)
def test_a_schedule_that_is_none_is_refused(changes):
    schedule = {"name": "a", "title": "b", "title_en": "c", **changes}
    with pytest.raises(UsageError):
        rules.parsed(raw(schedule=schedule))


def test_a_rule_that_is_not_known_is_refused_with_those_that_are():
    with pytest.raises(UsageError, match="no_such") as refused:
        rules.light_rule("no_such")
    assert "wuhan" in str(refused.value)


def test_an_edition_without_a_rule_has_the_settings(monkeypatch):
    assert rules.held([]) is rules.light_rule("yinchuan_2025")
    monkeypatch.setenv("CHAINS_LIGHT_RULE", "sanya_2022")
    assert rules.held([]).name == "sanya_2022"
    assert rules.held([rules.text(WUHAN)]) == WUHAN
