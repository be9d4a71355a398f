"""What hangs on a proposal, to look at only: who did what when, and never what somebody wrote.

Purposes, questions, answers, minutes and a caller's address are between those whom they concern.
"""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from consultations.admin import NumberSearch, ReadOnlyAdmin
from minato_dx.organization.admin.base import division_name
from proposals.models import Dialogue, ForwardedCall, Grant, Match, StaffQuestion, VendorReply

BY_PROPOSAL = ("proposal__company__name", "proposal__company__corporate_number")


class ProposalRowAdmin(NumberSearch):
    """A row of a proposal, called by its number."""

    number_path = "proposal__"
    search_help_text = None  # it would be the search box's only name
    search_fields: tuple[str, ...] = BY_PROPOSAL
    ordering = ("-id",)
    related: tuple[str, ...] = ("proposal",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related(*self.related)

    @admin.display(description="提案", ordering="proposal_id")
    def number(self, row: Any) -> str:
        return row.proposal.number


class DivisionName:
    """The division of a row by its name of today; an identity alone has none."""

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows: QuerySet[Any] = super().get_queryset(request)  # type: ignore[misc]  # an admin stands beside it
        return rows.annotate(division_label=division_name())

    @admin.display(description="課", ordering="division_label")
    def shown_division(self, row: Any) -> str:
        return str(row.division_label)


@admin.register(Grant)
class GrantAdmin(ProposalRowAdmin):
    """Who may read confidential parts until when; for what they asked stays with the desk."""

    list_display = ("number", "user", "state", "asked_at", "decided_by", "decided_at", "last_day")
    related = ("proposal", "user", "decided_by")
    list_filter = ("state", ("last_day", admin.DateFieldListFilter))
    search_fields = (*BY_PROPOSAL, "user__name", "user__staff_number")
    fields = list_display


@admin.register(Dialogue)
class DialogueAdmin(DivisionName, ProposalRowAdmin):
    """``number`` is the model's own here: the how-manieth meeting it was."""

    list_display = (
        "shown_proposal", "number", "state", "starts_at", "minutes", "place", "host", "shown_division", "recorded_at",
    )  # fmt: skip
    related = ("proposal", "host")
    list_filter = ("state", ("recorded_at", admin.EmptyFieldListFilter))
    search_fields = (*BY_PROPOSAL, "host__name", "host__staff_number")
    fields = list_display

    @admin.display(description="提案", ordering="proposal_id")
    def shown_proposal(self, row: Dialogue) -> str:
        return row.proposal.number


@admin.register(StaffQuestion)
class StaffQuestionAdmin(DivisionName, ProposalRowAdmin):
    list_display = ("number", "shown_division", "asker", "asked_at", "answered_by", "answered_at")
    related = ("proposal", "asker", "answered_by")
    list_filter = (("answered_at", admin.EmptyFieldListFilter),)
    search_fields = (*BY_PROPOSAL, "asker__name", "asker__staff_number")
    fields = list_display


@admin.register(VendorReply)
class VendorReplyAdmin(ProposalRowAdmin):
    list_display = ("number", "received_at", "to_what")
    related = ("proposal", "answer")
    list_filter = (("answer", admin.EmptyFieldListFilter), ("received_at", admin.DateFieldListFilter))
    fields = list_display

    @admin.display(description="どの連絡への返事か")
    def to_what(self, row: VendorReply) -> str:
        return row.answer.get_kind_display() if row.answer else ""


@admin.register(Match)
class MatchAdmin(ProposalRowAdmin):
    list_display = ("number", "consultation_number", "state", "by", "at")
    related = ("proposal", "consultation", "by")
    list_filter = ("state",)
    fields = list_display

    @admin.display(description="相談", ordering="consultation_id")
    def consultation_number(self, row: Match) -> str:
        return row.consultation.number


@admin.register(ForwardedCall)
class ForwardedCallAdmin(DivisionName, ReadOnlyAdmin):
    """Whom one reaches there, and what it was about, stays with the division and the desk."""

    list_display = (
        "company_name", "shown_division", "sent_by", "sent_at", "state", "handled_by", "handled_at", "number",
    )  # fmt: skip
    list_select_related = ("sent_by", "handled_by", "proposal")
    list_filter = ("state",)
    search_fields = ("company_name", "sent_by__name", "sent_by__staff_number")
    ordering = ("-id",)
    fields = list_display

    @admin.display(description="受け付けた提案", ordering="proposal_id")
    def number(self, row: ForwardedCall) -> str:
        return row.proposal.number if row.proposal else ""
