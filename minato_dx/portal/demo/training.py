"""The trainings of past cohorts: what was taught, who was there, what was handed in, and the certificates."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from leaders.enums import Entry, ModuleKind, Presence, SkillStage
from leaders.models import (
    Assignment,
    Attendance,
    Certificate,
    Cohort,
    LeaderTerm,
    Module,
    Programme,
    Session,
    SessionFeedback,
    SessionRun,
    SkillCheck,
    SkillItem,
    SkillScore,
    Submission,
    Trainee,
)
from leaders.selectors.settings import leader_settings
from leaders.services.training.completing import SERIES
from leaders.services.training.coursework import ask, hand_in
from leaders.services.training.enrolling import ensure_first_skills
from leaders.services.training.runs import RunPlan, choose_run, plan_run
from minato_dx.core.calendar import fiscal_year, jst, next_working_day
from minato_dx.organization.models import User
from minato_dx.portal.demo.consultations import stamp
from minato_dx.portal.demo.group_work import load_group_work
from minato_dx.portal.demo.named import HEAD
from minato_dx.portal.demo.organisation import DX_SECTION
from minato_dx.portal.demo.scene import Stage
from minato_dx.reference.models import NumberSeries
from minato_dx.scheduling.enums import EventCategory
from minato_dx.scheduling.models import Event, Seat

ABOUT = "月に1回、半日の研修です。勤務時間の中で受けてください。欠席した回は、補講に出られます。"
MODULES = (
    (ModuleKind.BASICS, "仕事を見えるようにする", ("第1回 業務フローを書く", "第2回 時間と件数を数える")),
    (ModuleKind.BASICS, "決まりを守って進める", ("第3回 個人情報と情報セキュリティ",)),
    (ModuleKind.PRACTICE, "庁内ツールで作る", ("第4回 フォームを作る", "第5回 集計してグラフで見せる")),
    (ModuleKind.PRACTICE, "課に広げる", ("第6回 発表とふりかえり",)),
)
SESSIONS = tuple(name for _kind, _module, names in MODULES for name in names)
ASSIGNMENTS = (("自分の課の業務フロー", 60), ("作ったものと、減った時間", 150))
FLOW = "窓口で受け付けた申請書を、表計算に入力し直しています。1件10分、月に120件です。待ちが多いのは審査の前です。"
RESULT = "申請の受付をフォームにしました。入力し直す時間が、月に約12時間減りました。"
REMARKS = ("自分の課の例で考えられました。", "", "手を動かす時間が、もう少しほしいです。", "", "")
QUESTION = "補講には、課のノートパソコンを持って行けばよいですか。"
# Division → which sessions its leader has missed so far.
LEARNING = {"0903": (3, 4), "1703": (2, 4), "1704": (4, 5), "1901": (1, 3)}
Missed = Mapping[str, tuple[int, ...]]
STILL_TO_JUDGE = "0903"  # whose leader has not scored the others' work yet
MADE_UP = 3  # the session that can still be made up
MAKE_UP_PLACES = 3


@dataclass(frozen=True, slots=True)
class Class:
    """A programme with its sessions, the times they were held, and its people with their division's key."""

    programme: Programme
    runs: list[SessionRun]
    people: list[tuple[Trainee, str]]


def load_training(*, stage: Stage, cohort: Cohort, terms: Sequence[LeaderTerm], is_last: bool) -> None:
    """Write a past cohort's training; in the last one some have something to make up."""
    ensure_first_skills()
    organizer = stage.company.by_place[DX_SECTION, HEAD]
    programme = Programme.objects.create(
        cohort=cohort,
        name=f"DX推進リーダー研修 {cohort}",
        starts_on=cohort.training_from,
        ends_on=cohort.training_until,
        about=ABOUT,
    )
    learning: Missed = LEARNING if is_last else {}
    taught = Class(programme, list(_hold(programme, organizer)), list(_enrol(programme, terms, learning)))
    _attend(taught, learning, organizer)
    _hand_in(taught, learning, organizer)
    _look_at_themselves(taught, learning)
    _certify([trainee for trainee, key in taught.people if key not in learning], organizer)
    if is_last:
        load_group_work(
            programme=programme,
            trainees=[trainee for trainee, _key in taught.people],
            late={trainee.pk for trainee, key in taught.people if key == STILL_TO_JUDGE},
            presents_on=stage.timeline.day(-2),
        )
        _make_up(stage, taught, organizer)


def _hold(programme: Programme, organizer: User) -> Iterator[SessionRun]:
    number = 0
    for order, (kind, name, sessions) in enumerate(MODULES, 1):
        module = Module.objects.create(programme=programme, kind=kind, name=name, order=order)
        for place, title in enumerate(sessions, 1):
            session = Session.objects.create(module=module, name=title, order=place)
            day = next_working_day(programme.starts_on + dt.timedelta(days=1 + 28 * number))
            yield _held(session, organizer, jst(day, dt.time(13, 30)))
            number += 1


def _held(session: Session, organizer: User, begins: dt.datetime) -> SessionRun:
    event = Event.objects.create(
        category=EventCategory.TRAINING,
        object_kind="training_session",
        object_id=session.pk,
        title=f"{session.name}（{session.module.programme.name}）",
        starts_at=begins,
        ends_at=begins + dt.timedelta(hours=3),
        place="研修室",
        organizer=organizer,
        created_at=begins - dt.timedelta(days=30),
        changed_at=begins - dt.timedelta(days=30),
    )
    return SessionRun.objects.create(session=session, event=event)


