"""Stories in the administrators' site, to look at only: they are changed where those they tell of are asked."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from consultations.admin import ReadOnlyAdmin
from showcase.admin.rows import ReadOnlyRows
from showcase.models import (
    Adoption,
    AdoptionLog,
    Story,
    StoryConsent,
    StoryHelper,
    StoryLog,
    StoryPicture,
    StoryQuestion,
    StoryReply,
    Useful,
)


class ConsentRows(ReadOnlyRows):
    model = StoryConsent
    fields = ("version", "role", "person", "said", "asked_at", "said_at")


class HelperRows(ReadOnlyRows):
    model = StoryHelper
    fields = ("person",)


class PictureRows(ReadOnlyRows):
    model = StoryPicture
    fields = ("file", "alt")


class LogRows(ReadOnlyRows):
    model = StoryLog
    fields = ("name", "from_state", "to_state", "actor_name", "created_at")


@admin.register(Story)
class StoryAdmin(ReadOnlyAdmin):
    list_display = ("title", "division_name", "state", "contact", "changed_at", "published_at")
    list_filter = ("state", "field", ("published_at", admin.DateFieldListFilter))
    search_fields = ("title", "division_name", "contact__name", "contact__staff_number")
    ordering = ("-id",)
    inlines = (ConsentRows, HelperRows, PictureRows, LogRows)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Leave out drafts of what was made private since: nobody but the requester reads of it."""
        rows = super().get_queryset(request).select_related("contact")
        return rows.exclude(source_consultation__is_private=True, published_at__isnull=True)


class ReplyRows(ReadOnlyRows):
    model = StoryReply
    fields = ("author_name", "body", "created_at")


@admin.register(StoryQuestion)
class StoryQuestionAdmin(ReadOnlyAdmin):
    list_display = ("body", "story", "asker_name", "created_at", "hidden_at")
    list_filter = (("created_at", admin.DateFieldListFilter), ("hidden_at", admin.EmptyFieldListFilter))
    search_fields = ("body", "asker_name", "story__title")
    list_select_related = ("story",)
    ordering = ("-id",)
    inlines = (ReplyRows,)


@admin.register(Useful)
class UsefulAdmin(ReadOnlyAdmin):
    list_display = ("story", "person", "created_at")
    list_select_related = ("story", "person")
    search_fields = ("story__title",)
    ordering = ("-id",)


class AdoptionRows(ReadOnlyRows):
    model = AdoptionLog
    fields = ("state", "reason", "since", "actor_name", "created_at")


@admin.register(Adoption)
class AdoptionAdmin(ReadOnlyAdmin):
    list_display = ("story", "division_name", "state", "since", "said_at")
    list_filter = ("state",)
    search_fields = ("story__title", "division_name")
    list_select_related = ("story",)
    ordering = ("-id",)
    inlines = (AdoptionRows,)
