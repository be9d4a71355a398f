"""Making, keeping, pausing and dropping promises, in working days."""

import datetime as dt

from django.utils import timezone

from consultations.enums import PromiseKind
from consultations.models import Consultation, Promise
from minato_dx.core.calendar import OFFICE_CLOSES, add_working_days, close_of, working_days_between
from minato_dx.reference.selectors import closed_days


def due_after(*, now: dt.datetime, working_days: int) -> dt.datetime:
    """Return the close of the office ``working_days`` after ``now``; what comes after closing counts from tomorrow."""
    local = timezone.localtime(now)
    first = local.date() + dt.timedelta(days=1) if local.time() > OFFICE_CLOSES else local.date()
    return close_of(add_working_days(first, working_days, closed_days()))


def open_promise(consultation: Consultation) -> Promise | None:
    """Return the promise that is still owed, if any."""
    return consultation.promises.filter(kept_at__isnull=True, dropped_at__isnull=True).first()


def make_promise(
    *, consultation: Consultation, kind: PromiseKind, due_at: dt.datetime, now: dt.datetime, kept: bool = True
) -> None:
    """Promise the next thing; the one before counts as kept (or dropped) now. The caller saves the consultation."""
    end_promise(consultation=consultation, now=now, kept=kept)
    Promise.objects.create(consultation=consultation, kind=kind, made_at=now, due_at=due_at)
    consultation.next_due_at = due_at
    consultation.next_due_kind = kind


def end_promise(*, consultation: Consultation, now: dt.datetime, kept: bool) -> None:
    """Close the open promise, as kept or as fallen away. The caller saves the consultation."""
    field = "kept_at" if kept else "dropped_at"
    Promise.objects.filter(consultation=consultation, kept_at__isnull=True, dropped_at__isnull=True).update(
        **{field: now, "paused_at": None}
    )
    consultation.next_due_at = None
    consultation.next_due_kind = ""


def stop_clock(*, consultation: Consultation, now: dt.datetime) -> None:
    """Let the open promise rest while the requester's reply is awaited."""
    Promise.objects.filter(consultation=consultation, kept_at__isnull=True, dropped_at__isnull=True).update(
        paused_at=now
    )


def let_clock_run(*, consultation: Consultation, now: dt.datetime) -> None:
    """Go on with a rested promise: the working days that were left then are left now.

    A promise that was late already stays due when it was. The caller saves the consultation.
    """
    promise = open_promise(consultation)
    if promise is None or promise.paused_at is None:
        return
    paused_on, due_on = timezone.localdate(promise.paused_at), timezone.localdate(promise.due_at)
    if promise.due_at > promise.paused_at:
        closed = closed_days()
        left = working_days_between(paused_on, due_on, closed)
        promise.due_at = close_of(add_working_days(timezone.localdate(now), left, closed))
    promise.paused_at = None
    promise.save(update_fields=["due_at", "paused_at"])
    consultation.next_due_at = promise.due_at
