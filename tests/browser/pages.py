"""Every page of the portal by who sees it: what the accessibility, narrow-window and picture tests walk through.

A page of a consultation names the consultation by a condition on the demo data (c the consultation, q its requester,
a who it is assigned to, h a hearing, s its sheet, ?1 the person who looks), so that no number is written down here.
"""

from tests.browser import (
    case_pages,
    day_pages,
    leader_pages,
    plan_pages,
    proposal_pages,
    research_pages,
    story_pages,
    visit_pages,
)
from tests.browser.conftest import ADMINISTRATOR, CIO, DEPUTY, DX, HEAD, LEADER, SECTION_HEAD, STAFF
from tests.browser.place import Place

PEOPLE = {
    "staff": STAFF,
    "leader": LEADER,
    "head": HEAD,
    "dx": DX,
    "section_head": SECTION_HEAD,
    "cio": CIO,
    "deputy": DEPUTY,
    "administrator": ADMINISTRATOR,
    "nobody": None,
}
MINE, ASSIGNED = "q.staff_number = ?1", "a.staff_number = ?1"
OF_DIVISION = (
    "c.division_id IN (SELECT division_id FROM organization_membership m JOIN organization_user u ON u.id = m.user_id"
    " WHERE u.staff_number = ?1 AND m.valid_to IS NULL) AND NOT c.is_private"
)
CASE = "/consultations/{case}/"
SHEET = CASE + "hearings/{hearing}/"
REQUESTER, DIVISION_HEAD = "requester", "head"


def _everybody() -> list[Place]:
    """Return what everybody signed in can open; looked at as a member of staff."""
    return [
        Place("list-mine", "/consultations/?tab=mine", phone=True),
        Place("list-all", "/consultations/?tab=all"),
        Place("list-nothing-found", "/consultations/?tab=mine&q=該当しないことば"),
        Place("list-no-such-number", "/consultations/?q=2001-9999"),
        Place("inbox", "/inbox/", phone=True),
        Place("inbox-unread", "/inbox/?unread=1"),
        Place("inbox-settings", "/inbox/settings/", phone=True),
        Place("inbox-settings-error", "/inbox/settings/", step="submit_empty", status=422),
        Place("calendar", "/calendar/", phone=True),
        Place("calendar-past", "/calendar/?view=past"),
        Place("tools", "/tools/", phone=True),
        Place("tools-nothing-found", "/tools/?q=該当しないことば"),
        Place("tool", "/tools/{tool}/"),
        Place("duties", "/duties/", phone=True),
        Place("duties-on", "/duties/?on=2026-04-01"),
        Place("duties-unreadable", "/duties/?on=いつか"),
        Place("profile", "/profile/", phone=True),
        Place("profile-error", "/profile/", step="bad_mail"),
        Place("password", "/password/change/"),
        Place("password-error", "/password/change/", step="submit_empty"),
        Place("help", "/help/"),
        Place("accessibility", "/accessibility/"),
        Place("error-404", "/no-such-page/", status=404),
        Place("error-403", "/triage/", status=403),
        Place("error-csrf", "/", step="wrong_token", status=403),
        Place("error-400", "/", step="bad_request", status=400),
        Place("error-413", "/", step="too_large", status=413),
        Place("error-500", "/", step="server_error"),
    ]


