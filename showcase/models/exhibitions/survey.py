"""What visitors say in one minute, of the whole exhibition and of single booths."""

from django.db import models
from django.db.models import Q

from minato_dx.reference.models import FieldOfWork
from showcase.enums import Awareness, NextStep
from showcase.models.exhibitions.exhibition import Exhibition
from showcase.models.exhibitions.exhibitor import Exhibitor
from showcase.models.exhibitions.visiting import Visitor


class SurveyAnswer(models.Model):
    """One visitor's answer; ``exhibitor`` is empty where it is of the whole. Who gave it is shown to nobody."""

    exhibition = models.ForeignKey(
        Exhibition, models.CASCADE, verbose_name="展示会", related_name="answers", db_index=False
    )
    exhibitor = models.ForeignKey(
        Exhibitor, models.CASCADE, verbose_name="ブース", null=True, blank=True, related_name="answers"
    )
    visitor = models.ForeignKey(Visitor, models.CASCADE, verbose_name="来場者", related_name="answers", db_index=False)
    awareness = models.CharField("見方が変わったか", max_length=10, choices=Awareness.choices, blank=True)
    useful = models.PositiveSmallIntegerField("仕事に役立ちそうか（1〜5）")
    next_step = models.CharField("次にしたいこと", max_length=10, choices=NextStep.choices, blank=True)
    comment = models.TextField("ひとこと", max_length=1000, blank=True)
    # The theme that the DX section reads a comment under.
    theme = models.ForeignKey(
        FieldOfWork, models.SET_NULL, verbose_name="分野", null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField("答えた日時")

    class Meta:
        verbose_name = verbose_name_plural = "アンケートの回答"
        ordering = ("-answered_at", "-id")
        constraints = [
            models.UniqueConstraint(
                fields=["visitor"], condition=Q(exhibitor__isnull=True), name="showcase_answer_once"
            ),
            models.UniqueConstraint(
                fields=["visitor", "exhibitor"],
                condition=Q(exhibitor__isnull=False),
                name="showcase_answer_of_a_booth_once",
            ),
            models.CheckConstraint(condition=Q(useful__gte=1, useful__lte=5), name="showcase_useful_in_range"),
            models.CheckConstraint(
                condition=Q(exhibitor__isnull=False) | ~Q(awareness=""), name="showcase_whole_tells_awareness"
            ),
        ]
        indexes = [
            models.Index(fields=["exhibition", "exhibitor", "-answered_at"], name="showcase_answer_list"),
        ]

    def __str__(self) -> str:
        return f"{self.useful} {self.answered_at:%Y-%m-%d}"
