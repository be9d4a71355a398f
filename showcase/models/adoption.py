"""Which divisions took a story over, made it their own, are trying it, or gave it up."""

from typing import Self

from django.db import models
from django.db.models import Q

from consultations.models import Consultation
from minato_dx.core.calendar import today
from minato_dx.organization.models import Division, User
from showcase.enums import REASON_LENGTH, AdoptionState, State
from showcase.models.story import Story


class AdoptionQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> Self:
        """Keep those of published stories: what became of it elsewhere helps the next division."""
        return self.filter(story__state=State.PUBLISHED) if user.may_sign_in(today()) else self.none()

    def taken_over(self) -> Self:
        return self.filter(state__in=[AdoptionState.ADOPTED, AdoptionState.ADAPTED])


class Adoption(models.Model):
    """How far one division came with one story. Its hours are those of its own consultation in the effect ledger.

    ``since`` is the day from which the state holds, a date of the division's own.
    """

    story = models.ForeignKey(Story, models.PROTECT, verbose_name="事例", related_name="adoptions", db_index=False)
    division = models.ForeignKey(Division, models.PROTECT, verbose_name="課", related_name="+")
    division_name = models.CharField("課の名前（その日）", max_length=80)
    state = models.CharField("状態", max_length=8, choices=AdoptionState.choices)
    reason = models.CharField("工夫・理由", max_length=REASON_LENGTH, blank=True)
    since = models.DateField("いつから")
    consultation = models.OneToOneField(
        Consultation, models.PROTECT, verbose_name="この事例から始めた相談", null=True, blank=True, related_name="+"
    )
    said_by = models.ForeignKey(User, models.PROTECT, verbose_name="答えた人", related_name="+")
    said_at = models.DateTimeField("答えた日時")

    objects = AdoptionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "広がり"
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(fields=["story", "division"], name="showcase_adoption_once_a_division"),
            models.CheckConstraint(
                condition=Q(state__in=[str(state) for state in AdoptionState]), name="showcase_adoption_state_known"
            ),
            models.CheckConstraint(
                condition=~Q(state=AdoptionState.GAVE_UP) | ~Q(reason=""), name="showcase_giving_up_says_why"
            ),
        ]
        indexes = [models.Index(fields=["story", "state"], name="showcase_adoption_state")]

    def __str__(self) -> str:
        return f"{self.division_name} {self.get_state_display()}"

    @property
    def state_badge(self) -> AdoptionState:
        return AdoptionState(self.state)


class AdoptionLog(models.Model):
    """What was said of an adoption, each time anew. Rows are only ever added."""

    adoption = models.ForeignKey(Adoption, models.CASCADE, verbose_name="広がり", related_name="steps", db_index=False)
    state = models.CharField("状態", max_length=8, choices=AdoptionState.choices)
    reason = models.CharField("工夫・理由", max_length=REASON_LENGTH, blank=True)
    since = models.DateField("いつから")
    actor = models.ForeignKey(User, models.PROTECT, verbose_name="答えた人", related_name="+")
    actor_name = models.CharField("氏名（その日）", max_length=80)
    actor_post = models.CharField("職名（その日）", max_length=120, blank=True)
    created_at = models.DateTimeField("日時")

    class Meta:
        verbose_name = verbose_name_plural = "広がりの経過"
        ordering = ("created_at", "id")
        indexes = [models.Index(fields=["adoption", "created_at", "id"], name="showcase_adoption_log")]

    def __str__(self) -> str:
        return f"{self.get_state_display()} {self.created_at:%Y-%m-%d}"
