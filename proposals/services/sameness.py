"""The same thing twice: a proposal is linked with an earlier one, or goes on in it."""

import datetime as dt

from django.db import transaction

from minato_dx.core.steps import require
from minato_dx.core.text import is_blank
from minato_dx.organization.models import User
from proposals.enums import AnswerKind, PromiseKind, State
from proposals.exceptions import ProposalError
from proposals.models import Proposal
from proposals.permissions import can_work_on
from proposals.selectors.likeness import APART, NOT_APART, set_apart_from
from proposals.services.answering import answer
from proposals.services.promises import keep
from proposals.services.steps import lock, log, take_step


@transaction.atomic
def link(*, proposal: Proposal, actor: User, earlier: Proposal, now: dt.datetime) -> Proposal:
    """Note that an earlier proposal is of the same thing; both go on."""
    proposal = lock(proposal)
    require(can_work_on(actor, proposal))
    proposal.same_as = _earlier(proposal, earlier)
    log(proposal=proposal, actor=actor, name="link", before=proposal.state, now=now, reason=earlier.number)
    proposal.save()
    return proposal


@transaction.atomic
def unlink(*, proposal: Proposal, actor: User, now: dt.datetime) -> Proposal:
    """Take the link back; a merged proposal keeps it."""
    proposal = lock(proposal)
    require(can_work_on(actor, proposal))
    if proposal.state == State.MERGED:
        raise ProposalError("統合した提案のつながりは外せません。")
    if proposal.same_as is not None:
        log(
            proposal=proposal,
            actor=actor,
            name="unlink",
            before=proposal.state,
            now=now,
            reason=proposal.same_as.number,
        )
        proposal.same_as = None
        proposal.save()
    return proposal


@transaction.atomic
def set_apart(*, proposal: Proposal, actor: User, earlier: Proposal, is_apart: bool, now: dt.datetime) -> None:
    """Note that an earlier proposal which looks the same is another thing, or take that back; said twice, it is once.

    Raises ProposalError for one with which it is linked.
    """
    proposal = lock(proposal)
    require(can_work_on(actor, proposal))
    if is_apart and proposal.same_as_id == earlier.pk:
        raise ProposalError("つながっている提案です。先に、つながりを外してください。")
    if is_apart != (_earlier(proposal, earlier).number in set_apart_from(proposal)):
        name = APART if is_apart else NOT_APART
        log(proposal=proposal, actor=actor, name=name, before=proposal.state, now=now, reason=earlier.number)


@transaction.atomic
def merge(*, proposal: Proposal, actor: User, into: Proposal, text: str, now: dt.datetime) -> Proposal:
    """End a proposal that goes on in an earlier one of the same company, and tell the vendor.

    Raises ProposalError where the other is of another company, is the same or a later one, or was merged itself.
    """
    proposal = lock(proposal)
    require(can_work_on(actor, proposal))
    other = lock(into)
    if other.company_id != proposal.company_id:
        raise ProposalError("別の事業者の提案とは統合できません。つなげることはできます。", "into")
    if other.state == State.MERGED:
        raise ProposalError("統合先は、もう別の提案に統合されています。そちらを選んでください。", "into")
    proposal.same_as = _earlier(proposal, other)
    if is_blank(text):
        raise ProposalError("事業者に送る文を書いてください。", "text")
    answer(proposal=proposal, kind=AnswerKind.MERGED, text=text, actor=actor, now=now)
    keep(proposal=proposal, kind=PromiseKind.DECISION, now=now)
    take_step(proposal=proposal, actor=actor, name="merge", reason=other.number, now=now)
    proposal.decided_at = now
    proposal.save()
    return proposal


def _earlier(proposal: Proposal, earlier: Proposal) -> Proposal:
    if earlier.pk >= proposal.pk:
        raise ProposalError("この提案より前に受け付けた提案を選んでください。", "into")
    return earlier
