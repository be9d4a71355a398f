"""Leaders among themselves in the administrators' site: to look at and to repair. Nobody asks or replies from here."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from leaders.models import LeaderProfile, LeaderQuestion, LeaderReply
from minato_dx.organization.admin.base import HistoryAdmin, NamesInForms

PERSON = ("staff_number", "name", "kana")


def _search(path: str, *texts: str) -> tuple[str, ...]:
    return (*texts, *(f"{path}__{name}" for name in PERSON))


@admin.register(LeaderProfile)
class LeaderProfileAdmin(NamesInForms):
    """A leader writes the profile; what has no place in it is taken out here."""

    list_display = ("person", "changed_at")
    list_select_related = ("person",)
    search_fields = _search("person", "good_at")
    fields = ("person", "good_at", "tools", "fields", "changed_at")
    readonly_fields = ("person", "changed_at")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False


@admin.register(LeaderQuestion)
class LeaderQuestionAdmin(NamesInForms):
    """Deleted with its replies where it has no place in the portal."""

    list_display = ("title", "asker", "asked_at", "solved_at", "tool", "field")
    list_filter = (("solved_at", admin.EmptyFieldListFilter), "tool", "field")
    list_select_related = ("asker", "tool", "field")
    search_fields = _search("asker", "title", "text")
    fields = ("asker", "title", "text", "tool", "field", "asked_at", "solved_at")
    readonly_fields = ("asker", "asked_at", "solved_at")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False


@admin.register(LeaderReply)
class LeaderReplyAdmin(HistoryAdmin):
    list_display = ("question_title", "author", "written_at", "has_helped")
    list_filter = ("has_helped",)
    list_select_related = ("question", "author")
    search_fields = _search("author", "question__title", "text")
    fields = ("question", "author", "text", "written_at", "has_helped")
    readonly_fields = ("question", "author", "written_at")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    @admin.display(description="質問", ordering="question__title")
    def question_title(self, row: Any) -> str:
        return str(row.question)
