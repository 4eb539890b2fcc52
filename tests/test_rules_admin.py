"""A rule of the lights drafted, tried, published, taken again: by call, by command, on the page."""

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from founding import founded
from pages_seen import press, sentences, table, whole
from streamlit.testing.v1 import AppTest

from chains import queries, rulebook, rules, state
from chains.cli import main
from chains.errors import StoreError, UsageError
from chains.i18n import speaking
from chains.rulebook import Draft, drafting
from chains.rules import LightRule, Step
from chains.store import Store

ROWS = Path(__file__).with_name("small_town.sql").read_text(encoding="utf-8")
PAGE = "pages/admin/3_rules.py"
POINTS = (
    Step("ahead", 0.1, included=True),
    Step("on_schedule", -0.1, included=True),
    Step("behind", -0.3, included=False),
    Step("far_behind", None, included=True),
)
SHARES = (
    Step("ahead", 1.05, included=False),
    Step("on_schedule", 0.95, included=True),
    Step("behind", None, included=True),
)
DRAFT = Draft(
    title="本市试行",
    title_en="Trial of the city",
    family="gap",
    kind="linear",
    multiplier=1.0,
    shares=(),
    steps=POINTS,
    source="某政办发〔2022〕1号",
    note="",
    note_en="",
)
pytestmark = pytest.mark.usefixtures("english")


def made(**changes: object) -> LightRule:
    """The rule of the draft with these changes."""
    fields = {name: getattr(DRAFT, name) for name in DRAFT.__dataclass_fields__}
    return rulebook.drafted(Draft(**{**fields, **changes}), rules.lights().values())


@pytest.fixture
def town(tmp_path: Path) -> Store:
    """The small town, whose answers are worked out by hand."""
    return founded(tmp_path / "town", ROWS)


# --- a draft --------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", rules.lights())
def test_the_draft_of_a_known_rule_that_is_left_alone_is_that_rule(name):
    known = rules.light_rule(name)
    assert rulebook.drafted(drafting.of(known), rules.lights().values()) is known


def test_a_rule_of_ones_own_has_a_name_for_each_content_and_survives_as_text():
    one, other = made(), made(steps=SHARES, family="ratio")
    assert one.name != other.name and one.name.startswith("own_")
    assert one == made() == rules.parsed(rules.text(one))
    assert (one.title, one.title_en, one.steps) == ("本市试行", "Trial of the city", POINTS)


def test_a_rule_is_named_in_both_languages():
    assert made(title_en=" ").title_en == "本市试行"
    schedule = made(kind="linear", multiplier=1.3).schedule
    assert "130 %" in schedule.title_en and schedule.multiplier == 1.3


def test_what_is_no_rule_is_refused_in_a_sentence():
    assert_refused("Give the rule a name", title="  ")
    assert_refused("60 characters", title="规" * 61)
    assert_refused("at least two lights", steps=POINTS[-1:])
    assert_refused("twelve months", kind="given", shares=(0.5, 1.0))
    with pytest.raises(UsageError):
        made(steps=(POINTS[1], POINTS[0], POINTS[3]))
    with pytest.raises(UsageError):
        made(kind="given", shares=tuple(1 - month / 12 for month in range(12)))


def assert_refused(words: str, **changes: object) -> None:
    with pytest.raises(UsageError) as refused:
        made(**changes)
    assert words in str(refused.value)


def test_a_rule_that_judges_otherwise_may_not_bear_a_citys_name():
    wuhan = rules.light_rule("wuhan")
    assert_refused("a name of its own", title=wuhan.title)
    assert made(title=wuhan.title, family="ratio", steps=wuhan.steps, source="x").title == "武汉"


def test_the_ranges_of_a_rule_say_to_which_light_a_bound_belongs():
    assert rulebook.ranges(made()) == [
        ("ahead", "+10 points or more"),
        ("on_schedule", "-10 points or more, less than +10 points"),
        ("behind", "more than -30 points, less than -10 points"),
        ("far_behind", "-30 points or less"),
    ]
    assert rulebook.ranges(made(family="ratio", steps=SHARES)) == [
        ("ahead", "more than 105 %"),
        ("on_schedule", "95 % or more, 105 % or less"),
        ("behind", "less than 95 %"),
    ]


# --- which lights turn ----------------------------------------------------------------------------

# October: 10 / 12 = 83.3 % is due. P1 has 75 % (-8.3 points, 90 % of what is due), P2 130 %; the
# others have no plan or no report. So of two lists, two chains, two counties and five projects
# those that stand on P1 alone turn; the city's list has 280 of 300, +10 points exactly, and C1 too.


