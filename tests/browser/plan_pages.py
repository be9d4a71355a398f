"""The pages on which exhibitions are planned, as the DX section sees them."""

from tests.browser.place import Place

PLAN = "/exhibitions/plan/"
ONE = PLAN + "{exhibition:%s}/"
NEXT = ONE % "published"
OWN = PLAN + "exhibitors/{exhibitor:%s}/"


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
        Place("exhibitors", NEXT + "exhibitors/", phone=True),
        Place("exhibitors-nothing-found", NEXT + "exhibitors/?q=該当しないことば"),
        Place("exhibitor-invite", NEXT + "exhibitors/invite/", phone=True),
        Place("exhibitor-invite-error", NEXT + "exhibitors/invite/", step="submit_empty", status=422),
        Place("exhibitor-notice", NEXT + "exhibitors/notice/"),
        Place("exhibitor-notice-error", NEXT + "exhibitors/notice/", step="submit_empty", status=422),
        Place("exhibitor-badges", NEXT + "exhibitors/badges/"),
        Place("exhibitor-company", OWN % "company", phone=True),
        Place("exhibitor-booth", OWN % "company" + "booth/"),
        Place("exhibitor-contact", OWN % "company" + "contact/"),
        Place("exhibitor-contact-error", OWN % "company" + "contact/", step="submit_empty", status=422),
        Place("exhibitor-select", OWN % "applied" + "step/select/"),
        Place("exhibitor-select-error", OWN % "applied" + "step/select/", step="submit_empty", status=422),
        Place("programme-cancel", NEXT + "programme/{programme_item}/cancel/"),
    ]


def exhibitor() -> list[Place]:
    """Return what somebody of a division that exhibits sees."""
    return [
        Place("exhibitor-mine", PLAN + "ours/", phone=True),
        Place("exhibitor-own", OWN % "nursery", phone=True),
        Place("exhibitor-write", OWN % "nursery" + "edit/", phone=True),
        Place("exhibitor-people", OWN % "nursery" + "people/", phone=True),
        Place("exhibitor-people-error", OWN % "nursery" + "people/", step="submit_empty", status=422),
        Place("exhibitor-materials", OWN % "nursery" + "materials/"),
        Place("exhibitor-withdraw", OWN % "nursery" + "step/withdraw/"),
    ]


ROLES = {"section_head": section, "staff": exhibitor}
