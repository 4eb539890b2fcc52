"""The page of local matches: what it proposes, who decides, what is remembered and taken away."""

import io
from collections.abc import Callable

import openpyxl
import pages_seen
import pandas as pd
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from chains import i18n, queries, settings, state
from chains.access import ALL, Scope
from chains.errors import AccessRefused, UsageError
from chains.state.decisions import ACCEPTED, DISMISSED
from chains.store import Store
from chains.ui import deciding, followup, proposals

PAGE = "network/5_matching"
EVERYTHING = frozenset({ALL})
Open = Callable[..., AppTest]
pytestmark = pytest.mark.usefixtures("english")


@pytest.fixture
def place(
    at: Callable[[Store], None], city: Store, monkeypatch: pytest.MonkeyPatch
) -> pytest.MonkeyPatch:
    """The city, and an open door."""
    at(city)
    return monkeypatch


@pytest.fixture
def visit(place: pytest.MonkeyPatch) -> Open:
    """Open the page by its link, with these rows of the table marked."""

    def open_page(*marked: int, **parameters: str) -> AppTest:
        rows = list(marked)  # a browser's click on a canvas has no stand-in in AppTest
        place.setattr("chains.ui.tables.several", _marking(rows))
        return pages_seen.linked(PAGE, **parameters)

    return open_page


def _marking(rows: list[int]) -> Callable[..., list[int]]:
    def several(frame: pd.DataFrame, *, alt: str, columns: list[str], **_: object) -> list[int]:
        st.dataframe(frame[columns], alt=alt)
        fresh = not st.session_state.get(deciding.ROUND)
        return [row for row in rows if row < len(frame)] if fresh else []

    return several


@pytest.fixture
def sign_in(place: pytest.MonkeyPatch) -> Callable[..., None]:
    """Be somebody with an account instead of a visitor."""

    def be(role: str, chains: str = "", counties: str = "") -> None:
        place.setenv("CHAINS_ACCESS", "local")
        reach = Scope(frozenset(chains.split()), frozenset(counties.split()), EVERYTHING)
        db = state.in_force()
        made = state.accounts.create(
            db, name="lisi", title="李四", roles={role}, scope=reach, must_change=False
        )
        token = state.sessions.start(db, made.account, "192.0.2.7")
        place.setattr("chains.ui.person.browser", lambda: ({"chainboard": token}, "192.0.2.7"))

    return be


def shown(app: AppTest) -> pd.DataFrame:
    assert [one.value for one in app.exception] == []
    assert [one.value for one in app.error] == []
    return app.dataframe[0].value


def press(app: AppTest, label: str, note: str = "", name: str = "示例联络员") -> AppTest:
    fields = {one.key: one for one in app.text_input}
    if "by" in fields:
        fields["by"].set_value(name)
    fields["match_note"].set_value(note)
    return pages_seen.press(app, label)


def first(**values: object) -> pd.Series:
    """What the question itself says first."""
    with Store(settings.store_folder()).reading() as edition:
        return edition.fetch(queries.query("matches"), **values).iloc[0]


def test_the_page_lists_the_largest_purchases_that_a_local_firm_makes_first(visit):
    app = visit()
    rows = shown(app)
    expected = first()
    assert len(rows) == 200
    assert rows["product"].iloc[0] == expected["product"]
    assert rows["purchase_value"].is_monotonic_decreasing
    assert "Proposed links" in [one.value for one in app.subheader]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(
    "odd",
    [
        {"chain": "C99", "county": "x", "product": "' or 1=1", "kind": "?", "status": "?"},
        {"chain": "C4", "county": "430502", "product": "示例驱动芯片乙型", "status": "accepted"},
        {"product": "<script>alert(1)</script>"},
    ],
)
def test_odd_and_empty_choices_leave_a_whole_page(visit, language, odd):
    app = visit(lang=language, **odd)
    assert [one.value for one in app.exception] == []
    assert [one.value for one in app.error] == []
    assert len(app.title) == 1


def test_the_money_of_a_purchase_counts_once(visit, city):
    app = visit(chain="C1")
    with city.reading() as edition:
        found = edition.fetch(queries.query("matches"), chain="C1", limit=proposals.READ)
        local = found[found["proposal"] == "本地配套"].drop_duplicates(["buyer", "product"])
        with edition.cursor() as cursor:
            ((outside,),) = cursor.execute(
                "select sum(annual_value) from outside_purchase where uscc in "
                "(select uscc from chain_firm where chain_id = 'C1')"
            ).fetchall()
    said = {one.label: one.value for one in app.metric}
    assert said["Bought outside the city"] == f"¥{outside / 1e5:.2f} bn"
    assert said["A local firm makes it"] == f"¥{local['purchase_value'].sum() / 100:.1f} m"


def test_an_accepted_link_stays_with_its_note_and_is_written_into_the_log(visit):
    expected = first()
    app = press(visit(0), "Accept", note="已约谈 <b>")
    rows = shown(app)
    assert rows["decision"].iloc[0] == "Accepted"
    assert (rows["decided_by"].iloc[0], rows["decision_note"].iloc[0]) == (
        "示例联络员",
        "已约谈 <b>",
    )
    link = tuple(expected[["buyer", "product", "supplier"]])
    assert state.decisions.every(state.in_force())[link].decision == ACCEPTED
    (entry,) = state.audit.search(state.in_force(), action="match")
    assert (entry.subject, entry.outcome) == (" → ".join(link), "done")
    assert entry.detail == "accepted · 示例联络员 · 已约谈 <b>"
    assert {one.label: one.value for one in app.metric}["Accepted"] != "¥0.00 m"


