"""What one is on a day: membership, duty, office, absence."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from minato_dx.core.dated import DatedModel, DatedQuerySet
from minato_dx.core.no_overlap import NoOverlap
from minato_dx.organization.enums import AbsenceReason, Office
from minato_dx.organization.models.places import Department, Division


class AboutAPerson(DatedModel):
    """Abstract base of what is dated about a person."""

    class Meta(DatedModel.Meta):
        abstract = True

    def named(self, what: str) -> str:
        """Return ``what`` with the person's name where the query brought it: a text for a list must not query."""
        user = self._state.fields_cache.get("user")
        return f"{user} {what}" if user else what


class Membership(AboutAPerson):
    """A post (職名) in a division: the main one, or a further one (兼務)."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="memberships", verbose_name="職員", db_index=False
    )
    division = models.ForeignKey(
        Division, models.PROTECT, related_name="memberships", verbose_name="課", db_index=False
    )
    post = models.CharField("職名", max_length=80, blank=True)
    is_head = models.BooleanField("所属長", default=False)
    is_acting_head = models.BooleanField(
        "所属長の代理", default=False, help_text="所属長が不在・欠員のときや、所属長本人の相談のときに合意します。"
    )
    is_main = models.BooleanField("主たる所属", default=True, help_text="兼務のときは外します。")

    objects = DatedQuerySet.as_manager()
    history = HistoricalRecords(verbose_name="所属の履歴", verbose_name_plural="所属の履歴")

    class Meta(DatedModel.Meta):
        verbose_name = verbose_name_plural = "所属"
        ordering = ["-valid_from", "pk"]
        indexes = [
            models.Index(fields=["user", "valid_from"], name="organization_member_user"),
            models.Index(fields=["division", "valid_from"], name="organization_member_division"),
        ]
        constraints = [
            *DatedModel.Meta.constraints,
            NoOverlap(
                name="organization_member_one_main",
                fields=("user",),
                only="is_main",
                violation_error_message="この職員には、同じ期間の主たる所属がもうあります。"
                "前の所属に終了日を入れるか、兼務にしてください。",
            ),
            NoOverlap(
                name="organization_member_one_head",
                fields=("division",),
                only="is_head",
                violation_error_message="この課には、同じ期間の所属長がもういます。前の所属長に終了日を入れてください。",
            ),
            NoOverlap(
                name="organization_member_once",
                fields=("user", "division"),
                violation_error_message="この職員は、同じ期間にこの課へもう所属しています。",
            ),
            models.CheckConstraint(
                condition=~Q(is_head=True, is_acting_head=True),
                name="organization_member_head_or_acting",
                violation_error_message="「所属長」と「所属長の代理」は、どちらか一方にしてください。",
            ),
        ]

    def __str__(self) -> str:
        return self.named(self.post or "所属")


class Duty(AboutAPerson):
    """Which DX staff member answers a department (担当部門), as main person or as deputy."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="duties", verbose_name="職員", db_index=False
    )
    department = models.ForeignKey(
        Department, models.PROTECT, related_name="duties", verbose_name="担当部門", db_index=False
    )
    is_main = models.BooleanField("主担当", default=True, help_text="副担当のときは外します。")

    objects = DatedQuerySet.as_manager()
    history = HistoricalRecords(verbose_name="担当の履歴", verbose_name_plural="担当の履歴")

    class Meta(DatedModel.Meta):
        verbose_name = verbose_name_plural = "担当"
        ordering = ["-valid_from", "pk"]
        indexes = [
            models.Index(fields=["user", "valid_from"], name="organization_duty_user"),
            models.Index(fields=["department", "valid_from"], name="organization_duty_department"),
        ]
        constraints = [
            *DatedModel.Meta.constraints,
            NoOverlap(
                name="organization_duty_one_main",
                fields=("department",),
                only="is_main",
                violation_error_message="この部には、同じ期間の主担当がもういます。前の担当に終了日を入れてください。",
            ),
            NoOverlap(
                name="organization_duty_once",
                fields=("user", "department"),
                violation_error_message="この職員は、同じ期間にこの部をもう担当しています。",
            ),
        ]

    def __str__(self) -> str:
        return self.named(self.kind)

    @property
    def kind(self) -> str:
        """Return 主担当 or 副担当."""
        return "主担当" if self.is_main else "副担当"


class OfficeHolder(AboutAPerson):
    """Who holds the office of the CIO, of the aide, or decides for the CIO."""

    office = models.CharField("役職", max_length=12, choices=Office.choices)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="offices", verbose_name="職員", db_index=False
    )

    objects = DatedQuerySet.as_manager()
    history = HistoricalRecords(verbose_name="役職者の履歴", verbose_name_plural="役職者の履歴")

    class Meta(DatedModel.Meta):
        verbose_name = verbose_name_plural = "役職者"
        ordering = ["-valid_from", "pk"]
        indexes = [
            models.Index(fields=["user", "valid_from"], name="organization_office_user"),
            models.Index(fields=["office", "valid_from"], name="organization_office_office"),
        ]
        constraints = [
            *DatedModel.Meta.constraints,
            NoOverlap(
                name="organization_office_one_holder",
                fields=("office",),
                violation_error_message="この役職には、同じ期間の人がもういます。前の人に終了日を入れてください。",
            ),
            models.CheckConstraint(condition=Q(office__in=Office.values), name="organization_office_known"),
        ]

    def __str__(self) -> str:
        return self.named(self.get_office_display())


class Absence(AboutAPerson):
    """Days on which a person cannot be reached: the deputy answers then."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="absences", verbose_name="職員", db_index=False
    )
    reason = models.CharField("理由", max_length=10, choices=AbsenceReason.choices, default=AbsenceReason.LEAVE)

    objects = DatedQuerySet.as_manager()
    history = HistoricalRecords(verbose_name="不在の履歴", verbose_name_plural="不在の履歴")

    class Meta(DatedModel.Meta):
        verbose_name = verbose_name_plural = "不在"
        ordering = ["-valid_from", "pk"]
        indexes = [models.Index(fields=["user", "valid_from"], name="organization_absence_user")]
        constraints = [
            *DatedModel.Meta.constraints,
            NoOverlap(
                name="organization_absence_once",
                fields=("user",),
                violation_error_message="この職員には、同じ日を含む不在がもうあります。期間を直してください。",
            ),
            models.CheckConstraint(
                condition=Q(reason__in=AbsenceReason.values), name="organization_absence_reason_known"
            ),
        ]

    def __str__(self) -> str:
        return self.named(self.get_reason_display())
