"""What readers say to a story: that it was of use, and what they would like to know."""

from typing import Self

from django.db import models
from django.db.models import Q

from minato_dx.core.calendar import today
from minato_dx.organization.models import User
from showcase import permissions
from showcase.enums import QUESTION_LENGTH, State
from showcase.models.story import Story


class Useful(models.Model):
    """「参考になった」: said by one person of one story; taken back, the row is gone."""

    story = models.ForeignKey(Story, models.CASCADE, verbose_name="事例", related_name="useful", db_index=False)
    person = models.ForeignKey(User, models.CASCADE, verbose_name="職員", related_name="+")
    created_at = models.DateTimeField("日時")

    class Meta:
        verbose_name = verbose_name_plural = "参考になった"
        ordering = ("-id",)
        constraints = [models.UniqueConstraint(fields=["story", "person"], name="showcase_useful_once")]

    def __str__(self) -> str:
        return f"{self.story} {self.person}"


class QuestionQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> Self:
        """Keep those of published stories; what was hidden, for whoever asked it and for the DX section."""
        if not user.may_sign_in(today()):
            return self.none()
        rows = self.filter(story__state=State.PUBLISHED)
        if permissions.is_editor(user):
            return rows
        return rows.filter(Q(hidden_at__isnull=True) | Q(asker=user))


class StoryQuestion(models.Model):
    """A question asked under a story, with the names of the day. Hidden with a reason, it is not deleted."""

    story = models.ForeignKey(Story, models.CASCADE, verbose_name="事例", related_name="questions", db_index=False)
    asker = models.ForeignKey(User, models.PROTECT, verbose_name="聞いた人", related_name="+")
    asker_name = models.CharField("氏名（その日）", max_length=80)
    asker_post = models.CharField("職名（その日）", max_length=120, blank=True)
    body = models.TextField("質問", max_length=QUESTION_LENGTH)
    created_at = models.DateTimeField("日時")
    hidden_at = models.DateTimeField("見えなくした日時", null=True, blank=True)
    hidden_by = models.ForeignKey(
        User, models.PROTECT, verbose_name="見えなくした人", null=True, blank=True, related_name="+"
    )
    hidden_reason = models.CharField("見えなくした理由", max_length=400, blank=True)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "事例への質問"
        ordering = ("id",)
        constraints = [
            models.CheckConstraint(condition=~Q(body=""), name="showcase_question_has_words"),
            models.CheckConstraint(
                condition=Q(hidden_at__isnull=True, hidden_by__isnull=True, hidden_reason="")
                | (Q(hidden_at__isnull=False, hidden_by__isnull=False) & ~Q(hidden_reason="")),
                name="showcase_hidden_says_why",
            ),
        ]
        indexes = [models.Index(fields=["story", "id"], name="showcase_question_story")]

    def __str__(self) -> str:
        return self.body[:40]


class StoryReply(models.Model):
    """An answer to a question, by the division or the DX section."""

    question = models.ForeignKey(StoryQuestion, models.CASCADE, verbose_name="質問", related_name="replies")
    author = models.ForeignKey(User, models.PROTECT, verbose_name="答えた人", related_name="+")
    author_name = models.CharField("氏名（その日）", max_length=80)
    author_post = models.CharField("職名（その日）", max_length=120, blank=True)
    body = models.TextField("答え", max_length=QUESTION_LENGTH)
    created_at = models.DateTimeField("日時")

    class Meta:
        verbose_name = verbose_name_plural = "質問への答え"
        ordering = ("id",)
        constraints = [models.CheckConstraint(condition=~Q(body=""), name="showcase_reply_has_words")]

    def __str__(self) -> str:
        return self.body[:40]
