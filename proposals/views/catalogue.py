"""The catalogue of shared proposals, for all staff."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from minato_dx.core.calendar import local, today
from minato_dx.core.exports import Cell, csv_response, xlsx_response
from minato_dx.core.paging import Paginator, query_without
from proposals.enums import Part
from proposals.forms.catalogue import CatalogueForm
from proposals.forms.sharing import AskForm
from proposals.models import Proposal
from proposals.permissions import can_ask_desk, can_work_on, is_at_desk
from proposals.selectors.asking import questions_about
from proposals.selectors.catalogue import (
    TABS,
    catalogue_counts,
    catalogue_rows,
    entry_of,
    for_a_file,
    in_catalogue_tab,
    used_fields,
)
from proposals.selectors.granting import access_of

HEADER = (
    "受付番号", "状態", "件名", "何を解決するか", "だれのためか", "種類", "分野", "事業者", "どう解決するか", "実績",
    "使っている自治体", "費用（年）", "費用の説明", "無料で試せる", "LGWAN-ASP", "ISMAP", "ISO 27001",
    "データの置き場所", "担当", "庁内で見せる最後の日", "終わった日",
)  # fmt: skip
HIDDEN = "非公開"


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The conditions, and what they keep, in both tabs and in the chosen one."""

    form: CatalogueForm
    tab: str
    all: QuerySet[Proposal]
    rows: QuerySet[Proposal]


def _catalogue(request: HttpRequest) -> Catalogue:
    form = CatalogueForm(request.GET, fields_of_work=used_fields(user=request.user))
    rows = catalogue_rows(user=request.user, conditions=form.conditions)
    return Catalogue(form=form, tab=form.tab_name, all=rows, rows=in_catalogue_tab(rows, tab=form.tab_name))


@require_safe
def shared_list(request: HttpRequest) -> HttpResponse:
    """Show what is shared in-house, or what was; the conditions stand in the address."""
    found = _catalogue(request)
    counts = catalogue_counts(found.all)
    context = {
        "form": found.form,
        "page": Paginator(found.rows).page(request.GET.get("page"), count=counts[found.tab]),
        "tab": found.tab,
        "tabs": [(name, label, counts[name]) for name, label in TABS.items()],
        "tab_query": query_without(request.GET, "tab", "page"),
        "query": query_without(request.GET, "page"),
        "narrowed": found.form.chosen,
    }
    return render(request, "proposals/shared_list.html", context, status=200 if found.form.is_valid() else 422)


@require_safe
def shared_detail(request: HttpRequest, number: str) -> HttpResponse:
    """Show one shared proposal, without its confidential parts: whose wish it is, what was asked, and whom to ask."""
    year, _dash, serial = number.partition("-")
    entry = entry_of(user=request.user, fiscal_year=int(year), serial=int(serial))
    if entry is None:
        raise Http404
    proposal, user = entry.proposal, request.user
    at_desk = is_at_desk(user)
    asks = can_ask_desk(user) and not entry.is_over and not at_desk
    context = {
        "entry": entry,
        "proposal": proposal,
        "access": access_of(proposal=proposal, user=user),
        "questions": questions_about(proposal=proposal, user=user),
        "ask_form": AskForm(back_url=reverse("shared_detail", args=[proposal.slug])) if asks else None,
        "at_desk": at_desk,
        "answers": can_work_on(user, proposal),
    }
    return render(request, "proposals/shared_detail.html", context)


@require_safe
def shared_export(request: HttpRequest, kind: str) -> HttpResponseBase:
    """Answer with what the list shows, all pages of it, as CSV or Excel; of what is confidential only that it is."""
    rows: Iterator[Sequence[Cell]] = (_cells(row) for row in for_a_file(_catalogue(request).rows))
    name = f"庁内で共有している提案_{today():%Y%m%d}"
    if kind == "csv":
        return csv_response(filename=f"{name}.csv", header=HEADER, rows=rows)
    if kind == "xlsx":
        return xlsx_response(filename=f"{name}.xlsx", title="庁内で共有している提案", header=HEADER, rows=rows)
    raise Http404


def _cells(row: Proposal) -> Sequence[Cell]:
    hidden = {part.part for part in row.parts.all()}

    def open_or_not(part: Part, *values: str) -> list[str]:
        return [HIDDEN] * len(values) if part in hidden else list(values)

    cities = "、".join(city.name for city in row.cities.all())
    security = (row.get_lgwan_asp_display(), row.get_ismap_display(), row.get_iso27001_display(), row.data_location)
    return (
        row.number,
        row.get_state_display(),
        row.title,
        row.problem,
        row.for_whom,
        row.get_tool_kind_display(),
        "、".join(field.name for field in row.fields.all()),
        row.company.name,
        *open_or_not(Part.HOW, row.how),
        *open_or_not(Part.EVIDENCE, row.evidence, cities),
        *open_or_not(Part.COST, row.get_cost_range_display(), row.cost_note),
        row.get_free_trial_display(),
        *open_or_not(Part.SECURITY, *security),
        row.assignee.name,
        row.shared_until,
        local(row.closed_at).date() if row.closed_at else None,
    )
