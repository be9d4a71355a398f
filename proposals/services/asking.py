"""Questions of staff about what is shared: asked of the desk and answered by it, so that no division has to call a
vendor, and what one division asked helps the next."""

import datetime as dt
import uuid

from django.db import IntegrityError, transaction
from django.utils import timezone

from consultations.exceptions import NoDivision
from consultations.services.intake import requesting_division
from minato_dx.core.calendar import moment_text
from minato_dx.core.steps import require
from minato_dx.core.text import is_blank
from minato_dx.notifications.enums import Topic
from minato_dx.organization.models import User
from proposals.enums import SHOWN
from proposals.exceptions import ProposalError, StateConflict
from proposals.models import Proposal, StaffQuestion
from proposals.permissions import can_ask_desk, can_work_on
from proposals.services.steps import lock
from proposals.services.telling import tell, tell_reader

OVER = "いまは紹介していない提案です。聞きたいことは、デジタル改革担当に相談してください。"


def ask_desk(*, proposal: Proposal, asker: User, text: str, token: uuid.UUID, now: dt.datetime) -> StaffQuestion:
    """Ask the desk about a shared proposal; sent twice with one ``token``, it is one question.

    Raises ProposalError without a text, StateConflict for what is not shown any more, and PermissionDenied for
    somebody of no division.
    """
    try:
        with transaction.atomic():
            return _ask(proposal=proposal, asker=asker, text=text, token=token, now=now)
    except IntegrityError:
        # The same question, sent twice at the same moment: the other one was first.
        earlier = StaffQuestion.objects.filter(token=token, asker=asker).first()
        if earlier is None:
            raise
        return earlier


def _ask(*, proposal: Proposal, asker: User, text: str, token: uuid.UUID, now: dt.datetime) -> StaffQuestion:
    proposal = lock(proposal)
    require(can_ask_desk(asker))
    earlier = StaffQuestion.objects.filter(token=token).first()
    if earlier is not None and earlier.asker_id == asker.pk:
        return earlier
    if is_blank(text):
        raise ProposalError("聞きたいことを書いてください。1文でかまいません。", "text")
    if proposal.state not in SHOWN:
        raise StateConflict(OVER)
    try:
        version = requesting_division(requester=asker, division_id=None, day=timezone.localdate(now))
    except NoDivision as refusal:
        raise ProposalError(refusal.message) from refusal
    row = StaffQuestion.objects.create(
        proposal=proposal,
        asker=asker,
        division_id=version.division_id,
        # The mark of somebody else's question is none: theirs stays theirs.
        token=uuid.uuid4() if earlier else token,
        text=text.strip(),
        asked_at=now,
    )
    tell(
        proposal=proposal,
        event=f"question:{row.pk}",
        to=[proposal.assignee],
        by=asker,
        text=f"{version.name}の{asker.name}さんから質問です",
        details=row.text,
        topic=Topic.TURN,
        now=now,
    )
    return row


@transaction.atomic
def answer_question(*, question: StaffQuestion, actor: User, text: str, now: dt.datetime) -> StaffQuestion:
    """Answer a question, for all staff to read, and tell who asked.

    Raises ProposalError without a text, and StateConflict where somebody was quicker.
    """
    proposal = lock(Proposal(pk=question.proposal_id))
    require(can_work_on(actor, proposal))
    rows = StaffQuestion.objects.select_for_update(of=("self",)).select_related("asker")
    row = rows.get(pk=question.pk)
    if row.answered_at is not None:
        raise StateConflict(_who_answered(row))
    if is_blank(text):
        raise ProposalError("返事を書いてください。", "text")
    row.answer, row.answered_by, row.answered_at = text.strip(), actor, now
    row.save(update_fields=["answer", "answered_by", "answered_at"])
    tell_reader(
        proposal=proposal,
        event=f"question:{row.pk}:answered",
        to=row.asker,
        text=f"質問に{actor.name}さんが答えました",
        details=row.answer,
        topic=Topic.MESSAGE,
        now=now,
    )
    return row


def _who_answered(row: StaffQuestion) -> str:
    who = f"{row.answered_by.name}さん" if row.answered_by else "ほかの人"
    when = moment_text(row.answered_at) if row.answered_at else ""
    return f"{who}が{when}に答えました。返事は、職員に見えるページにあります。"
