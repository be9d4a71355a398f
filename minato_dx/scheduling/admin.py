"""Rooms in the administrators' site; events and times are made by what happens."""

from django.contrib import admin
from django.http import HttpRequest

from minato_dx.organization.admin.base import HistoryAdmin
from minato_dx.scheduling.models import Room


@admin.register(Room)
class RoomAdmin(HistoryAdmin):
    list_display = ("name", "place", "capacity", "order", "is_active")
    list_filter = ("is_active",)
    search_fields = ("name", "place")

    def has_delete_permission(self, request: HttpRequest, obj: Room | None = None) -> bool:
        """Events point to rooms: one that is gone is taken off the list."""
        return False
