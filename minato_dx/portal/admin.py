"""Whether the portal's clock runs, for administrators to look at."""

import datetime as dt
from typing import Any

from django.contrib import admin
from django.db.models import F, OuterRef, QuerySet, Subquery
from django.http import HttpRequest
from django.utils import timezone

from minato_dx.core.jobs import label_of
from minato_dx.portal.due_jobs import late_jobs
from minato_dx.portal.models import JobRun, PeriodicJob


class ReadOnlyAdmin(admin.ModelAdmin):
    """The clock writes here; people only read."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(PeriodicJob)
class PeriodicJobAdmin(ReadOnlyAdmin):
    """Each job with its last success, and what went wrong since."""

    list_display = ("label", "last_success", "duration", "standing", "last_error")
    search_fields = ("job",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[PeriodicJob]:
        runs = JobRun.objects.filter(job=OuterRef("job")).order_by("-period")
        done = runs.filter(finished_at__isnull=False)
        rows: QuerySet[PeriodicJob] = super().get_queryset(request)
        return rows.annotate(
            succeeded_at=Subquery(done.values("finished_at")[:1]),
            took=Subquery(done.values("milliseconds")[:1]),
            newest_error=Subquery(runs.values("error")[:1]),
        )

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        self.late = set(late_jobs(timezone.now()))
        return super().changelist_view(request, extra_context)

    @admin.display(description="処理", ordering="job")
    def label(self, row: PeriodicJob) -> str:
        return label_of(row.job)

    @admin.display(description="前回の完了", ordering="succeeded_at")
    def last_success(self, row: Any) -> dt.datetime | None:
        return row.succeeded_at

    @admin.display(description="かかった時間")
    def duration(self, row: Any) -> str:
        return "" if row.took is None else f"{row.took / 1000:.1f}秒"

    @admin.display(description="様子")
    def standing(self, row: PeriodicJob) -> str:
        return "遅れています" if row.job in self.late else "予定どおり"

    @admin.display(description="うまくいかなかった理由", empty_value="")
    def last_error(self, row: Any) -> str:
        return row.newest_error or ""


@admin.register(JobRun)
class JobRunAdmin(ReadOnlyAdmin):
    """Every period of the last thirty days."""

    list_display = ("label", "period", "started_at", "finished_at", "duration", "attempts", "error")
    list_filter = ("job", ("finished_at", admin.EmptyFieldListFilter))
    search_fields = ("job", "error")
    ordering = (F("period").desc(), "job")
    show_full_result_count = False

    @admin.display(description="処理", ordering="job")
    def label(self, row: JobRun) -> str:
        return label_of(row.job)

    @admin.display(description="かかった時間", ordering="milliseconds")
    def duration(self, row: JobRun) -> str:
        return f"{row.milliseconds / 1000:.1f}秒"
