"""Consultations in the administrators' site: where they stand, never what they say.

Administrators repair; they have no part in a consultation. Nothing that somebody wrote is shown here, and of a private
one not even its title, the requester or the work.
"""

from typing import Any

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest

from consultations.models import (
    AccessLog,
    Consultation,
    EffectEntry,
    Interest,
    LeaderTurn,
    Promise,
    ResearchRequest,
    TrainingTheme,
    TransitionLog,
)
from consultations.selectors.lines import HIDDEN_TITLE
from consultations.selectors.lists import receipt_number_in
from minato_dx.core.figures import number_text
from minato_dx.organization.admin.base import division_name

HIDDEN = "（非公開）"
BY_CASE = ("consultation__division_name", "consultation__assignee__name")


class ReadOnlyAdmin(admin.ModelAdmin):
    """To look at only: steps are taken on the pages, where they ask, log and tell."""

    list_per_page = 50
    show_full_result_count = False
    actions = None

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


class NumberSearch(ReadOnlyAdmin):
    """Search by receipt number, written as people write it, or by what ``search_fields`` names; never by texts."""

    number_path = "consultation__"
    search_help_text = "受付番号（令和8年度-0123）、課、担当の氏名でさがせます"

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        number = receipt_number_in(search_term)
        if number is None:
            return super().get_search_results(request, queryset, search_term)
        path = self.number_path
        return queryset.filter(**{f"{path}fiscal_year": number.fiscal_year, f"{path}serial": number.serial}), False


@admin.register(Consultation)
class ConsultationAdmin(NumberSearch):
    number_path = ""
    list_display = (
        "number", "division_name", "shown_title", "state", "assignee", "received_at", "next_due_at", "closed_at",
    )  # fmt: skip
    list_filter = ("state", "is_open", "is_private", "outcome", "channel")
    list_select_related = ("assignee",)
    search_fields = ("division_name", "assignee__name", "assignee__staff_number")
    ordering = ("-id",)
    fields = (
        "number", "shown_title", "is_private", "shown_requester", "shown_entered_by", "channel", "division_name",
        "department_name", "state", "resumes_to", "assignee", "received_at", "next_due_kind", "next_due_at",
        "went_live_on", "outcome", "closed_at", "merged_into",
    )  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet[Consultation]:
        rows: QuerySet[Consultation] = super().get_queryset(request)
        return rows.select_related("assignee", "requester", "entered_by", "merged_into")

    @admin.display(description="受付番号", ordering="id")
    def number(self, row: Consultation) -> str:
        return row.number

    @admin.display(description="件名")
    def shown_title(self, row: Consultation) -> str:
        return HIDDEN_TITLE if row.is_private else row.title

    @admin.display(description="相談者")
    def shown_requester(self, row: Consultation) -> str:
        return HIDDEN if row.is_private else row.requester.name

    @admin.display(description="代わりに入力した人")
    def shown_entered_by(self, row: Consultation) -> str:
        if row.is_private:
            return HIDDEN
        return row.entered_by.name if row.entered_by else ""


class CaseRowAdmin(NumberSearch):
    """A row of a consultation, called by its number."""

    list_select_related = ("consultation",)
    search_fields = BY_CASE
    ordering = ("-id",)

    @admin.display(description="相談", ordering="consultation_id")
    def number(self, row: Any) -> str:
        return row.consultation.number

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("consultation")


@admin.register(TransitionLog)
class TransitionLogAdmin(CaseRowAdmin):
    """Who took which step; the reasons they wrote stay with the case."""

    list_display = ("created_at", "number", "name", "from_state", "to_state", "shown_actor")
    list_filter = ("name", "to_state")
    fields = ("number", "created_at", "name", "from_state", "to_state", "shown_actor")

    @admin.display(description="した人")
    def shown_actor(self, row: TransitionLog) -> str:
        """The requester's name would say whose private case it is."""
        is_requester = row.actor_id == row.consultation.requester_id
        return HIDDEN if row.consultation.is_private and is_requester else row.actor_name


@admin.register(AccessLog)
class AccessLogAdmin(CaseRowAdmin):
    list_display = ("opened_at", "number", "user", "what")
    list_select_related = ("consultation", "user")
    list_filter = ("what",)
    search_fields = (*BY_CASE, "user__name", "user__staff_number")
    search_help_text = "受付番号（令和8年度-0123）、課、担当か開いた人の氏名でさがせます"
    fields = ("number", "opened_at", "user", "what")


