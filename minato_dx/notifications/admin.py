"""What was told to whom, for administrators to look at."""

from django.contrib import admin
from django.http import HttpRequest

from minato_dx.notifications.models import Notification


@admin.register(Notification)
class NotificationAdmin(admin.ModelAdmin):
    """Messages are owed by what happened and read by their recipients: nobody writes them here."""

    list_display = ("created_at", "recipient", "kind", "title", "read_at")
    list_filter = ("kind", ("read_at", admin.EmptyFieldListFilter))
    list_select_related = ("recipient",)
    search_fields = ("recipient__staff_number", "recipient__name", "event")
    search_help_text = "宛先の職員番号・氏名、できごとでさがせます"
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Notification | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Notification | None = None) -> bool:
        return False