def _staff() -> list[Place]:
    return [
        Place("home", "/", phone=True),
        Place("home-menus", "/", step="menus", phone=True),
        Place("home-error", "/", step="submit_empty", status=422),
        Place("list-division", "/consultations/?tab=division"),
        Place("case", CASE, f"{MINE} AND s.state = 'asked'", phone=True),
        Place("case-in-progress", CASE, f"{MINE} AND c.state = 'in_progress'"),
        Place("case-closed", CASE, f"{MINE} AND c.state = 'closed'"),
        Place("case-colleague", CASE, f"{OF_DIVISION} AND c.state = 'proposed'"),
        Place("reply-error", CASE, f"{MINE} AND s.state = 'asked'", step="empty_reply"),
        Place("sent", CASE + "sent/", MINE),
        Place("sheet-confirm", SHEET, f"{MINE} AND s.state = 'asked'", phone=True),
        Place("sheet-correct-error", SHEET, f"{MINE} AND s.state = 'asked'", step="empty_correction", status=422),
        Place("sheet-read", SHEET, f"{MINE} AND s.state = 'confirmed'"),
        Place("sheet-print", SHEET + "print/", f"{MINE} AND s.state = 'asked'"),
        Place("agreement-read", CASE + "agreement/", f"{OF_DIVISION} AND c.state = 'proposed'"),
        Place("effect", CASE + "effect/", f"{MINE} AND c.state = 'in_progress'"),
        *proposal_pages.everybody(),
        *story_pages.everybody(),
        *case_pages.everybody(),
        *day_pages.everybody(),
        *plan_pages.exhibitor(),
        *visit_pages.everybody(),
        *research_pages.everybody(),
        *leader_pages.everybody(),
        Place("withdraw", CASE + "withdraw/", f"{MINE} AND c.state = 'waiting'"),
        Place("privacy", CASE + "privacy/", f"{MINE} AND c.state = 'waiting'"),
        Place("resume", CASE + "resume/", f"{MINE} AND c.state = 'waiting'"),
        *_everybody(),
    ]


def _leader() -> list[Place]:
    return [
        Place("home", "/"),
        Place("list-all", "/consultations/?tab=all"),
        Place("case", CASE, f"{OF_DIVISION} AND c.state = 'in_progress'"),
        Place("sheet-read", SHEET, f"{OF_DIVISION} AND s.state = 'confirmed'"),
        *visit_pages.leader(),
        *leader_pages.trainee(),
        *leader_pages.desk(),
        *leader_pages.group_work(),
        *leader_pages.together(),
        *leader_pages.trial_apps(),
    ]


def _head() -> list[Place]:
    deciding = f"{OF_DIVISION} AND c.state = 'proposed'"
    return [
        *story_pages.head(),
        Place("home", "/"),
        Place("inbox", "/inbox/"),
        Place("case", CASE, deciding),
        Place("agreement", CASE + "agreement/", deciding, phone=True),
        Place("agreement-error", CASE + "agreement/", deciding, step="empty_change", status=422),
        Place("absences", "/absences/"),
        *leader_pages.head(),
    ]


def _people_of_a_case() -> list[Place]:
    """Return what only the requester of that consultation sees, or the head who decides on it."""

    def asker(name: str, path: str, where: str, **more: object) -> Place:
        return Place(name, path, where, visitor=REQUESTER, **more)  # type: ignore[arg-type]

    answered, hearing, private = "c.state = 'answered'", "h.state = 'planned'", "c.is_private AND c.state = 'proposed'"
    measuring = "c.state = 'measuring'"
    asked = "c.next_due_kind = 'leader_reply'"
    by_leader = "c.state = 'received' AND c.next_due_kind = 'confirmation'"
    waits = f"c.state = 'received' AND h.id IS NULL AND a.staff_number = '{DX}'"
    states = ("received", "assessing", "agreed", "measuring", "withdrawn", "merged", "handed_over")
    return [
        *(asker(f"case-{state}", CASE, f"c.state = '{state}' AND NOT q.is_administrator") for state in states),
        asker("case-answered", CASE, answered),
        asker("solved", CASE + "solved/", answered),
        asker("still", CASE + "still/", answered),
        asker("still-error", CASE + "still/", answered, step="submit_empty", status=422),
        asker("case-hearing", CASE, hearing),
        asker("hearing-cancel", SHEET + "cancel/", hearing),
        asker("hearing-move", SHEET + "move/", hearing),
        asker("hearing-move-error", SHEET + "move/", hearing, step="submit_empty", status=422),
        asker("calendar-hearing", "/calendar/", hearing),
        asker("meet", CASE + "meet/", waits),
        asker("meet-error", CASE + "meet/", waits, step="submit_empty", status=422),
        asker("times", CASE + "times/", waits),
        asker("times-error", CASE + "times/", waits, step="submit_empty", status=422),
        asker("sheet-not-yet", SHEET, hearing),
        asker("case-private", CASE, private),
        asker("summary", CASE + "summary/", private),
        asker("summary-error", CASE + "summary/", private, step="submit_empty", status=422),
        asker("privacy-off", CASE + "privacy/", private),
        asker("effect-record", CASE + "effect/", measuring),
        asker("effect-error", CASE + "effect/", measuring, step="submit_empty", status=422),
        asker("sent-to-leader", CASE + "sent/", asked),
        asker("case-asking-leader", CASE, asked),
        asker("leader-hand-on", CASE + "leader/hand-on/", asked),
        asker("case-leader-answered", CASE, by_leader),
        asker("leader-solved", CASE + "leader/solved/", by_leader),
        asker("theme", CASE + "theme/", waits),
        asker("reopen", CASE + "reopen/", "c.state = 'merged'"),
        Place("agreement-summary", CASE + "agreement/", f"{private} AND c.head_summary != ''", visitor=DIVISION_HEAD),
    ]


