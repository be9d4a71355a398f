"""Cold calls that divisions hand on: taken in, answered with the way to the door, or recorded as a proposal."""

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from consultations.exceptions import NoDivision
from consultations.services.intake import requesting_division
from minato_dx.core.calendar import moment_text
from minato_dx.core.steps import LOOK_AGAIN, require
from minato_dx.core.text import is_blank
from minato_dx.notifications.enums import Topic
from minato_dx.notifications.services import notify
from minato_dx.organization.models import User
from minato_dx.organization.selectors import dx_staff, section_head
from proposals.enums import CALL_KIND, CallState, Source
from proposals.exceptions import ProposalError, StateConflict
from proposals.models import ForwardedCall, Proposal
from proposals.permissions import can_forward, is_at_desk
from proposals.services.receiving import record_proposal


@dataclass(frozen=True, slots=True)
class CallFacts:
    """What the division knows of the caller; the name is enough."""

    company_name: str
    contact: str = ""
    text: str = ""


def forward_call(*, sender: User, facts: CallFacts, token: uuid.UUID, now: dt.datetime) -> ForwardedCall:
    """Hand a cold call on to the desk; ``token`` names one submission, so that it is one however often it is sent.

    Raises ProposalError without the company's name, and PermissionDenied for somebody of no division.
    """
    require(can_forward(sender))
    if is_blank(facts.company_name):
        raise ProposalError("事業者の名称を入れてください。聞き取れた分だけでかまいません。", "company_name")
    try:
        with transaction.atomic():
            return _take_in(sender, facts, token, now)
    except IntegrityError:
        # The same submission, sent twice at the same moment: the other one was first.
        earlier = ForwardedCall.objects.filter(token=token, sent_by=sender).first()
        if earlier is None:
            raise
        return earlier


def _take_in(sender: User, facts: CallFacts, token: uuid.UUID, now: dt.datetime) -> ForwardedCall:
    earlier = ForwardedCall.objects.filter(token=token, sent_by=sender).first()
    if earlier is not None:
        return earlier
    day = timezone.localdate(now)
    try:
        version = requesting_division(requester=sender, division_id=None, day=day)
    except NoDivision as refusal:
        raise ProposalError(refusal.message) from refusal
    call = ForwardedCall.objects.create(
        token=token,
        division_id=version.division_id,
        sent_by=sender,
        company_name=facts.company_name.strip(),
        contact=facts.contact.strip(),
        text=facts.text.strip(),
        sent_at=now,
    )
    head = section_head(day=day)
    notify(
        event=f"call:{call.pk}:sent",
        kind="forwarded_call",
        topic=Topic.ASSIGNED,
        recipients=[one for one in ([head] if head else dx_staff(day=day)) if one.pk != sender.pk],
        title=f"{version.name}から、売り込みの転送です（{call.company_name}）",
        text=call.text,
        object_kind=CALL_KIND,
        object_id=call.pk,
        in_office_hours=True,
        now=now,
    )
    return call


@transaction.atomic
def note_invitation(*, call: ForwardedCall, actor: User, note: str = "", now: dt.datetime) -> ForwardedCall:
    """Note that the caller was shown the way to the door, and tell whoever handed the call on.

    Raises StateConflict where a colleague was quicker.
    """
    call = _lock_new(call, actor)
    _handle(call, CallState.INVITED, actor, note, now)
    _tell_sender(call, "窓口を案内しました", now)
    return call


@transaction.atomic
def record_call(*, call: ForwardedCall, actor: User, now: dt.datetime, **proposal_facts: Any) -> Proposal:
    """Record the call as a proposal and join the two; whoever handed it on is told.

    ``proposal_facts`` are what ``record_proposal`` takes besides source and actor, and it raises what that raises;
    StateConflict where a colleague was quicker.
    """
    call = _lock_new(call, actor, token=proposal_facts["token"])
    proposal = record_proposal(**proposal_facts, source=Source.FORWARDED, actor=actor, now=now)
    if call.state == CallState.NEW:
        call.proposal = proposal
        _handle(call, CallState.RECORDED, actor, "", now)
        _tell_sender(call, f"{proposal.number}として受け付けました", now)
    return proposal


def _lock_new(call: ForwardedCall, actor: User, token: uuid.UUID | None = None) -> ForwardedCall:
    """Return the call read again and locked; one that the same submission recorded already is let through."""
    require(is_at_desk(actor))
    rows = ForwardedCall.objects.select_for_update(of=("self",)).select_related("sent_by", "handled_by", "proposal")
    locked = rows.get(pk=call.pk)
    sent_again = token is not None and locked.proposal is not None and locked.proposal.submission_token == token
    if locked.state != CallState.NEW and not sent_again:
        who = f"{locked.handled_by.name}さん" if locked.handled_by else "ほかの人"
        when = moment_text(locked.handled_at) if locked.handled_at else ""
        state = CallState(locked.state).label
        raise StateConflict(f"この転送は、{who}が{when}に「{state}」にしました。{LOOK_AGAIN}")
    return locked


def _handle(call: ForwardedCall, state: CallState, actor: User, note: str, now: dt.datetime) -> None:
    call.state, call.handled_by, call.handled_at, call.note = state, actor, now, note.strip()
    call.save()


def _tell_sender(call: ForwardedCall, said: str, now: dt.datetime) -> None:
    notify(
        event=f"call:{call.pk}:handled",
        kind="forwarded_call",
        topic=Topic.PROGRESS,
        recipients=[call.sent_by],
        title=f"転送していただいた「{call.company_name}」：{said}",
        text=call.note,
        object_kind=CALL_KIND,
        object_id=call.pk,
        in_office_hours=True,
        now=now,
    )
