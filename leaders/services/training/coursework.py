"""Assignments handed in and looked at, questions, and what trainees say of sessions and of themselves."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from leaders.enums import SkillStage
from leaders.exceptions import LeaderError, StateConflict
from leaders.models import (
    Assignment,
    Session,
    SessionFeedback,
    SkillCheck,
    SkillItem,
    SkillScore,
    Submission,
    Trainee,
    TrainingQuestion,
)
from leaders.permissions import can_check
from leaders.services.telling import SUBMISSION_KIND, tell_of_training
from leaders.services.training.runs import trainee_of
from minato_dx.attachments.services import attach
from minato_dx.core.steps import require
from minato_dx.core.text import is_blank
from minato_dx.notifications.enums import Topic
from minato_dx.organization.models import User
from minato_dx.organization.selectors import section_head

SCORES = range(1, 6)


@transaction.atomic
def hand_in(
    *, assignment: Assignment, actor: User, text: str, files: Iterable[Any] = (), now: dt.datetime
) -> Submission:
    """Hand in words, files or both; until it is accepted it can be handed in anew, after the deadline too.

    Raises LeaderError for nothing at all, and StateConflict once it is accepted.
    """
    # Locked: sent twice at once, it is one submission.
    places = Trainee.objects.select_for_update().staying()
    trainee = places.filter(programme=assignment.programme_id, person=actor).first()
    require(trainee is not None)
    files = list(files)
    row = Submission.objects.select_for_update().filter(trainee=trainee, assignment=assignment).first()
    if row is not None and row.accepted_at is not None:
        raise StateConflict("この課題は、もう受け取られています。直すことがあれば、研修の担当に連絡してください。")
    if is_blank(text) and not files:
        raise LeaderError("文章を書くか、ファイルを付けてください。", "text")
    if row is None:
        row = Submission(trainee=trainee, assignment=assignment)
    row.text, row.submitted_at, row.returned_at = text.strip(), now, None
    row.save()
    attach(uploads=files, kind=SUBMISSION_KIND, object_id=row.pk, user=actor)
    return row


@transaction.atomic
def look_at(*, submission: Submission, actor: User, accept: bool, comment: str = "", now: dt.datetime) -> Submission:
    """Accept what was handed in, or send it back with a word on what is missing; the trainee hears of it."""
    require(can_check(actor))
    row = (
        Submission.objects.select_for_update(of=("self",))
        .select_related("trainee__person", "assignment__programme")
        .get(pk=submission.pk)
    )
    if row.accepted_at is not None or row.returned_at is not None:
        raise StateConflict("ほかの人が先に見ています。画面を開き直してください。")
    if not accept and is_blank(comment):
        raise LeaderError("差し戻すときは、直してほしいところを書いてください。", "comment")
    row.accepted_at, row.returned_at = (now, None) if accept else (None, now)
    row.comment, row.looked_at_by = comment.strip(), actor
    row.save()
    tell_of_training(
        programme=row.assignment.programme,
        event=f"submission:{row.pk}:{int(now.timestamp())}",
        to=[row.trainee.person],
        text=f"課題「{row.assignment.name}」を{'受け取りました' if accept else '差し戻しました'}",
        details=row.comment,
        topic=Topic.PROGRESS if accept else Topic.TURN,
        now=now,
    )
    return row


@transaction.atomic
def ask(*, trainee: Trainee, actor: User, text: str, now: dt.datetime) -> TrainingQuestion:
    """Ask the organisers something; sent twice while it waits for its answer, it is one question.

    Raises LeaderError for an empty question.
    """
    # Locked: two clicks come one after the other, and the second finds what the first has asked.
    trainee = Trainee.objects.select_for_update(of=("self",)).select_related("programme").get(pk=trainee.pk)
    require(trainee.person_id == actor.pk and trainee.left_on is None)
    if is_blank(text):
        raise LeaderError("質問を書いてください。", "text")
    waiting = TrainingQuestion.objects.filter(trainee=trainee, text=text.strip(), answered_at__isnull=True).first()
    if waiting is not None:
        return waiting
    question = TrainingQuestion.objects.create(trainee=trainee, text=text.strip(), asked_at=now)
    tell_of_training(
        programme=trainee.programme,
        event=f"question:{question.pk}",
        to=[section_head(day=timezone.localdate(now))],
        text=f"研修への質問（{actor.name}さん）",
        details=question.text,
        topic=Topic.TURN,
        now=now,
    )
    return question


@transaction.atomic
def answer(*, question: TrainingQuestion, actor: User, text: str, share: bool, now: dt.datetime) -> TrainingQuestion:
    """Answer a question, for the one who asked or for all; written again, the answer is corrected."""
    require(can_check(actor))
    if is_blank(text):
        raise LeaderError("回答を書いてください。", "answer")
    row = (
        TrainingQuestion.objects.select_for_update(of=("self",))
        .select_related("trainee__person", "trainee__programme")
        .get(pk=question.pk)
    )
    is_first = row.answered_at is None
    row.answer, row.answered_by, row.answered_at, row.is_shared = text.strip(), actor, now, share
    row.save()
    if is_first:
        tell_of_training(
            programme=row.trainee.programme,
            event=f"answer:{row.pk}",
            to=[row.trainee.person],
            text="研修への質問に、回答がありました",
            details=row.answer,
            now=now,
        )
    return row


@transaction.atomic
def give_feedback(*, session: Session, actor: User, score: int, remark: str, now: dt.datetime) -> SessionFeedback:
    """Keep what the trainee says of a session; said again, the later word counts."""
    trainee = trainee_of(session=session, person=actor)
    if score not in SCORES:
        raise LeaderError("1から5のどれかを選んでください。", "score")
    row, _ = SessionFeedback.objects.update_or_create(
        trainee=trainee, session=session, defaults={"score": score, "remark": remark.strip(), "written_at": now}
    )
    return row


@transaction.atomic
def check_skills(
    *, trainee: Trainee, actor: User, stage: SkillStage, scores: Mapping[int, int], now: dt.datetime
) -> SkillCheck:
    """Keep how well the trainee says they can do each thing; answered again in the same stage, it is replaced.

    Raises LeaderError unless there is one score from 1 to 5 for each active item.
    """
    require(trainee.person_id == actor.pk)
    items = set(SkillItem.objects.filter(is_active=True).values_list("pk", flat=True))
    if set(scores) != items or any(score not in SCORES for score in scores.values()):
        raise LeaderError("すべての項目に、1から5のどれかを選んでください。")
    Trainee.objects.select_for_update().get(pk=trainee.pk)
    check, _ = SkillCheck.objects.update_or_create(trainee=trainee, stage=stage, defaults={"checked_at": now})
    check.scores.all().delete()
    SkillScore.objects.bulk_create(SkillScore(check_of=check, item_id=pk, score=scores[pk]) for pk in sorted(scores))
    return check
