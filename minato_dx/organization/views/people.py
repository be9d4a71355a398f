"""One's own facts, and who answers whom."""

import datetime as dt

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from minato_dx.core import calendar
from minato_dx.core.date_input import parse_day
from minato_dx.organization import selectors
from minato_dx.organization.forms import ContactForm
from minato_dx.organization.services.people import update_contact


@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """Show what the portal knows about oneself; extension and mail are one's own to change."""
    user = request.user
    form = ContactForm(request.POST or None, instance=user)
    if request.method == "POST" and form.is_valid():
        update_contact(user=user, **form.cleaned_data)
        messages.success(request, "連絡先を保存しました。")
        return redirect("profile")
    posts = selectors.posts_of(user=user, day=calendar.today())
    return render(request, "organization/profile.html", {"form": form, "posts": posts})


@require_GET
def duty_list(request: HttpRequest) -> HttpResponse:
    """Show which DX staff member answers which department, today or on any day (``?on=2026-11-24``)."""
    today = calendar.today()
    typed = request.GET.get("on", "")
    day = _read_day(typed) or today
    context = {
        "overview": selectors.duty_overview(day=day),
        "day": day,
        "is_today": day == today,
        "typed": typed,
        "is_unreadable": bool(typed) and _read_day(typed) is None,
    }
    return render(request, "organization/duty_list.html", context)


def _read_day(text: str) -> dt.date | None:
    try:
        return parse_day(text)
    except ValueError:
        return None
