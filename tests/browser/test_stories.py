"""The chain in a browser: a story is agreed to and published, wished for, and a consultation comes of it."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import HEAD, SECTION_HEAD, STAFF, Enter, Portal
from tests.browser.test_main_job import tab_to

ASKED = "SELECT id, title FROM showcase_story WHERE state = 'asked'"


def test_from_the_heads_yes_to_the_next_consultation(portal: Portal, enter: Enter) -> None:
    [(story, title)] = portal.ask(ASKED)
    address = portal.url(f"/stories/{story}/")
    staff = enter(STAFF)
    staff.goto(portal.url("/stories/"))
    expect(staff.locator("main")).not_to_contain_text(title)

    head = enter(HEAD)
    head.goto(address)
    tab_to(head, "読んで答える")
    head.keyboard.press("Enter")
    expect(head.get_by_role("heading", level=1)).to_have_text("公開に同意しますか")
    head.get_by_label("直してほしいところがある").check()
    head.get_by_role("button", name="答える").click()
    expect(head.locator("main")).to_contain_text("どこを直せばよいかを書いてください")
    head.get_by_label("同意する", exact=True).check()
    head.get_by_role("button", name="答える").click()
    expect(head.locator("main")).to_contain_text("公開前の確認")

    desk = enter(SECTION_HEAD)
    desk.goto(address)
    desk.get_by_role("link", name="公開する").click()
    desk.get_by_role("button", name="公開する").click()
    expect(desk.get_by_role("status").first).to_contain_text("公開しました")

    staff.goto(portal.url("/stories/"))
    staff.get_by_role("link", name=title).click()
    staff.get_by_role("button", name="うちの課でもできる").click()
    expect(staff.get_by_role("status").first).to_contain_text("と伝えました")
    staff.get_by_role("button", name="このことで相談を始める").click()
    staff.get_by_role("link", name="相談を見る").click()
    expect(staff.locator("main")).to_contain_text(title)
    staff.get_by_role("link", name=re.compile(re.escape(title))).first.click()
    expect(staff.get_by_role("heading", level=1)).to_have_text(title)
