"""What the public door hears of people from elsewhere: their seats, places in the lines, offers, and what changed."""

import datetime as dt
import hashlib
import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from minato_dx.core.calendar import moment_text
from minato_dx.exchange.services.telling import tell_door
from minato_dx.reference.selectors import portal_settings
from minato_dx.scheduling.enums import ACTIVE, EventState, SeatState
from minato_dx.scheduling.models import Seat, WaitingOffer
from showcase.enums import OPEN_TO_VISITORS, VISIT_KIND, ExhibitionState
from showcase.models import ProgrammeItem, Visitor
from showcase.services.exhibitions.door_publishing import day_text, item_of

CALLED_OFF = "called_off"
# So long after an exhibition it is looked at whether somebody's page has changed.
TOLD_FOR = dt.timedelta(days=30)
# What somebody reads of the exhibition on their page.
STATES = {
    ExhibitionState.CANCELLED: "展示会は中止になりました",
    ExhibitionState.CLOSED: "展示会は終わりました。ありがとうございました",
    ExhibitionState.REPORTED: "展示会は終わりました。ありがとうございました",
}
REGISTERED, WITHDRAWN = "登録しました", "登録を取り消しました"
LABEL = "予約のお知らせ"


@dataclass(frozen=True, slots=True)
class Around:
    """What the pages of several visitors need: their seats, the programme, places in the lines, open offers."""

    seats: Mapping[uuid.UUID, Sequence[Seat]]
    items: Mapping[int, ProgrammeItem]
    lines: Mapping[int, int]
    offers: Mapping[int, WaitingOffer]


def look_around(visitors: Sequence[Visitor]) -> Around:
    """Read it all. Four queries, however many visitors there are."""
    keys = [visitor.key for visitor in visitors]
    seats = list(Seat.objects.filter(outsider__in=keys).select_related("event__room").order_by("created_at", "pk"))
    by_key: dict[uuid.UUID, list[Seat]] = {key: [] for key in keys}
    for seat in seats:
        if seat.outsider is not None:
            by_key[seat.outsider].append(seat)
    events = {seat.event_id for seat in seats}
    items = ProgrammeItem.objects.filter(event__in=events).select_related("event__room")
    lines: dict[int, int] = {}
    counts: dict[int, int] = {}
    waiting = Seat.objects.filter(event__in=events, state=SeatState.WAITING).order_by("created_at", "pk")
    for pk, event in waiting.values_list("pk", "event"):
        counts[event] = lines[pk] = counts.get(event, 0) + 1
    offers = WaitingOffer.objects.filter(seat__in=[seat.pk for seat in seats], answered_at__isnull=True)
    return Around(by_key, {item.event_id: item for item in items}, lines, {one.seat_id: one for one in offers})


@transaction.atomic
def tell_visitor(*, visitor: Visitor, now: dt.datetime, words: str = "", always: bool = False) -> bool:
    """Owe the door somebody's page, and a mail about what changed, where it has; tell whether it had.

    ``words`` go first in that mail. ``always`` answers what was asked at the door, also where nothing came of it.
    """
    row = Visitor.objects.select_for_update(of=("self",)).select_related("exhibition").get(pk=visitor.pk)
    return _tell(row, look_around([row]), now, words=words, always=always)


@transaction.atomic
def tell_visitors() -> int:
    """Owe the door what has changed for anybody from elsewhere; return for how many. Constant queries to look."""
    now = timezone.now()
    rows = (
        Visitor.objects.select_for_update(of=("self",))
        .filter(
            user__isnull=True,
            erased_at__isnull=True,
            exhibition__ends_on__gte=timezone.localdate(now) - TOLD_FOR,
        )
        .exclude(door_receipt="")
        .select_related("exhibition")
        .prefetch_related("exhibition__days")
        .order_by("pk")
    )
    visitors = list(rows)
    around = look_around(visitors)
    return sum(_tell(visitor, around, now) for visitor in visitors)


