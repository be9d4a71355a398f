"""People from elsewhere who register, change their seats and take their registration back, from the public door."""

import datetime as dt
import uuid
from typing import Any

from minato_dx.core.bundles.sealing import BundleItem
from minato_dx.exchange.exceptions import Unacceptable
from showcase.enums import VisitorKind
from showcase.forms.door.visit import VISIT
from showcase.models import Exhibition, Visitor
from showcase.receivers.reading import LONGEST_NUMBER, exhibition_in, read_step, taken_by
from showcase.services.exhibitions.door_publishing import visit_form_of
from showcase.services.exhibitions.door_registering import (
    Comer,
    act_from_door,
    register_from_door,
    visitor_by,
    withdraw_visitor,
)

# Nobody chooses more than this by hand.
MOST_ITEMS = 100


def take_visit(item: BundleItem, now: dt.datetime) -> None:
    """Do what somebody from elsewhere did at the door."""
    taken_by(_EVENTS, item, now)


def _submitted(item: BundleItem, now: dt.datetime) -> None:
    answers = item.payload["answers"]
    exhibition: Exhibition = exhibition_in(answers, "visitor")
    data = read_step(VISIT.steps[0], answers, visit_form_of(exhibition))
    comer = Comer(
        key=uuid.UUID(item.key),
        receipt=str(item.payload["receipt"]),
        kind=VisitorKind(data["kind"]),
        organization=data["organization"],
        name=data["name"],
        # The confirmed one, whatever else is written.
        mail=str(item.payload["mail"]),
    )
    # What can be had of it is decided in the ward, whatever the door offered when it was chosen.
    chosen = answers.get("programme", {}).get("items", [])[:MOST_ITEMS]
    register_from_door(exhibition=exhibition, comer=comer, items=[_number(one) for one in chosen], now=now)


def _acted(item: BundleItem, now: dt.datetime) -> None:
    visitor = _visitor(item)
    if visitor is not None:
        action, thing = str(item.payload["action"]), _number(item.payload["thing"])
        act_from_door(visitor=visitor, action=action, item_id=thing, now=now)


def _withdrawn(item: BundleItem, now: dt.datetime) -> None:
    visitor = _visitor(item)
    if visitor is not None:
        withdraw_visitor(visitor=visitor, now=now)


_EVENTS = {"submitted": _submitted, "acted": _acted, "withdrawn": _withdrawn}


def _visitor(item: BundleItem) -> Visitor | None:
    return visitor_by(key=uuid.UUID(item.key))


def _number(typed: Any) -> int:
    text = str(typed)
    if not (text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER):
        raise Unacceptable("予約するものの番号を読めません。")
    return int(text)
