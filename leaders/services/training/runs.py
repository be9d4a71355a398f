"""The times at which a session is held, and who sits in which of them."""

import datetime as dt
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet

from leaders.enums import ATTENDED
from leaders.exceptions import LeaderError
from leaders.models import Attendance, Session, SessionRun, Trainee
from leaders.permissions import can_check
from leaders.services.telling import SESSION_KIND, tell_of_training
from minato_dx.core.calendar import moment_text
from minato_dx.core.steps import require
from minato_dx.notifications.enums import Topic
from minato_dx.organization.models import User
from minato_dx.scheduling.enums import ACTIVE, TAKING, EventCategory, EventState, SeatRole, SeatState
from minato_dx.scheduling.exceptions import SchedulingError
from minato_dx.scheduling.models import Room, Seat
from minato_dx.scheduling.services import Subject, cancel_event, move_event, plan_event, release_seat, take_seat
from minato_dx.scheduling.services import accept_offer as accept
from minato_dx.scheduling.services.seats import offer_free_place


@dataclass(frozen=True, slots=True)
class RunPlan:
    """When, where and for how many a session is held; without a capacity everybody finds a seat."""

    starts_at: dt.datetime
    ends_at: dt.datetime
    room: Room | None = None
    place: str = ""
    capacity: int | None = None


@transaction.atomic
def plan_run(*, session: Session, plan: RunPlan, actor: User, seat_all: bool = False, now: dt.datetime) -> SessionRun:
    """Plan one time of a session and tell those who have not attended it; with ``seat_all`` they get a seat at once.

    In order of staff number, where there are fewer places. Raises LeaderError for a time that is over or out of order,
    or a room that is taken.
    """
    require(can_check(actor))
    _check_plan(plan, now)
    programme = session.module.programme
    subject = Subject(
        category=EventCategory.TRAINING,
        object_kind=SESSION_KIND,
        object_id=session.pk,
        title=f"{session.name}（{programme.name}）",
    )
    try:
        event = plan_event(
            subject=subject,
            starts_at=plan.starts_at,
            ends_at=plan.ends_at,
            organizer=actor,
            room=plan.room,
            place=plan.place,
            capacity=plan.capacity,
            now=now,
        )
    except SchedulingError as refusal:
        raise LeaderError(str(refusal), "starts_at") from refusal
    run = SessionRun.objects.create(session=session, event=event)
    people = _who_have_not_attended(session)
    if seat_all:
        for person in people:
            take_seat(event=event, person=person, now=now)
    tell_of_training(
        programme=programme,
        event=f"run:{run.pk}:planned",
        to=people,
        text=f"「{session.name}」の日程（{moment_text(plan.starts_at)}）",
        details="この日程に席があります。" if seat_all else "出席する日程を選んでください。",
        topic=Topic.PROGRESS if seat_all else Topic.TURN,
        now=now,
    )
    return run


def _who_have_not_attended(session: Session) -> list[User]:
    attended = Attendance.objects.filter(session=session, presence__in=ATTENDED).values("trainee")
    rows = Trainee.objects.staying().filter(programme=session.module.programme, completed_on__isnull=True)
    return [
        trainee.person
        for trainee in rows.exclude(pk__in=attended).select_related("person").order_by("person__staff_number")
    ]


@transaction.atomic
def move_run(*, run: SessionRun, plan: RunPlan, actor: User, now: dt.datetime) -> SessionRun:
    """Move a time, or change its place or capacity; those who have a seat hear of it. Raises LeaderError."""
    require(can_check(actor))
    _check_plan(plan, now)
    _lock(run)
    taken = run.event.seats.filter(state__in=TAKING, role=SeatRole.GUEST).count()
    if plan.capacity is not None and plan.capacity < taken:
        raise LeaderError(f"もう{taken}人の席が決まっています。定員は、それより少なくできません。", "capacity")
    event, was = run.event, run.event.starts_at
    try:
        event = move_event(
            event=event, starts_at=plan.starts_at, ends_at=plan.ends_at, room=plan.room, place=plan.place, now=now
        )
    except SchedulingError as refusal:
        raise LeaderError(str(refusal), "starts_at") from refusal
    event.capacity = plan.capacity
    event.save(update_fields=["capacity"])
    # A larger room is for those who wait, the longest first.
    while offer_free_place(event=event, now=now) is not None:
        pass
    if event.capacity is None:
        event.seats.filter(state=SeatState.WAITING).update(state=SeatState.CONFIRMED)
    run.event = event
    programme = run.session.module.programme
    tell_of_training(
        programme=programme,
        event=f"run:{run.pk}:moved:{event.sequence}",
        to=[seat.person for seat in event.seats.filter(state__in=ACTIVE).select_related("person")],
        text=f"「{run.session.name}」の日程が変わりました（{moment_text(was)}→{moment_text(event.starts_at)}）",
        details=event.where,
        topic=Topic.TURN,
        now=now,
    )
    return run


