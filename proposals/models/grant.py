"""Who of the ward may read the confidential parts of a shared proposal, for what, and until when."""

from django.db import models
from django.db.models import Q

from minato_dx.organization.models import User
from proposals.enums import GrantState
from proposals.models.proposal import Proposal


class Grant(models.Model):
    """A request to read the confidential parts, and what the desk said; open to its last day (JST) included."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, verbose_name="提案", related_name="grants", db_index=False)
    user = models.ForeignKey(User, models.PROTECT, verbose_name="見たい人", related_name="+", db_index=False)
    purpose = models.CharField("何のために見るか", max_length=400)
    asked_at = models.DateTimeField("申し込んだ日時")
    state = models.CharField("状態", max_length=8, choices=GrantState.choices, default=GrantState.ASKED)
    decided_by = models.ForeignKey(
        User, models.PROTECT, verbose_name="決めた人", null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField("決めた日時", null=True, blank=True)
    reason = models.CharField("理由", max_length=400, blank=True)
    last_day = models.DateField("見られる最後の日", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "非公開の部分を見る申し込み"
        ordering = ("-asked_at", "-id")
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "user"],
                condition=Q(state__in=[str(GrantState.ASKED), str(GrantState.GRANTED)]),
                name="proposals_one_open_grant",
            ),
            models.CheckConstraint(
                condition=~Q(state=GrantState.GRANTED) | Q(last_day__isnull=False, decided_by__isnull=False),
                name="proposals_granted_until_a_day",
            ),
            models.CheckConstraint(
                condition=~Q(state=GrantState.REFUSED) | ~Q(reason=""), name="proposals_refused_with_reason"
            ),
        ]
        indexes = [
            models.Index(fields=["user", "state", "last_day"], name="proposals_grant_by_user"),
            models.Index(fields=["asked_at", "id"], condition=Q(state="asked"), name="proposals_grant_asked"),
        ]

    def __str__(self) -> str:
        return f"{self.proposal} {self.user}"
