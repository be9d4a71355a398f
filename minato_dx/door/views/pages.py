"""What the door says of itself, the figures, and whether it can serve."""

from django.db import DatabaseError, connections
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from minato_dx.door.enums import DATABASE
from minato_dx.door.selectors import published


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """What this is, and how it goes on."""
    return render(request, "door/about.html", {"published": published("settings")})


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept, for how long."""
    return render(request, "door/privacy.html", {"published": published("settings")})


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """How it can be used by everybody."""
    return render(request, "door/accessibility.html")


@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """How many came, how many were answered in time, what came of them; without any name."""
    return render(request, "door/figures.html", {"figures": published("figures")})


@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """Answer 200 where the door's database answers, else 503."""
    try:
        with connections[DATABASE].cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return JsonResponse({"database": "down"}, status=503)
    return JsonResponse({"database": "ok"})
