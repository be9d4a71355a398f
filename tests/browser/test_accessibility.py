"""axe-core finds nothing on any page, in any state, for any role, and none scrolls sideways at 320 px.

In Django admin's own pages it finds only what is listed.
"""

import json
from pathlib import Path

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

from tests.browser.admin_pages import ADMIN_PAGES
from tests.browser.conftest import Enter, Portal
from tests.browser.narrow import sideways
from tests.browser.pages import PAGES
from tests.browser.visitor import Visitor, faults_of

KNOWN = Path(__file__).parent / "admin_axe_known.txt"
# Preloading copies style sheets into the page, which our policy refuses; only one experimental rule would use it.
OPTIONS = json.dumps({"resultTypes": ["violations"], "preload": False})
# What is folded away is read by nobody, axe included.
UNFOLD = "() => document.querySelectorAll('main details').forEach(part => { part.open = true; })"


def violations(page: Page) -> list[dict]:
    """Return what axe finds with all its rules, everything on the page unfolded."""
    page.evaluate(UNFOLD)
    page.evaluate(AXE_SCRIPT)
    found: list[dict] = page.evaluate(f"axe.run({OPTIONS}).then(result => result.violations)")
    return found


def look(page: Page) -> list[str]:
    """Return one line for each rule that is broken, with the places on the page, and what is too wide at 400 %."""
    broken = [
        f"{found['id']} at {' | '.join(str(node['target']) for node in found['nodes'][:4])}"
        for found in violations(page)
    ]
    return broken + sideways(page)


@pytest.mark.parametrize("role", list(PAGES))
def test_axe_finds_nothing_and_nothing_scrolls_sideways(portal: Portal, enter: Enter, role: str) -> None:
    faults = faults_of(Visitor(portal, enter, role), PAGES[role], look)

    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("role", [role for role in PAGES if any(place.phone for place in PAGES[role])])
def test_axe_finds_nothing_on_a_phone(portal: Portal, enter: Enter, role: str) -> None:
    places = [place for place in PAGES[role] if place.phone]

    faults = faults_of(Visitor(portal, enter, role, phone=True), places, look)

    assert not faults, "\n".join(faults)


def test_what_axe_finds_in_the_admin_only_shrinks(portal: Portal, enter: Enter) -> None:
    """A finding outside the list fails, and so does a listed one that is gone: then its line has to go as well."""
    known = {line for line in KNOWN.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")}
    visitor = Visitor(portal, enter, "administrator")

    found = set(faults_of(visitor, ADMIN_PAGES, lambda page: [entry["id"] for entry in violations(page)]))

    assert found == known, f"new: {sorted(found - known)}; gone: {sorted(known - found)}"
