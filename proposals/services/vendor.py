"""What a vendor does at the door to a proposal that is at the desk: answers, changes, takes it back."""

import datetime as dt
import uuid
from dataclasses import dataclass

from django.db import transaction

from minato_dx.notifications.enums import Topic
from minato_dx.reference.services import CompanyFacts
from proposals.enums import ENDED, REVISABLE, Source, State
from proposals.models import Proposal, VendorReply
from proposals.services.dialogue_times import call_off_planned
from proposals.services.door import answer_of
from proposals.services.promises import drop_all, let_clock_run
from proposals.services.receiving import (
    ContactFacts,
    ProposalFacts,
    change_details,
    change_open_parts,
    receive,
)
from proposals.services.steps import lock, log
from proposals.services.telling import tell


@dataclass(frozen=True, slots=True)
class Sender:
    """From which submission at the door something came."""

    key: uuid.UUID
    receipt: str


def receive_from_door(
    *,
    sender: Sender,
    company: CompanyFacts,
    contact: ContactFacts,
    facts: ProposalFacts,
    received_at: dt.datetime,
    now: dt.datetime,
) -> Proposal:
    """Make the proposal of a submission; the same submission again is the same proposal.

    Raises ProposalError and ValidationError as ``receive`` does.
    """
    with transaction.atomic():
        return receive(
            company=company,
            contact=contact,
            facts=facts,
            source=Source.DOOR,
            actor=None,
            token=sender.key,
            received_at=received_at,
            now=now,
            door_key=sender.key,
            door_receipt=sender.receipt,
        )


def proposal_of(*, key: uuid.UUID) -> Proposal | None:
    """Return the proposal that came as that submission."""
    return Proposal.objects.filter(door_key=key).first()


@transaction.atomic
def note_reply(*, proposal: Proposal, message: str, text: str, now: dt.datetime) -> VendorReply:
    """Keep what the vendor wrote; an answer to a request for completion lets the clock run again."""
    proposal = lock(proposal)
    row = VendorReply.objects.create(
        proposal=proposal, answer=answer_of(proposal=proposal, key=message), text=text, received_at=now
    )
    _completed(proposal, now)
    _tell(proposal, f"reply:{row.pk}", "事業者から返事がありました", now, details=text)
    return row


@transaction.atomic
def revise(*, proposal: Proposal, facts: ProposalFacts, now: dt.datetime) -> Proposal:
    """Put what the vendor changed in the place of what there was; files are added to those there are.

    Where the desk has begun to judge it by now, it stays as it is, and what the vendor wants to say is kept as a reply.
    """
    proposal = lock(proposal)
    if proposal.state not in REVISABLE:
        text = _late_words(facts)
        row = VendorReply.objects.create(proposal=proposal, text=text, received_at=now)
        _tell(proposal, f"reply:{row.pk}", "審査が始まったあとに、変更が届きました", now, details=text)
        return proposal
    change_open_parts(proposal, facts)
    change_details(proposal, facts)
    entry = log(proposal=proposal, actor=None, name="revise", before=proposal.state, now=now)
    _completed(proposal, now)
    proposal.save()
    _tell(proposal, f"step:{entry.pk}", "事業者が内容を変えました", now, details=proposal.title)
    return proposal


def _completed(proposal: Proposal, now: dt.datetime) -> None:
    if proposal.state != State.INCOMPLETE:
        return
    before = proposal.state
    proposal.complete()
    log(proposal=proposal, actor=None, name="complete", before=before, now=now)
    let_clock_run(proposal=proposal, now=now)
    proposal.save()


def _late_words(facts: ProposalFacts) -> str:
    """Return the open parts of a change that came too late; confidential ones stay out of an ordinary text."""
    open_how = "" if facts.confidential.get("how") else facts.how
    parts = [facts.title, facts.problem, facts.for_whom, open_how]
    return "（審査が始まったあとに届いた変更です）\n\n" + "\n\n".join(part for part in parts if part)


@transaction.atomic
def withdraw_by_vendor(*, proposal: Proposal, reason: str, now: dt.datetime) -> Proposal:
    """Take the proposal back, as the vendor did at the door; one that has ended stays as it ended."""
    proposal = lock(proposal)
    if proposal.state in ENDED:
        return proposal
    before = proposal.state
    proposal.withdraw()
    proposal.closed_at = now
    drop_all(proposal=proposal, now=now)
    call_off_planned(proposal=proposal, actor=None, now=now)
    entry = log(proposal=proposal, actor=None, name="vendor_withdraw", before=before, now=now, reason=reason)
    proposal.save()
    _tell(proposal, f"step:{entry.pk}", "事業者が提案を取り下げました", now, details=reason)
    return proposal


def _tell(proposal: Proposal, event: str, text: str, now: dt.datetime, details: str = "") -> None:
    tell(proposal=proposal, event=event, to=[proposal.assignee], text=text, details=details, topic=Topic.TURN, now=now)
