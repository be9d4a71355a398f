"""The pages of the leaders' pillar, by who sees them."""

from tests.browser.place import Place

CASE = "/consultations/{case}/"
LEADERS = "/leaders/"
ROW = LEADERS + "recommendations/{recommendation:%s}/"
APPROVAL = LEADERS + "approval/"
TRAINING = LEADERS + "training/"
TOGETHER = LEADERS + "together/"
APPS = LEADERS + "apps/"
PROGRAMME = TRAINING + "programmes/{programme}/"


def everybody() -> list[Place]:
    return [
        Place("leaders", LEADERS, phone=True),
        Place("leaders-table", LEADERS + "?view=table", phone=True),
        Place("leaders-nothing-found", LEADERS + "?q=該当しないことば"),
        Place("leaders-past", LEADERS + "?on=2026-04-01"),
        Place("leaders-bad-day", LEADERS + "?on=いつか", status=422),
        Place("leaders-division", LEADERS + "divisions/0903/", phone=True),
        Place("leaders-division-vacant", LEADERS + "divisions/0201/"),
        Place("leaders-directory", TOGETHER, phone=True),
        Place("leaders-directory-nothing-found", TOGETHER + "?q=該当しないことば"),
        Place("apps", APPS, phone=True),
        Place("apps-due", APPS + "?tab=due"),
        Place("apps-nothing-found", APPS + "?q=該当しないことば"),
        Place("apps-bad-state", APPS + "?state=いつか", status=422),
        Place("app-retired", APPS + "{app:retired}/", phone=True),
        Place("app-without-owner", APPS + "{app:without}/"),
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
        Place("leaders-vacant", LEADERS + "?cover=vacant", phone=True),
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


def trainee() -> list[Place]:
    return [
        Place("training", TRAINING + "{programme}/", phone=True),
        Place("training-code", TRAINING + "{programme}/code/", phone=True),
        Place("training-skills", TRAINING + "{programme}/skills/", phone=True),
        Place("training-skills-error", TRAINING + "{programme}/skills/", step="submit_empty", status=422),
        Place("training-questions", TRAINING + "{programme}/questions/"),
        Place("training-question-error", TRAINING + "{programme}/questions/", step="submit_empty", status=422),
        Place("training-session", TRAINING + "sessions/{session:make-up}/", phone=True),
        Place("training-session-attended", TRAINING + "sessions/{session:first}/"),
        Place("training-assignment", TRAINING + "assignments/{assignment}/", phone=True),
        Place("training-assignment-error", TRAINING + "assignments/{assignment}/", step="submit_empty", status=422),
    ]


def group_work() -> list[Place]:
    """Return the pages of a member of a team, on a day on which the teams present."""
    own, other = TRAINING + "teams/{team:own}/", TRAINING + "teams/{team:other}/"
    return [
        Place("teams", TRAINING + "{programme}/teams/", phone=True),
        Place("team", own, phone=True),
        Place("team-other", other, phone=True),
        Place("team-theme", own + "theme/"),
        Place("team-theme-error", own + "theme/", step="submit_empty", status=422),
        Place("team-work", own + "work/"),
        Place("team-work-error", own + "work/", step="submit_empty", status=422),
        Place("team-verdict", other + "verdict/", phone=True),
        Place("team-verdict-error", other + "verdict/", step="submit_empty", status=422),
        Place("theme-choose", "/consultations/themes/{team:own}/", phone=True),
    ]


def desk() -> list[Place]:
    """Return the leader's desk, and the page on which a colleague is answered."""
    asked = "c.next_due_kind = 'leader_reply'"
    return [
        Place("leader-desk", LEADERS + "desk/", phone=True),
        Place("case-asked", CASE, asked, phone=True),
        Place("leader-answer", CASE + "leader/", asked, phone=True),
        Place("leader-answer-error", CASE + "leader/", asked, step="submit_empty", status=422),
    ]


def together() -> list[Place]:
    """Return the pages of a leader among leaders."""
    question, reply = TOGETHER + "questions/{leader_question:%s}/", TOGETHER + "replies/{leader_reply:own}/"
    return [
        Place("leader-profile", TOGETHER + "profile/", phone=True),
        Place("leader-questions", TOGETHER + "questions/", phone=True),
        Place("leader-questions-solved", TOGETHER + "questions/?tab=solved"),
        Place("leader-questions-nothing-found", TOGETHER + "questions/?q=該当しないことば"),
        Place("leader-question-ask", TOGETHER + "questions/new/?q=電子申請", phone=True),
        Place("leader-question-ask-error", TOGETHER + "questions/new/", step="submit_empty", status=422),
        Place("leader-question", question % "replied", phone=True),
        Place("leader-question-solved", question % "solved"),
        Place("leader-question-own", question % "own"),
        Place("leader-question-reply-error", question % "own", step="submit_empty", status=422),
        Place("leader-question-withdraw", question % "own" + "withdraw/"),
        Place("leader-reply-edit", reply + "edit/"),
        Place("leader-reply-edit-error", reply + "edit/", step="submit_empty", status=422),
    ]


def trial_apps() -> list[Place]:
    """Return the pages of a leader who owns an app that waits to be confirmed."""
    own = APPS + "{app:own}/"
    return [
        Place("apps-mine", APPS + "?tab=mine", phone=True),
        Place("app", own, phone=True),
        Place("app-new", APPS + "new/", phone=True),
        Place("app-new-error", APPS + "new/", step="submit_empty", status=422),
        Place("app-edit", own + "edit/"),
        Place("app-retire", own + "confirm/", phone=True),
        Place("app-retire-error", own + "confirm/", step="retire_without_reason", status=422),
        Place("app-hand-on", own + "owner/"),
        Place("app-hand-on-error", own + "owner/", step="submit_empty", status=422),
    ]


def training_section() -> list[Place]:
    """Return the pages of whoever runs the training."""
    return [
        Place("programmes", TRAINING + "programmes/"),
        Place("programme", PROGRAMME, phone=True),
        Place("programme-edit", PROGRAMME + "edit/"),
        Place("programme-edit-error", PROGRAMME + "edit/", step="submit_empty", status=422),
        Place("leader-import", TRAINING + "past-leaders/import/"),
        Place("attendance-import", PROGRAMME + "import/", phone=True),
        Place("attendance-import-error", PROGRAMME + "import/", step="submit_empty", status=422),
        Place("programme-people", PROGRAMME + "people/", phone=True),
        Place("team-board", PROGRAMME + "teams/", phone=True),
        Place("milestone-new", PROGRAMME + "milestones/new/"),
        Place("milestone-new-error", PROGRAMME + "milestones/new/", step="submit_empty", status=422),
        Place("teams-all", TRAINING + "{programme}/teams/"),
        Place("team-with-theme", TRAINING + "teams/{team:themed}/"),
        Place("module-new", PROGRAMME + "modules/new/"),
        Place("module-new-error", PROGRAMME + "modules/new/", step="submit_empty", status=422),
        Place("session-edit", TRAINING + "sessions/{session:first}/edit/"),
        Place("run-new", TRAINING + "sessions/{session:first}/runs/new/"),
        Place("run-new-error", TRAINING + "sessions/{session:first}/runs/new/", step="submit_empty", status=422),
        Place("run-cancel", TRAINING + "runs/{run}/cancel/"),
        Place("reception", TRAINING + "runs/{run}/reception/", phone=True),
        Place("session-attendance", TRAINING + "sessions/{session:first}/attendance/", phone=True),
        Place("assignment-new", PROGRAMME + "assignments/new/"),
        Place("assignment-all", TRAINING + "assignments/{assignment}/"),
        Place("submission", TRAINING + "submissions/{submission}/"),
        Place("training-questions-all", TRAINING + "{programme}/questions/"),
        Place("training-answer", TRAINING + "questions/{question}/"),
        Place("training-answer-error", TRAINING + "questions/{question}/", step="submit_empty", status=422),
    ]
