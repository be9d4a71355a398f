"""The report of an exhibition: as a page, as PDF and as Excel."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from minato_dx.core.calendar import today
from minato_dx.core.exports import sheets_response
from showcase.models import Exhibition
from showcase.permissions import can_read_report, can_run_exhibitions
from showcase.selectors.day.report import last_before, report_of
from showcase.services.exhibitions.report_pdf import report_as_pdf
from showcase.views.day.charts import chart
from showcase.views.day.reception import exhibition_for
from showcase.views.day.report_tables import report_tables, survey_tables


def _report(request: HttpRequest, pk: int) -> dict[str, Any]:
    """Return what all three show: numbers only, so that all staff may read it once it is reported."""
    exhibition: Exhibition = exhibition_for(request, pk)
    if not can_read_report(request.user, exhibition):
        raise PermissionDenied("報告は、デジタル改革担当がまとめています。まとまると、すべての職員が読めます。")
    last = last_before(exhibition=exhibition)
    report = report_of(exhibition=exhibition)
    before = report_of(exhibition=last) if last is not None else None
    return {
        "exhibition": exhibition,
        "report": report,
        "tables": report_tables(report=report, before=before),
        "survey_tables": survey_tables(report=report),
        "made_on": today(),
    }


@require_safe
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the report; the survey's tables have charts beside them."""
    context = _report(request, pk)
    survey = context["report"].survey
    shares = (survey.awareness, survey.useful, survey.next_steps)
    context["blocks"] = [
        (table.key, table.title, rows, chart([(share.label, share.number) for share in rows], unit="人"))
        for table, rows in zip(context["survey_tables"], shares, strict=True)
    ]
    context["runs"] = can_run_exhibitions(request.user)
    return render(request, "showcase/day/report.html", context)


@require_safe
def report_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """Return the report on paper."""
    context = _report(request, pk)
    pdf = report_as_pdf(context=context)
    response = HttpResponse(pdf, content_type="application/pdf")
    name = f"展示会の報告_{context['exhibition'].starts_on}.pdf"
    response.headers["Content-Disposition"] = content_disposition_header(False, name) or "inline"
    return response


@require_safe
def report_xlsx(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Return the report as an Excel file, one sheet for each table."""
    context = _report(request, pk)
    tables = [*context["tables"], *context["survey_tables"]]
    sheets = [(table.title.replace("：", "_")[:31], table.header, table.rows) for table in tables]
    return sheets_response(filename=f"展示会の報告_{context['exhibition'].starts_on}.xlsx", sheets=sheets)