def turned(store: Store, before: LightRule, after: LightRule, month: str | None = None):
    with store.reading() as edition:
        return rulebook.turned(edition, before, after, month=month)


def test_the_lights_that_turn_are_counted_and_listed_with_both_sentences(town):
    found = turned(town, made(), made(family="ratio", steps=SHARES, title="比例", title_en="Ratio"))
    assert (found.month, dict(found.looked)) == (
        "2022-10",
        {"level": 2, "chain": 2, "county": 2, "project": 5},
    )
    rows = found.frame[["kind", "id", "before", "after"]].to_records(index=False).tolist()
    assert rows == [
        ("level", "省重点", "on_schedule", "behind"),
        ("county", "X", "on_schedule", "behind"),
        ("project", "P1", "on_schedule", "behind"),
    ]
    last = found.frame.iloc[-1]
    assert last["name"] == "加过计划" and last["completion"] == 0.75
    assert "75.0%" in last["before_reason"] and "Trial of the city" in last["before_reason"]
    assert "83.3%" in last["after_reason"] and "Ratio" in last["after_reason"]


def test_a_bound_that_is_given_away_turns_what_stands_on_it(town):
    exact = made(steps=(Step("ahead", 0.1, included=False), *POINTS[1:]), title="不含")
    found = turned(town, made(), exact)
    assert list(found.frame["id"]) == ["市重点", "C1"]
    assert set(found.frame["after"]) == {"on_schedule"}


def test_another_schedule_turns_lights_as_well(town):
    found = turned(town, made(), made(multiplier=1.2, title="百分之一百二十"))
    assert list(found.frame["id"]) == ["省重点", "市重点", "C1", "X", "P1"]  # 100 % are due
    assert Counter(found.frame["after"]) == {"behind": 3, "on_schedule": 2}


def test_without_targets_and_past_years_both_schedules_are_months_by_twelve(town):
    assert turned(town, made(), made(kind="curve", title="往年")).frame.empty
    own = made(kind="targets", family="ratio", steps=SHARES, title="自定")
    assert turned(town, made(family="ratio", steps=SHARES), own).frame.empty
    assert turned(town, rules.light_rule("nanning_2018"), own).frame.empty


def test_a_curve_that_is_given_says_what_is_due(town):
    shares = (*(month / 20 for month in range(1, 12)), 1.0)  # in October 50 % is due
    found = turned(town, made(), made(kind="given", shares=shares, title="曲线"))
    assert list(found.frame["id"]) == ["省重点", "X", "P1"]
    assert set(found.frame["after"]) == {"ahead"}
    assert "50.0% due" in found.frame["after_reason"].iloc[0]


def test_an_earlier_month_can_be_looked_at(town):
    # September: 75 % due; P1 has 45 %, exactly 30 points behind; P3 20 %, 55 points behind
    milder = made(steps=(*POINTS[:2], Step("behind", -0.3, included=True), POINTS[3]), title="含")
    found = turned(town, made(), milder, month="2022-09")
    assert list(found.frame[found.frame["kind"] == "project"]["id"]) == ["P1"]


def test_the_same_rule_turns_nothing_and_an_empty_store_has_no_lights(town, empty):
    assert turned(town, made(), made()).frame.empty
    found = turned(empty, made(), made(title="x"))
    assert found.month is None and found.frame.empty and set(found.looked.values()) == {0}


# --- published ------------------------------------------------------------------------------------


def in_force(store: Store, number: int | None = None) -> LightRule:
    with store.reading(number) as edition:
        return rulebook.in_force(edition)


def held(store: Store) -> list[tuple[int, str | None, str | None]]:
    """Edition, content's title and message of every rule, the latest first."""
    with store.reading() as edition:
        rows = edition.fetch(queries.query("rule_history")).itertuples()
    return [
        (
            row.edition,
            rules.parsed(row.text).title if isinstance(row.text, str) else None,
            row.message if isinstance(row.message, str) else None,
        )
        for row in rows
    ]


def test_without_a_rule_the_setting_holds(town, monkeypatch):
    assert in_force(town) is rules.light_rule("yinchuan_2025")
    monkeypatch.setenv("CHAINS_LIGHT_RULE", "wuhan")
    assert in_force(town) is rules.light_rule("wuhan")
    assert held(town) == []


