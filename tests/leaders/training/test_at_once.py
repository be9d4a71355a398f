"""Fifty people at one reception of seats, on a database that really runs them side by side."""

import datetime as dt

import pytest

from leaders.models import (
    Attendance,
    Certificate,
    Cohort,
    Module,
    Programme,
    Session,
    SessionRun,
    Trainee,
    TrainingQuestion,
)
from leaders.services.training.attending import CheckedIn, check_in
from leaders.services.training.completing import complete
from leaders.services.training.coursework import ask
from leaders.services.training.enrolling import open_programme
from leaders.services.training.runs import RunPlan, choose_run, leave_run, plan_run
from minato_dx.core.calendar import jst
from minato_dx.notifications.models import Notification
from minato_dx.organization.models import User
from minato_dx.scheduling.enums import SeatState
from minato_dx.scheduling.models import Seat
from tests.consultations.test_concurrency import at_once
from tests.consultations.walk import NOW
from tests.organization.factories import UserFactory, Ward

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]
PEOPLE, PLACES = 50, 20


@pytest.fixture
def programme(ward: Ward, cohort: Cohort) -> Programme:
    """A training with fifty people; nobody of them leads a division."""
    programme = open_programme(cohort=cohort, actor=ward.dx_main, now=NOW)
    for number in range(PEOPLE):
        person = UserFactory(staff_number=f"83{number:05d}")
        Trainee.objects.create(programme=programme, person=person, joined_on=cohort.training_from)
    return programme


@pytest.fixture
def session(programme: Programme) -> Session:
    return Session.objects.create(module=Module.objects.create(programme=programme, name="科目"), name="第1回")


def run_on(session: Session, ward: Ward, day: int, capacity: int | None) -> SessionRun:
    begins = jst(dt.date(2026, 12, day), dt.time(14))
    plan = RunPlan(begins, begins + dt.timedelta(hours=2), place="研修室", capacity=capacity)
    return plan_run(session=session, plan=plan, actor=ward.dx_main, now=NOW)


def people_of(programme: Programme) -> list[User]:
    return [trainee.person for trainee in programme.trainees.select_related("person").order_by("pk")]


def states(run: SessionRun) -> dict[str, int]:
    rows = run.event.seats.all()
    return {str(state): found for state in SeatState if (found := sum(seat.state == state for seat in rows))}


def test_never_more_than_the_capacity_and_the_others_wait_in_order(ward: Ward, session: Session) -> None:
    run = run_on(session, ward, 8, PLACES)
    people = people_of(session.module.programme)

    results = at_once([lambda person=person: choose_run(run=run, actor=person, now=NOW) for person in people])

    assert all(isinstance(result, Seat) for result in results), results
    assert states(run) == {"confirmed": PLACES, "waiting": PEOPLE - PLACES}
    line = list(run.event.seats.filter(state=SeatState.WAITING).order_by("created_at", "id"))
    # Five seats are given up, at once: the first five in line are offered them.
    leaving = [seat.person for seat in run.event.seats.filter(state=SeatState.CONFIRMED)[:5]]
    at_once([lambda person=person: leave_run(run=run, actor=person, now=NOW) for person in leaving])
    offered = run.event.seats.filter(state=SeatState.OFFERED).order_by("created_at", "id")
    assert [seat.pk for seat in offered] == [seat.pk for seat in line[:5]]
    assert states(run)["confirmed"] + states(run)["offered"] == PLACES


def test_two_times_swapped_by_everybody_at_once(ward: Ward, session: Session) -> None:
    first, second = run_on(session, ward, 8, 25), run_on(session, ward, 15, 25)
    people = people_of(session.module.programme)
    for number, person in enumerate(people):
        choose_run(run=first if number % 2 else second, actor=person, now=NOW)

    jobs = [
        lambda number=number, person=person: choose_run(run=second if number % 2 else first, actor=person, now=NOW)
        for number, person in enumerate(people)
    ]
    results = at_once(jobs)

    assert all(isinstance(result, Seat) for result in results), results
    for run in (first, second):
        taken = states(run).get("confirmed", 0) + states(run).get("offered", 0)
        assert taken <= 25
    for person in people:
        sure = Seat.objects.filter(person=person, state=SeatState.CONFIRMED)
        assert sure.count() == 1, person


def test_one_card_read_at_two_receptions_counts_once(ward: Ward, session: Session) -> None:
    run = run_on(session, ward, 8, None)
    code = session.module.programme.trainees.first().code
    results = at_once([lambda: check_in(run=run, code=code, actor=ward.dx_main, now=run.event.starts_at)] * 4)
    assert all(isinstance(result, CheckedIn) for result in results), results
    assert Attendance.objects.count() == 1


def test_a_question_sent_twice_at_once_is_asked_once(programme: Programme, ward: Ward) -> None:
    trainee = programme.trainees.select_related("person").first()
    results = at_once([lambda: ask(trainee=trainee, actor=trainee.person, text=" 持ち物は ", now=NOW)] * 4)
    assert {result.pk for result in results} == {TrainingQuestion.objects.get().pk}
    assert Notification.objects.filter(title__contains="研修への質問", recipient=ward.section_head).count() == 1


def test_certificates_drawn_at_once_have_numbers_without_a_gap(ward: Ward, programme: Programme) -> None:
    ids = list(programme.trainees.values_list("pk", flat=True))
    halves = [ids[:25], ids[25:], ids[10:40]]
    results = at_once(
        [lambda half=half: complete(programme=programme, ids=half, actor=ward.dx_main, now=NOW) for half in halves]
    )
    assert all(isinstance(result, list) for result in results), results
    assert list(Certificate.objects.order_by("serial").values_list("serial", flat=True)) == list(range(1, PEOPLE + 1))
