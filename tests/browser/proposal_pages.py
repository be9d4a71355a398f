"""The pages of vendors' proposals, by who sees them."""

from tests.browser.place import Place

PROPOSALS = "/proposals/"
ONE = PROPOSALS + "{proposal:%s}/"
QUESTION = ONE % "shared" + "questions/{staff_question:waiting}/"
GRANT = ONE % "shared" + "grants/{grant:asked}/"
SHARED = PROPOSALS + "shared/{proposal:%s}/"
COMPANIES = "/companies/"
TALK = PROPOSALS + "dialogues/{dialogue:%s}/"


def everybody() -> list[Place]:
    """Return what all staff read."""
    return [
        Place("shared", PROPOSALS + "shared/", phone=True),
        Place("shared-nothing-found", PROPOSALS + "shared/?q=該当しないことば"),
        Place("shared-over", PROPOSALS + "shared/?tab=over", phone=True),
        Place("shared-one", SHARED % "shared", phone=True),
        Place("shared-wished", SHARED % "dialogue", phone=True),
        Place("shared-one-over", SHARED % "closed"),
        Place("shared-ask", SHARED % "shared" + "ask/"),
        Place("shared-ask-error", SHARED % "shared" + "ask/", step="submit_empty", status=422),
        Place("shared-confidential", SHARED % "shared" + "confidential/", phone=True),
        Place("shared-confidential-error", SHARED % "shared" + "confidential/", step="submit_empty", status=422),
        Place("shared-closed", SHARED % "closed" + "confidential/", status=403),
        Place("shared-request", SHARED % "shared" + "confidential/ask/"),
        Place("cold-call", PROPOSALS + "cold-call/", phone=True),
        Place("cold-call-error", PROPOSALS + "cold-call/", step="submit_empty", status=422),
        Place("dialogue-own", TALK % "held", phone=True),
        Place("call-own", PROPOSALS + "calls/{call:own}/"),
        Place("wishes", "/wishes/", phone=True),
        Place("wishes-nothing-found", "/wishes/?q=該当しないことば"),
    ]


