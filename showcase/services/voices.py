"""「参考になった」, and questions under a story with their answers."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from minato_dx.core.steps import require
from minato_dx.core.text import is_blank
from minato_dx.notifications.enums import Topic
from minato_dx.organization.models import User
from minato_dx.organization.selectors import post_label
from showcase.exceptions import ShowcaseError, StateConflict
from showcase.models import Story, StoryQuestion, StoryReply, Useful
from showcase.permissions import can_answer, can_hide
from showcase.selectors.people import people_who_answer
from showcase.services.telling import tell


def _require_shown(story: Story, actor: User) -> None:
    require(Story.objects.published_for(actor).filter(pk=story.pk).exists())


@transaction.atomic
def say_useful(*, story: Story, actor: User, now: dt.datetime) -> None:
    """Note that the story was of use to ``actor``; said twice, it is one."""
    _require_shown(story, actor)
    Useful.objects.get_or_create(story=story, person=actor, defaults={"created_at": now})


@transaction.atomic
def take_useful_back(*, story: Story, actor: User) -> None:
    """Undo it; what was never said is no fault."""
    _require_shown(story, actor)
    Useful.objects.filter(story=story, person=actor).delete()


@transaction.atomic
def ask_question(*, story: Story, actor: User, body: str, now: dt.datetime) -> StoryQuestion:
    """Ask under a published story; who can answer is told. The same question sent twice is one.

    Raises PermissionDenied for a story that is not shown, and ShowcaseError for a question without words.
    """
    row = Story.objects.select_for_update(of=("self",)).select_related("contact", "division").get(pk=story.pk)
    _require_shown(row, actor)
    if is_blank(body):
        raise ShowcaseError("聞きたいことを書いてください。1文でかまいません。", "body")
    earlier = row.questions.filter(asker=actor, body=body.strip(), hidden_at__isnull=True).first()
    if earlier is not None:
        return earlier
    day = timezone.localdate(now)
    question = StoryQuestion.objects.create(
        story=row,
        asker=actor,
        asker_name=actor.name,
        asker_post=post_label(user=actor, day=day),
        body=body.strip(),
        created_at=now,
    )
    tell(
        story=row, event=f"question:{question.pk}", to=people_who_answer(story=row, day=day),
        text=f"{actor.name}さんから質問があります", details=question.body, topic=Topic.TURN, by=actor, now=now,
    )  # fmt: skip
    return question


def _lock_question(question: StoryQuestion) -> StoryQuestion:
    rows = StoryQuestion.objects.select_for_update(of=("self",))
    return rows.select_related("story__contact", "story__division", "asker", "hidden_by").get(pk=question.pk)


@transaction.atomic
def answer_question(*, question: StoryQuestion, actor: User, body: str, now: dt.datetime) -> StoryReply:
    """Answer for the division; whoever asked is told. The same answer sent twice is one.

    Raises PermissionDenied, StateConflict for what was hidden meanwhile, and ShowcaseError without words.
    """
    row = _lock_question(question)
    _require_shown(row.story, actor)
    require(can_answer(actor, row.story))
    if row.hidden_by is not None:
        raise StateConflict(f"この質問は、{row.hidden_by.name}さんが見えなくしました。答える必要はありません。")
    if is_blank(body):
        raise ShowcaseError("答えを書いてください。", "body")
    earlier = row.replies.filter(author=actor, body=body.strip()).first()
    if earlier is not None:
        return earlier
    reply = StoryReply.objects.create(
        question=row,
        author=actor,
        author_name=actor.name,
        author_post=post_label(user=actor, day=timezone.localdate(now)),
        body=body.strip(),
        created_at=now,
    )
    tell(
        story=row.story, event=f"reply:{reply.pk}", to=[row.asker], text=f"{actor.name}さんが質問に答えました",
        details=reply.body, by=actor, now=now,
    )  # fmt: skip
    return reply


@transaction.atomic
def hide_question(*, question: StoryQuestion, actor: User, reason: str, now: dt.datetime) -> StoryQuestion:
    """Keep a question and its answers from the others, with a reason that whoever asked reads; hidden twice, it is one.

    Raises PermissionDenied, and ShowcaseError without a reason.
    """
    row = _lock_question(question)
    require(can_hide(actor))
    if row.hidden_at is not None:
        return row
    if is_blank(reason):
        raise ShowcaseError("理由を書いてください。聞いた人が読みます。", "reason")
    row.hidden_at, row.hidden_by, row.hidden_reason = now, actor, reason.strip()
    row.save(update_fields=["hidden_at", "hidden_by", "hidden_reason"])
    tell(
        story=row.story, event=f"hidden:{row.pk}", to=[row.asker],
        text="質問を、ほかの人から見えなくしました", details=row.hidden_reason, by=actor, now=now,
    )  # fmt: skip
    return row
