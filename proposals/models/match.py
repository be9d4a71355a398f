"""Which consultation a proposal might serve, as the desk judged it. The vendor never hears of it."""

from django.db import models

from consultations.models import Consultation
from minato_dx.organization.models import User
from proposals.enums import MatchState
from proposals.models.proposal import Proposal


class Match(models.Model):
    """The desk's word on one pair; pairs without a row are still suggestions."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, verbose_name="提案", related_name="matches", db_index=False)
    consultation = models.ForeignKey(Consultation, models.CASCADE, verbose_name="相談", related_name="+")
    state = models.CharField("どうしたか", max_length=10, choices=MatchState.choices)
    by = models.ForeignKey(User, models.PROTECT, verbose_name="決めた人", related_name="+")
    at = models.DateTimeField("日時")

    class Meta:
        verbose_name = verbose_name_plural = "提案と相談の組"
        ordering = ("-at", "-id")
        constraints = [
            models.UniqueConstraint(fields=["proposal", "consultation"], name="proposals_match_once"),
        ]

    def __str__(self) -> str:
        return f"{self.proposal} {self.consultation}"
