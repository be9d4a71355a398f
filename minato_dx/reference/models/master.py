"""Fields, tools, works, closed days, settings and number series."""

from typing import Any

from django.core.cache.backends.locmem import LocMemCache
from django.db import models, transaction
from django.db.models import Q
from simple_history.models import HistoricalRecords

from minato_dx.core.dated import DatedModel, DatedQuerySet
from minato_dx.core.text import normalise_key
from minato_dx.organization.models import Division
from minato_dx.reference.enums import Network

# What every page reads and hardly anybody changes, remembered in this process for a minute. Not the shared cache:
# a page must not need Redis. A change is seen at once here, and within a minute by the other processes.
REMEMBER_SECONDS = 60
remembered = LocMemCache("reference", {"TIMEOUT": REMEMBER_SECONDS})
SETTINGS, CLOSED_DAYS = "portal_settings", "closed_days"


def forget(key: str) -> None:
    """Forget what is remembered under ``key`` now, and again when the change is committed."""
    remembered.delete(key)
    # Somebody may have read, and remembered, the old rows in between.
    transaction.on_commit(lambda: remembered.delete(key))


class FieldOfWork(models.Model):
    """A field of work (分野) by which consultations and tools are sorted; 「わからない」 is one of them."""

    name = models.CharField("分野", max_length=40, unique=True)
    order = models.PositiveSmallIntegerField("並び順", default=0)
    is_active = models.BooleanField("選択肢に出す", default=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = verbose_name_plural = "分野"
        ordering = ("order", "id")

    def __str__(self) -> str:
        return self.name


class InHouseTool(models.Model):
    """A tool the ward already has: the answer to 「どのツールがいいかわからない」."""

    name = models.CharField("名前", max_length=80, unique=True)
    summary = models.CharField("ひとことで", max_length=120)
    good_for = models.TextField("向いていること")
    not_good_for = models.TextField("向いていないこと", blank=True)
    network = models.CharField("使えるネットワーク", max_length=12, choices=Network.choices, default=Network.LGWAN)
    ask_whom = models.CharField("問い合わせ先", max_length=120)
    how_to_start = models.TextField("使い始めるには", blank=True)
    examples = models.TextField("使われ方の例", blank=True)
    fields = models.ManyToManyField(FieldOfWork, verbose_name="分野", blank=True, related_name="+")
    order = models.PositiveSmallIntegerField("並び順", default=0)
    is_active = models.BooleanField("一覧に出す", default=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = verbose_name_plural = "庁内ツール"
        ordering = ("order", "name")

    def __str__(self) -> str:
        return self.name


class Work(DatedModel):
    """A piece of work (業務) of one division. Hearings and hours point here, so that nothing is counted twice."""

    division = models.ForeignKey(Division, models.PROTECT, verbose_name="課", related_name="+")
    name = models.CharField("業務名", max_length=120)
    name_key = models.CharField("業務名（比較用）", max_length=120, editable=False)

    objects = DatedQuerySet.as_manager()

    class Meta(DatedModel.Meta):
        verbose_name = verbose_name_plural = "業務"
        constraints = [
            *DatedModel.Meta.constraints,
            models.UniqueConstraint(
                fields=["division", "name_key"],
                condition=Q(valid_to__isnull=True),
                name="reference_work_once_per_division",
                violation_error_message="この課には同じ名前の業務があります。",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.name_key = normalise_key(self.name)
        super().save(*args, **kwargs)


class ClosedDay(models.Model):
    """A day on which the city's own offices stay closed besides weekends, holidays and the year's end."""

    day = models.DateField("閉庁日", unique=True)
    reason = models.CharField("理由", max_length=80)

    history = HistoricalRecords()

    class Meta:
        verbose_name = verbose_name_plural = "区独自の閉庁日"
        ordering = ("day",)

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d} {self.reason}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        forget(CLOSED_DAYS)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        deleted = super().delete(*args, **kwargs)
        forget(CLOSED_DAYS)
        return deleted


class PortalSettings(models.Model):
    """The one row of settings an administrator may change while the portal runs."""

    contact_name = models.CharField("困ったときの連絡先", max_length=40, default="デジタル改革担当")
    contact_extension = models.CharField("連絡先の内線", max_length=20, default="2300")
    first_reply_days = models.PositiveSmallIntegerField("最初の返事まで（開庁日）", default=2)
    next_step_days = models.PositiveSmallIntegerField("次の一手まで（開庁日）", default=5)
    agreement_days = models.PositiveSmallIntegerField("所属長の合意まで（開庁日）", default=5)
    vendor_answer_days = models.PositiveSmallIntegerField("事業者の提案への最初の返事まで（開庁日）", default=10)
    reopen_days = models.PositiveSmallIntegerField("再開できる期間（日）", default=30)
    vendor_contact_years = models.PositiveSmallIntegerField(
        "事業者の担当者の連絡先を残す期間（年）",
        default=3,
        help_text="最後の連絡か、提案が終わった日から数えます。過ぎた氏名・メール・電話番号は消え、決めたことは残ります。",
    )
    visitor_days = models.PositiveSmallIntegerField(
        "展示会に来た庁外の人の個人情報を残す期間（日）",
        default=90,
        help_text="展示会の最後の日から数えます。過ぎた氏名とメールアドレスは消え、団体・会社の名前と人数は残ります。",
    )
    private_in_mail = models.BooleanField(
        "非公開の相談の内容もメールに書く",
        default=False,
        help_text="外しておくと、非公開の相談のメールは受付番号だけになり、内容はポータルで読みます。",
    )
    hourly_rate_yen = models.PositiveIntegerField(
        "1時間当たりの人件費（円）",
        null=True,
        blank=True,
        help_text="入れた日からの記録に写ります。過去の記録は変わりません。",
    )

    history = HistoricalRecords()

    class Meta:
        verbose_name = verbose_name_plural = "ポータルの設定"
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="reference_portalsettings_single_row")]

    def __str__(self) -> str:
        return "ポータルの設定"

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        forget(SETTINGS)


class NumberSeries(models.Model):
    """The last number given in a series and fiscal year; locked while the next one is drawn."""

    series = models.CharField("系列", max_length=30)
    fiscal_year = models.PositiveSmallIntegerField("年度")
    last = models.PositiveIntegerField("最後の番号", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "番号の系列"
        constraints = [models.UniqueConstraint(fields=["series", "fiscal_year"], name="reference_numberseries_unique")]

    def __str__(self) -> str:
        return f"{self.series} {self.fiscal_year}: {self.last}"
