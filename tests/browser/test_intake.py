"""A liaison's file from a real office, in Chromium: from a merged header to the changed light."""

import re
from pathlib import Path

import xlwt
from playwright.sync_api import Page, expect

SLOW = 30_000
RED, CHAIN = "▲ 严重滞后", "特色轻工"
RAISE = """
select s.project_id, s.invested_ytd, s.annual_plan
from project_status s join chain using (chain_id)
where chain.name = '特色轻工' and s.month = '2022-10' and s.compared_plan > 0
order by s.compared_plan desc limit 12
"""


def _open(page: Page, url: str) -> None:
    page.goto(url)
    expect(page.locator("h1")).to_be_visible(timeout=SLOW)
    page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]", timeout=SLOW)


def _report(file: Path, rows: list[tuple[str, float]]) -> None:
    """The form of a bureau: title, unit line, header of two rows, totals, signatures; in 亿元."""
    book = xlwt.Workbook(encoding="gb18030")
    sheet = book.add_sheet("10月")
    sheet.write_merge(0, 0, 0, 4, "示例市重大项目投资进度月报表")
    sheet.write(1, 0, "统计月份：2022年10月")
    sheet.write(1, 4, "单位：亿元")
    sheet.write_merge(2, 3, 0, 0, "序号")
    sheet.write_merge(2, 2, 1, 2, "项目")
    sheet.write(3, 1, "项目编号")
    sheet.write(3, 2, "月份")
    sheet.write_merge(2, 3, 3, 3, "累计完成投资")
    sheet.write_merge(2, 3, 4, 4, "备注")
    for place, (project, amount) in enumerate(rows, 1):
        sheet.write(place + 3, 0, place)
        sheet.write(
            place + 3, 1, project.translate(str.maketrans("P0123456789", "Ｐ０１２３４５６７８９"))
        )
        sheet.write(place + 3, 2, "2022年10月")
        sheet.write(place + 3, 3, f"{amount / 10_000:,.4f}")
    sheet.write(len(rows) + 4, 0, "合计")
    sheet.write(len(rows) + 4, 3, sum(amount for _project, amount in rows) / 10_000)
    sheet.write(len(rows) + 5, 0, "填表人：示例甲    审核：示例乙")
    book.save(str(file))


def test_a_bureaus_workbook_goes_in_at_the_first_try_and_turns_the_light(server, page, tmp_path):
    with server.store.reading() as edition, edition.cursor() as cursor:
        rows = cursor.execute(RAISE).fetchall()
    file = tmp_path / "十月进度.xls"
    _report(file, [(project, max(done or 0, plan)) for project, done, plan in rows])
    _open(page, f"{server.url}/?lang=zh")
    expect(page.get_by_text(RED, exact=True)).to_have_count(1)

    _open(page, f"{server.url}/upload?lang=zh&dataset=project_month")
    zone = page.get_by_test_id("stFileUploaderDropzone")
    with page.expect_file_chooser() as waiting:
        zone.get_by_role("button").last.click()
    waiting.value.set_files(file)
    expect(page.get_by_text("折算为万元", exact=False)).to_be_visible(timeout=SLOW)
    expect(page.get_by_text("对指标的影响", exact=True)).to_be_visible(timeout=SLOW)
    current = server.store.current()

    page.get_by_role("link", name="预览发布后的全部页面").click()
    expect(page.locator("h1")).to_have_text("总览", timeout=SLOW)
    expect(page.get_by_text("预览：", exact=False).first).to_be_visible(timeout=SLOW)
    expect(page.get_by_text(RED, exact=True)).to_have_count(0, timeout=SLOW)
    assert server.store.current() == current
    page.get_by_role("button", name="结束预览").click()
    expect(page.locator("h1")).to_have_text("数据更新", timeout=SLOW)

    page.get_by_label("提交人姓名").fill("示例联络员甲")
    page.get_by_role("button", name="确认并发布").click()
    expect(page.get_by_text(re.compile("回执 第0000"))).to_be_visible(timeout=SLOW)
    assert server.store.current() == current + 1
    _open(page, f"{server.url}/?lang=zh")
    expect(page.get_by_text(RED, exact=True)).to_have_count(0, timeout=SLOW)
    assert "Traceback" not in server.log()


def test_a_browser_that_closes_keeps_the_upload(server, page, chromium, tmp_path):
    file = tmp_path / "领导.csv"
    file.write_text("领导编号,姓名,职务\nL99,示例新领导,示例职务\n", encoding="gb18030")
    _open(page, f"{server.url}/upload?lang=zh&dataset=leader")
    zone = page.get_by_test_id("stFileUploaderDropzone")
    with page.expect_file_chooser() as waiting:
        zone.get_by_role("button").last.click()
    waiting.value.set_files(file)
    expect(page.get_by_text("未发现问题").first).to_be_visible(timeout=SLOW)
    page.context.close()

    again = chromium.new_context(locale="zh-CN").new_page()
    _open(again, f"{server.url}/upload?lang=zh")
    again.get_by_role("button", name="继续处理").first.click()
    expect(again.get_by_text("未发现问题").first).to_be_visible(timeout=SLOW)
    again.get_by_label("提交人姓名").fill("示例联络员甲")
    again.get_by_role("button", name="确认并发布").click()
    expect(again.get_by_text(re.compile("回执 第0000"))).to_be_visible(timeout=SLOW)
    expect(again.get_by_role("button", name="继续处理")).to_have_count(0)
    again.context.close()
