"""What a person leaves behind, and who leaves soon."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from consultations.enums import HearingState
from consultations.models import Consultation, Handover, HandoverLine, Hearing
from consultations.permissions import can_hand_over
from minato_dx.core.calendar import add_working_days, today
from minato_dx.organization.models import Absence, Duty, Membership, User
from minato_dx.organization.selectors import dx_staff, section_head
from minato_dx.reference.selectors import closed_days
from minato_dx.scheduling.models import Occupation, Slot

# So many working days before a duty ends, somebody has to say who goes on with the work.
NOTICE_DAYS = 10


@dataclass(frozen=True, slots=True)
class WorkLine:
    """One open consultation of a person, the hearing planned for it, and whom to propose."""

    consultation: Consultation
    hearing: Hearing | None
    by_default: User | None


def work_of(*, person: User, now: dt.datetime, day: dt.date) -> list[WorkLine]:
    """Return the open consultations that ``person`` answers for, oldest first, with their planned hearing.

    Proposed is the department's main person, a deputy, or the section head: whoever is there first and is neither the
    one who leaves nor the requester; nobody where they give up another department and go on with this one.
    """
    cases = list(
        Consultation.objects.open()
        .filter(assignee=person)
        .select_related("requester", "department", "division")
        .order_by("received_at", "id")
    )
    hearings = {row.consultation_id: row for row in planned_hearings(person=person, now=now)}
    kept = _kept_departments(person, day)
    heirs = _heirs({case.department_id for case in cases}, person, day)
    return [
        WorkLine(
            case,
            hearings.get(case.pk),
            None if case.department_id in kept else _first_other(heirs[case.department_id], case.requester_id),
        )
        for case in cases
    ]


def _kept_departments(person: User, day: dt.date) -> set[int]:
    """Return the departments that ``person`` still serves in ten working days, where they give up others by then."""
    horizon = add_working_days(day, NOTICE_DAYS, closed_days())
    if person.pk not in _ends_between(day, horizon, [person.pk]):
        return set()
    if not dx_staff(day=horizon).filter(pk=person.pk).exists():
        return set()
    return set(Duty.objects.on(horizon).filter(user=person).values_list("department_id", flat=True))


def planned_hearings(*, person: User, now: dt.datetime) -> QuerySet[Hearing]:
    """Return the hearings to come that ``person`` would hear, whoever answers for the case."""
    rows = Hearing.objects.filter(hearer=person, state=HearingState.PLANNED, starts_at__gt=now)
    return rows.select_related("consultation__assignee", "event").order_by("starts_at", "id")


def open_times_of(*, person: User, now: dt.datetime) -> QuerySet[Slot]:
    """Return the published times that nobody has taken yet."""
    return Slot.objects.filter(owner=person, is_offered=True, event__isnull=True, starts_at__gt=now)


def _heirs(departments: Collection[int], person: User, day: dt.date) -> dict[int, list[User]]:
    away = Exists(Absence.objects.on(day).filter(user=OuterRef("user")))
    employed = Q(user__left_on__isnull=True) | Q(user__left_on__gt=day)
    duties = Duty.objects.on(day).filter(employed, ~away, department__in=departments).exclude(user=person)
    found: dict[int, list[User]] = defaultdict(list)
    for duty in duties.select_related("user").order_by("-is_main", "user__staff_number"):
        found[duty.department_id].append(duty.user)
    head = section_head(day=day)
    for department in departments:
        if head is not None and head.pk != person.pk:
            found[department].append(head)
    return found


def _first_other(people: Iterable[User], requester_id: int) -> User | None:
    return next((one for one in people if one.pk != requester_id), None)


def busy_at(*, hearings: Iterable[Hearing], people: Iterable[User]) -> set[tuple[int, int]]:
    """Return the pairs (hearing, person) in which the person has something else then; one query."""
    hearings = [hearing for hearing in hearings if hearing.event is not None]
    if not hearings:
        return set()
    first = min(hearing.starts_at for hearing in hearings)
    last = max(_end(hearing) for hearing in hearings)
    taken = Occupation.objects.filter(person__in=[one.pk for one in people], starts_at__lt=last, ends_at__gt=first)
    return {
        (hearing.pk, person)
        for person, starts, ends in taken.values_list("person_id", "starts_at", "ends_at")
        for hearing in hearings
        if starts < _end(hearing) and ends > hearing.starts_at
    }


def _end(hearing: Hearing) -> dt.datetime:
    return hearing.starts_at + dt.timedelta(minutes=hearing.minutes)


@dataclass(frozen=True, slots=True)
class Leaver:
    """Somebody with open consultations who gives up a duty; ``on`` is the first day without it, None: it is over."""

    person: User
    on: dt.date | None
    open_count: int


def leavers(*, day: dt.date, closed: Collection[dt.date]) -> list[Leaver]:
    """Return who carries open consultations and is no longer a member of the section, or will not be within ten
    working days, or gives up a duty by then; the most pressing first. Five queries."""
    horizon = add_working_days(day, NOTICE_DAYS, closed)
    counts = dict(Consultation.objects.open().order_by().values_list("assignee_id").annotate(Count("id")))
    staff = set(dx_staff(day=day).order_by().values_list("pk", flat=True))
    ends = _ends_between(day, horizon, counts)
    people = User.objects.filter(pk__in=[pk for pk in counts if pk not in staff or pk in ends])
    found = [Leaver(one, ends.get(one.pk) if one.pk in staff else None, counts[one.pk]) for one in people]
    return sorted(found, key=lambda leaver: (leaver.on or dt.date.min, leaver.person.staff_number))


def _ends_between(day: dt.date, horizon: dt.date, people: Iterable[int]) -> dict[int, dt.date]:
    """Return for each of ``people`` the first day on which they have left, or given up a duty or their post."""
    within = {"gt": day, "lte": horizon}
    ends: dict[int, dt.date] = {}
    rows = [
        *User.objects.filter(pk__in=people, **_span("left_on", within)).values_list("pk", "left_on"),
        *Duty.objects.filter(
            _not_followed(Duty, "department"), user__in=people, **_span("valid_to", within)
        ).values_list("user_id", "valid_to"),
        *Membership.objects.filter(
            _not_followed(Membership, "division"),
            user__in=people,
            division__is_dx_section=True,
            **_span("valid_to", within),
        ).values_list("user_id", "valid_to"),
    ]
    for person, on in rows:
        ends[person] = min(on, ends.get(person, on))
    return ends


def _span(field: str, within: dict[str, dt.date]) -> dict[str, dt.date]:
    return {f"{field}__{lookup}": value for lookup, value in within.items()}


def _not_followed(model: type[Duty] | type[Membership], place: str) -> Q:
    """Leave out what goes on under another row from the very day on which this one ends."""
    following = model.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=OuterRef("valid_to")),
        user=OuterRef("user"),
        valid_from__lte=OuterRef("valid_to"),
        **{place: OuterRef(place)},
    ).exclude(pk=OuterRef("pk"))
    return ~Q(Exists(following))


def handovers_of(*, user: User) -> QuerySet[Handover]:
    """Return the handovers that concern ``user``, the latest first.

    All for the section head; for anybody else those from or to them, and of consultations of theirs.
    """
    rows = Handover.objects.select_related("person", "actor").order_by("-id")
    if can_hand_over(user):
        return rows
    if not user.may_sign_in(today()):
        return rows.none()
    own = HandoverLine.objects.filter(Q(to=user) | Q(consultation__requester=user), handover=OuterRef("pk"))
    return rows.filter(Q(Exists(own)) | Q(person=user))


def lines_for(*, handover: Handover, user: User) -> QuerySet[HandoverLine]:
    """Return what of it ``user`` may see today, in its order."""
    rows = handover.lines.filter(consultation__in=Consultation.objects.visible_to(user))
    return rows.select_related("to", "consultation__requester", "consultation__division").order_by("id")
