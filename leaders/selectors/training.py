"""How far trainees have come, and what the pages of a training show. Constant queries, whatever the numbers."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import Avg, Count, Prefetch, Q, QuerySet

from leaders.enums import ATTENDED, Presence, SkillStage
from leaders.models import (
    Assignment,
    Attendance,
    Programme,
    Session,
    SessionFeedback,
    SessionRun,
    SkillCheck,
    SkillItem,
    SkillScore,
    Submission,
    Trainee,
    TrainingQuestion,
)
from minato_dx.organization.models import User
from minato_dx.scheduling.enums import ACTIVE, TAKING, EventState, SeatState
from minato_dx.scheduling.models import Seat


@dataclass(frozen=True, slots=True)
class Progress:
    """How one trainee stands against the rule of completion.

    ``attended`` counts required sessions; ``needed`` is how many the rule asks for.
    """

    trainee: Trainee
    required: int
    attended: int
    needed: int
    sessions_missing: tuple[Session, ...]
    assignments_missing: tuple[Assignment, ...]
    lacks_group_work: bool

    @property
    def percent(self) -> int:
        """Return the attendance in whole percent, rounded down: 79.9 is not 80."""
        return self.attended * 100 // self.required if self.required else 100

    @property
    def lacks_attendance(self) -> int:
        """Return how many more sessions have to be attended."""
        return max(self.needed - self.attended, 0)

    @property
    def is_complete(self) -> bool:
        return not (self.lacks_attendance or self.assignments_missing or self.lacks_group_work)

    @property
    def missing(self) -> list[str]:
        """Return in words what is still missing; empty for nothing."""
        words = [f"出席があと{self.lacks_attendance}回"] if self.lacks_attendance else []
        words += [f"課題「{assignment.name}」の提出" for assignment in self.assignments_missing]
        return words + (["グループワークの提出"] if self.lacks_group_work else [])


def needed_sessions(*, required: int, percent: int) -> int:
    """Return how many of ``required`` sessions ``percent`` asks for, rounded up."""
    return -(-required * percent // 100)


def progress_of(*, programme: Programme, trainees: Sequence[Trainee]) -> list[Progress]:
    """Return how each of the trainees stands. Four queries."""
    ids = [trainee.pk for trainee in trainees]
    sessions = list(Session.objects.filter(module__programme=programme, is_required=True).select_related("module"))
    attended: dict[int, set[int]] = defaultdict(set)
    for trainee_id, session_id in Attendance.objects.filter(
        trainee__in=ids, session__in=sessions, presence__in=ATTENDED
    ).values_list("trainee", "session"):
        attended[trainee_id].add(session_id)
    assignments = list(programme.assignments.filter(is_required=True)) if programme.needs_assignments else []
    handed_in: dict[int, set[int]] = defaultdict(set)
    for trainee_id, assignment_id in Submission.objects.filter(
        trainee__in=ids, assignment__in=assignments, returned_at__isnull=True
    ).values_list("trainee", "assignment"):
        handed_in[trainee_id].add(assignment_id)
    needed = needed_sessions(required=len(sessions), percent=programme.min_attendance_percent)
    return [
        Progress(
            trainee=trainee,
            required=len(sessions),
            attended=len(attended[trainee.pk]),
            needed=needed,
            sessions_missing=tuple(one for one in sessions if one.pk not in attended[trainee.pk]),
            assignments_missing=tuple(one for one in assignments if one.pk not in handed_in[trainee.pk]),
            lacks_group_work=programme.needs_group_work and trainee.group_work_on is None,
        )
        for trainee in trainees
    ]


# --- One trainee -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class RunLine:
    """One time of a session as one trainee sees it: how many places are left (None without a limit), and their seat."""

    run: SessionRun
    places_left: int | None
    seat: SeatState | None
    waiting: int

    @property
    def is_full(self) -> bool:
        return self.places_left == 0


@dataclass(frozen=True, slots=True)
class SessionLine:
    """One session as one trainee sees it."""

    session: Session
    runs: tuple[RunLine, ...]
    attendance: Attendance | None
    has_feedback: bool

    @property
    def own(self) -> RunLine | None:
        """Return the time in which the trainee has a seat for sure, the last one where there are several."""
        return next((line for line in reversed(self.runs) if line.seat == SeatState.CONFIRMED), None)

    @property
    def attended(self) -> bool:
        return self.attendance is not None and self.attendance.presence in ATTENDED

    @property
    def presence(self) -> Presence | None:
        return Presence(self.attendance.presence) if self.attendance else None

    def next_runs(self, now: dt.datetime) -> list[RunLine]:
        return [line for line in self.runs if line.run.event.starts_at > now]

    def needs_choice(self, now: dt.datetime) -> bool:
        """Tell whether there is a time to choose and none is chosen yet."""
        return self.attendance is None and self.own is None and bool(self.next_runs(now))

    def can_make_up(self, now: dt.datetime) -> bool:
        """Tell whether a session that was missed is held again, and no seat in it is chosen yet."""
        missed = self.attendance is not None and not self.attended
        coming = self.next_runs(now)
        return missed and bool(coming) and not any(line.seat for line in coming)

    def wants_feedback(self) -> bool:
        return self.attended and not self.has_feedback


def session_lines(*, trainee: Trainee, session_id: int | None = None) -> list[SessionLine]:
    """Return the sessions of the trainee's programme, or the one asked for, in order. Five queries."""
    sessions = Session.objects.filter(module__programme=trainee.programme_id).select_related("module")
    if session_id is not None:
        sessions = sessions.filter(pk=session_id)
    found = list(sessions)
    runs = planned_runs(sessions=found)
    own = dict(
        Seat.objects.filter(
            event__in=[run.event_id for run in runs], person=trainee.person_id, state__in=ACTIVE
        ).values_list("event", "state")
    )
    by_session: dict[int, list[RunLine]] = defaultdict(list)
    for run in runs:
        by_session[run.session_id].append(_run_line(run, own.get(run.event_id)))
    attendances = {row.session_id: row for row in Attendance.objects.filter(trainee=trainee)}
    told = set(SessionFeedback.objects.filter(trainee=trainee).values_list("session", flat=True))
    return [
        SessionLine(
            session=session,
            runs=tuple(by_session[session.pk]),
            attendance=attendances.get(session.pk),
            has_feedback=session.pk in told,
        )
        for session in found
    ]


