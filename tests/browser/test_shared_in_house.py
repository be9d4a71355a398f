"""What divisions do with vendors' proposals, in a browser: wish for one, ask of one, hand a cold call on."""

from playwright.sync_api import expect

from tests.browser.conftest import SECTION_HEAD, STAFF, Enter, Portal
from tests.browser.test_main_job import tab_to

SHOWN = "SELECT id, title FROM proposals_proposal WHERE state = 'shared' ORDER BY id DESC LIMIT 1"
SENTENCE = "うちは窓口が3つあるので、同じことで困っています"


def test_one_click_and_one_more_for_a_consultation(portal: Portal, enter: Enter) -> None:
    [(_pk, title)] = portal.ask(SHOWN)
    staff = enter(STAFF, phone=True)
    staff.goto(portal.url("/proposals/shared/"))
    staff.get_by_role("link", name=title).click()
    could = staff.get_by_role("button", name="うちの課でもできる")
    expect(could).to_be_in_viewport()
    could.click()
    expect(staff.get_by_role("status").first).to_contain_text("と伝えました")
    staff.get_by_label("ひとこと").fill(SENTENCE)
    staff.get_by_role("button", name="ひとことを残す").click()
    staff.get_by_role("button", name="取り消す").click()
    staff.get_by_role("button", name="元に戻す").click()
    expect(staff.get_by_label("ひとこと")).to_have_value(SENTENCE)
    staff.get_by_role("button", name="このことで相談を始める").click()
    staff.get_by_role("link", name="相談を見る").click()
    expect(staff.locator("main")).to_contain_text(SENTENCE)
    expect(staff.locator("main")).to_contain_text("この相談の始まり")

    head = enter(SECTION_HEAD)
    head.goto(portal.url("/wishes/"))
    expect(head.locator("main")).to_contain_text(SENTENCE)


def test_a_cold_call_is_handed_on_by_keyboard_alone(portal: Portal, enter: Enter) -> None:
    staff = enter(STAFF)
    staff.goto(portal.url("/proposals/cold-call/"))
    expect(staff.locator("main")).to_contain_text("窓口")
    tab_to(staff, "事業者の名称")
    staff.keyboard.type("飛び込み商事")
    tab_to(staff, "窓口に転送する")
    staff.keyboard.press("Enter")
    expect(staff.get_by_role("status").first).to_contain_text("転送")

    head = enter(SECTION_HEAD)
    head.goto(portal.url("/proposals/calls/"))
    head.get_by_role("link", name="飛び込み商事").first.click()
    head.get_by_role("link", name="窓口を案内した").click()
    head.get_by_role("button", name="窓口を案内したと記録する").click()
    expect(head.get_by_role("status").first).to_be_visible()

    staff.goto(portal.url("/proposals/cold-call/"))
    expect(staff.locator("main")).to_contain_text("窓口を案内した")
