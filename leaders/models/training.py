"""The training of a cohort, and who takes part in it."""

from typing import Self

from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from leaders import permissions
from leaders.models.plan import Cohort
from minato_dx.core.calendar import today
from minato_dx.core.codes import CODE_LENGTH, new_code
from minato_dx.organization.models import Division, User


class ProgrammeQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> Self:
        """Keep all for the DX section, and for everybody else those in which they take part."""
        if permissions.can_check(user):
            return self
        return self.filter(pk__in=Trainee.objects.filter(person=user, left_on__isnull=True).values("programme"))


class TraineeQuerySet(models.QuerySet):
    def staying(self) -> Self:
        """Keep those who have not left the training."""
        return self.filter(left_on__isnull=True)

    def visible_to(self, user: User) -> Self:
        """Keep all for the DX section, and for everybody else themselves."""
        if not user.may_sign_in(today()):
            return self.none()
        return self if permissions.can_check(user) else self.filter(person=user)


class Programme(models.Model):
    """The training of one cohort and what it takes to complete it."""

    cohort = models.OneToOneField(Cohort, models.PROTECT, verbose_name="期", related_name="programme")
    name = models.CharField("研修の名前", max_length=80)
    starts_on = models.DateField("初日")
    ends_on = models.DateField("最終日")
    min_attendance_percent = models.PositiveSmallIntegerField("修了に要る出席（%）", default=80)
    needs_assignments = models.BooleanField("修了に、すべての必須課題の提出が要る", default=True)
    needs_group_work = models.BooleanField("修了に、グループワークの提出が要る", default=False)
    presents_on = models.DateField("発表の日", null=True, blank=True)
    # Until then the teams are the DX section's draft.
    teams_announced_at = models.DateTimeField("班を知らせた日時", null=True, blank=True, editable=False)
    about = models.TextField("研修の案内", max_length=4000, blank=True)

    objects = ProgrammeQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = verbose_name_plural = "研修"
        ordering = ("-starts_on",)
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="leaders_programme_in_order",
                violation_error_message="最終日は、初日より後にしてください。",
            ),
            models.CheckConstraint(
                condition=Q(min_attendance_percent__lte=100),
                name="leaders_programme_percent",
                violation_error_message="出席の割合は、0から100までで入れてください。",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Trainee(models.Model):
    """One person in one training."""

    programme = models.ForeignKey(
        Programme, models.PROTECT, verbose_name="研修", related_name="trainees", db_index=False
    )
    person = models.ForeignKey(User, models.PROTECT, verbose_name="受講者", related_name="+", db_index=False)
    # For which division: its name of the day is looked up, also after the leader moved.
    division = models.ForeignKey(Division, models.PROTECT, verbose_name="課", null=True, blank=True, related_name="+")
    code = models.CharField("受付の符号", max_length=CODE_LENGTH, unique=True, default=new_code, editable=False)
    joined_on = models.DateField("受講を始めた日")
    left_on = models.DateField("受講をやめた日", null=True, blank=True)
    completed_on = models.DateField("修了日", null=True, blank=True)
    group_work_on = models.DateField("グループワークを提出した日", null=True, blank=True)

    objects = TraineeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "受講者"
        ordering = ("programme", "person__staff_number")
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "person"],
                name="leaders_one_place_in_training",
                violation_error_message="この人は、この研修にもう入っています。",
            ),
            models.CheckConstraint(
                condition=Q(left_on__isnull=True) | Q(completed_on__isnull=True),
                name="leaders_trainee_left_or_completed",
                violation_error_message="修了日とやめた日は、どちらか一方にしてください。",
            ),
        ]
        indexes = [
            models.Index(fields=["person", "completed_on"], name="leaders_trainee_person"),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.programme}"
