"""A visit in a browser: a seat by keyboard alone, on a phone, the line, the code, and a wish at a booth."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import LEADER, STAFF, Enter, Portal
from tests.browser.test_main_job import tab_to

NEXT = "SELECT id FROM showcase_exhibition WHERE state = 'published'"
FREE = "順番の知らせと個人情報"
BOOTH = "SELECT MAX(id) FROM showcase_exhibitor WHERE state = 'selected' AND kind = 'company'"
SEATS = """
    SELECT s.state FROM scheduling_seat s JOIN organization_user u ON u.id = s.person_id
    JOIN showcase_programmeitem i ON i.event_id = s.event_id WHERE u.staff_number = ? AND i.title = ? ORDER BY s.id
"""


def test_reserved_and_cancelled_by_keyboard_alone(portal: Portal, enter: Enter) -> None:
    [(exhibition,)] = portal.ask(NEXT)
    page = enter(STAFF)
    page.goto(portal.url(f"/exhibitions/{exhibition}/"))
    tab_to(page, FREE, most=120)
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").first).to_contain_text("を予約しました")
    assert portal.ask(SEATS, STAFF, FREE) == [("confirmed",)]

    tab_to(page, FREE, most=120)  # into the own calendar
    tab_to(page, FREE, most=1)  # cancel
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").first).to_contain_text("取り消しました")
    assert portal.ask(SEATS, STAFF, FREE) == [("cancelled",)]


def test_on_a_phone_from_the_front_page_to_the_code(portal: Portal, enter: Enter) -> None:
    page = enter(LEADER, phone=True)
    page.goto(portal.url("/showcase/"))
    page.locator("#next-h").locator("xpath=..").get_by_role("link").click()
    page.get_by_role("button", name=re.compile(f"予約する.*{FREE}")).click()
    expect(page.get_by_role("status").first).to_contain_text("を予約しました")
    page.get_by_role("link", name="自分の来場の符号と予約").click()
    expect(page.get_by_role("img", name="来場の符号")).to_be_visible()
    expect(page.locator("main")).to_contain_text(FREE)
    expect(page.locator("main")).to_contain_text("空き待ち")
    page.get_by_role("button", name=re.compile(f"予約を取り消す.*{FREE}")).click()
    expect(page.locator("main .timetable")).not_to_contain_text(FREE)


def test_a_wish_at_a_booth_and_ones_own_word_about_the_name(portal: Portal, enter: Enter) -> None:
    [(booth,)] = portal.ask(BOOTH)
    page = enter(STAFF)
    page.goto(portal.url(f"/exhibitions/booths/{booth}/"))
    page.get_by_role("button", name="うちの課でもできる").click()
    expect(page.get_by_role("status").first).to_contain_text("と伝えました")
    expect(page.locator("main")).to_contain_text("1課が「うちの課でもできる」")
    page.get_by_role("button", name="わたしの名前と課を伝えてもよい").click()
    expect(page.locator("#name")).to_contain_text("名前と課を伝えています")
    page.get_by_role("button", name="伝えるのをやめる").click()
    expect(page.get_by_role("button", name="わたしの名前と課を伝えてもよい")).to_be_visible()
