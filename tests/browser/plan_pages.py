"""The pages on which exhibitions are planned, as the DX section sees them."""

from tests.browser.place import Place

PLAN = "/exhibitions/plan/"
ONE = PLAN + "{exhibition:%s}/"
NEXT = ONE % "published"


def section() -> list[Place]:
    """Return the planning pages: the next exhibition of the demonstration is published."""
    return [
        Place("exhibition-plan", PLAN, phone=True),
        Place("exhibition-plan-past", PLAN + "?tab=past"),
        Place("exhibition-new", PLAN + "new/", phone=True),
        Place("exhibition-new-error", PLAN + "new/", step="submit_empty", status=422),
        Place("exhibition-board", NEXT, phone=True),
        Place("exhibition-board-over", ONE % "reported"),
        Place("exhibition-edit", NEXT + "edit/"),
        Place("exhibition-cancel", NEXT + "step/cancel/"),
        Place("hall-new", NEXT + "halls/new/"),
        Place("hall-floor", NEXT + "halls/{hall}/", phone=True),
        Place("hall-floor-error", NEXT + "halls/{hall}/", step="submit_empty", status=422),
        Place("hall-edit", NEXT + "halls/{hall}/edit/"),
        Place("programme-new", NEXT + "programme/new/", phone=True),
        Place("programme-new-error", NEXT + "programme/new/", step="submit_empty", status=422),
        Place("programme-edit", NEXT + "programme/{programme_item}/"),
        Place("programme-cancel", NEXT + "programme/{programme_item}/cancel/"),
    ]


ROLES = {"section_head": section}
