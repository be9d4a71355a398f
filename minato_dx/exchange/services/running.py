"""One round of the exchange; what comes in goes to the pillar of its kind, what cannot is kept."""

import datetime as dt
import json
import logging
from base64 import b64decode, b64encode

from django.db import DatabaseError, transaction
from django.utils import timezone
from nacl.secret import SecretBox

from minato_dx.core.bundles.exchange import Side, hand_out, take_in
from minato_dx.core.bundles.joining import INTRANET, PUBLIC, PeerUnknown, folders, own_key, peer_key
from minato_dx.core.bundles.sealing import BundleFile, BundleItem
from minato_dx.core.steps import require
from minato_dx.exchange import handlers
from minato_dx.exchange.exceptions import Unacceptable
from minato_dx.exchange.models import IntranetBundle, IntranetItem, IntranetState, StuckItem
from minato_dx.exchange.permissions import can_mend_exchange
from minato_dx.organization.models import User

NO_HANDLER = "この種類を受け取る機能がありません。"
log = logging.getLogger(__name__)


def side() -> Side:
    """Return the intranet's end."""
    inbox, outbox = folders(INTRANET)
    return Side(
        using="default",
        state=IntranetState,
        bundles=IntranetBundle,
        items=IntranetItem,
        own=own_key(INTRANET),
        peer=peer_key(INTRANET),
        reads=PUBLIC,
        writes=INTRANET,
        inbox=inbox,
        outbox=outbox,
        handle=take,
    )


def exchange() -> tuple[int, int]:
    """Take in and hand out once; return how many bundles each. Nothing happens before the door has a key."""
    now = timezone.now()
    own_key(INTRANET)
    try:
        end = side()
    except PeerUnknown as unknown:
        log.info("No exchange: %s", unknown)
        return 0, 0
    return take_in(end, now=now), hand_out(end, now=now)


@transaction.atomic
def rewrite(*, number: int) -> None:
    """Have a bundle written again whose file got lost on its way. Raises IntranetBundle.DoesNotExist for none."""
    IntranetBundle.objects.select_for_update().filter(pk=number).get()
    IntranetBundle.objects.filter(pk=number).update(written_at=None)


def take(item: BundleItem, bundle: int, place: int, now: dt.datetime) -> None:
    """Hand an item to its pillar; what the pillar cannot take is kept for somebody to look at."""
    reason = _why_not(item, now)
    if reason:
        StuckItem.objects.create(
            bundle_number=bundle,
            place=place,
            kind=item.kind[:40],
            event=item.event[:40],
            receipt=str(item.payload.get("receipt", ""))[:20],
            reason=reason,
            sealed=_seal(item),
            at=now,
        )
        log.error("Item %d of bundle %d could not be taken in.", place, bundle)


def _why_not(item: BundleItem, now: dt.datetime) -> str:
    """Return why the pillar could not take the item, empty where it did. A database in trouble stops the bundle."""
    handler = handlers.get(item.kind)
    if handler is None:
        return NO_HANDLER
    try:
        with transaction.atomic():
            handler(item, now)
    except Unacceptable as refusal:
        return str(refusal)
    except DatabaseError:
        raise
    except Exception as fault:  # a mistake of ours must not keep everybody else's submission out
        log.exception("A handler failed.")
        return f"予期しない誤り（{type(fault).__name__}）"
    return ""


@transaction.atomic
def try_again(*, stuck: StuckItem, actor: User, now: dt.datetime) -> str:
    """Hand a kept item to its pillar once more; return why it still cannot, empty where it could."""
    require(can_mend_exchange(actor))
    row = StuckItem.objects.select_for_update(of=("self",)).get(pk=stuck.pk)
    if row.settled_at is not None:
        return ""
    reason = _why_not(_unseal(bytes(row.sealed)), now)
    if reason:
        row.reason = reason
    else:
        row.settled_at, row.settled_by, row.note = now, actor, "もう一度受け取りました"
        row.sealed = b""
    row.save()
    return reason


def _box() -> SecretBox:
    return SecretBox(bytes(own_key(INTRANET).signing))


def _seal(item: BundleItem) -> bytes:
    told = {
        "key": item.key,
        "kind": item.kind,
        "event": item.event,
        "payload": dict(item.payload),
        "files": [{"content": b64encode(one.content).decode(), "meta": dict(one.meta)} for one in item.files],
    }
    return bytes(_box().encrypt(json.dumps(told, ensure_ascii=False).encode()))


def _unseal(sealed: bytes) -> BundleItem:
    told = json.loads(_box().decrypt(sealed))
    files = [BundleFile(b64decode(one["content"]), one["meta"]) for one in told["files"]]
    return BundleItem(told["key"], told["kind"], told["event"], told["payload"], files)
