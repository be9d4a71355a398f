"""The private address under which a person's calendar can be subscribed to."""

import datetime as dt
import uuid

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from minato_dx.core import registry
from minato_dx.organization.models import User
from minato_dx.scheduling.models import FeedToken
from minato_dx.scheduling.selectors import events_in_feed
from minato_dx.scheduling.services.icalendar import feed

SALT = "minato_dx.scheduling.feed"


@transaction.atomic
def renew_feed_token(*, user: User, now: dt.datetime | None = None) -> FeedToken:
    """Give the person a new address; the old one, if any, answers no more."""
    FeedToken.objects.select_for_update().filter(user=user).delete()
    return FeedToken.objects.create(user=user, created_at=now or timezone.now())


def secret_of(token: FeedToken) -> str:
    """Return what the address ends with: the row's mark and its keyed hash.

    It can be shown again and again, and yet nobody makes it from a copy of the database, without the portal's key.
    """
    return f"{token.nonce.hex}{_signature(token.nonce)}"


def _signature(nonce: uuid.UUID) -> str:
    return salted_hmac(SALT, nonce.hex, algorithm="sha256").hexdigest()


def owner_of(secret: str) -> User | None:
    """Return whose address this is, or None where it never was one, or is one no more."""
    mark, signature = secret[:32], secret[32:]
    try:
        nonce = uuid.UUID(hex=mark)
    except ValueError:
        return None
    if not constant_time_compare(signature, _signature(nonce)):
        return None
    token = FeedToken.objects.select_related("user").filter(nonce=nonce).first()
    return token.user if token else None


def feed_of(*, user: User, now: dt.datetime) -> str:
    """Return the person's calendar: only what they may see today, and nothing once they have left."""
    return feed(
        events=[
            (event, settings.PORTAL_URL + registry.get(event.object_kind).link(event.object_id))
            for event in events_in_feed(user=user, now=now)
        ]
    )
