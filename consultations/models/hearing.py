"""Hearings face to face, and the sheet on which they are written down (after 総務省 業務説明表)."""

from decimal import Decimal

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q

from consultations.enums import Frequency, HearingState, SheetState, Verdict, YesNoUnknown
from consultations.models.consultation import Consultation
from minato_dx.organization.models import User
from minato_dx.reference.enums import Network
from minato_dx.reference.models import Work
from minato_dx.scheduling.models import Event

AT_LEAST_ZERO = [MinValueValidator(0)]


class Hearing(models.Model):
    """One meeting about a consultation; there may be several."""

    consultation = models.ForeignKey(Consultation, models.CASCADE, verbose_name="相談", related_name="hearings")
    number = models.PositiveSmallIntegerField("第何回")
    state = models.CharField("状態", max_length=10, choices=HearingState.choices, default=HearingState.PLANNED)
    starts_at = models.DateTimeField("日時")
    minutes = models.PositiveSmallIntegerField("長さ（分）", default=30)
    place = models.CharField("場所", max_length=120)
    hearer = models.ForeignKey(User, models.PROTECT, verbose_name="聞く人", related_name="+")
    attendees = models.CharField("話す人", max_length=200, blank=True)
    # What takes the time in the calendars; a hearing that is written down afterwards takes none.
    event = models.OneToOneField(
        Event, models.PROTECT, verbose_name="予定", null=True, blank=True, related_name="+", editable=False
    )
    created_at = models.DateTimeField("決めた日時", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "ヒアリング"
        ordering = ("number",)
        constraints = [
            models.UniqueConstraint(fields=["consultation", "number"], name="consultations_hearing_number"),
        ]
        indexes = [
            models.Index(fields=["hearer", "starts_at"], condition=Q(state="planned"), name="consult_hearing_planned"),
        ]

    def __str__(self) -> str:
        return f"第{self.number}回ヒアリング"


class HearingSheet(models.Model):
    """What was heard. Numbers carry their unit in their name; the requester confirms or corrects it."""

    hearing = models.OneToOneField(Hearing, models.CASCADE, verbose_name="ヒアリング", related_name="sheet")
    state = models.CharField("状態", max_length=10, choices=SheetState.choices, default=SheetState.WRITING)
    # Counts the saves: a second editor who started from an older one is told instead of overwriting.
    revision = models.PositiveIntegerField("版", default=0)
    updated_by = models.ForeignKey(User, models.PROTECT, verbose_name="直した人", null=True, related_name="+")
    updated_at = models.DateTimeField("直した日時", null=True)

    work = models.ForeignKey(Work, models.PROTECT, verbose_name="業務", null=True, blank=True, related_name="+")
    work_name = models.CharField("業務名", max_length=120, blank=True)
    purpose = models.TextField("目的・概要", max_length=4000, blank=True)
    legal_basis = models.CharField("根拠法令等", max_length=200, blank=True)
    related_divisions = models.CharField("関係する課", max_length=200, blank=True)

    cases_per_year = models.PositiveIntegerField("年間件数", null=True, blank=True)
    minutes_per_case = models.DecimalField(
        "1件当たり", max_digits=7, decimal_places=1, null=True, blank=True, validators=AT_LEAST_ZERO
    )
    people = models.PositiveSmallIntegerField("関わる人", null=True, blank=True)
    frequency = models.CharField("頻度", max_length=10, choices=Frequency.choices, blank=True)
    normal_cases_per_day = models.PositiveIntegerField("通常期の1日の件数", null=True, blank=True)
    normal_days_per_year = models.PositiveSmallIntegerField("通常期の日数", null=True, blank=True)
    busy_when = models.CharField("繁忙期はいつ", max_length=80, blank=True)
    busy_cases_per_day = models.PositiveIntegerField("繁忙期の1日の件数", null=True, blank=True)
    busy_days_per_year = models.PositiveSmallIntegerField("繁忙期の日数", null=True, blank=True)
    slack_when = models.CharField("閑散期はいつ", max_length=80, blank=True)
    slack_cases_per_day = models.PositiveIntegerField("閑散期の1日の件数", null=True, blank=True)
    slack_days_per_year = models.PositiveSmallIntegerField("閑散期の日数", null=True, blank=True)

    media = models.JSONField("媒体", default=list, blank=True)
    systems = models.CharField("使用システム", max_length=200, blank=True)
    network = models.CharField("ネットワーク", max_length=12, choices=Network.choices, blank=True)
    personal_information = models.CharField(
        "個人情報を扱いますか", max_length=8, choices=YesNoUnknown.choices, blank=True
    )
    judgement = models.CharField("人の判断がいりますか", max_length=8, choices=YesNoUnknown.choices, blank=True)
    judgement_note = models.CharField("どんな判断ですか", max_length=200, blank=True)

    trouble = models.TextField("困りごと", max_length=4000, blank=True)
    why_1 = models.TextField("なぜ困っていますか", max_length=1000, blank=True)
    why_2 = models.TextField("それは、なぜ（2）", max_length=1000, blank=True)
    why_3 = models.TextField("それは、なぜ（3）", max_length=1000, blank=True)
    why_4 = models.TextField("それは、なぜ（4）", max_length=1000, blank=True)
    why_5 = models.TextField("真の原因", max_length=1000, blank=True)

    asked_for = models.TextField("求められたもの", max_length=2000, blank=True)
    really_needed = models.TextField("本当に要るもの", max_length=2000, blank=True)
    verdict = models.CharField("求めている解決策は適切か", max_length=10, choices=Verdict.choices, blank=True)
    verdict_reason = models.TextField("そう考えた理由", max_length=4000, blank=True)
    human_reason = models.TextField("人が行うべき理由", max_length=2000, blank=True)

    asked_at = models.DateTimeField("確認をお願いした日時", null=True, blank=True)
    confirmed_at = models.DateTimeField("確認した日時", null=True, blank=True)
    correction = models.TextField("訂正してほしいこと", max_length=4000, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "聞き取り票"
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="confirmed") | Q(confirmed_at__isnull=False, work__isnull=False),
                name="consultations_confirmed_sheet_has_work",
            ),
        ]

    def __str__(self) -> str:
        return f"聞き取り票（{self.hearing}）"

    @property
    def hours_per_year(self) -> Decimal | None:
        """Hours a year the work takes now: cases per year × minutes per case ÷ 60."""
        if self.cases_per_year is None or self.minutes_per_case is None:
            return None
        return self.cases_per_year * self.minutes_per_case / 60

    @property
    def seasonal_cases(self) -> int | None:
        """Cases a year by the seasons' own figures, or None while none is filled in."""
        seasons = [
            (self.normal_cases_per_day, self.normal_days_per_year),
            (self.busy_cases_per_day, self.busy_days_per_year),
            (self.slack_cases_per_day, self.slack_days_per_year),
        ]
        known = [cases * days for cases, days in seasons if cases is not None and days is not None]
        return sum(known) if known else None

    @property
    def whys(self) -> list[str]:
        """The chain of reasons as far as it was followed."""
        return [why for why in (self.why_1, self.why_2, self.why_3, self.why_4, self.why_5) if why]
