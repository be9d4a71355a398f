"""Taking in and handing out, the same on both sides.

A bundle is taken in inside one transaction: its items, and the number up to which all is taken. Killed half-way nothing
of it has happened; read again nothing of it happens twice. A bundle is made inside one transaction (its items get its
number) and written once that is committed; a file that was not written, or got lost, is written again with the same
items. Hence none of this may be called inside a transaction.
"""

import datetime as dt
import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import transaction

from minato_dx.core.bundles.folder import BundleFolder
from minato_dx.core.bundles.keys import OwnKey, PeerKey
from minato_dx.core.bundles.models import ExchangeState, OutgoingBundle, OutgoingItem
from minato_dx.core.bundles.sealing import Bundle, BundleError, BundleItem, seal, unseal

# So many items at most stand in a bundle, and no more than these bytes unless a single item is larger.
MOST_ITEMS = 100
MOST_BYTES = 64 * 1024 * 1024
MOST_ROUNDS = 1000

Row = TypeVar("Row", bound=Any)
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Side:
    """One end of the exchange: its rows and database, its keys, its folders, and what becomes of an item."""

    using: str
    state: type[ExchangeState]
    bundles: type[OutgoingBundle]
    items: type[OutgoingItem]
    own: OwnKey
    peer: PeerKey
    reads: str
    writes: str
    inbox: BundleFolder
    outbox: BundleFolder
    # (item, number of its bundle, its place in it, now); inside the transaction of the bundle.
    handle: Callable[[BundleItem, int, int, dt.datetime], None]

    def locked_state(self) -> Any:
        """Return the one row, locked; None where somebody else is at work."""
        rows: Any = self.state._default_manager.using(self.using)  # abstract: the concrete manager comes from the side
        rows.get_or_create(pk=1)
        can_skip = transaction.get_connection(self.using).features.has_select_for_update_skip_locked
        return rows.select_for_update(skip_locked=can_skip).filter(pk=1).first()


def take_in(side: Side, *, now: dt.datetime) -> int:
    """Take in every bundle that is there, in order, and return how many there were."""
    taken = 0
    while taken < MOST_ROUNDS and _take_next(side, now):
        taken += 1
    return taken


def _take_next(side: Side, now: dt.datetime) -> bool:
    with transaction.atomic(using=side.using, durable=True):
        state = side.locked_state()
        if state is None:
            return False
        number = state.taken + 1
        data = side.inbox.read(number)
        if data is None:
            _note_fault(state, f"{number}番がありません" if side.inbox.has_later_than(number) else "", now)
            return False
        try:
            bundle = unseal(data, direction=side.reads, number=number, own=side.own, peer=side.peer)
        except BundleError as fault:
            log.error("Bundle %s %d cannot be taken in: %s", side.reads, number, fault)
            _note_fault(state, f"{number}番を開けません（{fault}）", now)
            return False
        for place, item in enumerate(bundle.items):
            side.handle(item, number, place, now)
        state.taken, state.taken_at = number, now
        # An answer to a bundle that was nothing but an answer would go to and fro for ever.
        state.owes_word = state.owes_word or bool(bundle.items)
        # The other side never has more than we made: a larger number proves nothing.
        state.acknowledged = max(state.acknowledged, min(bundle.acknowledged, state.made))
        state.fault, state.fault_since = "", None
        state.save(using=side.using)
        until = state.acknowledged
        transaction.on_commit(lambda: side.outbox.forget_until(until), using=side.using, robust=True)
    return True


def _note_fault(state: Any, fault: str, now: dt.datetime) -> None:
    if state.fault != fault[:200]:
        state.fault_since = (state.fault_since or now) if fault else None
        state.fault = fault[:200]
        state.save()


def hand_out(side: Side, *, now: dt.datetime) -> int:
    """Make bundles of what is owed, write those that are not written, and return how many were written."""
    made = 0
    while made < MOST_ROUNDS and _make_next(side, now):
        made += 1
    return _write_unwritten(side, now)


def _make_next(side: Side, now: dt.datetime) -> bool:
    with transaction.atomic(using=side.using, durable=True):
        state = side.locked_state()
        if state is None:
            return False
        owed = list(_rows(side, side.items).filter(bundle_number__isnull=True).order_by("pk")[:MOST_ITEMS])
        if not owed and not state.owes_word:
            return False
        number = state.made + 1
        _rows(side, side.bundles).create(number=number, acknowledges=state.taken, made_at=now)
        packed = [row.pk for row in _as_many_as_fit(owed)]
        _rows(side, side.items).filter(pk__in=packed).update(bundle_number=number)
        state.made, state.owes_word = number, False
        state.save(using=side.using)
    return True


def _as_many_as_fit(owed: list[Any]) -> list[Any]:
    fitting: list[Any] = []
    size = 0
    for row in owed:
        size += row.packed_size()
        if fitting and size > MOST_BYTES:
            break
        fitting.append(row)
    return fitting


def _write_unwritten(side: Side, now: dt.datetime) -> int:
    written = 0
    for row in _rows(side, side.bundles).filter(written_at__isnull=True).order_by("number"):
        write(side, row)
        _rows(side, side.bundles).filter(pk=row.pk).update(written_at=now)
        written += 1
    return written


def write(side: Side, row: Any) -> None:
    """Write one bundle's file, for the first time or again (a lost file), with the items that it was made of."""
    items = [
        BundleItem(one.key, one.kind, one.event, one.payload, one.packed_files())
        for one in _rows(side, side.items).filter(bundle_number=row.number).order_by("pk")
    ]
    bundle = Bundle(side.writes, row.number, row.acknowledges, items)
    side.outbox.write(row.number, seal(bundle, own=side.own, peer=side.peer))


def _rows(side: Side, model: type[Row]) -> Any:
    return model._default_manager.using(side.using)
