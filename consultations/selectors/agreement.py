"""Reads for the page on which a division's head decides."""

from dataclasses import dataclass

from consultations.enums import KINDS_TO_AGREE, EffectStage
from consultations.models import Answer, Consultation, EffectEntry
from minato_dx.core.calendar import today
from minato_dx.organization.models import User
from minato_dx.organization.selectors import acting_head_of, head_of, is_absent


@dataclass(frozen=True, slots=True)
class Decider:
    """Who decides for the division today, and why where it is not the head."""

    person: User | None
    why: str = ""


def decider_of(*, case: Consultation) -> Decider:
    """Return who agrees for the case's division today, by the same rules as ``permissions.may_agree``."""
    head = head_of(division=case.division, day=today())
    why = _why_not_the_head(case, head)
    if not why:
        return Decider(head)
    acting = acting_head_of(division=case.division, day=today())
    return Decider(acting if acting is not None and acting.pk != case.requester_id else None, why)


def _why_not_the_head(case: Consultation, head: User | None) -> str:
    if head is None:
        return "所属長の席が空いているため"
    if head.pk == case.requester_id:
        return "所属長が相談者のため"
    return "所属長が不在のため" if is_absent(user=head, day=today()) else ""


def newest_proposal(*, case: Consultation) -> Answer | None:
    """Return the newest answer that needs or needed an agreement."""
    return (
        Answer.objects.filter(consultation=case, kind__in=KINDS_TO_AGREE)
        .select_related("tool", "author", "decided_by")
        .order_by("-number")
        .first()
    )


def estimate_of(*, answer: Answer) -> EffectEntry | None:
    """Return what the answer proposed, whether it still counts or not."""
    return (
        EffectEntry.objects.filter(answer=answer, stage=EffectStage.PROPOSED)
        .select_related("work")
        .order_by("-id")
        .first()
    )
