"""A visitor's day on a phone: the code at a booth, the stamp card, and the screen in the hall that keeps itself new."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import SECTION_HEAD, STAFF, Enter, Portal
from tests.browser.exhibition_day import Held, held_today
from tests.browser.steps import submit_empty
from tests.browser.test_accessibility import look


@pytest.fixture
def held(portal: Portal) -> Iterator[Held]:
    with held_today(portal) as found:
        yield found


def test_a_booths_code_stamps_on_a_phone_by_one_tap_and_counts(enter: Enter, held: Held) -> None:
    desk = enter(SECTION_HEAD)
    desk.goto(held.url("stamps/codes/"))
    # What the code says, as a phone's camera reads it.
    address = desk.locator("[data-address]").first.get_attribute("data-address")
    assert address
    assert address.startswith(held.portal.address)

    desk.clock.install()
    desk.goto(held.url("live/"))
    expect(desk.locator(".figure").first).to_have_text("0人")

    phone = enter(STAFF, phone=True)
    phone.goto(address)
    phone.get_by_role("button", name="スタンプを押す").click()
    expect(phone.get_by_role("status").filter(has_text="スタンプを押しました")).to_be_visible()
    expect(phone.locator(".figure")).to_contain_text("1／")

    # The page at the desk has stayed open, and fetches what is new by itself.
    desk.clock.run_for(16_000)
    expect(desk.locator(".figure").first).to_have_text("1人")


def test_the_survey_is_answered_and_changed_by_keyboard_alone(enter: Enter, held: Held) -> None:
    page = enter(STAFF)
    page.goto(held.url("survey/"))
    page.get_by_role("radio", name="変わった", exact=True).focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(page.get_by_role("radio", name="5 とても役立つ")).to_be_checked()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.type("窓口でも使えそう")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="答える")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").filter(has_text="答えを受け取りました")).to_be_visible()
    rows = "SELECT awareness, useful, next_step, comment FROM showcase_surveyanswer WHERE exhibition_id = ?"
    assert held.portal.ask(rows, held.pk) == [("changed", 4, "consult", "窓口でも使えそう")]

    page.get_by_role("radio", name="変わらない").focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="答えを直す").press("Enter")
    expect(page.get_by_role("radio", name="変わらない")).to_be_checked()
    assert held.portal.ask(rows, held.pk) == [("same", 4, "consult", "窓口でも使えそう")]


@pytest.mark.parametrize("phone", [False, True])
def test_axe_finds_nothing_on_the_survey_which_is_open_on_the_day(enter: Enter, held: Held, phone: bool) -> None:
    page = enter(STAFF, phone=phone)
    faults = []
    for path in ("survey/", f"survey/{held.booth}/"):
        page.goto(held.url(path))
        faults += look(page)
        response = submit_empty(page, held.portal)
        assert response is not None
        assert response.status == 422
        faults += look(page)
    assert not faults
