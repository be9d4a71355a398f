"""What the desk says of a proposal and a consultation that it might serve. Nothing of it goes to the vendor."""

import datetime as dt

from django.db import transaction

from consultations.models import Consultation
from minato_dx.core.steps import require
from minato_dx.notifications.enums import Topic
from minato_dx.notifications.services import notify
from minato_dx.organization.models import User
from proposals.enums import PROPOSAL_KIND, MatchState
from proposals.models import Match, Proposal
from proposals.permissions import is_at_desk


@transaction.atomic
def introduce(*, proposal: Proposal, consultation: Consultation, actor: User, now: dt.datetime) -> Match:
    """Tell whoever has the consultation of the proposal; said twice, they are told once."""
    row = _judge(proposal, consultation, actor, MatchState.INTRODUCED, now)
    notify(
        event=f"match:{row.pk}",
        kind="proposal",
        topic=Topic.PROGRESS,
        recipients=[] if consultation.assignee_id == actor.pk else [consultation.assignee],
        title=f"［{consultation.number}］に合いそうな提案があります",
        text=f"{proposal.title}（{proposal.number}）",
        object_kind=PROPOSAL_KIND,
        object_id=proposal.pk,
        in_office_hours=True,
        now=now,
    )
    return row


@transaction.atomic
def dismiss(*, proposal: Proposal, consultation: Consultation, actor: User, now: dt.datetime) -> Match:
    """Note that the two do not fit."""
    return _judge(proposal, consultation, actor, MatchState.DISMISSED, now)


def _judge(proposal: Proposal, consultation: Consultation, actor: User, state: MatchState, now: dt.datetime) -> Match:
    require(is_at_desk(actor))
    require(Consultation.objects.visible_to(actor).filter(pk=consultation.pk).exists())
    row, _ = Match.objects.update_or_create(
        proposal=proposal, consultation=consultation, defaults={"state": state, "by": actor, "at": now}
    )
    return row


@transaction.atomic
def take_back(*, proposal: Proposal, consultation: Consultation, actor: User) -> None:
    """Undo what was said of the pair."""
    require(is_at_desk(actor))
    Match.objects.filter(proposal=proposal, consultation=consultation).delete()
