"""What a person leaves behind, and who leaves soon."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

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

    Proposed is who serves the department once the person has left it: the main person, a deputy, or the section head,
    whoever is there first and is neither the one who leaves nor the requester. Nobody is proposed for a department
    that they go on with while they give up others.
    """
    cases = list(
        Consultation.objects.open()
        .filter(assignee=person)
        .select_related("requester", "department", "division")
        .order_by("received_at", "id")
    )
    hearings = {row.consultation_id: row for row in planned_hearings(person=person, now=now)}
    given_up = _given_up(day, [person.pk])[person.pk]
    kept = _kept_departments(person, day, given_up)
    leaves_on = max(day, min(given_up.values(), default=day))
    heirs = _heirs({case.department_id for case in cases}, person, leaves_on)
    return [
        WorkLine(
            case,
            hearings.get(case.pk),
            None if case.department_id in kept else _first_other(heirs[case.department_id], case.requester_id),
        )
        for case in cases
    ]


def _kept_departments(person: User, day: dt.date, given_up: Mapping[int | None, dt.date]) -> set[int]:
    """Return the departments that ``person`` goes on with, where they stay in the section and give up others."""
    horizon = _horizon(day)
    if not given_up or not dx_staff(day=horizon).filter(pk=person.pk).exists():
        return set()
    return set(Duty.objects.on(horizon).filter(user=person).values_list("department_id", flat=True))


def _horizon(day: dt.date) -> dt.date:
    return add_working_days(day, NOTICE_DAYS, closed_days())


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
    """Return the pairs (hearing, person) in which the person is absent or has something else then; two queries."""
    hearings = [hearing for hearing in hearings if hearing.event is not None]
    if not hearings:
        return set()
    ids = [one.pk for one in people]
    first, last = min(hearing.starts_at for hearing in hearings), max(_end(hearing) for hearing in hearings)
    taken = Occupation.objects.filter(person__in=ids, starts_at__lt=last, ends_at__gt=first)
    busy = {
        (hearing.pk, person)
        for person, starts, ends in taken.values_list("person_id", "starts_at", "ends_at")
        for hearing in hearings
        if starts < _end(hearing) and ends > hearing.starts_at
    }
    away = Absence.objects.filter(user__in=ids).overlapping(timezone.localdate(first), None)
    return busy | {
        (hearing.pk, absence.user_id)
        for absence in away
        for hearing in hearings
        if absence.holds_on(timezone.localdate(hearing.starts_at))
    }


def _end(hearing: Hearing) -> dt.datetime:
    return hearing.starts_at + dt.timedelta(minutes=hearing.minutes)


@dataclass(frozen=True, slots=True)
class Leaver:
    """Somebody with open consultations who gives up a duty; ``on`` is the first day without it, None: it is over.

    ``open_count`` counts those that somebody else has to go on with.
    """

    person: User
    on: dt.date | None
    open_count: int


def leavers(*, day: dt.date) -> list[Leaver]:
    """Return whose open consultations need somebody else within ten working days, the most pressing first.

    They are no longer members of the section, or will not be by then, or give up the department. Seven queries.
    """
    counts: dict[int, dict[int, int]] = defaultdict(dict)
    rows = Consultation.objects.open().order_by().values_list("assignee_id", "department_id").annotate(Count("id"))
    for person, department, count in rows:
        counts[person][department] = count
    today, later = (set(dx_staff(day=on).order_by().values_list("pk", flat=True)) for on in (day, _horizon(day)))
    given_up = _given_up(day, list(counts))
    found = []
    for person in User.objects.filter(pk__in=list(counts)).order_by("staff_number"):
        ends = given_up[person.pk]
        moving = [of for of in counts[person.pk] if person.pk not in later or of in ends]
        if moving:
            on = min((ends[of] for of in (None, *moving) if of in ends), default=None)
            open_count = sum(counts[person.pk][of] for of in moving)
            found.append(Leaver(person, on if person.pk in today else None, open_count))
    return sorted(found, key=lambda leaver: leaver.on or dt.date.min)


def _given_up(day: dt.date, people: Collection[int]) -> dict[int, dict[int | None, dt.date]]:
    """Return for each of ``people`` the departments that they give up within ten working days, with the first day.

    Under None stands the day on which they leave the city or the section.
    """
    within = {"gt": day, "lte": _horizon(day)}
    left = User.objects.filter(pk__in=people, **_span("left_on", within)).values_list("pk", "left_on")
    duties = Duty.objects.filter(_not_followed(Duty, "department"), user__in=people, **_span("valid_to", within))
    posts = Membership.objects.filter(
        _not_followed(Membership, "division"),
        user__in=people,
        division__is_dx_section=True,
        **_span("valid_to", within),
    )
    found: dict[int, dict[int | None, dt.date]] = defaultdict(dict)
    for person, on in (*left, *posts.values_list("user_id", "valid_to")):
        if on is not None:
            found[person][None] = min(on, found[person].get(None, on))
    for person, department, on in duties.values_list("user_id", "department_id", "valid_to"):
        if on is not None:
            found[person][department] = on
    return found


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
