"""Group work in the administrators' site. Who is in which team is changed on the training's own page.

What trainees said of one another's work is not here: it is hidden from each until their own is given.
"""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from leaders.models import Milestone, PeerCriterion, Team
from minato_dx.organization.admin.base import HistoryAdmin


@admin.register(Team)
class TeamAdmin(HistoryAdmin):
    list_display = ("name", "programme", "theme", "tool", "submitted_at")
    list_filter = ("programme", ("submitted_at", admin.EmptyFieldListFilter))
    list_select_related = ("programme", "tool")
    search_fields = ("name", "theme", "members__trainee__person__name")
    fields = ("programme", "people", "name", "order", "theme", "tool", "about", "submitted_at", "submitted_by")
    readonly_fields = ("programme", "people", "submitted_at", "submitted_by")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Team | None = None) -> bool:
        return False

    @admin.display(description="メンバー")
    def people(self, row: Any) -> str:
        return "、".join(member.trainee.person.name for member in row.members.select_related("trainee__person"))


@admin.register(Milestone)
class MilestoneAdmin(HistoryAdmin):
    list_display = ("name", "programme", "due_on")
    list_filter = ("programme",)
    list_select_related = ("programme",)


@admin.register(PeerCriterion)
class PeerCriterionAdmin(HistoryAdmin):
    """Criteria by which somebody was judged are switched off and not deleted."""

    list_display = ("name", "order", "is_active")
    list_editable = ("order", "is_active")

    def has_delete_permission(self, request: HttpRequest, obj: PeerCriterion | None = None) -> bool:
        return False
