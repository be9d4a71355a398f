"""The terms of DX leaders in the administrators' site: repaired here, begun and ended by decisions."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from leaders.models import LeaderTerm
from minato_dx.core import calendar
from minato_dx.core.exports import Cell
from minato_dx.organization.admin.base import DatedAdmin, TimeFilter, division_name, last_day


@admin.register(LeaderTerm)
class LeaderTermAdmin(DatedAdmin):
    list_display = ("person", "staff_number", "division_name", "valid_from", "valid_to", "published_on")
    list_filter = (TimeFilter,)
    list_select_related = ("person",)
    search_fields = (
        "person__staff_number", "person__name", "person__kana", "division__versions__name", "division__versions__code",
    )  # fmt: skip
    search_help_text = "リーダーの職員番号・氏名・ふりがな、課の名称・コードでさがせます"
    autocomplete_fields = ("person", "division")
    fields = ("person", "division", "published_on", "valid_from", "valid_to")
    ordering = ("-valid_from", "person__staff_number")
    csv_name, csv_header = "リーダー", ("職員番号", "氏名", "課", "開始日", "最終日", "発令日")

    def get_queryset(self, request: HttpRequest) -> QuerySet[LeaderTerm]:
        rows: QuerySet[LeaderTerm] = super().get_queryset(request)
        return rows.annotate(division_name=division_name())

    @admin.display(description="職員番号", ordering="person__staff_number")
    def staff_number(self, row: Any) -> str:
        return row.person.staff_number

    @admin.display(description="課", ordering="division_name")
    def division_name(self, row: Any) -> str:
        return row.division_name

    def csv_rows(self, rows: QuerySet[LeaderTerm]) -> Iterable[Sequence[Cell]]:
        for row in rows.select_related("person").iterator():
            yield (
                row.person.staff_number, row.person.name, self.division_name(row), row.valid_from,
                last_day(row.valid_to), row.published_on,
            )  # fmt: skip

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        day = calendar.today()
        return {"valid_from": day, "published_on": day, **super().get_changeform_initial_data(request)}
