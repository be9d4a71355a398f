"""The plan over several fiscal years, the cohorts that fill it, and what the city has settled about terms."""

from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from leaders.enums import LetterKind, OnTransfer
from minato_dx.core.calendar import fiscal_year_label


class Plan(models.Model):
    """A plan: by the end of each of its fiscal years, so many divisions have a trained leader or one in training."""

    name = models.CharField("計画の名前", max_length=80, unique=True)
    is_current = models.BooleanField("いまの計画", default=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = verbose_name_plural = "配置の計画"
        constraints = [
            models.UniqueConstraint(
                fields=["is_current"],
                condition=Q(is_current=True),
                name="leaders_one_current_plan",
                violation_error_message="いまの計画は1つです。先に、前の計画の印を外してください。",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class PlanYear(models.Model):
    """The target of one fiscal year, on its last day (31 March)."""

    plan = models.ForeignKey(Plan, models.CASCADE, verbose_name="計画", related_name="years")
    fiscal_year = models.PositiveSmallIntegerField("年度（西暦）")
    target = models.PositiveSmallIntegerField("年度末の目標（課の数）")

    class Meta:
        verbose_name = verbose_name_plural = "年度の目標"
        ordering = ("fiscal_year",)
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "fiscal_year"],
                name="leaders_one_target_a_year",
                violation_error_message="この年度の目標は、もう登録されています。",
            ),
        ]

    def __str__(self) -> str:
        return f"{fiscal_year_label(self.fiscal_year)} {self.target}課"


class Cohort(models.Model):
    """A cohort (期): recommended until a day, appointed on another, trained between two."""

    number = models.PositiveSmallIntegerField("期", unique=True)
    recommend_from = models.DateField("推薦の受付開始")
    recommend_until = models.DateField("推薦の締切")
    appoint_on = models.DateField("発令日")
    training_from = models.DateField("研修の初日")
    training_until = models.DateField("研修の最終日")
    note = models.TextField("所属長への案内", max_length=2000, blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = verbose_name_plural = "期"
        ordering = ("-number",)
        constraints = [
            models.CheckConstraint(
                condition=Q(recommend_until__gte=F("recommend_from"))
                & Q(appoint_on__gt=F("recommend_until"))
                & Q(training_from__gte=F("appoint_on"))
                & Q(training_until__gte=F("training_from")),
                name="leaders_cohort_in_order",
                violation_error_message="日付は、受付開始、締切、発令日、研修の初日、最終日の順にしてください。",
            ),
        ]
        indexes = [models.Index(fields=["recommend_from", "recommend_until"], name="leaders_cohort_window")]

    def __str__(self) -> str:
        return f"第{self.number}期"


class LeaderSettings(models.Model):
    """The one row of what the city has settled about its leaders."""

    city_name = models.CharField("区市町村の名前（任命書）", max_length=40, default="港区")
    signer_title = models.CharField("任命する人の職名（任命書）", max_length=60, default="港区ＣＩＯ（副区長）")
    number_mark = models.CharField("任命書の記号", max_length=20, default="ＤＸ任")
    term_years = models.PositiveSmallIntegerField(
        "任期（年度）", default=1, help_text="1にすると、発令した年度の3月31日までです。"
    )
    on_transfer = models.CharField(
        "リーダーが異動したとき", max_length=10, choices=OnTransfer.choices, default=OnTransfer.AT_ONCE
    )
    quiet_months = models.PositiveSmallIntegerField("活動がないとみる期間（月）", default=3)

    history = HistoricalRecords()

    class Meta:
        verbose_name = verbose_name_plural = "リーダー制度の設定"
        constraints = [
            models.CheckConstraint(condition=Q(pk=1), name="leaders_settings_single_row"),
            models.CheckConstraint(condition=Q(term_years__gte=1), name="leaders_settings_term"),
        ]

    def __str__(self) -> str:
        return "リーダー制度の設定"


class LetterTemplate(models.Model):
    """The wording of one kind of letter. ``{term_end}``, ``{city}`` and ``{role}`` are filled in when it is drawn."""

    kind = models.CharField("種類", max_length=10, choices=LetterKind.choices, unique=True)
    title = models.CharField("題名", max_length=40)
    body = models.TextField(
        "本文",
        max_length=1000,
        help_text="{city} は区の名前、{term_end} は任期の最後の日（和暦）に置きかわります。",
    )

    history = HistoricalRecords()

    class Meta:
        verbose_name = verbose_name_plural = "任命書の文面"
        ordering = ("kind",)

    def __str__(self) -> str:
        return f"{self.title}（{self.get_kind_display()}）"