def test_a_rule_is_published_as_an_edition_and_each_edition_answers_with_its_own(town):
    assert rulebook.publish(town, made(), by="主任", message="常务会", base=1) == 2
    assert rulebook.publish(town, rules.light_rule("wuhan"), by="主任") == 3
    assert [in_force(town, number) for number in (1, 2, 3)] == [
        rules.light_rule("yinchuan_2025"),
        made(),
        rules.light_rule("wuhan"),
    ]
    kinds = [(one.kind, one.made_by, one.message) for one in town.records()[1:]]
    assert kinds == [("规则", "主任", "本市试行：常务会"), ("规则", "主任", "武汉")]
    assert held(town) == [(3, "武汉", None), (2, "本市试行", "常务会")]


def test_a_rule_stays_with_data_that_is_published_after_it(town):
    rulebook.publish(town, made(), by="主任")
    town.publish(lambda connection: connection.execute("delete from visit"), by="x", kind="提交")
    assert in_force(town) == made()


def test_an_older_edition_comes_back_with_its_rule_and_the_history_says_what_left(town):
    rulebook.publish(town, made(), by="主任", message="一")
    rulebook.publish(town, rules.light_rule("wuhan"), by="主任", message="二")
    town.restore(2, by="主任")
    assert in_force(town) == made()
    assert held(town) == [(3, None, "武汉：二"), (2, "本市试行", "一")]
    rulebook.publish(town, rules.light_rule("wuhan"), by="主任", message="三")
    assert held(town)[0] == (5, "武汉", "三")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"base": 1}, "Edition 2 was published meanwhile"),
        ({"rule": made()}, "in force already"),
        ({"by": " "}, "Say who"),
    ],
)
def test_what_may_not_be_published_changes_nothing(town, change, words):
    rulebook.publish(town, made(), by="主任")
    given = {"rule": rules.light_rule("wuhan"), "by": "主任", **change}
    with pytest.raises((StoreError, UsageError), match=words):
        rulebook.publish(town, given.pop("rule"), **given)
    assert town.current() == 2 and in_force(town) == made()
    assert town.verify() == []


def test_the_rule_of_the_setting_can_be_fixed_with_the_data(town, monkeypatch):
    rulebook.publish(town, rules.light_rule("yinchuan_2025"), by="主任")
    monkeypatch.setenv("CHAINS_LIGHT_RULE", "wuhan")
    assert in_force(town) is not rules.light_rule("wuhan")


# --- by command -----------------------------------------------------------------------------------


@pytest.fixture
def chains(town, capsys) -> Callable[..., tuple[int, str, str]]:
    """Run a command in English on the town: status, stdout, stderr."""

    def run(*words: object) -> tuple[int, str, str]:
        status = main(["--store", str(town.root), "--language", "en", *map(str, words)])
        printed = capsys.readouterr()
        return status, printed.out, printed.err

    return run


def told(store: Store) -> list[tuple[str, str, str, str]]:
    """Action, subject, outcome and detail of the entries, oldest first."""
    db = state.State.open(f"sqlite:///{store.root / 'state.sqlite3'}")
    found = state.audit.search(db)
    db.close()
    return [(one.action, one.subject, one.outcome, one.detail) for one in found][::-1]


def test_a_command_shows_the_rule_and_lists_those_there_are(chains, town):
    status, out, _ = chains("rule")
    assert status == 0 and "Yinchuan 2025" in out and "CHAINS_LIGHT_RULE" in out
    rulebook.publish(town, made(), by="主任", message="常务会")
    assert json.loads(chains("rule", "show", "--json")[1])["edition"] == 2
    listed = json.loads(chains("rule", "list", "--json")[1])
    assert {one["name"] for one in listed} >= set(rules.lights())
    assert (listed[-1]["edition"], listed[-1]["title"]) == (2, "Trial of the city")
    assert "Trial of the city" in chains("rule", "list")[1]


def test_a_command_says_which_lights_turn_before_it_publishes(chains, town):
    status, out, _ = chains("rule", "set", "wuhan", "--check", "--json")
    found = json.loads(out)
    assert (status, found["edition"], found["looked"]["project"]) == (0, None, 5)
    assert town.current() == 1 and told(town) == []
    status, out, _ = chains("rule", "set", "wuhan", "--message", "常务会")
    assert status == 0 and "Published as edition 2" in out
    assert in_force(town) == rules.light_rule("wuhan") and held(town)[0][2] == "常务会"
    assert told(town) == [("rules", "武汉", "done", "edition 2")]


