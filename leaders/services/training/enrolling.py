"""Who takes part in which training."""

import datetime as dt

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from leaders.exceptions import LeaderError
from leaders.models import (
    Assignment,
    Cohort,
    LeaderTerm,
    Milestone,
    Module,
    Programme,
    Session,
    SessionRun,
    SkillItem,
    Trainee,
)
from leaders.permissions import can_check
from leaders.selectors.terms import published_terms
from leaders.services.telling import tell_of_training
from leaders.services.training.peers import ensure_first_criteria
from minato_dx.core.steps import require
from minato_dx.notifications.enums import Topic
from minato_dx.organization.models import User
from minato_dx.scheduling.enums import ACTIVE
from minato_dx.scheduling.models import Seat
from minato_dx.scheduling.services import release_seat

FIRST_SKILLS = (
    "自分の課の仕事の流れを、図に書いて説明できる",
    "二度書き、転記、待ちなどの無駄を見つけられる",
    "なくす・まとめる・入れかえる・簡単にする順に考えられる",
    "庁内のツールで、簡単なフォームや表を作れる",
    "集計した数字を、グラフで見せられる",
    "個人情報と情報セキュリティの決まりを説明できる",
    "同僚の困りごとを聞き、デジタル改革担当につなげられる",
)


@transaction.atomic
def open_programme(*, cohort: Cohort, actor: User, like: Programme | None = None, now: dt.datetime) -> Programme:
    """Open the cohort's training with its leaders of today; ``like`` lends modules, sessions and assignments.

    Raises LeaderError where the cohort has one already.
    """
    require(can_check(actor))
    if Programme.objects.filter(cohort=cohort).exists():
        raise LeaderError(f"{cohort}の研修は、もうあります。")
    programme = Programme.objects.create(
        cohort=cohort,
        name=f"DX推進リーダー研修 {cohort}",
        starts_on=cohort.training_from,
        ends_on=cohort.training_until,
        **(_rules_of(like) if like else {}),
    )
    if like:
        _copy_contents(like, programme)
    ensure_first_skills()
    ensure_first_criteria()
    day = timezone.localdate(now)
    for term in published_terms(on=day).filter(cohort=cohort).select_related("person", "division"):
        enrol(term=term, now=now)
    return programme


def _rules_of(programme: Programme) -> dict[str, object]:
    fields = ("min_attendance_percent", "needs_assignments", "needs_group_work", "about")
    return {name: getattr(programme, name) for name in fields}


def _copy_contents(like: Programme, programme: Programme) -> None:
    """Copy what was taught; days stay behind, but for what is due, which keeps its distance to the end."""
    for module in like.modules.prefetch_related("sessions"):
        sessions = list(module.sessions.all())
        copy = Module.objects.create(programme=programme, kind=module.kind, name=module.name, order=module.order)
        for session in sessions:
            Session.objects.create(
                module=copy,
                name=session.name,
                about=session.about,
                is_required=session.is_required,
                order=session.order,
            )
    for assignment in like.assignments.all():
        Assignment.objects.create(
            programme=programme,
            name=assignment.name,
            about=assignment.about,
            due_on=programme.ends_on - (like.ends_on - assignment.due_on),
            is_required=assignment.is_required,
        )
    for milestone in like.milestones.all():
        due = programme.ends_on - (like.ends_on - milestone.due_on)
        Milestone.objects.create(programme=programme, name=milestone.name, due_on=due)


def enrol(*, term: LeaderTerm, now: dt.datetime) -> Trainee | None:
    """Give the leader a place in the training of the term's cohort; None where there is none, or it is over.

    Who has a place already keeps it. Inside the caller's transaction.
    """
    running = Programme.objects.filter(cohort=term.cohort_id, ends_on__gte=timezone.localdate(now))
    programme = running.first() if term.cohort_id else None
    if programme is None:
        return None
    trainee, is_new = Trainee.objects.get_or_create(
        programme=programme,
        person=term.person,
        defaults={"division": term.division, "joined_on": max(term.valid_from, programme.starts_on)},
    )
    if is_new:
        tell_of_training(
            programme=programme,
            event=f"enrolled:{trainee.pk}",
            to=[term.person],
            text=f"「{programme.name}」のご案内",
            details="日程を選び、はじめの自己評価（1分）に答えてください。",
            topic=Topic.TURN,
            now=now,
        )
    return trainee


@transaction.atomic
def add_trainee(*, programme: Programme, person: User, actor: User, now: dt.datetime) -> Trainee:
    """Let somebody take part who was not appointed in this cohort; who had left comes back."""
    require(can_check(actor))
    day = timezone.localdate(now)
    term = published_terms(on=day).filter(person=person).first()
    trainee, is_new = Trainee.objects.get_or_create(
        programme=programme,
        person=person,
        defaults={"division": term.division if term else None, "joined_on": max(day, programme.starts_on)},
    )
    if not is_new and trainee.left_on is None:
        raise LeaderError(f"{person.name}さんは、この研修にもう入っています。", "person")
    if not is_new:
        trainee.left_on = None
        trainee.save(update_fields=["left_on"])
    return trainee


@transaction.atomic
def let_leave(*, trainee: Trainee, actor: User, now: dt.datetime) -> Trainee:
    """Note that the trainee does not go on; what they did stays. Raises LeaderError for one who has completed."""
    require(can_check(actor))
    trainee = Trainee.objects.select_for_update().get(pk=trainee.pk)
    if trainee.completed_on is not None:
        raise LeaderError("修了した人は、外せません。")
    if trainee.left_on is None:
        trainee.left_on = timezone.localdate(now)
        trainee.save(update_fields=["left_on"])
        for seat in _coming_seats(trainee, now):
            release_seat(seat=seat, now=now)
    return trainee


def _coming_seats(trainee: Trainee, now: dt.datetime) -> QuerySet[Seat]:
    events = SessionRun.objects.filter(session__module__programme=trainee.programme_id).values("event")
    rows: QuerySet[Seat] = Seat.objects.filter(
        event__in=events, person=trainee.person_id, state__in=ACTIVE, event__starts_at__gt=now
    )
    return rows.select_related("event").order_by("pk")


def ensure_first_skills() -> None:
    """Give a new installation the first things to ask about; the city's own list is never touched."""
    if not SkillItem.objects.exists():
        SkillItem.objects.bulk_create(SkillItem(name=name, order=order) for order, name in enumerate(FIRST_SKILLS))
