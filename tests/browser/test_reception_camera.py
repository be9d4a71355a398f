"""The camera at the reception: a fake one that Chromium plays from a film of a trainee's code, really decoded."""

import contextlib
import datetime as dt
import re
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Playwright, Request, expect

from tests.browser.conftest import CHROMIUM_FLAGS, SECTION_HEAD, Enter, Portal
from tests.browser.film import FAKE_CAMERA, flags_of, make_film

# The latest time of a session, with a trainee who has missed it.
NEXT = """
    SELECT r.id, r.event_id, r.session_id, t.id, t.code, u.name FROM leaders_sessionrun r
    JOIN leaders_attendance a ON a.session_id = r.session_id AND a.presence = 'excused'
    JOIN leaders_trainee t ON t.id = a.trainee_id
    JOIN organization_user u ON u.id = t.person_id
    ORDER BY r.id DESC, t.id LIMIT 1
"""


@dataclass
class Reception:
    """A time whose reception is open, and somebody who comes."""

    url: str
    run: int
    trainee: int
    code: str
    name: str


@pytest.fixture
def reception(portal: Portal) -> Iterator[Reception]:
    """Let the demo's latest time begin now, with nobody there yet; afterwards everything is as it was before."""
    run, event, session, trainee, code, name = portal.ask(NEXT)[0]
    now = dt.datetime.now(dt.UTC)
    begins, ends = (f"{at:%Y-%m-%d %H:%M:%S}" for at in (now, now + dt.timedelta(hours=2)))
    with (
        contextlib.closing(sqlite3.connect(portal.database)) as live,
        contextlib.closing(sqlite3.connect(":memory:")) as before,
    ):
        live.backup(before)
        with live:
            live.execute("UPDATE scheduling_event SET starts_at = ?, ends_at = ? WHERE id = ?", (begins, ends, event))
            live.execute("DELETE FROM leaders_attendance WHERE session_id = ?", (session,))
        yield Reception(portal.url(f"/leaders/training/runs/{run}/reception/"), run, trainee, code, name)
        before.backup(live)


@pytest.fixture
def flags(reception: Reception, tmp_path: Path) -> list[str]:
    path = tmp_path / "code.y4m"
    make_film(path, reception.code)
    return flags_of(path)


@pytest.fixture
def chromium(
    playwright: Playwright, browser_type_launch_args: dict[str, object], flags: list[str]
) -> Iterator[Browser]:
    arguments = browser_type_launch_args | {"args": [*CHROMIUM_FLAGS, *flags]}
    browser = playwright.chromium.launch(**arguments)  # type: ignore[arg-type]  # a dict of options of many types
    yield browser
    browser.close()


def open_reception(enter: Enter, reception: Reception, *, phone: bool = False) -> Page:
    page = enter(SECTION_HEAD, phone=phone)
    page.goto(reception.url)
    return page


def count_sent(page: Page) -> list[str]:
    """Return a list that grows with each code that the page sends."""
    sent: list[str] = []

    def note(request: Request) -> None:
        if request.method == "POST":
            sent.append(request.post_data or "")

    page.on("request", note)
    return sent


def presence(portal: Portal, reception: Reception) -> set[tuple]:
    rows = "SELECT presence, entry FROM leaders_attendance WHERE trainee_id = ? AND run_id = ?"
    return set(portal.ask(rows, reception.trainee, reception.run))


def test_who_holds_the_code_before_the_camera_is_taken_in_once(
    portal: Portal, enter: Enter, reception: Reception
) -> None:
    page = open_reception(enter, reception)
    assert presence(portal, reception) == set()
    sent = count_sent(page)
    page.get_by_role("button", name="カメラで読む").press("Enter")
    expect(page.get_by_role("button", name="カメラを止める")).to_be_focused()
    expect(page.locator("video")).to_be_visible()
    expect(page.locator("#reception-said")).to_have_text(f"{reception.name}さん：出席で受け付けました")
    expect(page.locator("#reception-state")).to_contain_text(f"{reception.name}さん：出席で受け付けました")
    assert presence(portal, reception) == {("present", "code")}
    # It stays in the picture for two seconds, and is sent once.
    page.wait_for_timeout(1_000)
    assert [f"code={reception.code}" in body for body in sent] == [True]
    expect(page.get_by_label("符号", exact=True)).to_have_value("")
    # The camera is still on: whoever comes back with the same code is told so.
    expect(page.locator("#reception-said")).to_contain_text("もう受け付けています", timeout=15_000)
    assert len(sent) == 2
    expect(page.get_by_role("button", name="カメラを止める")).to_be_focused()

    page.keyboard.press("Space")
    expect(page.locator("video")).to_be_hidden()
    expect(page.get_by_role("button", name="カメラで読む")).to_be_focused()
    assert page.evaluate("document.querySelector('video').srcObject") is None


