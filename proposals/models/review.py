"""What reviewers say of a proposal; each is blind to the others until their own is in."""

from django.db import models
from django.db.models import Q

from minato_dx.organization.models import User
from proposals.enums import TEXT_LENGTH, Advice, Criterion
from proposals.models.proposal import Proposal


class Review(models.Model):
    """One reviewer of one proposal: asked first, given once."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, verbose_name="提案", related_name="reviews", db_index=False)
    reviewer = models.ForeignKey(User, models.PROTECT, verbose_name="審査する人", related_name="+")
    asked_at = models.DateTimeField("お願いした日時")
    advice = models.CharField("意見", max_length=10, choices=Advice.choices, blank=True)
    comment = models.TextField("理由", max_length=TEXT_LENGTH, blank=True)
    given_at = models.DateTimeField("出した日時", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "審査"
        ordering = ("asked_at", "id")
        constraints = [
            models.UniqueConstraint(fields=["proposal", "reviewer"], name="proposals_review_once"),
            models.CheckConstraint(
                condition=Q(given_at__isnull=True, advice="") | (Q(given_at__isnull=False) & ~Q(advice="")),
                name="proposals_review_given_whole",
            ),
        ]
        indexes = [
            models.Index(
                fields=["reviewer", "asked_at"], condition=Q(given_at__isnull=True), name="proposals_to_review"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.proposal} {self.reviewer}"


class ReviewScore(models.Model):
    """The score of one criterion, from 1 to 5."""

    review = models.ForeignKey(Review, models.CASCADE, verbose_name="審査", related_name="scores", db_index=False)
    criterion = models.CharField("観点", max_length=10, choices=Criterion.choices)
    score = models.PositiveSmallIntegerField("1〜5")

    class Meta:
        verbose_name = verbose_name_plural = "審査の点"
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(fields=["review", "criterion"], name="proposals_score_once"),
            models.CheckConstraint(condition=Q(score__gte=1, score__lte=5), name="proposals_score_range"),
        ]

    def __str__(self) -> str:
        return f"{self.get_criterion_display()} {self.score}"