def _dx() -> list[Place]:
    received, waiting = f"{ASSIGNED} AND c.state = 'received'", f"{ASSIGNED} AND c.state = 'waiting'"
    planned = f"{ASSIGNED} AND h.state = 'planned'"
    assessing = f"{ASSIGNED} AND c.state = 'assessing'"
    closing = f"{ASSIGNED} AND c.state = 'measuring'"
    states = ("received", "hearing", "assessing", "answered", "proposed", "agreed", "in_progress", "measuring")
    ended = ("waiting", "closed", "withdrawn", "merged", "handed_over")
    kinds = ("on_the_spot", "no_tool", "solution", "redesign")
    views = ("mine", "unanswered", "overdue", "waiting", "departments", "all")
    return [
        Place("home", "/", phone=True),
        *(Place(f"case-{state}", CASE, f"c.state = '{state}' AND NOT c.is_private") for state in (*states, *ended)),
        Place("case", CASE, received, phone=True),
        Place("sheet-edit", SHEET, planned, phone=True),
        Place("sheet", SHEET, f"{ASSIGNED} AND s.state = 'asked'", phone=True),
        Place("sheet-ask-error", SHEET, planned, step="ask_sheet", status=422),
        Place("sheet-conflict", SHEET, f"{ASSIGNED} AND s.state = 'asked'", step="conflict", status=409),
        Place("sheet-print", SHEET + "print/", planned),
        Place("sheet-confirmed", SHEET, f"{ASSIGNED} AND s.state = 'confirmed'"),
        Place("sheet-cancelled", SHEET, "h.state = 'cancelled'"),
        Place("hearing-new", CASE + "hearings/new/", received, phone=True),
        Place("hearing-new-error", CASE + "hearings/new/", received, step="submit_empty", status=422),
        Place("hearing-cancel", SHEET + "cancel/", planned),
        Place("hearing-move", SHEET + "move/", planned),
        Place("hearing-move-error", SHEET + "move/", planned, step="submit_empty", status=422),
        Place("hearing-outcome", SHEET + "outcome/", planned),
        Place("hearing-outcome-error", SHEET + "outcome/", planned, step="submit_empty", status=422),
        Place("calendar", "/calendar/"),
        Place("slots", "/calendar/slots/", phone=True),
        Place("slots-error", "/calendar/slots/", step="submit_empty", status=422),
        Place("absences", "/absences/"),
        Place("absences-error", "/absences/", step="submit_empty", status=422),
        Place("absence", "/absences/{absence}/", phone=True),
        *(Place(f"answer-{kind}", f"{CASE}answers/new/?kind={kind}", assessing, phone=True) for kind in kinds),
        *(
            Place(f"answer-{kind}-error", f"{CASE}answers/new/?kind={kind}", assessing, step="submit_empty", status=422)
            for kind in kinds
        ),
        Place("agreement-read", CASE + "agreement/", f"{ASSIGNED} AND c.state = 'proposed'"),
        Place("effect", CASE + "effect/?all", closing),
        Place("close", CASE + "close/", closing),
        Place("close-error", CASE + "close/", closing, step="submit_empty", status=422),
        Place("merge", CASE + "merge/", received),
        Place("merge-error", CASE + "merge/", received, step="submit_empty", status=422),
        Place("hand-over", CASE + "hand-over/", received),
        Place("hand-over-error", CASE + "hand-over/", received, step="submit_empty", status=422),
        Place("reassign", CASE + "reassign/", received),
        Place("reassign-error", CASE + "reassign/", received, step="submit_empty", status=422),
        Place("wait", CASE + "wait/", received),
        Place("wait-error", CASE + "wait/", received, step="submit_empty", status=422),
        Place("resume", CASE + "resume/", waiting),
        Place("assess", CASE + "assess/", f"{ASSIGNED} AND c.state = 'received'"),
        Place("live", CASE + "live/", f"{ASSIGNED} AND c.state = 'in_progress'"),
        Place("live-error", CASE + "live/", f"{ASSIGNED} AND c.state = 'in_progress'", step="submit_empty", status=422),
        Place("rethink", CASE + "rethink/", f"{ASSIGNED} AND c.state = 'proposed'"),
        Place("enter", "/consultations/enter/", phone=True),
        Place("enter-found", "/consultations/enter/?q=保育"),
        Place("enter-nobody", "/consultations/enter/?q=該当しない人"),
        Place("enter-error", "/consultations/enter/", step="submit_empty", status=422),
        *(Place(f"triage-{view}", f"/triage/?view={view}", phone=view == "mine") for view in views),
        Place("triage-nothing-found", "/triage/?view=all&q=該当しないことば"),
        Place("triage-load", "/triage/load/", phone=True),
        *proposal_pages.reviewer(),
        Place("inbox", "/inbox/"),
        Place("profile", "/profile/"),
    ]


