"""Times are published, found, booked once and taken back."""

import datetime as dt

import pytest
from django.utils import timezone

from minato_dx.organization.enums import AbsenceReason
from minato_dx.reference.models import ClosedDay
from minato_dx.scheduling.enums import EventState
from minato_dx.scheduling.exceptions import SchedulingError, Taken
from minato_dx.scheduling.models import Event, Occupation, Room, Slot
from minato_dx.scheduling.permissions import can_manage_slots_of
from minato_dx.scheduling.selectors import open_slots
from minato_dx.scheduling.services import (
    SlotPlan,
    book_slot,
    cancel_event,
    move_event_to_slot,
    publish_slots,
    restore_slots,
    withdraw_slots,
)
from tests.organization.factories import AbsenceFactory, Ward
from tests.scheduling.conftest import NOW, Plan, on, publish, subject


def _days(slots: list[Slot]) -> list[dt.date]:
    return [timezone.localdate(slot.starts_at) for slot in slots]


def _open(ward: Ward) -> list[Slot]:
    return list(open_slots(owners=[ward.dx_main], now=NOW, limit=20))


def test_a_weekly_plan_leaves_out_closed_days_and_absences_and_says_which(ward: Ward) -> None:
    ClosedDay.objects.create(day=dt.date(2026, 12, 8), reason="庁舎の停電")
    AbsenceFactory(
        user=ward.dx_main,
        reason=AbsenceReason.LEAVE,
        valid_from=dt.date(2026, 12, 15),
        valid_to=dt.date(2026, 12, 16),
    )
    plan = SlotPlan(day=dt.date(2026, 12, 1), starts=dt.time(10), minutes=30, place="窓口", until=dt.date(2026, 12, 31))
    published = publish_slots(owner=ward.dx_main, plan=plan, now=NOW)

    assert _days(published.slots) == [dt.date(2026, 12, 1), dt.date(2026, 12, 22)]
    assert published.skipped == [
        (dt.date(2026, 12, 8), "閉庁日です"),
        (dt.date(2026, 12, 15), "不在の日です"),
        (dt.date(2026, 12, 29), "閉庁日です"),
    ]
    assert len({slot.series for slot in published.slots}) == 1


@pytest.mark.parametrize(
    ("details", "words"),
    [
        ({"minutes": 5}, "15分から240分"),
        ({"place": ""}, "場所を書くか、会議室を選んでください"),
        ({"until": dt.date(2026, 11, 30)}, "最初の日より後の日"),
        ({"until": dt.date(2028, 12, 1)}, "半年先まで"),
        ({"day": dt.date(2026, 11, 29)}, "閉庁日です。別の日か時刻"),
        ({"day": dt.date(2026, 11, 24), "starts": dt.time(9)}, "もう過ぎた時刻です"),
    ],
)
def test_a_plan_that_makes_no_sense_is_refused_with_the_way_out(ward: Ward, details: dict, words: str) -> None:
    values = {"day": dt.date(2026, 12, 1), "starts": dt.time(10), "minutes": 30, "place": "窓口"} | details
    with pytest.raises(SchedulingError, match=words):
        publish_slots(owner=ward.dx_main, plan=SlotPlan(**values), now=NOW)
    assert not Slot.objects.exists()


@pytest.mark.parametrize(
    ("clock", "buffer_minutes", "is_refused"),
    [("10:15", 0, True), ("10:30", 0, True), ("10:40", 0, False), ("9:30", 0, False), ("9:30", 10, True)],
)
def test_times_of_one_person_do_not_overlap_the_buffer_included(
    ward: Ward, clock: str, buffer_minutes: int, is_refused: bool
) -> None:
    publish(ward.dx_main, clock="10:00", buffer_minutes=10)
    if is_refused:
        with pytest.raises(SchedulingError, match="重なります"):
            publish(ward.dx_main, clock=clock, buffer_minutes=buffer_minutes)
    else:
        publish(ward.dx_main, clock=clock, buffer_minutes=buffer_minutes)


def test_what_cannot_be_kept_is_not_offered(ward: Ward, plan: Plan) -> None:
    room = Room.objects.create(name="会議室A")
    [fine], [busy], [in_taken_room], [away], [closed] = (
        publish(ward.dx_main, day=day, **details)
        for day, details in [(1, {}), (2, {}), (3, {"room": room}), (4, {}), (7, {})]
    )
    plan(on(2, "10:15"))
    plan(on(3), hosts=[ward.dx_other], guests=[], room=room)
    AbsenceFactory(user=ward.dx_main, valid_from=dt.date(2026, 12, 4), valid_to=dt.date(2026, 12, 5))
    ClosedDay.objects.create(day=dt.date(2026, 12, 7), reason="臨時の閉庁")

    assert _open(ward) == [fine]
    assert {busy.pk, in_taken_room.pk, away.pk, closed.pk}.isdisjoint(slot.pk for slot in _open(ward))


def test_nobody_is_asked_to_come_within_the_hour(ward: Ward) -> None:
    start = NOW + dt.timedelta(minutes=45)
    plan = SlotPlan(day=NOW.date(), starts=start.time(), minutes=30, place="窓口")
    publish_slots(owner=ward.dx_main, plan=plan, now=NOW)
    assert _open(ward) == []


