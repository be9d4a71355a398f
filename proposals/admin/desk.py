"""The proposal desk in the administrators' site: who has which field, the wordings, and where proposals stand.

Administrators repair; they have no part in the desk's decisions. Confidential parts, reviews, declarations and whom one
reaches at a company are not here.
"""

from typing import Any

from django.contrib import admin
from django.db.models import ForeignKey, QuerySet
from django.http import HttpRequest

from consultations.admin import NumberSearch
from minato_dx.core.calendar import today
from minato_dx.organization.admin.base import HistoryAdmin
from minato_dx.organization.models import User
from minato_dx.organization.selectors import dx_staff
from proposals.models import AnswerTemplate, FieldDesk, Proposal


@admin.register(FieldDesk)
class FieldDeskAdmin(HistoryAdmin):
    """Only the DX section is at the desk: whoever else had a field could not open its proposals."""

    list_display = ("field", "staff", "deputy")
    list_select_related = ("field", "staff", "deputy")
    search_fields = ("field__name", "staff__name", "staff__staff_number", "deputy__name", "deputy__staff_number")
    fields = ("field", "staff", "deputy")

    def formfield_for_foreignkey(self, db_field: ForeignKey, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.remote_field.model is User:
            kwargs["queryset"] = dx_staff(day=today())
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


@admin.register(AnswerTemplate)
class AnswerTemplateAdmin(HistoryAdmin):
    """The wording each kind of answer starts from; without a row the first wording of the portal."""

    list_display = ("kind",)
    fields = ("kind", "body")

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        texts = {
            "body": "{company}（事業者）、{title}（件名）、{number}（受付番号）、{reason}（理由）が差し込まれます。"
        }
        return super().get_form(request, obj, change, help_texts=texts, **kwargs)


@admin.register(Proposal)
class ProposalAdmin(NumberSearch):
    """To look at only: steps are taken on the pages, where they ask, log and tell."""

    number_path = ""
    search_help_text = "受付番号（令和8年度-0012）、事業者、法人番号、担当の氏名でさがせます"
    list_display = ("shown_number", "company", "title", "state", "assignee", "received_at")
    list_filter = ("state", "is_open", "source")
    list_select_related = ("company", "assignee")
    search_fields = (
        "company__name", "company__corporate_number", "assignee__name", "assignee__staff_number",
    )  # fmt: skip
    ordering = ("-id",)
    fields = ("shown_number", "company", "title", "state", "assignee", "received_at")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Proposal]:
        rows: QuerySet[Proposal] = super().get_queryset(request)
        return rows.select_related("company", "assignee")

    @admin.display(description="受付番号", ordering="id")
    def shown_number(self, row: Proposal) -> str:
        return row.number
