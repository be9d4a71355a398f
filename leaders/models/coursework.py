"""What trainees hand in, ask, and say of themselves; and the certificate at the end."""

from typing import Self

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from leaders import permissions
from leaders.enums import SkillStage
from leaders.models.training import Programme, Trainee
from minato_dx.core.calendar import fiscal_year_label
from minato_dx.organization.models import User


class Assignment(models.Model):
    """Something that each trainee hands in until a day."""

    programme = models.ForeignKey(Programme, models.CASCADE, verbose_name="研修", related_name="assignments")
    name = models.CharField("課題の名前", max_length=80)
    about = models.TextField("やること", max_length=4000, blank=True)
    due_on = models.DateField("締切")
    is_required = models.BooleanField("修了に要る", default=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = verbose_name_plural = "課題"
        ordering = ("due_on", "pk")

    def __str__(self) -> str:
        return self.name


class SubmissionQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> Self:
        """Keep all for the DX section, and for everybody else their own."""
        return self if permissions.can_check(user) else self.filter(trainee__person=user)


class Submission(models.Model):
    """What one trainee handed in for one assignment: words, files, or both. Sent back, it is handed in anew."""

    assignment = models.ForeignKey(Assignment, models.PROTECT, verbose_name="課題", related_name="submissions")
    trainee = models.ForeignKey(
        Trainee, models.CASCADE, verbose_name="受講者", related_name="submissions", db_index=False
    )
    text = models.TextField("提出した内容", max_length=8000, blank=True)
    submitted_at = models.DateTimeField("提出した日時")
    comment = models.TextField("担当からのひとこと", max_length=2000, blank=True)
    returned_at = models.DateTimeField("差し戻した日時", null=True, blank=True)
    accepted_at = models.DateTimeField("受け取った日時", null=True, blank=True)
    looked_at_by = models.ForeignKey(
        User, models.PROTECT, verbose_name="見た人", null=True, blank=True, related_name="+"
    )

    objects = SubmissionQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = verbose_name_plural = "課題の提出"
        ordering = ("-submitted_at",)
        constraints = [
            models.UniqueConstraint(fields=["trainee", "assignment"], name="leaders_submission_once"),
            models.CheckConstraint(
                condition=Q(returned_at__isnull=True) | Q(accepted_at__isnull=True),
                name="leaders_submission_returned_or_accepted",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assignment} {self.trainee}"


class TrainingQuestion(models.Model):
    """A trainee's question to the organisers; a shared answer is read by all who take part."""

    trainee = models.ForeignKey(Trainee, models.CASCADE, verbose_name="受講者", related_name="questions")
    text = models.TextField("質問", max_length=2000)
    asked_at = models.DateTimeField("質問した日時")
    answer = models.TextField("回答", max_length=4000, blank=True)
    answered_by = models.ForeignKey(
        User, models.PROTECT, verbose_name="回答した人", null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField("回答した日時", null=True, blank=True)
    is_shared = models.BooleanField("受講者みんなに見せる", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "研修の質問"
        ordering = ("-asked_at", "-pk")

    def __str__(self) -> str:
        return self.text[:40]


class SkillItem(models.Model):
    """One thing a leader should be able to do, in words to which one can say how well."""

    name = models.CharField("できること", max_length=80, unique=True)
    order = models.PositiveSmallIntegerField("並び順", default=0)
    is_active = models.BooleanField("たずねる", default=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = verbose_name_plural = "自己評価の項目"
        ordering = ("order", "pk")

    def __str__(self) -> str:
        return self.name


class SkillCheck(models.Model):
    """One look at oneself: before, after, and a year later."""

    trainee = models.ForeignKey(Trainee, models.CASCADE, verbose_name="受講者", related_name="checks", db_index=False)
    stage = models.CharField("時期", max_length=10, choices=SkillStage.choices)
    checked_at = models.DateTimeField("答えた日時")

    class Meta:
        verbose_name = verbose_name_plural = "自己評価"
        ordering = ("trainee", "checked_at")
        constraints = [models.UniqueConstraint(fields=["trainee", "stage"], name="leaders_skill_check_once")]

    def __str__(self) -> str:
        return f"{self.trainee} {self.get_stage_display()}"


class SkillScore(models.Model):
    """How well somebody says they can do one thing, from 1 (not at all) to 5 (could show others)."""

    check_of = models.ForeignKey(
        SkillCheck, models.CASCADE, verbose_name="自己評価", related_name="scores", db_index=False
    )
    item = models.ForeignKey(SkillItem, models.PROTECT, verbose_name="項目", related_name="+")
    score = models.PositiveSmallIntegerField("1〜5")

    class Meta:
        verbose_name = verbose_name_plural = "自己評価の点"
        ordering = ("item__order", "item")
        constraints = [
            models.UniqueConstraint(fields=["check_of", "item"], name="leaders_skill_score_once"),
            models.CheckConstraint(condition=Q(score__gte=1, score__lte=5), name="leaders_skill_score_range"),
        ]

    def __str__(self) -> str:
        return f"{self.item} {self.score}"


class Certificate(models.Model):
    """The certificate (修了証) of one trainee, numbered in the fiscal year of completion, in the words of that day."""

    trainee = models.OneToOneField(Trainee, models.PROTECT, verbose_name="受講者", related_name="certificate")
    fiscal_year = models.PositiveSmallIntegerField("年度")
    serial = models.PositiveIntegerField("番号")
    name = models.CharField("氏名", max_length=100)
    place = models.CharField("所属", max_length=200, blank=True)
    programme_name = models.CharField("研修の名前", max_length=80)
    cohort_number = models.PositiveSmallIntegerField("期")
    starts_on = models.DateField("研修の初日")
    issued_on = models.DateField("発行日")
    city = models.CharField("区市町村の名前", max_length=40)
    signer_title = models.CharField("発行者の職名", max_length=60)
    signer_name = models.CharField("発行者の氏名", max_length=100, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "修了証"
        ordering = ("-fiscal_year", "-serial")
        constraints = [models.UniqueConstraint(fields=["fiscal_year", "serial"], name="leaders_certificate_number")]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """Return ``令和8年度 第12号``."""
        return f"{fiscal_year_label(self.fiscal_year)} 第{self.serial}号"