def test_the_camera_stops_when_the_page_is_hidden(enter: Enter, reception: Reception) -> None:
    page = open_reception(enter, reception, phone=True)
    page.get_by_role("button", name="カメラで読む").click()
    expect(page.get_by_text("カメラで読んでいます")).to_be_visible()
    track = page.evaluate_handle("document.querySelector('video').srcObject.getVideoTracks()[0]")
    page.evaluate(
        """() => {
            Object.defineProperty(document, "hidden", { value: true, configurable: true });
            document.dispatchEvent(new Event("visibilitychange"));
        }"""
    )
    expect(page.get_by_role("status").filter(has_text="画面が隠れたので、カメラを止めました")).to_be_visible()
    assert track.get_property("readyState").json_value() == "ended"


@pytest.mark.parametrize("flags", [[FAKE_CAMERA]])
def test_without_permission_a_sentence_says_what_to_do(enter: Enter, reception: Reception) -> None:
    page = open_reception(enter, reception)
    page.get_by_role("button", name="カメラで読む").click()
    words = page.get_by_role("status").filter(has_text="カメラの使用が許可されていません")
    expect(words).to_contain_text("スキャナーと氏名では、このまま受け付けられます")
    expect(page.get_by_role("button", name="カメラで読む")).to_be_visible()
    expect(page.locator("video")).to_be_hidden()


@pytest.mark.parametrize("flags", [["--use-fake-ui-for-media-stream"]])
def test_without_a_camera_a_sentence_says_so(enter: Enter, reception: Reception) -> None:
    page = open_reception(enter, reception)
    page.get_by_role("button", name="カメラで読む").click()
    expect(page.get_by_role("status").filter(has_text="カメラが見つかりません")).to_be_visible()


@pytest.mark.parametrize("flags", [[]])
def test_without_https_the_page_says_what_works_and_the_scanner_does(
    portal: Portal, enter: Enter, reception: Reception
) -> None:
    page = enter(SECTION_HEAD)
    # What a browser withholds over plain HTTP; 127.0.0.1 counts as safe.
    page.add_init_script("delete Navigator.prototype.mediaDevices")
    page.goto(reception.url)
    expect(page.get_by_text("カメラで読むには、HTTPSでの接続が要ります")).to_be_visible()
    expect(page.get_by_role("button", name="カメラで読む")).to_have_count(0)

    expect(page.get_by_label("符号", exact=True)).to_be_focused()
    page.keyboard.type(reception.code)
    page.keyboard.press("Enter")
    expect(page.locator("#reception-said")).to_have_text(f"{reception.name}さん：出席で受け付けました")
    assert presence(portal, reception) == {("present", "code")}
    # The field is free for the next one, who is found by name; then the scanner has the keyboard again.
    expect(page.get_by_label("符号", exact=True)).to_be_focused()
    expect(page.get_by_label("符号", exact=True)).to_have_value("")
    page.get_by_role("button", name=re.compile("受け付ける ?：")).first.click()
    expect(page.locator("#reception-state").get_by_text("受付済み")).to_have_count(2)
    expect(page.get_by_label("符号", exact=True)).to_be_focused()


@pytest.mark.parametrize("flags", [[]])
def test_a_code_that_could_not_be_sent_stays_in_the_field(enter: Enter, reception: Reception) -> None:
    page = open_reception(enter, reception)
    page.evaluate("console.error = () => {}")  # htmx's remark on a line that is cut on purpose
    page.context.set_offline(True)
    page.keyboard.type(reception.code)
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert").filter(has_text="つながりが切れて、送れませんでした")).to_be_visible()
    expect(page.get_by_label("符号", exact=True)).to_have_value(reception.code)
    page.context.set_offline(False)
    page.keyboard.press("Enter")
    expect(page.locator("#reception-said")).to_have_text(f"{reception.name}さん：出席で受け付けました")
