"""Everything that one member of the DX section had in hand, given to others in one step."""

from django.db import models

from consultations.models.consultation import Consultation
from minato_dx.organization.models import User


class Handover(models.Model):
    """One step in which a person's open consultations went to others, because they leave a duty or are away."""

    person = models.ForeignKey(User, models.PROTECT, verbose_name="引き継いだ人", related_name="+")
    actor = models.ForeignKey(User, models.PROTECT, verbose_name="引き継ぎを決めた人", related_name="+")
    reason = models.TextField("理由", max_length=4000)
    submission_token = models.UUIDField("送信の印", unique=True, editable=False)
    created_at = models.DateTimeField("日時")

    class Meta:
        verbose_name = verbose_name_plural = "まとめた引き継ぎ"
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"{self.person} {self.created_at:%Y-%m-%d}"


class HandoverLine(models.Model):
    """One consultation of the step, and who has it now."""

    handover = models.ForeignKey(Handover, models.CASCADE, verbose_name="引き継ぎ", related_name="lines")
    consultation = models.ForeignKey(Consultation, models.PROTECT, verbose_name="相談", related_name="+")
    to = models.ForeignKey(User, models.PROTECT, verbose_name="新しい担当", related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = "引き継いだ相談"
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(fields=["handover", "consultation"], name="consultations_handover_once"),
        ]

    def __str__(self) -> str:
        return f"{self.consultation} → {self.to}"
