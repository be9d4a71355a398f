"""What the vendor marked as confidential, who said what of their interests, and who opened it when."""

from django.db import models

from minato_dx.organization.models import User
from proposals.enums import TEXT_LENGTH, Part
from proposals.models.proposal import Proposal


class ConfidentialPart(models.Model):
    """One confidential part of a proposal; its words stand here and nowhere else."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, verbose_name="提案", related_name="parts", db_index=False)
    part = models.CharField("どこ", max_length=10, choices=Part.choices)
    text = models.TextField("内容", max_length=TEXT_LENGTH)

    class Meta:
        verbose_name = verbose_name_plural = "非公開の部分"
        ordering = ("id",)
        constraints = [models.UniqueConstraint(fields=["proposal", "part"], name="proposals_part_once")]

    def __str__(self) -> str:
        return f"{self.proposal} {self.get_part_display()}"


class ConflictDeclaration(models.Model):
    """What somebody says of their own interests in a proposal, before anything confidential opens to them."""

    proposal = models.ForeignKey(
        Proposal, models.CASCADE, verbose_name="提案", related_name="declarations", db_index=False
    )
    user = models.ForeignKey(User, models.PROTECT, verbose_name="職員", related_name="+")
    has_conflict = models.BooleanField("利害関係がある")
    text = models.CharField("どんな関係か", max_length=400, blank=True)
    declared_at = models.DateTimeField("申告した日時")

    class Meta:
        verbose_name = verbose_name_plural = "利害関係の申告"
        ordering = ("-declared_at",)
        constraints = [
            models.UniqueConstraint(fields=["proposal", "user"], name="proposals_declared_once"),
            models.CheckConstraint(
                condition=models.Q(has_conflict=False) | ~models.Q(text=""), name="proposals_conflict_has_words"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.proposal} {self.user}"


class PartAccess(models.Model):
    """Somebody opened a confidential part or file. Rows are only ever added."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, verbose_name="提案", related_name="accesses", db_index=False)
    user = models.ForeignKey(User, models.PROTECT, verbose_name="開いた人", related_name="+")
    what = models.CharField("開いたもの", max_length=120)
    opened_at = models.DateTimeField("日時")

    class Meta:
        verbose_name = verbose_name_plural = "非公開の部分を開いた記録"
        ordering = ("-opened_at", "-id")
        indexes = [models.Index(fields=["proposal", "-opened_at"], name="proposals_access")]

    def __str__(self) -> str:
        return f"{self.proposal} {self.user}"
