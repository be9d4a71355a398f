"""The small marks of a list: icons, states and promises, drawn in Python because a list shows dozens of them."""

import datetime as dt
import functools
from collections.abc import Collection
from typing import Protocol

from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from minato_dx.core import calendar


class Badge(Protocol):
    """What an enum member carries to be drawn: its words, whose turn it is, and its picture."""

    @property
    def label(self) -> str: ...

    @property
    def tone(self) -> str: ...

    @property
    def icon(self) -> str: ...


@functools.lru_cache(maxsize=128)
def icon(name: str) -> SafeString:
    """Return the picture ``name`` of ``img/icons.svg``; decoration only, so a word always stands beside it."""
    return format_html(
        '<svg class="icon" aria-hidden="true"><use href="{}#i-{}"/></svg>', static("img/icons.svg"), name
    )


@functools.lru_cache(maxsize=256)
def _badge(label: str, tone: str, icon_name: str) -> SafeString:
    return format_html('<span class="state state--{}">{}{}</span>', tone, icon(icon_name), label)


def clock(time: dt.time | dt.datetime) -> str:
    """Return ``9:05``, the form of every time of day on screen."""
    return f"{time.hour}:{time.minute:02d}"


def badge(member: Badge) -> SafeString:
    """Return the badge of an enum member."""
    return _badge(str(member.label), str(member.tone), member.icon)


def promise(
    label: str,
    due: dt.datetime | dt.date,
    *,
    paused: bool = False,
    done: bool = False,
    closed: Collection[dt.date] = calendar.NO_DAYS,
) -> SafeString:
    """Return what is promised and by when: plain, near (the working day before and the day), late, stopped or kept.

    A moment at the close of the office means "by that day"; any other time of day is shown. ``closed`` are the
    city's own closed days.
    """
    day, at = _day_and_time(due)
    if done:
        return _promise("", "check", label, f"{calendar.short_day(day)}に済み")
    if paused:
        return _promise("", "clock", "停止中", f"{label} {calendar.short_day(day)}".strip())
    today = calendar.today()
    if _is_over(day, at, today):
        return _promise("late", "alert", label, calendar.short_day(day), _overdue_text(day, today, closed))
    near = calendar.working_days_between(today, day, closed) <= 1
    return _promise("soon" if near else "", "clock", label, *_when(day, at, today, bare=not label))


def _day_and_time(due: dt.datetime | dt.date) -> tuple[dt.date, dt.time | None]:
    if not isinstance(due, dt.datetime):
        return due, None
    local = calendar.local(due)
    at = local.time().replace(second=0, microsecond=0)
    return local.date(), None if at == calendar.OFFICE_CLOSES else at


def _is_over(day: dt.date, at: dt.time | None, today: dt.date) -> bool:
    if day != today:
        return day < today
    return calendar.local(timezone.now()).time() > (at or calendar.OFFICE_CLOSES)


def _overdue_text(day: dt.date, today: dt.date, closed: Collection[dt.date]) -> str:
    days = calendar.working_days_between(day, today, closed)
    return f"{days}開庁日超過" if days else "期限を過ぎました"


def _when(day: dt.date, at: dt.time | None, today: dt.date, *, bare: bool) -> list[str]:
    if day == today:
        return ["きょう", clock(at) if at else f"{clock(calendar.OFFICE_CLOSES)}まで"]
    text = calendar.short_day(day)
    if at:
        return [text, clock(at)]
    return [f"{text}まで" if bare else text]


# The same few kinds and days come again and again, many to a page.
@functools.lru_cache(maxsize=1024)
def _promise(tone: str, icon_name: str, *parts: str) -> SafeString:
    words = format_html_join(" ", '<span class="nowrap">{}</span>', ((part,) for part in parts if part))
    css = f"promise promise--{tone}" if tone else "promise"
    return format_html('<span class="{}">{}<span>{}</span></span>', css, icon(icon_name), words)
