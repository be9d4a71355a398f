"""The one ledger of hours: inputs are stored, hours are computed, rows are never overwritten."""

from decimal import Decimal

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q

from consultations.enums import EffectMethod, EffectStage
from consultations.models.answer import Answer
from consultations.models.consultation import Consultation
from minato_dx.core.figures import number_text
from minato_dx.organization.models import User
from minato_dx.reference.models import Work

AT_LEAST_ZERO = [MinValueValidator(0)]


class EffectEntry(models.Model):
    """What one improvement of a piece of work saves, as proposed, as agreed, or as it really became.

    ``round`` counts the improvements of the same work one after the other: within a round each stage and month
    is counted once, whichever consultation writes it.
    """

    work = models.ForeignKey(Work, models.PROTECT, verbose_name="業務", related_name="+")
    round = models.PositiveSmallIntegerField("何回目の見直し", default=1)
    consultation = models.ForeignKey(Consultation, models.PROTECT, verbose_name="相談", related_name="effects")
    answer = models.ForeignKey(
        Answer, models.PROTECT, verbose_name="回答", null=True, blank=True, related_name="effects"
    )
    stage = models.CharField("段階", max_length=8, choices=EffectStage.choices)
    months_after = models.PositiveSmallIntegerField("実施から何か月", default=0)

    cases_per_year = models.PositiveIntegerField("年間件数")
    minutes_before = models.DecimalField("これまで", max_digits=7, decimal_places=1, validators=AT_LEAST_ZERO)
    minutes_after = models.DecimalField("これから", max_digits=7, decimal_places=1, validators=AT_LEAST_ZERO)
    running_hours_per_year = models.DecimalField(
        "新しく増える手間", max_digits=8, decimal_places=1, default=0, validators=AT_LEAST_ZERO
    )
    initial_hours = models.DecimalField(
        "準備の手間", max_digits=8, decimal_places=1, default=0, validators=AT_LEAST_ZERO
    )
    method = models.CharField("出し方", max_length=9, choices=EffectMethod.choices)
    basis = models.CharField("根拠", max_length=200, blank=True)
    hourly_rate_yen = models.PositiveIntegerField("1時間当たりの人件費（記録した日）", null=True, blank=True)

    entered_by = models.ForeignKey(User, models.PROTECT, verbose_name="記録した人", related_name="+")
    entered_at = models.DateTimeField("記録した日時")
    superseded_at = models.DateTimeField("新しい記録に替わった日時", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "効果の記録"
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(
                fields=["work", "round", "stage", "months_after"],
                condition=Q(superseded_at__isnull=True),
                name="consultations_hours_counted_once",
            ),
        ]
        indexes = [models.Index(fields=["consultation", "stage"], name="consult_effect")]

    def __str__(self) -> str:
        # Without the work's name: it would tell in the administrators' site what a private consultation is about.
        return f"{self.get_stage_display()}の記録"

    @property
    def hours_per_year(self) -> Decimal:
        """Hours saved a year: cases × (minutes before − after) ÷ 60 − new running hours. Initial work stands apart."""
        saved = self.cases_per_year * (self.minutes_before - self.minutes_after) / Decimal(60)
        return saved - self.running_hours_per_year

    @property
    def formula(self) -> str:
        """The calculation in words, to stand beside its figure."""
        text = (
            f"{self.cases_per_year:,}件/年 ×（{number_text(self.minutes_before)}分 − "
            f"{number_text(self.minutes_after)}分）÷ 60"
        )
        if self.running_hours_per_year:
            text += f" − {number_text(self.running_hours_per_year)}時間/年"
        return f"{text} = {number_text(self.hours_per_year)}時間/年"
