"""The page of projects to call: two clicks from the overview, a card each, the meeting's list."""

import io
from pathlib import Path

import openpyxl
import pytest
from founding import founded
from pages_seen import linked, sentences, table, whole

from chains import intake, schema, state
from chains.access import ROLES
from chains.i18n import speaking
from chains.rules import light_rule
from chains.store import Store
from chains.ui import dispatch_list, session

PAGE = "investment/4_dispatch"
TOWN = Path(__file__).with_name("dispatch_town.sql").read_text(encoding="utf-8")


@pytest.fixture
def town(at, tmp_path: Path) -> Store:
    store = founded(tmp_path / "town", TOWN)
    at(store)
    return store


def metric(app, label: str) -> str:
    return next(one.value for one in app.metric if one.label == label)


@pytest.mark.usefixtures("town")
def test_the_heaviest_come_first_with_why_and_whom_to_call():
    app = whole(linked(PAGE, month="2022-10", rule="yinchuan_2025"))
    said = sentences(app)
    assert said.index("**1. 跨年停滞**") < said.index("**2. 隔年**")
    assert metric(app, "To be called") == "10"
    assert metric(app, "Of them without a report") == "2"
    assert metric(app, "Decisions overdue") == "1"
    # 1,000 and 4 x 100 = 400, in 万元
    assert "**¥10.0 m** behind · **months without progress: 4**, × ¥1.0 m a month = ¥4.0 m" in said
    assert "weight ¥14.0 m" in said
    assert (
        "leader **甲** · Chain chiefs **乙、甲** · Liaison officer **联甲** · Builder **建厂**"
        in said
    )
    assert "**Problem**: 缺电" in said
    assert "2022\\-09\\: 交地 \\(国土所, by 2022\\-10\\-20, overdue\\)" in said
    frame = table(app, "call_weight")
    assert list(frame["name"])[:4] == ["跨年停滞", "隔年", "从未报送", "本月开工"]


@pytest.mark.usefixtures("town")
def test_it_is_narrowed_and_ranked_by_the_address():
    app = whole(linked(PAGE, month="2022-10", leader="L2"))
    assert list(table(app, "call_weight")["name"]) == ["两月未报"]
    assert "by the report of 2022-08" in sentences(app)
    app = whole(linked(PAGE, month="2022-10", ranked_by="still"))
    assert list(table(app, "call_weight")["name"])[:4] == [
        "跨年停滞",
        "隔年",
        "从未报送",
        "=停两月",
    ]
    app = whole(linked(PAGE, month="2022-10", county="Y", chain="C2"))
    assert "No project is behind or stands still" in sentences(app)


@pytest.mark.usefixtures("town")
@pytest.mark.parametrize("role", ROLES)
def test_whoever_may_export_or_upload_takes_the_list(role):
    app = whole(linked(PAGE, month="2022-10", role=role))
    labels = [one.proto.label for one in app.get("download_button")]
    assert ("Download the list for the meeting" in labels) == (role != "leader")


def test_the_list_that_the_page_gives_comes_back_by_upload_and_is_written_down(town: Store):
    session.begin()
    with speaking("en"):
        frame = session.fetch("to_call", month="2022-10", schedule=10 / 12, limit=3)
        data = dispatch_list.exporter(frame, "2022-10", light_rule("yinchuan_2025"))()
    sheet = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
    assert sheet.max_row == 4
    submission = intake.prepare(town, schema.dataset("dispatch"), "list.xlsx", data)
    assert submission.accepted and not submission.faults
    (entry,) = state.audit.search(state.in_force())
    assert (entry.action, entry.subject, entry.outcome) == ("export", "to_call", "done")
    assert entry.detail == "edition 1, 2022-10, 3 rows"


def test_an_empty_store_is_a_page_too(at, empty: Store):
    at(empty)
    assert "There is no data yet" in sentences(whole(linked(PAGE)))


def test_a_leader_comes_in_two_clicks_from_the_overview_to_whom_to_call(visit, city: Store):
    """The overview names the page; the page's first card names the project and its people."""
    overview = visit(city, "pages/city/1_overview.py", role="leader")
    links = [one.proto for one in overview.get("page_link")]
    (link,) = [one for one in links if one.page.endswith("dispatch")]
    page = whole(linked(PAGE, role="leader"))
    assert link.label == "Projects to call today"
    cards = sentences(page)
    assert "Responsible leader **示例领导" in cards and "**Last decision**" in cards
    opened = [one.proto for one in page.get("page_link") if one.proto.label == "Open the project"]
    assert len(opened) == 8
    assert all("project=P" in one.query_string for one in opened)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_city_is_told_in_both_languages(at, city: Store, lang: str):
    at(city)
    app = whole(linked(PAGE, lang=lang))
    assert len(table(app, "call_weight")) > 50
    assert len(table(app, "owner")) == 24
