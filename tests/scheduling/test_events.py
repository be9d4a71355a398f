"""Events take time once, move with their UID, and give it back."""

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction

from minato_dx.scheduling.enums import EventState, SeatState
from minato_dx.scheduling.exceptions import SchedulingError, Taken
from minato_dx.scheduling.models import Event, Occupation, Room
from minato_dx.scheduling.selectors import coming_events, is_free, visible_event
from minato_dx.scheduling.services import cancel_event, change_host, move_event
from tests.organization.factories import Ward
from tests.scheduling.conftest import NOW, Plan, on, subject

HALF = dt.timedelta(minutes=30)


def test_an_event_takes_the_time_of_everybody_in_it_and_of_its_room(ward: Ward, plan: Plan) -> None:
    room = Room.objects.create(name="会議室A")
    plan(room=room, buffer_minutes=15)

    taken = {(row.person or row.room, row.ends_at) for row in Occupation.objects.all()}
    until = on(1, "10:45")
    assert taken == {(ward.dx_main, until), (ward.requester, until), (room, until)}


@pytest.mark.parametrize(("clock", "is_taken"), [("9:30", False), ("9:45", True), ("10:15", True), ("10:30", False)])
def test_one_person_is_never_in_two_places(ward: Ward, plan: Plan, clock: str, is_taken: bool) -> None:
    plan()
    if is_taken:
        with pytest.raises(Taken, match="ほかの予定が入っています"):
            plan(on(1, clock), guests=[ward.colleague])
        assert Event.objects.count() == 1
    else:
        plan(on(1, clock), guests=[ward.colleague])


def test_one_room_is_never_given_twice(ward: Ward, plan: Plan) -> None:
    room = Room.objects.create(name="会議室A")
    plan(room=room)
    with pytest.raises(Taken, match="会議室Aはほかの予定で使われています"):
        plan(room=room, hosts=[ward.dx_other], guests=[ward.outsider])


def test_a_moved_event_keeps_its_uid_counts_up_and_frees_its_old_time(ward: Ward, plan: Plan) -> None:
    event = plan()
    moved = move_event(event=event, starts_at=on(2), ends_at=on(2) + HALF, room=None, place="窓口", now=NOW)

    assert (moved.uid, moved.sequence, moved.starts_at) == (event.uid, 1, on(2))
    assert is_free(person=ward.dx_main, starts_at=on(1), ends_at=on(1) + HALF)
    assert not is_free(person=ward.dx_main, starts_at=on(2), ends_at=on(2) + HALF)
    assert is_free(person=ward.dx_main, starts_at=on(2), ends_at=on(2) + HALF, apart_from=moved)


def test_a_move_to_a_taken_time_changes_nothing(ward: Ward, plan: Plan) -> None:
    event, _other = plan(), plan(on(2), subject=subject(2))
    with pytest.raises(Taken):
        move_event(event=event, starts_at=on(2), ends_at=on(2) + HALF, room=None, place="窓口", now=NOW)
    event.refresh_from_db()
    assert (event.starts_at, event.sequence) == (on(1), 0)
    assert Occupation.objects.filter(event=event).count() == 2


def test_another_host_takes_over_where_they_are_free(ward: Ward, plan: Plan) -> None:
    event = plan()
    changed = change_host(event=event, old=ward.dx_main, new=ward.dx_deputy, now=NOW)

    assert (changed.organizer, changed.sequence) == (ward.dx_deputy, 1)
    seats = dict(changed.seats.filter(state=SeatState.CONFIRMED).values_list("person__name", "role"))
    assert seats == {ward.dx_deputy.name: "host", ward.requester.name: "guest"}
    assert is_free(person=ward.dx_main, starts_at=on(1), ends_at=on(1) + HALF)

    plan(hosts=[ward.dx_other], guests=[])
    with pytest.raises(Taken):
        change_host(event=changed, old=ward.dx_deputy, new=ward.dx_other, now=NOW)


def test_a_cancelled_event_gives_its_time_back_and_cannot_be_changed_any_more(ward: Ward, plan: Plan) -> None:
    event = cancel_event(event=plan(), now=NOW)
    assert (event.state, event.sequence) == (EventState.CANCELLED, 1)
    assert not Occupation.objects.exists()
    with pytest.raises(SchedulingError, match="取りやめになっています"):
        cancel_event(event=event, now=NOW)
    plan()


def test_people_see_their_own_events_of_things_they_may_see(ward: Ward, plan: Plan, seen_things: set[int]) -> None:
    event = plan()
    assert list(coming_events(user=ward.requester, now=NOW)) == [event]
    assert visible_event(user=ward.requester, uid=event.uid) == event
    assert visible_event(user=ward.colleague, uid=event.uid) is None

    seen_things.clear()
    assert visible_event(user=ward.requester, uid=event.uid) is None


def test_whoever_has_left_sees_none(ward: Ward, plan: Plan, seen_things: set[int]) -> None:
    plan()
    ward.requester.left_on = NOW.date()
    assert not coming_events(user=ward.requester, now=NOW).exists()


@pytest.mark.parametrize("rows", [1, 3])
def test_reading_ones_events_takes_two_queries(
    ward: Ward, plan: Plan, seen_things: set[int], rows: int, django_assert_num_queries
) -> None:
    for number in range(rows):
        plan(on(1 + number), subject=subject(1 + number))
    with django_assert_num_queries(2):
        assert len([event.where for event in coming_events(user=ward.requester, now=NOW)]) == rows


@pytest.mark.postgresql
@pytest.mark.parametrize("column", ["person_id", "room_id"])
def test_the_database_itself_refuses_to_give_time_twice(ward: Ward, plan: Plan, column: str) -> None:
    room = Room.objects.create(name="会議室A")
    event = plan(room=room)
    owner = {"person_id": ward.dx_main.pk, "room_id": room.pk}[column]
    insert = (
        f"INSERT INTO scheduling_occupation (event_id, {column}, starts_at, ends_at)"  # noqa: S608  (our own names)
        " VALUES (%s, %s, %s, %s)"
    )
    with pytest.raises(IntegrityError, match="scheduling_"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(insert, [event.pk, owner, on(1, "10:10"), on(1, "10:20")])
