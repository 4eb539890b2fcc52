"""History and reporting on the pages: submissions, as of any edition, previews, who is late."""

import hashlib
from datetime import date
from pathlib import Path

import duckdb
import pytest
import town
from pages_seen import press, whole
from streamlit.testing.v1 import AppTest

from chains import access, queries, rules, schema
from chains.access import Person, Scope
from chains.errors import StoreError
from chains.intake import confirm, pending, prepare
from chains.settings import HOME
from chains.store import Store, retention
from chains.ui import history, pages, reporting, session, trace

PAGES = sorted(path.relative_to(HOME).as_posix() for path in pages.every())
OVERVIEW, PROJECTS = "pages/city/1_overview.py", "pages/city/3_projects.py"
HISTORY, REPORTING = "pages/data/3_history.py", "pages/data/4_reporting.py"
HEADER = "项目编号,月份,累计完成投资（万元）"
FILE = f"{HEADER}\nP0001,2022-10,150000\n".encode()


@pytest.fixture
def two(city_copy: Store) -> Store:
    """The demonstration city with a second edition, in which one project's figure differs."""
    found = prepare(city_copy, schema.dataset("project_month"), "月报.csv", FILE)
    confirm(city_copy, found, by="示例联络员甲", message="更正")
    return city_copy


def said(app: AppTest) -> str:
    """Every sentence of the page."""
    kinds = (app.warning, app.info, app.markdown, app.caption, app.success)
    return "\n".join(one.value for kind in kinds for one in kind)


# --- as of an older edition -----------------------------------------------------------------------


@pytest.mark.parametrize("page", PAGES)
def test_every_page_as_of_an_older_edition_says_so(visit, two, page):
    app = visit(two, page, edition="1")
    whole(app)
    assert "As of edition 1," in app.warning[0].value
    assert "current edition is 2" in app.warning[0].value
    assert "edition 1 ·" in app.caption[0].value


@pytest.mark.parametrize("page", PAGES)
def test_every_page_of_the_current_edition_bears_no_mark(visit, two, page):
    for asked in ({}, {"edition": "2"}):
        app = visit(two, page, **asked)
        whole(app)
        assert not [one for one in app.warning if "As of" in one.value]


def test_an_older_edition_shows_its_own_figures(visit, two):
    name = town.held(two, "select name from project where project_id = 'P0001'")[0][0]

    def figure(**asked: str) -> float:
        app = visit(two, PROJECTS, month="2022-10", **asked)
        frame = app.dataframe[-1].value
        return float(frame.loc[frame["name"] == name, "invested_ytd"].iloc[0])

    with two.reading(1) as first:
        sql = "select invested_ytd from project_month where project_id='P0001' and month='2022-10'"
        before = first.connection.execute(sql).fetchall()[0][0]
    assert figure() == 150000
    assert figure(edition="1") == pytest.approx(before, abs=0.05)
    assert before != 150000


def test_the_older_edition_stays_on_the_way_from_page_to_page_until_it_is_left(visit, two):
    app = visit(two, OVERVIEW, edition="1")
    app.query_params.clear()
    app.switch_page(PROJECTS)
    app.run()
    assert "As of edition 1," in app.warning[0].value
    assert app.query_params["edition"] == "1"
    app = press(app, "Show the current edition")
    assert not app.warning and "edition" not in app.query_params
    app.switch_page(OVERVIEW)
    assert not app.run().warning


def test_the_sidebar_offers_the_editions_that_are_kept(visit, two):
    app = visit(two, OVERVIEW)
    box = app.sidebar.selectbox(key="as_of_edition")
    assert len(box.options) == 1 and "edition 1" in box.options[0]
    app = box.select("1").run()
    assert "As of edition 1," in app.warning[0].value
    assert app.query_params["edition"] == "1"


def test_one_edition_is_nothing_to_choose_from(visit, city):
    app = visit(city, OVERVIEW)
    assert "as_of_edition" not in [one.key for one in app.sidebar.selectbox]


@pytest.mark.parametrize("asked", ["9", "0", "-1", "x", "１", "9" * 30, "1; drop table leader"])
def test_an_edition_that_never_was_is_said_with_the_way_back(visit, two, asked):
    app = visit(two, OVERVIEW, edition=asked)
    assert [one.value for one in app.exception] == []
    assert "There is no edition" in app.warning[0].value
    assert not app.metric and not app.dataframe
    app = press(app, "Show the current edition")
    whole(app)
    assert app.metric and not app.warning


