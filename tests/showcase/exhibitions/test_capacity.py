"""Ten seats and fifty people at the same moment, on a database that really runs them side by side."""

import itertools
from collections.abc import Callable

import pytest

from minato_dx.scheduling.enums import TAKING, SeatState
from minato_dx.scheduling.models import Event, Seat
from minato_dx.scheduling.services import seats
from showcase.models import Exhibition, ProgrammeItem, Visitor
from showcase.services.exhibitions.reserving import accept_place, give_back, reserve, visitor_of
from tests.consultations.test_concurrency import at_once
from tests.consultations.walk import NOW
from tests.organization.factories import UserFactory, Ward, make_ward
from tests.showcase.exhibitions.factories import make_exhibition, make_item, make_outsider

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]

SEATS, CLIENTS, ROUNDS = 10, 50, 20


@pytest.fixture
def exhibition(transactional_db: None) -> Exhibition:
    ward: Ward = make_ward()
    return make_exhibition(ward.dx_main)


@pytest.fixture
def visitors(exhibition: Exhibition) -> list[Visitor]:
    """As many from elsewhere as of the ward, in turn."""
    half = CLIENTS // 2
    own = [visitor_of(exhibition=exhibition, user=UserFactory(), now=NOW) for _ in range(half)]
    others = [make_outsider(exhibition, number=number) for number in range(half)]
    return list(itertools.chain.from_iterable(zip(own, others, strict=True)))


def reserving(item: ProgrammeItem, visitor: Visitor) -> Callable[[], Seat]:
    return lambda: reserve(item=item, visitor=visitor, now=NOW)


def taken(item: ProgrammeItem) -> int:
    return item.event.seats.filter(state__in=TAKING).count()


def test_fifty_at_once_twenty_times(exhibition: Exhibition, visitors: list[Visitor]) -> None:
    for number in range(ROUNDS):
        item = make_item(exhibition, title=f"第{number}回", capacity=SEATS)
        results = at_once([reserving(item, visitor) for visitor in visitors])
        assert not [one for one in results if not isinstance(one, Seat)]
        assert taken(item) == SEATS
        assert item.event.seats.filter(state=SeatState.WAITING).count() == CLIENTS - SEATS


def test_without_the_lock_there_would_be_more_than_seats(
    exhibition: Exhibition, visitors: list[Visitor], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Prove that the race is a race: the test above could fail."""
    monkeypatch.setattr(seats, "lock_event", lambda event: Event.objects.get(pk=event.pk))
    for number in range(ROUNDS):
        item = make_item(exhibition, title=f"第{number}回", capacity=SEATS)
        at_once([reserving(item, visitor) for visitor in visitors])
        if taken(item) > SEATS:
            return
    pytest.fail(f"{CLIENTS} people without a lock never took more than {SEATS} seats in {ROUNDS} rounds")


def test_cancelled_and_booked_again_at_once_the_line_keeps_its_order(
    exhibition: Exhibition, visitors: list[Visitor], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(seats.outsiders, "tell", lambda _offer, _key: None)
    item = make_item(exhibition, capacity=SEATS)
    at_once([reserving(item, visitor) for visitor in visitors])
    by_key = {visitor.user_id or visitor.key: visitor for visitor in visitors}
    for _ in range(ROUNDS // 4):
        _cancel_accept_and_come_again(item, by_key)


def _cancel_accept_and_come_again(item: ProgrammeItem, by_key: dict[object, Visitor]) -> None:
    """Let all who sit leave and come back at once: those who waited longest are asked first, and come to sit."""

    def of(seat: Seat) -> Visitor:
        return by_key[seat.person_id or seat.outsider]

    line = list(item.event.seats.filter(state=SeatState.WAITING).order_by("created_at", "id"))
    sitting = [of(seat) for seat in item.event.seats.filter(state=SeatState.CONFIRMED)]

    def leave_and_come_again(visitor: Visitor) -> Seat:
        give_back(item=item, visitor=visitor, now=NOW)
        return reserve(item=item, visitor=visitor, now=NOW)

    results = at_once([lambda visitor=visitor: leave_and_come_again(visitor) for visitor in sitting])
    assert not [one for one in results if not isinstance(one, Seat)]
    assert taken(item) == SEATS
    offered = set(item.event.seats.filter(state=SeatState.OFFERED).values_list("pk", flat=True))
    assert offered == {seat.pk for seat in line[:SEATS]}, "who waited longest is asked first"
    results = at_once([lambda seat=seat: accept_place(item=item, visitor=of(seat), now=NOW) for seat in line[:SEATS]])
    assert not [one for one in results if not isinstance(one, Seat)]
    assert taken(item) == SEATS
