"""Seats in a programme: taken, given back, and taken from the waiting list, by staff and by people from elsewhere."""

import datetime as dt
import uuid

from django.db import transaction
from django.utils import timezone

from minato_dx.organization.models import User
from minato_dx.organization.selectors import division_version, main_membership
from minato_dx.scheduling.enums import ACTIVE, EventState, SeatState
from minato_dx.scheduling.exceptions import SchedulingError
from minato_dx.scheduling.models import Seat
from minato_dx.scheduling.services.seats import accept_offer, release_seat, take_seat
from showcase.enums import OPEN_TO_VISITORS, VisitorKind
from showcase.exceptions import ShowcaseError
from showcase.models import Exhibition, ProgrammeItem, Visitor

OVER = "この時間は、もう予約できません。ほかの時間から選んでください。"
OFFER_OVER = "このご案内は、もう終わっています。画面を開き直してください。"


@transaction.atomic
def visitor_of(*, exhibition: Exhibition, user: User, now: dt.datetime) -> Visitor:
    """Return the staff member as a visitor of this exhibition, noted with the division of the day the first time."""
    day = timezone.localdate(now)
    post = main_membership(user=user, day=day)
    version = division_version(division=post.division, day=day) if post else None
    visitor, _is_new = Visitor.objects.get_or_create(
        exhibition=exhibition,
        user=user,
        defaults={
            "kind": VisitorKind.STAFF,
            "division": post.division if post else None,
            "division_name": version.name if version else "",
            "created_at": now,
        },
    )
    return visitor


@transaction.atomic
def reserve(*, item: ProgrammeItem, visitor: Visitor, now: dt.datetime) -> Seat:
    """Give the visitor a seat, or the last place of the waiting list. Raises ShowcaseError where none can be had."""
    require_open(item=item, visitor=visitor, now=now)
    try:
        return take_seat(event=item.event, person=visitor.user, outsider=outsider_key(visitor), now=now)
    except SchedulingError as refusal:
        raise ShowcaseError(refusal.message) from refusal


def require_open(*, item: ProgrammeItem, visitor: Visitor, now: dt.datetime) -> None:
    """Raise ShowcaseError unless this visitor may reserve this now."""
    if item.exhibition_id != visitor.exhibition_id:
        raise ValueError("a visitor of one exhibition, and a programme of another")
    if item.exhibition.state not in OPEN_TO_VISITORS:
        raise ShowcaseError("この展示会は、いま予約を受け付けていません。")
    if item.event.state != EventState.PLANNED or item.event.starts_at <= now:
        raise ShowcaseError(OVER)
    if visitor.user_id is None and not item.is_open_to_outsiders:
        raise ShowcaseError("この時間は、区の職員だけが予約できます。ほかの時間から選んでください。")


@transaction.atomic
def give_back(*, item: ProgrammeItem, visitor: Visitor, now: dt.datetime) -> None:
    """Cancel the visitor's seat or place in the waiting list; whoever waits the longest is offered what is free."""
    if item.event.starts_at <= now:
        raise ShowcaseError("もう始まったので、取り消せません。")
    seat = seat_of(item=item, visitor=visitor)
    if seat is not None:
        release_seat(seat=seat, now=now)


@transaction.atomic
def accept_place(*, item: ProgrammeItem, visitor: Visitor, now: dt.datetime) -> Seat:
    """Take the place that became free. Raises ShowcaseError once the offer has run out."""
    seat = seat_of(item=item, visitor=visitor)
    offer = seat.offers.filter(answered_at__isnull=True).first() if seat else None
    if offer is None:
        raise ShowcaseError(OFFER_OVER)
    try:
        return accept_offer(offer=offer, now=now)
    except SchedulingError as refusal:
        raise ShowcaseError(refusal.message) from refusal


def seat_of(*, item: ProgrammeItem, visitor: Visitor) -> Seat | None:
    """Return what the visitor holds there: a seat, an offer or a place in the waiting list."""
    seat: Seat | None = item.event.seats.filter(
        person=visitor.user_id, outsider=outsider_key(visitor), state__in=ACTIVE
    ).first()
    return seat


def is_confirmed(seat: Seat | None) -> bool:
    """Tell whether a place is sure."""
    return seat is not None and seat.state == SeatState.CONFIRMED


def outsider_key(visitor: Visitor) -> uuid.UUID | None:
    """Return the key that a visitor's seats are held under, or None for staff, whose seats are their own."""
    return None if visitor.user_id else visitor.key
