"""The training in the administrators' site: to look at and to repair. What trainees wrote is not here."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase

from leaders.models import (
    Assignment,
    Attendance,
    Certificate,
    Module,
    Programme,
    Session,
    SkillItem,
    Trainee,
)
from minato_dx.core import calendar
from minato_dx.core.exports import Cell, csv_response
from minato_dx.organization.admin.base import HistoryAdmin, NamesInForms

PERSON = ("person__staff_number", "person__name", "person__kana")


@admin.register(Programme)
class ProgrammeAdmin(HistoryAdmin):
    list_display = ("name", "cohort", "starts_on", "ends_on", "min_attendance_percent")
    list_select_related = ("cohort",)

    def has_delete_permission(self, request: HttpRequest, obj: Programme | None = None) -> bool:
        return False


@admin.register(Module)
class ModuleAdmin(HistoryAdmin):
    list_display = ("name", "kind", "programme", "order")
    list_filter = ("kind", "programme")
    list_select_related = ("programme",)
    search_fields = ("name",)


@admin.register(Session)
class SessionAdmin(HistoryAdmin):
    list_display = ("name", "module", "is_required", "order")
    list_filter = ("is_required", "module__programme")
    list_select_related = ("module",)
    search_fields = ("name", "module__name")


@admin.register(Assignment)
class AssignmentAdmin(HistoryAdmin):
    list_display = ("name", "programme", "due_on", "is_required")
    list_filter = ("programme",)
    list_select_related = ("programme",)


@admin.register(Trainee)
class TraineeAdmin(NamesInForms):
    """Completion goes with its certificate, and so is noted on the page of the training."""

    list_display = ("person", "programme", "joined_on", "completed_on", "left_on")
    list_filter = ("programme", ("completed_on", admin.EmptyFieldListFilter))
    list_select_related = ("person", "programme")
    search_fields = PERSON
    autocomplete_fields = ("person", "division")
    fields = ("programme", "person", "division", "joined_on", "left_on", "completed_on", "group_work_on")
    readonly_fields = ("completed_on",)

    def has_delete_permission(self, request: HttpRequest, obj: Trainee | None = None) -> bool:
        return False


@admin.register(Attendance)
class AttendanceAdmin(HistoryAdmin):
    list_display = ("trainee_name", "session", "presence", "entry", "noted_at")
    list_filter = ("presence", "entry", "trainee__programme")
    list_select_related = ("trainee__person", "trainee__programme", "session")
    search_fields = tuple(f"trainee__{name}" for name in PERSON)
    readonly_fields = ("trainee", "session", "run", "entry", "noted_by", "noted_at")
    fields = ("trainee", "session", "run", "presence", "note", "entry", "noted_by", "noted_at")
    actions = ("export_csv",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    @admin.display(description="受講者", ordering="trainee__person__staff_number")
    def trainee_name(self, row: Any) -> str:
        return str(row.trainee.person.name)

    @admin.action(description="選んだ行をCSVで書き出す", permissions=["view"])
    def export_csv(self, request: HttpRequest, rows: QuerySet[Attendance]) -> HttpResponseBase:
        return csv_response(
            filename=f"研修の出席_{calendar.today():%Y%m%d}.csv",
            header=("職員番号", "氏名", "研修", "回", "出欠", "記録"),
            rows=self._lines(rows),
        )

    def _lines(self, rows: QuerySet[Attendance]) -> Iterable[Sequence[Cell]]:
        for row in rows.select_related("trainee__person", "trainee__programme", "session").iterator():
            person = row.trainee.person
            yield (
                person.staff_number, person.name, str(row.trainee.programme), str(row.session),
                row.get_presence_display(), row.noted_at,
            )  # fmt: skip


@admin.register(SkillItem)
class SkillItemAdmin(HistoryAdmin):
    """Items that were answered are switched off and not deleted."""

    list_display = ("name", "order", "is_active")
    list_editable = ("order", "is_active")

    def has_delete_permission(self, request: HttpRequest, obj: SkillItem | None = None) -> bool:
        return False


@admin.register(Certificate)
class CertificateAdmin(admin.ModelAdmin):
    """To look at only: a number once given is never given again."""

    list_display = ("number", "name", "place", "programme_name", "issued_on")
    list_filter = ("fiscal_year",)
    search_fields = ("name", "trainee__person__staff_number")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Certificate | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Certificate | None = None) -> bool:
        return False
