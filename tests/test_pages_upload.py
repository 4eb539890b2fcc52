"""The upload page and the grid: what is read, waits, is taken, remembered and corrected."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from pages_seen import linked
from streamlit.testing.v1 import AppTest

from chains import schema, state
from chains.access import ALL, Scope
from chains.intake import pending
from chains.store import Store
from chains.ui import grid

EVERYTHING = frozenset({ALL})
HEADER = "项目编号,月份,累计完成投资（万元）"
Open = Callable[..., AppTest]
pytestmark = pytest.mark.usefixtures("english")


@pytest.fixture
def liaison(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, city_copy: Store) -> Open:
    """A liaison who is signed in opens pages of a city of the test's own."""
    monkeypatch.setenv("CHAINS_STORE", str(city_copy.root))
    monkeypatch.setenv("CHAINS_ACCESS", "local")
    monkeypatch.setenv("CHAINS_STATE", f"sqlite:///{tmp_path / 'state.sqlite3'}")
    made = state.accounts.create(
        state.in_force(),
        name="lisi",
        title="李四",
        roles={"liaison"},
        scope=Scope(EVERYTHING, EVERYTHING, EVERYTHING),
        must_change=False,
    )
    token = state.sessions.start(state.in_force(), made.account, "192.0.2.7")
    monkeypatch.setattr("chains.ui.person.browser", lambda: ({"chainboard": token}, "192.0.2.7"))
    return linked


def uploaded(liaison: Open, text: str, dataset: str = "project_month") -> AppTest:
    app = liaison("data/1_upload", dataset=dataset)
    app.file_uploader[0].set_value(("月报.csv", text.encode(), "text/csv"))
    return app.run()


def pressed(app: AppTest, label: str) -> AppTest:
    next(one for one in app.button if one.label.startswith(label)).click()
    return app.run()


def switched(app: AppTest, label: str) -> AppTest:
    next(one for one in app.toggle if one.label.startswith(label)).set_value(True)
    return app.run()


def figures(app: AppTest) -> list[str]:
    """Rows added, changed, unchanged, withdrawn."""
    assert [one.value for one in app.exception] == []
    return [one.value for one in app.metric]


def test_a_column_that_is_chosen_by_hand_is_remembered_for_the_next_file(liaison, city_copy):
    odd = "项目编号,月份,本期数\nP0001,2022-10,150000\n"
    app = uploaded(liaison, odd)
    assert not figures(app)  # a required column is missing
    box = next(one for one in app.selectbox if one.label == "本期数")
    app = box.set_value("invested_ytd").run()
    assert figures(app) == ["0", "1", "0", "0"]
    app = pressed(app, "Confirm and publish")
    assert "published as edition 2" in app.success[0].value
    app = uploaded(liaison, odd.replace("150000", "160000"))
    assert figures(app) == ["0", "1", "0", "0"]
    assert city_copy.current() == 2


def test_the_good_rows_of_a_file_go_in_alone_where_that_is_asked(liaison, city_copy):
    app = uploaded(liaison, f"{HEADER}\nP0001,2022-10,150000\nP0002,2022-99,1\n")
    assert not figures(app) and "1 faults in 2 rows" in app.error[0].value
    app = switched(app, "Take the good rows")
    assert figures(app) == ["0", "1", "0", "0"]
    app = pressed(app, "Confirm and publish")
    assert "1 changed" in app.success[0].value
    with city_copy.reading() as edition, edition.cursor() as cursor:
        found = cursor.execute(
            "select invested_ytd, source_row from project_month "
            "where project_id = 'P0001' and month = '2022-10'"
        ).fetchall()
    assert found == [(150000.0, 2)]


def test_rows_that_the_file_does_not_have_stay_unless_their_withdrawal_is_chosen(
    liaison, city_copy
):
    with city_copy.reading() as edition, edition.cursor() as cursor:
        same = "chain_id = (select chain_id from project where project_id = 'P0001')"
        there = cursor.execute(
            "select count(*) from project_month join project using (project_id) "
            f"where month = '2022-10' and county_id = (select county_id from project "
            f"where project_id = 'P0001') and {same}"
        ).fetchall()[0][0]
    app = uploaded(liaison, f"{HEADER}\nP0001,2022-10,150000\n")
    assert figures(app) == ["0", "1", "0", "0"]
    if there > 1:
        app = switched(app, "Withdraw")
        assert figures(app) == ["0", "1", "0", str(there - 1)]


def test_what_it_does_to_the_figures_is_shown_before_it_is_done(liaison, city_copy):
    app = uploaded(liaison, f"{HEADER}\nP0001,2022-10,150000\n")
    shown = [one.value.to_string() for one in app.dataframe]
    assert any("Major projects against the plan" in text for text in shown)
    assert city_copy.current() == 1


def test_an_upload_waits_and_is_gone_on_with_from_another_browser(liaison, city_copy):
    uploaded(liaison, f"{HEADER}\nP0001,2022-10,150000\n")
    assert [one.file_name for one in pending.of(city_copy, "lisi")] == ["月报.csv"]
    app = liaison("data/1_upload")
    assert not figures(app)
    app = pressed(app, "Go on with it")
    assert figures(app) == ["0", "1", "0", "0"]
    pressed(app, "Confirm and publish")
    assert (city_copy.current(), pending.of(city_copy, "lisi")) == (2, [])


def test_an_upload_that_is_discarded_waits_no_more(liaison, city_copy):
    uploaded(liaison, f"{HEADER}\nP0001,2022-10,150000\n")
    pressed(liaison("data/1_upload"), "Discard")
    assert pending.of(city_copy, "lisi") == [] and city_copy.current() == 1


def test_the_same_file_twice_says_so_and_cannot_be_confirmed(liaison, city_copy):
    text = f"{HEADER}\nP0001,2022-10,150000\n"
    pressed(uploaded(liaison, text), "Confirm and publish")
    app = uploaded(liaison, text)
    assert any("submitted before, as No. 28" in one.value for one in app.info)
    assert not [one for one in app.button if one.label == "Confirm and publish"]
    assert city_copy.current() == 2


def test_a_correction_in_the_grid_goes_the_way_of_a_file(liaison, city_copy):
    with city_copy.reading() as edition, edition.cursor() as cursor:
        before = cursor.execute("select leader_id, name, position from leader order by 1").df()
    after = before.copy()
    after.loc[0, "position"] = "示例新职务"
    after.loc[len(after)] = ["L99", "示例新领导", None]
    changed = grid.differing(before, after)
    leader = schema.dataset("leader")
    text = grid.as_file(leader, changed).decode("utf-8-sig")
    assert text.splitlines()[0] == "领导编号,姓名,职务"
    app = uploaded(liaison, text, "leader")
    assert figures(app) == ["1", "1", "0", "0"]


def test_cells_of_a_grid_are_written_as_a_template_asks_for_them():
    found = pd.DataFrame(
        {
            "task_id": ["T1"],
            "title": [None],
            "due_on": [pd.Timestamp(2022, 11, 5)],
        }
    )
    text = grid.as_file(schema.dataset("task"), found).decode("utf-8-sig")
    assert text.splitlines()[1] == "T1,,2022-11-05"
    assert date(2022, 11, 5).isoformat() in text


def test_the_grid_opens_for_whoever_may_upload(liaison):
    app = liaison("data/2_edit", dataset="leader")
    assert [one.value for one in app.exception] == [] and [one.value for one in app.error] == []
    assert any(one.label.startswith("Check 0 changed rows") for one in app.button)
