"""The door's end of the exchange: what the intranet says of a submission, and what it publishes."""

import datetime as dt
import logging
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.dateparse import parse_date, parse_datetime

from minato_dx.core.bundles.exchange import Side, hand_out, take_in
from minato_dx.core.bundles.joining import INTRANET, PUBLIC, folders, own_key, peer_key
from minato_dx.core.bundles.sealing import BundleItem
from minato_dx.door.enums import DATABASE, SubmissionState
from minato_dx.door.models import DeskMessage, DoorBundle, DoorItem, DoorState, PublishedPage, Submission
from minato_dx.door.services import wording
from minato_dx.door.services.inviting import invite
from minato_dx.door.services.mailing import owe
from minato_dx.door.services.sending import status_link

log = logging.getLogger(__name__)


def side() -> Side:
    """Return the door's end."""
    inbox, outbox = folders(PUBLIC)
    return Side(
        using=DATABASE,
        state=DoorState,
        bundles=DoorBundle,
        items=DoorItem,
        own=own_key(PUBLIC),
        peer=peer_key(PUBLIC),
        reads=INTRANET,
        writes=PUBLIC,
        inbox=inbox,
        outbox=outbox,
        handle=take,
    )


def exchange(*, now: dt.datetime) -> tuple[int, int]:
    """Take in and hand out once; return how many bundles each."""
    end = side()
    return take_in(end, now=now), hand_out(end, now=now)


def take(item: BundleItem, bundle: int, _place: int, now: dt.datetime) -> None:
    """Take one item in. One of a kind or submission that the door does not know is passed over, and logged."""
    if item.event == "page":
        _publish(item, bundle, now)
        return
    if item.event == "invite":
        invite(item, now)
        return
    row = Submission.objects.select_for_update().filter(key=item.key, serial__isnull=False).first()
    if row is None:
        log.warning("Bundle %d speaks of a submission that is not here (any more).", bundle)
    elif item.event == "status":
        _note_status(row, item.payload, now)
    elif item.event == "message":
        _note_message(row, item.payload, now)
    else:
        log.error("Bundle %d has an item of an unknown kind: %s", bundle, item.event)


def _publish(item: BundleItem, bundle: int, now: dt.datetime) -> None:
    values = {"payload": dict(item.payload), "bundle_number": bundle, "published_at": now}
    PublishedPage.objects.update_or_create(name=item.key, defaults=values)


def _note_status(row: Submission, told: Mapping[str, Any], now: dt.datetime) -> None:
    row.desk_number, row.desk_state = str(told["number"])[:40], str(told["state"])[:40]
    row.desk_state_at = _moment(told["at"]) or now
    row.is_revisable = bool(told["is_revisable"]) and row.is_open
    if told["has_ended"] and row.is_open:
        row.state, row.ended_at = SubmissionState.ENDED, row.desk_state_at
    elif not told["has_ended"] and row.state == SubmissionState.ENDED:
        # The desk has taken it up again.
        row.state, row.ended_at = SubmissionState.RECEIVED, None
    if "page" in told and row.erased_at is None:
        row.page = dict(told["page"])
    row.erase_on = parse_date(str(told.get("erase_on", ""))) or row.erase_on
    row.save()


def _note_message(row: Submission, told: Mapping[str, Any], now: dt.datetime) -> None:
    message, is_new = DeskMessage.objects.get_or_create(
        key=str(told["key"]),
        defaults={
            "submission": row,
            "label": str(told["label"])[:40],
            "text": str(told["text"]),
            "wants_reply": bool(told["wants_reply"]),
            "sent_at": _moment(told["at"]) or now,
        },
    )
    if is_new:
        owe(to=row.mail, now=now, **wording.news(submission=row, message=message, link=status_link(row, now)))


def _moment(text: Any) -> dt.datetime | None:
    return parse_datetime(str(text))


@transaction.atomic(using=DATABASE)
def rewrite(*, number: int) -> None:
    """Write a bundle again whose file got lost on its way. Raises DoorBundle.DoesNotExist for one never made."""
    DoorBundle.objects.select_for_update().filter(pk=number).get()
    DoorBundle.objects.filter(pk=number).update(written_at=None)
