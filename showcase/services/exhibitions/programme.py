"""The programme: seminars in rooms and windows of time, each a scheduling event, so that no room is taken twice."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction

from minato_dx.core.calendar import moment_text
from minato_dx.core.steps import require
from minato_dx.core.text import is_blank
from minato_dx.notifications.enums import Topic
from minato_dx.notifications.services import notify
from minato_dx.organization.models import User
from minato_dx.reference.models import FieldOfWork
from minato_dx.scheduling.enums import ACTIVE, TAKING, EventCategory, SeatRole, SeatState
from minato_dx.scheduling.exceptions import SchedulingError
from minato_dx.scheduling.models import Event, Room
from minato_dx.scheduling.services import Subject, move_event, plan_event, rename_event
from minato_dx.scheduling.services.seats import offer_free_place
from showcase.enums import PROGRAMME_KIND, ItemKind
from showcase.exceptions import ShowcaseError
from showcase.models import Exhibition, Exhibitor, ProgrammeItem
from showcase.permissions import can_run_exhibitions
from showcase.services.exhibitions.calling_off import call_off
from showcase.services.exhibitions.planning import lock_changeable


@dataclass(frozen=True, slots=True)
class ItemFacts:
    """What is written of a seminar or a window of time; without a capacity everybody finds a seat."""

    kind: ItemKind
    title: str
    starts_at: dt.datetime
    ends_at: dt.datetime
    room: Room | None = None
    place: str = ""
    capacity: int | None = None
    about: str = ""
    speaker: str = ""
    exhibitor: Exhibitor | None = None
    field: FieldOfWork | None = None
    is_open_to_outsiders: bool = True


@transaction.atomic
def plan_item(*, exhibition: Exhibition, facts: ItemFacts, actor: User, now: dt.datetime) -> ProgrammeItem:
    """Add a seminar or a window. Raises ShowcaseError, by field, for a time that cannot be and a room that is taken."""
    require(can_run_exhibitions(actor))
    exhibition = lock_changeable(exhibition)
    _check(exhibition, facts, now)
    try:
        event = plan_event(
            subject=Subject(EventCategory.SEMINAR, PROGRAMME_KIND, 0, event_title(exhibition, facts)),
            starts_at=facts.starts_at,
            ends_at=facts.ends_at,
            organizer=exhibition.organizer,
            room=facts.room,
            place=facts.place,
            capacity=facts.capacity,
            now=now,
        )
    except SchedulingError as refusal:
        raise ShowcaseError(refusal.message, "room") from refusal
    row = ProgrammeItem(exhibition=exhibition, event=event)
    _write(row, facts)
    row.save()
    event.object_id = row.pk
    event.save(update_fields=["object_id"])
    return row


@transaction.atomic
def change_item(*, item: ProgrammeItem, facts: ItemFacts, actor: User, now: dt.datetime) -> ProgrammeItem:
    """Change it; whoever has a seat hears of another time or place, and a larger room goes to those who wait.

    Raises ShowcaseError, by field: for fewer places than are taken, a time that cannot be, a room that is taken.
    """
    require(can_run_exhibitions(actor))
    exhibition = lock_changeable(item.exhibition)
    row = exhibition.programme.select_related("event__room").get(pk=item.pk)
    if row.event.starts_at <= now:
        raise ShowcaseError("もう始まったので、直せません。")
    _check(exhibition, facts, now)
    _write(row, facts)
    row.save()
    was = (row.event.starts_at, row.event.ends_at, row.event.room_id, row.event.place)
    event = _move(row.event, facts, now)
    event = rename_event(event=event, title=event_title(exhibition, facts), now=now)
    _resize(event, facts.capacity, now)
    row.event = event
    if was != (event.starts_at, event.ends_at, event.room_id, event.place):
        _tell_moved(row, was[0], now)
    return row


@transaction.atomic
def cancel_item(*, item: ProgrammeItem, reason: str, actor: User, now: dt.datetime) -> ProgrammeItem:
    """Take it off the programme; whoever had a seat or waited hears why. Raises ShowcaseError after it began."""
    require(can_run_exhibitions(actor))
    if is_blank(reason):
        raise ShowcaseError("取りやめの理由を書いてください。予約した人に、そのまま伝わります。", "reason")
    exhibition = lock_changeable(item.exhibition)
    row = exhibition.programme.select_related("event").get(pk=item.pk)
    if row.event.starts_at <= now:
        raise ShowcaseError("もう始まったので、取りやめにできません。")
    try:
        people = call_off(event=row.event, now=now)
    except SchedulingError as refusal:
        raise ShowcaseError(refusal.message) from refusal
    notify(
        event=f"programme:{row.pk}:cancelled",
        kind="programme_cancelled",
        topic=Topic.TURN,
        recipients=people,
        title=f"取りやめになりました：{row.title}（{moment_text(row.event.starts_at)}）",
        text=f"{reason.strip()}\n予約は取り消してあります。",
        object_kind=PROGRAMME_KIND,
        object_id=row.pk,
        now=now,
    )
    return row


def event_title(exhibition: Exhibition, facts: ItemFacts) -> str:
    """Return what calendars call it."""
    return f"{facts.title.strip()}（{exhibition.title}）"


def _check(exhibition: Exhibition, facts: ItemFacts, now: dt.datetime) -> None:
    if facts.ends_at <= facts.starts_at:
        raise ShowcaseError("終わりの時刻は、始まりより後にしてください。", "ends")
    if facts.starts_at <= now:
        raise ShowcaseError("もう過ぎた時刻です。これからの時刻にしてください。", "starts")
    if facts.room is not None and facts.room.capacity and (facts.capacity or 0) > facts.room.capacity:
        raise ShowcaseError(
            f"{facts.room.name}の定員は{facts.room.capacity}人です。それより少ない定員にしてください。", "capacity"
        )
    if facts.exhibitor is not None and facts.exhibitor.exhibition_id != exhibition.pk:
        raise ShowcaseError("ほかの展示会の出展者です。選び直してください。", "exhibitor")


def _write(row: ProgrammeItem, facts: ItemFacts) -> None:
    row.kind, row.title = facts.kind, facts.title.strip()
    row.about, row.speaker = facts.about.strip(), facts.speaker.strip()
    row.exhibitor, row.field, row.is_open_to_outsiders = facts.exhibitor, facts.field, facts.is_open_to_outsiders


def _move(event: Event, facts: ItemFacts, now: dt.datetime) -> Event:
    same = (event.starts_at, event.ends_at, event.room, event.place)
    if same == (facts.starts_at, facts.ends_at, facts.room, facts.place):
        return event
    try:
        return move_event(
            event=event,
            starts_at=facts.starts_at,
            ends_at=facts.ends_at,
            room=facts.room,
            place=facts.place,
            now=now,
        )
    except SchedulingError as refusal:
        raise ShowcaseError(refusal.message, "room") from refusal


def _resize(event: Event, capacity: int | None, now: dt.datetime) -> None:
    """Set the capacity of a locked event, and offer what is free now to those who wait, the longest first."""
    taken = event.seats.filter(state__in=TAKING, role=SeatRole.GUEST).count()
    if capacity is not None and capacity < taken:
        raise ShowcaseError(f"もう{taken}人の席が決まっています。定員は、それより少なくできません。", "capacity")
    event.capacity = capacity
    event.save(update_fields=["capacity"])
    while offer_free_place(event=event, now=now) is not None:
        pass
    if capacity is None:
        _seat_all(event, now)


def _seat_all(event: Event, now: dt.datetime) -> None:
    """Give everybody who waits a seat, and tell the staff among them."""
    waiting = event.seats.filter(state=SeatState.WAITING)
    people = [seat.person for seat in waiting.select_related("person")]
    waiting.update(state=SeatState.CONFIRMED)
    notify(
        event=f"programme:{event.object_id}:seated:{event.sequence}",
        kind="programme_seated",
        topic=Topic.PROGRESS,
        recipients=people,
        title=f"席が決まりました：{event.title}",
        text=moment_text(event.starts_at),
        object_kind=event.object_kind,
        object_id=event.object_id,
        now=now,
    )


def _tell_moved(row: ProgrammeItem, was: dt.datetime, now: dt.datetime) -> None:
    seats = row.event.seats.filter(state__in=ACTIVE).select_related("person")
    notify(
        event=f"programme:{row.pk}:moved:{row.event.sequence}",
        kind="programme_moved",
        topic=Topic.TURN,
        recipients=[seat.person for seat in seats],
        title=f"時間か場所が変わりました：{row.title}",
        text=f"{moment_text(was)}→{moment_text(row.event.starts_at)}\n{row.event.where}",
        object_kind=PROGRAMME_KIND,
        object_id=row.pk,
        now=now,
    )
