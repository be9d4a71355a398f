"""The register of trial apps in the administrators' site: to look at and to repair."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase

from leaders.models import TrialApp
from minato_dx.core import calendar
from minato_dx.core.exports import Cell, csv_response
from minato_dx.organization.admin.base import HistoryAdmin, division_name


@admin.register(TrialApp)
class TrialAppAdmin(HistoryAdmin):
    """Registered on the portal's own page; what is not used any more is retired and not deleted."""

    list_display = ("name", "division_label", "tool_label", "state", "owner", "confirmed_on", "handles_personal_data")
    list_filter = ("state", ("owner", admin.EmptyFieldListFilter), "handles_personal_data", "tool")
    list_select_related = ("tool", "owner")
    search_fields = ("name", "about", "other_tool", "owner__staff_number", "owner__name", "division__versions__name")
    # The boxes of autocomplete fields have no name that a screen reader reads.
    raw_id_fields = ("division", "owner")
    date_hierarchy = "confirmed_on"
    readonly_fields = ("work", "team", "created_at", "created_by", "confirmed_by", "asked_on")
    fields = (
        "name", "about", "tool", "other_tool", "division", "work", "handles_personal_data", "state", "retired_reason",
        "owner", "team", "created_at", "created_by", "confirmed_on", "confirmed_by", "asked_on",
    )  # fmt: skip
    actions = ("export_csv",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: TrialApp | None = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[TrialApp]:
        rows: QuerySet[TrialApp] = super().get_queryset(request)
        return rows.annotate(division_label=division_name())

    @admin.display(description="課", ordering="division_label")
    def division_label(self, row: Any) -> str:
        return str(row.division_label)

    @admin.display(description="ツール", ordering="tool__name")
    def tool_label(self, row: Any) -> str:
        return str(row.tool_name)

    @admin.action(description="選んだ行をCSVで書き出す", permissions=["view"])
    def export_csv(self, request: HttpRequest, rows: QuerySet[TrialApp]) -> HttpResponseBase:
        return csv_response(
            filename=f"試作アプリ_{calendar.today():%Y%m%d}.csv",
            header=("名前", "課", "ツール", "状態", "個人情報", "持ち主", "職員番号", "最後に確かめた日"),
            rows=self._lines(rows),
        )

    def _lines(self, rows: QuerySet[TrialApp]) -> Iterable[Sequence[Cell]]:
        for row in rows.select_related("tool", "owner").iterator():
            owner = row.owner
            yield (
                row.name, self.division_label(row), row.tool_name, row.get_state_display(),
                row.get_handles_personal_data_display(), owner.name if owner else "",
                owner.staff_number if owner else "", row.confirmed_on,
            )  # fmt: skip
