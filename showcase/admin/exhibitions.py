"""Exhibitions in the administrators' site, to look at only: steps are taken on the pages, which ask, log and tell."""

from django.contrib import admin
from simple_history.admin import SimpleHistoryAdmin

from consultations.admin import ReadOnlyAdmin
from showcase.admin.rows import ReadOnlyRows
from showcase.models import (
    Booth,
    Exhibition,
    ExhibitionDay,
    ExhibitionLog,
    Exhibitor,
    ExhibitorNotice,
    ExhibitorPerson,
    Hall,
    ProgrammeItem,
)


class DayRows(ReadOnlyRows):
    model = ExhibitionDay
    fields = ("day", "opens_at", "closes_at")


class HallRows(ReadOnlyRows):
    model = Hall
    fields = ("name", "place", "plan_alt", "order")


class StepRows(ReadOnlyRows):
    """What happened; why is between the DX section and those it was about."""

    model = ExhibitionLog
    fields = ("name", "exhibitor", "from_state", "to_state", "actor_name", "created_at")


@admin.register(Exhibition)
class ExhibitionAdmin(ReadOnlyAdmin, SimpleHistoryAdmin):
    list_display = ("title", "theme", "state", "starts_on", "ends_on", "organizer")
    list_filter = ("state", ("starts_on", admin.DateFieldListFilter))
    search_fields = ("title", "theme", "place")
    list_select_related = ("organizer",)
    ordering = ("-starts_on", "-id")
    inlines = (DayRows, HallRows, StepRows)


class BoothRows(ReadOnlyRows):
    model = Booth
    fields = ("code", "x", "y", "has_power", "has_network")


@admin.register(Hall)
class HallAdmin(ReadOnlyAdmin):
    list_display = ("name", "exhibition", "place", "order")
    search_fields = ("name", "exhibition__title")
    list_select_related = ("exhibition",)
    ordering = ("-exhibition", "order", "id")
    inlines = (BoothRows,)


class PersonRows(ReadOnlyRows):
    model = ExhibitorPerson
    fields = ("name", "role", "user")


@admin.register(Exhibitor)
class ExhibitorAdmin(ReadOnlyAdmin):
    list_display = ("name", "exhibition", "kind", "state", "booth", "decided_at")
    list_filter = ("kind", "state", "field")
    search_fields = ("name", "title", "exhibition__title")
    list_select_related = ("exhibition", "booth")
    # Why somebody was chosen or not is the DX section's; the key opens the company's page at the public door.
    exclude = ("reason", "key")
    ordering = ("-id",)
    inlines = (PersonRows,)


@admin.register(ExhibitorNotice)
class ExhibitorNoticeAdmin(ReadOnlyAdmin):
    list_display = ("title", "exhibition", "sent_by", "sent_at")
    list_filter = (("sent_at", admin.DateFieldListFilter),)
    search_fields = ("title", "exhibition__title")
    list_select_related = ("exhibition", "sent_by")
    ordering = ("-id",)


@admin.register(ProgrammeItem)
class ProgrammeItemAdmin(ReadOnlyAdmin):
    list_display = ("title", "exhibition", "kind", "event", "speaker", "is_open_to_outsiders")
    list_filter = ("kind", "is_open_to_outsiders", "field")
    search_fields = ("title", "speaker", "exhibition__title")
    list_select_related = ("exhibition", "event")
    ordering = ("-id",)
