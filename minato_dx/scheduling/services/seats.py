"""Seats in an event with a capacity: taken, given back, and offered on in the order in which people came."""

import datetime as dt
import uuid

from django.db import transaction
from django.utils import timezone

from minato_dx.core.calendar import (
    OFFICE_CLOSES,
    OFFICE_OPENS,
    add_working_days,
    close_of,
    local,
    moment_text,
    next_office_time,
)
from minato_dx.notifications.enums import Topic
from minato_dx.notifications.services import notify
from minato_dx.organization.models import User
from minato_dx.reference.selectors import closed_days
from minato_dx.scheduling import outsiders
from minato_dx.scheduling.enums import ACTIVE, TAKING, SeatRole, SeatState
from minato_dx.scheduling.exceptions import SchedulingError
from minato_dx.scheduling.models import Event, Seat, WaitingOffer
from minato_dx.scheduling.services.events import lock_event

# Whoever gets a free place has this much of the office's time to say yes.
OFFER_HOURS = 4


@transaction.atomic
def take_seat(
    *,
    event: Event,
    person: User | None = None,
    outsider: uuid.UUID | None = None,
    is_binding: bool = False,
    now: dt.datetime,
) -> Seat:
    """Give one person a seat, or a place in the waiting list where the event is full; asked twice, it is one seat.

    It is either somebody of the ward (``person``) or somebody from outside, by the key that an upper app knows them by.
    """
    event = lock_event(event)
    earlier = event.seats.filter(person=person, outsider=outsider, state__in=ACTIVE).first()
    if earlier is not None:
        return earlier
    is_full = event.capacity is not None and _taken(event) >= event.capacity
    return Seat.objects.create(
        event=event,
        person=person,
        outsider=outsider,
        state=SeatState.WAITING if is_full else SeatState.CONFIRMED,
        is_binding=is_binding,
        created_at=now,
    )


@transaction.atomic
def release_seat(*, seat: Seat, now: dt.datetime) -> WaitingOffer | None:
    """Give the seat up; whoever waits the longest is offered the place. Returns that offer, if any."""
    event = lock_event(seat.event)
    seat = event.seats.select_for_update().get(pk=seat.pk)
    if seat.state not in ACTIVE:
        return None
    seat.state = SeatState.CANCELLED
    seat.save(update_fields=["state"])
    _close_offer(seat, now)
    return offer_free_place(event=event, now=now)


def offer_free_place(*, event: Event, now: dt.datetime) -> WaitingOffer | None:
    """Offer a free place to whoever waits the longest; None where none is free or nobody waits.

    The caller holds the event's lock.
    """
    if event.capacity is None or _taken(event) >= event.capacity:
        return None
    seat = event.seats.filter(state=SeatState.WAITING).order_by("created_at", "id").first()
    if seat is None:
        return None
    seat.state = SeatState.OFFERED
    seat.save(update_fields=["state"])
    offer = WaitingOffer.objects.create(seat=seat, offered_at=now, expires_at=expiry_of(now))
    _tell(offer, event)
    return offer


def _tell(offer: WaitingOffer, event: Event) -> None:
    if offer.seat.outsider is not None:
        outsiders.tell(offer, offer.seat.outsider)
        return
    notify(
        event=f"offer:{offer.pk}",
        kind="seat_offered",
        topic=Topic.TURN,
        recipients=[offer.seat.person] if offer.seat.person else [],
        title=f"席が空きました：{event.title}（{moment_text(event.starts_at)}）",
        text=f"{moment_text(offer.expires_at)}までに、参加するかどうかを返事してください。過ぎると、次の人にご案内します。",
        object_kind=event.object_kind,
        object_id=event.object_id,
        now=offer.offered_at,
    )


def expiry_of(offered_at: dt.datetime) -> dt.datetime:
    """Return the moment at which four hours of the office's time have passed since ``offered_at``."""
    closed = closed_days()
    moment, left = next_office_time(offered_at, closed), dt.timedelta(hours=OFFER_HOURS)
    while left > (today_left := close_of(local(moment).date()) - moment):
        left -= today_left
        moment = _opens_after(moment)
    return moment + left


def _opens_after(moment: dt.datetime) -> dt.datetime:
    day = add_working_days(local(moment).date(), 1, closed_days())
    return close_of(day) - (dt.datetime.combine(day, OFFICE_CLOSES) - dt.datetime.combine(day, OFFICE_OPENS))


@transaction.atomic
def accept_offer(*, offer: WaitingOffer, now: dt.datetime) -> Seat:
    """Confirm the offered place. Raises SchedulingError once the offer has run out."""
    event = lock_event(offer.seat.event)
    seat = event.seats.select_for_update().get(pk=offer.seat_id)
    if seat.state != SeatState.OFFERED or now >= offer.expires_at:
        raise SchedulingError("ご案内の期限が過ぎました。もう一度申し込むと、空き待ちの最後に並びます。")
    seat.state = SeatState.CONFIRMED
    seat.save(update_fields=["state"])
    _close_offer(seat, now)
    return seat


@transaction.atomic
def decline_offer(*, offer: WaitingOffer, now: dt.datetime) -> WaitingOffer | None:
    """Say no to the offered place; the next one is offered it."""
    return release_seat(seat=offer.seat, now=now)


def expire_offers(*, now: dt.datetime) -> list[WaitingOffer]:
    """Take back the offers that have run out and offer the places on; return the new offers.

    Each event in a transaction of its own, under its lock.
    """
    fresh = []
    for offer in WaitingOffer.objects.filter(answered_at__isnull=True, expires_at__lte=now).select_related(
        "seat__event"
    ):
        with transaction.atomic():
            fresh += _expire(offer, now)
    return fresh


def _expire(offer: WaitingOffer, now: dt.datetime) -> list[WaitingOffer]:
    event = lock_event(offer.seat.event)
    seat = event.seats.select_for_update().get(pk=offer.seat_id)
    if seat.state != SeatState.OFFERED:
        return []
    seat.state = SeatState.EXPIRED
    seat.save(update_fields=["state"])
    _close_offer(seat, now)
    following = offer_free_place(event=event, now=now)
    return [following] if following else []


def _close_offer(seat: Seat, now: dt.datetime) -> None:
    seat.offers.filter(answered_at__isnull=True).update(answered_at=now)


def _taken(event: Event) -> int:
    return event.seats.filter(state__in=TAKING, role=SeatRole.GUEST).count()


def pass_on_expired_offers() -> int:
    """Offer on what nobody answered in time, as the clock does; return how many places."""
    return len(expire_offers(now=timezone.now()))
