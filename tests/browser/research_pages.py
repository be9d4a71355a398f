"""The pages of research requests, by who sees them."""

from tests.browser.place import Place

RESEARCH = "/research/"
ONE = RESEARCH + "{research:%s}/"


def everybody() -> list[Place]:
    """Return what staff read who are asked, and the pages on which they ask and answer."""
    return [
        Place("research", RESEARCH, phone=True),
        Place("research-own", RESEARCH + "?tab=mine", phone=True),
        Place("research-ask", RESEARCH + "new/", phone=True),
        Place("research-ask-error", RESEARCH + "new/", step="submit_empty", status=422),
        Place("research-asked", ONE % "asked", phone=True),
        Place("research-withdraw", ONE % "asked" + "withdraw/"),
    ]


def asked() -> list[Place]:
    """Return what somebody of another division reads of a request, as the CIO."""
    return [
        Place("research-public", ONE % "passed_on", phone=True),
        Place("research-answer", ONE % "passed_on" + "answer/", phone=True),
        Place("research-answer-error", ONE % "passed_on" + "answer/", step="submit_empty", status=422),
    ]


def editor() -> list[Place]:
    """Return the pages of the DX section."""
    return [
        Place("research-waiting", RESEARCH + "?tab=waiting", phone=True),
        Place("research-none", RESEARCH + "?tab=mine"),
        Place("research-word", ONE % "asked" + "wording/", phone=True),
        Place("research-word-error", ONE % "asked" + "wording/", step="submit_empty", status=422),
        Place("research-decline", ONE % "asked" + "decline/"),
        Place("research-passed-on", ONE % "passed_on", phone=True),
        Place("research-note-answer", ONE % "passed_on" + "answer/", phone=True),
        Place("research-close", ONE % "passed_on" + "close/"),
        Place("research-close-error", ONE % "passed_on" + "close/", step="submit_empty", status=422),
        Place("research-check", ONE % "passed_on" + "answers/{finding:received}/check/"),
        Place("research-closed", ONE % "closed"),
    ]