def test_an_edition_that_was_not_kept_says_why_and_which_is_nearest(visit, two):
    retention.note(two.root, {1: retention.RETENTION})
    two.path(1).unlink()
    app = visit(two, OVERVIEW, edition="1")
    assert "removed by retention" in app.warning[0].value
    assert "edition 2" in app.warning[0].value
    assert not app.metric


def test_news_of_a_newer_edition_is_for_those_who_look_at_the_current_one(visit, two):
    app = visit(two, OVERVIEW, edition="1")
    assert "The data was updated" not in said(app)


# --- a preview ------------------------------------------------------------------------------------


@pytest.fixture
def waiting(city_copy: Store) -> tuple[Store, str]:
    """A city, and the token of a visitor's file that waits for its confirmation."""
    found = prepare(city_copy, schema.dataset("project_month"), "月<b>报.csv", FILE)
    return city_copy, pending.keep(city_copy, found, "visitor")


@pytest.mark.parametrize("page", PAGES)
def test_every_page_of_a_preview_says_so_and_nothing_is_published(visit, waiting, page):
    store, token = waiting
    app = visit(store, page, preview=token)
    whole(app)
    assert app.warning[0].value.startswith("Preview:")
    assert r"月\<b\>报" in app.warning[0].value
    assert store.current() == 1


def test_a_preview_shows_the_figures_that_there_would_be(visit, waiting):
    store, token = waiting
    name = town.held(store, "select name from project where project_id = 'P0001'")[0][0]
    frame = visit(store, PROJECTS, preview=token, month="2022-10").dataframe[-1].value
    assert float(frame.loc[frame["name"] == name, "invested_ytd"].iloc[0]) == 150000
    frame = visit(store, PROJECTS, month="2022-10").dataframe[-1].value
    assert float(frame.loc[frame["name"] == name, "invested_ytd"].iloc[0]) != 150000


def test_a_preview_ends_at_the_upload_and_leaves_no_trace_in_the_url(visit, waiting):
    store, token = waiting
    app = press(visit(store, OVERVIEW, preview=token), "End the preview")
    assert "preview" not in app.query_params
    assert not [one for one in app.warning if "Preview" in one.value]


@pytest.mark.parametrize("role", sorted(access.ROLES))
def test_a_preview_is_for_roles_that_upload(visit, waiting, role):
    store, token = waiting
    app = visit(store, OVERVIEW, preview=token, role=role)
    if role in access.ACTIONS["upload"][1]:
        assert app.warning[0].value.startswith("Preview:")
    else:
        assert "nobody else" in app.warning[0].value and not app.metric


def test_a_preview_of_somebody_else_is_not_shown(visit, city_copy):
    found = prepare(city_copy, schema.dataset("project_month"), "月报.csv", FILE)
    token = pending.keep(city_copy, found, "lisi")
    app = visit(city_copy, OVERVIEW, preview=token)
    assert "nobody else" in app.warning[0].value and not app.metric


@pytest.mark.parametrize("token", ["x", "../../CURRENT", "0" * 32])
def test_a_preview_that_is_gone_says_so_with_the_way_back(visit, city_copy, token):
    app = visit(city_copy, OVERVIEW, preview=token)
    assert [one.value for one in app.exception] == []
    assert "waits no more" in app.warning[0].value and not app.metric
    whole(press(app, "Show the current edition"))


# --- history --------------------------------------------------------------------------------------


def test_the_history_lists_every_submission_the_latest_first(visit, two):
    frame = visit(two, HISTORY).dataframe[0].value
    assert frame["submission_id"].tolist() == list(range(28, 0, -1))
    latest = frame.iloc[0]
    assert (latest["submitted_by"], latest["file_name"]) == ("示例联络员甲", "月报.csv")
    assert (latest["rows_changed"], latest["message"], latest["edition"]) == (1, "更正", 2)


def test_the_history_of_one_dataset(visit, two):
    frame = visit(two, HISTORY, dataset="project_month").dataframe[0].value
    assert frame["submission_id"].tolist() == [28, 21]


def test_a_submission_is_shown_with_its_file_to_take_away(visit, two):
    app = visit(two, HISTORY, submission="28")
    whole(app)
    assert hashlib.sha256(FILE).hexdigest() in said(app)
    assert "published as edition 2" in said(app)
    labels = [one.proto.label for one in app.get("download_button")]
    assert labels == ["Download the file as it came"]


