"""How many files there are and how large: for administrators, who read neither names nor contents."""

from django.contrib import admin
from django.http import HttpRequest

from minato_dx.attachments.models import Attachment


@admin.register(Attachment)
class AttachmentAdmin(admin.ModelAdmin):
    """A list of figures. There is no page of one file: its title would be the file's name."""

    list_display = ("id", "kind", "size", "content_type", "uploaded_at")
    list_display_links = None
    list_filter = ("kind", "content_type")
    show_full_result_count = False

    def has_view_permission(self, request: HttpRequest, obj: Attachment | None = None) -> bool:
        return obj is None and super().has_view_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Attachment | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Attachment | None = None) -> bool:
        return False
