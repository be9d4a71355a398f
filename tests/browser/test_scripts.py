"""What the scripts add to pages that work without them. Nothing is kept in the browser, nothing is sent twice."""

import re

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.conftest import DX, HEAD, LEADER, STAFF, Enter, Portal

SAVED = re.compile(r"下書きを保存しました（\d+:\d\d）")


def status_of(page: Page) -> Locator:
    return page.locator("form#intake [data-autosave-status]")


def trouble(page: Page) -> Locator:
    return page.get_by_role("textbox", name="困っていることを、ひとことで")


def write(page: Page, text: str) -> None:
    trouble(page).fill(text)


# --- Autosave --------------------------------------------------------------------------------------------
def test_a_draft_is_on_the_server_a_second_after_the_last_key_and_on_every_other_pc(enter: Enter):
    page = enter(HEAD)
    write(page, "紙の回覧に判子が要る")
    expect(status_of(page)).to_have_text(SAVED)

    elsewhere = enter(HEAD)

    expect(trouble(elsewhere)).to_have_value("紙の回覧に判子が要る")
    kept = page.evaluate("[...Object.values(localStorage), ...Object.values(sessionStorage)].join()")
    assert "判子" not in kept


def test_leaving_the_page_at_once_loses_nothing(enter: Enter):
    page = enter(LEADER)
    write(page, "台帳が三つある")
    with page.expect_request(lambda request: "/drafts/" in request.url or "draft" in request.url):
        page.get_by_role("link", name="庁内ツール", exact=True).first.click()
    page.wait_for_url("**/tools/")

    expect(trouble(enter(LEADER))).to_have_value("台帳が三つある")


def test_a_lost_line_is_told_and_made_good(enter: Enter):
    page = enter(DX)
    page.context.set_offline(True)
    write(page, "会議室の空きを電話で聞かれる")
    expect(status_of(page)).to_contain_text("つながりが切れました。書いた内容はこの画面にあります。")

    page.context.set_offline(False)

    expect(status_of(page)).to_have_text(SAVED)


def test_after_signing_in_again_in_another_tab_the_text_is_saved(enter: Enter, portal: Portal):
    page = enter(STAFF)
    page.context.clear_cookies()
    write(page, "延長保育の申込みが紙で届く")
    expect(status_of(page)).to_contain_text("ログインの時間が切れました。書いた内容はこの画面にあります。")

    with page.context.expect_page() as opened:
        page.get_by_role("link", name="別のタブでログインする").click()
    again = opened.value
    again.locator("form", has=again.locator(f"input[value='{STAFF}']")).get_by_role("button").click()
    again.wait_for_url(portal.url("/"))
    again.close()
    page.evaluate("window.dispatchEvent(new Event('focus'))")

    expect(status_of(page)).to_have_text(SAVED)
    expect(trouble(page)).to_have_value("延長保育の申込みが紙で届く")


def test_a_text_that_is_too_long_for_a_draft_is_told_as_such(enter: Enter):
    page = enter(STAFF)
    write(page, "あ" * 60_000)

    expect(status_of(page)).to_contain_text("書きかけが長すぎて、下書きに保存できません。")


# --- Sending once ----------------------------------------------------------------------------------------
def test_a_second_press_sends_nothing_and_the_button_says_that_it_is_sending(enter: Enter, portal: Portal):
    page = enter(STAFF)
    sent: list[str] = []

    def stay(route: Route) -> None:
        """Answer with nothing, as a server that has not answered yet: the page stays."""
        sent.append(route.request.method)
        route.fulfill(status=204)

    page.route(portal.url("/"), stay)
    write(page, "押印の欄が毎回ちがう場所にある")
    button = page.get_by_role("button", name="相談を送る")
    width = button.bounding_box()["width"]

    button.click()
    waiting = page.get_by_role("button", name="送っています")
    expect(waiting).to_be_visible()
    expect(waiting).to_have_attribute("aria-disabled", "true")
    assert waiting.bounding_box()["width"] == pytest.approx(width, abs=1)
    waiting.click(force=True)
    page.get_by_role("button", name="うまく言えない。まず会って話したい").click()

    assert sent == ["POST"]


def test_coming_back_to_the_form_it_can_be_sent_again(enter: Enter, portal: Portal):
    page = enter(STAFF)
    write(page, "日報を二度書いている")
    page.get_by_role("button", name="相談を送る").click()
    page.wait_for_url("**/sent/")

    page.go_back()

    expect(page.get_by_role("button", name="相談を送る")).to_be_visible()
    expect(page.get_by_role("button", name="送っています")).to_be_hidden()


# --- Focus, keys, printing -------------------------------------------------------------------------------
def test_an_error_brings_the_reader_to_the_summary_whose_links_lead_to_the_field(enter: Enter):
    page = enter(STAFF)
    write(page, "　")
    page.get_by_role("button", name="相談を送る").click()

    summary = page.locator("[data-error-summary]")
    expect(summary).to_be_focused()
    summary.get_by_role("link").first.click()
    expect(trouble(page)).to_be_focused()
    expect(page).to_have_title(re.compile("^エラー："))


