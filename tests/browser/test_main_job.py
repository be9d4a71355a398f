"""The main job in a browser: from one sentence to an agreement, by keyboard alone and without scripts."""

import datetime as dt
import re

import pytest
from playwright.sync_api import Locator, Page, expect

from minato_dx.core.calendar import is_working_day, short_day, today
from tests.browser.conftest import DX, HEAD, STAFF, Enter, Portal

RECEIPT = re.compile(r"令和\d+年度-\d{4}")


def last_working_day() -> dt.date:
    day = today() - dt.timedelta(days=1)
    while not is_working_day(day):
        day -= dt.timedelta(days=1)
    return day


def tab_to(page: Page, name: str, *, most: int = 60) -> None:
    """Press Tab until the element of that accessible name has the focus, as somebody without a mouse does."""
    for _ in range(most):
        page.keyboard.press("Tab")
        focused = page.evaluate(
            "() => { const e = document.activeElement; "
            "return (e.labels && e.labels[0] ? e.labels[0].innerText : e.innerText || e.value || '').trim(); }"
        )
        if name in focused:
            return
    pytest.fail(f"「{name}」 cannot be reached with the Tab key")


def slug_of(receipt: str) -> str:
    year, serial = re.match(r"令和(\d+)年度-(\d+)", receipt).groups()  # type: ignore[union-attr]
    return f"{int(year) + 2018}-{serial}"


def sentence_box(page: Page) -> Locator:
    return page.get_by_role("textbox", name="困っていることを、ひとことで")


def send(page: Page, sentence: str) -> str:
    """Send one sentence from home and return its receipt number."""
    page.goto(page.url.split("/", 3)[0] + "//" + page.url.split("/", 3)[2] + "/")
    sentence_box(page).fill(sentence)
    page.get_by_role("button", name="相談を送る").click()
    expect(page.get_by_role("heading", name="相談を受け付けました")).to_be_visible()
    receipt = RECEIPT.search(page.locator("main").inner_text())
    assert receipt
    return receipt.group()


def test_one_sentence_by_keyboard_alone(enter: Enter) -> None:
    page = enter(STAFF)
    page.wait_for_load_state()
    tab_to(page, "困っていることを")
    page.keyboard.type("延長保育の申込書を、毎月おなじ内容で打ち直しています")
    tab_to(page, "相談を送る", most=3)
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name="相談を受け付けました")).to_be_visible()
    assert RECEIPT.search(page.locator("main").inner_text())
    expect(page.locator("main")).to_contain_text("汐見")


def test_meeting_first_needs_no_text(enter: Enter) -> None:
    page = enter(STAFF)
    page.get_by_role("button", name="うまく言えない。まず会って話したい").click()

    expect(page.get_by_role("heading", name="相談を受け付けました")).to_be_visible()


def test_only_spaces_say_what_to_write_and_keep_the_page(enter: Enter) -> None:
    page = enter(STAFF)
    sentence_box(page).fill("　 　")
    page.get_by_role("button", name="相談を送る").click()

    alert = page.get_by_role("alert").first
    expect(alert).to_contain_text("困っていることを書いてください")
    expect(alert).to_be_focused()


