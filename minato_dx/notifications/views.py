"""The inbox: what the portal told one person, and what of it they have read."""

from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from minato_dx.core.paging import Paginator
from minato_dx.notifications.forms import PreferenceForm
from minato_dx.notifications.selectors import InboxRow, messages_of, preferences_of, unread_count, worded
from minato_dx.notifications.services import mark_all_read, mark_read, mark_unread, set_preferences

UNDO = "inbox_undo"
# A session row is no place for more: beyond it, the last ones read are put back.
UNDO_LIMIT = 1_000


@dataclass(frozen=True, slots=True)
class InboxDay:
    """The messages of one day (JST), unread ones first."""

    day: Any
    rows: list[InboxRow]


@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """Show the messages by day, newest first; ``?unread=1`` keeps those not read yet."""
    unread_only = request.GET.get("unread") == "1"
    page = Paginator(messages_of(user=request.user, unread_only=unread_only)).page(request.GET.get("page"))
    undo = request.session.get(UNDO, []) if "marked" in request.GET else []
    context = {
        "page": page,
        "days": _by_day(worded(user=request.user, messages=page.rows)),
        "unread_only": unread_only,
        "unread": unread_count(user=request.user),
        "marked": len(undo),
        "here": request.get_full_path(),
    }
    return render(request, "notifications/inbox.html", context)


def _by_day(rows: list[InboxRow]) -> list[InboxDay]:
    return [
        InboxDay(day, sorted(group, key=lambda row: row.message.read_at is not None))
        for day, group in groupby(rows, key=lambda row: timezone.localdate(row.message.created_at))
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def inbox_settings(request: HttpRequest) -> HttpResponse:
    """Show and change how the person is reached about each topic."""
    initial = {topic.value: means.value for topic, means in preferences_of(user=request.user).items()}
    form = PreferenceForm(request.POST or None, initial=initial, back_url=reverse("inbox"))
    if form.is_valid():
        set_preferences(user=request.user, means=form.means)
        messages.success(request, "お知らせの受け取り方を変えました。これから届くお知らせから変わります。")
        return redirect("inbox_settings")
    return render(request, "notifications/settings.html", {"form": form}, status=422 if form.is_bound else 200)


@require_POST
def inbox_mark(request: HttpRequest) -> HttpResponse:
    """Mark one message as read, or take the mark back; to htmx, answer the message's own line."""
    text = request.POST.get("id", "")
    if not text.isdecimal() or len(text) > 18:
        return redirect("inbox")
    mark = mark_unread if request.POST.get("mark") == "unread" else mark_read
    mark(user=request.user, ids=[int(text)])
    if not request.htmx:
        return redirect(_way_back(request))
    found = messages_of(user=request.user).filter(pk=int(text))
    rows = worded(user=request.user, messages=list(found))
    context = {"row": rows[0] if rows else None, "here": _way_back(request)}
    return render(request, "notifications/_inbox_row.html", context)


@require_POST
def inbox_mark_all(request: HttpRequest) -> HttpResponse:
    """Mark everything as read, or with ``undo`` put back what the last such step marked."""
    if "undo" in request.POST:
        mark_unread(user=request.user, ids=request.session.pop(UNDO, []))
        return redirect("inbox")
    ids = mark_all_read(user=request.user)
    request.session[UNDO] = sorted(ids, reverse=True)[:UNDO_LIMIT]
    return redirect(f"{reverse('inbox')}?marked=1")


def _way_back(request: HttpRequest) -> str:
    """Return the page of the inbox that the mark was set on."""
    wanted = request.POST.get("next", "")
    return wanted if wanted.partition("?")[0] == reverse("inbox") else reverse("inbox")
