"""What the clock does at the desk: promises are reminded of once, told of once when late; shared time ends."""

import datetime as dt

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from minato_dx.core.calendar import close_of, is_office_time
from minato_dx.notifications.enums import Topic
from minato_dx.organization.selectors import section_head
from minato_dx.reference.selectors import closed_days
from proposals.enums import PromiseKind
from proposals.models import Promise, Proposal
from proposals.services.deciding import expire_due
from proposals.services.steps import lock
from proposals.services.telling import tell


def remind_of_promises() -> int:
    """Remind of what is due today and tell of what is late; return of how many promises. In office hours only.

    A promise whose clock rests is left alone.
    """
    now = timezone.now()
    if not is_office_time(now, closed_days()):
        return 0
    ids = list(_to_watch(now).order_by("proposal_id", "id").values_list("pk", "proposal_id"))
    return sum(_remind(promise_id=pk, proposal_id=proposal, now=now) for pk, proposal in ids)


def _to_watch(now: dt.datetime) -> QuerySet[Promise]:
    due = Promise.objects.filter(
        kept_at__isnull=True,
        dropped_at__isnull=True,
        paused_at__isnull=True,
        lateness_told_at__isnull=True,
        due_at__lte=close_of(timezone.localdate(now)),
    )
    return due.exclude(reminded_at__isnull=False, due_at__gt=now)


@transaction.atomic
def _remind(*, promise_id: int, proposal_id: int, now: dt.datetime) -> bool:
    """Tell of one promise, as it stands once its proposal is locked."""
    proposal = lock(Proposal(pk=proposal_id))
    promise = _to_watch(now).filter(pk=promise_id).first()
    if promise is None:
        return False
    label = PromiseKind(promise.kind).label
    is_late = promise.due_at <= now
    field = "lateness_told_at" if is_late else "reminded_at"
    setattr(promise, field, now)
    promise.save(update_fields=[field])
    tell(
        proposal=proposal,
        event=f"promise:{promise.pk}:{'late' if is_late else 'due'}",
        to=[proposal.assignee, section_head(day=timezone.localdate(now))] if is_late else [proposal.assignee],
        text=f"「{label}」の日を過ぎました" if is_late else f"きょうが「{label}」の日です",
        details=proposal.title,
        topic=Topic.REMINDER,
        now=now,
    )
    return True


def expire_shared() -> int:
    """Take out of the catalogue what was last shown yesterday, and return how many."""
    now = timezone.now()
    return expire_due(day=timezone.localdate(now), now=now)
