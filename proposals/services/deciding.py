"""From the receipt to the decision: asked back, reviewed, shared in-house, passed on or declined; always answered."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from minato_dx.core.steps import require
from minato_dx.core.text import is_blank
from minato_dx.notifications.enums import Topic
from minato_dx.organization.models import User
from proposals.enums import AnswerKind, Outcome, PromiseKind, State
from proposals.exceptions import ProposalError
from proposals.models import Proposal
from proposals.permissions import can_reassign, can_work_on
from proposals.services.answering import answer
from proposals.services.promises import drop_all, keep, let_clock_run, stop_clock
from proposals.services.steps import lock, log, take_step
from proposals.services.telling import tell

# A catalogue entry is looked at again after a year.
SHARED_FOR = dt.timedelta(days=365)


@transaction.atomic
def ask_back(*, proposal: Proposal, actor: User, text: str, now: dt.datetime) -> Proposal:
    """Ask the vendor for what is missing; the clock rests until it is there."""
    proposal = lock(proposal)
    take_step(proposal=proposal, actor=actor, name="ask_back", reason=text, now=now)
    answer(proposal=proposal, kind=AnswerKind.INCOMPLETE, text=text, actor=actor, now=now)
    stop_clock(proposal=proposal, now=now)
    proposal.save()
    return proposal


@transaction.atomic
def complete(*, proposal: Proposal, actor: User, note: str = "", now: dt.datetime) -> Proposal:
    """Note that what was missing is there; the clock runs again."""
    proposal = lock(proposal)
    take_step(proposal=proposal, actor=actor, name="complete", reason=note, now=now)
    let_clock_run(proposal=proposal, now=now)
    proposal.save()
    return proposal


@transaction.atomic
def begin_screening(*, proposal: Proposal, actor: User, text: str, now: dt.datetime) -> Proposal:
    """Tell the vendor that it is complete and is being reviewed."""
    proposal = lock(proposal)
    take_step(proposal=proposal, actor=actor, name="begin_screening", now=now)
    answer(proposal=proposal, kind=AnswerKind.RECEIPT, text=text, actor=actor, now=now)
    proposal.save()
    return proposal


@transaction.atomic
def share(*, proposal: Proposal, actor: User, text: str, until: dt.date | None = None, now: dt.datetime) -> Proposal:
    """Show it to all staff until ``until`` (a year from now), and tell the vendor."""
    proposal = lock(proposal)
    take_step(proposal=proposal, actor=actor, name="share", now=now)
    proposal.decided_at = now
    proposal.shared_until = until or timezone.localdate(now) + SHARED_FOR
    answer(proposal=proposal, kind=AnswerKind.SHARED, text=text, actor=actor, now=now)
    keep(proposal=proposal, kind=PromiseKind.DECISION, now=now)
    proposal.save()
    return proposal


@transaction.atomic
def transfer(*, proposal: Proposal, actor: User, to: str, text: str, now: dt.datetime) -> Proposal:
    """Pass it to another desk (移送), and tell the vendor to which."""
    if is_blank(to):
        raise ProposalError("移送先の窓口を書いてください。", "to")
    proposal = lock(proposal)
    _decide(proposal=proposal, actor=actor, name="transfer", kind=AnswerKind.TRANSFERRED, text=text, now=now, reason=to)
    proposal.transferred_to = to.strip()
    proposal.save()
    return proposal


@transaction.atomic
def decline(*, proposal: Proposal, actor: User, reason: str, text: str, now: dt.datetime) -> Proposal:
    """Say no with a reason, which the vendor reads."""
    if is_blank(reason):
        raise ProposalError("見送る理由を書いてください。事業者にも伝えます。", "reason")
    proposal = lock(proposal)
    _decide(proposal=proposal, actor=actor, name="decline", kind=AnswerKind.DECLINED, text=text, now=now, reason=reason)
    proposal.save()
    return proposal


def _decide(
    *, proposal: Proposal, actor: User, name: str, kind: AnswerKind, text: str, now: dt.datetime, reason: str
) -> None:
    # Kept before the end lets fall what is owed.
    require(can_work_on(actor, proposal))
    answer(proposal=proposal, kind=kind, text=text, actor=actor, now=now)
    keep(proposal=proposal, kind=PromiseKind.DECISION, now=now)
    take_step(proposal=proposal, actor=actor, name=name, reason=reason, now=now)
    proposal.decided_at = now


@transaction.atomic
def begin_dialogue(*, proposal: Proposal, actor: User, note: str = "", now: dt.datetime) -> Proposal:
    """Note that divisions and vendor talk, the desk being present."""
    proposal = lock(proposal)
    take_step(proposal=proposal, actor=actor, name="begin_dialogue", reason=note, now=now)
    proposal.save()
    return proposal


@transaction.atomic
def close(*, proposal: Proposal, actor: User, outcome: Outcome, text: str, now: dt.datetime) -> Proposal:
    """Note what came of it, and tell the vendor."""
    proposal = lock(proposal)
    take_step(proposal=proposal, actor=actor, name="close", reason=outcome.label, now=now)
    proposal.outcome = outcome
    answer(proposal=proposal, kind=AnswerKind.OUTCOME, text=text, actor=actor, now=now)
    proposal.save()
    return proposal


@transaction.atomic
def withdraw(*, proposal: Proposal, actor: User, reason: str, now: dt.datetime) -> Proposal:
    """Note that the vendor takes it back; the reason is the vendor's, where one was given."""
    proposal = lock(proposal)
    take_step(proposal=proposal, actor=actor, name="withdraw", reason=reason, now=now)
    proposal.save()
    return proposal


@transaction.atomic
def reassign(*, proposal: Proposal, actor: User, to: User, reason: str, now: dt.datetime) -> Proposal:
    """Give the proposal to another member of the desk. Raises ProposalError without a reason."""
    require(can_reassign(actor))
    if is_blank(reason):
        raise ProposalError("担当を替える理由を書いてください。新しい担当も読みます。", "reason")
    proposal = lock(proposal)
    before, proposal.assignee = proposal.assignee, to
    entry = log(proposal=proposal, actor=actor, name="reassign", before=proposal.state, now=now, reason=reason)
    proposal.save()
    tell(
        proposal=proposal,
        event=f"step:{entry.pk}",
        to=[to, before],
        by=actor,
        text=f"担当が{to.name}さんに替わりました",
        details=reason,
        topic=Topic.ASSIGNED,
        now=now,
    )
    return proposal


@transaction.atomic
def expire_due(*, day: dt.date, now: dt.datetime) -> int:
    """Take out of the catalogue what was last shown before ``day``, and return how many."""
    rows = Proposal.objects.select_for_update(of=("self",)).filter(state=State.SHARED, shared_until__lt=day)
    expired = list(rows.select_related("assignee"))
    for proposal in expired:
        before = proposal.state
        proposal.expire()
        proposal.closed_at = now
        drop_all(proposal=proposal, now=now)
        entry = log(proposal=proposal, actor=None, name="expire", before=before, now=now)
        proposal.save()
        tell(
            proposal=proposal,
            event=f"step:{entry.pk}",
            to=[proposal.assignee],
            text="庁内で見せる期間が終わりました",
            details="続けて見せるときは、新しい提案として受け付けてください。",
            now=now,
        )
    return len(expired)


def is_decided(proposal: Proposal) -> bool:
    """Tell whether the vendor has had the desk's decision."""
    return proposal.state not in (State.RECEIVED, State.INCOMPLETE, State.SCREENING)