def test_a_submission_changes_figures_that_are_shown_before_and_after(visit, two):
    app = visit(two, HISTORY, submission="28")
    frames = [one.value for one in app.dataframe if "After" in one.value.columns]
    assert len(frames[0]) > 0


def test_the_file_of_a_submission_is_the_one_that_came(visit, two):
    visit(two, HISTORY)
    digest = hashlib.sha256(FILE).hexdigest()
    assert history.original(digest) == FILE
    for wrong in ("0" * 64, "../CURRENT", f"../files/{digest}", ""):
        with pytest.raises(StoreError, match="not kept"):
            history.original(wrong)
    (two.files / digest).unlink()
    (two.files / digest).write_bytes(b"another")
    with pytest.raises(StoreError, match="not the one"):
        history.original(digest)


def test_whoever_may_not_upload_is_offered_no_file(visit, two):
    app = visit(two, HISTORY, submission="28", role="leader")
    whole(app)
    assert not app.get("download_button")


def test_a_liaison_takes_away_files_of_the_datasets_given_alone(visit, two, monkeypatch):
    visit(two, HISTORY)
    digest = hashlib.sha256(FILE).hexdigest()
    scope = Scope(frozenset({"C1"}), frozenset({"*"}), frozenset({"task"}))
    liaison = Person("lisi", "李四", frozenset({"liaison"}), scope)
    monkeypatch.setattr(access, "visitor", lambda *_roles: liaison)
    assert history.may_take("task") and not history.may_take("project_month")
    with pytest.raises(StoreError, match="not given to you"):
        history.exporter("project_month", "月报.csv", digest)()


@pytest.mark.parametrize("number", ["99", "x", "1 or 1=1", "9" * 40])
def test_a_submission_that_does_not_exist_is_no_error(visit, two, number):
    app = visit(two, HISTORY, submission=number)
    whole(app)
    assert not any(one.value.startswith("Submission ") for one in app.subheader)


def test_two_editions_are_compared_row_by_row(visit, two):
    app = visit(two, HISTORY)
    whole(app)
    frames = [one.value for one in app.dataframe]
    rows = next(one for one in frames if "Rows removed" in one.columns)
    assert rows[["Rows added", "Rows removed", "Rows changed"]].to_numpy().tolist() == [[0, 0, 1]]
    cells = next(one for one in frames if {"Key", "After"} <= set(one.columns))
    assert cells["After"].tolist() == ["150000"] and "P0001" in cells["Key"].iloc[0]


def test_a_record_leads_to_the_row_of_the_file_it_came_from(visit, two):
    app = visit(two, HISTORY, trace="project_month", key="P0001,2022-10")
    whole(app)
    assert "row 2 of the file, in submission 28" in said(app)
    older = visit(two, HISTORY, trace="project_month", key="P0001,2022-10", edition="1")
    assert "in submission 21" in said(older)


@pytest.mark.parametrize("key", ["P9999,2022-10", "' or 1=1 --,2022-10", "P0001,x"])
def test_a_record_that_does_not_exist_is_said(visit, two, key):
    app = visit(two, HISTORY, trace="project_month", key=key)
    whole(app)
    assert "no such record" in said(app)


@pytest.mark.parametrize("name", sorted(schema.uploadable()))
def test_any_record_of_any_dataset_can_be_traced(city, name):
    dataset = schema.dataset(name)
    with city.reading() as edition:
        names = ", ".join(f"{one}::varchar" for one in dataset.key)
        key = edition.connection.execute(f"select {names} from {name} limit 1").fetchall()[0]
        found = edition.fetch(trace.question(dataset), **dict(zip(dataset.key, key, strict=True)))
    assert len(found) == 1 and found["source_row"].iloc[0] >= 2


# --- who has reported -----------------------------------------------------------------------------

CHAINS = (
    "insert into department (department_id, name, kind) values ('D1', '示例部门', '牵头')",
    """insert into chain (chain_id, name, name_en, department_id, valid_from)
    values ('C1', '甲链', 'A', 'D1', '2021-01-01'), ('C2', '乙链', 'B', 'D1', '2021-01-01')""",
    "insert into liaison (liaison_id, chain_id, name) values ('LI1', 'C1', '联络员一')",
    "update project set chain_id = 'C1' where project_id = 'P0001'",
    "update project set chain_id = 'C2' where project_id = 'P0002'",
    """insert into project_plan (project_id, year, version, annual_plan)
    values ('P0001', 2022, 1, 1000), ('P0002', 2022, 1, 1000), ('P0002', 2021, 1, 0)""",
    """insert into segment (segment_id, chain_id, stage, name, essential, position)
    values ('S1', 'C1', '上游', '一', true, 1), ('S2', 'C2', '上游', '二', true, 1),
           ('S3', 'C2', '中游', '三', true, 2)""",
    f"""insert into enterprise_segment (uscc, segment_id)
    values ('{town.FIRM}', 'S1'), ('{town.FIRM}', 'S2'), ('{town.FIRM}', 'S3')""",
)


