"""Departments and divisions. A division is an identity; its name, code and department are dated."""

from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from minato_dx.core.dated import DatedModel, DatedQuerySet
from minato_dx.core.no_overlap import NoOverlap
from minato_dx.organization.enums import SuccessionKind
from minato_dx.organization.managers import DivisionQuerySet


class Department(DatedModel):
    """A department (部, 支所, 室) under one name; a new name is a new row with the same code."""

    code = models.CharField("部コード", max_length=10)
    name = models.CharField("名称", max_length=80)
    order = models.PositiveIntegerField("並び順", default=0)

    objects = DatedQuerySet.as_manager()
    history = HistoricalRecords(verbose_name="部の履歴", verbose_name_plural="部の履歴")

    class Meta(DatedModel.Meta):
        verbose_name = verbose_name_plural = "部"
        ordering = ["order", "code"]
        indexes = [models.Index(fields=["code", "valid_from"], name="organization_department_code")]
        constraints = [
            *DatedModel.Meta.constraints,
            NoOverlap(
                name="organization_department_code_once",
                fields=("code",),
                violation_error_message="同じ期間に、この部コードの部がもうあります。期間かコードを直してください。",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Division(models.Model):
    """A division (課) through all its names. ``key`` is its first code and never changes."""

    key = models.CharField("識別キー", max_length=20, unique=True, help_text="最初の課コードです。変わりません。")
    is_dx_section = models.BooleanField("デジタル改革担当である", default=False)

    objects = DivisionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "課"
        ordering = ["key"]
        constraints = [
            models.UniqueConstraint(
                fields=["is_dx_section"],
                condition=Q(is_dx_section=True),
                name="organization_division_one_dx_section",
                violation_error_message="デジタル改革担当にできる課は1つです。先に、いまの課の印を外してください。",
            ),
        ]

    def __str__(self) -> str:
        # The name is there where the query asked for it (``named_on``): an identity alone must not query.
        name = self.__dict__.get("name_on_day")
        return f"{self.__dict__.get('department_on_day')} {name}" if name else self.key


class DivisionVersion(DatedModel):
    """What a division is called, and where it belongs, for a time."""

    division = models.ForeignKey(Division, models.PROTECT, related_name="versions", verbose_name="課", db_index=False)
    department = models.ForeignKey(Department, models.PROTECT, related_name="division_versions", verbose_name="部")
    code = models.CharField("課コード", max_length=20)
    name = models.CharField("名称", max_length=80)
    order = models.PositiveIntegerField("並び順", default=0)

    objects = DatedQuerySet.as_manager()
    history = HistoricalRecords(verbose_name="課の名称・所属の履歴", verbose_name_plural="課の名称・所属の履歴")

    class Meta(DatedModel.Meta):
        verbose_name = verbose_name_plural = "課の名称・所属"
        ordering = ["department__order", "order", "code"]
        indexes = [
            models.Index(fields=["division", "valid_from"], name="organization_version_division"),
            models.Index(fields=["code", "valid_from"], name="organization_version_code"),
        ]
        constraints = [
            *DatedModel.Meta.constraints,
            NoOverlap(
                name="organization_version_one_each_day",
                fields=("division",),
                violation_error_message="この課には、同じ期間の名称がもうあります。前の名称の終了日を先に入れてください。",
            ),
            NoOverlap(
                name="organization_version_code_once",
                fields=("code",),
                violation_error_message="同じ期間に、この課コードの課がもうあります。期間かコードを直してください。",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class DivisionSuccession(models.Model):
    """One line of descent: on that day ``successor`` took over (part of) the work of ``predecessor``."""

    predecessor = models.ForeignKey(Division, models.PROTECT, related_name="successions", verbose_name="前の課")
    successor = models.ForeignKey(
        Division, models.PROTECT, related_name="inheritances", verbose_name="後の課", db_index=False
    )
    took_effect_on = models.DateField("引き継いだ日")
    kind = models.CharField("種類", max_length=10, choices=SuccessionKind.choices)

    history = HistoricalRecords(verbose_name="課の引き継ぎの履歴", verbose_name_plural="課の引き継ぎの履歴")

    class Meta:
        verbose_name = verbose_name_plural = "課の引き継ぎ"
        ordering = ["-took_effect_on", "pk"]
        indexes = [models.Index(fields=["successor", "took_effect_on"], name="organization_succession_heir")]
        constraints = [
            models.UniqueConstraint(
                fields=["predecessor", "successor"],
                name="organization_succession_once",
                violation_error_message="この2つの課の引き継ぎは、もう登録されています。",
            ),
            models.CheckConstraint(
                condition=~Q(predecessor=F("successor")),
                name="organization_succession_two_divisions",
                violation_error_message="前の課と後の課には、違う課を選んでください。",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=SuccessionKind.values), name="organization_succession_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.took_effect_on:%Y-%m-%d}"
