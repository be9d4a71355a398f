"""Events: planned, moved, given to another host, cancelled. Each change counts up the sequence that calendars read."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from minato_dx.organization.models import User
from minato_dx.organization.selectors import is_absent
from minato_dx.scheduling.enums import ACTIVE, EventCategory, EventState, SeatRole, SeatState
from minato_dx.scheduling.exceptions import SchedulingError, Taken
from minato_dx.scheduling.models import Event, Room, Seat, Slot, WaitingOffer
from minato_dx.scheduling.services.occupying import let_go, occupy

GONE = "その時間は、ほかの人が先に選びました。残っている時間から選び直してください。"
PAST = "その時間は、もう選べません。これからの時間を選び直してください。"


@dataclass(frozen=True, slots=True)
class Subject:
    """What an event is about: its category, the thing it belongs to by registered kind and id, and its title."""

    category: EventCategory
    object_kind: str
    object_id: int
    title: str


@transaction.atomic
def plan_event(
    *,
    subject: Subject,
    starts_at: dt.datetime,
    ends_at: dt.datetime,
    organizer: User,
    hosts: Sequence[User] = (),
    guests: Sequence[User] = (),
    room: Room | None = None,
    place: str = "",
    buffer_minutes: int = 0,
    is_all_day: bool = False,
    capacity: int | None = None,
    now: dt.datetime,
) -> Event:
    """Plan an event, with seats for hosts and guests, and take their time and the room's. Raises Taken."""
    event = Event.objects.create(
        category=subject.category,
        object_kind=subject.object_kind,
        object_id=subject.object_id,
        title=subject.title,
        starts_at=starts_at,
        ends_at=ends_at,
        is_all_day=is_all_day,
        room=room,
        place=place,
        capacity=capacity,
        organizer=organizer,
        created_at=now,
        changed_at=now,
    )
    seats = [(person, SeatRole.HOST) for person in hosts] + [(person, SeatRole.GUEST) for person in guests]
    Seat.objects.bulk_create(Seat(event=event, person=person, role=role, created_at=now) for person, role in seats)
    occupy(event=event, people=[*hosts, *guests], room=room, buffer_minutes=buffer_minutes)
    return event


@transaction.atomic
def book_slot(
    *,
    slot_id: int,
    subject: Subject,
    guests: Sequence[User],
    room: Room | None = None,
    place: str = "",
    now: dt.datetime,
) -> Event:
    """Make an event of a published time. Raises Taken where somebody was quicker or it is no longer offered.

    ``room`` or ``place`` take the place of those that were published with the time.
    """
    slot = lock_open_slot(slot_id=slot_id, now=now)
    elsewhere = bool(room or place)
    event = plan_event(
        subject=subject,
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        organizer=slot.owner,
        hosts=[slot.owner],
        guests=guests,
        room=room if elsewhere else slot.room,
        place=(place or (room.name if room else "")) if elsewhere else slot.place,
        buffer_minutes=slot.buffer_minutes,
        now=now,
    )
    slot.event = event
    slot.save(update_fields=["event"])
    return event


def lock_open_slot(*, slot_id: int, now: dt.datetime) -> Slot:
    """Return the slot, locked until the transaction ends, or raise Taken where it cannot be taken (any more)."""
    rows = Slot.objects.select_for_update(of=("self",)).select_related("owner", "room")
    slot = rows.filter(pk=slot_id).first()
    if slot is None or not slot.is_offered or slot.event_id is not None:
        raise Taken(GONE)
    if slot.starts_at <= now or is_absent(user=slot.owner, day=timezone.localdate(slot.starts_at)):
        raise Taken(PAST)
    return slot


def lock_event(event: Event) -> Event:
    """Return the event read again, locked until the transaction ends. Raises SchedulingError for a cancelled one."""
    rows = Event.objects.select_for_update(of=("self",)).select_related("room", "organizer")
    locked = rows.get(pk=event.pk)
    if locked.state != EventState.PLANNED:
        raise SchedulingError("この予定は、もう取りやめになっています。画面を開き直してください。")
    return locked


