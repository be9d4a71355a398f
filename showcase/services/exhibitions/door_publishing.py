"""What the public door is told of exhibitions: who may apply or come, until when, and what there is to choose from."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone

from minato_dx.core.calendar import local, moment_text, short_day
from minato_dx.exchange.services.telling import publish
from minato_dx.reference.selectors import fields_of_work, portal_settings
from minato_dx.scheduling.enums import TAKING, EventState, SeatRole
from showcase.enums import OPEN_TO_VISITORS, ExhibitionState, VisitorKind
from showcase.models import Exhibition, ExhibitionDay, ProgrammeItem

PAGE = "exhibitions"


@transaction.atomic
def publish_exhibitions() -> bool:
    """Owe the door what may be applied for and visited today, where it has changed; tell whether it had."""
    now = timezone.now()
    return publish(name=PAGE, payload=exhibitions_page(now=now), now=now)


def exhibitions_page(*, now: dt.datetime) -> dict[str, Any]:
    """Return what the door's forms offer. Four queries, however many exhibitions there are."""
    open_to_all = Q(state=ExhibitionState.APPLICATIONS) | (
        Q(state__in=OPEN_TO_VISITORS, ends_on__gte=timezone.localdate(now))
        & (Q(for_officials=True) | Q(for_vendors=True))
    )
    rows = Exhibition.objects.filter(open_to_all).prefetch_related("days").order_by("starts_on", "pk")
    programme = _programme([row.pk for row in rows if row.state in OPEN_TO_VISITORS], now)
    return {
        "exhibitions": [entry_of(row) | {"items": programme.get(row.pk, [])} for row in rows],
        "fields": field_choices(),
        "visitor_days": portal_settings().visitor_days,
    }


def field_choices() -> list[list[Any]]:
    """Return the fields of work as a form offers them. One query."""
    return [[field.pk, field.name] for field in fields_of_work()]


def form_of(exhibition: Exhibition, *, fields: list[list[Any]], **more: Any) -> dict[str, Any]:
    """Return what the door's form offers to one exhibitor: this exhibition alone, without a deadline."""
    entry = entry_of(exhibition) | {"applies": True, "until": "", "until_text": ""}
    return {"exhibitions": [entry], "fields": fields, **more}


def visit_form_of(exhibition: Exhibition) -> dict[str, Any]:
    """Return what a registration is read with in the ward: what can be had is asked of it afterwards."""
    kinds = [str(VisitorKind.OFFICIAL), str(VisitorKind.VENDOR)]
    return {"exhibitions": [entry_of(exhibition) | {"visits": True, "kinds": kinds, "items": []}]}


def entry_of(exhibition: Exhibition) -> dict[str, Any]:
    """Return what is told of one exhibition. One query unless its days are there."""
    until = exhibition.applications_until
    kinds = [VisitorKind.OFFICIAL] * exhibition.for_officials + [VisitorKind.VENDOR] * exhibition.for_vendors
    visits = exhibition.state in OPEN_TO_VISITORS and bool(kinds)
    return {
        "id": exhibition.pk,
        "title": exhibition.title,
        "theme": exhibition.theme,
        "about": exhibition.about,
        "place": exhibition.place,
        "when": _when(exhibition),
        "days": [day_text(day) for day in exhibition.days.all()],
        "terms": exhibition.terms,
        "until": until.isoformat() if until else "",
        "until_text": short_day(until) if until else "",
        "applies": exhibition.state == ExhibitionState.APPLICATIONS,
        "visits": visits,
        "kinds": [str(kind) for kind in kinds] if visits else [],
    }


def _when(exhibition: Exhibition) -> str:
    first, last = exhibition.starts_on, exhibition.ends_on
    return short_day(first) if first == last else f"{short_day(first)}〜{short_day(last)}"


def day_text(day: ExhibitionDay) -> str:
    """Return ``12月8日(火) 10:00〜16:00``."""
    return f"{short_day(day.day)} {day.opens_at:%H:%M}〜{day.closes_at:%H:%M}"


def _programme(exhibition_ids: Sequence[int], now: dt.datetime) -> dict[int, list[dict[str, Any]]]:
    taken = Count("event__seats", filter=Q(event__seats__state__in=TAKING, event__seats__role=SeatRole.GUEST))
    rows = (
        ProgrammeItem.objects.filter(
            exhibition__in=exhibition_ids,
            is_open_to_outsiders=True,
            event__state=EventState.PLANNED,
            event__starts_at__gt=now,
        )
        .select_related("event__room")
        .annotate(taken=taken)
        .order_by("event__starts_at", "pk")
    )
    found: dict[int, list[dict[str, Any]]] = {}
    for row in rows:
        found.setdefault(row.exhibition_id, []).append(item_of(row) | {"is_full": _is_full(row)})
    return found


def _is_full(item: Any) -> bool:
    return item.event.capacity is not None and item.taken >= item.event.capacity


def item_of(item: ProgrammeItem) -> dict[str, Any]:
    """Return what is told of one entry of the programme."""
    event = item.event
    return {
        "thing": str(item.pk),
        "kind": item.get_kind_display(),
        "title": item.title,
        "speaker": item.speaker,
        "starts": event.starts_at.isoformat(),
        "ends": event.ends_at.isoformat(),
        "when": f"{moment_text(event.starts_at)}〜{local(event.ends_at):%H:%M}",
        "where": event.where,
    }
