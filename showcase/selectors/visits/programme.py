"""The programme of an exhibition as one visitor sees it: what is free, what is theirs, and what it clashes with."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, Prefetch, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from minato_dx.core.calendar import local
from minato_dx.organization.models import User
from minato_dx.scheduling.enums import ACTIVE, TAKING, EventState, SeatState
from minato_dx.scheduling.models import Event, Seat, WaitingOffer
from minato_dx.scheduling.selectors import clashes
from showcase.enums import OPEN_TO_VISITORS, PROGRAMME_KIND, ItemKind
from showcase.models import Exhibition, ProgrammeItem
from showcase.selectors.visits.conditions import VisitConditions, says


@dataclass(frozen=True, slots=True)
class Line:
    """One seminar or window; ``place`` counts from 1 in the waiting list, ``free`` is None without a capacity."""

    item: ProgrammeItem
    free: int | None
    waiting: int
    seat: Seat | None
    offer: WaitingOffer | None
    place: int | None
    clash: Event | None
    is_open: bool

    @property
    def is_full(self) -> bool:
        return self.free == 0

    @property
    def is_mine(self) -> bool:
        return self.seat is not None and self.seat.state == SeatState.CONFIRMED


@dataclass(frozen=True, slots=True)
class Day:
    """The lines of one day (JST), in the order of time."""

    day: dt.date
    lines: list[Line]


def programme_of(
    *,
    exhibition: Exhibition,
    user: User,
    now: dt.datetime,
    conditions: VisitConditions | None = None,
    near: frozenset[int] = frozenset(),
) -> list[Day]:
    """Return what is planned, by day. Four queries, however many seats there are."""
    rows = _with_counts(ProgrammeItem.objects.filter(exhibition=exhibition, event__state=EventState.PLANNED))
    rows = rows.select_related("event__room", "field", "exhibitor").order_by("event__starts_at", "pk")
    kept = [item for item in rows if _fits(item, conditions or VisitConditions(), near)]
    return _by_day(lines_of(items=kept, exhibition=exhibition, user=user, now=now))


def lines_of(*, items: Sequence[Any], exhibition: Exhibition, user: User, now: dt.datetime) -> list[Line]:
    """Return the items, which come with their counts, as the user's lines. Three queries."""
    seats = _own_seats(user=user, events=[item.event_id for item in items])
    taken_up = _taken_up(items, user)
    is_open = exhibition.state in OPEN_TO_VISITORS
    windows = {item.event_id for item in items if item.kind == ItemKind.WINDOW}
    return [
        _line(
            item,
            seats.get(item.event_id),
            _clash(item, taken_up, windows),
            is_open=is_open and item.event.starts_at > now,
        )
        for item in items
    ]


def own_lines(*, exhibition: Exhibition, user: User, now: dt.datetime) -> list[Line]:
    """Return what the user has a seat in, or waits for, the next one first. Four queries."""
    mine = Seat.objects.filter(person=user, state__in=ACTIVE).values("event")
    planned = ProgrammeItem.objects.filter(exhibition=exhibition, event__state=EventState.PLANNED, event__in=mine)
    rows = _with_counts(planned).select_related("event__room", "field", "exhibitor").order_by("event__starts_at", "pk")
    return lines_of(items=list(rows), exhibition=exhibition, user=user, now=now)


def _with_counts(rows: QuerySet[ProgrammeItem]) -> QuerySet[Any]:
    return rows.annotate(
        taken=_seats(Seat.objects.filter(state__in=TAKING)),
        waiting=_seats(Seat.objects.filter(state=SeatState.WAITING)),
    )


def _seats(rows: QuerySet[Seat]) -> Coalesce:
    counted = rows.filter(event=OuterRef("event")).order_by().values("event").annotate(number=Count("pk"))
    return Coalesce(Subquery(counted.values("number"), output_field=IntegerField()), Value(0))


def _fits(item: ProgrammeItem, conditions: VisitConditions, near: frozenset[int]) -> bool:
    if conditions.field is not None and item.field_id != conditions.field.pk:
        return False
    if conditions.fits and item.field_id not in near:
        return False
    who = item.exhibitor.name if item.exhibitor else ""
    return says(conditions.keys, item.title, item.about, item.speaker, who)


def _own_seats(*, user: User, events: Iterable[int]) -> dict[int, Any]:
    """Return the user's seat in each event, with its open offer and how many wait before it. Two queries."""
    before = Seat.objects.filter(event=OuterRef("event"), state=SeatState.WAITING)
    before = before.filter(
        Q(created_at__lt=OuterRef("created_at")) | Q(created_at=OuterRef("created_at"), pk__lt=OuterRef("pk"))
    )
    counted = before.order_by().values("event").annotate(number=Count("pk")).values("number")
    rows = Seat.objects.filter(person=user, state__in=ACTIVE, event__in=list(events))
    rows = rows.annotate(before=Coalesce(Subquery(counted, output_field=IntegerField()), Value(0)))
    offers = Prefetch("offers", WaitingOffer.objects.filter(answered_at__isnull=True), to_attr="open_offers")
    return {seat.event_id: seat for seat in rows.prefetch_related(offers)}


def _taken_up(items: Sequence[ProgrammeItem], user: User) -> list[Event]:
    """Return what the user has to do meanwhile. One query, none without a programme."""
    if not items:
        return []
    first = min(item.event.starts_at for item in items)
    last = max(item.event.ends_at for item in items)
    return list(clashes(person=user, starts_at=first, ends_at=last).distinct().order_by("starts_at", "pk"))


def _clash(item: ProgrammeItem, taken_up: list[Event], windows: set[int]) -> Event | None:
    """Return what the user would miss meanwhile; a window of time to come in clashes with none of its exhibition."""
    for other in taken_up:
        is_meanwhile = other.starts_at < item.event.ends_at and other.ends_at > item.event.starts_at
        is_of_a_window = other.pk in windows or item.kind == ItemKind.WINDOW and other.object_kind == PROGRAMME_KIND
        if is_meanwhile and other.pk != item.event_id and not is_of_a_window:
            return other
    return None


def _line(item: Any, seat: Any, clash: Event | None, *, is_open: bool) -> Line:
    return Line(
        item=item,
        free=None if item.event.capacity is None else max(item.event.capacity - item.taken, 0),
        waiting=item.waiting,
        seat=seat,
        offer=next(iter(seat.open_offers), None) if seat is not None and seat.state == SeatState.OFFERED else None,
        place=seat.before + 1 if seat is not None and seat.state == SeatState.WAITING else None,
        clash=clash,
        is_open=is_open,
    )


def _by_day(lines: list[Line]) -> list[Day]:
    days: dict[dt.date, list[Line]] = {}
    for line in lines:
        days.setdefault(local(line.item.event.starts_at).date(), []).append(line)
    return [Day(day, of_day) for day, of_day in days.items()]
