"""Everything that the page of one consultation shows, read once for whoever looks at it."""

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from django.utils.functional import cached_property

from consultations.enums import State
from consultations.forms.thread import NoteForm, ReplyForm
from consultations.models import Consultation
from consultations.selectors.buttons import Viewer, acts_for, may_see_accesses, viewer_of
from consultations.selectors.next_step import NextStep, next_step
from consultations.selectors.people import Surroundings, Typed, read_surroundings, related_cases
from consultations.selectors.plans import Situation
from consultations.selectors.thread import HearingLine, Thread, read_thread
from consultations.services.endings import reopen_until
from consultations.services.thread import note_key, reply_key
from minato_dx.attachments.forms import ACCEPTED
from minato_dx.core.calendar import today, working_days_between
from minato_dx.core.steps import Act
from minato_dx.organization.models import User
from minato_dx.reference.selectors import closed_days


class CasePage:
    """The parts of the page; each template names what it needs of them."""

    def __init__(self, *, case: Consultation, user: User) -> None:
        self.case, self.user, self.now = case, user, timezone.now()
        self.reply_key, self.note_key = reply_key(case), note_key(case)
        self.around: Surroundings = read_surroundings(
            consultation=case,
            user=user,
            day=today(),
            reply_key=self.reply_key,
            note_key=self.note_key,
            with_accesses=may_see_accesses(user=user, case=case),
        )
        self.viewer: Viewer = viewer_of(user=user, case=case)
        self.related = related_cases(consultation=case, user=user, merged_ids=self.around.merged_ids)
        self.acts = acts_for(case=case, viewer=self.viewer)
        reply_draft = self.around.drafts.get(self.reply_key)
        self.thread: Thread = read_thread(
            consultation=case,
            with_notes=self.viewer.sees_notes,
            draft_id=reply_draft.pk if reply_draft else None,
            is_answered=self.around.is_answered,
        )
        self.reply_draft = _worth_showing(reply_draft)
        self.note_draft = _worth_showing(self.around.drafts.get(self.note_key))
        self.step: NextStep = self._next_step()

    def _next_step(self) -> NextStep:
        until = reopen_until(self.case)
        if until is not None and today() > until:
            self.acts.pop("reopen", None)
        return next_step(
            Situation(
                case=self.case,
                viewer=self.viewer,
                acts=self.acts,
                around=self.around,
                hearings=self.thread.hearings,
                now=self.now,
                waits_for=self._waits_for(),
                wished_times=self._wished_times(),
                reopen_until=until,
                related=self.related,
            )
        )

    def _waits_for(self) -> str:
        """What the requester was asked for when the waiting began."""
        for entry in reversed(self.thread.entries):
            if entry.event is not None and entry.event.name == "wait":
                return entry.text
        return ""

    def _wished_times(self) -> str:
        """The times that the requester wished for and nobody has answered by fixing one."""
        for entry in reversed(self.thread.entries):
            if entry.event is not None and entry.event.answers_wish:
                return ""
            if entry.event is not None and entry.event.name == "propose_times":
                return entry.event.detail
        return ""

    @property
    def is_overdue(self) -> bool:
        due = self.case.next_due_at
        return due is not None and not self.case.is_waiting and due < self.now

    @property
    def states(self) -> list[State]:
        """The state it is in; while waiting also the one it returns to."""
        return [self.case.working_state, State.WAITING] if self.case.is_waiting else [State(self.case.state)]

    @property
    def elapsed(self) -> int:
        """Working days since it came in, counted to its end where it has ended."""
        end = timezone.localdate(self.case.closed_at) if self.case.closed_at else today()
        return working_days_between(timezone.localdate(self.case.received_at), end, closed_days())

    @property
    def merged_here(self) -> Sequence[Consultation]:
        return [row for pk, row in self.related.items() if pk != self.case.merged_into_id]

    @cached_property
    def readable_hearings(self) -> list[HearingLine]:
        """Those whose sheet this person may read: outside the DX section nobody reads what is not handed over yet."""
        return [row for row in self.thread.hearings if self.viewer.is_dx_staff or row.was_asked]

    @property
    def writes_as_dx(self) -> bool:
        return self.viewer.works_on and not self.viewer.is_requester

    @property
    def reply_saved_at(self) -> dt.datetime | None:
        return self.reply_draft.saved_at if self.reply_draft else None

    @property
    def note_saved_at(self) -> dt.datetime | None:
        return self.note_draft.saved_at if self.note_draft else None

    @property
    def privacy_act(self) -> Act | None:
        return self.acts.get("set_privacy")

    def reply_form(self) -> ReplyForm:
        body = self.reply_draft.body if self.reply_draft else ""
        return ReplyForm(initial={"body": body, "token": uuid.uuid4()})

    def note_form(self) -> NoteForm:
        body = self.note_draft.body if self.note_draft else ""
        return NoteForm(initial={"body": body, "token": uuid.uuid4()})


def _worth_showing(draft: Typed | None) -> Typed | None:
    """A form that was left empty is no draft to come back to."""
    return draft if draft is not None and draft.body.strip() else None


def page_context(
    *, case: Consultation, user: User, reply_form: ReplyForm | None = None, note_form: NoteForm | None = None
) -> dict[str, Any]:
    """Return the whole context of the page, with a form as it was sent in the place of a fresh one."""
    page = CasePage(case=case, user=user)
    context: dict[str, Any] = {
        "case": case,
        "page": page,
        "step": page.step,
        "viewer": page.viewer,
        "around": page.around,
        "sheets": {hearing.pk for hearing in page.readable_hearings},
        "accepted_files": ACCEPTED,
        "reply_form": reply_form or page.reply_form(),
        "note_form": note_form or page.note_form(),
        "closed": closed_days(),
    }
    failed = reply_form or note_form
    if failed is not None:
        context["form"] = failed  # the base template marks the title of a page with errors
    return context
