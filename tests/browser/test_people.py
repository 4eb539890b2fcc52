"""People at the door in a real Chromium: who comes in, what each is shown, and the way out."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from served import Server, serving

from chains import state
from chains.access import Scope
from chains.signin import passwords
from chains.store import Store

SLOW = 30_000
PHRASE = "示例口令和三棵大树"
CITY = ["总览", "产业链", "重大项目", "项目档案"]
INVESTMENT = ["投资完成", "四率", "全年进程", "今日调度", "预测", "预警"]
NETWORK = ["九条产业链", "薄弱点", "企业", "停产推演", "本地配套建议"]
DATA = ["历史记录", "报送情况", "数据字典"]
SEEN = (*CITY, *INVESTMENT, *NETWORK)
MENU = {
    "leader": [*SEEN, *DATA],
    "liaison": [*SEEN, "数据更新", "在线更正", *DATA],
    "analyst": [*SEEN, *DATA, "查询台"],
}


@pytest.fixture(scope="module")
def office(
    copy_city: Callable[[Path], Store], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    """A dashboard with an account for each role, all with the same password."""
    folder = tmp_path_factory.mktemp("office")
    store = copy_city(folder / "city")
    db = state.State.open(f"sqlite:///{(store.root / 'state.sqlite3').as_posix()}")
    for role in MENU:
        state.accounts.create(
            db,
            name=role,
            title=f"示例{role}",
            roles=frozenset({role}),
            scope=Scope(frozenset({"C1"}), frozenset({"*"}), frozenset({"project_month"})),
            password=passwords.hash(PHRASE),
            must_change=role == "analyst",
        )
    db.close()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CHAINS_ACCESS", "local")
        with serving(store, folder) as running:
            yield running


def _sign_in(page: Page, name: str, secret: str = PHRASE) -> None:
    page.get_by_label("账号").fill(name)
    page.get_by_label("密码").fill(secret)
    page.get_by_role("button", name="登录").click()


def _menu(page: Page) -> list[str]:
    expect(page.get_by_test_id("stSidebarNav")).to_be_visible(timeout=SLOW)
    links = page.get_by_test_id("stSidebarNavLink").all_inner_texts()
    return [text.split("\n")[-1].strip() for text in links]


def test_a_deep_link_leads_to_the_sign_in_and_back_to_its_choice(office: Server, page: Page):
    page.goto(f"{office.url}/projects?lang=zh&chain=C3")
    expect(page).to_have_url(re.compile("/sign-in"))
    _sign_in(page, "leader", "不是这个口令")
    expect(page.get_by_role("alert")).to_be_visible()
    _sign_in(page, "leader")
    expect(page.locator("h1")).to_have_text("重大项目", timeout=SLOW)
    expect(page.get_by_role("combobox", name="产业链")).to_have_value("中医药", timeout=SLOW)
    expect(page.get_by_test_id("stSidebar")).to_contain_text("示例leader")


@pytest.mark.parametrize("role", ["leader", "liaison"])
def test_each_role_is_shown_its_own_pages(office: Server, page: Page, role: str):
    page.goto(f"{office.url}/?lang=zh")
    _sign_in(page, role)
    expect(page.locator("h1")).to_have_text("总览", timeout=SLOW)
    assert _menu(page) == MENU[role]


def test_the_first_sign_in_asks_for_a_password_of_ones_own(office: Server, page: Page):
    page.goto(f"{office.url}/workbench?lang=zh")
    _sign_in(page, "analyst")
    expect(page).to_have_url(re.compile("/sign-in/password"))
    page.goto(f"{office.url}/workbench?lang=zh")
    expect(page).to_have_url(re.compile("/sign-in/password"))
    fields = page.locator("input[type=password]")
    for place, text in enumerate((PHRASE, "另一句口令和两座石桥", "另一句口令和两座石桥")):
        fields.nth(place).fill(text)
    page.locator("main button").first.click()
    expect(page.locator("h1")).to_have_text("查询台", timeout=SLOW)
    assert _menu(page) == MENU["analyst"]


def test_a_tab_that_is_open_ends_with_the_session(
    office: Server, page: Page, chromium: Browser
) -> None:
    page.goto(f"{office.url}/?lang=zh")
    _sign_in(page, "leader")
    expect(page.locator("h1")).to_have_text("总览", timeout=SLOW)
    stolen = page.context.cookies()
    thief = chromium.new_context(locale="zh-CN")
    thief.add_cookies(stolen)  # type: ignore[arg-type]  # what cookies() gives, add_cookies takes
    other = thief.new_page()
    other.goto(f"{office.url}/projects?lang=zh")
    expect(other.locator("h1")).to_have_text("重大项目", timeout=SLOW)
    page.goto(f"{office.url}/sign-out?lang=zh")
    page.get_by_role("button", name="退出登录").first.click()
    expect(page).to_have_url(re.compile("/sign-in"))
    other.get_by_role("link", name="总览").first.click()
    expect(other).to_have_url(re.compile("/sign-in"), timeout=SLOW)
    other.goto(f"{office.url}/?lang=zh")
    expect(other).to_have_url(re.compile("/sign-in"))
    thief.close()


@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_door_needs_no_sideways_scroll(office: Server, page: Page, width: int, language: str):
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{office.url}/sign-in?lang={language}")
    expect(page.locator("h1")).to_be_visible()
    over = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(over) <= 0
