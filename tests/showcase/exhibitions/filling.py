"""An exhibition as full as one wants, written straight: for what must not grow with it."""

import datetime as dt

from minato_dx.scheduling.enums import SeatState
from minato_dx.scheduling.models import Seat
from showcase.enums import VisitorKind
from showcase.models import Exhibition, Visitor
from tests.consultations.walk import NOW
from tests.showcase.exhibitions.factories import make_booth, make_company, make_exhibitor, make_item

SEMINARS = 4


def fill(exhibition: Exhibition, *, booths: int, seats: int) -> None:
    """Add so many booths, and four seminars with so many reservations in all, half of them full."""
    for number in range(booths):
        make_exhibitor(
            exhibition,
            company=make_company(f"会社{exhibition.pk}-{number}"),
            booth=make_booth(exhibition, f"A-{number}", x=1, y=1, order=number),
            title=f"見せるもの{number}",
        )
    for number in range(SEMINARS):
        _seminar(exhibition, number, seats // SEMINARS)


def _seminar(exhibition: Exhibition, number: int, seats: int) -> None:
    capacity = seats - 1 if number % 2 else seats + 10
    item = make_item(exhibition, title=f"話{number}", starts=dt.time(10 + number), capacity=capacity)
    visitors = Visitor.objects.bulk_create(
        Visitor(exhibition=exhibition, kind=VisitorKind.OFFICIAL, name=f"見本{number}-{nth}", created_at=NOW)
        for nth in range(seats)
    )
    Seat.objects.bulk_create(
        Seat(
            event=item.event,
            outsider=visitor.key,
            state=SeatState.CONFIRMED if nth < capacity else SeatState.WAITING,
            created_at=NOW,
        )
        for nth, visitor in enumerate(visitors)
    )