def _section_head() -> list[Place]:
    agreed = "c.state = 'agreed'"
    return [
        Place("home", "/"),
        Place("triage", "/triage/"),
        Place("triage-load", "/triage/load/"),
        Place("case-private", CASE, "c.is_private AND c.state = 'hearing'"),
        Place("start", CASE + "start/", agreed),
        Place("start-error", CASE + "start/", agreed, step="submit_empty", status=422),
        Place("close", CASE + "close/", "c.state = 'answered'"),
        Place("inbox-empty", "/inbox/"),
        Place("slots-of-others", f"/calendar/slots/?owner={DX}"),
        Place("absences", "/absences/"),
        Place("absence", "/absences/{absence}/"),
        Place("handovers", "/handovers/"),
        Place("handover-new", "/handovers/new/{leaver}/", phone=True),
        Place("handover-review", "/handovers/new/{leaver}/", step="review_handover"),
        Place("handover-error", "/handovers/new/{leaver}/", step="submit_empty", status=422),
        Place("handover", "/handovers/{handover}/"),
        *leader_pages.section(),
        *leader_pages.training_section(),
        *proposal_pages.desk(),
        *story_pages.editor(),
        *day_pages.section(),
        *plan_pages.section(),
        *case_pages.editor(),
        *research_pages.editor(),
    ]


def _cio() -> list[Place]:
    return [
        Place("home", "/"),
        Place("list-empty", "/consultations/"),
        Place("inbox-empty", "/inbox/"),
        Place("profile", "/profile/"),
        *leader_pages.cio(),
        *research_pages.asked(),
    ]


def _deputy() -> list[Place]:
    return [Place("home", "/"), *leader_pages.decider()]


def _nobody() -> list[Place]:
    return [
        Place("login", "/login/", phone=True),
        Place("login-error", "/login/", step="wrong_password"),
        Place("lock-out", "/login/", step="lock_out", status=429),
        Place("login-expired", "/login/?next=/consultations/"),
        Place("reset", "/password/reset/"),
        Place("reset-error", "/password/reset/", step="submit_empty"),
        Place("reset-done", "/password/reset/done/"),
        Place("reset-link", "/password/reset/done/", step="reset_link"),
        Place("reset-link-error", "/password/reset/done/", step="reset_link_error"),
        Place("reset-old-link", "/password/reset/MQ/abc-123/"),
        Place("reset-complete", "/password/reset/complete/"),
    ]


PAGES = {
    "staff": _staff(),
    "leader": _leader(),
    "head": _head(),
    "people_of_a_case": _people_of_a_case(),
    "dx": _dx(),
    "section_head": _section_head(),
    "cio": _cio(),
    "deputy": _deputy(),
    "administrator": [Place("home", "/")],
    "nobody": _nobody(),
}


def place(role: str, name: str) -> Place:
    """Return the page of that name; raises LookupError where there is none."""
    found = next((entry for entry in PAGES[role] if entry.name == name), None)
    if found is None:
        raise LookupError(f"{role} has no page {name}")
    return found
