"""Seats are given in order, up to the capacity; a free place is offered on, never lost and never given twice."""

import datetime as dt

import pytest

from minato_dx.scheduling.enums import SeatState
from minato_dx.scheduling.exceptions import SchedulingError
from minato_dx.scheduling.models import Event, Seat, WaitingOffer
from minato_dx.scheduling.services import accept_offer, decline_offer, expire_offers, release_seat, take_seat
from minato_dx.scheduling.services.seats import expiry_of
from tests.organization.factories import Ward
from tests.scheduling.conftest import NOW, Plan, on


@pytest.fixture
def seminar(plan: Plan) -> Event:
    return plan(guests=[], capacity=1)


def _states(event: Event) -> list[tuple[str, str]]:
    rows = event.seats.filter(role="guest").order_by("id")
    return [(seat.person.staff_number, str(seat.state)) for seat in rows]


def _take(event: Event, *people) -> list[Seat]:
    return [take_seat(event=event, person=person, now=NOW) for person in people]


def test_beyond_the_capacity_people_wait_and_the_host_takes_no_place(ward: Ward, seminar: Event) -> None:
    _take(seminar, ward.requester, ward.colleague)
    assert [state for _who, state in _states(seminar)] == [SeatState.CONFIRMED, SeatState.WAITING]


def test_asked_twice_it_is_one_seat(ward: Ward, seminar: Event) -> None:
    first, second = _take(seminar, ward.requester, ward.requester)
    assert first == second
    assert len(_states(seminar)) == 1


def test_a_given_up_place_is_offered_to_whoever_waits_longest(ward: Ward, seminar: Event) -> None:
    seat, *_others = _take(seminar, ward.requester, ward.colleague, ward.leader)
    offer = release_seat(seat=seat, now=NOW)

    assert offer is not None
    assert offer.seat.person == ward.colleague
    assert offer.expires_at == on(24, "14:00", month=11)
    assert release_seat(seat=seat, now=NOW) is None
    assert WaitingOffer.objects.count() == 1
    assert take_seat(event=seminar, person=ward.head, now=NOW).state == SeatState.WAITING

    assert accept_offer(offer=offer, now=NOW).state == SeatState.CONFIRMED
    assert not WaitingOffer.objects.filter(answered_at__isnull=True).exists()


def test_who_says_no_lets_the_next_one_in(ward: Ward, seminar: Event) -> None:
    seat, *_others = _take(seminar, ward.requester, ward.colleague, ward.leader)
    offer = release_seat(seat=seat, now=NOW)
    assert offer is not None
    following = decline_offer(offer=offer, now=NOW)
    assert following is not None
    assert following.seat.person == ward.leader


def test_an_offer_that_nobody_answers_goes_on_once(ward: Ward, seminar: Event) -> None:
    seat, *_others = _take(seminar, ward.requester, ward.colleague, ward.leader)
    offer = release_seat(seat=seat, now=NOW)
    assert offer is not None
    assert expire_offers(now=offer.expires_at - dt.timedelta(minutes=1)) == []

    [following] = expire_offers(now=offer.expires_at)
    assert following.seat.person == ward.leader
    assert expire_offers(now=offer.expires_at) == []
    with pytest.raises(SchedulingError, match="期限が過ぎました"):
        accept_offer(offer=offer, now=offer.expires_at)
    again = take_seat(event=seminar, person=ward.colleague, now=offer.expires_at)
    assert again.state == SeatState.WAITING


@pytest.mark.parametrize(
    ("offered_at", "expires_at"),
    [
        (on(24, "10:00", month=11), on(24, "14:00", month=11)),
        (on(24, "15:15", month=11), on(25, "10:30", month=11)),
        (on(24, "3:00", month=11), on(24, "12:30", month=11)),
        (on(27, "16:15", month=11), on(30, "11:30", month=11)),
        (on(28, "12:00", month=12), on(28, "16:00", month=12)),
        (on(28, "17:00", month=12), on(4, "12:15", month=1).replace(year=2027)),
    ],
)
def test_an_offer_stands_for_four_hours_in_which_the_office_is_open(
    db: None, offered_at: dt.datetime, expires_at: dt.datetime
) -> None:
    assert expiry_of(offered_at) == expires_at
