"""What people from elsewhere do at the public door: they register, take seats and give them back, answer offers."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from minato_dx.exchange.services.telling import tell_door
from minato_dx.scheduling.enums import ACTIVE, SeatState
from minato_dx.scheduling.models import Event, Seat, WaitingOffer
from minato_dx.scheduling.services.seats import release_seat
from showcase.enums import OPEN_TO_VISITORS, VISIT_KIND, VisitorKind
from showcase.exceptions import ShowcaseError
from showcase.models import Exhibition, ProgrammeItem, Visitor
from showcase.services.exhibitions import reserving
from showcase.services.exhibitions.door_visits import tell_visitor
from showcase.services.exhibitions.steps import lock_exhibition

CLOSED = "この展示会は、来場の登録を受け付けていません。"
KNOWN = "このメールアドレスでは、もう登録があります。「受付状況を見る」で、その登録のリンクを送り直せます。"
GONE = "これは、もう予約できません。ほかの時間から選んでください。"


@dataclass(frozen=True, slots=True)
class Comer:
    """Who registered, under which key and number of the door; the mail is the confirmed one."""

    key: uuid.UUID
    receipt: str
    kind: VisitorKind
    organization: str
    name: str
    mail: str


def visitor_by(*, key: uuid.UUID) -> Visitor | None:
    """Return whom the door knows by this key; None also where the registration was turned away or taken back."""
    rows = Visitor.objects.select_related("exhibition").filter(key=key, user__isnull=True, erased_at__isnull=True)
    return rows.first()


@transaction.atomic
def register_from_door(
    *, exhibition: Exhibition, comer: Comer, items: Sequence[int], now: dt.datetime
) -> Visitor | None:
    """Register somebody and give them the seats that can be had; the same submission again is the same visitor.

    None where it is turned away: nobody of this kind can come (any more), or the address is registered already. What
    became of each choice is told by mail.
    """
    earlier = Visitor.objects.filter(key=comer.key).first()
    if earlier is not None:
        return earlier
    exhibition = lock_exhibition(exhibition)
    if comer.kind not in _open_to(exhibition):
        _turn_away(comer, CLOSED, now)
        return None
    mail = comer.mail.lower()
    if Visitor.objects.filter(exhibition=exhibition, mail=mail).exists():
        _turn_away(comer, KNOWN, now)
        return None
    visitor = Visitor.objects.create(
        exhibition=exhibition,
        kind=comer.kind,
        name=comer.name,
        organization=comer.organization,
        mail=mail,
        key=comer.key,
        door_receipt=comer.receipt,
        created_at=now,
    )
    refused = [text for item in items if (text := _try(visitor, "reserve", item, now))]
    tell_visitor(visitor=visitor, now=now, words="\n".join(refused), always=True)
    return visitor


def _open_to(exhibition: Exhibition) -> set[str]:
    if exhibition.state not in OPEN_TO_VISITORS:
        return set()
    open_to = {VisitorKind.OFFICIAL: exhibition.for_officials, VisitorKind.VENDOR: exhibition.for_vendors}
    return {str(kind) for kind, is_open in open_to.items() if is_open}


def _turn_away(comer: Comer, text: str, now: dt.datetime) -> None:
    at = now.isoformat()
    status = {"number": "", "state": "登録できませんでした", "at": at, "is_revisable": False, "has_ended": True}
    message = {"key": f"visitor-away-{comer.key}", "label": "来場の登録", "text": text, "wants_reply": False, "at": at}
    for event, payload in (("status", status), ("message", message)):
        tell_door(key=str(comer.key), kind=VISIT_KIND, event=event, payload=payload, now=now)


@transaction.atomic
def act_from_door(*, visitor: Visitor, action: str, item_id: int, now: dt.datetime) -> None:
    """Do what somebody pressed on their page, and answer it there; done already, it is only answered.

    Raises KeyError for an action that there is not.
    """
    tell_visitor(visitor=visitor, now=now, words=_try(visitor, action, item_id, now), always=True)


def _try(visitor: Visitor, action: str, item_id: int, now: dt.datetime) -> str:
    """Do it, and return in words why it could not be done, empty where it could."""
    act = _ACTS[action]
    rows = ProgrammeItem.objects.select_related("event", "exhibition")
    item = rows.filter(pk=item_id, exhibition=visitor.exhibition_id).first()
    if item is None:
        return GONE
    try:
        with transaction.atomic():
            act(item, visitor, now)
    except ShowcaseError as refusal:
        return f"「{item.title}」：{refusal.message}"
    return ""


def _reserve(item: ProgrammeItem, visitor: Visitor, now: dt.datetime) -> None:
    clash = (
        Seat.objects.filter(
            outsider=visitor.key,
            state__in=ACTIVE,
            event__starts_at__lt=item.event.ends_at,
            event__ends_at__gt=item.event.starts_at,
        )
        .exclude(event=item.event_id)
        .select_related("event")
        .first()
    )
    if clash is not None:
        other = ProgrammeItem.objects.filter(event=clash.event_id).values_list("title", flat=True).first()
        raise ShowcaseError(f"同じ時間に「{other}」の予約があります。先に、そちらを取り消してください。")
    reserving.reserve(item=item, visitor=visitor, now=now)


def _cancel(item: ProgrammeItem, visitor: Visitor, now: dt.datetime) -> None:
    reserving.give_back(item=item, visitor=visitor, now=now)


def _accept(item: ProgrammeItem, visitor: Visitor, now: dt.datetime) -> None:
    seat = reserving.seat_of(item=item, visitor=visitor)
    if not reserving.is_confirmed(seat):
        reserving.accept_place(item=item, visitor=visitor, now=now)


def _decline(item: ProgrammeItem, visitor: Visitor, now: dt.datetime) -> None:
    seat = reserving.seat_of(item=item, visitor=visitor)
    if seat is not None and seat.state == SeatState.OFFERED:
        release_seat(seat=seat, now=now)


_ACTS = {"reserve": _reserve, "cancel": _cancel, "accept": _accept, "decline": _decline}


@transaction.atomic
def withdraw_visitor(*, visitor: Visitor, now: dt.datetime) -> Visitor:
    """Take a registration back: seats that are still ahead are free again, name and address are gone."""
    row = Visitor.objects.select_for_update(of=("self",)).select_related("exhibition").get(pk=visitor.pk)
    if row.erased_at is not None:
        return row
    ahead = Event.objects.filter(starts_at__gt=now)
    seats = Seat.objects.filter(outsider=row.key, state__in=ACTIVE, event__in=ahead)
    for seat in seats.select_related("event").order_by("event"):
        release_seat(seat=seat, now=now)
    row.name = row.mail = ""
    row.erased_at = now
    row.save(update_fields=["name", "mail", "erased_at"])
    return row


def tell_of_offer(offer: WaitingOffer, outsider: uuid.UUID) -> None:
    """Owe somebody from elsewhere the offer of a free place, in the transaction that makes it."""
    visitor = visitor_by(key=outsider)
    if visitor is not None:
        tell_visitor(visitor=visitor, now=offer.offered_at)
