"""What the desk owes a vendor, in working days; the clock rests while the vendor is asked for something."""

import datetime as dt

from django.db.models import QuerySet
from django.utils import timezone

from minato_dx.core.calendar import add_working_days, close_of, next_working_day, working_days_between
from minato_dx.reference.selectors import closed_days, portal_settings
from proposals.enums import PromiseKind
from proposals.models import Promise, Proposal

# Days of the calendar until the decision (鳥取県 answers with reasons within 30 days).
DECISION_DAYS = 30


def make_first_promises(*, proposal: Proposal, now: dt.datetime) -> None:
    """Promise the first answer and the decision. The caller saves the proposal."""
    day, closed = timezone.localdate(now), closed_days()
    first = add_working_days(day, portal_settings().vendor_answer_days, closed)
    decision = next_working_day(day + dt.timedelta(days=DECISION_DAYS), closed)
    for kind, due in ((PromiseKind.FIRST_ANSWER, first), (PromiseKind.DECISION, decision)):
        Promise.objects.create(proposal=proposal, kind=kind, made_at=now, due_at=close_of(due))
    remember_next(proposal)


def keep(*, proposal: Proposal, kind: PromiseKind, now: dt.datetime) -> None:
    """Note that what was promised was done; where it is not owed, nothing happens. The caller saves the proposal."""
    _open(proposal).filter(kind=kind).update(kept_at=now, paused_at=None)
    remember_next(proposal)


def drop_all(*, proposal: Proposal, now: dt.datetime) -> None:
    """Let fall what is still owed: the proposal has ended. The caller saves the proposal."""
    _open(proposal).update(dropped_at=now, paused_at=None)
    remember_next(proposal)


def stop_clock(*, proposal: Proposal, now: dt.datetime) -> None:
    """Let what is owed rest while the vendor is asked for something. The caller saves the proposal."""
    _open(proposal).filter(paused_at__isnull=True).update(paused_at=now)
    remember_next(proposal)


def let_clock_run(*, proposal: Proposal, now: dt.datetime) -> None:
    """Go on: the working days that were left then are left now; what was late already stays late.

    The caller saves the proposal.
    """
    closed, today = closed_days(), timezone.localdate(now)
    for promise in _open(proposal).filter(paused_at__isnull=False):
        paused_at: dt.datetime = promise.paused_at  # type: ignore[assignment]  # filtered above
        if promise.due_at > paused_at:
            left = working_days_between(timezone.localdate(paused_at), timezone.localdate(promise.due_at), closed)
            promise.due_at = close_of(add_working_days(today, left, closed))
        promise.paused_at = None
        promise.save(update_fields=["due_at", "paused_at"])
    remember_next(proposal)


def remember_next(proposal: Proposal) -> None:
    """Keep the next promise beside the proposal, where lists sort by it. The caller saves the proposal."""
    first = _open(proposal).filter(paused_at__isnull=True).order_by("due_at", "id").first()
    proposal.next_due_at = first.due_at if first else None
    proposal.next_due_kind = first.kind if first else ""


def _open(proposal: Proposal) -> QuerySet[Promise]:
    return Promise.objects.filter(proposal=proposal, kept_at__isnull=True, dropped_at__isnull=True)
