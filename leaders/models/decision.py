"""What the CIO decided: a table of its own, because nobody else knows of it before the day of publication."""

import datetime as dt
from typing import Self

from django.db import models
from django.db.models import F, Q

from leaders import permissions
from leaders.enums import FINAL, LetterKind, Outcome
from leaders.models.recommendation import REASON_LENGTH, Recommendation
from minato_dx.core.calendar import fiscal_year_label
from minato_dx.organization.enums import Office
from minato_dx.organization.models import Division, User


class DecisionQuerySet(models.QuerySet):
    """Decisions asked for by who may know of them."""

    def visible_to(self, user: User) -> Self:
        """Keep what ``user`` may know: CIO, deputy and DX section everything, others what is published to them."""
        if permissions.knows_decisions(user):
            return self
        return self.filter(
            published_at__isnull=False, recommendation__in=Recommendation.objects.visible_to(user).values("pk")
        )

    def standing(self) -> Self:
        """Keep the approvals and refusals that were not voided."""
        return self.filter(outcome__in=[str(outcome) for outcome in FINAL], voided_at__isnull=True)

    def unpublished(self) -> Self:
        return self.standing().filter(published_at__isnull=True)


class Decision(models.Model):
    """One decision. By a deputy it is made in the CIO's name (代決), who confirms it afterwards (後閲)."""

    recommendation = models.ForeignKey(
        Recommendation, models.PROTECT, verbose_name="推薦", related_name="decisions", db_index=False
    )
    # Copied, so that the database itself can refuse a head who decides on the own recommendation.
    recommended_by = models.ForeignKey(User, models.PROTECT, verbose_name="推薦した所属長", related_name="+")
    outcome = models.CharField("決定", max_length=10, choices=Outcome.choices)
    reason = models.TextField("理由・質問", max_length=REASON_LENGTH, blank=True)
    decided_by = models.ForeignKey(User, models.PROTECT, verbose_name="決めた人", related_name="+")
    decided_by_name = models.CharField("決めた人の氏名（その日）", max_length=80)
    office = models.CharField("決めた立場", max_length=20, choices=Office.choices)
    on_behalf_of = models.ForeignKey(
        User, models.PROTECT, verbose_name="だれに代わって（代決）", null=True, blank=True, related_name="+"
    )
    on_behalf_of_name = models.CharField("CIOの氏名（その日）", max_length=80, blank=True)
    decided_at = models.DateTimeField("決めた日時")
    publish_on = models.DateField("発令日（この日から見える）")
    confirmed_at = models.DateTimeField("後閲の日時", null=True, blank=True)
    confirmed_by = models.ForeignKey(
        User, models.PROTECT, verbose_name="後閲した人", null=True, blank=True, related_name="+"
    )
    published_at = models.DateTimeField("発令した日時", null=True, blank=True)
    voided_at = models.DateTimeField("取り消した日時", null=True, blank=True)
    void_reason = models.CharField("取り消した理由", max_length=400, blank=True)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "任命の決定"
        ordering = ("-id",)
        constraints = [
            models.UniqueConstraint(
                fields=["recommendation"],
                condition=Q(outcome__in=[str(outcome) for outcome in FINAL], voided_at__isnull=True),
                name="leaders_one_standing_decision",
                violation_error_message="この推薦は、もう決定しています。",
            ),
            models.CheckConstraint(
                condition=~Q(decided_by=F("recommended_by")),
                name="leaders_head_never_decides",
                violation_error_message="自分が推薦した人を、自分で決定することはできません。",
            ),
            models.CheckConstraint(
                condition=Q(office=Office.CIO, on_behalf_of__isnull=True)
                | Q(office=Office.CIO_DEPUTY, on_behalf_of__isnull=False) & ~Q(decided_by=F("on_behalf_of")),
                name="leaders_deputy_names_the_cio",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True, confirmed_by__isnull=True)
                | Q(confirmed_at__isnull=False, confirmed_by__isnull=False, on_behalf_of__isnull=False),
                name="leaders_confirmed_was_by_deputy",
            ),
            models.CheckConstraint(
                condition=Q(outcome=Outcome.APPROVED) | ~Q(reason=""), name="leaders_refusal_has_its_reason"
            ),
            models.CheckConstraint(
                condition=Q(voided_at__isnull=True) | Q(published_at__isnull=True), name="leaders_published_stays"
            ),
        ]
        indexes = [
            models.Index(
                fields=["publish_on"],
                condition=Q(published_at__isnull=True, voided_at__isnull=True),
                name="leaders_to_publish",
            ),
            models.Index(
                fields=["on_behalf_of"],
                condition=Q(confirmed_at__isnull=True, on_behalf_of__isnull=False),
                name="leaders_to_confirm",
            ),
            models.Index(fields=["recommendation", "-id"], name="leaders_decision_of"),
        ]

    def __str__(self) -> str:
        return f"{self.get_outcome_display()} {self.publish_on:%Y-%m-%d}"

    @property
    def awaits_confirmation(self) -> bool:
        """Tell whether the CIO has not confirmed yet what the deputy decided (後閲待ち)."""
        return self.on_behalf_of_id is not None and self.confirmed_at is None and self.voided_at is None


