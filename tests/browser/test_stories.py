"""The chain in a browser: story → wish → consultation → story; and who sees what at each step."""

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import HEAD, SECTION_HEAD, STAFF, Enter, Portal
from tests.browser.test_main_job import tab_to
from tests.browser.visitor import sign_in

ASKED = "SELECT id, title FROM showcase_story WHERE state = 'asked'"
OTHER_DIVISION = """
    SELECT u.staff_number, h.staff_number, v.name FROM organization_division d
    JOIN organization_divisionversion v ON v.division_id = d.id AND v.valid_to IS NULL
    JOIN organization_membership m ON m.division_id = d.id AND NOT m.is_head AND m.valid_to IS NULL
    JOIN organization_user u ON u.id = m.user_id
    JOIN organization_membership n ON n.division_id = d.id AND n.is_head AND n.valid_to IS NULL
    JOIN organization_user h ON h.id = n.user_id
    WHERE d.key = '0704' AND u.left_on IS NULL ORDER BY u.id LIMIT 1
"""
ASSIGNEE = """
    SELECT u.staff_number FROM consultations_consultation c JOIN organization_user u ON u.id = c.assignee_id
    WHERE c.fiscal_year = ? AND c.serial = ?
"""
NEXT = "月末の報告も、開けばつながる型にした"


def test_from_the_heads_yes_to_the_story_of_the_next_division(portal: Portal, enter: Enter) -> None:
    [(story, title)] = portal.ask(ASKED)
    address = portal.url(f"/stories/{story}/")
    [(their_number, their_head_number, division)] = portal.ask(OTHER_DIVISION)
    staff, theirs, their_head, desk = enter(STAFF), enter(None), enter(None), enter(SECTION_HEAD)
    sign_in(theirs, their_number)
    sign_in(their_head, their_head_number)
    theirs.goto(portal.url("/stories/"))
    expect(theirs.locator("main")).not_to_contain_text(title)
    agree_by_keyboard(enter(HEAD), address)
    publish(desk, address)

    case = wish_and_begin(portal, theirs, title)
    assert staff.goto(case).status == 404, "the division that is asked reads nobody's consultation"
    answer_on_the_spot(portal, enter, case)
    theirs.goto(case)
    theirs.get_by_role("button", name="解決した").or_(theirs.get_by_role("link", name="解決した")).first.click()
    if "/solved/" in theirs.url:
        theirs.get_by_role("button", name="解決した").click()

    theirs.goto(case)
    theirs.get_by_role("button", name="変えて取り入れた").click()
    staff.goto(address)
    expect(staff.locator("#adoptions")).to_contain_text(division)
    expect(staff.locator("#adoptions")).to_contain_text("変えて取り入れた")

    theirs.goto(case)
    theirs.get_by_role("button", name="下書きを作る").click()
    theirs.get_by_label("件名").fill(NEXT)
    theirs.get_by_role("button", name="保存する").click()
    told = theirs.url
    assert desk.goto(told).status == 200, "the DX section helps to write"
    assert staff.goto(told).status == 404, "nobody else reads a draft"
    theirs.get_by_role("link", name="公開してよいか確かめる").click()
    theirs.get_by_role("button").filter(has_text="確かめる").click()
    agree_by_keyboard(their_head, told)
    assert staff.goto(told).status == 404
    publish(desk, told)
    staff.goto(portal.url("/showcase/"))
    expect(staff.locator("main")).to_contain_text(NEXT)


def agree_by_keyboard(head: Page, address: str) -> None:
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


def publish(desk: Page, address: str) -> None:
    desk.goto(address)
    desk.get_by_role("link", name="公開する").click()
    desk.get_by_role("button", name="公開する").click()
    expect(desk.get_by_role("status").first).to_contain_text("公開しました")


def wish_and_begin(portal: Portal, staff: Page, title: str) -> str:
    """Say 「うちの課でもできる」 and begin a consultation with one more click; return its address."""
    staff.goto(portal.url("/stories/"))
    staff.get_by_role("link", name=title).click()
    staff.get_by_role("button", name="うちの課でもできる").click()
    expect(staff.get_by_role("status").first).to_contain_text("と伝えました")
    staff.get_by_role("button", name="このことで相談を始める").click()
    staff.get_by_role("link", name="相談を見る").click()
    expect(staff.locator("main")).to_contain_text(title)
    address = staff.url
    staff.get_by_role("link", name=re.compile(re.escape(title))).first.click()
    expect(staff.get_by_role("heading", level=1)).to_have_text(title)
    return address


def answer_on_the_spot(portal: Portal, enter: Enter, case: str) -> None:
    year, serial = case.rstrip("/").rpartition("/")[2].split("-")
    [(assignee,)] = portal.ask(ASSIGNEE, int(year), int(serial))
    dx = enter(None)
    sign_in(dx, assignee)
    dx.goto(case + "answers/new/")
    dx.get_by_role("radio", name=re.compile("その場の回答")).check()
    dx.get_by_label("回答", exact=True).fill("同じ型で始められます。きょう共有しました。")
    dx.get_by_role("button", name="回答・提案を送る").click()
