"""The register of trial apps: searched, narrowed down, and taken away as a file."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from leaders.forms.trial_apps import AppFilterForm
from leaders.models import TrialApp
from leaders.permissions import can_check, can_register_app
from leaders.selectors.trial_apps import ALL, TABS, in_tab, register_rows, tab_counts, tools_of_register
from minato_dx.core.calendar import local, today
from minato_dx.core.exports import Cell, csv_response, xlsx_response
from minato_dx.core.paging import Paginator, query_without
from minato_dx.organization.selectors import current_divisions

HEADER = (
    "名前", "何をするものか", "ツール", "部", "課", "業務", "個人情報", "状態", "やめた理由", "持ち主", "職員番号",
    "作った班", "登録日", "最後に確かめた日", "確認が必要",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Listing:
    """The conditions, and the apps that they keep, in all tabs and in the chosen one."""

    form: AppFilterForm
    tab: str
    all: QuerySet[TrialApp]
    rows: QuerySet[TrialApp]


def _listing(request: HttpRequest) -> Listing:
    day = today()
    form = AppFilterForm(request.GET, versions=current_divisions(day=day), tools=tools_of_register())
    rows = register_rows(user=request.user, conditions=form.conditions(day=day), day=day)
    tab = form.cleaned_data["tab"] if form.is_valid() else ALL
    return Listing(form=form, tab=tab, all=rows, rows=in_tab(rows, tab=tab, user=request.user, day=day))


@require_safe
def app_list(request: HttpRequest) -> HttpResponse:
    """Show the register; its conditions stand in the address."""
    listing = _listing(request)
    user = request.user
    counts = tab_counts(rows=listing.all, user=user, day=today())
    page = Paginator(listing.rows).page(request.GET.get("page"), count=counts[listing.tab])
    context = {
        "form": listing.form,
        "page": page,
        "tab": listing.tab,
        "tabs": [(name, label, counts[name]) for name, label in TABS.items()],
        "tab_query": query_without(request.GET, "tab", "page"),
        "query": query_without(request.GET, "page"),
        "narrowed": listing.form.chosen,
        "may_register": can_register_app(user),
        "may_check": can_check(user),
    }
    return render(request, "leaders/app_list.html", context, status=200 if listing.form.is_valid() else 422)


@require_safe
def app_export(request: HttpRequest, kind: str) -> HttpResponseBase:
    """Answer with what the list shows, all pages of it, as CSV or Excel."""
    rows: Iterator[Sequence[Cell]] = (_cells(app) for app in _listing(request).rows)
    name = f"試作アプリ_{today()}"
    if kind == "csv":
        return csv_response(filename=f"{name}.csv", header=HEADER, rows=rows)
    if kind == "xlsx":
        return xlsx_response(filename=f"{name}.xlsx", title="試作アプリ", header=HEADER, rows=rows)
    raise Http404


def _cells(app: Any) -> Sequence[Cell]:
    return (
        app.name,
        app.about,
        app.tool_name,
        app.department_name,
        app.division_name,
        app.work.name if app.work else "",
        app.get_handles_personal_data_display(),
        app.get_state_display(),
        app.retired_reason,
        app.owner.name if app.owner else "",
        app.owner.staff_number if app.owner else "",
        app.team.name if app.team else "",
        local(app.created_at).date(),
        app.confirmed_on,
        bool(app.is_due),
    )