def _tell(visitor: Visitor, around: Around, now: dt.datetime, *, words: str = "", always: bool = False) -> bool:
    if not visitor.door_receipt:
        return False
    seats = [_seat(seat, around, now) for seat in _newest(around.seats[visitor.key], around)]
    payload = _status(visitor, seats)
    digest = hashlib.sha256(json.dumps(payload, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
    if not always and digest == visitor.told.get("digest"):
        return False
    _owe(visitor, "status", payload | {"at": now.isoformat()}, now)
    text = "\n".join(line for line in (words, *_news(visitor, payload["state"], seats)) if line)
    if text:
        # Everything in one bundle is taken in at one moment: a moment is no key.
        told = {
            "key": f"visitor-{uuid.uuid4()}",
            "label": LABEL,
            "text": text,
            "wants_reply": False,
            "at": now.isoformat(),
        }
        _owe(visitor, "message", told, now)
    visitor.told = {"digest": digest, "state": payload["state"], "seats": {seat["thing"]: seat for seat in seats}}
    visitor.save(update_fields=["told"])
    return True


def _owe(visitor: Visitor, event: str, payload: dict[str, Any], now: dt.datetime) -> None:
    tell_door(key=str(visitor.key), kind=VISIT_KIND, event=event, payload=payload, now=now)


def _status(visitor: Visitor, seats: list[dict[str, Any]]) -> dict[str, Any]:
    exhibition = visitor.exhibition
    is_open = exhibition.state in OPEN_TO_VISITORS and visitor.erased_at is None
    state = STATES.get(ExhibitionState(exhibition.state), REGISTERED) if visitor.erased_at is None else WITHDRAWN
    page = {
        "exhibition": exhibition.title,
        "exhibition_id": exhibition.pk,
        "days": [day_text(day) for day in exhibition.days.all()],
        "place": exhibition.place,
        "is_open": is_open,
        "code": visitor.code if is_open else "",
        "seats": seats,
        "taken": [seat["thing"] for seat in seats if seat["state"] in ACTIVE],
    }
    return {
        "number": "",
        "state": state,
        "is_revisable": False,
        "has_ended": not is_open,
        "page": page,
        "erase_on": _erase_on(exhibition.ends_on),
    }


def _erase_on(last: dt.date) -> str:
    """Return the day (ISO) on which the door forgets somebody, as the ward does; empty where it keeps everybody."""
    days = portal_settings().visitor_days
    return (last + dt.timedelta(days=days + 1)).isoformat() if days else ""


def _newest(seats: Sequence[Seat], around: Around) -> list[Seat]:
    """Return the newest seat of each item; one's own cancelled ones are no news, those of a called off item are."""
    newest = {seat.event_id: seat for seat in seats if seat.event_id in around.items}
    return sorted(
        (
            seat
            for seat in newest.values()
            if seat.state != SeatState.CANCELLED or seat.event.state == EventState.CANCELLED
        ),
        key=lambda seat: (seat.event.starts_at, seat.pk),
    )


def _seat(seat: Seat, around: Around, now: dt.datetime) -> dict[str, Any]:
    item = around.items[seat.event_id]
    offer = around.offers.get(seat.pk)
    told = item_of(item)
    is_off = seat.event.state == EventState.CANCELLED
    state = CALLED_OFF if is_off else str(seat.state)
    until = moment_text(offer.expires_at) if offer else ""
    return {
        "thing": told["thing"],
        "title": told["title"],
        "when": told["when"],
        "where": told["where"],
        "state": state,
        "state_text": _state_text(state, around.lines.get(seat.pk, 0), until),
        "until": offer.expires_at.isoformat() if offer else "",
        "is_ahead": not is_off and seat.event.starts_at > now,
    }


def _state_text(state: str, place: int, until: str) -> str:
    return {
        SeatState.CONFIRMED: "予約できました",
        SeatState.WAITING: f"空き待ち（{place}番目）",
        SeatState.OFFERED: f"席が空きました。{until}までに、お返事ください",
        SeatState.EXPIRED: "お返事の期限が過ぎたので、次の方にご案内しました",
        CALLED_OFF: "中止になりました",
    }[state]


def _news(visitor: Visitor, state: str, seats: list[dict[str, Any]]) -> list[str]:
    """Return a line for each thing that somebody has to hear of by mail."""
    before: Mapping[str, Any] = visitor.told.get("seats", {})
    if state != visitor.told.get("state", REGISTERED):
        is_off = state == STATES[ExhibitionState.CANCELLED]
        return [f"「{visitor.exhibition.title}」は中止になりました。予約は取り消してあります。"] if is_off else []
    lines = []
    for seat in seats:
        known = before.get(seat["thing"])
        if known is None or known["state"] != seat["state"]:
            lines.append(f"「{seat['title']}」（{seat['when']}）：{seat['state_text']}")
        elif seat["state"] in ACTIVE and (known["when"], known["where"]) != (seat["when"], seat["where"]):
            lines.append(f"「{seat['title']}」：日時か場所が変わりました。{seat['when']} {seat['where']}")
    return lines
