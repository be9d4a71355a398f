"""Facts that hold for a time: half-open JST dates ``[valid_from, valid_to)``, no end = still."""

import datetime as dt
from typing import Self

from django.db import models
from django.db.models import F, Q


class DatedQuerySet(models.QuerySet):
    """Rows asked for by day; the day is always given, so that history can be read like the present."""

    def on(self, day: dt.date) -> Self:
        """Keep the rows that hold on ``day`` (JST)."""
        return self.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=day), valid_from__lte=day)

    def overlapping(self, start: dt.date, end: dt.date | None) -> Self:
        """Keep the rows that hold on any day of ``[start, end)``; ``end`` None = without end."""
        rows = self.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=start))
        return rows if end is None else rows.filter(valid_from__lt=end)


class DatedModel(models.Model):
    """Abstract base of every dated fact."""

    valid_from = models.DateField("開始日")
    valid_to = models.DateField("終了日（この日から外れる）", null=True, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="%(app_label)s_%(class)s_dates_in_order",
                violation_error_message="終了日は開始日より後の日にしてください。",
            ),
        ]

    def holds_on(self, day: dt.date) -> bool:
        """Tell whether the fact holds on ``day`` (JST)."""
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)
