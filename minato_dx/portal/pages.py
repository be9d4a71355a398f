"""Pages of words: how to begin, and how accessible the portal is. Readable before signing in."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from minato_dx.reference.selectors import portal_settings


@require_safe
@login_not_required
def help_page(request: HttpRequest) -> HttpResponse:
    """Show how to consult and what happens then, with the promises that are in force."""
    return render(request, "portal/help.html", {"rules": portal_settings()})


@require_safe
@login_not_required
def accessibility(request: HttpRequest) -> HttpResponse:
    """Show what was aimed at, how it is checked, what is known to remain, and whom to tell."""
    return render(request, "portal/accessibility.html")
