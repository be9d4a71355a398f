"""Choosing a time, waiting for one, and what becomes of the seat that was given up."""

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from leaders.exceptions import LeaderError
from leaders.models import LeaderTerm, SessionRun
from leaders.services.training.enrolling import enrol, let_leave
from leaders.services.training.runs import (
    RunPlan,
    accept_place,
    cancel_run,
    choose_run,
    leave_run,
    move_run,
    plan_run,
)
from minato_dx.core.calendar import jst
from minato_dx.notifications.models import Notification
from minato_dx.organization.models import User
from minato_dx.scheduling.enums import SeatState
from minato_dx.scheduling.models import Room
from minato_dx.scheduling.services import expire_offers
from tests.consultations.walk import NOW
from tests.leaders.training.conftest import Training


def state(run: SessionRun, person: User) -> str:
    seat = run.event.seats.filter(person=person).order_by("-pk").first()
    return seat.state if seat else ""


def test_a_seat_is_chosen_with_one_click_and_changed_with_another(training: Training) -> None:
    first, second = training.run(training.basics, 8), training.run(training.basics, 15)
    leader = training.ward.leader

    assert choose_run(run=first, actor=leader, now=NOW).state == SeatState.CONFIRMED
    assert choose_run(run=first, actor=leader, now=NOW).pk == first.event.seats.get(person=leader).pk
    choose_run(run=second, actor=leader, now=NOW)

    assert (state(first, leader), state(second, leader)) == (SeatState.CANCELLED, SeatState.CONFIRMED)


def test_who_waits_keeps_the_seat_they_have(training: Training) -> None:
    ward = training.ward
    full, other = training.run(training.basics, 8, capacity=1), training.run(training.basics, 15)
    choose_run(run=full, actor=ward.outsider, now=NOW)
    choose_run(run=other, actor=ward.leader, now=NOW)

    assert choose_run(run=full, actor=ward.leader, now=NOW).state == SeatState.WAITING
    assert state(other, ward.leader) == SeatState.CONFIRMED

    leave_run(run=full, actor=ward.outsider, now=NOW)
    assert state(full, ward.leader) == SeatState.OFFERED
    told = Notification.objects.get(recipient=ward.leader, kind="seat_offered")
    assert "席が空きました：第1回 業務フローを書く" in told.title

    accept_place(run=full, actor=ward.leader, now=NOW)
    assert (state(full, ward.leader), state(other, ward.leader)) == (SeatState.CONFIRMED, SeatState.CANCELLED)
    with pytest.raises(LeaderError, match="もう終わっています"):
        accept_place(run=full, actor=ward.leader, now=NOW)


def test_an_offer_that_nobody_answers_goes_to_the_next_in_line(training: Training) -> None:
    ward = training.ward
    run = training.run(training.basics, 8, capacity=1)
    for minute, person in enumerate((ward.outsider, ward.leader, ward.dx_other)):
        choose_run(run=run, actor=person, now=NOW + dt.timedelta(minutes=minute))
    leave_run(run=run, actor=ward.outsider, now=NOW)

    expire_offers(now=NOW + dt.timedelta(days=2))

    assert (state(run, ward.leader), state(run, ward.dx_other)) == (SeatState.EXPIRED, SeatState.OFFERED)
    assert Notification.objects.filter(recipient=ward.dx_other, kind="seat_offered").count() == 1
    with pytest.raises(LeaderError):
        accept_place(run=run, actor=ward.leader, now=NOW + dt.timedelta(days=2))


def test_only_trainees_choose_and_only_times_ahead(training: Training, clock: Any) -> None:
    run = training.run(training.basics, 8)
    with pytest.raises(PermissionDenied):
        choose_run(run=run, actor=training.ward.requester, now=NOW)
    later = run.event.starts_at + dt.timedelta(minutes=1)
    with pytest.raises(LeaderError, match="もう選べません"):
        choose_run(run=run, actor=training.ward.leader, now=later)
    with pytest.raises(LeaderError, match="もう始まった"):
        leave_run(run=run, actor=training.ward.leader, now=later)


def test_everybody_is_seated_at_once_and_told(training: Training) -> None:
    run = training.run(training.basics, 8, capacity=2, seat_all=True)
    # In order of staff number: 0003347, 0004128 and, waiting, 0005201.
    people = (training.ward.dx_other, training.ward.leader, training.ward.outsider)
    assert [state(run, person) for person in people] == ["confirmed", "confirmed", "waiting"]
    assert Notification.objects.filter(title__contains="第1回 業務フローを書く」の日程").count() == 3


def test_a_moved_time_keeps_its_seats_and_says_so(training: Training) -> None:
    run = training.run(training.basics, 8, seat_all=True)
    begins = jst(dt.date(2026, 12, 9), dt.time(9))
    plan = RunPlan(begins, begins + dt.timedelta(hours=3), place="別の部屋", capacity=3)
    moved = move_run(run=run, plan=plan, actor=training.ward.dx_main, now=NOW)
    assert (moved.event.starts_at, moved.event.capacity) == (begins, 3)
    assert Notification.objects.filter(recipient=training.ward.leader, title__contains="日程が変わりました").exists()
    small = RunPlan(begins, begins + dt.timedelta(hours=3), capacity=2)
    with pytest.raises(LeaderError, match="もう3人"):
        move_run(run=run, plan=small, actor=training.ward.dx_main, now=NOW)


