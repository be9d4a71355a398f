"""Who was where: each counts once, however often and from however many devices it is sent."""

import datetime as dt
import threading
import uuid
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, connections

from minato_dx.core.calendar import jst
from minato_dx.organization.models import User
from showcase.enums import CheckInMeans, ExhibitionState, VisitorKind
from showcase.exceptions import ShowcaseError
from showcase.models import CheckIn, Exhibition, ExhibitionDay, Hall, Visitor
from showcase.selectors.day.places import Place, places_for
from showcase.services.exhibitions.attending import Line, Noted, Who, take_in, take_in_lines, undo
from showcase.services.exhibitions.reserving import reserve
from tests.consultations.walk import NOW
from tests.organization.factories import UserFactory, Ward, make_ward
from tests.showcase.exhibitions.factories import DAY, make_exhibition, make_exhibitor, make_item, make_outsider

ON_THE_DAY = jst(DAY, dt.time(11, 5))


def entrance(exhibition: Exhibition) -> Place:
    return Place("hall", exhibition.halls.get().pk, "入口")


def line(place: Place, *, device_id: uuid.UUID | None = None, ago: int = 0, **who: Any) -> Line:
    """Return a line of somebody by ``code=``, ``visitor_id=``, ``user_id=`` or ``kind=`` with ``organization=``."""
    device_id = device_id or uuid.uuid4()
    return Line(device_id, place.slug, Who(**who), CheckInMeans.SCANNER, dt.timedelta(minutes=ago))


def note(ward: Ward, place: Place, one: Line, *, actor: User | None = None, now: dt.datetime = ON_THE_DAY) -> Noted:
    exhibition = Exhibition.objects.get()
    return take_in(exhibition=exhibition, place=place, line=one, actor=actor or ward.dx_main, now=now)


def test_a_code_is_taken_in_and_the_same_line_counts_once(ward: Ward, exhibition: Exhibition) -> None:
    place, visitor = entrance(exhibition), make_outsider(exhibition)
    one = line(place, code=visitor.code, ago=7)
    first, again = note(ward, place, one), note(ward, place, one)

    assert (first.is_new, again.is_new) == (True, False)
    assert first.row == again.row == CheckIn.objects.get()
    assert (first.row.visitor, first.row.by, first.row.day) == (visitor, ward.dx_main, DAY)
    assert first.row.at == ON_THE_DAY - dt.timedelta(minutes=7)
    assert first.row.received_at == ON_THE_DAY


def test_two_devices_count_one_visitor_once_a_day_at_a_hall(ward: Ward, exhibition: Exhibition) -> None:
    place, visitor = entrance(exhibition), make_outsider(exhibition)
    ExhibitionDay.objects.create(
        exhibition=exhibition, day=DAY + dt.timedelta(days=1), opens_at=dt.time(10), closes_at=dt.time(16)
    )
    assert note(ward, place, line(place, code=visitor.code)).is_new
    assert not note(ward, place, line(place, visitor_id=visitor.pk)).is_new
    assert note(ward, place, line(place, code=visitor.code), now=ON_THE_DAY + dt.timedelta(days=1)).is_new
    assert CheckIn.objects.count() == 2


@pytest.mark.parametrize("typed", ["{code}", " {code}\n", "{wide}", "{small}"])
def test_codes_are_read_as_scanners_and_keyboards_send_them(ward: Ward, exhibition: Exhibition, typed: str) -> None:
    place, visitor = entrance(exhibition), make_outsider(exhibition)
    wide = "".join(chr(ord(char) + 0xFEE0) for char in visitor.code)
    typed = typed.format(code=visitor.code, wide=wide, small=visitor.code.lower())
    assert note(ward, place, line(place, code=typed)).row.visitor == visitor


def test_staff_come_in_by_their_number_or_name_without_having_registered(ward: Ward, exhibition: Exhibition) -> None:
    place = entrance(exhibition)
    first = note(ward, place, line(place, code=ward.requester.staff_number))
    again = note(ward, place, line(place, user_id=ward.requester.pk))
    assert first.row == again.row
    assert (first.row.visitor.user, first.row.visitor.division) == (ward.requester, ward.nursery)