class LetterQuerySet(models.QuerySet):
    """Letters asked for by who may know of them."""

    def visible_to(self, user: User) -> Self:
        """Keep what ``user`` may read: CIO, deputy and DX section all; the person and the head what is published."""
        if permissions.knows_decisions(user):
            return self
        recommendations = Recommendation.objects.visible_to(user).values("pk")
        return self.filter(
            Q(person=user) | Q(decision__recommendation__in=recommendations),
            decision__published_at__isnull=False,
            cancelled_at__isnull=True,
        )


class Letter(models.Model):
    """A numbered letter (辞令・任命書). Its words are those of the day on which it was drawn, and stay so.

    A letter of a decision that was voided keeps its number and is cancelled: the register has no gap.
    """

    fiscal_year = models.PositiveSmallIntegerField("年度")
    serial = models.PositiveIntegerField("番号")
    decision = models.ForeignKey(Decision, models.PROTECT, verbose_name="決定", related_name="letters", db_index=False)
    person = models.ForeignKey(User, models.PROTECT, verbose_name="氏名", related_name="+", db_index=False)
    division = models.ForeignKey(Division, models.PROTECT, verbose_name="課", related_name="+")
    kind = models.CharField("種類", max_length=10, choices=LetterKind.choices)
    mark = models.CharField("記号", max_length=20)
    title = models.CharField("題名", max_length=40)
    addressee_post = models.CharField("所属と職名", max_length=200)
    addressee_name = models.CharField("氏名（その日）", max_length=80)
    body = models.TextField("本文", max_length=1000)
    issued_on = models.DateField("発令日")
    signer_title = models.CharField("任命する人の職名", max_length=60)
    signer_name = models.CharField("任命する人の氏名", max_length=80)
    created_at = models.DateTimeField("作った日時")
    cancelled_at = models.DateTimeField("取り消した日時", null=True, blank=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "任命書"
        ordering = ("-fiscal_year", "-serial")
        constraints = [
            models.UniqueConstraint(fields=["fiscal_year", "serial"], name="leaders_letter_number_unique"),
            models.UniqueConstraint(
                fields=["decision"], condition=Q(cancelled_at__isnull=True), name="leaders_one_letter_per_decision"
            ),
        ]
        indexes = [models.Index(fields=["person", "-issued_on"], name="leaders_letters_of")]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """Return ``令和8年度 第31号``."""
        return f"{fiscal_year_label(self.fiscal_year)} 第{self.serial}号"

    @property
    def slug(self) -> str:
        """Return ``2026-31``, the number as an address has it."""
        return f"{self.fiscal_year}-{self.serial}"

    def is_public_on(self, day: dt.date) -> bool:
        return self.decision.published_at is not None and self.issued_on <= day
