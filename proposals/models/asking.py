"""What is asked about a proposal: by staff of the desk, and by the desk of the vendor."""

from django.db import models
from django.db.models import Q

from minato_dx.organization.models import Division, User
from proposals.enums import TEXT_LENGTH
from proposals.models.answer import VendorAnswer
from proposals.models.proposal import Proposal


class StaffQuestion(models.Model):
    """A question about a shared proposal, asked of the desk; no division writes to a vendor by itself."""

    proposal = models.ForeignKey(
        Proposal, models.CASCADE, verbose_name="提案", related_name="staff_questions", db_index=False
    )
    asker = models.ForeignKey(User, models.PROTECT, verbose_name="聞いた人", related_name="+", db_index=False)
    division = models.ForeignKey(Division, models.PROTECT, verbose_name="課", related_name="+")
    token = models.UUIDField("送信の印", unique=True, editable=False)
    text = models.TextField("質問", max_length=TEXT_LENGTH)
    asked_at = models.DateTimeField("聞いた日時")
    answer = models.TextField("返事", max_length=TEXT_LENGTH, blank=True)
    answered_by = models.ForeignKey(
        User, models.PROTECT, verbose_name="答えた人", null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField("答えた日時", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "提案への質問"
        ordering = ("asked_at", "id")
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answer="") | (Q(answered_at__isnull=False) & ~Q(answer="")),
                name="proposals_question_answered_whole",
            ),
        ]
        indexes = [
            models.Index(fields=["proposal", "asked_at"], name="proposals_questions"),
            models.Index(fields=["asker", "-asked_at"], name="proposals_questions_of"),
            models.Index(fields=["asked_at"], condition=Q(answered_at__isnull=True), name="proposals_questions_open"),
        ]

    def __str__(self) -> str:
        return f"{self.proposal} {self.asked_at:%Y-%m-%d}"


class VendorReply(models.Model):
    """What the vendor wrote back, to one of our messages or of their own accord. Rows are only ever added."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, verbose_name="提案", related_name="replies", db_index=False)
    answer = models.ForeignKey(
        VendorAnswer, models.CASCADE, verbose_name="どの連絡への返事か", null=True, blank=True, related_name="replies"
    )
    text = models.TextField("本文", max_length=TEXT_LENGTH)
    received_at = models.DateTimeField("届いた日時")

    class Meta:
        verbose_name = verbose_name_plural = "事業者からの返事"
        ordering = ("received_at", "id")
        indexes = [models.Index(fields=["proposal", "received_at"], name="proposals_replies")]

    def __str__(self) -> str:
        return f"{self.proposal} {self.received_at:%Y-%m-%d}"
