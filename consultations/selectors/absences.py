"""What a person's absence touches: hearings to move, promises that fall due, published times."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from consultations.enums import OWED_BY_DX, HearingState, PromiseKind
from consultations.models import Consultation, Hearing, Promise
from minato_dx.core.calendar import close_of, today
from minato_dx.organization.models import Absence, Duty, User
from minato_dx.organization.selectors import dx_staff, section_head
from minato_dx.scheduling.models import Occupation, Slot


@dataclass(frozen=True, slots=True)
class DueLine:
    """A promise that falls due while the person is away."""

    consultation: Consultation
    what: str
    due_at: dt.datetime


def _starts(absence: Absence) -> dt.datetime:
    return close_of(absence.valid_from - dt.timedelta(days=1))


def _ends(absence: Absence) -> dt.datetime | None:
    return close_of(absence.valid_to - dt.timedelta(days=1)) if absence.valid_to else None


def _within(absence: Absence, field: str, now: dt.datetime) -> Q:
    """Keep what lies in the absence and is still ahead."""
    found = Q(**{f"{field}__gt": max(_starts(absence), now)})
    end = _ends(absence)
    return found if end is None else found & Q(**{f"{field}__lte": end})


def hearings_during(*, absence: Absence, now: dt.datetime) -> QuerySet[Hearing]:
    """Return the planned hearings that the person would hear while away, the next one first."""
    rows = Hearing.objects.filter(
        _within(absence, "starts_at", now), hearer=absence.user_id, state=HearingState.PLANNED
    )
    related = ("consultation__requester", "consultation__department", "consultation__assignee", "event__room")
    return rows.select_related(*related).order_by("starts_at", "id")


def promises_during(*, absence: Absence, now: dt.datetime) -> list[DueLine]:
    """Return what the person owes on a day on which they are away, as the department's deputy is reminded of it."""
    rows = Promise.objects.filter(
        _within(absence, "due_at", now),
        kind__in=[str(kind) for kind in OWED_BY_DX],
        kept_at__isnull=True,
        dropped_at__isnull=True,
        paused_at__isnull=True,
        consultation__assignee=absence.user_id,
    )
    found = rows.select_related("consultation__requester", "consultation__department").order_by("due_at", "id")
    return [DueLine(row.consultation, PromiseKind(row.kind).label, row.due_at) for row in found]


def slots_during(*, absence: Absence, now: dt.datetime) -> int:
    """Return how many published times nobody can choose because of the absence."""
    rows = Slot.objects.filter(owner=absence.user_id, is_offered=True, event__isnull=True)
    return rows.filter(_within(absence, "starts_at", now)).count()


def coming_absences(*, people: Sequence[User], day: dt.date) -> QuerySet[Absence]:
    """Return the absences of ``people`` that are not over on ``day``, the earliest first."""
    rows = Absence.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=day), user__in=people)
    return rows.select_related("user").order_by("valid_from", F("user__staff_number"))


@dataclass(frozen=True, slots=True)
class HearingLine:
    """A hearing to move: who could hear instead, the department's deputies first; ``by_default`` is whom to propose."""

    hearing: Hearing
    can_hear: tuple[User, ...]
    by_default: User | None


def hearing_lines(*, absence: Absence, now: dt.datetime) -> list[HearingLine]:
    """Return each hearing with the colleagues who are there and free at its time; five queries.

    A private one can be heard by those alone who may see it now: the section head, and once the absence has begun
    the department's deputies.
    """
    hearings = list(hearings_during(absence=absence, now=now))
    if not hearings:
        return []
    people = list(dx_staff(day=today()).exclude(pk=absence.user_id))
    deputies = _deputies({hearing.consultation.department_id for hearing in hearings})
    taken = list(
        Occupation.objects.filter(
            person__in=people, starts_at__lt=_end_of(hearings[-1]), ends_at__gt=hearings[0].starts_at
        ).values_list("person_id", "starts_at", "ends_at")
    )
    away = list(Absence.objects.filter(user__in=people))
    head = section_head(day=today())
    lines = []
    for hearing in hearings:
        own = deputies.get(hearing.consultation.department_id, [])
        ranked = sorted(people, key=lambda person: person.pk not in own)
        if hearing.consultation.is_private:
            stand_in = own if absence.holds_on(today()) else []
            ranked = [person for person in ranked if person.pk in stand_in or person == head]
        free = tuple(person for person in ranked if _is_there(person, hearing, taken, away))
        first = free[0] if free and free[0].pk in own else None
        lines.append(HearingLine(hearing, free, first))
    return lines


def _deputies(departments: set[int]) -> dict[int, list[int]]:
    rows = Duty.objects.on(today()).filter(department__in=departments, is_main=False)
    found: dict[int, list[int]] = {}
    for department, user in rows.values_list("department_id", "user_id"):
        found.setdefault(department, []).append(user)
    return found


def _end_of(hearing: Hearing) -> dt.datetime:
    return hearing.starts_at + dt.timedelta(minutes=hearing.minutes)


def _is_there(
    person: User,
    hearing: Hearing,
    taken: Sequence[tuple[int, dt.datetime, dt.datetime]],
    away: Sequence[Absence],
) -> bool:
    if person.pk == hearing.consultation.requester_id:
        return False
    day = timezone.localdate(hearing.starts_at)
    if any(absence.user_id == person.pk and absence.holds_on(day) for absence in away):
        return False
    return not any(
        owner == person.pk and starts < _end_of(hearing) and ends > hearing.starts_at for owner, starts, ends in taken
    )
