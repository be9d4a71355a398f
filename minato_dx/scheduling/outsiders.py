"""Seats of people from outside the ward: the app whose thing the event is tells them of a place that became free."""

import uuid
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from minato_dx.scheduling.models import WaitingOffer

Tell = Callable[["WaitingOffer", uuid.UUID], None]
_tellers: dict[str, Tell] = {}


def register(object_kind: str, tell: Tell) -> None:
    """Let ``tell`` owe the outsider a message about an offer; called in the transaction that makes the offer."""
    _tellers[object_kind] = tell


def tell(offer: "WaitingOffer", outsider: uuid.UUID) -> None:
    """Owe the message. Raises KeyError for a kind of thing to which no outsider can come."""
    _tellers[offer.seat.event.object_kind](offer, outsider)
