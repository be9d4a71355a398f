"""What people are: memberships, duties, offices, absences."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib import admin
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest

from minato_dx.core import calendar
from minato_dx.core.exports import Cell
from minato_dx.organization.admin.base import DatedAdmin, TimeFilter, division_name, last_day
from minato_dx.organization.models import Absence, DivisionVersion, Duty, Membership, OfficeHolder

PERSON_SEARCH = ("user__staff_number", "user__name", "user__kana")
MARK = "○"


class PersonAdmin(DatedAdmin):
    """A dated fact about a person."""

    read_along: Sequence[str] = ("user",)
    list_filter: Sequence[Any] = (TimeFilter,)
    autocomplete_fields: Sequence[str] = ("user",)
    search_fields: Sequence[str] = PERSON_SEARCH
    ordering = ("-valid_from", "user__staff_number")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related(*self.read_along)

    @admin.display(description="職員番号", ordering="user__staff_number")
    def staff_number(self, row: Any) -> str:
        return row.user.staff_number


@admin.register(Membership)
class MembershipAdmin(PersonAdmin):
    list_display = (
        "user", "staff_number", "division_name", "post", "is_head", "is_acting_head", "is_main",
        "valid_from", "valid_to",
    )  # fmt: skip
    list_filter = (TimeFilter, "is_head", "is_acting_head", "is_main")
    autocomplete_fields = ("user", "division")
    search_fields = (*PERSON_SEARCH, "post", "division__versions__name", "division__versions__code")
    fields = ("user", "division", "post", "is_main", "is_head", "is_acting_head", "valid_from", "valid_to")
    csv_name = "所属"
    # The columns that the import reads.
    csv_header = (
        "職員番号", "氏名", "ふりがな", "メール", "内線", "課コード", "職名", "所属長", "兼務",
        "開始日", "最終日", "退職日",
    )  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet[Membership]:
        rows: QuerySet[Membership] = super().get_queryset(request)
        return rows.annotate(division_name=division_name())

    @admin.display(description="課", ordering="division_name")
    def division_name(self, row: Any) -> str:
        return row.division_name

    def csv_rows(self, rows: QuerySet[Membership]) -> Iterable[Sequence[Cell]]:
        codes = DivisionVersion.objects.filter(division=OuterRef("division")).order_by("-valid_from").values("code")
        for row in rows.select_related("user").annotate(division_code=Subquery(codes[:1])).iterator():
            user = row.user
            yield (
                user.staff_number, user.name, user.kana, user.email, user.extension,
                row.division_code, row.post, MARK if row.is_head else "代理" if row.is_acting_head else "",
                "" if row.is_main else MARK, row.valid_from, last_day(row.valid_to), last_day(user.left_on),
            )  # fmt: skip


@admin.register(Duty)
class DutyAdmin(PersonAdmin):
    read_along = ("user", "department")
    list_display = ("user", "staff_number", "department", "is_main", "valid_from", "valid_to")
    list_filter = (TimeFilter, "is_main", ("department", admin.RelatedOnlyFieldListFilter))
    autocomplete_fields = ("user", "department")
    search_fields = (*PERSON_SEARCH, "department__name")
    fields = ("user", "department", "is_main", "valid_from", "valid_to")
    csv_name, csv_header = "担当", ("職員番号", "氏名", "担当部門", "主担当", "開始日", "最終日")

    def csv_rows(self, rows: QuerySet[Duty]) -> Iterable[Sequence[Cell]]:
        for row in rows.select_related("user", "department").iterator():
            yield (
                row.user.staff_number, row.user.name, row.department.name, MARK if row.is_main else "",
                row.valid_from, last_day(row.valid_to),
            )  # fmt: skip


@admin.register(OfficeHolder)
class OfficeHolderAdmin(PersonAdmin):
    list_display = ("office", "user", "staff_number", "valid_from", "valid_to")
    list_filter = (TimeFilter, "office")
    fields = ("office", "user", "valid_from", "valid_to")
    csv_name, csv_header = "役職者", ("役職", "職員番号", "氏名", "開始日", "最終日")

    def csv_rows(self, rows: QuerySet[OfficeHolder]) -> Iterable[Sequence[Cell]]:
        for row in rows.select_related("user").iterator():
            yield (
                row.get_office_display(), row.user.staff_number, row.user.name, row.valid_from, last_day(row.valid_to),
            )  # fmt: skip


@admin.register(Absence)
class AbsenceAdmin(PersonAdmin):
    list_display = ("user", "staff_number", "reason", "valid_from", "valid_to")
    list_filter = (TimeFilter, "reason")
    fields = ("user", "reason", "valid_from", "valid_to")
    csv_name, csv_header = "不在", ("職員番号", "氏名", "理由", "開始日", "最終日")

    def csv_rows(self, rows: QuerySet[Absence]) -> Iterable[Sequence[Cell]]:
        for row in rows.select_related("user").iterator():
            yield (
                row.user.staff_number, row.user.name, row.get_reason_display(), row.valid_from, last_day(row.valid_to),
            )  # fmt: skip

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return {"valid_from": calendar.today(), **super().get_changeform_initial_data(request)}