def test_a_rule_is_taken_from_a_file_as_it_was_shown(chains, town, tmp_path):
    rulebook.publish(town, made(), by="主任")
    file = tmp_path / "rule.json"
    file.write_text(chains("rule", "show", "--json")[1], encoding="utf-8")
    chains("rule", "set", "wuhan")
    assert chains("rule", "set", "--file", file)[0] == 0
    assert in_force(town) == made()
    file.write_text(rules.text(rules.light_rule("sanya_2022")), encoding="utf-8")
    assert chains("rule", "set", "--file", file)[0] == 0
    assert in_force(town) == rules.light_rule("sanya_2022")


@pytest.mark.parametrize("words", [["nowhere"], [], ["wuhan", "--file", "x"], ["--file", "x"]])
def test_a_rule_that_is_none_is_wrong_use(chains, town, words):
    status, out, err = chains("rule", "set", *words)
    assert (status, out) == (2, "") and err.strip() and town.current() == 1


def test_a_file_that_was_edited_needs_a_name_of_its_own(chains, town, tmp_path):
    file = tmp_path / "rule.json"
    raw = json.loads(chains("rule", "show", "--json")[1])["rule"]
    raw["steps"][2]["from"] = -0.2
    file.write_text(json.dumps(raw), encoding="utf-8")
    status, _, err = chains("rule", "set", "--file", file)
    assert status == 2 and "a name of its own" in err and town.current() == 1
    file.write_text(json.dumps({**raw, "title": "本市"}), encoding="utf-8")
    assert chains("rule", "set", "--file", file)[0] == 0
    found = in_force(town)
    assert (found.title, found.published, found.steps[2].bound) == ("本市", False, -0.2)
    assert found.name.startswith("own_")


def test_a_file_whose_bounds_are_out_of_order_is_refused(chains, town, tmp_path):
    file = tmp_path / "rule.json"
    raw = json.loads(rules.text(made()))
    raw["steps"][0], raw["steps"][1] = raw["steps"][1], raw["steps"][0]
    file.write_text(json.dumps(raw), encoding="utf-8")
    assert chains("rule", "set", "--file", file)[0] == 2
    for text in ("{}", "[]", "null", "{", '{"rule": {}}'):
        file.write_text(text, encoding="utf-8")
        status, _, err = chains("rule", "set", "--file", file)
        assert status == 2 and "Traceback" not in err
    assert town.current() == 1


# --- on the page ----------------------------------------------------------------------------------


@pytest.fixture
def visit_town(visit, town) -> Callable[..., AppTest]:
    """The page of the town, for a visitor of an open city in every role."""
    return lambda **parameters: visit(town, PAGE, **parameters)


def counts(app: AppTest) -> dict[str, str]:
    return {one.label: one.value for one in app.metric}


def test_the_page_shows_the_rule_in_force_and_that_nothing_turns_by_it(visit_town):
    app = whole(visit_town())
    assert "Yinchuan 2025" in sentences(app) and "CHAINS_LIGHT_RULE" in sentences(app)
    assert counts(app) == {
        "Lists": "0 of 2", "Chains": "0 of 2", "Counties": "0 of 2", "Projects": "0 of 5",
    }  # fmt: skip
    assert "No light would change" in sentences(app)


def own(app: AppTest, base: str = "yinchuan_2025") -> AppTest:
    """The page after the draft of the test was written into its form."""
    key = f"rule_draft_{base}"
    app.text_input(key=f"{key}_title").set_value("本市试行")
    app.text_input(key=f"{key}_title_en").set_value("Trial of the city")
    app.pills(key=f"{key}_gap_states").set_value([step.state for step in POINTS])
    app.run()
    for step in POINTS[:-1]:
        app.number_input(key=f"{key}_gap_{step.state}_bound").set_value(step.bound * 100)
        box = app.checkbox(key=f"{key}_gap_{step.state}_included")
        box.check() if step.included else box.uncheck()
    return app.run()


def test_a_rule_put_together_on_the_page_is_tried_published_and_in_force(visit_town, town):
    app = whole(own(visit_town()))
    assert "-10 points or more, less than +10 points" in sentences(app).replace("\\", "")
    app.text_input(key="rule_reason").set_value("常务会")
    app.text_input(key="by").set_value("王主任")
    app = whole(press(app, "Publish the rule"))
    assert "edition 2" in app.success[0].value
    assert (in_force(town).steps, in_force(town).title) == (POINTS, "本市试行")
    assert table(app, "made_by").iloc[0].tolist()[:1] == [2]
    assert "王主任" in sentences(app) and "常务会" in sentences(app)
    entries = state.audit.search(state.in_force())[::-1]
    assert [(one.action, one.subject, one.outcome) for one in entries] == [
        ("rules", "本市试行", "done"),
        ("publish", "本市试行", "done"),
    ]
    assert rules.parsed(entries[0].detail) == in_force(town)
    assert entries[1].detail.startswith("edition 2, ")


