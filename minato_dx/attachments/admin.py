"""How many files there are and how large, and what was found: for administrators, who read no names and contents."""

from typing import Any

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest

from minato_dx.attachments.models import Attachment, Scan


class FiguresAdmin(admin.ModelAdmin):
    """A list of figures. There is no page of one row: its title would be the file's name."""

    list_display_links = None
    list_per_page = 50
    show_full_result_count = False
    actions = None

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return obj is None and super().has_view_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


@admin.register(Attachment)
class AttachmentAdmin(FiguresAdmin):
    list_display = ("id", "kind", "size", "content_type", "state", "uploaded_at")
    list_filter = ("kind", "content_type", "state")


@admin.register(Scan)
class ScanAdmin(FiguresAdmin):
    """Which program or person came to what; the reason in words stays with the DX section."""

    list_display = ("at", "file", "verdict", "engine", "by", "state")
    list_select_related = ("attachment", "by")
    list_filter = ("verdict", "engine", "attachment__state")
    search_fields = ("by__name", "by__staff_number", "=attachment__sha256")
    ordering = ("-id",)

    @admin.display(description="ファイルの番号", ordering="attachment_id")
    def file(self, row: Any) -> int:
        return int(row.attachment_id)

    @admin.display(description="いまの状態")
    def state(self, row: Scan) -> str:
        return row.attachment.get_state_display()