def test_a_time_that_is_called_off_frees_its_seats(training: Training) -> None:
    run = training.run(training.basics, 8, seat_all=True)
    cancel_run(run=run, actor=training.ward.dx_main, reason="講師の急病", now=NOW)
    assert state(run, training.ward.leader) == SeatState.CANCELLED
    told = Notification.objects.get(recipient=training.ward.leader, title__contains="取りやめ")
    assert "講師の急病" in told.text
    with pytest.raises(LeaderError, match="もう選べません"):
        choose_run(run=run, actor=training.ward.leader, now=NOW)


@pytest.mark.parametrize(
    ("begins", "hours", "words"),
    [
        (dt.date(2026, 11, 1), 2, "もう過ぎた"),
        (dt.date(2026, 12, 8), 0, "始まりより後"),
        (dt.date(2026, 12, 8), -1, "始まりより後"),
    ],
)
def test_times_that_make_no_sense_are_refused(training: Training, begins: dt.date, hours: int, words: str) -> None:
    start = jst(begins, dt.time(14))
    plan = RunPlan(start, start + dt.timedelta(hours=hours))
    with pytest.raises(LeaderError, match=words):
        plan_run(session=training.basics, plan=plan, actor=training.ward.dx_main, now=NOW)


def test_a_room_is_not_taken_twice(training: Training) -> None:
    start = jst(dt.date(2026, 12, 8), dt.time(14))
    plan = RunPlan(start, start + dt.timedelta(hours=2), room=Room.objects.create(name="研修室A"))
    plan_run(session=training.basics, plan=plan, actor=training.ward.dx_main, now=NOW)
    with pytest.raises(LeaderError, match="研修室Aはほかの予定"):
        plan_run(session=training.practice, plan=plan, actor=training.ward.dx_main, now=NOW)
    assert SessionRun.objects.count() == 1


@pytest.mark.parametrize("person", ["requester", "head", "leader", "cio", "administrator"])
def test_only_the_dx_section_plans(training: Training, person: str) -> None:
    start = jst(dt.date(2026, 12, 8), dt.time(14))
    plan = RunPlan(start, start + dt.timedelta(hours=2))
    with pytest.raises(PermissionDenied):
        plan_run(session=training.basics, plan=plan, actor=getattr(training.ward, person), now=NOW)


def test_a_larger_room_is_offered_to_those_who_wait(training: Training) -> None:
    ward = training.ward
    run = training.run(training.basics, 8, capacity=1, seat_all=True)
    assert [state(run, one) for one in (ward.dx_other, ward.leader, ward.outsider)] == [
        "confirmed",
        "waiting",
        "waiting",
    ]
    start, end = run.event.starts_at, run.event.ends_at
    move_run(run=run, plan=RunPlan(start, end, capacity=2), actor=ward.dx_main, now=NOW)
    assert [state(run, one) for one in (ward.leader, ward.outsider)] == ["offered", "waiting"]
    # A place that is offered is taken: the room cannot become smaller by it.
    small = RunPlan(start, end, capacity=1)
    with pytest.raises(LeaderError, match="もう2人"):
        move_run(run=run, plan=small, actor=ward.dx_main, now=NOW)
    move_run(run=run, plan=RunPlan(start, end), actor=ward.dx_main, now=NOW)
    assert state(run, ward.outsider) == SeatState.CONFIRMED


def test_a_place_offered_in_a_time_that_is_called_off_is_offered_no_more(training: Training) -> None:
    ward = training.ward
    run = training.run(training.basics, 8, capacity=2, seat_all=True)
    leave_run(run=run, actor=ward.leader, now=NOW)
    assert state(run, ward.outsider) == SeatState.OFFERED
    cancel_run(run=run, actor=ward.dx_main, reason="", now=NOW)
    assert expire_offers(now=NOW + dt.timedelta(days=3)) == []
    assert state(run, ward.outsider) == SeatState.CANCELLED


def test_who_leaves_the_training_leaves_their_seats(training: Training) -> None:
    ward = training.ward
    run = training.run(training.basics, 8, capacity=2, seat_all=True)
    let_leave(trainee=training.trainee(ward.leader), actor=ward.dx_main, now=NOW)
    assert (state(run, ward.leader), state(run, ward.outsider)) == (SeatState.CANCELLED, SeatState.OFFERED)


def test_nobody_joins_a_training_that_is_over(training: Training) -> None:
    ward = training.ward
    term = LeaderTerm.objects.get(person=ward.leader)
    term.person = ward.colleague
    after = jst(training.programme.ends_on + dt.timedelta(days=1), dt.time(9))
    assert enrol(term=term, now=after) is None
