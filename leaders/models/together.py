"""Leaders among themselves: what each is good at, and questions with answers that stay findable."""

from typing import Self

from django.db import models
from simple_history.models import HistoricalRecords

from leaders import permissions
from minato_dx.organization.models import User
from minato_dx.reference.models import FieldOfWork, InHouseTool


class LeaderProfile(models.Model):
    """What a leader is good at, in their own words and by the ward's lists."""

    person = models.OneToOneField(User, models.PROTECT, verbose_name="リーダー", related_name="+")
    good_at = models.TextField("得意なこと・聞いてほしいこと", max_length=1000, blank=True)
    tools = models.ManyToManyField(InHouseTool, verbose_name="使える庁内ツール", blank=True, related_name="+")
    fields = models.ManyToManyField(FieldOfWork, verbose_name="詳しい分野", blank=True, related_name="+")
    changed_at = models.DateTimeField("書いた日時")

    class Meta:
        verbose_name = verbose_name_plural = "リーダーの紹介"
        ordering = ("person__staff_number",)

    def __str__(self) -> str:
        return str(self.person)


class LeaderQuestionQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> Self:
        """Keep all for leaders, trainees and the DX section, and nothing for anybody else."""
        return self if permissions.is_among_leaders(user) else self.none()


class LeaderQuestion(models.Model):
    """What a leader asks the other leaders."""

    asker = models.ForeignKey(User, models.PROTECT, verbose_name="質問した人", related_name="+")
    title = models.CharField("聞きたいこと", max_length=80)
    text = models.TextField("くわしく", max_length=4000, blank=True)
    tool = models.ForeignKey(
        InHouseTool, models.PROTECT, verbose_name="庁内ツール", null=True, blank=True, related_name="+"
    )
    field = models.ForeignKey(FieldOfWork, models.PROTECT, verbose_name="分野", null=True, blank=True, related_name="+")
    asked_at = models.DateTimeField("質問した日時")
    solved_at = models.DateTimeField("解決した日時", null=True, blank=True)

    objects = LeaderQuestionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "リーダーどうしの質問"
        ordering = ("-asked_at", "-pk")
        indexes = [models.Index(fields=["-asked_at", "-id"], name="leaders_question_newest")]

    def __str__(self) -> str:
        return self.title


class LeaderReply(models.Model):
    """An answer to a leader's question; the one who asked marks what helped."""

    question = models.ForeignKey(
        LeaderQuestion, models.CASCADE, verbose_name="質問", related_name="replies", db_index=False
    )
    author = models.ForeignKey(User, models.PROTECT, verbose_name="書いた人", related_name="+")
    text = models.TextField("回答", max_length=4000)
    written_at = models.DateTimeField("書いた日時")
    has_helped = models.BooleanField("役に立った", default=False)

    history = HistoricalRecords()

    class Meta:
        verbose_name = verbose_name_plural = "リーダーどうしの回答"
        ordering = ("written_at", "pk")
        indexes = [
            models.Index(fields=["question", "written_at"], name="leaders_reply_in_order"),
            models.Index(fields=["author", "-written_at"], name="leaders_reply_by_author"),
        ]

    def __str__(self) -> str:
        return f"{self.question} {self.author}"