def test_the_times_of_the_one_who_answers_come_first(ward: Ward) -> None:
    publish(ward.dx_deputy, day=1)
    publish(ward.dx_main, day=3)
    rows = open_slots(owners=[ward.dx_main, ward.dx_deputy], now=NOW, limit=5, first=ward.dx_main)
    assert [slot.owner for slot in rows] == [ward.dx_main, ward.dx_deputy]


def test_open_times_are_read_with_one_query(ward: Ward, django_assert_num_queries) -> None:
    for day in (1, 2, 3):
        publish(ward.dx_main, day=day)
    _open(ward)  # the closed days are remembered
    with django_assert_num_queries(1):
        assert [slot.owner.name for slot in _open(ward)] == [ward.dx_main.name] * 3


def test_a_booked_time_is_an_event_with_its_buffer_and_is_offered_no_more(ward: Ward) -> None:
    [slot] = publish(ward.dx_main, buffer_minutes=15)
    event = book_slot(slot_id=slot.pk, subject=subject(), guests=[ward.requester], now=NOW)

    assert (event.starts_at, event.place, event.organizer) == (slot.starts_at, "会議室前", ward.dx_main)
    assert set(Occupation.objects.values_list("ends_at", flat=True)) == {on(1, "10:45")}
    assert _open(ward) == []
    with pytest.raises(Taken, match="ほかの人が先に選びました"):
        book_slot(slot_id=slot.pk, subject=subject(2), guests=[ward.colleague], now=NOW)
    assert Event.objects.count() == 1


@pytest.mark.parametrize("reason", ["withdrawn", "over", "absent", "no such"])
def test_a_time_that_is_not_offered_any_more_cannot_be_booked(ward: Ward, reason: str) -> None:
    [slot] = publish(ward.dx_main)
    now, number = NOW, slot.pk
    if reason == "withdrawn":
        withdraw_slots(slot=slot, now=NOW)
    elif reason == "over":
        now = on(1, "10:00")
    elif reason == "absent":
        AbsenceFactory(user=ward.dx_main, valid_from=dt.date(2026, 12, 1))
    else:
        number = 99_999
    with pytest.raises(Taken):
        book_slot(slot_id=number, subject=subject(), guests=[ward.requester], now=now)
    assert not Event.objects.exists()


def test_moving_to_another_time_frees_the_first_one(ward: Ward) -> None:
    [first], [second] = publish(ward.dx_main, day=1), publish(ward.dx_deputy, day=2)
    event = book_slot(slot_id=first.pk, subject=subject(), guests=[ward.requester], now=NOW)
    moved = move_event_to_slot(event=event, slot_id=second.pk, now=NOW)

    assert (moved.uid, moved.sequence, moved.organizer) == (event.uid, 1, ward.dx_deputy)
    assert [slot.pk for slot in _open(ward)] == [first.pk]
    cancelled = cancel_event(event=moved, now=NOW)
    assert cancelled.state == EventState.CANCELLED
    assert [slot.pk for slot in open_slots(owners=[ward.dx_deputy], now=NOW, limit=5)] == [second.pk]


def test_one_time_or_all_later_ones_are_taken_back_and_put_back(ward: Ward) -> None:
    slots = publish(ward.dx_main, day=1, until=dt.date(2026, 12, 22))
    book_slot(slot_id=slots[3].pk, subject=subject(), guests=[ward.requester], now=NOW)

    assert withdraw_slots(slot=slots[0], now=NOW) == [slots[0].pk]
    later = withdraw_slots(slot=slots[1], whole_series=True, now=NOW)
    assert set(later) == {slots[1].pk, slots[2].pk}
    with pytest.raises(SchedulingError, match="もう決まったか、取り下げてあります"):
        withdraw_slots(slot=slots[3], now=NOW)

    assert restore_slots(owner=ward.dx_main, ids=later, now=NOW) == 2
    assert [slot.pk for slot in _open(ward)] == later


def test_what_was_published_meanwhile_stands_before_what_is_put_back(ward: Ward) -> None:
    [slot] = publish(ward.dx_main)
    ids = withdraw_slots(slot=slot, now=NOW)
    publish(ward.dx_main, clock="10:15")
    with pytest.raises(Taken, match="元に戻せません"):
        restore_slots(owner=ward.dx_main, ids=ids, now=NOW)


def test_nobody_puts_back_the_times_of_another(ward: Ward) -> None:
    [slot] = publish(ward.dx_main)
    ids = withdraw_slots(slot=slot, now=NOW)
    assert restore_slots(owner=ward.dx_other, ids=ids, now=NOW) == 0


def test_who_may_publish_for_whom(ward: Ward) -> None:
    may = {
        (user.name, owner.name)
        for user in (ward.dx_main, ward.section_head, ward.requester, ward.cio)
        for owner in (ward.dx_main, ward.dx_other, ward.requester, ward.section_head)
        if can_manage_slots_of(user, owner)
    }
    main, other, head = ward.dx_main.name, ward.dx_other.name, ward.section_head.name
    assert may == {(main, main), (head, main), (head, other), (head, head)}