def desk() -> list[Place]:
    """Return the desk's own pages, as the head of the section, who works on all of them."""
    return [
        Place("proposals", PROPOSALS, phone=True),
        Place("quarantine", "/files/quarantine/", phone=True),
        Place("quarantine-review", "/files/quarantine/review/?{files}", phone=True),
        Place("quarantine-review-error", "/files/quarantine/review/?{files}", step="submit_empty", status=422),
        Place("questions", PROPOSALS + "questions/", phone=True),
        Place("questions-answered", PROPOSALS + "questions/?tab=answered"),
        Place("question-answer", QUESTION),
        Place("question-answer-error", QUESTION, step="submit_empty", status=422),
        Place("grants", PROPOSALS + "grants/", phone=True),
        Place("grants-granted", PROPOSALS + "grants/?tab=granted"),
        Place("grants-over", PROPOSALS + "grants/?tab=over"),
        Place("grant-decide", GRANT, phone=True),
        Place("grant-decide-error", GRANT, step="submit_empty", status=422),
        Place("dialogues", PROPOSALS + "dialogues/", phone=True),
        Place("dialogues-unwritten", PROPOSALS + "dialogues/?tab=unwritten"),
        Place("dialogues-none", PROPOSALS + "dialogues/?tab=cancelled"),
        Place("dialogue", TALK % "planned"),
        Place("dialogue-unwritten", TALK % "unwritten"),
        Place("dialogue-division", ONE % "shared" + "dialogues/new/"),
        Place("dialogue-plan", ONE % "shared" + "dialogues/new/?division={division:nursery}", phone=True),
        Place(
            "dialogue-plan-error",
            ONE % "shared" + "dialogues/new/?division={division:nursery}",
            step="submit_empty",
            status=422,
        ),
        Place("dialogue-move", TALK % "planned" + "move/"),
        Place("dialogue-cancel", TALK % "planned" + "cancel/"),
        Place("dialogue-record", TALK % "unwritten" + "record/", phone=True),
        Place("dialogue-record-error", TALK % "unwritten" + "record/", step="submit_empty", status=422),
        Place("contacts", "/contacts/", phone=True),
        Place("contacts-owed", "/contacts/?tab=owed"),
        Place("contacts-nothing-found", "/contacts/?q=該当しないことば"),
        Place("contact", "/contacts/{contact:owed}/"),
        Place("contact-find", "/contacts/new/?q=例題"),
        Place("contact-note", "/contacts/new/?proposal={proposal:dialogue}", phone=True),
        Place("contact-note-error", "/contacts/new/?proposal={proposal:dialogue}", step="submit_empty", status=422),
        Place("contact-new-company", "/contacts/new/?company=new"),
        Place("contact-new-company-error", "/contacts/new/?company=new", step="submit_empty", status=422),
        Place("contact-fields", "/contacts/fields/", phone=True),
        Place("calls", PROPOSALS + "calls/", phone=True),
        Place("calls-handled", PROPOSALS + "calls/?tab=handled"),
        Place("call", PROPOSALS + "calls/{call:waiting}/", phone=True),
        Place("call-invite", PROPOSALS + "calls/{call:waiting}/invite/"),
        Place("call-record", PROPOSALS + "new/?call={call:waiting}"),
        Place("companies", COMPANIES, phone=True),
        Place("companies-nothing-found", COMPANIES + "?q=該当しないことば"),
        Place("company", COMPANIES + "{company}/", phone=True),
        Place("company-edit", COMPANIES + "{company}/edit/"),
        Place("company-edit-error", COMPANIES + "{company}/edit/", step="submit_empty", status=422),
        Place("company-contact", COMPANIES + "{company}/contacts/new/"),
        Place("company-contact-error", COMPANIES + "{company}/contacts/new/", step="submit_empty", status=422),
        Place("proposal-again", ONE % "again"),
        Place("proposal-linked", ONE % "linked"),
        Place("proposal-same", ONE % "again" + "same/", phone=True),
        Place("proposal-same-linked", ONE % "linked" + "same/"),
        Place("proposal-link", ONE % "again" + "link/"),
        Place("proposal-link-error", ONE % "again" + "link/", step="submit_empty", status=422),
        Place("proposal-merge", ONE % "again" + "merge/"),
        Place("proposal-merge-error", ONE % "again" + "merge/", step="submit_empty", status=422),
        Place("proposal-matches", ONE % "shared" + "matches/", phone=True),
        Place("proposals-all", PROPOSALS + "?tab=all"),
        Place("proposals-nothing-found", PROPOSALS + "?q=該当しないことば"),
        Place("proposal-new", PROPOSALS + "new/", phone=True),
        Place("proposal-new-error", PROPOSALS + "new/", step="submit_empty", status=422),
        *(
            Place(f"proposal-{state}", ONE % state, phone=state == "screening")
            for state in ("received", "incomplete", "screening", "shared", "dialogue", "closed", "declined")
        ),
        Place("proposal-begin", ONE % "received" + "begin/"),
        Place("proposal-ask-back", ONE % "received" + "ask-back/", phone=True),
        Place("proposal-ask-back-error", ONE % "received" + "ask-back/", step="submit_empty", status=422),
        Place("proposal-complete", ONE % "incomplete" + "complete/"),
        Place("proposal-share", ONE % "screening" + "share/"),
        Place("proposal-transfer", ONE % "screening" + "transfer/"),
        Place("proposal-decline", ONE % "screening" + "decline/"),
        Place("proposal-reviewers", ONE % "screening" + "reviewers/"),
        Place("proposal-reassign", ONE % "screening" + "reassign/"),
        Place("proposal-declare", ONE % "screening" + "declare/"),
        Place("proposal-declare-error", ONE % "screening" + "declare/", step="submit_empty", status=422),
        Place("proposal-confidential", ONE % "screening" + "confidential/"),
        Place("proposal-dialogue-begin", ONE % "shared" + "dialogue/"),
        Place("proposal-close", ONE % "dialogue" + "close/"),
        Place("proposal-withdraw", ONE % "dialogue" + "withdraw/"),
    ]


def reviewer() -> list[Place]:
    """Return what a member of the desk sees who was asked for a review."""
    return [
        Place("proposal-review", ONE % "to-review" + "review/", phone=True),
        Place("proposal-review-error", ONE % "to-review" + "review/", step="submit_empty", status=422),
    ]
