"""A cold call that reached a division, handed on to the desk."""

import uuid
from typing import Self

from django.db import models
from django.db.models import Q

from minato_dx.core.calendar import today
from minato_dx.organization.models import Division, User
from proposals import permissions
from proposals.enums import TEXT_LENGTH, CallState
from proposals.models.proposal import Proposal


class ForwardedCallQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> Self:
        """Keep all for the desk, and for anybody else those that they handed on."""
        if permissions.is_at_desk(user):
            return self
        return self.filter(sent_by=user) if user.may_sign_in(today()) else self.none()


class ForwardedCall(models.Model):
    """What a division knows of a vendor who called on it; the desk invites them to the door, or writes it down."""

    token = models.UUIDField("送信の印", default=uuid.uuid4, unique=True, editable=False)
    division = models.ForeignKey(Division, models.PROTECT, verbose_name="課", related_name="+")
    sent_by = models.ForeignKey(User, models.PROTECT, verbose_name="転送した人", related_name="+")
    company_name = models.CharField("事業者の名称", max_length=120)
    contact = models.CharField("相手の連絡先", max_length=200, blank=True)
    text = models.TextField("何の話か", max_length=TEXT_LENGTH, blank=True)
    sent_at = models.DateTimeField("転送した日時")
    state = models.CharField("状態", max_length=10, choices=CallState.choices, default=CallState.NEW)
    handled_by = models.ForeignKey(
        User, models.PROTECT, verbose_name="対応した人", null=True, blank=True, related_name="+"
    )
    handled_at = models.DateTimeField("対応した日時", null=True, blank=True)
    note = models.CharField("どうしたか", max_length=400, blank=True)
    proposal = models.ForeignKey(
        Proposal, models.SET_NULL, verbose_name="受け付けた提案", null=True, blank=True, related_name="+"
    )

    objects = ForwardedCallQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "課からの転送"
        ordering = ("-sent_at", "-id")
        constraints = [
            models.CheckConstraint(
                condition=Q(state=CallState.NEW, handled_at__isnull=True)
                | (~Q(state=CallState.NEW) & Q(handled_at__isnull=False)),
                name="proposals_call_handled_whole",
            ),
        ]
        indexes = [
            models.Index(fields=["sent_at", "id"], condition=Q(state="new"), name="proposals_calls_new"),
            models.Index(fields=["division", "-sent_at"], name="proposals_calls_of"),
        ]

    def __str__(self) -> str:
        return f"{self.company_name} {self.sent_at:%Y-%m-%d}"

    @property
    def state_badge(self) -> CallState:
        return CallState(self.state)
