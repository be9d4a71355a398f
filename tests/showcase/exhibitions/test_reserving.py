"""Seats are never more than there are; whoever waits is offered what is free, in the order in which they came."""

import datetime as dt

import pytest

from minato_dx.scheduling import outsiders
from minato_dx.scheduling.enums import SeatState
from minato_dx.scheduling.models import WaitingOffer
from showcase.enums import PROGRAMME_KIND, ExhibitionState
from showcase.exceptions import ShowcaseError
from showcase.models import Visitor
from showcase.services.exhibitions.reserving import accept_place, give_back, reserve, seat_of, visitor_of
from tests.consultations.walk import NOW
from tests.organization.factories import UserFactory, Ward
from tests.showcase.exhibitions.factories import make_exhibition, make_item, make_outsider


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Keep which people from elsewhere are told of a free place, in the place of their mail."""
    keys: list[object] = []
    monkeypatch.setitem(outsiders._tellers, PROGRAMME_KIND, lambda _offer, key: keys.append(key))
    return keys


def test_a_member_of_staff_is_one_visitor_with_the_division_of_the_day(ward: Ward) -> None:
    exhibition = make_exhibition(ward.dx_main)
    first = visitor_of(exhibition=exhibition, user=ward.requester, now=NOW)
    again = visitor_of(exhibition=exhibition, user=ward.requester, now=NOW)
    assert first == again
    assert first.division == ward.nursery
    assert first.division_name
    assert len(first.code) == 10


def test_staff_and_people_from_elsewhere_wait_in_one_line(ward: Ward, told: list[object]) -> None:
    exhibition = make_exhibition(ward.dx_main)
    item = make_item(exhibition, capacity=1)
    first = visitor_of(exhibition=exhibition, user=ward.requester, now=NOW)
    outsider = make_outsider(exhibition)
    last = visitor_of(exhibition=exhibition, user=UserFactory(), now=NOW)
    states = [reserve(item=item, visitor=one, now=NOW).state for one in (first, outsider, last, first)]
    assert states == [SeatState.CONFIRMED, SeatState.WAITING, SeatState.WAITING, SeatState.CONFIRMED]

    give_back(item=item, visitor=first, now=NOW)
    assert told == [outsider.key]
    assert accept_place(item=item, visitor=outsider, now=NOW).state == SeatState.CONFIRMED
    assert seat_of(item=item, visitor=last).state == SeatState.WAITING  # type: ignore[union-attr]  # they wait


def test_an_offer_runs_out_in_working_hours(ward: Ward, told: list[object]) -> None:
    exhibition = make_exhibition(ward.dx_main)
    item = make_item(exhibition, capacity=1)
    first, second = make_outsider(exhibition, number=1), make_outsider(exhibition, number=2)
    for one in (first, second):
        reserve(item=item, visitor=one, now=NOW)
    give_back(item=item, visitor=first, now=NOW)
    late = WaitingOffer.objects.get().expires_at + dt.timedelta(minutes=1)
    with pytest.raises(ShowcaseError):
        accept_place(item=item, visitor=second, now=late)


@pytest.mark.parametrize("state", sorted(set(ExhibitionState) - {ExhibitionState.PUBLISHED, ExhibitionState.RUNNING}))
def test_nothing_is_reserved_where_nobody_is_asked_to_come(ward: Ward, state: str) -> None:
    exhibition = make_exhibition(ward.dx_main, state=state)
    item = make_item(exhibition)
    with pytest.raises(ShowcaseError):
        reserve(item=item, visitor=make_outsider(exhibition), now=NOW)


def test_what_is_for_staff_is_not_for_people_from_elsewhere(ward: Ward) -> None:
    exhibition = make_exhibition(ward.dx_main)
    item = make_item(exhibition, is_open_to_outsiders=False)
    with pytest.raises(ShowcaseError):
        reserve(item=item, visitor=make_outsider(exhibition), now=NOW)
    assert reserve(item=item, visitor=visitor_of(exhibition=exhibition, user=ward.head, now=NOW), now=NOW)


def test_what_has_begun_is_neither_reserved_nor_given_back(ward: Ward) -> None:
    exhibition = make_exhibition(ward.dx_main)
    item = make_item(exhibition)
    visitor: Visitor = make_outsider(exhibition)
    reserve(item=item, visitor=visitor, now=NOW)
    with pytest.raises(ShowcaseError):
        give_back(item=item, visitor=visitor, now=item.event.starts_at)
    with pytest.raises(ShowcaseError):
        reserve(item=item, visitor=make_outsider(exhibition, number=2), now=item.event.starts_at)
