"""Every page in both languages through the frame: on the city, on an empty store, on a bug."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from pages_seen import press, whole
from streamlit.testing.v1 import AppTest

from chains import i18n, queries, sandbox
from chains.settings import HOME
from chains.store import Store, durable
from chains.ui import pages

PAGES = sorted(path.relative_to(HOME).as_posix() for path in HOME.glob("pages/*/*.py"))
OVERVIEW = "pages/city/1_overview.py"
LANGUAGES = list(i18n.LANGUAGES)


@pytest.fixture
def visit(visit: Callable[..., AppTest]) -> Callable[..., AppTest]:
    """Open a page in Chinese unless another language is named."""
    return partial(visit, lang="zh")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", PAGES)
def test_a_page_stands_on_the_demonstration_city(visit, city, page, language):
    app = visit(city, page, lang=language)
    whole(app)
    with i18n.speaking(language):
        assert app.title[0].value == i18n._(pages.header(Path(page))[0])
    assert "2022-10" in app.caption[0].value
    demonstration = {"zh": "演示数据", "en": "Demonstration data"}[language]
    assert demonstration in app.markdown[0].value


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", PAGES)
def test_a_page_of_an_empty_store_says_so_and_what_to_do(visit, empty, page, language):
    app = visit(empty, page, lang=language)
    whole(app)
    if page.startswith("pages/city/"):
        assert "python -m chains demo" in app.info[0].value


def test_the_language_is_in_the_url_and_wrong_ones_fall_back(visit, empty):
    app = visit(empty, OVERVIEW, lang="xx")
    assert app.query_params["lang"] == "zh"


def test_english_pages_name_the_chains_in_english(visit, city):
    app = visit(city, "pages/city/2_chain.py", lang="en", chain="C1")
    assert "Equipment manufacturing" in app.selectbox(key="chain").options


def test_a_choice_in_the_url_is_the_one_that_is_shown(visit, city):
    app = visit(city, "pages/city/3_projects.py", chain="C4", level="省重点", month="2022-06")
    shown = {box.key: box.value for box in app.selectbox}
    assert (shown["chain"], shown["level"], shown["month"]) == ("C4", "省重点", "2022-06")


def test_changing_a_choice_writes_it_into_the_url(visit, city):
    app = visit(city, "pages/city/3_projects.py")
    app.selectbox(key="chain").select("C2").run()
    assert app.query_params["chain"] == "C2"
    whole(app)


def test_a_project_in_a_month_before_its_first_year_has_no_plan(visit, city):
    app = visit(city, "pages/city/4_project.py", project="P0003", month="2019-12")
    whole(app)
    assert any("无年度计划" in one.value for one in [*app.markdown, *app.caption])


def test_a_value_of_the_url_that_does_not_exist_falls_back(visit, city):
    app = visit(city, "pages/city/2_chain.py", chain="C99", month="1999-01", segment="' or 1=1")
    whole(app)
    assert app.selectbox(key="chain").value == "C1"


def test_an_empty_filter_result_is_a_sentence_not_a_blank(visit, city):
    app = visit(
        city,
        "pages/city/3_projects.py",
        level="省三高四新",
        chain="C4",
        county="430502",
        light="danger",
    )
    whole(app)
    assert any("没有符合条件的内容" in one.value for one in app.info)


def test_opening_a_segment_shows_its_firms(visit, city):
    app = visit(city, "pages/city/2_chain.py", chain="C1")
    segment = app.selectbox(key="segment").options[0]
    app.selectbox(key="segment").select_index(0).run()
    whole(app)
    assert any(segment in one.value for one in app.subheader)


def test_the_workbench_answers_a_saved_query(visit, city):
    app = visit(
        city, "pages/query/1_workbench.py", saved="completion_by_level", values="month=2022-10"
    )
    app.button[0].click().run()
    whole(app)
    assert app.dataframe[0].value["projects"].tolist() == [6, 34, 326]


def test_an_edited_saved_query_says_so_and_can_be_brought_back(visit, city):
    app = visit(city, "pages/query/1_workbench.py", saved="chains")
    saved = app.text_area[0].value
    app.text_area[0].set_value("select 1 as one").run()
    assert any("与已存查询不同" in one.value for one in app.caption)
    next(one for one in app.button if one.label == "恢复已存文本").click().run()
    whole(app)
    assert app.text_area[0].value == saved and not app.warning


def test_a_file_that_its_user_removes_waits_no_more(visit, city):
    app = _uploaded(visit, city, f"{HEADER}\nP0001,2022-10,150000\n".encode())
    assert len(app.metric) == 4
    app.file_uploader[0].set_value(None).run()
    whole(app)
    assert len(app.metric) == 0


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("", "SELECT"),
        ("select 1; select 2", "一"),
        ("drop table leader", "SELECT"),
        ("select *\nfrom nowhere", "nowhere"),
        ("select * from read_csv('/etc/passwd')", ""),
    ],
)
def test_a_refused_query_is_a_plain_sentence_and_the_page_stays(visit, city, sql, said):
    app = visit(city, "pages/query/1_workbench.py")
    app.text_area[0].set_value(sql).run()
    app.button[0].click().run()
    assert [one.value for one in app.exception] == []
    assert len(app.error) == 1 and said in app.error[0].value
    assert "编号" not in app.error[0].value


UPLOAD = "pages/data/1_upload.py"
HEADER = "项目编号,月份,累计完成投资（万元）"


def _uploaded(visit, store: Store, data: bytes) -> AppTest:
    app = visit(store, UPLOAD, dataset="project_month")
    whole(app)
    app.file_uploader[0].set_value(("月报.csv", data, "text/csv"))
    return app.run()


def _confirm(app: AppTest, by: str) -> AppTest:
    app.text_input(key="by").set_value(by)
    return press(app, "确认并发布")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "空"),
        (b"\x89PNG\r\n" + bytes(200), "二进制"),
        (b"x" * 100_000_000, "64"),
        ("甲,乙\n1,2\n".encode(), "模板"),
        (f"{HEADER}\nP0001,2022-10,1\x000\n".encode(), "二进制"),
    ],
)
def test_a_file_that_is_no_table_is_refused_in_a_sentence(visit, city, data, said):
    app = _uploaded(visit, city, data)
    assert [one.value for one in app.exception] == []
    assert len(app.error) == 1 and said in app.error[0].value
    assert city.current() == 1


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_an_upload_goes_from_the_difference_to_the_receipt(visit, city_copy, encoding):
    app = _uploaded(visit, city_copy, f"{HEADER}\nP0001,2022-10,150000\n".encode(encoding))
    whole(app)
    assert [one.value for one in app.metric] == ["0", "1", "0", "0"]
    app = _confirm(app, "示例联络员甲")
    whole(app)
    assert "第28号提交已发布为第2版" in app.success[0].value
    assert city_copy.current() == 2


def test_an_upload_without_a_name_is_not_published(visit, city_copy):
    app = _uploaded(visit, city_copy, f"{HEADER}\nP0001,2022-10,150000\n".encode())
    app = _confirm(app, " ")
    assert len(app.error) == 1 and city_copy.current() == 1


def test_what_changed_in_between_is_shown_before_it_is_published(visit, city_copy):
    def somebody_else(connection):
        connection.execute(
            "update project_month set invested_ytd = 123456 "
            "where project_id = 'P0001' and month = '2022-10'"
        )

    app = _uploaded(visit, city_copy, f"{HEADER}\nP0001,2022-10,150000\n".encode())
    city_copy.publish(somebody_else, by="示例联络员乙", kind="提交")
    app = _confirm(app, "示例联络员甲")
    assert "请重新查看" in app.warning[0].value or "再" in app.warning[0].value
    assert city_copy.current() == 2
    assert "123456" in app.dataframe[0].value.to_string()
    app = _confirm(app, "示例联络员甲")
    assert "第3版" in app.success[0].value and city_copy.current() == 3


def test_a_stale_number_does_not_look_fresh(visit, empty):
    rows = (Path(__file__).with_name("small_town.sql")).read_text(encoding="utf-8")
    empty.publish(lambda connection: connection.execute(rows), by="测试", kind="提交")
    app = visit(empty, OVERVIEW)
    whole(app)
    assert "个月前" in app.markdown[0].value
    assert "尚无提交" in app.caption[0].value


def test_a_city_of_enterprises_alone_has_pages_that_say_what_is_missing(visit, empty):
    def firms(connection):
        connection.execute(
            "insert into enterprise (uscc, name, county_id, industry_code, size_class, is_leading, "
            "status) values ('91430500MA00000220', '甲厂', 'X', 'C35', '规上', true, '正常')"
        )

    empty.publish(firms, by="测试", kind="提交")
    for page in PAGES:
        app = visit(empty, page)
        whole(app)
        assert "nan" not in app.caption[0].value.lower()


def test_a_damaged_pointer_is_said_with_its_remedy(visit, city_copy):
    durable.write(city_copy.root / "CURRENT", b"rubbish")  # a copy's files are links
    app = visit(city_copy, OVERVIEW)
    assert [one.value for one in app.exception] == []
    assert "CURRENT" in app.error[0].value


def test_a_bug_is_a_number_for_the_user_and_a_traceback_in_the_log(
    visit, city, monkeypatch, caplog
):
    def broken(*_values: object) -> float:
        raise ZeroDivisionError("secret detail")

    monkeypatch.setattr("chains.metrics.due", broken)
    app = visit(city, OVERVIEW)
    assert len(app.error) == 1 and "secret detail" not in app.error[0].value
    number = app.error[0].value.split("编号")[1].split()[0]
    entry = next(one for one in caplog.records if getattr(one, "reference", "") == number)
    assert entry.exc_info and isinstance(entry.exc_info[1], ZeroDivisionError)


@pytest.mark.parametrize("name", sorted(queries.library()))
def test_every_question_of_the_library_answers_in_the_workbench(city, name):
    query = queries.query(name)
    values = {one.name: one.default for one in query.parameters}  # text, as the fields give it
    answer = sandbox.run(city.path(1), query.sql, values=values)
    with city.reading() as edition:
        assert answer.table.num_rows == min(len(edition.fetch(query)), 1000)
