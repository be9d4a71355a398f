"""The answer: what to do, or what to redesign, and what the division says to it."""

from django.db import models
from django.db.models import Q

from consultations.enums import KINDS_TO_AGREE, AnswerKind, AnswerState, RequesterVerdict
from consultations.models.consultation import Consultation
from minato_dx.organization.models import User
from minato_dx.reference.models import InHouseTool


class Answer(models.Model):
    """One answer. What was given is never changed: a better one is the next number."""

    consultation = models.ForeignKey(Consultation, models.CASCADE, verbose_name="相談", related_name="answers")
    number = models.PositiveSmallIntegerField("第何案")
    kind = models.CharField("種類", max_length=12, choices=AnswerKind.choices)
    state = models.CharField("状態", max_length=12, choices=AnswerState.choices)
    body = models.TextField("回答", max_length=20_000)
    tool = models.ForeignKey(
        InHouseTool, models.PROTECT, verbose_name="使う庁内ツール", null=True, blank=True, related_name="+"
    )
    # The written redesign, in the order of ECRS.
    eliminate = models.TextField("やめること", max_length=4000, blank=True)
    combine = models.TextField("まとめること", max_length=4000, blank=True)
    rearrange = models.TextField("順番や担い手を変えること", max_length=4000, blank=True)
    simplify = models.TextField("簡単にすること", max_length=4000, blank=True)
    remains = models.TextField("残ること（人が行うこと）", max_length=4000, blank=True)

    author = models.ForeignKey(User, models.PROTECT, verbose_name="答えた人", related_name="+")
    created_at = models.DateTimeField("日時")

    decided_by = models.ForeignKey(
        User, models.PROTECT, verbose_name="決めた人", null=True, blank=True, related_name="+"
    )
    decided_name = models.CharField("氏名（その日）", max_length=80, blank=True)
    decided_post = models.CharField("職名（その日）", max_length=120, blank=True)
    decided_at = models.DateTimeField("決めた日時", null=True, blank=True)
    decision_comment = models.TextField("所属長のことば", max_length=4000, blank=True)

    requester_verdict = models.CharField("相談者のことば", max_length=8, choices=RequesterVerdict.choices, blank=True)
    requester_comment = models.TextField("相談者の説明", max_length=4000, blank=True)
    requester_said_at = models.DateTimeField("相談者が答えた日時", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "回答"
        ordering = ("number",)
        constraints = [
            models.UniqueConstraint(fields=["consultation", "number"], name="consultations_answer_number"),
            models.UniqueConstraint(
                fields=["consultation"],
                condition=Q(state__in=["given", "proposed", "agreed"]),
                name="consultations_one_answer_in_force",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["agreed", "change_asked"], decided_by__isnull=False, decided_at__isnull=False)
                | Q(state__in=["given", "proposed", "replaced"]),
                name="consultations_decision_names_its_maker",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[str(kind) for kind in KINDS_TO_AGREE]) | Q(state__in=["given", "replaced"]),
                name="consultations_only_changes_need_agreement",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}（第{self.number}案）"

    @property
    def needs_agreement(self) -> bool:
        return self.kind in KINDS_TO_AGREE