def submit(
    connection: duckdb.DuckDBPyConnection, number: int, at: str, firm: str, output: int
) -> None:
    """A firm's report of October 2022, by a submission of that time, in an edition of that time."""
    edition = connection.execute("select max(edition) from edition").fetchall()[0][0]
    connection.execute("update edition set made_at = ? where edition = ?", [at, edition])
    connection.execute(
        """insert into submission by name select ? as submission_id, ? as edition,
        'enterprise_month' as dataset, 'x.csv' as file_name, 'x' as sha256, ? as submitted_at,
        '甲' as submitted_by, 1 as rows_added, 0 as rows_changed, 0 as rows_same""",
        [number, edition, at],
    )
    connection.execute("delete from enterprise_month where uscc = ?", [firm])
    connection.execute(
        """insert into enterprise_month by name select ? as uscc, '2022-10' as month,
        ? as output_ytd, ? as submission_id, 2 as source_row""",
        [firm, output, number],
    )


@pytest.fixture
def small(tmp_path: Path) -> Store:
    """A town with two chains, one of which has a liaison."""
    store = town.build(tmp_path / "town")
    store.publish(lambda c: [c.execute(one) for one in CHAINS], by="测试", kind="提交")
    return store


def asked(store: Store, question: str, **values: object) -> list[tuple[object, ...]]:
    columns = {
        "not_reported": ["dataset", "record", "chain_id", "liaison", "last_month"],
        "not_reported_totals": ["dataset", "expected", "reported", "missing"],
        "not_reported_by_chain": ["dataset", "chain_id", "expected", "reported", "missing"],
        "lateness": ["record", "chain_id", "days_late"],
    }[question]
    with store.reading() as edition:
        frame = edition.fetch(queries.query(question), **values)[columns].astype(object)
    return [tuple(row) for row in frame.where(frame.notna(), None).to_numpy()]


def test_whoever_has_a_plan_or_is_above_scale_owes_a_report(small):
    assert asked(small, "not_reported_totals", month="2022-09") == [
        ("project_month", 2, 1, 1),
        ("enterprise_month", 2, 0, 2),
    ]
    assert asked(small, "not_reported", month="2022-09") == [
        ("enterprise_month", town.FIRM, "C1", "联络员一", None),
        ("enterprise_month", town.FIRM, "C2", None, None),
        ("project_month", "P0002", "C2", None, None),
        ("enterprise_month", town.OTHER, None, None, None),
    ]
    assert asked(small, "not_reported", month="2022-09", chain="C1", dataset="project_month") == []


def test_a_plan_of_nothing_and_a_year_without_a_plan_owe_no_report(small):
    totals = dict(row[:2] for row in asked(small, "not_reported_totals", month="2021-12"))
    assert "project_month" not in totals


def test_the_last_month_reported_is_the_one_before(small):
    found = asked(small, "not_reported", month="2022-11", dataset="project_month")
    assert [(row[1], row[4]) for row in found] == [("P0001", "2022-09"), ("P0002", None)]


def test_each_chain_counts_a_firm_once_however_many_segments(small):
    found = asked(small, "not_reported_by_chain", month="2022-09", dataset="enterprise_month")
    assert sorted(found, key=str) == [
        ("enterprise_month", "C1", 1, 0, 1),
        ("enterprise_month", "C2", 1, 0, 1),
        ("enterprise_month", None, 1, 0, 1),
    ]


def test_a_closed_firm_and_one_below_scale_owe_nothing(small):
    def ends(connection: duckdb.DuckDBPyConnection) -> None:
        connection.execute("update enterprise set status = '注销' where uscc = ?", [town.FIRM])
        connection.execute("update enterprise set size_class = '规下' where uscc = ?", [town.OTHER])

    small.publish(ends, by="测试", kind="提交")
    assert asked(small, "not_reported", month="2022-09", dataset="enterprise_month") == []


def test_a_firm_that_began_to_report_later_owes_nothing_before(small):
    small.publish(lambda c: submit(c, 1, "2022-11-10", town.FIRM, 5), by="测试", kind="提交")
    owed = asked(small, "not_reported_totals", month="2022-09")
    assert ("enterprise_month", 1, 0, 1) in owed


