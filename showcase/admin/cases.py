"""Other municipalities' cases in the administrators' site, to look at only."""

from django.contrib import admin

from consultations.admin import ReadOnlyAdmin
from showcase.admin.rows import ReadOnlyRows
from showcase.models import Case, CaseLog


class CaseLogRows(ReadOnlyRows):
    model = CaseLog
    fields = ("name", "from_state", "to_state", "actor_name", "reason", "created_at")


@admin.register(Case)
class CaseAdmin(ReadOnlyAdmin):
    list_display = ("title", "municipality", "state", "field", "tool_kind", "found_by", "published_at")
    list_filter = ("state", "tool_kind", "found_by", "field", ("published_at", admin.DateFieldListFilter))
    search_fields = ("title", "words_key", "municipality__code", "municipality__name_key")
    list_select_related = ("municipality", "field")
    ordering = ("-id",)
    inlines = (CaseLogRows,)