@transaction.atomic
def cancel_run(*, run: SessionRun, actor: User, reason: str, now: dt.datetime) -> SessionRun:
    """Call a time off; those who had a seat hear why, and choose another. Raises LeaderError after it began."""
    require(can_check(actor))
    _lock(run)
    if run.event.starts_at <= now:
        raise LeaderError("もう始まった日程は、取りやめにできません。")
    try:
        run.event = cancel_event(event=run.event, now=now)
    except SchedulingError as refusal:
        raise LeaderError(str(refusal)) from refusal
    seats = list(run.event.seats.filter(state__in=ACTIVE).select_related("person"))
    run.event.seats.filter(state__in=ACTIVE).update(state=SeatState.CANCELLED)
    tell_of_training(
        programme=run.session.module.programme,
        event=f"run:{run.pk}:cancelled",
        to=[seat.person for seat in seats],
        text=f"「{run.session.name}」の{moment_text(run.event.starts_at)}は、取りやめになりました",
        details=f"{reason}\nほかの日程を選んでください。".strip(),
        topic=Topic.TURN,
        now=now,
    )
    return run


@transaction.atomic
def choose_run(*, run: SessionRun, actor: User, now: dt.datetime) -> Seat:
    """Give the trainee a seat in this time of the session, or the last place of its waiting list.

    A seat in another time of the same session is given up once this one is sure; who waits keeps it till then.
    """
    trainee_of(session=run.session, person=actor)
    _lock(run)
    event = run.event
    if event.state != EventState.PLANNED or event.starts_at <= now:
        raise LeaderError("この日程は、もう選べません。ほかの日程を選んでください。")
    seat = take_seat(event=event, person=actor, now=now)
    if seat.state == SeatState.CONFIRMED:
        _give_up_others(run, actor, now)
    return seat


@transaction.atomic
def leave_run(*, run: SessionRun, actor: User, now: dt.datetime) -> None:
    """Give the seat up; whoever waits the longest is offered it."""
    _lock(run)
    if run.event.starts_at <= now:
        raise LeaderError("もう始まった日程です。欠席は、研修の担当に連絡してください。")
    seat = run.event.seats.filter(person=actor, state__in=ACTIVE).first()
    if seat is not None:
        release_seat(seat=seat, now=now)


@transaction.atomic
def accept_place(*, run: SessionRun, actor: User, now: dt.datetime) -> Seat:
    """Take the place that became free. Raises LeaderError once the offer has run out."""
    _lock(run)
    seat = run.event.seats.filter(person=actor, state=SeatState.OFFERED).first()
    offer = seat.offers.filter(answered_at__isnull=True).first() if seat else None
    if offer is None:
        raise LeaderError("このご案内は、もう終わっています。画面を開き直してください。")
    try:
        seat = accept(offer=offer, now=now)
    except SchedulingError as refusal:
        raise LeaderError(str(refusal)) from refusal
    _give_up_others(run, actor, now)
    return seat


def events_of(*, session: Session) -> QuerySet[SessionRun]:
    """Return the ids of the events at which the session is held, for a condition."""
    rows: QuerySet[SessionRun] = SessionRun.objects.filter(session=session)
    return rows.values("event")  # type: ignore[return-value]  # values() keeps the model's type


def _give_up_others(run: SessionRun, person: User, now: dt.datetime) -> None:
    others = Seat.objects.filter(
        event__in=events_of(session=run.session), person=person, state__in=ACTIVE, event__starts_at__gt=now
    ).exclude(event=run.event_id)
    for seat in others.select_related("event").order_by("pk"):
        release_seat(seat=seat, now=now)


def _lock(run: SessionRun) -> None:
    """Lock the session and read its time again: one session's changes are made one after another.

    Two people who swap times cannot wait for each other, and nobody takes a seat in a time that is being called off.
    """
    Session.objects.select_for_update().get(pk=run.session_id)
    run.event.refresh_from_db()


def trainee_of(*, session: Session, person: User) -> Trainee:
    """Return the person's place in the session's training. Raises PermissionDenied for anybody else."""
    trainee = Trainee.objects.staying().filter(programme__modules__sessions=session, person=person).first()
    if trainee is None:
        raise PermissionDenied
    return trainee


def _check_plan(plan: RunPlan, now: dt.datetime) -> None:
    if plan.ends_at <= plan.starts_at:
        raise LeaderError("終わりの時刻は、始まりより後にしてください。", "ends_at")
    if plan.starts_at <= now:
        raise LeaderError("もう過ぎた時刻です。これからの日時にしてください。", "starts_at")
