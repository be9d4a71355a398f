"""Rooms, and the times at which the DX staff can be met in the coming two weeks."""

import datetime as dt
from dataclasses import dataclass

from minato_dx.portal.demo.people import Company
from minato_dx.portal.demo.staffing import HATANO, HIMURO, KASUMI, KATSURAGI, SHINONOME, SHIOMI, TOKIWA
from minato_dx.portal.demo.timeline import Timeline
from minato_dx.scheduling.models import Room, Slot

ROOMS = (
    ("デジタル改革担当 打合せコーナー", "本庁舎4階", 4),
    ("会議室401", "本庁舎4階", 8),
    ("会議室902", "本庁舎9階", 20),
)
AT_YOUR_DESK = "相談者の職場"


@dataclass(frozen=True, slots=True)
class Offer:
    """The same times on working days of the coming two weeks; a place, or the number of a room in ``ROOMS``."""

    number: str
    days: tuple[int, ...]
    clocks: tuple[str, ...]
    minutes: int = 30
    room: int | None = None


OFFERS = (
    Offer(SHIOMI, (4, 5, 7, 9), ("10:00", "13:30", "15:30")),
    Offer(HATANO, (2, 5, 8), ("11:00", "14:00"), room=0),
    Offer(KASUMI, (3, 6, 9), ("9:30", "16:00")),
    Offer(KATSURAGI, (2, 6), ("10:30",), minutes=60, room=1),
    Offer(HIMURO, (3, 5), ("13:00", "15:00")),
    Offer(SHINONOME, (4, 8), ("10:00", "14:30")),
    Offer(TOKIWA, (3, 7), ("11:00",)),
)


def load_rooms() -> list[Room]:
    """Write the rooms that can be taken."""
    return [
        Room.objects.create(name=name, place=place, capacity=capacity, order=order)
        for order, (name, place, capacity) in enumerate(ROOMS)
    ]


def load_slots(*, company: Company, timeline: Timeline, rooms: list[Room]) -> None:
    """Publish the times, as of the last working day's morning."""
    published_at = timeline.moment(0, "9:00")
    Slot.objects.bulk_create(
        Slot(
            owner=company.by_number[offer.number],
            starts_at=(start := timeline.moment(day, clock)),
            ends_at=start + dt.timedelta(minutes=offer.minutes),
            buffer_minutes=15,
            room=rooms[offer.room] if offer.room is not None else None,
            place=rooms[offer.room].name if offer.room is not None else AT_YOUR_DESK,
            created_at=published_at,
        )
        for offer in OFFERS
        for day in offer.days
        for clock in offer.clocks
    )
