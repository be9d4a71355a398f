"""A division asks who else has solved this; the DX section asks others without telling who asks."""

import datetime as dt
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone

from consultations.enums import ResearchOutcome, ResearchState
from consultations.exceptions import ConsultationError
from consultations.models import Consultation, ResearchRequest
from consultations.permissions import can_ask_others
from consultations.services.intake import requesting_division
from consultations.services.promises import due_after
from consultations.services.research_steps import (
    lock_request,
    log_research,
    take_research_step,
    tell_of_research,
)
from consultations.services.routing import desk_for
from minato_dx.core.steps import require
from minato_dx.core.text import is_blank, normalise_key
from minato_dx.notifications.enums import Topic
from minato_dx.organization.models import Department, DivisionVersion, User
from minato_dx.reference.models import FieldOfWork
from minato_dx.reference.selectors import portal_settings


class ResearchError(ConsultationError):
    """A refusal that names the field it means."""

    def __init__(self, message: str, field: str) -> None:
        super().__init__(message)
        self.field = field


class _Place(NamedTuple):
    """Whose question it is: the division's of the consultation, or the asker's own of that day."""

    division_id: int
    division_name: str
    department: Department


@transaction.atomic
def ask_others(
    *,
    asker: User,
    question: str,
    field: FieldOfWork | None,
    case: Consultation | None = None,
    division_id: int | None = None,
    now: dt.datetime,
) -> ResearchRequest:
    """Keep the question of the asker's division, or of the consultation's, and tell who answers for the department.

    Asked twice in the same words, while the first is not answered, it is one. Raises PermissionDenied for a
    consultation that is not the asker's to ask about, and NoDivision for somebody of no division.
    """
    day = timezone.localdate(now)
    if case is None:
        version = requesting_division(requester=asker, division_id=division_id, day=day)
        place = _Place(version.division_id, version.name, version.department)
    else:
        require(can_ask_others(asker, case))
        place = _Place(case.division_id, case.division_name, case.department)
    earlier = ResearchRequest.objects.filter(
        asker=asker, question=question, consultation=case, state=ResearchState.ASKED
    ).first()
    if earlier is not None:
        return earlier
    row = ResearchRequest.objects.create(
        asker=asker,
        division_id=place.division_id,
        department=place.department,
        division_name=place.division_name,
        consultation=case,
        question=question,
        field=field,
        asked_at=now,
        answer_by=timezone.localdate(due_after(now=now, working_days=portal_settings().first_reply_days)),
    )
    log_research(request=row, actor=asker, name="ask", before="", now=now)
    desk = desk_for(department=place.department, day=day)
    tell_of_research(
        request=row, event="asked", to=[desk.answers], text=f"新しい調査依頼です（{row.division_name}）",
        details=question, topic=Topic.ASSIGNED, by=asker, now=now,
    )  # fmt: skip
    return row


@transaction.atomic
def word_for_others(*, request: ResearchRequest, wording: str, actor: User, now: dt.datetime) -> ResearchRequest:
    """Accept the request in words that do not tell who asks; they can be mended until it is passed on.

    Raises ResearchError where the division, its department or the asker is named in them.
    """
    row = lock_request(request)
    if is_blank(wording):
        raise ResearchError("公開する文を書いてください。", "wording")
    named = names_in(request=row, wording=wording)
    if named:
        raise ResearchError(f"「{'」「'.join(named)}」を消してください。だれの依頼かが分かってしまいます。", "wording")
    row.public_wording, row.handled_by = wording, actor
    take_research_step(request=row, actor=actor, name="accept", now=now)
    return row


def names_in(*, request: ResearchRequest, wording: str) -> list[str]:
    """Return the names of division, department and asker that stand in ``wording``, in any width. One query."""
    surname = f"{request.asker.name.split()[0]}さん"
    names = {request.division_name, request.department.name, request.asker.name, surname}
    names |= set(DivisionVersion.objects.filter(division=request.division_id).values_list("name", flat=True))
    key = normalise_key(wording)
    # The shorter of two names that both stand there is part of the longer.
    found = sorted((name for name in names if name and normalise_key(name) in key), key=len, reverse=True)
    return [name for at, name in enumerate(found) if not any(name in longer for longer in found[:at])]


@transaction.atomic
def pass_on(*, request: ResearchRequest, to: str, actor: User, now: dt.datetime) -> ResearchRequest:
    """Show the public wording to all staff and on the proposal desk, and note who else is asked."""
    row = lock_request(request)
    row.passed_on_at, row.passed_on_to = now, to
    step = take_research_step(request=row, actor=actor, name="pass_on", now=now, reason=to)
    tell_of_research(
        request=row, event=f"passed_on:{step.pk}", to=[row.asker], text="ほかの人に聞き始めました",
        details=row.public_wording, by=actor, now=now,
    )  # fmt: skip
    return row


@transaction.atomic
def decline_research(*, request: ResearchRequest, reason: str, actor: User, now: dt.datetime) -> ResearchRequest:
    """Do not ask others, and say why."""
    row = lock_request(request)
    if is_blank(reason):
        raise ResearchError("理由を書いてください。1文でかまいません。", "reason")
    row.ended_at, row.handled_by = now, actor
    step = take_research_step(request=row, actor=actor, name="decline", now=now, reason=reason)
    tell_of_research(
        request=row, event=f"declined:{step.pk}", to=[row.asker], text="今回は見送りました", details=reason,
        topic=Topic.TURN, by=actor, now=now,
    )  # fmt: skip
    return row


@transaction.atomic
def withdraw_research(*, request: ResearchRequest, reason: str, actor: User, now: dt.datetime) -> ResearchRequest:
    """Take one's request back; what was answered so far stays."""
    row = lock_request(request)
    row.ended_at = now
    step = take_research_step(request=row, actor=actor, name="withdraw", now=now, reason=reason)
    tell_of_research(
        request=row, event=f"withdrawn:{step.pk}", to=[row.handled_by], text="取り下げられました", details=reason,
        by=actor, now=now,
    )  # fmt: skip
    return row


@transaction.atomic
def close_research(
    *, request: ResearchRequest, outcome: ResearchOutcome, text: str, actor: User, now: dt.datetime
) -> ResearchRequest:
    """Ask nobody any more, and say what came of it. Raises ResearchError while an answer is not looked at."""
    row = lock_request(request)
    if row.findings.filter(state="received").exists():
        raise ResearchError("まだ確かめていない回答があります。先に確かめてください。", "outcome")
    row.ended_at, row.outcome = now, outcome
    step = take_research_step(request=row, actor=actor, name="close", now=now, reason=text)
    label = ResearchOutcome(outcome).label
    tell_of_research(
        request=row, event=f"closed:{step.pk}", to=[row.asker], text=f"調査を終えました（{label}）", details=text,
        by=actor, now=now,
    )  # fmt: skip
    return row