def test_what_turns_is_shown_with_both_lights_and_both_sentences(visit_town, town):
    rulebook.publish(town, made(), by="主任")
    rulebook.publish(
        town, made(family="ratio", steps=SHARES, title="比例", title_en="Ratio"), by="主任"
    )
    app = whole(visit_town(**{"from": "edition_2"}))
    assert counts(app)["Projects"] == "1 of 5" and counts(app)["Chains"] == "0 of 2"
    rows = table(app, "Sentence before")
    assert rows["Of what"].tolist() == ["省重点", "东", "加过计划"] or len(rows) == 3
    assert all("Behind" in light for light in rows["Before"])
    assert all("On schedule" in light for light in rows["After"])
    only = table(visit_town(**{"from": "edition_2", "kind": "project"}), "Sentence before")
    assert only["Of what"].tolist() == ["加过计划"]


def test_an_older_rule_is_taken_again_as_a_new_edition(visit_town, town):
    rulebook.publish(town, made(), by="主任")
    rulebook.publish(town, rules.light_rule("wuhan"), by="主任")
    app = whole(visit_town(**{"from": "edition_2"}))
    app.text_input(key="rule_reason").set_value("再用")
    app.text_input(key="by").set_value("王主任")
    app = whole(press(app, "Publish the rule"))
    assert in_force(town) == made() and held(town)[0] == (4, "本市试行", "再用")
    assert "from" not in app.query_params


@pytest.mark.parametrize(
    ("reason", "by", "words"), [("", "王", "Say why"), ("x", "", "Give your name")]
)
def test_a_rule_needs_a_reason_and_a_name(visit_town, town, reason, by, words):
    app = own(visit_town())
    app.text_input(key="rule_reason").set_value(reason)
    app.text_input(key="by").set_value(by)
    app = press(app, "Publish the rule")
    assert words in app.error[0].value and town.current() == 1


def test_the_rule_in_force_is_not_published_again(visit_town, town):
    rulebook.publish(town, rules.light_rule("wuhan"), by="主任")
    app = whole(visit_town())
    assert not [one for one in app.button if one.label == "Publish the rule"]
    assert "in force" in sentences(app)


def test_a_draft_that_is_no_rule_is_said_and_cannot_be_published(visit_town):
    app = visit_town()
    app.number_input(key="rule_draft_yinchuan_2025_gap_behind_bound").set_value(50.0).run()
    assert len(app.warning) == 1
    assert not [one for one in app.button if one.label == "Publish the rule"]


def test_an_edition_published_while_the_page_was_open_is_looked_at_first(visit_town, town):
    app = own(visit_town())
    app.text_input(key="rule_reason").set_value("x")
    app.text_input(key="by").set_value("王")
    town.publish(lambda connection: connection.execute("delete from visit"), by="y", kind="提交")
    app = press(app, "Publish the rule")
    assert in_force(town) == rules.light_rule("yinchuan_2025")
    assert "Edition 2 was published meanwhile" in app.warning[0].value
    press(app, "Publish the rule")
    assert in_force(town).steps == POINTS and town.current() == 3


def test_as_of_an_older_edition_its_own_rule_is_shown_and_none_can_be_set(visit_town, town):
    rulebook.publish(town, rules.light_rule("wuhan"), by="主任")
    app = whole(visit_town(edition="1"))
    assert "Yinchuan 2025" in sentences(app) and "current edition" in sentences(app)
    assert not [one for one in app.button if one.label == "Publish the rule"]


def test_a_strangers_words_stand_on_the_page_as_text(visit_town, town):
    nasty = "<script>alert(1)</script> [x](javascript:1) {oops}"
    rulebook.publish(
        town, made(title=nasty[:60], source=nasty, note=nasty), by=nasty, message=nasty
    )
    app = whole(visit_town())
    assert "<script>" not in "".join(one.value for one in app.markdown)
    assert not [one for one in app.get("link_button") if "javascript" in str(one)]


def test_the_page_of_an_empty_city_says_so(visit, empty):
    app = visit(empty, PAGE)
    assert not app.exception and not app.error and app.info


def test_the_page_speaks_chinese(visit_town):
    with speaking("zh"):
        app = whole(visit_town(lang="zh"))
    assert "银川2025" in sentences(app)
