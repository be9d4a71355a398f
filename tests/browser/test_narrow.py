"""At 400 % zoom (320 px) no page scrolls sideways; only a wide table does, inside its own frame."""

import pytest
from playwright.sync_api import Page, ViewportSize

from tests.browser.conftest import Enter, Portal
from tests.browser.pages import PAGES
from tests.browser.visitor import Visitor, faults_of

NARROW: ViewportSize = {"width": 320, "height": 640}
UNFOLD = "() => document.querySelectorAll('main details').forEach(part => { part.open = true; })"
# What reaches beyond the right edge, unless a frame of its own scrolls or cuts it.
BEYOND = """() => {
    const page = document.scrollingElement;
    if (page.scrollWidth <= window.innerWidth) return [];
    const wide = [...document.body.querySelectorAll('*')].filter(part =>
        part.getBoundingClientRect().right > window.innerWidth + 1 && !part.closest('.table-scroll'));
    const names = wide.slice(0, 4).map(part => `${part.tagName.toLowerCase()}.${part.className}`);
    return [`${page.scrollWidth} px wide: ${names.join(', ') || 'nothing outside a table'}`];
}"""


def look(page: Page) -> list[str]:
    page.evaluate(UNFOLD)
    found: list[str] = page.evaluate(BEYOND)
    return found


@pytest.mark.parametrize("role", ["staff", "head", "people_of_a_case", "dx", "nobody"])
def test_no_page_scrolls_sideways(portal: Portal, enter: Enter, role: str) -> None:
    def enter_narrow(*args: object, **options: object) -> Page:
        page = enter(*args, **options)
        page.set_viewport_size(NARROW)
        return page

    places = [entry for entry in PAGES[role] if entry.name != "sheet-print"]  # as wide as the paper it is printed on

    faults = faults_of(Visitor(portal, enter_narrow, role), places, look)

    assert not faults, "\n".join(faults)