def test_the_demonstration_lacks_the_reports_that_the_overview_counts(city):
    counted = asked(city, "not_reported_totals", month="2022-10")
    assert ("project_month", 346, 342, 4) in counted
    with city.reading() as edition, edition.cursor() as cursor:
        sql = """select project_id from project_status
        where month = '2022-10' and state = 'not_reported' order by 1"""
        overview = [row[0] for row in cursor.execute(sql).fetchall()]
    missing = asked(city, "not_reported", month="2022-10", dataset="project_month")
    assert sorted(row[1] for row in missing) == overview


def test_due_dates_are_those_of_the_sources():
    firms = rules.due()["enterprise_month"]
    assert firms.on("2022-10") == date(2022, 11, 16)
    assert firms.on("2022-12") == date(2023, 1, 16)
    assert firms.on("2022-02") == date(2022, 3, 16)
    assert firms.on("2022-01") is None


@pytest.mark.parametrize("name", sorted(rules.due()))
def test_what_is_due_is_a_monthly_dataset_and_a_day_that_every_month_has(name):
    rule = rules.due()[name]
    assert "month" in schema.uploadable()[name].key
    assert 1 <= rule.day <= 28 and rule.note and rule.note_en


def test_lateness_counts_the_days_after_the_due_date(small):
    small.publish(lambda c: submit(c, 1, "2022-11-16 23:59", town.FIRM, 5), by="测试", kind="提交")
    small.publish(lambda c: submit(c, 2, "2022-11-20 08:00", town.OTHER, 5), by="测试", kind="提交")
    values = {"month": "2022-10", "dataset": "enterprise_month", "due": date(2022, 11, 16)}
    assert asked(small, "lateness", **values) == [(town.OTHER, None, 4)]


def test_a_report_in_time_that_was_corrected_later_is_not_late(visit, small):
    small.publish(lambda c: submit(c, 1, "2022-11-10", town.FIRM, 5), by="测试", kind="提交")

    def later(connection: duckdb.DuckDBPyConnection) -> None:
        submit(connection, 2, "2022-11-25", town.FIRM, 6)
        submit(connection, 3, "2022-11-25", town.OTHER, 6)

    small.publish(later, by="测试", kind="提交")
    app = visit(small, REPORTING, month="2022-10", dataset="enterprise_month")
    whole(app)
    assert [(one.label, one.value) for one in app.metric] == [
        ("Owed", "2"),
        ("Reported", "2"),
        ("Not reported yet", "0"),
        ("Late", "1"),
    ]
    session.begin()  # whatever an earlier test looked at in this thread
    assert reporting.late("2022-10", "enterprise_month")["record"].tolist() == [town.OTHER]


def test_the_oldest_edition_tells_when_a_report_first_came(visit, small):
    small.publish(lambda c: submit(c, 1, "2022-11-20", town.FIRM, 5), by="测试", kind="提交")
    small.publish(lambda c: submit(c, 2, "2022-11-25", town.FIRM, 6), by="测试", kind="提交")
    for number in (1, 2):
        small.path(number).unlink()
    retention.note(small.root, {1: retention.RETENTION, 2: retention.RETENTION})
    visit(small, REPORTING)
    session.begin()
    late = reporting.late("2022-10", "enterprise_month")
    assert late["days_late"].tolist() == [4, 4]  # in both chains; 25 November would be 9
    assert late["submission_id"].tolist() == [1, 1]


def test_the_page_names_the_missing_with_their_liaison(visit, small):
    app = visit(small, REPORTING, month="2022-09", chain="C1")
    whole(app)
    frame = app.dataframe[0].value
    assert frame[["record", "liaison"]].to_numpy().tolist() == [[town.FIRM, "联络员一"]]
    assert "was due on 2022-10-16" in said(app)


def test_january_is_not_owed_alone(visit, small):
    sql = """insert into project_month (project_id, month, invested_ytd)
    values ('P0001', '2022-01', 1)"""
    small.publish(lambda c: c.execute(sql), by="测试", kind="提交")
    app = visit(small, REPORTING, month="2022-01")
    whole(app)
    assert not app.metric and "no report is owed" in said(app)


def test_a_month_in_which_all_have_reported_says_so(visit, city):
    app = visit(city, REPORTING, month="2022-10", dataset="enterprise_month")
    whole(app)
    assert "Everybody has reported" in said(app) and "No report came late" in said(app)
