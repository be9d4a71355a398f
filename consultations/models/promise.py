"""What is promised to a requester, by when, and whether it was kept."""

from django.db import models
from django.db.models import Q

from consultations.enums import PromiseKind
from consultations.models.consultation import Consultation


class Promise(models.Model):
    """One promise. The open one also stands on its consultation (``next_due_at``), where lists sort by it."""

    consultation = models.ForeignKey(
        Consultation, models.CASCADE, verbose_name="相談", related_name="promises", db_index=False
    )
    kind = models.CharField("約束", max_length=12, choices=PromiseKind.choices)
    made_at = models.DateTimeField("約束した日時")
    due_at = models.DateTimeField("期限")
    paused_at = models.DateTimeField("止めた日時", null=True, blank=True)
    kept_at = models.DateTimeField("果たした日時", null=True, blank=True)
    dropped_at = models.DateTimeField("なくなった日時", null=True, blank=True)
    # Each promise is reminded of once before it is due and told of once when it was not kept.
    reminded_at = models.DateTimeField("期限の日を知らせた日時", null=True, blank=True)
    lateness_told_at = models.DateTimeField("遅れを知らせた日時", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "約束"
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(
                fields=["consultation"],
                condition=Q(kept_at__isnull=True, dropped_at__isnull=True),
                name="consultations_one_open_promise",
            ),
            models.CheckConstraint(
                condition=Q(kept_at__isnull=True) | Q(dropped_at__isnull=True), name="consultations_kept_or_dropped"
            ),
        ]
        indexes = [
            models.Index(fields=["consultation", "id"], name="consult_promise"),
            models.Index(
                fields=["due_at", "id"],
                condition=Q(
                    kept_at__isnull=True, dropped_at__isnull=True, paused_at__isnull=True, lateness_told_at__isnull=True
                ),
                name="consult_promise_to_watch",
            ),
            models.Index(
                fields=["due_at", "kind"],
                condition=Q(dropped_at__isnull=True, paused_at__isnull=True),
                name="consult_promise_by_due",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.due_at:%Y-%m-%d}"
