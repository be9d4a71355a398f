"""What a training is made of: modules, their sessions, the times at which a session is held, and who was there."""

from typing import Self

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from leaders.enums import Entry, ModuleKind, Presence
from leaders.models.training import Programme, Trainee
from minato_dx.organization.models import User
from minato_dx.scheduling.models import Event


class Module(models.Model):
    """A part of a training, in the order in which it is taught."""

    programme = models.ForeignKey(
        Programme, models.CASCADE, verbose_name="研修", related_name="modules", db_index=False
    )
    kind = models.CharField("区分", max_length=10, choices=ModuleKind.choices, default=ModuleKind.BASICS)
    name = models.CharField("名前", max_length=80)
    order = models.PositiveSmallIntegerField("並び順", default=0)

    history = HistoricalRecords()

    class Meta:
        verbose_name = verbose_name_plural = "研修の科目"
        ordering = ("order", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "name"],
                name="leaders_module_once",
                violation_error_message="この研修には、同じ名前の科目がもうあります。",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class SessionQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> Self:
        """Keep the sessions of the trainings that the user may see."""
        return self.filter(module__programme__in=Programme.objects.visible_to(user))


class Session(models.Model):
    """One meeting of a module. Who takes part once has taken part, at whichever of its times."""

    module = models.ForeignKey(Module, models.CASCADE, verbose_name="科目", related_name="sessions", db_index=False)
    name = models.CharField("名前", max_length=80)
    about = models.TextField("内容・持ち物", max_length=2000, blank=True)
    is_required = models.BooleanField("出席の割合に数える", default=True)
    order = models.PositiveSmallIntegerField("並び順", default=0)

    objects = SessionQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = verbose_name_plural = "研修の回"
        ordering = ("module__order", "module", "order", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["module", "name"],
                name="leaders_session_once",
                violation_error_message="この科目には、同じ名前の回がもうあります。",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class SessionRun(models.Model):
    """One time at which a session is held: an event with a place, a capacity, and seats to choose."""

    session = models.ForeignKey(Session, models.PROTECT, verbose_name="回", related_name="runs")
    event = models.OneToOneField(Event, models.PROTECT, verbose_name="予定", related_name="+")
    late_after = models.PositiveSmallIntegerField("遅刻とする時間（開始から何分）", default=10)

    class Meta:
        verbose_name = verbose_name_plural = "研修の日程"
        ordering = ("event__starts_at", "pk")

    def __str__(self) -> str:
        return f"{self.session} {self.event.starts_at:%Y-%m-%d}"


class Attendance(models.Model):
    """What became of one trainee in one session. A second line there cannot be: a later entry changes this one."""

    trainee = models.ForeignKey(
        Trainee, models.CASCADE, verbose_name="受講者", related_name="attendances", db_index=False
    )
    session = models.ForeignKey(Session, models.PROTECT, verbose_name="回", related_name="attendances")
    run = models.ForeignKey(
        SessionRun, models.PROTECT, verbose_name="日程", null=True, blank=True, related_name="attendances"
    )
    presence = models.CharField("出欠", max_length=10, choices=Presence.choices)
    entry = models.CharField("記録のしかた", max_length=10, choices=Entry.choices)
    note = models.CharField("メモ", max_length=200, blank=True)
    noted_by = models.ForeignKey(
        User, models.PROTECT, verbose_name="記録した人", null=True, blank=True, related_name="+"
    )
    noted_at = models.DateTimeField("記録した日時")

    history = HistoricalRecords()

    class Meta:
        verbose_name = verbose_name_plural = "出席"
        ordering = ("session", "trainee")
        constraints = [
            models.UniqueConstraint(fields=["trainee", "session"], name="leaders_attendance_once"),
            models.CheckConstraint(
                condition=Q(presence__in=Presence.values, entry__in=Entry.values), name="leaders_attendance_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.trainee} {self.session} {self.get_presence_display()}"


class SessionFeedback(models.Model):
    """What a trainee says of a session in one minute: how useful it was, and one remark."""

    trainee = models.ForeignKey(Trainee, models.CASCADE, verbose_name="受講者", related_name="+", db_index=False)
    session = models.ForeignKey(Session, models.PROTECT, verbose_name="回", related_name="feedback")
    score = models.PositiveSmallIntegerField("仕事に役立ちそうか（1〜5）")
    remark = models.TextField("ひとこと", max_length=1000, blank=True)
    written_at = models.DateTimeField("書いた日時")

    class Meta:
        verbose_name = verbose_name_plural = "回のふりかえり"
        ordering = ("-written_at",)
        constraints = [
            models.UniqueConstraint(fields=["trainee", "session"], name="leaders_feedback_once"),
            models.CheckConstraint(condition=Q(score__gte=1, score__lte=5), name="leaders_feedback_score"),
        ]

    def __str__(self) -> str:
        return f"{self.session} {self.score}"
