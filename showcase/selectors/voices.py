"""What readers said to a story."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from minato_dx.organization.models import User
from showcase.models import Adoption, Story, StoryQuestion, Useful
from showcase.permissions import can_answer, can_hide


@dataclass(frozen=True, slots=True)
class Voices:
    """What the page of a story shows of its readers, and what this one may do."""

    useful: int
    is_useful_to_me: bool
    questions: list[StoryQuestion]
    answers: bool
    hides: bool


def voices_of(*, story: Story, user: User) -> Voices:
    """Return them with all answers. Five queries at most, however many there are."""
    rows = StoryQuestion.objects.visible_to(user).filter(story=story).select_related("hidden_by")
    return Voices(
        useful=Useful.objects.filter(story=story).count(),
        is_useful_to_me=Useful.objects.filter(story=story, person=user).exists(),
        questions=list(rows.prefetch_related("replies")),
        answers=can_answer(user, story),
        hides=can_hide(user),
    )


def with_counts(rows: QuerySet[Story]) -> QuerySet[Story]:
    """Add ``useful_count``, ``question_count`` (shown ones) and ``adopted_count`` (taken over, as it is or changed)."""
    found: QuerySet[Story] = rows.annotate(
        useful_count=_count(Useful.objects.all()),
        question_count=_count(StoryQuestion.objects.filter(hidden_at__isnull=True)),
        adopted_count=_count(Adoption.objects.taken_over()),
    )
    return found


def _count(rows: QuerySet[Any]) -> Coalesce:
    counted = rows.filter(story=OuterRef("pk")).order_by().values("story").annotate(number=Count("pk"))
    return Coalesce(Subquery(counted.values("number"), output_field=IntegerField()), Value(0))
