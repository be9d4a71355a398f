"""The library, and the page of one case."""

from collections.abc import Iterator, Sequence

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from minato_dx.core.calendar import local, today
from minato_dx.core.exports import Cell, csv_response, xlsx_response
from minato_dx.core.paging import Paginator, query_without
from showcase.enums import CaseState
from showcase.forms.cases import CasesForm
from showcase.models import Case
from showcase.permissions import is_editor
from showcase.selectors.cases import (
    CASE_TABS,
    case_acts,
    case_choices,
    case_for,
    case_rows,
    case_tab_counts,
    in_case_tab,
)

# What the import reads, in the same columns (see services.cases.importing).
HEADER = (
    "番号", "状態", "団体コード", "自治体", "件名", "分野", "道具の種類", "道具の名前", "概要", "効果", "効果の出典",
    "効果の時点", "リンク", "見つけ方", "見つけた人", "見つけた日", "法人番号", "事業者", "公開した日",
)  # fmt: skip


def _found(request: HttpRequest) -> tuple[CasesForm, QuerySet[Case]]:
    form = CasesForm(request.GET, offered=case_choices(user=request.user))
    return form, case_rows(user=request.user, conditions=form.conditions)


@require_safe
def case_list(request: HttpRequest) -> HttpResponse:
    """Show the library; the conditions stand in the address. The DX section has tabs for what is not shown."""
    form, rows = _found(request)
    counts = case_tab_counts(rows)
    context = {
        "form": form,
        "page": Paginator(in_case_tab(rows, tab=form.tab_name)).page(
            request.GET.get("page"), count=counts[form.tab_name]
        ),
        "tab": form.tab_name,
        "tabs": [(name, label, counts[name]) for name, label in CASE_TABS.items() if not name or counts[name]],
        "tab_query": query_without(request.GET, "tab", "page"),
        "query": query_without(request.GET, "page"),
        "narrowed": form.chosen,
        "may_write": is_editor(request.user),
    }
    return render(request, "showcase/case_list.html", context, status=200 if form.is_valid() else 422)


@require_safe
def case_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one case: to all staff once it is published, before to the DX section."""
    case = case_for(user=request.user, pk=pk)
    if case is None:
        raise Http404
    acts = case_acts(case=case, user=request.user)
    is_shown = case.state == CaseState.PUBLISHED
    context = {
        "case": case,
        "is_shown": is_shown,
        # What is published is read; taking it down is not what the page is for.
        "main": None if is_shown or not acts else acts[0],
        "others": acts if is_shown else acts[1:],
        "steps": case.steps.all() if is_editor(request.user) else [],
    }
    return render(request, "showcase/case_detail.html", context)


@require_safe
def case_export(request: HttpRequest, kind: str) -> HttpResponseBase:
    """Answer with what the library shows, all pages of it, as CSV or Excel."""
    form, rows = _found(request)
    lines: Iterator[Sequence[Cell]] = (_cells(row) for row in in_case_tab(rows, tab=form.tab_name))
    name = f"ほかの自治体の事例_{today():%Y%m%d}"
    if kind == "csv":
        return csv_response(filename=f"{name}.csv", header=HEADER, rows=lines)
    if kind == "xlsx":
        return xlsx_response(filename=f"{name}.xlsx", title="ほかの自治体の事例", header=HEADER, rows=lines)
    raise Http404


def _cells(row: Case) -> Sequence[Cell]:
    return (
        row.pk,
        row.get_state_display(),
        row.municipality.code,
        str(row.municipality),
        row.title,
        row.field.name if row.field else "",
        row.get_tool_kind_display(),
        row.tool,
        row.summary,
        row.effect,
        row.effect_source,
        row.effect_on,
        row.link,
        row.get_found_by_display(),
        row.finder,
        row.found_on,
        row.company.corporate_number if row.company else "",
        row.company.name if row.company else "",
        local(row.published_at).date() if row.published_at else None,
    )