def test_who_has_left_does_not_come_in(ward: Ward, exhibition: Exhibition) -> None:
    place = entrance(exhibition)
    gone = UserFactory(left_on=DAY)
    for who in ({"code": gone.staff_number}, {"user_id": gone.pk}):
        with pytest.raises(ShowcaseError):
            note(ward, place, line(place, **who))


def test_who_comes_from_elsewhere_unannounced_is_counted_without_a_name(ward: Ward, exhibition: Exhibition) -> None:
    place = entrance(exhibition)
    one = line(place, kind=VisitorKind.OFFICIAL, organization=" よその市 ")
    assert note(ward, place, one).is_new
    assert not note(ward, place, one).is_new
    visitor = Visitor.objects.get()
    assert (visitor.kind, visitor.organization, visitor.name, visitor.mail) == ("official", "よその市", "", "")


@pytest.mark.parametrize(
    ("kind", "organization"), [("official", "　"), ("vendor", "株式会社みほん"), ("staff", "よその市"), ("x", "市")]
)
def test_only_those_who_may_come_are_registered_on_the_spot(
    ward: Ward, exhibition: Exhibition, kind: str, organization: str
) -> None:
    place = entrance(exhibition)
    with pytest.raises(ShowcaseError):
        note(ward, place, line(place, kind=kind, organization=organization))
    assert not Visitor.objects.exists()


def test_codes_of_nobody_and_of_another_exhibition_are_refused(ward: Ward, exhibition: Exhibition) -> None:
    other = make_exhibition(ward.dx_main, state=ExhibitionState.RUNNING)
    stranger = make_outsider(other)
    place = entrance(exhibition)
    for who in ({"code": "AAAAAAAAAA"}, {"code": stranger.code}, {"visitor_id": stranger.pk}, {"visitor_id": 10**17}):
        with pytest.raises(ShowcaseError):
            take_in(exhibition=exhibition, place=place, line=line(place, **who), actor=ward.dx_main, now=ON_THE_DAY)
    assert not CheckIn.objects.exists()


def test_an_id_that_stands_for_somebody_else_is_refused(ward: Ward, exhibition: Exhibition) -> None:
    place, device_id = entrance(exhibition), uuid.uuid4()
    first, second = make_outsider(exhibition, number=1), make_outsider(exhibition, number=2)
    hall = Hall.objects.create(exhibition=exhibition, name="9階")
    note(ward, place, line(place, code=first.code, device_id=device_id))
    other = Place("hall", hall.pk, "入口")
    with pytest.raises(ShowcaseError):
        note(ward, other, line(other, code=second.code, device_id=device_id))
    assert CheckIn.objects.get().visitor == first


@pytest.mark.parametrize("state", sorted(ExhibitionState))
def test_the_reception_is_open_on_the_days_and_catches_up_after_them(ward: Ward, state: str) -> None:
    exhibition = make_exhibition(ward.dx_main, state=state)
    place = entrance(exhibition)
    late = ON_THE_DAY + dt.timedelta(days=2)
    code = make_outsider(exhibition).code
    one, today = line(place, code=code, ago=2 * 24 * 60), line(place, code=code)
    may = state in {"published", "running", "closed", "reported"}
    if may:
        assert note(ward, place, one, now=late).row.day == DAY
    else:
        with pytest.raises(ShowcaseError):
            note(ward, place, one, now=late)
    with pytest.raises(ShowcaseError):
        note(ward, place, today, now=late)
    assert CheckIn.objects.count() == may


def test_a_seminar_has_its_day(ward: Ward, exhibition: Exhibition) -> None:
    item = make_item(exhibition)
    ExhibitionDay.objects.create(
        exhibition=exhibition, day=DAY + dt.timedelta(days=1), opens_at=dt.time(10), closes_at=dt.time(16)
    )
    door = next(place for place in places_for(user=ward.dx_main, exhibition=exhibition) if place.kind == "item")
    visitor = make_outsider(exhibition)
    with pytest.raises(ShowcaseError):
        note(ward, door, line(door, code=visitor.code), now=ON_THE_DAY + dt.timedelta(days=1))
    assert note(ward, door, line(door, code=visitor.code)).row.item == item


