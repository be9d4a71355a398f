"""Who came to exhibitions, in the administrators' site: counts and places, no address and no code.

An answer to the survey never says whose it is, and a wish never who may be named to a company.
"""

from django.contrib import admin

from consultations.admin import ReadOnlyAdmin
from showcase.models import CheckIn, NameShown, SurveyAnswer, Visitor


@admin.register(Visitor)
class VisitorAdmin(ReadOnlyAdmin):
    list_display = ("id", "exhibition", "kind", "division_name", "organization", "created_at", "erased_at")
    list_filter = ("kind", ("created_at", admin.DateFieldListFilter), ("erased_at", admin.EmptyFieldListFilter))
    search_fields = ("organization", "division_name", "exhibition__title")
    list_select_related = ("exhibition",)
    fields = ("exhibition", "kind", "division_name", "organization", "created_at", "erased_at")
    ordering = ("-id",)


@admin.register(CheckIn)
class CheckInAdmin(ReadOnlyAdmin):
    list_display = ("at", "exhibition", "hall", "item", "exhibitor", "means")
    list_filter = ("means", ("at", admin.DateFieldListFilter))
    search_fields = ("exhibition__title", "hall__name", "item__title", "exhibitor__name")
    list_select_related = ("exhibition", "hall", "item", "exhibitor")
    fields = ("exhibition", "hall", "item", "exhibitor", "day", "at", "received_at", "means", "by")
    ordering = ("-id",)


@admin.register(SurveyAnswer)
class SurveyAnswerAdmin(ReadOnlyAdmin):
    list_display = ("id", "exhibition", "exhibitor", "awareness", "useful", "next_step", "theme")
    list_filter = ("awareness", "useful", "next_step", "theme")
    search_fields = ("exhibition__title", "exhibitor__name")
    list_select_related = ("exhibition", "exhibitor", "theme")
    fields = ("exhibition", "exhibitor", "awareness", "useful", "next_step", "theme")
    ordering = ("-id",)


@admin.register(NameShown)
class NameShownAdmin(ReadOnlyAdmin):
    list_display = ("id", "exhibitor", "allowed_at")
    list_select_related = ("exhibitor",)
    search_fields = ("exhibitor__name",)
    fields = ("exhibitor", "allowed_at")
    ordering = ("-id",)
