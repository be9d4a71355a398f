"""The desk's list of proposals: searched, narrowed down, and taken away as a file."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from minato_dx.core.calendar import local, today
from minato_dx.core.exports import Cell, csv_response, xlsx_response
from minato_dx.core.paging import Paginator, query_without
from minato_dx.reference.selectors import closed_days
from proposals.forms.lists import ProposalFilterForm
from proposals.models import Proposal
from proposals.permissions import is_at_desk
from proposals.selectors.lists import (
    ALL,
    TABS,
    assignees_of_proposals,
    fields_of_proposals,
    in_tab,
    listed_proposals,
    tab_counts,
)

ONLY_THE_DESK = "この画面は、デジタル改革担当の職員が使います。"
# What the vendor may have marked as confidential (how, evidence, cost, security) is in no file, marked or not.
HEADER = (
    "受付番号", "状態", "件名", "何を解決するか", "だれのためか", "分野", "事業者", "法人番号", "受け方", "担当",
    "受付日", "次の約束", "約束の日", "審査の結果を決めた日", "庁内で見せる最後の日", "移送先", "対話の結果",
    "終わった日",
)  # fmt: skip


def require_desk(request: HttpRequest) -> None:
    """Raise PermissionDenied, in words, for whoever is not at the desk."""
    if not is_at_desk(request.user):
        raise PermissionDenied(ONLY_THE_DESK)


@dataclass(frozen=True, slots=True)
class Listing:
    """The conditions, and the proposals that they keep, in all tabs and in the chosen one."""

    form: ProposalFilterForm
    tab: str
    all: QuerySet[Proposal]
    rows: QuerySet[Proposal]


def _listing(request: HttpRequest) -> Listing:
    require_desk(request)
    form = ProposalFilterForm(request.GET, work_fields=fields_of_proposals(), people=assignees_of_proposals())
    rows = listed_proposals(user=request.user, conditions=form.conditions, now=timezone.now())
    tab = form.tab_name
    return Listing(form=form, tab=tab, all=rows, rows=in_tab(rows, tab=tab, user=request.user))


@require_safe
def proposal_list(request: HttpRequest) -> HttpResponse:
    """Show the proposals of a tab; the conditions stand in the address."""
    listing = _listing(request)
    counts = tab_counts(rows=listing.all, user=request.user)
    context = {
        "form": listing.form,
        "page": Paginator(listing.rows).page(request.GET.get("page"), count=counts[listing.tab]),
        "tab": listing.tab,
        "tabs": [(name, label, counts[name]) for name, label in TABS.items()],
        "count_of_all": counts[ALL],
        "tab_query": query_without(request.GET, "tab", "page"),
        "query": query_without(request.GET, "page"),
        "narrowed": listing.form.chosen,
        "closed": closed_days(),
    }
    return render(request, "proposals/proposal_list.html", context, status=200 if listing.form.is_valid() else 422)


@require_safe
def proposal_export(request: HttpRequest, kind: str) -> HttpResponseBase:
    """Answer with what the list shows, all pages of it, as CSV or Excel."""
    listing = _listing(request)
    rows: Iterator[Sequence[Cell]] = (_cells(row) for row in listing.rows)
    name = f"提案一覧_{today():%Y%m%d}"
    if kind == "csv":
        return csv_response(filename=f"{name}.csv", header=HEADER, rows=rows)
    if kind == "xlsx":
        return xlsx_response(filename=f"{name}.xlsx", title="提案一覧", header=HEADER, rows=rows)
    raise Http404


def _cells(row: Proposal) -> Sequence[Cell]:
    return (
        row.number,
        row.get_state_display(),
        row.title,
        row.problem,
        row.for_whom,
        "、".join(field.name for field in row.fields.all()),
        row.company.name,
        row.company.corporate_number,
        row.get_source_display(),
        row.assignee.name,
        local(row.received_at).date(),
        row.get_next_due_kind_display(),
        local(row.next_due_at).date() if row.next_due_at else None,
        local(row.decided_at).date() if row.decided_at else None,
        row.shared_until,
        row.transferred_to,
        row.get_outcome_display(),
        local(row.closed_at).date() if row.closed_at else None,
    )
