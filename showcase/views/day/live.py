"""How many came, as it goes on; and the screen in the hall."""

import datetime as dt
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from minato_dx.core.calendar import jst, today
from showcase.permissions import can_receive
from showcase.selectors.day.live import SeminarLine, attendance_on, came_in_all, day_shown, seminars_of
from showcase.views.day.charts import chart
from showcase.views.day.reception import exhibition_for

# So many coming seminars are read from across a hall.
SHOWN = 6


@require_safe
def live(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a day's attendance by hour and hall; what changes is fetched again while the page is open."""
    exhibition = exhibition_for(request, pk)
    if not can_receive(request.user):
        raise PermissionDenied("来場のようすは、デジタル改革担当が見ます。")
    day = day_shown(exhibition=exhibition, wanted=request.GET.get("day", ""), today=today())
    attendance = attendance_on(exhibition=exhibition, day=day)
    context = {
        "exhibition": exhibition,
        "day": day,
        "attendance": attendance,
        "in_all": came_in_all(exhibition=exhibition),
        "seminars": seminars_of(exhibition=exhibition, day=day),
        "chart": chart([(f"{line.hour}時台", line.total) for line in attendance.hours], unit="人"),
        "total": sum(attendance.hall_totals),
        "now": timezone.now(),
        # What is over changes no more.
        "is_today": day == today(),
    }
    if request.htmx:
        return render(request, "showcase/day/_live_state.html", context)
    return render(request, "showcase/day/live.html", context | {"days": list(exhibition.days.all())})


@require_safe
def display(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what is on now and next, and where seats are free, in letters that are read from across a hall."""
    exhibition, now = exhibition_for(request, pk), timezone.now()
    lines = seminars_of(exhibition=exhibition, day=today())
    hours = exhibition.days.filter(day=today()).first()
    context: dict[str, Any] = {
        "exhibition": exhibition,
        "on_now": [line for line in lines if line.item.event.starts_at <= now < line.item.event.ends_at],
        "coming": _coming(lines, now)[:SHOWN],
        "hours": hours,
        "is_over": hours is not None and now >= jst(hours.day, hours.closes_at),
        "next_day": None if hours else exhibition.days.filter(day__gt=today()).first(),
        "now": now,
        "navigation": None,
    }
    template = "showcase/day/_display_state.html" if request.htmx else "showcase/day/display.html"
    return render(request, template, context)


def _coming(lines: list[SeminarLine], now: dt.datetime) -> list[SeminarLine]:
    return [line for line in lines if line.item.event.starts_at > now]
