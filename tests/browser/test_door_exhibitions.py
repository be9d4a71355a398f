"""Exhibitions at the public door in a browser: companies that apply or were invited, and people who come."""

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.conftest import Door, Portal
from tests.browser.test_accessibility import look

EXHIBIT = "/submit/exhibitor/"
TITLE = "見回りの写真から報告を作る"


def test_a_company_applies_on_a_phone(portal: Portal, door: Door, outside: Callable[..., Page], tmp_path: Path) -> None:
    page = outside(phone=True)
    faults = look(page)
    page.get_by_role("link", name="庁内DX展示会への出展").click()
    expect(page.get_by_role("heading", name="第4回 庁内DX展示会")).to_be_visible()
    page.get_by_role("button", name="次へ：見せるもの").click()
    expect(page.get_by_role("alert")).to_contain_text("法人番号を入れてください")
    faults += look(page)
    page.get_by_label("法人番号", exact=True).fill("８０００－０２０１－３１０３２")
    page.get_by_label("会社名").fill("例題フィールド株式会社")
    page.get_by_label("ご担当者の氏名").fill("例題 花子")
    page.get_by_label("メールアドレス").fill("field@example.com")
    page.get_by_label("「はじめにお読みください」を読みました").check()
    page.wait_for_timeout(3_500)
    page.get_by_role("button", name="次へ：見せるもの").click()
    page.get_by_label("見せるもの").fill(TITLE)
    page.get_by_label("ひとことで").fill("撮った写真から、見回りの報告ができます。")
    faults += look(page)
    page.get_by_role("button", name="次へ：要るものと資料").click()
    page.get_by_label("電源を使います").check()
    page.get_by_label("当日ブースに立つ方").fill("例題 花子、営業部\n例題 次郎")
    file = tmp_path / "紹介.txt"
    file.write_text("見回りの紹介です。", encoding="utf-8")
    page.get_by_label("公開できるファイル").set_input_files(file)
    faults += look(page)
    page.get_by_role("button", name="次へ：確認して送る").click()
    expect(page.locator("main")).to_contain_text("例題 次郎")
    faults += look(page)
    page.get_by_role("button", name="この内容で送る").click()
    door.turn()
    page.goto(door.url(door.mailed_path("受付を完了する")))
    page.get_by_role("button", name="受付を完了する").click()
    door.turn()
    page.goto(door.url(door.mailed_path(f"「{TITLE}」を受け付けました")))
    expect(page.locator("main")).to_contain_text("お申込みを受け付けました")
    faults += look(page)
    assert portal.ask("SELECT state, kind FROM showcase_exhibitor WHERE title = ?", TITLE) == [("applied", "company")]
    assert not faults, "\n".join(faults)


def test_an_invited_company_says_yes(door: Door, outside: Callable[..., Page]) -> None:
    door.turn()
    page = outside(phone=True, path=door.mailed_path("出展のご招待をお送りします"))
    expect(page.locator("main")).to_contain_text("ご招待しています")
    faults = look(page)
    page.get_by_role("link", name="出展を辞退する").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("辞退しますか"))
    faults += look(page)
    page.go_back()
    page.get_by_role("button", name="内容を書いて申し込む").click()
    page.get_by_label("「はじめにお読みください」を読みました").check()
    faults += look(page)
    page.get_by_role("button", name="次へ：見せるもの").click()
    page.get_by_label("見せるもの").fill("手書きの届出書を読み取る")
    page.get_by_label("ひとことで").fill("打ち直しがなくなります。")
    page.get_by_role("button", name="次へ：要るものと資料").click()
    page.get_by_role("button", name="次へ：確認して送る").click()
    page.get_by_role("button", name="この内容で申し込む").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("送りました")
    faults += look(page)
    assert not faults, "\n".join(faults)


def register(page: Page, door: Door, mail: str) -> list[str]:
    """Register as an official on a phone, choosing the first seminar that has places; return what axe finds."""
    page.get_by_role("link", name="庁内DX展示会への来場").click()
    page.get_by_label("ほかの自治体・団体の職員").check()
    page.get_by_label("団体・会社の名前").fill("架空市")
    page.get_by_label("氏名").fill("架空 春子")
    page.get_by_label("メールアドレス").fill(mail)
    page.get_by_label("「はじめにお読みください」を読みました").check()
    faults = look(page)
    page.wait_for_timeout(3_500)
    page.get_by_role("button", name="次へ：予約").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("予約するもの"))
    page.get_by_label(re.compile("（セミナー、(?!.*満席)")).first.check()
    faults += look(page)
    page.get_by_role("button", name="次へ：確認して送る").click()
    faults += look(page)
    page.get_by_role("button", name="この内容で送る").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("確認のメールを送りました")
    door.turn()
    page.goto(door.url(door.mailed_path("庁内DX展示会への来場の窓口です")))
    page.get_by_role("button", name="受付を完了する").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("受け付けました")
    return faults


def test_an_official_registers_gets_a_seat_and_gives_it_back(
    portal: Portal, door: Door, outside: Callable[..., Page]
) -> None:
    page = outside(phone=True)
    faults = register(page, door, "haruko@example.com")
    door.turn()
    page.goto(door.url(door.mailed_path("「庁内DX展示会への来場」を受け付けました")))
    expect(page.get_by_text("予約できました").first).to_be_visible()
    faults += look(page)
    page.get_by_role("link", name="来場の符号を見る").click()
    expect(page.get_by_role("img", name=re.compile("来場の符号"))).to_be_visible()
    expect(page.get_by_role("button", name="印刷する")).to_be_visible()
    faults += look(page)
    page.go_back()
    # By keyboard alone.
    page.get_by_role("button", name=re.compile("^取り消す")).first.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("届けています").first).to_be_visible()
    faults += look(page)
    door.turn()
    page.reload()
    expect(page.get_by_text("予約はありません")).to_be_visible()
    page.get_by_role("link", name="来場の登録を取り消す").click()
    faults += look(page)
    page.get_by_role("button", name="来場の登録を取り消す").click()
    door.turn()
    assert portal.ask("SELECT count(*) FROM showcase_visitor WHERE mail = ?", "haruko@example.com") == [(0,)]
    assert not faults, "\n".join(faults)
