"""Letters: the register, one to read, and PDFs of one or many."""

import re

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from leaders.models import Letter
from leaders.permissions import knows_decisions
from leaders.selectors.letters import by_numbers, register_of, years_of
from leaders.services.letter_pdf import letters_as_pdf
from minato_dx.core.calendar import today
from minato_dx.core.exports import csv_response, xlsx_response
from minato_dx.core.paging import Paginator

# A document of more letters than these is made in parts: a page takes some time.
MOST_LETTERS = 100
SLUG = re.compile(r"(\d{4})-(\d{1,6})")
HEADER = ("番号", "題名", "種類", "氏名", "所属と職名", "発令日", "任命する人", "取り消し")


def _numbers(slugs: list[str]) -> list[tuple[int, int]]:
    found = (SLUG.fullmatch(slug) for slug in slugs)
    return [(int(one[1]), int(one[2])) for one in found if one]


@require_safe
def letter_list(request: HttpRequest) -> HttpResponseBase:
    """Show the register to those who keep it: CIO, deputy and DX section."""
    if not knows_decisions(request.user):
        raise PermissionDenied(
            "任命書の一覧は、CIOとデジタル改革担当が使います。自分の任命書は、お知らせから開けます。"
        )
    words, given = request.GET.get("q", ""), request.GET.get("year", "")
    year = int(given) if given.isdecimal() and len(given) == 4 else None
    rows = register_of(user=request.user, words=words, year=year)
    if request.GET.get("format") in ("csv", "xlsx"):
        return _export(request.GET["format"], rows)
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "page": Paginator(rows).page(request.GET.get("page")),
        "q": words,
        "year": year,
        "years": years_of(user=request.user),
        "query": query.urlencode(),
        "knows": True,
    }
    return render(request, "leaders/letter_list.html", context)


def _export(kind: str, letters: object) -> HttpResponseBase:
    rows = (
        (
            letter.number, letter.title, letter.get_kind_display(), letter.addressee_name, letter.addressee_post,
            letter.issued_on, f"{letter.signer_title} {letter.signer_name}", letter.cancelled_at,
        )
        for letter in letters.iterator()
    )  # fmt: skip
    name = f"任命書_{today()}"
    if kind == "csv":
        return csv_response(filename=f"{name}.csv", header=HEADER, rows=rows)
    return xlsx_response(filename=f"{name}.xlsx", title="任命書", header=HEADER, rows=rows)


def _letter(request: HttpRequest, slug: str) -> Letter:
    found = SLUG.fullmatch(slug)
    if found is None:
        raise Http404
    rows = Letter.objects.visible_to(request.user).select_related("decision")
    return get_object_or_404(rows, fiscal_year=int(found[1]), serial=int(found[2]))


@require_safe
def letter_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one letter as it will be printed."""
    letter = _letter(request, slug)
    context = {"letter": letter, "is_unpublished": letter.decision.published_at is None}
    return render(request, "leaders/letter_detail.html", context)


@require_safe
def letter_pdf(request: HttpRequest, slug: str) -> HttpResponse:
    """Return one letter as PDF; a cancelled one is none any more."""
    letter = _letter(request, slug)
    if letter.cancelled_at is not None:
        raise Http404
    return _pdf([letter], f"{letter.title}_{letter.slug}_{letter.addressee_name}.pdf")


@require_safe
def letters_pdf(request: HttpRequest) -> HttpResponse:
    """Return the chosen letters as one document, with a list of them in front."""
    letters = by_numbers(user=request.user, numbers=_numbers(request.GET.getlist("letter")))
    if not letters or len(letters) > MOST_LETTERS:
        messages.warning(
            request,
            "PDFにする任命書を選んでください。" if not letters else f"一度にPDFにできるのは{MOST_LETTERS}通までです。",
        )
        return redirect("letter_list" if knows_decisions(request.user) else "leader_coverage")
    return _pdf(letters, f"任命書_{len(letters)}通_{today()}.pdf")


def _pdf(letters: list[Letter], filename: str) -> HttpResponse:
    response = HttpResponse(letters_as_pdf(letters=letters), content_type="application/pdf")
    response.headers["Content-Disposition"] = content_disposition_header(False, filename) or "inline"
    return response
