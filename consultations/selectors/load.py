"""Who carries how much: counted by the database, one line per person however many consultations there are."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, Min, OuterRef, Q

from consultations.enums import State
from consultations.models import Consultation
from consultations.selectors.triage_rows import elapsed_days
from minato_dx.organization.models import Absence, Department, Duty, User
from minato_dx.organization.selectors import dx_staff

BAR_WIDTH = 100
SUMMED = ("total", "dx", "you", "live", "waiting", "overdue")


@dataclass(frozen=True, slots=True)
class LoadLine:
    """One person's open consultations; ``oldest`` is the longest of them in working days, None without any."""

    user_id: int
    name: str
    departments: tuple[str, ...]
    is_former: bool
    absent_until: dt.date | None
    is_absent: bool
    total: int = 0
    dx: int = 0
    you: int = 0
    live: int = 0
    waiting: int = 0
    overdue: int = 0
    oldest: int | None = None
    bar: int = 0


@dataclass(frozen=True, slots=True)
class OpenDepartment:
    """A department that nobody serves as main person today, and how many open consultations it has."""

    code: str
    name: str
    open: int


@dataclass(frozen=True, slots=True)
class LoadOverview:
    """The load of the section on one day."""

    lines: list[LoadLine]
    absent: list[LoadLine]
    unserved: list[OpenDepartment]

    @property
    def sums(self) -> dict[str, int]:
        """Return the section's figures by the names of the lines'."""
        return {name: sum(getattr(line, name) for line in self.lines) for name in SUMMED}


# How the address may ask for the lines; the number of open ones, most first, is the default.
LOAD_SORTS: dict[str, Callable[[LoadLine], Any]] = {
    "total": lambda line: line.total,
    "overdue": lambda line: line.overdue,
    "waiting": lambda line: line.waiting,
    "oldest": lambda line: line.oldest or 0,
    "name": lambda line: line.user_id,
}


def load_overview(
    *, user: User, now: dt.datetime, day: dt.date, closed: frozenset[dt.date], sort: str = "total", rising: bool = False
) -> LoadOverview:
    """Return the load as ``user`` may see it: private consultations of others are in no figure."""
    figures = _figures(user, now)
    most = max((values["total"] for values in figures.values()), default=0)
    duties = _duties(day)
    absences = dict(Absence.objects.on(day).values_list("user_id", "valid_to"))
    lines = [
        _line(person, figures.get(person.pk, {}), duties.get(person.pk, ()), absences, most, now, closed)
        for person in _people(day, list(figures))
    ]
    lines.sort(key=LOAD_SORTS[sort], reverse=not rising)
    return LoadOverview(lines, [line for line in lines if line.is_absent], _unserved(user, day))


def _figures(user: User, now: dt.datetime) -> dict[int, dict[str, Any]]:
    def turn(tone: str) -> Count:
        return Count("id", filter=Q(state__in=[state for state in State if state.tone == tone]))

    rows = (
        Consultation.objects.visible_to(user)
        .open()
        .order_by()
        .values("assignee_id")
        .annotate(
            total=Count("id"),
            dx=turn("dx"),
            you=turn("you"),
            live=turn("live"),
            waiting=Count("id", filter=Q(state=State.WAITING)),
            overdue=Count("id", filter=Q(next_due_at__lt=now) & ~Q(state=State.WAITING)),
            first=Min("received_at"),
        )
    )
    return {values["assignee_id"]: dict(values) for values in rows}


def _people(day: dt.date, carrying: list[int]) -> list[User]:
    """Return today's DX staff, and whoever else still carries open consultations."""
    today = dx_staff(day=day).order_by().values("pk")
    people = User.objects.filter(Q(pk__in=today) | Q(pk__in=carrying)).order_by("staff_number")
    return list(people.annotate(serves=Exists(dx_staff(day=day).order_by().filter(pk=OuterRef("pk")))))


def _duties(day: dt.date) -> dict[int, tuple[str, ...]]:
    names: dict[int, tuple[str, ...]] = {}
    rows = Duty.objects.on(day).filter(is_main=True).order_by("department__order")
    for user_id, name in rows.values_list("user_id", "department__name"):
        names[user_id] = (*names.get(user_id, ()), name)
    return names


def _line(
    person: Any,
    figures: dict[str, Any],
    departments: tuple[str, ...],
    absences: dict[int, dt.date | None],
    most: int,
    now: dt.datetime,
    closed: frozenset[dt.date],
) -> LoadLine:
    counts = {name: figures[name] for name in SUMMED if figures}
    ends = absences.get(person.pk)
    return LoadLine(
        user_id=person.pk,
        name=person.name,
        departments=departments,
        is_former=not person.serves,
        is_absent=person.pk in absences,
        absent_until=ends - dt.timedelta(days=1) if ends else None,
        oldest=elapsed_days(figures["first"], now, closed) if figures else None,
        bar=figures["total"] * BAR_WIDTH // most if figures else 0,
        **counts,
    )


def _unserved(user: User, day: dt.date) -> list[OpenDepartment]:
    still_there = Q(user__left_on__isnull=True) | Q(user__left_on__gt=day)
    served = Duty.objects.on(day).filter(still_there, is_main=True, department=OuterRef("pk"))
    departments = list(Department.objects.on(day).filter(~Exists(served)))
    if not departments:
        return []
    rows = Consultation.objects.visible_to(user).open().filter(department__in=departments).order_by()
    counts = dict(rows.values_list("department_id").annotate(Count("id")))
    return [OpenDepartment(one.code, one.name, counts.get(one.pk, 0)) for one in departments]
