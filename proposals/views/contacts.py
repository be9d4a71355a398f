"""The log of contacts with companies: its list, its files, and one entry with its promise."""

from collections.abc import Iterator, Sequence

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from minato_dx.core.calendar import local, today
from minato_dx.core.exports import Cell, csv_response, xlsx_response
from minato_dx.core.paging import Paginator
from minato_dx.reference.models import ContactLog
from minato_dx.reference.selectors import closed_days
from proposals.enums import PROPOSAL_KIND
from proposals.exceptions import ProposalError
from proposals.forms.contacts import ContactFilterForm
from proposals.selectors.contacts import (
    TABS,
    contact_of,
    fields_of_contacts,
    in_tab,
    listed_contacts,
    proposals_of,
    staff_of_contacts,
    tab_counts,
)
from proposals.services.contacts import keep_contact_promise
from proposals.views.dialogues import without
from proposals.views.lists import require_desk

HEADER = (
    "日時", "事業者", "法人番号", "相手", "どちらから", "方法", "分野", "職員", "話したこと", "約束したこと",
    "約束の日", "果たした日",
)  # fmt: skip


def _form(request: HttpRequest) -> ContactFilterForm:
    require_desk(request)
    return ContactFilterForm(request.GET, work_fields=fields_of_contacts(), people=staff_of_contacts())


@require_safe
def contact_list(request: HttpRequest) -> HttpResponse:
    """Show the contacts of a tab; the conditions stand in the address."""
    form = _form(request)
    rows = listed_contacts(user=request.user, conditions=form.conditions)
    counts, tab = tab_counts(rows=rows, day=today()), form.tab_name
    page = Paginator(in_tab(rows, tab=tab, day=today())).page(request.GET.get("page"), count=counts[tab])
    about = proposals_of(user=request.user, rows=page.rows)
    context = {
        "form": form,
        "tab": tab,
        "tabs": [(name, label, counts[name]) for name, label in TABS.items()],
        "page": page,
        "lines": [(row, about.get(row.object_id) if row.object_kind == PROPOSAL_KIND else None) for row in page.rows],
        "tab_query": without(request.GET, "tab", "page"),
        "query": without(request.GET, "page"),
        "narrowed": form.chosen,
        "closed": closed_days(),
    }
    return render(request, "proposals/contact_list.html", context, status=200 if form.is_valid() else 422)


@require_safe
def contact_export(request: HttpRequest, kind: str) -> HttpResponseBase:
    """Answer with what the list shows, all pages of it, as CSV or Excel."""
    form = _form(request)
    found: QuerySet[ContactLog] = listed_contacts(user=request.user, conditions=form.conditions)
    rows: Iterator[Sequence[Cell]] = (_cells(row) for row in in_tab(found, tab=form.tab_name, day=today()))
    name = f"事業者との連絡_{today():%Y%m%d}"
    if kind == "csv":
        return csv_response(filename=f"{name}.csv", header=HEADER, rows=rows)
    if kind == "xlsx":
        return xlsx_response(filename=f"{name}.xlsx", title="事業者との連絡", header=HEADER, rows=rows)
    raise Http404


def _cells(row: ContactLog) -> Sequence[Cell]:
    return (
        local(row.at),
        row.company.name,
        row.company.corporate_number,
        str(row.contact) if row.contact else "",
        row.get_direction_display(),
        row.get_channel_display(),
        row.field.name if row.field else "",
        row.by.name,
        row.summary,
        row.promised,
        row.promised_until,
        row.kept_on,
    )


def _entry(request: HttpRequest, pk: int) -> ContactLog:
    require_desk(request)
    found = contact_of(user=request.user, pk=pk)
    if found is None:
        raise Http404
    return found


@require_safe
def contact_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one contact, and what is still owed of it."""
    entry = _entry(request, pk)
    about = proposals_of(user=request.user, rows=[entry])
    context = {"entry": entry, "proposal": next(iter(about.values()), None), "closed": closed_days()}
    return render(request, "proposals/contact_detail.html", context)


@require_POST
def contact_keep(request: HttpRequest, pk: int) -> HttpResponse:
    """Note that what was promised was done today."""
    entry = _entry(request, pk)
    try:
        keep_contact_promise(entry=entry, actor=request.user, day=today())
    except ProposalError as refusal:
        messages.warning(request, refusal.message)
    else:
        messages.success(request, f"{entry.company.name}への約束を、果たしたと記録しました。")
    return redirect("contact_detail", entry.pk)
