"""Plan, cohorts, and what the city has settled: terms, transfers, the words of letters."""

import datetime as dt
from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html

from leaders.models import Cohort, LeaderSettings, LetterTemplate, Plan, PlanYear
from leaders.selectors.settings import leader_settings, term_end
from leaders.services.letters import filled
from minato_dx.core.calendar import fiscal_year_label, today
from minato_dx.organization.admin.base import HistoryAdmin


class PlanYearInline(admin.StackedInline):
    model = PlanYear
    extra = 0


@admin.register(Plan)
class PlanAdmin(HistoryAdmin):
    list_display = ("name", "targets", "is_current")
    inlines = (PlanYearInline,)

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).prefetch_related("years")

    @admin.display(description="目標")
    def targets(self, plan: Plan) -> str:
        return "、".join(f"{fiscal_year_label(year.fiscal_year)}末 {year.target}課" for year in plan.years.all())


@admin.register(Cohort)
class CohortAdmin(HistoryAdmin):
    list_display = ("__str__", "recommend_from", "recommend_until", "appoint_on", "training_from", "training_until")


@admin.register(LeaderSettings)
class LeaderSettingsAdmin(HistoryAdmin):
    """The one row: its list is the row itself, with the defaults where nothing was saved yet."""

    fieldsets = (
        ("任命書", {"fields": ("city_name", "signer_title", "number_mark")}),
        ("任期と異動", {"fields": ("term_years", "on_transfer")}),
        ("活動", {"fields": ("quiet_months",)}),
    )

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> LeaderSettings | None:
        row: LeaderSettings | None = super().get_object(request, object_id, from_field)
        return leader_settings() if row is None and object_id == "1" else row

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return HttpResponseRedirect(reverse("admin:leaders_leadersettings_change", args=[1]))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: LeaderSettings | None = None) -> bool:
        return False


@admin.register(LetterTemplate)
class LetterTemplateAdmin(HistoryAdmin):
    """One wording for each kind; what was drawn keeps the words of its day."""

    list_display = ("kind", "title", "preview")
    readonly_fields = ("preview",)
    fields = ("kind", "title", "body", "preview")

    @admin.display(description="きょう発令すると")
    def preview(self, template: LetterTemplate) -> str:
        if not template.body:
            return "—"
        settings = leader_settings()
        last_day = term_end(starts_on=today(), years=settings.term_years) - dt.timedelta(days=1)
        return format_html("{}", filled(template.body, city=settings.city_name, last_day=last_day))
