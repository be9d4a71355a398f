"""One's calendar, the address to subscribe to it, and the times at which one can be met."""

import uuid
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from minato_dx.core.calendar import short_day, today
from minato_dx.core.paging import Page, Paginator
from minato_dx.organization.models import User
from minato_dx.organization.roles import roles_of
from minato_dx.organization.selectors import dx_staff
from minato_dx.scheduling import services
from minato_dx.scheduling.exceptions import SchedulingError
from minato_dx.scheduling.forms import SlotPlanForm
from minato_dx.scheduling.models import Event, FeedToken, Slot
from minato_dx.scheduling.permissions import can_manage_slots_of, can_publish_slots
from minato_dx.scheduling.selectors import (
    coming_events,
    latest_slot_of,
    links_of,
    past_events,
    slots_of,
    visible_event,
)

CALENDAR_TYPE = "text/calendar; charset=utf-8"
UNDO = "slots_undo"


@dataclass(frozen=True, slots=True)
class Day:
    """What stands under one day's heading; each row with the address of its thing, where it may be seen."""

    day: Any
    rows: list[tuple[Any, str]]


@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """Show what the person has to do with from now on, or with ``?view=past`` what is over."""
    is_past = request.GET.get("view") == "past"
    read = past_events if is_past else coming_events
    page = Paginator(read(user=request.user, now=timezone.now())).page(request.GET.get("page"))
    token = FeedToken.objects.filter(user=request.user).first()
    context = {
        "page": page,
        "days": _by_day(page, links_of(user=request.user, events=page.rows)),
        "is_past": is_past,
        "publishes": can_publish_slots(request.user),
        "address": _address_of(token) if token else "",
        "address_since": token.created_at if token else None,
    }
    return render(request, "scheduling/calendar.html", context)


def _by_day(page: Page, links: dict[int, str]) -> list[Day]:
    rows = [(event, links.get(event.pk, "")) for event in page.rows]
    return [Day(day, list(group)) for day, group in groupby(rows, key=lambda row: _day_of(row[0]))]


def _day_of(row: Event | Slot) -> Any:
    return timezone.localdate(row.starts_at)


def _address_of(token: FeedToken) -> str:
    return f"{settings.PORTAL_URL}{reverse('calendar_feed')}?{urlencode({'key': services.secret_of(token)})}"


@require_POST
def feed_renew(request: HttpRequest) -> HttpResponse:
    """Make the person's address, or a new one that ends the old."""
    had_one = FeedToken.objects.filter(user=request.user).exists()
    services.renew_feed_token(user=request.user)
    done = "アドレスを作り直しました。前のアドレスは、もう使えません。" if had_one else "購読のアドレスを作りました。"
    messages.success(request, done)
    return redirect(f"{reverse('calendar')}#feed")


@login_not_required
@require_safe
@cache_control(private=True, no_store=True)
def calendar_feed(request: HttpRequest) -> HttpResponse:
    """Answer a calendar that subscribes: whose the secret is decides what it gets, and nothing else does."""
    owner = services.owner_of(request.GET.get("key", ""))
    if owner is None:
        raise Http404
    return HttpResponse(services.feed_of(user=owner, now=timezone.now()), content_type=CALENDAR_TYPE)


@require_safe
@cache_control(private=True, no_store=True)
def event_ics(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Give one event as a file that any calendar takes in."""
    event = visible_event(user=request.user, uid=str(uid))
    if event is None:
        raise Http404
    url = links_of(user=request.user, events=[event]).get(event.pk, "")
    response = HttpResponse(
        services.single(event=event, url=settings.PORTAL_URL + url if url else ""), content_type=CALENDAR_TYPE
    )
    response["Content-Disposition"] = f'attachment; filename="{timezone.localtime(event.starts_at):%Y%m%d-%H%M}.ics"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def slot_list(request: HttpRequest) -> HttpResponse:
    """Show the times at which one can be met, and publish more; the section head does so for others as well."""
    owner = _owner(request)
    form = SlotPlanForm(request.POST or None, initial=SlotPlanForm.initial_of(latest_slot_of(owner=owner)))
    if form.is_valid():
        try:
            published = services.publish_slots(owner=owner, plan=form.plan, now=timezone.now())
        except SchedulingError as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _published_text(published))
            return redirect(_list_of(owner, request.user))
    page = Paginator(slots_of(owner=owner, now=timezone.now())).page(request.GET.get("page"))
    links = links_of(user=request.user, events=[slot.event for slot in page.rows if slot.event])
    rows = [(slot, links.get(slot.event_id, "")) for slot in page.rows]
    context = {
        "form": form,
        "owner": owner,
        "is_own": owner.pk == request.user.pk,
        "owners": list(dx_staff(day=today())) if roles_of(request.user).is_section_head else [],
        "page": page,
        "days": [Day(day, list(group)) for day, group in groupby(rows, key=lambda row: _day_of(row[0]))],
        "withdrawn": len(request.session.get(UNDO, [])) if "withdrawn" in request.GET else 0,
    }
    return render(request, "scheduling/slot_list.html", context, status=422 if form.is_bound else 200)


@require_POST
def slot_withdraw(request: HttpRequest) -> HttpResponse:
    """Stop offering a time, with ``series`` all later ones of its week day too, or put back the last withdrawal."""
    owner = _owner(request)
    here = _list_of(owner, request.user)
    try:
        if "undo" in request.POST:
            services.restore_slots(owner=owner, ids=request.session.pop(UNDO, []), now=timezone.now())
            return redirect(here)
        slot = Slot.objects.filter(owner=owner, pk=_number(request.POST.get("slot", ""))).first()
        if slot is None:
            raise SchedulingError("その時間は見つかりません。下の一覧から選び直してください。")
        whole = "series" in request.POST
        request.session[UNDO] = services.withdraw_slots(slot=slot, whole_series=whole, now=timezone.now())
    except SchedulingError as refusal:
        messages.warning(request, refusal.message)
        return redirect(here)
    return redirect(f"{here}{'&' if '?' in here else '?'}withdrawn=1")


def _owner(request: HttpRequest) -> User:
    """Return whose times are meant, or raise PermissionDenied where they are not this person's to manage."""
    number = request.GET.get("owner", "") or request.POST.get("owner", "")
    owner = User.objects.filter(staff_number=number).first() if number else request.user
    if owner is None or not can_manage_slots_of(request.user, owner):
        raise PermissionDenied
    return owner


def _list_of(owner: User, user: User) -> str:
    own = owner.pk == user.pk
    return reverse("slot_list") if own else f"{reverse('slot_list')}?{urlencode({'owner': owner.staff_number})}"


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 19 else 0


def _published_text(published: services.Published) -> str:
    first = short_day(timezone.localdate(published.slots[0].starts_at))
    count = len(published.slots)
    done = f"{first}の時間を公開しました。" if count == 1 else f"{first}から{count}回分を公開しました。"
    if not published.skipped:
        return done
    left_out = "、".join(f"{short_day(day)}（{reason}）" for day, reason in published.skipped)
    return f"{done}除いた日：{left_out}"
