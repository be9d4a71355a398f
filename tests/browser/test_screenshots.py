"""Pictures of the portal: always taken and looked at for blankness; with SCREENSHOTS=1 those in docs/ are made anew."""

import os
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import cast

import pytest
from PIL import Image
from playwright.sync_api import Page

from scripts.environment import ROOT
from tests.browser.conftest import Door, Enter, Portal
from tests.browser.pages import place
from tests.browser.visitor import Visitor

DOCS = ROOT / "docs" / "screenshots"
COLOURS = 48
APART = 9
MOST_BYTES = 150_000
# Picture → the place of pages.py that it shows; taken at both widths.
PICTURES = {
    "staff": {
        "home": "home",
        "list": "list-all",
        "case": "case",
        "sheet-confirm": "sheet-confirm",
        "inbox": "inbox",
        "settings": "inbox-settings",
        "tools": "tools",
        "duties": "duties",
        "help": "help",
        "showcase": "showcase",
        "exhibition": "exhibition",
        "booth": "booth",
        "visit": "my-visit",
        "stories": "stories",
        "story": "story",
        "shared": "shared-one",
        "cold-call": "cold-call",
    },
    "head": {"home": "home", "agreement": "agreement", "recommend": "recommend", "consent": "story-consent"},
    "leader": {"training": "training", "desk": "leader-desk", "team": "team-other"},
    "cio": {"leaders": "leaders-vacant", "approval": "approval", "letter": "letter"},
    "dx": {
        "home": "home",
        "triage": "triage-mine",
        "load": "triage-load",
        "case": "case",
        "hearing-new": "hearing-new",
        "sheet": "sheet",
        "answer": "answer-redesign",
        "effect": "effect",
        "enter": "enter-found",
        "calendar": "calendar",
        "slots": "slots",
        "absence": "absence",
    },
    "section_head": {
        "handover": "handover-review",
        "programme": "programme",
        "proposal": "proposal-screening",
        "same": "proposal-same",
        "dialogues": "dialogues",
        "evenness": "contact-fields",
    },
    "people_of_a_case": {"meet": "meet"},
    "nobody": {"login": "login"},
}


# Picture → the address at the public door that it shows.
DOOR_PICTURES = {"propose": "/submit/proposal/", "figures": "/figures/"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return where the pictures go: into the documentation when asked for, else nowhere that stays."""
    if os.environ.get("SCREENSHOTS") != "1":
        return tmp_path
    DOCS.mkdir(exist_ok=True)
    return DOCS


@pytest.mark.parametrize("role", list(PICTURES))
@pytest.mark.parametrize("width", [1280, 375])
def test_pictures_show_something(portal: Portal, enter: Enter, folder: Path, role: str, width: int) -> None:
    visitor = Visitor(portal, enter, role, phone=width == 375)
    for name, place_name in PICTURES[role].items():
        path = folder / f"{name}-{role}-{width}.png"

        take(visitor.open(place(role, place_name)), path)

        with Image.open(path) as picture:
            colours = picture.convert("RGB").getcolors(maxcolors=1_000_000)
            assert picture.width == width
            assert picture.height >= 600
            assert colours is not None
            assert len(colours) > 8, f"{path.name} is blank"


@pytest.mark.parametrize("phone", [False, True], ids=["1280", "375"])
def test_pictures_of_the_door_show_something(
    door: Door, outside: Callable[..., Page], folder: Path, phone: bool
) -> None:
    page = outside(phone=phone)
    for name, address in DOOR_PICTURES.items():
        path = folder / f"{name}-vendor-{375 if phone else 1280}.png"
        page.goto(door.url(address))

        take(page, path)

        with Image.open(path) as picture:
            colours = picture.convert("RGB").getcolors(maxcolors=1_000_000)
            assert picture.height >= 600
            assert colours is not None
            assert len(colours) > 8, f"{path.name} is blank"


def take(page: Page, path: Path) -> None:
    """Write the whole page in its most frequent colours: flat areas stay exactly as they are, and the file light."""
    page.evaluate("() => document.fonts.ready")
    with Image.open(BytesIO(page.screenshot(full_page=True, animations="disabled"))) as png:
        picture = png.convert("RGB")
    palette = Image.new("P", (1, 1))
    palette.putpalette([part for colour in _main_colours(picture) for part in colour])
    picture.quantize(palette=palette, dither=Image.Dither.NONE).save(path, optimize=True)


def _main_colours(picture: Image.Image) -> list[tuple[int, int, int]]:
    """Return the most frequent colours, leaving out what looks like one of them already."""
    found = cast(list[tuple[int, tuple[int, int, int]]], picture.getcolors(picture.width * picture.height))
    chosen: list[tuple[int, int, int]] = []
    for _, colour in sorted(found, reverse=True):
        if all(max(abs(a - b) for a, b in zip(colour, other, strict=True)) >= APART for other in chosen):
            chosen.append(colour)
        if len(chosen) == COLOURS:
            break
    return chosen


def test_every_picture_of_the_documentation_is_made_here() -> None:
    """A picture that nothing makes any more grows old unseen; the index and the README name only what is there."""
    shown = {**PICTURES, "vendor": DOOR_PICTURES}
    made = {f"{name}-{role}-{width}.png" for role, names in shown.items() for name in names for width in (1280, 375)}
    there = {file.name for file in DOCS.glob("*.png")}
    texts = [ROOT / "README.md", ROOT / "README.ja.md", DOCS / "README.md"]
    named = {name for text in texts for name in made | there if name in text.read_text(encoding="utf-8")}

    assert there == made
    assert named == made


def test_the_pictures_of_the_documentation_stay_light() -> None:
    """Those made while other tests fill the lists may grow; those that are committed may not."""
    heavy = {path.name: path.stat().st_size for path in DOCS.glob("*.png") if path.stat().st_size >= MOST_BYTES}

    assert not heavy