def planned_runs(*, sessions: Sequence[Session]) -> list[SessionRun]:
    """Return the times of the sessions that take place, with ``taken`` and ``waiting`` seats. One query."""
    rows = SessionRun.objects.filter(session__in=sessions, event__state=EventState.PLANNED)
    return list(
        rows.select_related("event__room", "session")
        .annotate(
            taken=Count("event__seats", filter=Q(event__seats__state__in=TAKING)),
            waiting=Count("event__seats", filter=Q(event__seats__state=SeatState.WAITING)),
        )
        .order_by("event__starts_at", "pk")
    )


def _run_line(run: SessionRun, seat: str | None) -> RunLine:
    capacity = run.event.capacity
    taken: int = run.taken  # type: ignore[attr-defined]  # annotated in planned_runs
    waiting: int = run.waiting  # type: ignore[attr-defined]  # annotated in planned_runs
    return RunLine(
        run=run,
        places_left=None if capacity is None else max(capacity - taken, 0),
        seat=SeatState(seat) if seat else None,
        waiting=waiting,
    )


@dataclass(frozen=True, slots=True)
class AssignmentLine:
    """One assignment and what the trainee handed in for it."""

    assignment: Assignment
    submission: Submission | None

    @property
    def is_open(self) -> bool:
        """Tell whether it is the trainee's turn."""
        return self.submission is None or self.submission.returned_at is not None


def assignment_lines(*, trainee: Trainee) -> list[AssignmentLine]:
    """Return the assignments of the trainee's programme in order of their day. Two queries."""
    handed_in = {row.assignment_id: row for row in Submission.objects.filter(trainee=trainee)}
    return [
        AssignmentLine(assignment, handed_in.get(assignment.pk))
        for assignment in Assignment.objects.filter(programme=trainee.programme_id)
    ]


def questions_for(*, trainee: Trainee) -> QuerySet[TrainingQuestion]:
    """Return the trainee's own questions, and the shared ones of everybody in the training."""
    rows: QuerySet[TrainingQuestion] = TrainingQuestion.objects.filter(
        Q(trainee=trainee) | Q(trainee__programme=trainee.programme_id, is_shared=True)
    )
    return rows.select_related("trainee__person", "answered_by")


def trainings_of(*, user: User) -> QuerySet[Trainee]:
    """Return the person's places in trainings, the newest first."""
    rows: QuerySet[Trainee] = Trainee.objects.staying().filter(person=user)
    return rows.select_related("programme__cohort", "person", "division", "certificate").order_by(
        "-programme__starts_on"
    )


# --- Skills ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SkillLine:
    """One thing and its score at each stage that was answered."""

    item: SkillItem
    scores: dict[str, float]


def due_stage(*, trainee: Trainee, day: dt.date) -> SkillStage:
    """Return which look at oneself fits the day: before the last month, after it, or from a year after completion."""
    done = trainee.completed_on
    if done is not None and day >= _a_year_after(done):
        return SkillStage.YEAR_LATER
    if done is not None or day > trainee.programme.ends_on - dt.timedelta(days=30):
        return SkillStage.AFTER
    return SkillStage.BEFORE


def _a_year_after(day: dt.date) -> dt.date:
    # 29 February has no anniversary in the next year; the day before it does.
    return day.replace(year=day.year + 1, day=28 if (day.month, day.day) == (2, 29) else day.day)


