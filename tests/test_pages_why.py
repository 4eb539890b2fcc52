"""Lights on the overview and a chain's page: by whose rule, and what is behind them at a click."""

from pathlib import Path

import pytest
from founding import founded
from pages_seen import sentences, table, whole

from chains import rulebook, rules
from chains.store import Store

ROWS = Path(__file__).with_name("status_town.sql").read_text(encoding="utf-8")
OVERVIEW, CHAIN = "pages/city/1_overview.py", "pages/city/2_chain.py"
pytestmark = pytest.mark.usefixtures("english")


@pytest.fixture
def town(tmp_path: Path) -> Store:
    """The town of nasty projects."""
    return founded(tmp_path / "town", ROWS)


def said(app):
    """The page's sentences as a reader sees them."""
    return sentences(whole(app)).replace("\\", "")


def lights(app):
    """The chains' sentences of the overview."""
    captions = [one.value.replace("\\", "") for one in app.caption]
    return [one for one in captions if "rule: " in one]


def test_an_edition_is_lit_by_its_own_rule_and_a_viewer_may_take_another(visit, town):
    rulebook.publish(town, rules.light_rule("wuhan"), by="主任")
    app = visit(town, OVERVIEW)
    assert lights(app) and all("rule: Wuhan" in one for one in lights(app))
    assert app.selectbox(key="rule").options[0] == "Wuhan (in force)"
    assert "in force is" not in said(app)
    app.selectbox(key="rule").set_value("nanning_2018").run()
    assert app.query_params["rule"] in ("nanning_2018", ["nanning_2018"])
    assert all("rule: Nanning 2018" in one for one in lights(app))
    assert "in force is Wuhan." in said(app)


def test_an_older_edition_keeps_the_rule_of_its_time(visit, town):
    rulebook.publish(town, rules.light_rule("wuhan"), by="主任")
    app = visit(town, OVERVIEW, edition="1")
    assert lights(app) and all("rule: Yinchuan 2025" in one for one in lights(app))


def test_a_rule_of_ones_own_is_offered_first(visit, town):
    raw = {**vars(rules.light_rule("wuhan")), "name": "own_1", "title": "本市", "title_en": "Ours"}
    rulebook.publish(town, rules.LightRule(**raw), by="主任")
    app = visit(town, OVERVIEW)
    options = app.selectbox(key="rule").options
    assert options[0] == "Ours (in force)" and len(options) == 1 + len(rules.lights())


@pytest.mark.parametrize("rule", rules.lights())
def test_every_preset_lights_both_pages(visit, town, rule):
    for page in (OVERVIEW, CHAIN):
        assert f"rule: {rules.light_rule(rule).title_en}" in said(visit(town, page, rule=rule))


def test_one_click_on_a_card_says_everything_behind_its_light(visit, town):
    app = visit(town, CHAIN, chain="C1", rule="yinchuan_2025")
    app.session_state["why_chain_cards_C1"] = True  # what a click on the button does
    text = said(app.run())
    # N01 N04 N08 N10 N14: 150 + 330 + 150 + 120 + 60 of 200 + 100 + 300 + 240 + 90
    assert "One 87.1%, 83.3% due (evenly over the year), 3.8 points ahead" in text
    assert "Invested ¥8.1 m of the annual plan ¥9.3 m" in text
    assert "-30 points or more" in text and "both included, is yellow" in text
    assert "Month 2022-10 · edition 1" in text
    frame = table(app, "file_name")
    assert list(frame["submitted_by"]) == ["王", "李", "张"]
    assert list(frame["row_count"]) == [7, 1, 6]
    assert app.get("link_button")[0].proto.url.startswith("https://m.qlbk.net/")


def test_nothing_is_asked_before_the_click(visit, town):
    app = visit(town, CHAIN, chain="C1")
    assert not [one for one in app.dataframe if "file_name" in one.value]


def test_a_click_on_a_bar_says_everything_behind_it_once(visit, town):
    app = visit(town, OVERVIEW, rule="nanning_2018")
    app.session_state["bar_asked"] = ("completion_by_level", 2)
    text = said(app.run())
    assert "2 without a plan" in text and "by each project's own targets" in text
    assert list(table(app, "file_name")["row_count"])
    assert not [one for one in app.run().dataframe if "file_name" in one.value]
