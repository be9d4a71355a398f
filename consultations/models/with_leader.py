"""What the division's own leader has to do with a consultation: asked first, or given a theme for group work."""

from typing import Self

from django.db import models
from django.db.models import Q

from consultations.models.consultation import Consultation
from leaders.models import Team
from leaders.permissions import is_among_leaders
from minato_dx.organization.models import User


class LeaderTurn(models.Model):
    """The requester asked the leader first: until it is handed on, nothing is owed by the DX section."""

    consultation = models.OneToOneField(Consultation, models.CASCADE, verbose_name="相談", related_name="leader_turn")
    leader = models.ForeignKey(User, models.PROTECT, verbose_name="聞かれたリーダー", related_name="+")
    asked_at = models.DateTimeField("聞いた日時")
    due_at = models.DateTimeField("いつまで待つか")
    answered_at = models.DateTimeField("リーダーが答えた日時", null=True, blank=True)
    ended_at = models.DateTimeField("リーダーの番が終わった日時", null=True, blank=True)
    handed_on_by = models.ForeignKey(
        User, models.PROTECT, verbose_name="担当に回した人", null=True, blank=True, related_name="+"
    )
    is_handed_on = models.BooleanField("担当に回した", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "リーダーへの相談"
        ordering = ("-asked_at",)
        constraints = [
            models.CheckConstraint(
                condition=Q(is_handed_on=False) | Q(ended_at__isnull=False), name="consultations_handed_on_has_time"
            ),
        ]
        indexes = [
            models.Index(
                fields=["leader", "due_at"], condition=Q(ended_at__isnull=True), name="consult_leader_turn_open"
            ),
            models.Index(fields=["leader", "answered_at"], name="consult_leader_answered"),
        ]

    def __str__(self) -> str:
        return f"{self.consultation} {self.leader}"

    @property
    def is_open(self) -> bool:
        return self.ended_at is None


class TrainingThemeQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> Self:
        """Keep, of what is not private, all for leaders, trainees and the DX section, else what one lent oneself."""
        lent = self.filter(consultation__is_private=False)
        return lent if is_among_leaders(user) else lent.filter(consultation__requester=user)


class TrainingTheme(models.Model):
    """That the requester lends the consultation to the leaders' group work, and which team took it."""

    consultation = models.OneToOneField(
        Consultation, models.CASCADE, verbose_name="相談", related_name="training_theme"
    )
    allowed_by = models.ForeignKey(User, models.PROTECT, verbose_name="認めた人", related_name="+")
    allowed_at = models.DateTimeField("認めた日時")
    team = models.OneToOneField(
        Team, models.SET_NULL, verbose_name="取り組む班", null=True, blank=True, related_name="+"
    )

    objects = TrainingThemeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "研修のテーマ"
        ordering = ("-allowed_at",)

    def __str__(self) -> str:
        return str(self.consultation)
