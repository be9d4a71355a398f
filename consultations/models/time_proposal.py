"""The times at which a requester would like to be heard, where no published slot fits."""

import datetime as dt

from django.db import models
from django.db.models import F, Q

from consultations.models.consultation import Consultation
from minato_dx.organization.models import User


class TimeProposal(models.Model):
    """Up to three wished times; the DX side answers by arranging a hearing, at one of them or at another."""

    consultation = models.ForeignKey(Consultation, models.CASCADE, verbose_name="相談", related_name="time_proposals")
    proposed_by = models.ForeignKey(User, models.PROTECT, verbose_name="希望した人", related_name="+")
    first_at = models.DateTimeField("第1希望")
    second_at = models.DateTimeField("第2希望", null=True, blank=True)
    third_at = models.DateTimeField("第3希望", null=True, blank=True)
    note = models.CharField("場所などの希望", max_length=200, blank=True)
    proposed_at = models.DateTimeField("希望した日時")
    answered_at = models.DateTimeField("返事をした日時", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "会いたい日時の希望"
        ordering = ("-id",)
        constraints = [
            models.UniqueConstraint(
                fields=["consultation"], condition=Q(answered_at__isnull=True), name="consultations_one_open_proposal"
            ),
            models.CheckConstraint(
                condition=(Q(second_at__isnull=True) | ~Q(second_at=F("first_at")))
                & (Q(third_at__isnull=True) | (~Q(third_at=F("first_at")) & ~Q(third_at=F("second_at")))),
                name="consultations_proposed_times_differ",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_at:%Y-%m-%d %H:%M}"

    @property
    def times(self) -> list[dt.datetime]:
        """The wished times, the most wanted first."""
        return [moment for moment in (self.first_at, self.second_at, self.third_at) if moment is not None]
