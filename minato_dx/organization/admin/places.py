"""Departments and divisions."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib import admin
from django.db.models import F, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from minato_dx.core import calendar
from minato_dx.core.exports import Cell
from minato_dx.organization.admin.base import DatedAdmin, HistoryAdmin, NamesInForms, TimeFilter, division_name
from minato_dx.organization.models import Department, Division, DivisionSuccession, DivisionVersion


@admin.register(Department)
class DepartmentAdmin(DatedAdmin):
    list_display = ("name", "code", "order", "valid_from", "valid_to")
    list_filter = (TimeFilter,)
    search_fields = ("name", "code")
    ordering = ("order", "code", "-valid_from")
    fields = ("code", "name", "order", "valid_from", "valid_to")
    csv_name, csv_header = "部", ("部コード", "名称", "並び順", "開始日", "終了日")

    def csv_rows(self, rows: QuerySet[Department]) -> Iterable[Sequence[Cell]]:
        return rows.values_list("code", "name", "order", "valid_from", "valid_to")


@admin.register(Division)
class DivisionAdmin(NamesInForms):
    """The identities; what a division is called stands in its versions."""

    list_display = ("name", "department", "key", "is_dx_section")
    list_filter = ("is_dx_section",)
    search_fields = ("key", "versions__name", "versions__code", "versions__department__name")
    ordering = ("key",)
    fields = ("key", "is_dx_section", "names")
    list_per_page = 100

    def get_queryset(self, request: HttpRequest) -> QuerySet[Division]:
        rows: QuerySet[Division] = super().get_queryset(request)
        return rows.named_on(calendar.today())  # type: ignore[attr-defined]  # the manager's own

    def get_readonly_fields(self, request: HttpRequest, obj: Division | None = None) -> tuple[str, ...]:
        return ("names", "key") if obj else ("names",)

    @admin.display(description="いまの名称", ordering="name_on_day")
    def name(self, division: Any) -> str:
        return division.name_on_day or "（いまはありません）"

    @admin.display(description="部", ordering="department_on_day")
    def department(self, division: Any) -> str:
        return division.department_on_day or ""

    @admin.display(description="名称と部")
    def names(self, division: Division) -> SafeString | str:
        """List all names; a new one is entered under 課の名称・所属."""
        if division.pk is None:
            return "登録したあとで、「課の名称・所属」に入れてください。"
        versions = division.versions.select_related("department").order_by("-valid_from")
        lines = ((v.valid_from, v.valid_to or "", v.code, v.department.name, v.name) for v in versions)
        return format_html_join("", "<div>{} 〜 {}　{}　{} {}</div>", lines) or "まだありません"


@admin.register(DivisionVersion)
class DivisionVersionAdmin(DatedAdmin):
    list_display = ("name", "department", "code", "order", "valid_from", "valid_to")
    list_filter = (TimeFilter, ("department", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("department",)
    search_fields = ("name", "code", "department__name")
    autocomplete_fields = ("division", "department")
    ordering = ("department__order", "order", "code", "-valid_from")
    fields = ("division", "department", "code", "name", "order", "valid_from", "valid_to")
    csv_name = "課"
    # The columns that the import reads.
    csv_header = ("department_code", "department_name", "division_code", "division_name")

    def csv_rows(self, rows: QuerySet[DivisionVersion]) -> Iterable[Sequence[Cell]]:
        return rows.values_list("department__code", "department__name", "code", "name")


@admin.register(DivisionSuccession)
class DivisionSuccessionAdmin(HistoryAdmin):
    list_display = ("before", "after", "kind", "took_effect_on")
    list_filter = ("kind",)
    search_fields = ("predecessor__versions__name", "successor__versions__name", "predecessor__key", "successor__key")
    autocomplete_fields = ("predecessor", "successor")
    date_hierarchy = "took_effect_on"

    def get_queryset(self, request: HttpRequest) -> QuerySet[DivisionSuccession]:
        rows: QuerySet[DivisionSuccession] = super().get_queryset(request)
        return rows.annotate(before_name=division_name("predecessor"), after_name=division_name("successor"))

    @admin.display(description="前の課", ordering=F("before_name"))
    def before(self, row: Any) -> str:
        return row.before_name

    @admin.display(description="後の課", ordering=F("after_name"))
    def after(self, row: Any) -> str:
        return row.after_name