def skill_lines(*, trainee: Trainee) -> list[SkillLine]:
    """Return what the trainee said of each thing, stage by stage. Two queries."""
    scores: dict[int, dict[str, float]] = defaultdict(dict)
    for row in SkillScore.objects.filter(check_of__trainee=trainee).select_related("check_of"):
        scores[row.item_id][row.check_of.stage] = row.score
    items = SkillItem.objects.filter(Q(is_active=True) | Q(pk__in=scores))
    return [SkillLine(item, scores[item.pk]) for item in items]


def skill_averages(*, programme: Programme) -> list[SkillLine]:
    """Return the averages of a training, stage by stage. Two queries."""
    rows = SkillScore.objects.filter(check_of__trainee__programme=programme, check_of__trainee__left_on__isnull=True)
    scores: dict[int, dict[str, float]] = defaultdict(dict)
    averages = rows.order_by().values("item", "check_of__stage").annotate(mean=Avg("score"))
    for row in averages:
        scores[row["item"]][row["check_of__stage"]] = round(row["mean"], 1)
    return [SkillLine(item, scores[item.pk]) for item in SkillItem.objects.filter(pk__in=scores)]


def stages_answered(*, trainee: Trainee) -> set[str]:
    """Return the stages in which the trainee has answered."""
    return set(SkillCheck.objects.filter(trainee=trainee).values_list("stage", flat=True))


# --- The organisers ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Sheet:
    """Trainees × sessions: who took part in what, and how each stands."""

    sessions: list[Session]
    lines: list["SheetLine"] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class SheetLine:
    progress: Progress
    cells: list[Attendance | None]


def attendance_sheet(*, programme: Programme) -> Sheet:
    """Return the whole of a training's attendance. Seven queries."""
    trainees = list(staying_trainees(programme=programme))
    sessions = list(Session.objects.filter(module__programme=programme).select_related("module"))
    cells = {
        (row.trainee_id, row.session_id): row
        for row in Attendance.objects.filter(trainee__in=trainees, session__in=sessions)
    }
    return Sheet(
        sessions,
        [
            SheetLine(one, [cells.get((one.trainee.pk, session.pk)) for session in sessions])
            for one in progress_of(programme=programme, trainees=trainees)
        ],
    )


def staying_trainees(*, programme: Programme) -> QuerySet[Trainee]:
    """Return who takes part, by staff number, with person, division and certificate."""
    rows: QuerySet[Trainee] = Trainee.objects.staying().filter(programme=programme)
    return rows.select_related("person", "division", "certificate", "programme").order_by("person__staff_number")


@dataclass(frozen=True, slots=True)
class ReceptionLine:
    """One trainee at the reception of one time: their seat in it, and what is known of them."""

    trainee: Trainee
    has_seat: bool
    attendance: Attendance | None

    @property
    def is_in(self) -> bool:
        return self.attendance is not None and self.attendance.presence in ATTENDED


def reception_lines(*, run: SessionRun) -> list[ReceptionLine]:
    """Return the trainees who may come to the run, those with a seat in it first. Three queries.

    Who has attended the session at another time is left out.
    """
    trainees = staying_trainees(programme=run.session.module.programme)
    seats = set(Seat.objects.filter(event=run.event_id, state=SeatState.CONFIRMED).values_list("person", flat=True))
    known = {row.trainee_id: row for row in Attendance.objects.filter(session=run.session_id)}
    lines = [ReceptionLine(one, one.person_id in seats, known.get(one.pk)) for one in trainees]
    coming = [line for line in lines if line.attendance is None or not line.is_in or line.attendance.run_id == run.pk]
    return sorted(coming, key=lambda line: not line.has_seat)


def submissions_to_look_at(*, programme: Programme) -> QuerySet[Submission]:
    """Return what was handed in and nobody has looked at, the oldest first."""
    rows: QuerySet[Submission] = Submission.objects.filter(
        assignment__programme=programme, accepted_at__isnull=True, returned_at__isnull=True
    )
    return rows.select_related("trainee__person", "assignment").order_by("submitted_at")


def modules_of(*, programme: Programme) -> list[tuple[object, list[tuple[Session, list[SessionRun]]]]]:
    """Return the modules with their sessions and the times of these. Three queries."""
    modules = list(programme.modules.prefetch_related(Prefetch("sessions", Session.objects.order_by("order", "pk"))))
    sessions = [session for module in modules for session in module.sessions.all()]
    runs: dict[int, list[SessionRun]] = defaultdict(list)
    for run in planned_runs(sessions=sessions):
        runs[run.session_id].append(run)
    return [(module, [(session, runs[session.pk]) for session in module.sessions.all()]) for module in modules]


def feedback_of(*, session: Session) -> tuple[float | None, list[SessionFeedback]]:
    """Return the average and the remarks of a session. Two queries."""
    rows = SessionFeedback.objects.filter(session=session)
    mean = rows.aggregate(mean=Avg("score"))["mean"]
    return (round(mean, 1) if mean is not None else None), list(rows.exclude(remark=""))
