"""Whether the portal's clock runs, for administrators to look at."""

from django.contrib import admin
from django.http import HttpRequest

from minato_dx.portal.models import JobRun


@admin.register(JobRun)
class JobRunAdmin(admin.ModelAdmin):
    """The clock writes here; people only read."""

    list_display = ("job", "finished_at")
    search_fields = ("job",)
    ordering = ("job",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: JobRun | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: JobRun | None = None) -> bool:
        return False
