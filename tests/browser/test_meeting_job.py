"""Meeting in a browser: a time is published, chosen in two clicks, stands in both calendars, and is moved."""

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import DX, SECTION_HEAD, STAFF, Enter
from tests.browser.test_main_job import send


def _go(page: Page, path: str) -> None:
    page.goto("/".join(page.url.split("/", 3)[:3]) + path)


def test_the_requester_chooses_a_published_time_in_two_clicks(enter: Enter) -> None:
    page = enter(STAFF)
    send(page, "お迎えの名簿を、毎日手で書き写しています")
    # 1: a time; 2: the button.
    page.locator("main input[type=radio]").first.check()
    page.get_by_role("button", name="この日時で会う").click()
    expect(page.locator("main")).to_contain_text("お話を聞きます")

    _go(page, "/calendar/")
    row = page.locator("main ul.rows li").first
    expect(row).to_contain_text("ヒアリング")
    with page.expect_download() as download:
        row.get_by_role("link", name="予定表に入れる").click()
    assert download.value.suggested_filename.endswith(".ics")

    row.get_by_role("link").first.click()
    page.get_by_role("link", name="日時を変える").first.click()
    page.locator("main input[type=radio]").last.check()
    page.get_by_role("button", name="この日時に変える").click()
    expect(page.locator("main")).to_contain_text("変えました")


def test_a_time_is_published_withdrawn_and_put_back(enter: Enter) -> None:
    page = enter(DX)
    _go(page, "/calendar/slots/")
    rows = page.locator("main ul.rows li")
    before = rows.count()
    rows.first.get_by_role("button", name="取り下げる").first.click()
    expect(page.locator("main")).to_contain_text("1件を取り下げました")
    expect(rows).to_have_count(before - 1)
    page.get_by_role("button", name="元に戻す").click()
    expect(rows).to_have_count(before)


def test_the_address_to_subscribe_to_answers_without_signing_in(enter: Enter) -> None:
    page = enter(DX)
    _go(page, "/calendar/")
    page.get_by_role("button", name="購読のアドレスを作る").click()
    address = page.get_by_label("購読のアドレス").input_value()
    assert re.search(r"/calendar/feed\.ics\?key=[0-9a-f]{96}$", address)
    visitor = page.context.browser
    assert visitor is not None
    with visitor.new_context() as stranger:
        answer = stranger.request.get(address)
        assert answer.status == 200
        assert answer.text().startswith("BEGIN:VCALENDAR")


def test_work_is_handed_over_after_a_look_at_it(enter: Enter) -> None:
    page = enter(SECTION_HEAD)
    _go(page, "/triage/load/")
    page.get_by_role("link", name=re.compile(r"^進行中\d+件を引き継ぐ$")).first.click()
    page.get_by_label("引き継ぐ理由").fill("担当の交代のため")
    page.get_by_role("button", name="内容を確かめる").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("件の相談を引き継ぎますか")
    # Back and forth: nothing is lost, and nothing has happened yet.
    page.get_by_role("button", name="直す").click()
    expect(page.get_by_label("引き継ぐ理由")).to_have_value("担当の交代のため")