def _enrol(programme: Programme, terms: Sequence[LeaderTerm], learning: Missed) -> Iterator[tuple[Trainee, str]]:
    for term in terms:
        key = term.division.key
        trainee = Trainee.objects.create(
            programme=programme,
            person=term.person,
            division=term.division,
            joined_on=programme.starts_on,
            completed_on=None if key in learning else programme.ends_on,
        )
        yield trainee, key


def _attend(taught: Class, learning: Missed, organizer: User) -> None:
    seats, rows = [], []
    for place, (trainee, key) in enumerate(taught.people):
        missed = learning.get(key, ((place % 6),) if place % 4 == 0 else ())
        for number, run in enumerate(taught.runs):
            event = run.event
            seats.append(Seat(event=event, person=trainee.person, is_binding=False, created_at=event.created_at))
            presence = Presence.EXCUSED if number in missed else Presence.PRESENT
            if presence == Presence.PRESENT and (place + number) % 11 == 0:
                presence = Presence.LATE
            rows.append(
                Attendance(
                    trainee=trainee,
                    session=run.session,
                    run=run,
                    presence=presence,
                    entry=Entry.SELF if presence == Presence.EXCUSED else Entry.CODE,
                    note="窓口の応援" if presence == Presence.EXCUSED else "",
                    noted_by=trainee.person if presence == Presence.EXCUSED else organizer,
                    noted_at=event.starts_at,
                )
            )
    Seat.objects.bulk_create(seats)
    Attendance.objects.bulk_create(rows)
    SessionFeedback.objects.bulk_create(
        SessionFeedback(
            trainee=row.trainee,
            session=row.session,
            score=3 + place % 3,
            remark=REMARKS[place % len(REMARKS)],
            written_at=row.noted_at + dt.timedelta(hours=4),
        )
        for place, row in enumerate(rows)
        if row.presence != Presence.EXCUSED and place % 3
    )


def _hand_in(taught: Class, learning: Missed, organizer: User) -> None:
    programme = taught.programme
    for number, (name, days) in enumerate(ASSIGNMENTS):
        due = programme.starts_on + dt.timedelta(days=days)
        assignment = Assignment.objects.create(programme=programme, name=name, due_on=due)
        handed_in = jst(due - dt.timedelta(days=2), dt.time(16, 20))
        Submission.objects.bulk_create(
            Submission(
                trainee=trainee,
                assignment=assignment,
                text=RESULT if number else FLOW,
                submitted_at=handed_in,
                accepted_at=handed_in + dt.timedelta(days=3),
                looked_at_by=organizer,
            )
            for trainee, key in taught.people
            if number == 0 or key not in learning
        )


def _look_at_themselves(taught: Class, learning: Missed) -> None:
    items = list(SkillItem.objects.all())
    scores = []
    for place, (trainee, key) in enumerate(taught.people):
        stages = [(SkillStage.BEFORE, taught.programme.starts_on, 1)]
        stages += [] if key in learning else [(SkillStage.AFTER, taught.programme.ends_on, 3)]
        for stage, day, base in stages:
            check = SkillCheck.objects.create(trainee=trainee, stage=stage, checked_at=jst(day, dt.time(9, 30)))
            scores += [SkillScore(check_of=check, item=item, score=base + (place + item.order) % 3) for item in items]
    SkillScore.objects.bulk_create(scores)


def _certify(trainees: Sequence[Trainee], signer: User) -> None:
    if not trainees:
        return
    settings, programme = leader_settings(), trainees[0].programme
    year = fiscal_year(programme.ends_on)
    series, _ = NumberSeries.objects.get_or_create(series=SERIES, fiscal_year=year)
    Certificate.objects.bulk_create(
        Certificate(
            trainee=trainee,
            fiscal_year=year,
            serial=series.last + number,
            name=trainee.person.name,
            programme_name=programme.name,
            cohort_number=programme.cohort.number,
            starts_on=programme.starts_on,
            issued_on=programme.ends_on,
            city=settings.city_name,
            signer_title=settings.signer_title,
            signer_name=signer.name,
        )
        for number, trainee in enumerate(trainees, 1)
    )
    series.last += len(trainees)
    series.save()


def _make_up(stage: Stage, taught: Class, organizer: User) -> None:
    """A session is held once more: one has chosen the time, one handed something in, one asked something."""
    moment = stage.timeline.moment(-3, "10:10")
    people = {key: trainee for trainee, key in taught.people}
    begins = stage.timeline.moment(6, "14:00")
    plan = RunPlan(begins, begins + dt.timedelta(hours=2), place="研修室", capacity=MAKE_UP_PLACES)
    run = plan_run(session=taught.runs[MADE_UP].session, plan=plan, actor=organizer, now=moment)
    stamp(stage, moment)
    later = stage.timeline.moment(-2, "16:30")
    choose_run(run=run, actor=people["1901"].person, now=later)
    assignment = Assignment.objects.filter(programme=taught.programme).last()
    if assignment is not None:
        hand_in(assignment=assignment, actor=people["1704"].person, text=RESULT, now=later)
    ask(trainee=people["1703"], actor=people["1703"].person, text=QUESTION, now=later)
    stamp(stage, later)
