"""The pages of an exhibition's day, by who sees them."""

from tests.browser.place import Place

NEXT = "/exhibitions/{exhibition:published}/"


def section() -> list[Place]:
    """Return what the DX section sees at the reception."""
    return [
        Place("reception", NEXT + "reception/", phone=True),
        Place("reception-found", NEXT + "reception/?q=見本", phone=True),
        Place("reception-nobody", NEXT + "reception/?q=該当しない人"),
        Place("reception-error", NEXT + "reception/", step="take_in_nobody"),
    ]