def test_a_seminars_door_tells_who_has_no_seat(ward: Ward, exhibition: Exhibition) -> None:
    full, free = make_item(exhibition, capacity=1, starts=dt.time(13)), make_item(exhibition, capacity=None)
    places = {place.pk: place for place in places_for(user=ward.dx_main, exhibition=exhibition) if place.kind == "item"}
    seated, waiting, other = (make_outsider(exhibition, number=number) for number in range(3))
    for visitor in (seated, waiting):
        reserve(item=full, visitor=visitor, now=NOW)
    found = [note(ward, places[full.pk], line(places[full.pk], code=one.code)) for one in (seated, waiting, other)]
    assert [(one.is_new, one.has_no_seat) for one in found] == [(True, False), (True, True), (True, True)]
    assert not note(ward, places[free.pk], line(places[free.pk], code=other.code)).has_no_seat


def test_each_line_of_a_queue_is_answered_for_itself(ward: Ward, exhibition: Exhibition) -> None:
    place, visitor = entrance(exhibition), make_outsider(exhibition)
    good = line(place, code=visitor.code)
    lines = [line(place, code="NOBODY"), good, good, line(Place("hall", 10**9, "x"), code=visitor.code)]
    places = places_for(user=ward.dx_main, exhibition=exhibition)
    answers = take_in_lines(exhibition=exhibition, places=places, lines=lines, actor=ward.dx_main, now=ON_THE_DAY)
    assert [one.noted.is_new if one.noted else None for one in answers] == [None, True, False, None]
    assert [bool(one.refusal) for one in answers] == [True, False, False, True]


def test_booths_are_their_own_peoples_and_entrances_the_sections(ward: Ward, exhibition: Exhibition) -> None:
    mine = make_exhibitor(exhibition, division=ward.nursery)
    other = make_exhibitor(exhibition, division=ward.elderly)
    company = make_exhibitor(exhibition)
    booths = [Place("booth", one.pk, "ブース") for one in (mine, other, company)]
    assert [place.pk for place in places_for(user=ward.requester, exhibition=exhibition)] == [mine.pk]
    assert places_for(user=ward.cio, exhibition=exhibition) == []
    assert {place.slug for place in places_for(user=ward.dx_main, exhibition=exhibition)} == {
        entrance(exhibition).slug,
        *(place.slug for place in booths),
    }
    visitor = make_outsider(exhibition)
    assert note(ward, booths[0], line(booths[0], code=visitor.code), actor=ward.requester).row.exhibitor == mine
    for place in (*booths[1:], entrance(exhibition)):
        with pytest.raises(PermissionDenied):
            note(ward, place, line(place, code=visitor.code), actor=ward.requester)


def test_what_was_noted_by_mistake_is_taken_back(ward: Ward, exhibition: Exhibition) -> None:
    place, visitor = entrance(exhibition), make_outsider(exhibition)
    one, newcomer = line(place, code=visitor.code), line(place, kind="official", organization="よその市")
    for each in (one, newcomer):
        note(ward, place, each)
    for device_id in (one.device_id, newcomer.device_id, uuid.uuid4()):
        undo(exhibition=exhibition, device_id=device_id, actor=ward.dx_main)
    assert not CheckIn.objects.exists()
    assert Visitor.objects.get() == visitor

    note(ward, place, one)
    with pytest.raises(PermissionDenied):
        undo(exhibition=exhibition, device_id=one.device_id, actor=ward.requester)


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_ten_devices_at_once_count_thirty_visitors_once_each() -> None:
    ward = make_ward()
    exhibition = make_exhibition(ward.dx_main, state=ExhibitionState.RUNNING, for_officials=True)
    place = entrance(exhibition)
    codes = [make_outsider(exhibition, number=number).code for number in range(30)]
    newcomer = line(place, kind="official", organization="よその市")
    barrier, faults = threading.Barrier(10), []

    def device() -> None:
        try:
            barrier.wait()
            lines = [newcomer, *(line(place, code=code) for code in codes)]
            answers = take_in_lines(
                exhibition=exhibition, places=[place], lines=lines, actor=ward.dx_main, now=ON_THE_DAY
            )
            assert all(one.noted for one in answers)
        except Exception as fault:
            faults.append(fault)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=device) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not faults
    assert connection.vendor == "postgresql"
    assert CheckIn.objects.count() == 31
    assert Visitor.objects.count() == 31
