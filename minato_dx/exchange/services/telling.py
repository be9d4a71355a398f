"""What the door is to hear, as rows written with the fact they tell of."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from minato_dx.exchange.models import IntranetItem


def tell_door(*, key: str, kind: str, event: str, payload: Mapping[str, Any], now: dt.datetime) -> IntranetItem:
    """Owe the door an item, inside the caller's transaction."""
    return IntranetItem.objects.create(key=key, kind=kind, event=event, payload=dict(payload), created_at=now)


def publish(*, name: str, payload: Mapping[str, Any], now: dt.datetime) -> bool:
    """Owe the door a page where it is not what was published last; tell whether it was."""
    last = IntranetItem.objects.filter(kind="page", key=name).order_by("-pk").first()
    if last is not None and last.payload == dict(payload):
        return False
    tell_door(key=name, kind="page", event="page", payload=payload, now=now)
    return True
