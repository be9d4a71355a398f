"""Who at the desk has which field of work."""

from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from minato_dx.organization.models import User
from minato_dx.reference.models import FieldOfWork


class FieldDesk(models.Model):
    """Whom the proposals of a field of work go to, and who stands in; without a row they go to the section head."""

    field = models.OneToOneField(FieldOfWork, models.PROTECT, verbose_name="分野", related_name="+")
    staff = models.ForeignKey(User, models.PROTECT, verbose_name="担当", related_name="+")
    deputy = models.ForeignKey(User, models.PROTECT, verbose_name="副担当", null=True, blank=True, related_name="+")

    history = HistoricalRecords()

    class Meta:
        verbose_name = verbose_name_plural = "提案の担当"
        ordering = ("field__order", "field")
        constraints = [
            models.CheckConstraint(
                condition=Q(deputy__isnull=True) | ~Q(deputy=F("staff")),
                name="proposals_deputy_is_somebody_else",
                violation_error_message="副担当は、担当と別の人にしてください。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.field} {self.staff}"
