"""What the desk tells the vendor, and the wordings it starts from."""

from django.db import models
from simple_history.models import HistoricalRecords

from minato_dx.organization.models import User
from proposals.enums import TEXT_LENGTH, AnswerKind
from proposals.models.proposal import Proposal


class AnswerTemplate(models.Model):
    """The wording of one kind of answer. ``{company}``, ``{title}``, ``{number}`` and ``{reason}`` are filled in."""

    kind = models.CharField("種類", max_length=12, choices=AnswerKind.choices, unique=True)
    body = models.TextField("本文", max_length=TEXT_LENGTH)

    history = HistoricalRecords()

    class Meta:
        verbose_name = verbose_name_plural = "回答の文面"
        ordering = ("kind",)

    def __str__(self) -> str:
        return self.get_kind_display()


class VendorAnswer(models.Model):
    """What was sent to the vendor, word by word. Rows are only ever added."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, verbose_name="提案", related_name="answers", db_index=False)
    kind = models.CharField("種類", max_length=12, choices=AnswerKind.choices)
    text = models.TextField("本文", max_length=TEXT_LENGTH)
    sent_by = models.ForeignKey(User, models.PROTECT, verbose_name="送った人", related_name="+")
    sent_at = models.DateTimeField("送った日時")

    class Meta:
        verbose_name = verbose_name_plural = "事業者への回答"
        ordering = ("sent_at", "id")
        indexes = [models.Index(fields=["proposal", "sent_at"], name="proposals_answers")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.sent_at:%Y-%m-%d}"
