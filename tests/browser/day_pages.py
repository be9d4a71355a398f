"""The pages of an exhibition's day, by who sees them."""

from tests.browser.place import Place

NEXT, LAST = "/exhibitions/{exhibition:published}/", "/exhibitions/{exhibition:reported}/"


def everybody() -> list[Place]:
    """Return what all staff see."""
    return [
        Place("stamps", LAST + "stamps/", phone=True),
        Place("survey-closed", NEXT + "survey/"),
        Place("report", LAST + "report/", phone=True),
        Place("display", NEXT + "display/", phone=True),
    ]


def section() -> list[Place]:
    """Return what the DX section sees at the reception."""
    return [
        Place("reception", NEXT + "reception/", phone=True),
        Place("reception-found", NEXT + "reception/?q=見本", phone=True),
        Place("reception-nobody", NEXT + "reception/?q=該当しない人"),
        Place("reception-error", NEXT + "reception/", step="take_in_nobody"),
        Place("live", LAST + "live/", phone=True),
        Place("live-nobody-yet", NEXT + "live/"),
        Place("survey-results", LAST + "survey/results/", phone=True),
        Place("survey-results-theme", LAST + "survey/results/?theme=none"),
        Place("survey-results-nobody-yet", NEXT + "survey/results/"),
        Place("report-nobody-yet", NEXT + "report/"),
        Place("stamp-codes", NEXT + "stamps/codes/"),
    ]
