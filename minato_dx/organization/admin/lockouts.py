"""Who has guessed too often, and how the administrator lets them in again."""

from datetime import datetime
from typing import Any

from axes.helpers import get_cool_off, get_failure_limit
from django.contrib import admin, messages
from django.db.models import F, QuerySet, Sum, Window
from django.http import HttpRequest
from django.utils import timezone

from minato_dx.organization.models import LockOut
from minato_dx.organization.services.lockouts import lift_lockouts


@admin.register(LockOut)
class LockOutAdmin(admin.ModelAdmin):
    """Failed sign-ins; rows are written by django-axes and lifted here."""

    list_display = ("staff_number", "address", "failures", "last_failure", "is_locked")
    search_fields = ("username", "ip_address")
    ordering = ("-attempt_time",)
    actions = ("lift",)
    fields = readonly_fields = ("staff_number", "address", "failures", "last_failure", "is_locked")

    def get_queryset(self, request: HttpRequest) -> QuerySet[LockOut]:
        """Add what counts for the lock: all failures of the number from the address, whatever the browser."""
        together = Window(Sum("failures_since_start"), partition_by=[F("username"), F("ip_address")])
        return super().get_queryset(request).annotate(failures_together=together)

    @admin.display(description="職員番号", ordering="username")
    def staff_number(self, row: LockOut) -> str:
        return row.username or ""

    @admin.display(description="接続元", ordering="ip_address")
    def address(self, row: LockOut) -> str:
        return row.ip_address or ""

    @admin.display(description="続けて違った回数", ordering="failures_since_start")
    def failures(self, row: LockOut) -> int:
        return row.failures_since_start

    @admin.display(description="最後に違った日時", ordering="attempt_time")
    def last_failure(self, row: LockOut) -> datetime:
        return row.attempt_time

    @admin.display(description="いま停止中", boolean=True)
    def is_locked(self, row: Any) -> bool:
        cool_off = get_cool_off()
        is_recent = cool_off is None or row.attempt_time > timezone.now() - cool_off
        return is_recent and row.failures_together >= get_failure_limit(None, None)

    @admin.action(description="選んだ停止を解除する", permissions=["view"])
    def lift(self, request: HttpRequest, queryset: QuerySet[LockOut]) -> None:
        count = lift_lockouts(lockouts=queryset)
        self.message_user(request, f"{count}件を解除しました。すぐにログインできます。", messages.SUCCESS)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: LockOut | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: LockOut | None = None) -> bool:
        return False
