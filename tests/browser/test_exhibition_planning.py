"""From last time's exhibition to the next one's booth, in a browser: the DX section and a division that exhibits."""

import datetime as dt
import re

from playwright.sync_api import Page, expect

from minato_dx.core.calendar import today
from tests.browser.conftest import SECTION_HEAD, STAFF, Enter, Portal
from tests.browser.test_main_job import tab_to
from tests.browser.visitor import sign_in

PLAN = "/exhibitions/plan/"
TITLE = "第5回 庁内DX展示会"
SHOWN = "一時保育の空きを、電話の前に見せる"
OUTSIDER = """
    SELECT u.staff_number FROM organization_membership m JOIN organization_user u ON u.id = m.user_id
    JOIN organization_division d ON d.id = m.division_id
    WHERE d.key = '0704' AND NOT m.is_head AND m.valid_to IS NULL ORDER BY u.id LIMIT 1
"""
LAST = "SELECT MAX(id) FROM showcase_exhibition WHERE state = 'published'"
BOOTHS = "SELECT x, y FROM showcase_booth WHERE code = 'C-1'"


def test_from_last_times_plan_to_a_booth_of_the_next(portal: Portal, enter: Enter) -> None:
    desk, staff, other = enter(SECTION_HEAD), enter(STAFF), enter(None)
    sign_in(other, portal.ask(OUTSIDER)[0][0])
    board = plan_from_last_time(portal, desk)
    place_a_booth_with_a_press(portal, desk)
    staff.goto(portal.url(PLAN + "ours/"))
    staff.get_by_role("link", name=TITLE).first.click()
    page = staff.url
    assert other.goto(page).status == 404, "an exhibitor's own page is nobody else's"

    desk.goto(board)
    desk.get_by_role("link", name="募集を始める").click()
    desk.get_by_role("button", name="募集を始める").click()
    expect(desk.get_by_text("募集を始めました。")).to_be_visible()
    write_and_apply_by_keyboard(staff, page)
    assert other.goto(page).status == 404

    desk.goto(page)
    desk.get_by_role("link", name="出展を決める").click()
    desk.get_by_label("理由").fill("窓口のテーマに合うため")
    desk.get_by_role("button", name="出展を決める").click()
    desk.get_by_role("link", name="ブースを決める・変える").click()
    desk.get_by_label("ブース").select_option(label="1階ロビー C-1（設備なし）")
    desk.get_by_role("button", name="決める").click()
    expect(desk.get_by_text("電源が要りますが、このブースにはありません。").first).to_be_visible()

    staff.goto(page)
    expect(staff.locator("main")).to_contain_text("C-1（1階ロビー）")
    assert other.goto(page).status == 404, "it is chosen, but the exhibition is not shown yet"


def plan_from_last_time(portal: Portal, desk: Page) -> str:
    day = today() + dt.timedelta(days=70)
    desk.goto(portal.url(PLAN + "new/"))
    desk.get_by_label("名前", exact=True).fill(TITLE)
    desk.get_by_label("場所").fill("本庁舎1階と9階")
    desk.get_by_label("1日目").fill(day.isoformat())
    desk.get_by_label("出展申込みの締切").fill((day - dt.timedelta(days=20)).isoformat())
    desk.get_by_label("もとにする展示会").select_option(value=str(portal.ask(LAST)[0][0]))
    desk.get_by_role("button", name="計画を始める").click()
    expect(desk.get_by_role("heading", name=TITLE, level=1)).to_be_visible()
    expect(desk.locator("main")).to_contain_text("ブース12か所のうち、12か所が空いています。")
    expect(desk.locator("main")).to_contain_text("題名は未定")
    return desk.url


def place_a_booth_with_a_press(portal: Portal, desk: Page) -> None:
    """Press the middle of the plan: the numbers come by themselves, and may be typed as well."""
    desk.get_by_role("link", name=re.compile("ブースを置く・直す.*1階ロビー")).click()
    picture = desk.locator("[data-floor] img")
    box = picture.bounding_box()
    assert box is not None
    picture.click(position={"x": box["width"] / 2, "y": box["height"] / 4})
    assert 49 <= float(desk.get_by_label("左から").input_value()) <= 51
    assert 24 <= float(desk.get_by_label("上から").input_value()) <= 26
    desk.get_by_label("ブースの番号").fill("C-1")
    desk.get_by_label("電源がある").uncheck()
    desk.get_by_label("上から").fill("３０")
    desk.get_by_role("button", name="保存する").click()
    expect(desk.get_by_role("row", name="C-1").first).to_be_visible()
    [(x, y)] = portal.ask(BOOTHS)
    assert 49 <= float(x) <= 51
    assert float(y) == 30


def write_and_apply_by_keyboard(staff: Page, page: str) -> None:
    staff.goto(page)
    tab_to(staff, "内容を書く・直す")
    staff.keyboard.press("Enter")
    expect(staff.get_by_role("heading", name="内容を書く", level=1)).to_be_visible()
    tab_to(staff, "見せるもの")
    staff.keyboard.type(SHOWN)
    tab_to(staff, "ひとことで")
    staff.keyboard.type("園ごとの空きを、毎朝フォームに入れるだけで見られます。")
    expect(staff.get_by_label("電源が要る")).to_be_checked()  # as last time
    tab_to(staff, "保存する")
    staff.keyboard.press("Enter")
    expect(staff.get_by_role("heading", name=SHOWN)).to_be_visible()
    tab_to(staff, "申し込む")
    staff.keyboard.press("Enter")
    expect(staff.get_by_role("heading", name="この内容で申し込みますか", level=1)).to_be_visible()
    tab_to(staff, "申し込む")
    staff.keyboard.press("Enter")
    expect(staff.get_by_text("申し込みました。")).to_be_visible()
