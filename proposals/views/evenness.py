"""Who got how much of the ward's time, for each field of work."""

from collections.abc import Iterator, Sequence

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from minato_dx.core.calendar import fiscal_year, fiscal_year_label, today
from minato_dx.core.exports import Cell, csv_response
from minato_dx.reference.enums import ContactChannel, ContactDirection
from proposals.selectors.evenness import FieldTime, time_by_field, years_of_contacts
from proposals.views.lists import require_desk

HEADER = (
    "年度", "分野", "事業者", "法人番号", *ContactDirection.labels, *ContactChannel.labels, "連絡（計）",
    "この分野の連絡（計）", "対話（回）", "対話（分）", "この分野の対話（分）",
)  # fmt: skip


def _year(request: HttpRequest) -> int:
    typed = request.GET.get("year", "")
    return int(typed) if typed.isdecimal() and len(typed) == 4 and 2000 <= int(typed) <= 2100 else fiscal_year(today())


@require_safe
def contact_fields(request: HttpRequest) -> HttpResponse:
    """Show for a fiscal year the contacts and dialogues of each company, field by field."""
    require_desk(request)
    year = _year(request)
    context = {
        "year": year,
        "year_label": fiscal_year_label(year),
        "years": [(one, fiscal_year_label(one)) for one in years_of_contacts(user=request.user, now=timezone.now())],
        "fields": time_by_field(user=request.user, year=year),
        "directions": ContactDirection.choices,
        "channels": ContactChannel.choices,
    }
    return render(request, "proposals/contact_fields.html", context)


@require_safe
def contact_fields_csv(request: HttpRequest) -> HttpResponseBase:
    """Answer with the same figures as CSV, a line for each company of each field."""
    require_desk(request)
    year = _year(request)
    fields = time_by_field(user=request.user, year=year)
    name = f"分野ごとの連絡_{year}年度_{today():%Y%m%d}.csv"
    return csv_response(filename=name, header=HEADER, rows=_lines(fields, fiscal_year_label(year)))


def _lines(fields: Sequence[FieldTime], year_label: str) -> Iterator[Sequence[Cell]]:
    for one in fields:
        for row in one.rows:
            yield (
                year_label,
                one.name,
                row.company.name,
                row.company.corporate_number,
                *(count for _value, count in row.by_direction),
                *(count for _value, count in row.by_channel),
                row.contacts,
                one.contacts,
                row.dialogues,
                row.minutes,
                one.minutes,
            )
