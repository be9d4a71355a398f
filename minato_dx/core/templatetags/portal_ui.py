"""The portal's parts: a template builtin, so that every page draws the same thing in the same way."""

import datetime as dt
from decimal import Decimal
from typing import Any

from django import template
from django.contrib.messages.storage.base import Message
from django.template.context import Context
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from minato_dx.core import badges, calendar
from minato_dx.core.enums import Mark
from minato_dx.core.figures import number_text
from minato_dx.core.markdown import render_markdown

register = template.Library()

NOTICE_ICONS = {"ok": "check", "warn": "alert", "error": "alert", "info": "info"}
MESSAGE_KINDS = {"success": "ok", "warning": "warn", "error": "error"}
COUNT_CAP = 100
NOTICE_ROLES = {"ok": "status", "warn": "status", "error": "alert", "info": ""}


# --- Small marks -----------------------------------------------------------------------------------------
@register.simple_tag
def icon(name: str) -> SafeString:
    """Draw a picture of the sprite beside a word: ``{% icon "clock" %}``."""
    return badges.icon(name)


@register.simple_tag
def state(member: badges.Badge) -> SafeString:
    """Draw the badge of an enum member: ``{% state consultation.state_member %}``."""
    return badges.badge(member)


@register.simple_tag
def mark(name: str) -> SafeString:
    """Draw a badge that stands beside the state: ``{% mark "your_turn" %}``, ``"overdue"`` or ``"private"``."""
    return badges.badge(Mark[name.upper()])


@register.simple_tag
def promise(
    label: str, due_at: dt.datetime | dt.date | None, paused: bool = False, done: bool = False, closed: Any = ()
) -> SafeString:
    """Draw what is promised by when: ``{% promise "初回返信" consultation.next_due_at paused=… done=… %}``."""
    if due_at is None:
        return SafeString("")
    return badges.promise(str(label), due_at, paused=bool(paused), done=bool(done), closed=closed)


@register.simple_tag
def count(number: int | None, quiet: bool = False) -> SafeString:
    """Draw a number of things beside a link; nothing for none, ``99+`` where counting stopped at a hundred."""
    if not number:
        return SafeString("")
    return format_html(
        '<span class="count{}">{}<span class="visually-hidden">件</span></span>',
        " count--quiet" if quiet else "",
        number if number < COUNT_CAP else f"{COUNT_CAP - 1}+",
    )


# --- Blocks ----------------------------------------------------------------------------------------------
@register.inclusion_tag("includes/person.html")
def person(user: Any, duty: str = "", deputy: Any = None, small: bool = False) -> dict[str, Any]:
    """Show who answers: name, what they are here for, extension, deputy."""
    return {"person": user, "duty": duty, "deputy": deputy, "small": small}


@register.simple_tag
def crumb(url: str = "", label: str = "") -> SafeString:
    """Draw one step of the breadcrumbs; the last one, the page itself, has an empty address."""
    if not url:
        return format_html('<li aria-current="page">{}</li>', label)
    return format_html('<li><a href="{}">{}</a></li>', url, label)


@register.simple_block_tag(takes_context=True)
def crumbs_nav(context: Context, content: str) -> SafeString:
    """Wrap the base template's crumbs block; a page without crumbs has no empty landmark."""
    if not content.strip():
        return SafeString("")
    return format_html('<nav class="crumbs wrap" aria-label="現在位置"><ol>{}</ol></nav>', content)


@register.simple_block_tag
def notice(content: str, kind: str) -> SafeString:
    """Draw a result, a warning or an error in the page's flow: ``{% notice "ok" %}…{% endnotice %}``."""
    return notice_html(kind, content)


def notice_html(kind: str, content: str) -> SafeString:
    """Return the notice of ``kind`` (ok, warn, error, info) around safe ``content``."""
    role = NOTICE_ROLES[kind]
    return format_html(
        '<div class="notice notice--{}"{}>{}<div>{}</div></div>',
        kind,
        format_html(' role="{}"', role) if role else "",
        badges.icon(NOTICE_ICONS[kind]),
        content,
    )


@register.simple_tag
def message_notice(message: Message) -> SafeString:
    """Draw a message of django.contrib.messages as a notice where the page begins."""
    return notice_html(MESSAGE_KINDS.get(message.level_tag, "info"), format_html("<p>{}</p>", message.message))


@register.inclusion_tag("includes/empty_state.html")
def empty_state(title: str, text: str, url: str = "", label: str = "", level: int = 2) -> dict[str, Any]:
    """Say what is not here and what to do next."""
    return {"title": title, "text": text, "url": url, "label": label, "level": level}


@register.inclusion_tag("includes/pager.html", takes_context=True)
def pager(context: Context, page: Any) -> dict[str, Any]:
    """Link the page before and after a ``core.paging.Page``, keeping the conditions in the address."""
    query = context["request"].GET.copy()

    def address(number: int) -> str:
        query["page"] = str(number)
        return f"?{query.urlencode()}"

    return {
        "page": page,
        "previous_url": address(page.number - 1) if page.has_previous else "",
        "next_url": address(page.number + 1) if page.has_next else "",
    }


@register.inclusion_tag("includes/autosave_status.html")
def autosave_status(saved_at: dt.datetime | None = None, form_id: str = "") -> dict[str, Any]:
    """Draw the place where a form's autosave speaks; ``form_id`` where it stands outside its form."""
    return {"saved_at": saved_at, "form_id": form_id}


@register.inclusion_tag("includes/error_summary.html")
def error_summary(form: Any) -> dict[str, Any]:
    """Draw what has to be mended, with links to the fields, for a form laid out by hand."""
    return {"form": form}


@register.filter
def markdown(value: str) -> SafeString:
    """Draw a text with its paragraphs, lists, emphasis and links; stands in a ``div.prose``."""
    return render_markdown(value)


# --- Days, times, hours ----------------------------------------------------------------------------------
def _local_day(value: dt.datetime | dt.date) -> dt.date:
    return timezone.localtime(value).date() if isinstance(value, dt.datetime) else value


@register.filter
def day(value: dt.datetime | dt.date | None) -> str:
    """Return ``11月24日(火)`` (JST)."""
    return calendar.short_day(_local_day(value)) if value else ""


@register.filter
def moment(value: dt.datetime | None) -> str:
    """Return ``11月24日(火) 10:42`` (JST)."""
    return f"{day(value)} {badges.clock(timezone.localtime(value))}" if value else ""


@register.filter
def clock(value: dt.datetime | None) -> str:
    """Return ``16:00`` (JST), the end of a time whose day has been named."""
    return badges.clock(timezone.localtime(value)) if value else ""


@register.filter
def wareki(value: dt.datetime | dt.date | None) -> str:
    """Return ``令和8年11月24日`` (JST), the form of documents."""
    return calendar.wareki(_local_day(value)) if value else ""


@register.filter
def iso(value: dt.datetime | dt.date | None) -> str:
    """Return the machine-readable form for ``<time datetime>`` (JST)."""
    if isinstance(value, dt.datetime):
        return timezone.localtime(value).isoformat(timespec="minutes")
    return value.isoformat() if value else ""


@register.filter
def hours(value: Decimal | float | int | None) -> str:
    """Return ``1,120`` or ``12.5``: hours with separators and at most one decimal."""
    if value is None or value == "":
        return ""
    return number_text(value)
