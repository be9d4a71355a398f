"""Who is the DX leader of which division, and since when."""

from django.db import models
from simple_history.models import HistoricalRecords

from leaders.enums import EndReason
from minato_dx.core.dated import DatedModel, DatedQuerySet
from minato_dx.core.no_overlap import NoOverlap
from minato_dx.organization.models import Division, User


class LeaderTerm(DatedModel):
    """The term of one DX推進リーダー in one division; nobody hears of it before ``published_on``."""

    person = models.ForeignKey(User, models.PROTECT, verbose_name="リーダー", related_name="+")
    division = models.ForeignKey(Division, models.PROTECT, verbose_name="課", related_name="+")
    published_on = models.DateField("発令日（この日から見える）")
    cohort = models.ForeignKey("Cohort", models.PROTECT, verbose_name="期", null=True, blank=True, related_name="terms")
    end_reason = models.CharField("終わった理由", max_length=10, choices=EndReason.choices, blank=True)
    successor_asked_at = models.DateTimeField("後任をお願いした日時", null=True, blank=True, editable=False)

    objects = DatedQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta(DatedModel.Meta):
        verbose_name = verbose_name_plural = "リーダーの任期"
        ordering = ("-valid_from", "id")
        constraints = [
            *DatedModel.Meta.constraints,
            models.UniqueConstraint(
                fields=["division"],
                condition=models.Q(valid_to__isnull=True),
                name="leaders_one_open_term_per_division",
                violation_error_message="この課には任期の続くリーダーがいます。先に終了日を入れてください。",
            ),
            NoOverlap(
                name="leaders_one_leader_each_day",
                fields=("division",),
                violation_error_message="この課には、同じ期間のリーダーがもういます。前のリーダーの終了日を先に入れてください。",
            ),
        ]
        indexes = [
            models.Index(fields=["division", "valid_from"], name="leaders_term_by_division"),
            models.Index(fields=["person", "valid_from"], name="leaders_term_by_person"),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.valid_from:%Y-%m-%d}"
