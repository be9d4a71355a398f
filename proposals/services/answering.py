"""What the desk tells a vendor: kept word by word; what came by the door goes back by the door."""

import datetime as dt

from django.db import transaction

from minato_dx.core.steps import require
from minato_dx.core.text import is_blank
from minato_dx.organization.models import User
from proposals.enums import ENDED, AnswerKind, PromiseKind
from proposals.exceptions import ProposalError, StateConflict
from proposals.models import Proposal, VendorAnswer
from proposals.permissions import can_work_on
from proposals.services.door import tell_message
from proposals.services.promises import keep
from proposals.services.steps import lock, log


def answer(*, proposal: Proposal, kind: AnswerKind, text: str, actor: User, now: dt.datetime) -> VendorAnswer:
    """Keep what is told to the vendor; the first word of any kind keeps the promise of an answer.

    Inside the caller's transaction, which saves the proposal. Raises ProposalError without a text.
    """
    if is_blank(text):
        raise ProposalError("事業者に送る文を書いてください。", "text")
    keep(proposal=proposal, kind=PromiseKind.FIRST_ANSWER, now=now)
    row = VendorAnswer.objects.create(proposal=proposal, kind=kind, text=text.strip(), sent_by=actor, sent_at=now)
    tell_message(proposal=proposal, answer=row, now=now)
    return row


@transaction.atomic
def ask_vendor(*, proposal: Proposal, actor: User, text: str, now: dt.datetime) -> VendorAnswer:
    """Ask the vendor something while the proposal is open; the clock runs on (asking back stops it)."""
    proposal = lock(proposal)
    require(can_work_on(actor, proposal))
    if proposal.state in ENDED:
        raise StateConflict("終わった提案です。事業者への質問は、進行中の提案だけです。")
    row = answer(proposal=proposal, kind=AnswerKind.QUESTION, text=text, actor=actor, now=now)
    log(proposal=proposal, actor=actor, name="ask_vendor", before=proposal.state, now=now)
    proposal.save()
    return row
