"""What the lists of dated facts share: names in forms, readable history, the time they hold, export as CSV."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import ForeignKey, Model, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from simple_history.admin import SimpleHistoryAdmin

from minato_dx.core import calendar
from minato_dx.core.exports import Cell, csv_response
from minato_dx.organization.models import Division, DivisionVersion, User


class PersonChoiceField(forms.ModelChoiceField):
    """A person with the staff number: names alone are not unique."""

    def label_from_instance(self, obj: Model) -> str:
        return person_label(obj)


def person_label(user: Any) -> str:
    return f"{user.name}（{user.staff_number}）"


def division_name(path: str = "division") -> Coalesce:
    """Return the latest name that the division of ``path`` has had until today, for ``annotate``."""
    versions = DivisionVersion.objects.filter(division=OuterRef(path), valid_from__lte=calendar.today())
    return Coalesce(Subquery(versions.order_by("-valid_from").values("name")[:1]), Value("（まだ名称がありません）"))


class NamesInForms(admin.ModelAdmin):
    """Choose people by name and number, and divisions by the name of today, from a list that searches."""

    def formfield_for_foreignkey(self, db_field: ForeignKey, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.remote_field.model is User:
            kwargs.setdefault("form_class", PersonChoiceField)
        elif db_field.remote_field.model is Division:
            kwargs.setdefault("queryset", Division.objects.named_on(calendar.today()))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class HistoryAdmin(NamesInForms, SimpleHistoryAdmin):
    """A list whose history can be read, and not put back: what was is changed by a new change."""

    history_list_per_page = 50

    def revert_disabled(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return True

    def history_form_view(
        self, request: HttpRequest, object_id: str, version_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponseBase:
        """Lead to the list of changes, which says all that there is; a form would look as if it could be saved."""
        opts = self.model._meta
        return redirect(f"admin:{opts.app_label}_{opts.model_name}_history", object_id)


class TimeFilter(admin.SimpleListFilter):
    """Rows of now, of later, of before."""

    title = "時期"
    parameter_name = "time"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [("now", "いま有効"), ("ahead", "これから"), ("past", "過去")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        today = calendar.today()
        conditions = {
            "now": Q(valid_from__lte=today) & (Q(valid_to__isnull=True) | Q(valid_to__gt=today)),
            "ahead": Q(valid_from__gt=today),
            "past": Q(valid_to__lte=today),
        }
        return queryset.filter(conditions[self.value()]) if self.value() in conditions else queryset


class DatedAdmin(HistoryAdmin):
    """A list of dated facts, newest first."""

    list_per_page = 50
    actions = ("export_csv",)
    csv_name = ""
    csv_header: Sequence[str] = ()

    def csv_rows(self, rows: QuerySet[Any]) -> Iterable[Sequence[Cell]]:
        """Return what the export has of each row."""
        raise NotImplementedError

    @admin.action(description="選んだ行をCSVで書き出す", permissions=["view"])
    def export_csv(self, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponseBase:
        filename = f"{self.csv_name}_{calendar.today():%Y%m%d}.csv"
        return csv_response(filename=filename, header=self.csv_header, rows=self.csv_rows(queryset))


def last_day(first_day_out: dt.date | None) -> dt.date | None:
    """Return the last day on which a fact holds, as files have it."""
    return None if first_day_out is None else first_day_out - dt.timedelta(days=1)
