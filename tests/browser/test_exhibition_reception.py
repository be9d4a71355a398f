"""The reception of an exhibition with the network cut: thirty people come in, and thirty are counted."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, Request, Route, expect

from tests.browser.conftest import SECTION_HEAD, Enter, Portal
from tests.browser.exhibition_day import Held, held_today

WAITING = "[data-waiting]"
KEPT = """() => new Promise((resolve, reject) => {
    const request = indexedDB.open("exhibition-%d", 1);
    request.onerror = () => reject(request.error);
    request.onsuccess = () => {
        const all = request.result.transaction("lines").objectStore("lines").getAll();
        all.onsuccess = () => resolve(all.result);
    };
})"""


@pytest.fixture
def held(portal: Portal) -> Iterator[Held]:
    with held_today(portal) as found:
        yield found


@pytest.fixture
def page(enter: Enter, held: Held) -> Page:
    page = enter(SECTION_HEAD)
    page.goto(held.url("reception/"))
    page.wait_for_load_state("networkidle")
    return page


def scan(page: Page, code: str) -> None:
    """A scanner types the code and Enter."""
    expect(page.get_by_label("来場の符号か職員番号")).to_be_focused()
    page.keyboard.type(code)
    page.keyboard.press("Enter")


def come_unannounced(page: Page, body: str) -> None:
    field = page.get_by_label("団体・会社の名前")
    field.fill(body)
    field.press("Enter")
    expect(field).to_have_value("")


def test_thirty_who_come_in_while_the_network_is_cut_are_thirty_when_it_is_back(page: Page, held: Held) -> None:
    """Twenty-five with a code, and five unannounced: nothing but their line's id tells these from five others."""
    codes = held.codes[:25]
    assert len(set(codes)) == 25
    sent: list[str] = []

    def note(request: Request) -> None:
        if "/reception/lines/" in request.url:
            sent.append(request.post_data or "")

    page.context.set_offline(True)
    for code in codes:
        scan(page, code)
    for _ in range(5):
        come_unannounced(page, "よその市")
    expect(page.locator(WAITING)).to_contain_text("まだ送っていない受付：30件")
    expect(page.locator(WAITING)).to_contain_text("つながりが切れています")
    assert held.taken_in() == []
    kept = page.evaluate(KEPT % held.pk)
    assert {line["who"]["code"] for line in kept if "code" in line["who"]} == set(codes)

    # The first answer is lost on its way back: the device cannot know that its lines have arrived.
    lost = []

    def lose(route: Route) -> None:
        lost.append(route.fetch().status)
        route.abort()

    page.context.route("**/reception/lines/**", lose, times=1)
    page.on("request", note)
    page.context.set_offline(False)
    expect(page.locator(WAITING)).to_be_hidden(timeout=30_000)
    assert lost == [200]
    # Sent twice, with the same ids both times.
    assert len(sent) == 2
    assert [line["id"] in body for line in kept for body in sent] == [True] * 60
    expect(page.locator("[data-count]")).to_have_text("30")
    assert len(held.taken_in()) == len(set(held.taken_in())) == 30
    assert page.evaluate(KEPT % held.pk) == []

    # Once more by hand, all thirty as a device that had forgotten everything would.
    answer = page.evaluate(
        """async ([url, body]) => {
            const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
            const headers = { "X-CSRFToken": token, "Content-Type": "application/json" };
            return (await fetch(url, { method: "POST", headers, body })).json();
        }""",
        [held.url("reception/lines/"), sent[0]],
    )
    assert [one["outcome"] for one in answer["answers"]] == ["again"] * 30
    assert len(held.taken_in()) == 30


def test_what_waits_outlives_the_page(page: Page, held: Held) -> None:
    page.context.set_offline(True)
    scan(page, held.codes[0])
    expect(page.locator(WAITING)).to_contain_text("1件")
    context = page.context
    page.close()
    assert held.taken_in() == []
    context.set_offline(False)
    page = context.new_page()
    page.goto(held.url("reception/"))
    expect(page.locator("[data-count]")).to_have_text("1")
    expect(page.locator(WAITING)).to_be_hidden()
    assert [means for _visitor, means in held.taken_in()] == ["scanner"]


def test_a_code_of_nobody_is_shown_until_somebody_has_looked(page: Page, held: Held) -> None:
    scan(page, "NOBODY2345")
    expect(page.get_by_role("alert").first).to_contain_text("この展示会の来場者のものではありません")
    page.reload()
    refused = page.get_by_role("region", name="受け付けられなかったもの")
    expect(refused).to_contain_text("NOBODY2345")
    refused.get_by_role("button").click()
    expect(refused).to_be_hidden()
    scan(page, held.codes[0])
    expect(page.locator("[data-last]")).to_contain_text("を受け付けました")


def test_by_name_with_and_without_the_network_and_taken_back(page: Page, held: Held, portal: Portal) -> None:
    [(name,)] = portal.ask("SELECT name FROM showcase_visitor WHERE code IN (SELECT code FROM showcase_visitor"
                           " WHERE exhibition_id = ? AND name != '' LIMIT 1)", held.pk)  # fmt: skip
    page.get_by_role("searchbox", name="氏名・読み・職員番号・団体名").fill(name)
    page.keyboard.press("Enter")
    page.locator("#names").get_by_role("button", name=name).click()
    expect(page.locator("[data-last]")).to_have_text(f"{name}さんを受け付けました")
    expect(page.locator("[data-count]")).to_have_text("1")
    page.get_by_role("button", name="取り消す").click()
    expect(page.locator("[data-last]")).to_contain_text("取り消しました")
    expect(page.locator("[data-count]")).to_have_text("0")
    assert held.taken_in() == []

    page.context.set_offline(True)
    page.get_by_role("searchbox", name="氏名・読み・職員番号・団体名").fill(name)
    page.keyboard.press("Enter")
    page.locator("#names").get_by_role("button", name=name).click()
    expect(page.locator(WAITING)).to_contain_text("1件")
    page.context.set_offline(False)
    expect(page.locator("[data-count]")).to_have_text("1")
    assert [means for _visitor, means in held.taken_in()] == ["name"]


def test_who_comes_unannounced_is_taken_in_by_keyboard_alone(page: Page, held: Held) -> None:
    field = page.get_by_label("団体・会社の名前")
    field.focus()
    page.keyboard.type("よその市")
    page.keyboard.press("Enter")
    expect(page.locator("[data-last]")).to_have_text("よその市の方を受け付けました")
    expect(field).to_have_value("")
    assert len(held.taken_in()) == 1


def test_without_scripts_the_page_takes_in_all_the_same(enter: Enter, held: Held) -> None:
    page = enter(SECTION_HEAD, javascript=False)
    page.goto(held.url("reception/"))
    page.get_by_label("来場の符号か職員番号").fill(held.codes[0])
    page.get_by_role("button", name="受け付ける", exact=True).click()
    expect(page.get_by_text("を受け付けました")).to_be_visible()
    assert len(held.taken_in()) == 1