@admin.register(Promise)
class PromiseAdmin(CaseRowAdmin):
    list_display = ("number", "kind", "made_at", "due_at", "paused_at", "kept_at", "dropped_at")
    list_filter = ("kind", ("kept_at", admin.EmptyFieldListFilter), ("paused_at", admin.EmptyFieldListFilter))
    fields = ("number", "kind", "made_at", "due_at", "paused_at", "kept_at", "dropped_at")


@admin.register(LeaderTurn)
class LeaderTurnAdmin(CaseRowAdmin):
    """Whom of the leaders somebody asked first, and what came of it; what was said stays with the case."""

    list_display = ("number", "leader", "asked_at", "due_at", "answered_at", "ended_at", "is_handed_on")
    list_select_related = ("consultation", "leader")
    search_help_text = None  # it would be the search box's only name
    list_filter = ("is_handed_on", ("ended_at", admin.EmptyFieldListFilter))
    fields = ("number", "leader", "asked_at", "due_at", "answered_at", "ended_at", "is_handed_on")


@admin.register(TrainingTheme)
class TrainingThemeAdmin(CaseRowAdmin):
    list_display = ("number", "allowed_at", "team")
    list_select_related = ("consultation", "team")
    search_help_text = None  # it would be the search box's only name
    list_filter = (("team", admin.EmptyFieldListFilter),)
    fields = ("number", "allowed_at", "team")


@admin.register(EffectEntry)
class EffectEntryAdmin(CaseRowAdmin):
    list_display = (
        "number",
        "shown_work",
        "stage",
        "months_after",
        "shown_hours",
        "method",
        "entered_at",
        "superseded_at",
    )
    list_select_related = ("consultation", "work")
    list_filter = ("stage", "months_after", "method", ("superseded_at", admin.EmptyFieldListFilter))
    fields = (
        "number", "shown_work", "round", "stage", "months_after", "cases_per_year", "minutes_before", "minutes_after",
        "running_hours_per_year", "initial_hours", "shown_hours", "method", "hourly_rate_yen", "entered_at",
        "superseded_at",
    )  # fmt: skip

    @admin.display(description="業務")
    def shown_work(self, row: EffectEntry) -> str:
        return HIDDEN if row.consultation.is_private else row.work.name

    @admin.display(description="年間の時間")
    def shown_hours(self, row: EffectEntry) -> str:
        return number_text(row.hours_per_year)


@admin.register(Interest)
class InterestAdmin(ReadOnlyAdmin):
    """Which division wished for what; the sentence they wrote stays with them and the DX section."""

    list_display = ("title", "shown_division", "user", "created_at", "withdrawn_at", "shown_consultation")
    list_select_related = ("user", "consultation")
    list_filter = (("withdrawn_at", admin.EmptyFieldListFilter), ("consultation", admin.EmptyFieldListFilter), "kind")
    search_fields = ("title", "user__name", "user__staff_number")
    search_help_text = None  # it would be the search box's only name
    ordering = ("-id",)
    fields = list_display

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows: QuerySet[Any] = super().get_queryset(request)
        return rows.select_related("user", "consultation").annotate(division_label=division_name())

    @admin.display(description="課", ordering="division_label")
    def shown_division(self, row: Any) -> str:
        return str(row.division_label)

    @admin.display(description="ここから始めた相談")
    def shown_consultation(self, row: Interest) -> str:
        """Beside the person's name, its number would say whose private case it is."""
        if row.consultation is None:
            return ""
        return HIDDEN if row.consultation.is_private else row.consultation.number


@admin.register(ResearchRequest)
class ResearchRequestAdmin(ReadOnlyAdmin):
    """Where requests stand, in the public wording; what the division wrote stays with it and the DX section."""

    list_display = ("public_wording", "shown_division", "state", "field", "asked_at", "passed_on_at", "ended_at")
    list_filter = ("state", "outcome", "field", ("asked_at", admin.DateFieldListFilter))
    list_select_related = ("field", "consultation")
    search_fields = ("public_wording", "division_name")
    ordering = ("-id",)
    fields = (*list_display, "answer_by", "outcome")
    list_display_links = ("public_wording", "shown_division")

    @admin.display(description="課", ordering="division_name")
    def shown_division(self, row: ResearchRequest) -> str:
        is_private = row.consultation is not None and row.consultation.is_private
        return HIDDEN if is_private else row.division_name
