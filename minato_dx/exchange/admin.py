"""The exchange in Django admin: read, and tried again; nothing is changed by hand."""

from typing import Any, cast

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from minato_dx.exchange.models import IntranetBundle, IntranetState, StuckItem
from minato_dx.exchange.services.running import try_again
from minato_dx.organization.models import User


class OnlyRead(admin.ModelAdmin):
    """What the two sides handed over is what it was."""

    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(IntranetState)
class IntranetStateAdmin(OnlyRead):
    list_display = ("__str__", "taken_at", "acknowledged", "fault", "fault_since")


@admin.register(IntranetBundle)
class IntranetBundleAdmin(OnlyRead):
    list_display = ("number", "made_at", "written_at", "acknowledges")


@admin.register(StuckItem)
class StuckItemAdmin(OnlyRead):
    """What no pillar could take in: the reason, and a second try; never its content."""

    list_display = ("receipt", "kind", "event", "reason", "at", "settled_at")
    list_filter = ("kind", ("settled_at", admin.EmptyFieldListFilter))
    search_fields = ("receipt", "reason")
    exclude = ("sealed",)
    actions = ("retry",)

    @admin.action(description="もう一度受け取る", permissions=["view"])
    def retry(self, request: HttpRequest, rows: QuerySet[StuckItem]) -> None:
        for row in rows:
            reason = try_again(stuck=row, actor=cast(User, request.user), now=timezone.now())
            if reason:
                messages.warning(request, f"{row}：{reason}")
            else:
                messages.success(request, f"{row}：受け取りました。")
