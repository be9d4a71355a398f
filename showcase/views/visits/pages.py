"""Exhibitions as visitors see them: the list, one of them, one booth, and one's own code."""

from typing import Any

import segno
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from minato_dx.attachments.selectors import files_of
from minato_dx.core.paging import Paginator
from showcase.enums import EXHIBITOR_KIND, OPEN_TO_VISITORS
from showcase.forms.visits import VisitForm
from showcase.models import Exhibition, Exhibitor, Visitor
from showcase.permissions import can_run_exhibitions
from showcase.selectors.visits.booths import booth_page, booths_of, fields_of, halls_of, with_wishes
from showcase.selectors.visits.conditions import fields_near
from showcase.selectors.visits.lists import coming_exhibitions, exhibition_for, past_exhibitions
from showcase.selectors.visits.programme import own_lines, programme_of
from showcase.services.exhibitions.reserving import visitor_of


def exhibition_or_404(request: HttpRequest, pk: int) -> Exhibition:
    """Return the exhibition, or answer 404 where there is none for the reader."""
    found = exhibition_for(user=request.user, pk=pk)
    if found is None:
        raise Http404
    return found


@require_safe
def exhibition_list(request: HttpRequest) -> HttpResponse:
    """Show what comes, and page by page what was."""
    context = {
        "coming": coming_exhibitions(user=request.user),
        "page": Paginator(past_exhibitions(user=request.user)).page(request.GET.get("page")),
    }
    return render(request, "showcase/visits/list.html", context)


@require_safe
def exhibition_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show an exhibition: programme, halls and booths; the conditions stand in the address."""
    exhibition = exhibition_or_404(request, pk)
    halls = halls_of(exhibition=exhibition)
    form = VisitForm(request.GET, fields_offered=fields_of(exhibition=exhibition), halls=exhibition.halls.all())
    conditions = form.conditions
    near = fields_near(user=request.user) if conditions.fits else frozenset()
    common: dict[str, Any] = {"exhibition": exhibition, "user": request.user, "conditions": conditions, "near": near}
    context = {
        "exhibition": exhibition,
        "form": form,
        "narrowed": form.chosen,
        "days": programme_of(now=timezone.now(), **common),
        "booths": booths_of(**common),
        "halls": halls,
        "is_open": exhibition.state in OPEN_TO_VISITORS,
        "runs": can_run_exhibitions(request.user),
    }
    return render(request, "showcase/visits/detail.html", context, status=200 if form.is_valid() else 422)


@require_safe
def exhibitor_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what one exhibitor shows, to those who may see it."""
    rows = with_wishes(Exhibitor.objects.visible_to(request.user)).select_related(
        "exhibition", "booth__hall", "field", "tool", "division", "company"
    )
    exhibitor = get_object_or_404(rows, pk=pk)
    context = {
        "exhibitor": exhibitor,
        "exhibition": exhibitor.exhibition,
        "people": exhibitor.people.all(),
        "seminars": exhibitor.seminars.select_related("event__room"),
        "files": files_of(kind=EXHIBITOR_KIND, ids=[exhibitor.pk])[exhibitor.pk],
        "page": booth_page(exhibitor=exhibitor, user=request.user),
    }
    return render(request, "showcase/visits/booth.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def my_visit(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one's own code for the reception, and one's seats; POST makes the code where there is none yet."""
    exhibition = exhibition_or_404(request, pk)
    if request.method == "POST":
        if exhibition.state in OPEN_TO_VISITORS:
            visitor_of(exhibition=exhibition, user=request.user, now=timezone.now())
        return redirect("my_visit", pk)
    visitor = Visitor.objects.filter(exhibition=exhibition, user=request.user).first()
    code = segno.make(visitor.code, error="q", micro=False) if visitor is not None else None
    context = {
        "exhibition": exhibition,
        "visitor": visitor,
        "code": code.svg_inline(scale=8, border=4, omitsize=True) if code is not None else "",
        "lines": own_lines(exhibition=exhibition, user=request.user, now=timezone.now()),
        "is_open": exhibition.state in OPEN_TO_VISITORS,
    }
    return render(request, "showcase/visits/my_visit.html", context)