@pytest.mark.parametrize("javascript", [True, False], ids=["with scripts", "without scripts"])
def test_from_one_sentence_to_an_agreed_solution(enter: Enter, portal: Portal, javascript: bool) -> None:
    work = f"一時保育の受付（{'あり' if javascript else 'なし'}）"
    asker = enter(STAFF, javascript=javascript)
    receipt = send(asker, f"一時保育の予約を電話だけで受けている（{work}）")
    case = portal.url(f"/consultations/{slug_of(receipt)}/")

    dx = enter(DX, javascript=javascript)
    dx.goto(case)
    dx.get_by_role("link", name="ヒアリングの日を決める").first.click()
    dx.get_by_label("日", exact=True).fill(last_working_day().isoformat())
    dx.get_by_label("始まる時刻").fill("10:00")
    dx.get_by_label("場所").fill("保育課の窓口")
    dx.get_by_role("button", name="ヒアリング").first.click()
    expect(dx.locator("main")).to_contain_text(short_day(last_working_day()))

    dx.goto(case)
    dx.get_by_role("link", name=re.compile("聞き取り票")).first.click()
    sheet = dx.url
    dx.get_by_label("業務名").fill(work)
    dx.get_by_label("年間件数").fill("９，６００")
    dx.get_by_label("1件当たり").fill("7")
    dx.get_by_role("radio", name="適切", exact=True).check()
    dx.get_by_label("そう考えた理由").fill("電話の6割は、空きの確認だけでした。")
    dx.get_by_role("button", name=re.compile("確認をお願いする")).click()
    expect(dx.locator("main")).to_contain_text("返信待ち")

    asker.goto(sheet)
    expect(asker.locator("main")).to_contain_text("1,120")
    asker.get_by_role("button", name="このとおりです").click()

    dx.goto(case + "answers/new/")
    dx.get_by_role("radio", name=re.compile("解決策の導入")).check()
    dx.get_by_label("回答", exact=True).fill("空き状況を課のページで見せましょう。")
    dx.get_by_label("業務名").fill(work)
    dx.get_by_label("年間件数").fill("9600")
    dx.get_by_label("いまの時間").fill("7")
    dx.get_by_label("これからの時間").fill("3")
    dx.get_by_label("根拠").fill("聞き取り票の件数と、窓口で10件を計った平均")
    dx.get_by_role("button", name="回答・提案を送る").click()
    expect(dx.locator("main")).to_contain_text("提案中・合意待ち")

    head = enter(HEAD, javascript=javascript)
    head.goto(case + "agreement/")
    expect(head.locator("main")).to_contain_text("640")
    head.get_by_role("button", name="合意する").click()
    expect(head.locator("main")).to_contain_text("合意")

    asker.goto(case)
    expect(asker.locator("main")).to_contain_text("合意")
    [(state,)] = portal.ask(
        "SELECT state FROM consultations_consultation WHERE fiscal_year = ? AND serial = ?",
        *map(int, slug_of(receipt).split("-")),
    )
    assert state == "agreed"


def test_the_short_way_ends_with_one_click_of_the_requester(enter: Enter, portal: Portal) -> None:
    asker = enter(STAFF)
    case = portal.url(f"/consultations/{slug_of(send(asker, '共有フォルダの名前の付け方を知りたい'))}/")
    dx = enter(DX)
    dx.goto(case + "answers/new/")
    dx.get_by_role("radio", name=re.compile("その場の回答")).check()
    dx.get_by_label("回答", exact=True).fill("型があります。庁内ツールのページをご覧ください。")
    dx.get_by_role("button", name="回答・提案を送る").click()

    asker.goto(case)
    asker.get_by_role("button", name="解決した").or_(asker.get_by_role("link", name="解決した")).first.click()
    if "/solved/" in asker.url:
        asker.get_by_role("button", name="解決した").click()
    expect(asker.locator("main")).to_contain_text("その場で回答")


def test_what_was_typed_survives_a_closed_browser(enter: Enter) -> None:
    first = enter(STAFF)
    sentence_box(first).fill("書きかけの相談です")
    expect(first.locator(".autosave").first).to_contain_text("保存しました")
    first.context.close()

    again = enter(STAFF)

    expect(sentence_box(again)).to_have_value("書きかけの相談です")
    send(again, "書きかけの相談です、を送ります")


def test_what_was_typed_survives_an_ended_session(enter: Enter, portal: Portal) -> None:
    page = enter(STAFF)
    sentence_box(page).fill("ログインが切れる前に書いた文")
    expect(page.locator(".autosave").first).to_contain_text("保存しました")
    page.context.clear_cookies()
    page.goto(portal.url("/"))
    page.locator("form", has=page.locator(f"input[value='{STAFF}']")).get_by_role("button").click()

    expect(sentence_box(page)).to_have_value("ログインが切れる前に書いた文")
    send(page, "ログインが切れる前に書いた文、を送ります")


def test_a_lost_connection_keeps_what_was_typed_and_says_so(enter: Enter) -> None:
    page = enter(STAFF)
    page.context.set_offline(True)
    sentence_box(page).fill("つながりが切れたあとに書いた文")
    expect(page.locator(".autosave").first).to_contain_text("つながり")
    page.context.set_offline(False)
    sentence_box(page).press("End")

    expect(page.locator(".autosave").first).to_contain_text("保存しました", timeout=30_000)
    expect(sentence_box(page)).to_have_value("つながりが切れたあとに書いた文")
    send(page, "つながりが切れたあとに書いた文、を送ります")


def test_another_divisions_number_looks_like_none(enter: Enter, portal: Portal) -> None:
    [(year, serial)] = portal.ask(
        "SELECT fiscal_year, serial FROM consultations_consultation WHERE division_name != '保育課' LIMIT 1"
    )
    page = enter(STAFF)
    page.goto(portal.url(f"/consultations/{year}-{serial:04d}/"))

    expect(page.get_by_role("heading", name="ページが見つかりません")).to_be_visible()
