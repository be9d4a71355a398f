"""In a browser: a division asks, others answer without knowing who asked, and the answer becomes a case that another
division could do too. Who sees what is looked at on each step."""

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import DX, STAFF, Enter, Portal
from tests.browser.test_stories import OTHER_DIVISION
from tests.browser.visitor import sign_in

QUESTION = "保育課では一時保育の申込みを紙で受けています。ほかではどうしていますか"
WORDING = "短い期間の申込みを、紙でなく受けている例を探しています。"
TOLD = "申込みを電子申請にして、空きも同じページに出しているそうです"
TITLE = "申込みと空きを1つのページにした"


def test_from_the_question_to_another_divisions_wish(portal: Portal, enter: Enter) -> None:
    [(their_number, _head, _division)] = portal.ask(OTHER_DIVISION)
    staff, desk, theirs = enter(STAFF, phone=True), enter(DX), enter(None)
    sign_in(theirs, their_number)
    address = ask(portal, staff)
    assert theirs.goto(address).status == 404, "nobody else reads it before it is worded"
    pass_on(desk, address)
    answer(portal, theirs)
    staff.goto(address)
    expect(staff.locator("main")).not_to_contain_text(TOLD)
    case = check_and_make_a_case(desk, address)
    staff.goto(address)
    expect(staff.locator("main")).to_contain_text(TOLD)
    staff.get_by_role("link", name=re.compile("この回答からできた事例")).click()
    expect(staff.get_by_role("heading", level=1)).to_have_text(TITLE)

    theirs.goto(portal.url("/showcase/"))
    theirs.get_by_role("link", name=re.compile(TITLE)).first.click()
    assert theirs.url == case
    expect(theirs.locator("main")).not_to_contain_text("保育課")
    theirs.get_by_role("button", name="うちの課でもできる").click()
    expect(theirs.get_by_role("status").first).to_contain_text("と伝えました")
    theirs.get_by_role("button", name="このことで相談を始める").click()
    theirs.get_by_role("link", name="相談を見る").click()
    expect(theirs.locator("main")).to_contain_text(TITLE)
    assert staff.goto(theirs.url).status == 404, "whoever asked reads nobody's consultation"


def ask(portal: Portal, staff: Page) -> str:
    staff.goto(portal.url("/research/"))
    staff.get_by_role("link", name="聞いてみる").click()
    staff.get_by_label("ほかの自治体に聞いてみたいこと").fill(QUESTION)
    staff.get_by_role("button", name="調査を依頼する").click()
    expect(staff.get_by_role("status").first).to_contain_text("調査を依頼しました")
    return staff.url


def pass_on(desk: Page, address: str) -> None:
    desk.goto(address)
    desk.get_by_role("link", name="公開する文を決める").click()
    desk.get_by_role("button", name="この文にする").click()
    expect(desk.locator("main")).to_contain_text("「保育課」を消してください")
    desk.get_by_label("公開する文").fill(WORDING)
    desk.get_by_role("button", name="この文にする").click()
    desk.get_by_role("link", name="聞き始める").click()
    expect(desk.get_by_label("案内の文")).to_have_value(re.compile(re.escape(WORDING)))
    desk.get_by_role("button", name="聞き始める").click()
    expect(desk.get_by_role("status").first).to_contain_text("聞き始めました")
    desk.goto(address.partition("/research/")[0] + "/proposals/")
    expect(desk.locator("#research-open-h").locator("xpath=..")).to_contain_text(WORDING)


def answer(portal: Portal, theirs: Page) -> None:
    theirs.goto(portal.url("/research/"))
    expect(theirs.locator("main")).not_to_contain_text("保育課")
    theirs.get_by_role("link", name=WORDING).click()
    expect(theirs.locator("main")).not_to_contain_text("保育課")
    theirs.get_by_role("link", name="知っていることを教える").click()
    theirs.get_by_label("知っていること").fill(TOLD)
    theirs.get_by_label("取り組んだ自治体の団体コード").fill("港区")
    theirs.get_by_role("button", name="教える").click()
    expect(theirs.locator("main")).to_contain_text("団体コード")
    theirs.get_by_label("取り組んだ自治体の団体コード").fill("292095")
    theirs.get_by_role("button", name="教える").click()
    expect(theirs.get_by_role("status").first).to_contain_text("担当に届きました")


def check_and_make_a_case(desk: Page, address: str) -> str:
    desk.goto(address)
    desk.get_by_role("link", name="確かめる").click()
    desk.get_by_label("内容を確かめたので渡す").check()
    desk.get_by_role("button", name="決める").click()
    desk.get_by_role("button", name="事例にする").click()
    desk.get_by_label("件名").fill(TITLE)
    desk.get_by_role("button", name="保存する").click()
    desk.get_by_role("link", name="確かめて公開する").click()
    desk.get_by_role("button", name="公開する").click()
    expect(desk.locator("main")).to_contain_text("出典と見比べてから")
    desk.get_by_label("出典と見比べて").check()
    desk.get_by_role("button", name="公開する").click()
    expect(desk.get_by_role("status").first).to_contain_text("公開しました")
    return desk.url
