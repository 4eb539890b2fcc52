"""Three people at work in a real Chromium: a leader, a liaison, an analyst."""

import csv
import re
from pathlib import Path

from playwright.sync_api import Page, expect

from chains.risk.computing import compute

SLOW = 30_000
DANGER, ITS_CHAIN = "▲ 严重滞后", "特色轻工"


def _settled(page: Page) -> None:
    """Wait until the page's run has ended."""
    page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]", timeout=SLOW)


def _open(page: Page, url: str) -> None:
    page.goto(url)
    expect(page.locator("h1")).to_be_visible(timeout=SLOW)
    _settled(page)


def _click_row(page: Page, table: str, row: int) -> None:
    """Click the box before a row of a table; the table is drawn on a canvas, so by its place."""
    named = page.locator(f'div[aria-label="{table}"]')
    drawn = page.locator("[data-testid=stDataFrame]").filter(has=named)
    drawn.scroll_into_view_if_needed()
    page.wait_for_timeout(500)
    box = drawn.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + 18, box["y"] + 35 + 35 * row + 17)


def test_a_leader_goes_from_the_red_light_to_the_project_that_causes_it(server, page):
    _open(page, f"{server.url}/?lang=zh")
    red = page.get_by_text(DANGER, exact=True)
    expect(red).to_have_count(1)
    card = (
        page.locator("[data-testid=stVerticalBlock]")
        .filter(has=red)
        .last.locator("..")
        .locator("..")
    )
    expect(card).to_contain_text(ITS_CHAIN)
    page.locator("[data-testid=stPageLink] a[href*='chain=C4']").first.click()
    expect(page.locator("h1")).to_have_text("产业链", timeout=SLOW)
    _settled(page)
    expect(page).to_have_url(re.compile(r"/chain\?.*chain=C4"))
    expect(page.get_by_text("落后35.3个百分点")).to_be_visible()
    _click_row(page, "项目完成情况", 0)
    expect(page.locator("h1")).to_have_text("项目档案", timeout=SLOW)
    _settled(page)
    expect(page.get_by_text(DANGER).first).to_be_visible()
    expect(page.get_by_text("用地手续", exact=False).first).to_be_visible()
    assert "Traceback" not in server.log()


def test_a_leader_sees_in_two_clicks_who_endangers_a_chain_most_and_who_could_step_in(server, page):
    compute(server.store, server.store.current())
    _open(page, f"{server.url}/?lang=zh")
    page.locator("[data-testid=stPageLink] a[href*='chain=C4']").first.click()
    expect(page.locator("h1")).to_have_text("产业链", timeout=SLOW)
    _settled(page)
    _click_row(page, "停产影响最大的本链企业", 0)
    expect(page.locator("h1")).to_have_text("停产推演", timeout=SLOW)
    _settled(page)
    expect(page.get_by_text("受影响最重的产业链：特色轻工")).to_be_visible()
    expect(page.get_by_text("谁能顶上", exact=True)).to_be_visible()
    expect(page.locator('div[aria-label^="谁能替代"]')).to_be_visible()
    assert "Traceback" not in server.log()


def _template(page: Page, url: str, folder: Path) -> list[list[str]]:
    _open(page, f"{url}/upload?lang=zh&dataset=project_month")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="CSV模板").click()
    path = folder / "template.csv"
    waiting.value.save_as(path)
    with path.open(encoding="utf-8-sig", newline="") as text:
        return list(csv.reader(text))


def _choose(page: Page, file: Path) -> None:
    """Press the uploader's button and choose a file, as a person does, the same one again too."""
    zone = page.get_by_test_id("stFileUploaderDropzone")
    with page.expect_file_chooser() as waiting:
        zone.get_by_role("button").last.click()
    waiting.value.set_files(file)


def _completion(page: Page, url: str) -> str:
    _open(page, f"{url}/projects?lang=zh&level=省三高四新")
    figure = page.locator(".js-plotly-plot").first
    expect(figure).to_contain_text("%", timeout=SLOW)
    return str(figure.text_content())


def test_a_liaison_goes_from_the_template_to_the_changed_figure(server, page, tmp_path):
    assert "115.8%" in _completion(page, server.url)
    header, _example = _template(page, server.url, tmp_path)
    with server.store.reading() as edition, edition.cursor() as cursor:
        project, invested = cursor.execute(
            "select project_id, invested_ytd "
            "from project_month join project_level using (project_id) "
            "where level = '省三高四新' and month = '2022-10' order by project_id limit 1"
        ).fetchone()
    file = tmp_path / "项目月报.csv"
    broken = [project, "2022-13", str(invested + 69740), "", ""]
    file.write_text("\n".join(",".join(row) for row in (header, broken)), encoding="gb18030")
    _open(page, f"{server.url}/upload?lang=zh&dataset=project_month")
    _choose(page, file)
    expect(page.get_by_text("数据未作任何改动").first).to_be_visible(timeout=SLOW)
    expect(page.get_by_role("button", name="确认并发布")).to_have_count(0)

    file.write_text(
        "\n".join(",".join(row) for row in (header, [project, "2022-10", *broken[2:]])),
        encoding="gb18030",
    )
    _choose(page, file)
    expect(page.get_by_text("有1处需要核对", exact=False).first).to_be_visible(timeout=SLOW)
    page.get_by_label("提交人姓名").fill("示例联络员甲")
    page.get_by_role("button", name="确认并发布").click()
    expect(page.get_by_text("回执 第000028号")).to_be_visible(timeout=SLOW)
    assert server.store.current() == 2
    # 69,740 万元 more on an annual plan of 697,400: ten points more than 115.8 %
    assert "125.8%" in _completion(page, server.url)


def test_a_viewer_with_a_page_open_is_told_of_a_new_edition(server, page):
    _open(page, f"{server.url}/?lang=zh")
    number = server.store.restore(server.store.current(), by="示例管理员")
    news = page.get_by_text(f"数据已更新：现为第{number}版", exact=False)
    expect(news).to_be_visible(timeout=SLOW)
    page.get_by_role("button", name="显示新数据").click()
    expect(page.get_by_text(f"第{number}版", exact=False).first).to_be_visible(timeout=SLOW)
    expect(news).to_have_count(0, timeout=SLOW)


def test_an_analyst_goes_from_a_saved_query_to_a_csv_file(server, page, tmp_path):
    _open(page, f"{server.url}/workbench?lang=zh&saved=completion_by_chain&values=month%3D2022-10")
    page.get_by_role("button", name=re.compile("运行")).click()
    expect(page.get_by_text("共9行")).to_be_visible(timeout=SLOW)
    with page.expect_download() as waiting:
        page.get_by_role("button", name="下载CSV").click()
    waiting.value.save_as(tmp_path / "query.csv")
    data = (tmp_path / "query.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(data.decode("utf-8-sig").splitlines()))
    assert len(rows) == 9
    assert {row["chain"]: float(row["completion"]) for row in rows}[ITS_CHAIN] < 0.5
