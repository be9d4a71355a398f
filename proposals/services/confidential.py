"""Confidential parts: opened after a word on one's own interests, and never without a trace."""

import datetime as dt

from django.db import transaction

from minato_dx.core.steps import require
from minato_dx.core.text import is_blank
from minato_dx.organization.models import User
from proposals.enums import Part
from proposals.exceptions import ConflictUndeclared, ProposalError
from proposals.models import ConfidentialPart, ConflictDeclaration, PartAccess, Proposal
from proposals.permissions import is_at_desk
from proposals.services.steps import lock, log


@transaction.atomic
def declare(
    *, proposal: Proposal, actor: User, has_conflict: bool, text: str = "", now: dt.datetime
) -> ConflictDeclaration:
    """Keep what somebody of the desk says of their own interests; said again, the later word counts.

    Raises ProposalError for a conflict without a word on what it is.
    """
    require(is_at_desk(actor))
    if has_conflict and is_blank(text):
        raise ProposalError("どんな関係かを書いてください。", "text")
    proposal = lock(proposal)
    row, _ = ConflictDeclaration.objects.update_or_create(
        proposal=proposal,
        user=actor,
        defaults={"has_conflict": has_conflict, "text": text.strip() if has_conflict else "", "declared_at": now},
    )
    # Said anew, the word before is not lost: the log keeps each, without what the relation is.
    words = "ある" if has_conflict else "ない"
    log(proposal=proposal, actor=actor, name="declare", before=proposal.state, now=now, reason=words)
    return row


@transaction.atomic
def open_parts(*, proposal: Proposal, actor: User, now: dt.datetime) -> list[ConfidentialPart]:
    """Return the confidential parts, and note that they were opened.

    Raises PermissionDenied outside the desk and for whoever declared a conflict, and ConflictUndeclared before a
    declaration.
    """
    require(is_at_desk(actor))
    declared = ConflictDeclaration.objects.filter(proposal=proposal, user=actor).first()
    if declared is None:
        raise ConflictUndeclared("先に、この事業者との利害関係があるかどうかを申告してください。")
    require(not declared.has_conflict)
    parts = list(ConfidentialPart.objects.filter(proposal=proposal))
    if parts:
        names = "、".join(Part(part.part).label for part in parts)
        PartAccess.objects.create(proposal=proposal, user=actor, what=names, opened_at=now)
    return parts