def test_a_dismissed_link_is_hidden_makes_room_is_asked_for_and_taken_back(visit):
    link = tuple(first()[["buyer", "product", "supplier"]])
    before = len(proposed(visit(), link))
    app = press(visit(0), "Dismiss")
    rows = proposed(app, link)
    assert link[2] not in set(rows["supplier"])
    assert len(rows) == before == 3  # the next maker has come up
    app = visit(0, status="dismissed")
    assert shown(app)["decision"].tolist() == ["Dismissed"]
    app = press(app, "Take the decision back")
    assert state.decisions.every(state.in_force()) == {}
    assert link[2] in set(proposed(visit(), link)["supplier"])


def proposed(app: AppTest, link: tuple[str, str, str]) -> pd.DataFrame:
    assert [one.value for one in app.exception] == []
    with i18n.speaking("en"):
        rows = proposals.found(None, None, link[1])
    kept = rows[(rows["buyer"] == link[0]) & (rows["code"] != DISMISSED)]
    return kept.reset_index(drop=True)


def test_without_a_name_a_visitor_decides_nothing(visit):
    app = press(visit(0), "Accept", name=" ")
    assert "Give your name" in app.error[0].value
    assert state.decisions.every(state.in_force()) == {}


def test_a_liaison_decides_for_own_chains_and_counties_alone(visit, sign_in):
    sign_in("liaison", chains="C1", counties=ALL)
    app = press(visit(0, chain="C1"), "Accept")
    assert shown(app)["decided_by"].iloc[0] == "李四 (lisi)"
    app = press(visit(0, chain="C3"), "Accept")
    assert "is not of your chains" in app.error[0].value
    assert len(state.decisions.every(state.in_force())) == 1


@pytest.mark.parametrize("role", ["leader", "analyst"])
def test_whoever_may_not_upload_looks_on(visit, sign_in, role):
    sign_in(role)
    app = visit(0)
    shown(app)
    assert not [one for one in app.button if one.label in ("Accept", "Dismiss")]
    rows = pd.DataFrame([first()])
    with pytest.raises(AccessRefused):
        deciding.decide(rows, ACCEPTED, "x", "")


@pytest.fixture
def rows() -> pd.DataFrame:
    """Two proposals as the page has them, one of them with texts that a spreadsheet would run."""
    one = dict.fromkeys(followup.COLUMNS, "甲")
    one |= {
        "proposal": "本地配套",
        "match_by": "同名产品",
        "origin": "境外",
        "purchase_value": 12.5,
    }
    one |= {
        "confidence": 0.9,
        "decided_at": pd.Timestamp("2022-11-01 09:00"),
        "decision": "Accepted",
    }
    two = one | {"buyer_name": "=cmd|' /C calc'!A0", "decision_note": "@x", "purchase_value": None}
    return pd.DataFrame([one, two | {"decided_at": pd.NaT}])


def test_the_workbook_has_room_for_the_contact_and_runs_nothing(rows):
    book = openpyxl.load_workbook(io.BytesIO(followup.workbook(followup.titled(rows, 7))))
    sheet, about = book.worksheets
    header = [cell.value for cell in sheet[1]]
    assert header[-4:] == ["Contacted on", "Whom", "What came of it", "Next step"]
    values = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    assert [row[-4:] for row in values] == [[None] * 4] * 2
    assert values[0][header.index("Bought outside in a year (¥10,000)")] == 12.5
    assert values[0][header.index("Proposal")] == "local supply"
    danger = sheet.cell(3, header.index("Buying firm") + 1)
    assert (danger.value, danger.data_type, danger.quotePrefix) == ("=cmd|' /C calc'!A0", "s", True)
    assert about.cell(1, 2).value == "7"


def test_the_csv_is_disarmed_and_each_row_names_its_edition(rows):
    text = followup.plain(followup.titled(rows, 7))
    frame = pd.read_csv(io.BytesIO(text), encoding="utf-8-sig")
    assert text.startswith(b"\xef\xbb\xbf")
    assert frame["Edition"].tolist() == [7, 7]
    assert frame["Buying firm"].tolist() == ["甲", "'=cmd|' /C calc'!A0"]


@pytest.mark.usefixtures("place")
def test_an_export_is_written_down_and_refused_to_a_leader(rows, sign_in):
    made = followup.exporter(rows, followup.plain)()
    assert made.startswith(b"\xef\xbb\xbf")
    (entry,) = state.audit.search(state.in_force(), action="export")
    assert (entry.subject, entry.detail) == ("matches", "edition 1, 2 rows")
    sign_in("leader")
    with pytest.raises(AccessRefused):
        followup.exporter(rows, followup.plain)()


def test_a_reason_is_one_sentence_for_every_kind_of_match(city):
    with city.reading() as edition:
        found = edition.fetch(queries.query("matches"))
    for row in found.drop_duplicates(["match_by", "proposal"]).itertuples():
        said = proposals.reason(row)
        assert said.endswith(".") and "{" not in said and "nan" not in said, said


def test_no_decision_is_half_kept_where_the_log_cannot_be_written(place):
    place.setattr("chains.ui.trail.write", _fails)
    with pytest.raises(UsageError):
        deciding.decide(pd.DataFrame([first()]), DISMISSED, "示例联络员", "")
    assert state.decisions.every(state.in_force()) == {}


def _fails(*_: object) -> None:
    raise UsageError("full")