@transaction.atomic
def move_event(
    *,
    event: Event,
    starts_at: dt.datetime,
    ends_at: dt.datetime,
    room: Room | None,
    place: str,
    buffer_minutes: int = 0,
    now: dt.datetime,
) -> Event:
    """Move the event; a published time that it had taken is free again. Raises Taken."""
    event = lock_event(event)
    _free_slot(event)
    event.starts_at, event.ends_at, event.room, event.place = starts_at, ends_at, room, place
    _changed(event, now)
    _occupy_anew(event, buffer_minutes)
    return event


@transaction.atomic
def move_event_to_slot(
    *, event: Event, slot_id: int, room: Room | None = None, place: str = "", now: dt.datetime
) -> Event:
    """Move the event into a published time; the one whose time it is becomes the host. Raises Taken.

    ``room`` or ``place`` take the place of those that were published with the time.
    """
    event = lock_event(event)
    slot = lock_open_slot(slot_id=slot_id, now=now)
    _free_slot(event)
    if event.organizer_id != slot.owner_id:
        _seat_host(event=event, old=event.organizer, new=slot.owner, now=now)
    event.starts_at, event.ends_at = slot.starts_at, slot.ends_at
    event.room, event.place, event.organizer = slot.room, slot.place, slot.owner
    if room or place:
        event.room, event.place = room, place or (room.name if room else "")
    _changed(event, now)
    _occupy_anew(event, slot.buffer_minutes)
    slot.event = event
    slot.save(update_fields=["event"])
    return event


@transaction.atomic
def change_host(*, event: Event, old: User, new: User, now: dt.datetime) -> Event:
    """Let ``new`` be there in the place of ``old``, at the same time. Raises Taken where ``new`` is not free then."""
    event = lock_event(event)
    _free_slot(event)
    _seat_host(event=event, old=old, new=new, now=now)
    if event.organizer_id == old.pk:
        event.organizer = new
    _changed(event, now)
    _occupy_anew(event, 0)
    return event


@transaction.atomic
def rename_event(*, event: Event, title: str, now: dt.datetime) -> Event:
    """Give the event another title; calendars that have it hear of it by its sequence."""
    event = lock_event(event)
    if event.title != title:
        event.title = title
        _changed(event, now)
    return event


@transaction.atomic
def cancel_event(*, event: Event, now: dt.datetime) -> Event:
    """Cancel the event: its time is free again, and so is the published one it had taken, if that is still ahead.

    Places that were offered in it are offered no more.
    """
    event = lock_event(event)
    WaitingOffer.objects.filter(seat__event=event, answered_at__isnull=True).update(answered_at=now)
    _free_slot(event)
    event.state = EventState.CANCELLED
    _changed(event, now)
    let_go(event=event)
    return event


def _changed(event: Event, now: dt.datetime) -> None:
    event.sequence += 1
    event.changed_at = now
    event.save()


def _free_slot(event: Event) -> None:
    Slot.objects.filter(event=event).update(event=None)


def _seat_host(*, event: Event, old: User, new: User, now: dt.datetime) -> None:
    event.seats.filter(person=old, state__in=ACTIVE).update(state=SeatState.CANCELLED)
    if event.seats.filter(person=new, state__in=ACTIVE).exists():
        raise SchedulingError(f"{new.name}さんは、この予定にもう参加しています。ほかの人を選んでください。")
    Seat.objects.create(event=event, person=new, role=SeatRole.HOST, created_at=now)


def _occupy_anew(event: Event, buffer_minutes: int) -> None:
    let_go(event=event)
    seats = event.seats.filter(state=SeatState.CONFIRMED, is_binding=True).select_related("person")
    people = [seat.person for seat in seats if seat.person]
    occupy(event=event, people=people, room=event.room, buffer_minutes=buffer_minutes)
