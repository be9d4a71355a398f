"""How many came: by hour and hall, by kind, and to the seminars. Numbers only."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet
from django.db.models.functions import ExtractHour
from django.utils import timezone

from minato_dx.core.calendar import local
from minato_dx.scheduling.enums import TAKING, EventState, SeatState
from minato_dx.scheduling.models import Seat
from showcase.enums import ItemKind, VisitorKind
from showcase.models import CheckIn, Exhibition, Hall, ProgrammeItem, Visitor

# Where a day has no hours of its own. Hours in which somebody came are shown in any case.
OFFICE_HOURS = range(10, 16)


@dataclass(frozen=True, slots=True)
class HourLine:
    """One hour of the day (JST): who came in at each hall, in the halls' order, and their sum."""

    hour: int
    by_hall: list[int]
    total: int


@dataclass(frozen=True, slots=True)
class Attendance:
    """A day of an exhibition in numbers. ``people`` counts each visitor once, wherever they were that day."""

    halls: list[Hall]
    hours: list[HourLine]
    hall_totals: list[int]
    people: int
    by_kind: list[tuple[str, int]]


def attendance_on(*, exhibition: Exhibition, day: dt.date) -> Attendance:
    """Return who came in on a day (JST). Four queries."""
    halls = list(Hall.objects.filter(exhibition=exhibition))
    of_day = CheckIn.objects.filter(exhibition=exhibition, day=day)
    hour = ExtractHour("at", tzinfo=timezone.get_default_timezone())
    rows = of_day.filter(hall__isnull=False).annotate(hour=hour).values_list("hour", "hall").order_by()
    counted = {(at, hall): number for at, hall, number in rows.annotate(number=Count("pk"))}
    hours = [_hour(at, halls, counted) for at in _hours_of(exhibition, day, {at for at, _hall in counted})]
    kinds = Counter(dict(of_day.order_by().values_list("visitor__kind").annotate(Count("visitor", distinct=True))))
    return Attendance(
        halls=halls,
        hours=hours,
        hall_totals=[sum(line.by_hall[place] for line in hours) for place in range(len(halls))],
        people=kinds.total(),
        by_kind=[(str(label), kinds[kind]) for kind, label in VisitorKind.choices],
    )


def _hours_of(exhibition: Exhibition, day: dt.date, seen: set[int]) -> list[int]:
    times = exhibition.days.filter(day=day).first()
    known = range(times.opens_at.hour, times.closes_at.hour + (times.closes_at.minute > 0)) if times else OFFICE_HOURS
    return sorted({*known, *seen})


def _hour(hour: int, halls: list[Hall], counted: dict[tuple[int, int], int]) -> HourLine:
    by_hall = [counted.get((hour, hall.pk), 0) for hall in halls]
    return HourLine(hour, by_hall, sum(by_hall))


@dataclass(frozen=True, slots=True)
class SeminarLine:
    """A seminar with its seats: capacity (None for no limit), reserved, waiting, and how many came."""

    item: ProgrammeItem
    reserved: int
    waiting: int
    came: int

    @property
    def free(self) -> int | None:
        """Return the seats still to be had; None where there is no limit."""
        capacity = self.item.event.capacity
        return None if capacity is None else max(capacity - self.reserved, 0)


def seminars_of(*, exhibition: Exhibition, day: dt.date | None = None) -> list[SeminarLine]:
    """Return the seminars of an exhibition, or of one of its days (JST), by time. Three queries."""
    rows = ProgrammeItem.objects.filter(
        exhibition=exhibition, kind=ItemKind.SEMINAR, event__state=EventState.PLANNED
    ).select_related("event__room")
    kept = [row for row in rows if day is None or local(row.event.starts_at).date() == day]
    seats = Seat.objects.filter(event__in=[row.event_id for row in kept]).order_by()
    by_state = {(event, state): number for event, state, number in _counted(seats, "event", "state")}
    came = dict(_counted(CheckIn.objects.filter(item__in=kept).order_by(), "item"))
    return [
        SeminarLine(
            item=row,
            reserved=sum(by_state.get((row.event_id, str(state)), 0) for state in TAKING),
            waiting=by_state.get((row.event_id, str(SeatState.WAITING)), 0),
            came=came.get(row.pk, 0),
        )
        for row in kept
    ]


def _counted(rows: QuerySet[Any], *columns: str) -> QuerySet[Any, Any]:
    """Return (the columns…, how many rows) for each combination."""
    found: QuerySet[Any, Any] = rows.values_list(*columns).annotate(number=Count("pk"))
    return found


def came_in_all(*, exhibition: Exhibition) -> int:
    """Return how many visitors were somewhere at the exhibition. One query."""
    return Visitor.objects.filter(exhibition=exhibition, check_ins__isnull=False).distinct().count()


def day_shown(*, exhibition: Exhibition, wanted: str, today: dt.date) -> dt.date:
    """Return the day that was asked for, else today, else the last one that has begun, else the first. One query."""
    days = list(exhibition.days.values_list("day", flat=True)) or [exhibition.starts_on]
    asked = next((day for day in days if day.isoformat() == wanted), None)
    begun = [day for day in days if day <= today]
    return asked or (begun[-1] if begun else days[0])