def test_the_slash_key_goes_to_the_search_but_not_out_of_a_text(enter: Enter):
    page = enter(STAFF)
    page.locator("body").press("/")
    expect(page.locator("#site-q")).to_be_focused()

    trouble(page).focus()
    page.keyboard.type("紙/電話")

    expect(trouble(page)).to_have_value(re.compile("紙/電話"))


def test_escape_closes_the_menu_and_stays_at_it(enter: Enter):
    page = enter(STAFF)
    menu = page.locator(".site-tools summary")
    menu.click()
    expect(page.get_by_role("button", name="ログアウト")).to_be_visible()

    page.keyboard.press("Escape")

    expect(page.get_by_role("button", name="ログアウト")).to_be_hidden()
    expect(menu).to_be_focused()


@pytest.mark.parametrize("javascript", [True, False])
def test_the_print_button_is_there_only_where_it_does_something(enter: Enter, portal: Portal, javascript: bool):
    page = enter(DX, javascript=javascript)
    page.goto(portal.url("/triage/"))

    button = page.locator("[data-print]")

    expect(button).to_be_visible() if javascript else expect(button).to_be_hidden()


def test_without_scripts_one_sentence_and_one_click_is_a_consultation(enter: Enter):
    page = enter(STAFF, javascript=False)
    write(page, "窓口の番号札が足りない")
    page.get_by_role("button", name="相談を送る").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("相談を受け付けました")


# --- The phone -------------------------------------------------------------------------------------------
def test_the_phone_finds_everything_in_its_menu(enter: Enter):
    page = enter(STAFF, phone=True)
    page.locator(".menu--phone > summary").click()

    menu = page.locator(".menu--phone")
    for name in ("ホーム", "庁内ツール", "担当の一覧", "プロフィール", "パスワードの変更"):
        expect(menu.get_by_role("link", name=name)).to_be_visible()
    menu.get_by_label("相談をさがす").fill("窓口")
    menu.get_by_role("button", name="さがす").click()

    expect(page).to_have_url(re.compile(r"/consultations/\?q="))


# --- Two editors of one hearing sheet --------------------------------------------------------------------
DEPUTY = "0003346"
OPEN_SHEET = """
SELECT c.fiscal_year, c.serial, h.id FROM consultations_hearing h
JOIN consultations_consultation c ON c.id = h.consultation_id
JOIN consultations_hearingsheet s ON s.hearing_id = h.id
JOIN organization_user u ON u.id = c.assignee_id
WHERE c.state = 'hearing' AND s.confirmed_at IS NULL AND u.staff_number = ? ORDER BY h.id LIMIT 1
"""


def open_sheet(page: Page, portal: Portal) -> Page:
    ((year, serial, hearing),) = portal.ask(OPEN_SHEET, DX)
    page.goto(portal.url(f"/consultations/{year}-{serial:04d}/hearings/{hearing}/"))
    return page


def test_hours_are_computed_while_typing_in_any_width(enter: Enter, portal: Portal):
    page = open_sheet(enter(DX), portal)
    page.get_by_label("年間件数").fill("９，６００")
    page.get_by_label("1件当たり").fill("７")

    expect(page.locator("[data-hours-figure]")).to_have_text("1,120")
    expect(page.locator("[data-hours-formula]")).to_have_text("9,600件/年 × 7分/件 ÷ 60 = 1,120時間/年")

    page.get_by_label("1件当たり").fill("")
    expect(page.locator("[data-hours-figure]")).to_have_text("—")


def test_whoever_comes_second_sees_both_texts_and_chooses(enter: Enter, portal: Portal):
    first, second = open_sheet(enter(DX), portal), open_sheet(enter(DEPUTY), portal)
    saved = re.compile(r"保存しました")
    first.get_by_label("業務名").fill("面談記録の共有")
    expect(first.locator("[data-autosave-text]")).to_have_text(saved)

    second.get_by_label("業務名").fill("児童相談の面談記録")
    notice = second.locator("[data-conflict]")
    expect(notice).to_contain_text("汐見さんが")
    expect(notice).to_contain_text("面談記録の共有")
    expect(notice).to_contain_text("児童相談の面談記録")
    notice.get_by_role("button", name="汐見さんのほうにする").click()

    expect(notice).to_have_count(0)
    expect(second.get_by_label("業務名")).to_have_value("面談記録の共有")
    expect(second.locator("[data-autosave-text]")).to_have_text(saved)

    second.get_by_label("業務名").fill("児童相談の面談記録")
    expect(second.locator("[data-autosave-text]")).to_have_text(saved)
    first.get_by_label("業務名").fill("面談の記録")
    first.get_by_role("button", name="自分のほうを残す").click()
    expect(first.locator("[data-autosave-text]")).to_have_text(saved)
    assert portal.ask("SELECT COUNT(*) FROM consultations_hearingsheet WHERE work_name = '面談の記録'") == [(1,)]
