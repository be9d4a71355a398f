"""Reads of times and events."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, When
from django.db.models.functions import TruncDate
from django.utils import timezone

from minato_dx.core import registry
from minato_dx.core.calendar import is_working_day
from minato_dx.organization.models import Absence, User
from minato_dx.reference.selectors import closed_days
from minato_dx.scheduling.enums import ACTIVE, EventState
from minato_dx.scheduling.models import Event, Occupation, Room, Slot

# Nobody is asked to be somewhere within the hour.
NOTICE = dt.timedelta(hours=1)
FEED_BACK, FEED_AHEAD = dt.timedelta(days=90), dt.timedelta(days=400)


def open_slots(
    *, owners: Sequence[User] | QuerySet[User], now: dt.datetime, limit: int, first: User | None = None
) -> Sequence[Slot]:
    """Return the next ``limit`` times at which one of ``owners`` can be met, with room and owner; one query.

    Those of ``first`` come before those of the others, whoever is free earlier.

    Left out are times within the hour, days of absence, days that have become closed, and times at which the owner or
    the room has something else meanwhile.
    """
    rows = (
        _with_obstacles(
            Slot.objects.filter(owner__in=owners, is_offered=True, event__isnull=True, starts_at__gt=now + NOTICE)
        )
        .filter(is_busy=False, is_away=False)
        .select_related("owner", "room")
        .order_by(Case(When(owner=first, then=0), default=1), "starts_at")
    )
    closed = closed_days()
    # A day may be closed after its times were published; few are, so a little more is read than is shown.
    found = [slot for slot in rows[: limit * 2] if is_working_day(timezone.localdate(slot.starts_at), closed)]
    return found[:limit]


def _with_obstacles(slots: QuerySet[Slot]) -> Any:
    """Add ``is_busy`` (the owner or the room has something else then) and ``is_away`` (the owner is absent)."""
    elsewhere = Occupation.objects.filter(starts_at__lt=OuterRef("ends_at"), ends_at__gt=OuterRef("starts_at"))
    busy = elsewhere.filter(Q(person=OuterRef("owner")) | Q(room=OuterRef("room")))
    away = Absence.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=OuterRef("day")),
        user=OuterRef("owner"),
        valid_from__lte=OuterRef("day"),
    )
    day = TruncDate("starts_at", tzinfo=timezone.get_default_timezone())
    return slots.annotate(day=day).annotate(is_busy=Exists(busy), is_away=Exists(away))


def slots_of(*, owner: User, now: dt.datetime) -> QuerySet[Slot]:
    """Return the owner's published times from ``now`` on, taken ones included, with ``is_busy`` and ``is_away``."""
    published = Q(is_offered=True) | Q(event__isnull=False)
    rows = Slot.objects.filter(published, owner=owner, ends_at__gt=now)
    found: QuerySet[Slot] = _with_obstacles(rows).select_related("room", "event").order_by("starts_at")
    return found


def latest_slot_of(*, owner: User) -> Slot | None:
    """Return what the owner published last: the next one is often like it."""
    return Slot.objects.filter(owner=owner).order_by("-id").first()


def coming_events(*, user: User, now: dt.datetime) -> QuerySet[Event]:
    """Return the planned events that the user has to do with and that have not ended, the next one first."""
    rows: QuerySet[Event] = Event.objects.visible_to(user).filter(ends_at__gt=now, state=EventState.PLANNED)
    return rows.select_related("room", "organizer").order_by("starts_at", "id")


def past_events(*, user: User, now: dt.datetime) -> QuerySet[Event]:
    """Return the planned events that are over, the latest one first."""
    rows: QuerySet[Event] = Event.objects.visible_to(user).filter(ends_at__lte=now, state=EventState.PLANNED)
    return rows.select_related("room", "organizer").order_by("-starts_at", "-id")


def events_in_feed(*, user: User, now: dt.datetime) -> QuerySet[Event]:
    """Return what the user's feed shows: three months back to a year ahead, cancelled ones left out."""
    rows: QuerySet[Event] = Event.objects.visible_to(user).filter(
        state=EventState.PLANNED, ends_at__gt=now - FEED_BACK, starts_at__lt=now + FEED_AHEAD
    )
    return rows.select_related("room").order_by("starts_at", "id")


def visible_event(*, user: User, uid: str) -> Event | None:
    """Return the event where ``user`` may see it."""
    event: Event | None = Event.objects.visible_to(user).select_related("room").filter(uid=uid).first()
    return event


def clashes(*, person: User, starts_at: dt.datetime, ends_at: dt.datetime) -> QuerySet[Event]:
    """Return the planned events in which the person has a seat at that time, to warn of."""
    return Event.objects.filter(
        seats__person=person,
        seats__state__in=ACTIVE,
        state=EventState.PLANNED,
        starts_at__lt=ends_at,
        ends_at__gt=starts_at,
    )


def is_free(*, person: User, starts_at: dt.datetime, ends_at: dt.datetime, apart_from: Event | None = None) -> bool:
    """Tell whether nothing takes the person's time then, ``apart_from`` an event that they may leave."""
    rows = Occupation.objects.filter(person=person, starts_at__lt=ends_at, ends_at__gt=starts_at)
    return not rows.exclude(event=apart_from).exists() if apart_from else not rows.exists()


def active_rooms() -> QuerySet[Room]:
    """Return the rooms to choose from, in their order."""
    return Room.objects.filter(is_active=True)


def links_of(*, user: User, events: Iterable[Event]) -> dict[int, str]:
    """Return for each event's id the address of its thing, for those that ``user`` may see; a query a kind."""
    things: dict[str, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    for event in events:
        things[event.object_kind][event.object_id].append(event.pk)
    links: dict[int, str] = {}
    for name, of_kind in things.items():
        kind = registry.get(name)
        for object_id in kind.visible_ids(user, of_kind):
            links |= dict.fromkeys(of_kind[object_id], kind.link(object_id))
    return links
