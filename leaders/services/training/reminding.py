"""What trainees are reminded of in the morning; each thing once."""

import datetime as dt

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from leaders.enums import SkillStage
from leaders.models import Programme, Trainee
from leaders.selectors.training import assignment_lines, due_stage, session_lines, stages_answered
from leaders.services.telling import tell_of_training
from minato_dx.core.calendar import short_day
from minato_dx.notifications.enums import Topic

CHOOSE_WITHIN = dt.timedelta(days=14)
DUE_WITHIN = dt.timedelta(days=3)
# A look back is asked for in the weeks after the day; later, nobody remembers how it was.
ASKED_FOR = dt.timedelta(days=60)


def remind_trainees() -> int:
    """Owe the trainees the reminders of the day, and return how many trainees were looked at.

    A time that is to be chosen, an assignment that is due, a look at one's skills.
    """
    now = timezone.now()
    day = timezone.localdate(now)
    learning = Q(
        completed_on__isnull=True,
        programme__ends_on__gte=day - ASKED_FOR,
        programme__starts_on__lte=day + CHOOSE_WITHIN,
    )
    a_year_ago = day - dt.timedelta(days=365)
    # Asked right after completion, and a year later.
    looking_back = Q(completed_on__gt=day - ASKED_FOR) | Q(
        completed_on__lte=a_year_ago, completed_on__gt=a_year_ago - ASKED_FOR
    )
    rows = Trainee.objects.staying().filter(learning | looking_back).select_related("programme", "person")
    looked_at = 0
    for trainee in rows.order_by("pk"):
        if trainee.person.may_sign_in(day):
            _remind(trainee, day, now)
            looked_at += 1
    return looked_at


@transaction.atomic
def _remind(trainee: Trainee, day: dt.date, now: dt.datetime) -> None:
    for line in session_lines(trainee=trainee):
        runs = line.next_runs(now)
        if line.needs_choice(now) and timezone.localdate(runs[0].run.event.starts_at) <= day + CHOOSE_WITHIN:
            _tell(trainee, f"choose:{line.session.pk}", f"「{line.session.name}」の日程を選んでください", now)
    for one in assignment_lines(trainee=trainee):
        due = one.assignment.due_on
        if one.is_open and day <= due <= day + DUE_WITHIN:
            words = f"課題「{one.assignment.name}」の締切は{short_day(due)}です"
            _tell(trainee, f"due:{one.assignment.pk}", words, now)
    stage = due_stage(trainee=trainee, day=day)
    if stage.value not in stages_answered(trainee=trainee):
        _tell(
            trainee, f"skills:{stage}", f"自己評価（{SkillStage(stage).label}）に答えてください。1分で終わります", now
        )


def _tell(trainee: Trainee, what: str, words: str, now: dt.datetime) -> None:
    programme: Programme = trainee.programme
    tell_of_training(
        programme=programme,
        event=f"{what}:{trainee.pk}",
        to=[trainee.person],
        text=words,
        topic=Topic.REMINDER,
        now=now,
    )
