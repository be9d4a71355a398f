"""The camera at an exhibition's reception: a code that is held before it is taken in once, and with the network cut."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Playwright, expect

from tests.browser.conftest import CHROMIUM_FLAGS, SECTION_HEAD, Enter, Portal
from tests.browser.exhibition_day import Held, held_today
from tests.browser.film import flags_of, make_film


@pytest.fixture
def held(portal: Portal) -> Iterator[Held]:
    with held_today(portal) as found:
        yield found


@pytest.fixture
def chromium(
    playwright: Playwright, browser_type_launch_args: dict[str, object], held: Held, tmp_path: Path
) -> Iterator[Browser]:
    film = tmp_path / "code.y4m"
    make_film(film, held.codes[0])
    arguments = browser_type_launch_args | {"args": [*CHROMIUM_FLAGS, *flags_of(film)]}
    browser = playwright.chromium.launch(**arguments)  # type: ignore[arg-type]  # a dict of options of many types
    yield browser
    browser.close()


def test_a_code_before_the_camera_is_taken_in_once_even_without_the_network(enter: Enter, held: Held) -> None:
    page = enter(SECTION_HEAD, phone=True)
    page.goto(held.url("reception/"))
    page.context.set_offline(True)
    page.get_by_role("button", name="カメラで読む").click()
    expect(page.locator("[data-waiting]")).to_contain_text("1件")
    page.context.set_offline(False)
    expect(page.locator("[data-count]")).to_have_text("1")
    # It is held before the camera again and again.
    expect(page.locator("[data-last]")).to_contain_text("もう受け付けています", timeout=20_000)
    assert [means for _visitor, means in held.taken_in()] == ["camera"]
