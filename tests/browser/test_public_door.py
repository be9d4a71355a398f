"""The public door in a browser: a vendor on a phone, the desk, and back; axe on every page of it."""

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.conftest import SECTION_HEAD, Door, Enter, Portal
from tests.browser.test_accessibility import look
from tests.browser.test_main_job import tab_to

PROPOSE = "/submit/proposal/"
TITLE = "申請書の手書きの氏名を読み分ける"
PROBLEM = "窓口で受けた手書きの届出書を打ち直す時間を減らします。"
HOW = "独自の辞書で、地名と氏名を読み分けます。"
QUESTION = "使っている自治体の数を教えてください。"
ANSWER = "3つの市で使われています。"


def begin(page: Page, mail: str = "hanako@example.com") -> None:
    page.get_by_label("法人番号", exact=True).fill("８０００－０２０１－３１０３２")
    page.get_by_label("会社名").fill("見本データ株式会社")
    page.get_by_label("ご担当者の氏名").fill("見本 花子")
    page.get_by_label("メールアドレス").fill(mail)
    page.get_by_label("「はじめにお読みください」を読みました").check()
    # A person takes longer than this; a script does not.
    page.wait_for_timeout(3_500)
    page.get_by_role("button", name="次へ：提案の内容").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("提案の内容"))


def write(page: Page) -> None:
    page.get_by_label("件名").fill(TITLE)
    page.get_by_label("何を解決するか").fill(PROBLEM)
    page.get_by_label("入力・転記").check()
    page.get_by_label(re.compile("^どう解決するか")).fill(HOW)
    page.get_by_label("「どう解決するか」は秘密にする").check()
    page.get_by_role("button", name="次へ：実績と費用").click()
    page.get_by_label("費用（年）").select_option("small")
    page.get_by_role("button", name="次へ：安全とファイル").click()
    page.get_by_label("データの置き場所").fill("国内")


def test_a_vendor_on_a_phone_and_the_desk(
    portal: Portal, door: Door, outside: Callable[..., Page], enter: Enter, tmp_path: Path
) -> None:
    vendor = outside(phone=True, path=PROPOSE)
    faults = look(vendor)
    vendor.get_by_label("会社名").fill("見本データ株式会社")
    expect(vendor.get_by_role("status").last).to_have_text("この端末に下書きを保存しました")
    vendor.reload()
    expect(vendor.get_by_label("会社名")).to_have_value("見本データ株式会社")
    vendor.get_by_role("button", name="次へ：提案の内容").click()
    expect(vendor.get_by_role("alert")).to_contain_text("法人番号を入れてください")
    faults += look(vendor)
    begin(vendor)
    faults += look(vendor)
    write(vendor)
    file = tmp_path / "紹介の資料.txt"
    file.write_text("届出書の読み取りの紹介です。", encoding="utf-8")
    vendor.get_by_label("公開できるファイル").set_input_files(file)
    vendor.get_by_role("button", name="選んだファイルを付ける").click()
    expect(vendor.get_by_role("heading", name="付いているファイル")).to_be_visible()
    faults += look(vendor)
    vendor.get_by_role("button", name="次へ：確認して送る").click()
    expect(vendor.locator("main")).to_contain_text("紹介の資料.txt")
    faults += look(vendor)
    vendor.get_by_role("button", name="この内容で送る").click()
    expect(vendor.get_by_role("heading", level=1)).to_have_text("確認のメールを送りました")
    faults += look(vendor)
    assert vendor.evaluate("Object.keys(localStorage).length") == 0, "sent: nothing stays on the device"

    door.turn()
    vendor.goto(door.url(door.mailed_path("受付を完了する")))
    faults += look(vendor)
    vendor.get_by_role("button", name="受付を完了する").click()
    expect(vendor.get_by_role("heading", level=1)).to_have_text("受け付けました")
    faults += look(vendor)
    door.turn()
    vendor.goto(door.url(door.mailed_path("を受け付けました")))
    expect(vendor.locator("main")).to_contain_text("庁内の番号")
    faults += look(vendor)

    desk = enter(SECTION_HEAD)
    desk.goto(portal.url("/proposals/?tab=all"))
    desk.get_by_role("link", name=TITLE).first.click()
    expect(desk.locator("main")).to_contain_text("見本データ株式会社")
    expect(desk.locator("main")).not_to_contain_text(HOW)
    # What came from outside is named, and not to be opened before it was looked at.
    expect(desk.locator("main")).to_contain_text("紹介の資料.txt")
    expect(desk.get_by_role("link", name="紹介の資料.txt")).to_have_count(0)
    desk.get_by_text("ほかの操作").click()
    desk.get_by_role("link", name="補正をお願いする").click()
    desk.locator("textarea").first.fill(QUESTION)
    desk.locator("main").get_by_role("button").first.click()
    desk.locator("main").get_by_role("button").first.click()
    expect(desk.locator("main")).to_contain_text("補正待ち")

    door.turn()
    vendor.goto(door.url(door.mailed_path(QUESTION)))
    expect(vendor.get_by_role("heading", name="お返事をお待ちしています")).to_be_visible()
    faults += look(vendor)
    vendor.get_by_role("textbox", name="お返事").fill(ANSWER)
    vendor.get_by_role("button", name="返事を送る").click()
    expect(vendor.locator("main")).to_contain_text(ANSWER)
    door.turn()
    desk.reload()
    expect(desk.locator("main")).to_contain_text("審査")
    vendor.get_by_role("link", name="取り下げる").click()
    faults += look(vendor)
    assert not faults, "\n".join(faults)


def test_by_keyboard_alone(outside: Callable[..., Page]) -> None:
    page = outside(path=PROPOSE)
    for label, text in (
        ("法人番号", "8000020131032"),
        ("会社名", "見本データ株式会社"),
        ("ご担当者の氏名", "見本 花子"),
        ("メールアドレス", "key@example.com"),
    ):
        tab_to(page, label)
        page.keyboard.type(text)
    tab_to(page, "読みました")
    page.keyboard.press("Space")
    page.wait_for_timeout(3_500)
    tab_to(page, "次へ")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("提案の内容"))
    tab_to(page, "件名")
    page.keyboard.type(TITLE)
    tab_to(page, "何を解決するか")
    page.keyboard.type(PROBLEM)
    tab_to(page, "入力・転記")
    page.keyboard.press("Space")
    for heading in ("実績と費用", "安全とファイル", "内容の確認"):
        tab_to(page, "次へ")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(heading))
    tab_to(page, "この内容で送る")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("確認のメールを送りました")


def test_without_javascript(outside: Callable[..., Page]) -> None:
    page = outside(javascript=False, path=PROPOSE)
    begin(page, "plain@example.com")
    write(page)
    page.get_by_role("button", name="次へ：確認して送る").click()
    page.get_by_role("button", name="この内容で送る").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("確認のメールを送りました")


def test_axe_finds_nothing_on_the_other_pages(door: Door, outside: Callable[..., Page]) -> None:
    page = outside(path=PROPOSE)
    faults = []
    for path in (
        "/",
        "/submit/proposal/",
        "/submit/exhibitor/",
        "/status/",
        "/status/renewed/",
        "/status/nothing-like-a-key/",
        "/changed/",
        "/about/",
        "/privacy/",
        "/accessibility/",
        "/figures/",
        "/not-here/",
    ):
        page.goto(door.url(path))
        faults += [f"{path}: {fault}" for fault in look(page)]
    assert not faults, "\n".join(faults)
