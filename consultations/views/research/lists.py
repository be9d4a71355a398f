"""The lists of research requests, and the page of one: with the division for those who may know, else without."""

from collections.abc import Iterator, Sequence

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from consultations.enums import ResearchState
from consultations.models import ResearchRequest
from consultations.permissions import can_run_research
from consultations.selectors.research import (
    OPEN,
    RESEARCH_TABS,
    findings_for,
    open_rows,
    own_findings,
    public_request,
    read_public,
    request_for,
    research_rows,
    research_tabs,
)
from consultations.selectors.research_buttons import research_acts
from minato_dx.core.calendar import local, today
from minato_dx.core.exports import Cell, csv_response, xlsx_response
from minato_dx.core.paging import Paginator

PUBLIC_HEADER = ("番号", "聞いていること", "分野", "聞き始めた日")
HEADER = (
    "番号", "状態", "課", "依頼した人", "知りたいこと", "公開する文", "分野", "担当", "依頼した日", "聞き始めた日",
    "聞いた相手", "渡した回答", "結果", "終わった日",
)  # fmt: skip


def _tab(request: HttpRequest, tabs: dict[str, int]) -> str:
    wanted = request.GET.get("tab", "")
    return wanted if wanted in tabs else OPEN


@require_safe
def research_list(request: HttpRequest) -> HttpResponse:
    """Show what others are asked to everybody; one's division's own, and to the DX section all."""
    tabs = research_tabs(user=request.user)
    tab = _tab(request, tabs)
    rows = research_rows(user=request.user, tab=tab)
    pages = Paginator(rows, read=read_public) if tab == OPEN else Paginator(rows)
    context = {
        "page": pages.page(request.GET.get("page"), count=tabs[tab]),
        "tab": tab,
        "is_open_tab": tab == OPEN,
        "runs": can_run_research(request.user),
        "tabs": [(name, RESEARCH_TABS[name], count) for name, count in tabs.items()],
    }
    return render(request, "consultations/research_list.html", context)


@require_safe
def research_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one request; who is but asked reads its public wording alone, and only while it is passed on."""
    row = request_for(user=request.user, pk=pk)
    if row is None:
        return _public_page(request, pk)
    acts = research_acts(request=row, user=request.user)
    context = {
        "research": row,
        "findings": findings_for(request=row, user=request.user),
        "main": acts[0] if acts else None,
        "others": acts[1:],
        "steps": row.steps.all(),
        "runs": can_run_research(request.user),
        "is_passed_on": row.state == ResearchState.PASSED_ON,
    }
    return render(request, "consultations/research_detail.html", context)


def _public_page(request: HttpRequest, pk: int) -> HttpResponse:
    row = public_request(user=request.user, pk=pk)
    if row is None:
        raise Http404
    context = {"research": row, "told": own_findings(pk=pk, user=request.user)}
    return render(request, "consultations/research_public.html", context)


@require_safe
def research_export(request: HttpRequest, kind: str) -> HttpResponseBase:
    """Answer with the open tab as CSV or Excel; of what others are asked, the public wording alone."""
    tab = _tab(request, research_tabs(user=request.user))
    header, lines = (PUBLIC_HEADER, _public_lines(request)) if tab == OPEN else (HEADER, _lines(request, tab))
    name = f"調査依頼_{today():%Y%m%d}"
    if kind == "csv":
        return csv_response(filename=f"{name}.csv", header=header, rows=lines)
    if kind == "xlsx":
        return xlsx_response(filename=f"{name}.xlsx", title="調査依頼", header=header, rows=lines)
    raise Http404


def _public_lines(request: HttpRequest) -> Iterator[Sequence[Cell]]:
    for row in read_public(open_rows(user=request.user).values("pk")):
        yield (row.pk, row.wording, row.field, local(row.since).date())


def _lines(request: HttpRequest, tab: str) -> Iterator[Sequence[Cell]]:
    for row in research_rows(user=request.user, tab=tab):
        yield _cells(row)


def _cells(row: ResearchRequest) -> Sequence[Cell]:
    checked: int = row.checked_count  # type: ignore[attr-defined]  # annotated by the selector
    return (
        row.pk,
        row.get_state_display(),
        row.division_name,
        row.asker.name,
        row.question,
        row.public_wording,
        row.field.name if row.field else "",
        row.handled_by.name if row.handled_by else "",
        local(row.asked_at).date(),
        local(row.passed_on_at).date() if row.passed_on_at else None,
        row.passed_on_to,
        checked,
        row.get_outcome_display(),
        local(row.ended_at).date() if row.ended_at else None,
    )
