"""The pages of the leaders' pillar, by who sees them."""

from tests.browser.place import Place

LEADERS = "/leaders/"
ROW = LEADERS + "recommendations/{recommendation:%s}/"
APPROVAL = LEADERS + "approval/"


def everybody() -> list[Place]:
    return [
        Place("leaders", LEADERS, phone=True),
        Place("leaders-table", LEADERS + "?view=table", phone=True),
        Place("leaders-nothing-found", LEADERS + "?q=該当しないことば"),
        Place("leaders-past", LEADERS + "?on=2026-04-01"),
        Place("leaders-bad-day", LEADERS + "?on=いつか", status=422),
        Place("leaders-division", LEADERS + "divisions/0903/", phone=True),
        Place("leaders-division-vacant", LEADERS + "divisions/0201/"),
    ]


def head() -> list[Place]:
    return [
        Place("recommendations", LEADERS + "recommendations/", phone=True),
        Place("leaders-own-division", LEADERS + "divisions/0903/"),
        Place("recommend", LEADERS + "recommendations/new/0903/", phone=True),
        Place("recommend-error", LEADERS + "recommendations/new/0903/", step="submit_empty", status=422),
        Place("recommend-nobody", LEADERS + "recommendations/none/0903/"),
        Place("recommend-nobody-error", LEADERS + "recommendations/none/0903/", step="submit_empty", status=422),
        Place("term-renew", LEADERS + "recommendations/terms/{term}/renew/"),
        Place("term-release", LEADERS + "recommendations/terms/{term}/release/"),
    ]


def section() -> list[Place]:
    return [
        *everybody(),
        *(
            Place(f"recommendations-{tab}", f"{LEADERS}recommendations/?tab={tab}", phone=tab == "check")
            for tab in ("check", "consent", "returned", "checked", "ended")
        ),
        *(
            Place(f"recommendation-{state}", ROW % state, phone=state == "submitted")
            for state in ("submitted", "checked", "returned", "withdrawn")
        ),
        Place("cohorts", LEADERS + "cohorts/", phone=True),
        Place("cohort-new", LEADERS + "cohorts/new/"),
        Place("cohort-error", LEADERS + "cohorts/new/", step="submit_empty", status=422),
        Place("cohort", LEADERS + "cohorts/{cohort}/"),
        Place("plan", LEADERS + "plan/"),
        Place("plan-error", LEADERS + "plan/", step="submit_empty", status=422),
        Place("letters", LEADERS + "letters/", phone=True),
        Place("letters-nothing-found", LEADERS + "letters/?q=該当しない人"),
        Place("letter", LEADERS + "letters/{letter}/"),
    ]


def cio() -> list[Place]:
    return [
        *decider(),
        Place("approval-review-error", APPROVAL + "review/?{waiting}", step="submit_empty", status=422),
    ]


def decider() -> list[Place]:
    """Return the pages of CIO and deputy; while the CIO is there, the deputy looks only."""
    return [
        *everybody(),
        Place("approval", APPROVAL, phone=True),
        Place("approval-review", APPROVAL + "review/?{waiting}", phone=True),
        Place("approval-one", APPROVAL + "{recommendation:checked}/", phone=True),
        Place("letters", LEADERS + "letters/"),
        Place("letter", LEADERS + "letters/{letter}/", phone=True),
    ]
