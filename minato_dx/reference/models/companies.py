"""Companies, whom one reaches there, and every contact with them: one record for all pillars."""

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from minato_dx.core.corporate_number import DIGITS
from minato_dx.core.text import company_key
from minato_dx.organization.models import User
from minato_dx.reference.enums import ContactChannel, ContactDirection
from minato_dx.reference.models.master import FieldOfWork


class Company(models.Model):
    """A company outside the ward, once for each 法人番号; one without a number says why."""

    corporate_number = models.CharField("法人番号", max_length=DIGITS, null=True, blank=True, unique=True)
    no_number_reason = models.CharField("法人番号がない理由", max_length=200, blank=True)
    name = models.CharField("名称", max_length=120)
    name_key = models.CharField("名称（比較用）", max_length=120, editable=False, db_index=True)
    address = models.CharField("所在地", max_length=200, blank=True)
    website = models.URLField("ウェブサイト", max_length=300, blank=True)
    note = models.TextField("メモ（庁内だけ）", max_length=2000, blank=True)
    created_at = models.DateTimeField("登録した日時")

    history = HistoricalRecords()

    class Meta:
        verbose_name = verbose_name_plural = "事業者"
        ordering = ("name_key", "pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(corporate_number__isnull=False) | ~Q(no_number_reason=""),
                name="reference_company_number_or_reason",
                violation_error_message="法人番号を入れるか、ない理由を書いてください。",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        self.name_key = company_key(self.name)
        super().save(*args, **kwargs)  # type: ignore[arg-type]  # handed through as they come


class CompanyContact(models.Model):
    """Somebody at a company. Personal data: taken out when it is no longer needed, the contacts stay."""

    company = models.ForeignKey(Company, models.CASCADE, verbose_name="事業者", related_name="contacts")
    name = models.CharField("氏名", max_length=80, blank=True)
    department = models.CharField("部署・役職", max_length=120, blank=True)
    mail = models.EmailField("メールアドレス", blank=True)
    phone = models.CharField("電話番号", max_length=40, blank=True)
    is_active = models.BooleanField("いまの担当", default=True)
    erased_at = models.DateTimeField("個人情報を消した日時", null=True, blank=True, editable=False)

    history = HistoricalRecords(excluded_fields=["name", "mail", "phone"])

    class Meta:
        verbose_name = verbose_name_plural = "事業者の担当者"
        ordering = ("company", "-is_active", "pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(erased_at__isnull=True) | Q(name="", mail="", phone=""),
                name="reference_contact_erased_is_empty",
            ),
        ]

    def __str__(self) -> str:
        return self.name or "（個人情報は消しました）"


class ContactLog(models.Model):
    """One contact with a company: when, how, by whom, and what was promised. Appended, never changed."""

    company = models.ForeignKey(Company, models.PROTECT, verbose_name="事業者", related_name="log", db_index=False)
    contact = models.ForeignKey(
        CompanyContact, models.SET_NULL, verbose_name="相手", null=True, blank=True, related_name="log"
    )
    at = models.DateTimeField("日時")
    channel = models.CharField("方法", max_length=10, choices=ContactChannel.choices)
    direction = models.CharField("どちらから", max_length=10, choices=ContactDirection.choices)
    by = models.ForeignKey(User, models.PROTECT, verbose_name="職員", related_name="+")
    field = models.ForeignKey(FieldOfWork, models.PROTECT, verbose_name="分野", null=True, blank=True, related_name="+")
    summary = models.TextField("内容", max_length=4000)
    promised = models.CharField("約束したこと", max_length=200, blank=True)
    promised_until = models.DateField("約束の日", null=True, blank=True)
    kept_on = models.DateField("果たした日", null=True, blank=True)
    # What it was about, where it is a thing of an upper app (a proposal, an exhibition).
    object_kind = models.CharField("対象の種類", max_length=40, blank=True)
    object_id = models.PositiveBigIntegerField("対象", null=True, blank=True)
    noted_at = models.DateTimeField("記録した日時")

    class Meta:
        verbose_name = verbose_name_plural = "事業者との連絡"
        ordering = ("-at", "-pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(promised_until__isnull=True) | ~Q(promised=""), name="reference_contact_promise_has_words"
            ),
            models.CheckConstraint(
                condition=Q(kept_on__isnull=True) | ~Q(promised=""), name="reference_contact_kept_was_promised"
            ),
        ]
        indexes = [
            models.Index(fields=["company", "-at"], name="reference_log_by_company"),
            models.Index(fields=["field", "-at"], name="reference_log_by_field"),
            models.Index(fields=["object_kind", "object_id"], name="reference_log_by_thing"),
            models.Index(
                fields=["promised_until"],
                condition=Q(kept_on__isnull=True, promised_until__isnull=False),
                name="reference_log_owed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.company} {self.at:%Y-%m-%d}"
