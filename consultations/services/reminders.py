"""Reminding of promises: once on the day they are due, and once when they were not kept; in office hours only."""

import datetime as dt

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from consultations.enums import OWED_BY_DX, PromiseKind
from consultations.models import Consultation, Promise
from consultations.services.answers import who_agrees
from consultations.services.leader_turns import open_turn
from consultations.services.telling import tell
from consultations.services.transitions import lock
from minato_dx.core.calendar import close_of, is_office_time
from minato_dx.organization.models import User
from minato_dx.organization.selectors import duty_deputies, section_head
from minato_dx.reference.selectors import closed_days


def remind_of_promises() -> int:
    """Remind of what is due today and tell of what is late by now; return of how many promises.

    Does nothing while the office is closed: whatever fell due meanwhile is found when it opens. A promise whose clock
    stands still is left alone, and one that moved is looked at on its new day.
    """
    now = timezone.now()
    if not is_office_time(now, closed_days()):
        return 0
    ids = list(_to_watch(now).order_by("consultation_id").values_list("consultation_id", flat=True))
    return sum(_remind(consultation_id=pk, now=now) for pk in ids)


def _to_watch(now: dt.datetime) -> QuerySet[Promise]:
    """Return the open promises that fall due before the office closes today and were not told to be late yet."""
    return Promise.objects.filter(
        kept_at__isnull=True,
        dropped_at__isnull=True,
        paused_at__isnull=True,
        lateness_told_at__isnull=True,
        due_at__lte=close_of(timezone.localdate(now)),
    ).exclude(reminded_at__isnull=False, due_at__gt=now)


@transaction.atomic
def _remind(*, consultation_id: int, now: dt.datetime) -> bool:
    """Tell of one consultation's promise, as it stands once its row is locked."""
    consultation = lock(Consultation(pk=consultation_id))
    promise = _to_watch(now).filter(consultation=consultation).first()
    if promise is None:
        return False
    if promise.due_at > now:
        _tell_due_today(consultation=consultation, promise=promise, now=now)
        promise.reminded_at = now
    else:
        _tell_late(consultation=consultation, promise=promise, now=now)
        promise.lateness_told_at = now
    promise.save(update_fields=["reminded_at", "lateness_told_at"])
    return True


def _tell_due_today(*, consultation: Consultation, promise: Promise, now: dt.datetime) -> None:
    kind = PromiseKind(promise.kind)
    tell(
        consultation=consultation,
        kind="reminder",
        event=f"promise:{promise.pk}:due",
        to=_who_owes(consultation, kind),
        text=f"きょうが「{kind.label}」の日です（{consultation.division_name}）",
        in_office_hours=True,
        now=now,
    )


def _tell_late(*, consultation: Consultation, promise: Promise, now: dt.datetime) -> None:
    kind = PromiseKind(promise.kind)
    by_dx = kind in OWED_BY_DX
    who = f"担当：{consultation.assignee.surname}さん" if by_dx else consultation.division_name
    tell(
        consultation=consultation,
        kind="overdue",
        event=f"promise:{promise.pk}:late",
        to=_who_helps(consultation, now) if by_dx else [consultation.assignee],
        text=f"「{kind.label}」の日を過ぎました（{who}）",
        in_office_hours=True,
        now=now,
    )


def _who_owes(consultation: Consultation, kind: PromiseKind) -> list[User]:
    if kind in OWED_BY_DX:
        return [consultation.assignee]
    if kind == PromiseKind.LEADER_REPLY:
        turn = open_turn(consultation)
        return [turn.leader] if turn else []
    if kind != PromiseKind.AGREEMENT:
        return [consultation.requester]
    # A private proposal waits for its requester until the summary is open to the head.
    is_hidden = consultation.is_private and consultation.head_summary_opened_at is None
    return [consultation.requester] if is_hidden else who_agrees(consultation)


def _who_helps(consultation: Consultation, now: dt.datetime) -> list[User | None]:
    """Return the section head and the department's deputies, as far as they may see the case."""
    day = timezone.localdate(now)
    deputies = [] if consultation.is_private else list(duty_deputies(department=consultation.department, day=day))
    others = [person for person in deputies if person.pk not in (consultation.assignee_id, consultation.requester_id)]
    return [*others, section_head(day=day)]
