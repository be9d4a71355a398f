"""The pages of an exhibition's visitors, by who sees them."""

from tests.browser.place import Place

LIST = "/exhibitions/"
NEXT = LIST + "{exhibition:published}/"


def everybody() -> list[Place]:
    """Return what all staff open; the next exhibition of the demonstration is published."""
    return [
        Place("exhibitions", LIST, phone=True),
        Place("exhibition", NEXT, phone=True),
        Place("exhibition-fits", NEXT + "?fits=on"),
        Place("exhibition-nothing-found", NEXT + "?q=該当しないことば"),
        Place("exhibition-over", LIST + "{exhibition:reported}/"),
        Place("booth", LIST + "booths/{booth:company}/", phone=True),
        Place("booth-division", LIST + "booths/{booth:division}/"),
        Place("my-visit", NEXT + "visit/", phone=True),
        Place("my-visit-over", LIST + "{exhibition:reported}/visit/"),
    ]


def leader() -> list[Place]:
    """Return what somebody sees who waits for a seat."""
    return [Place("my-visit-waiting", NEXT + "visit/", phone=True)]
