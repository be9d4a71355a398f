"""The one way from state to state of an exhibition and of its exhibitors: locked row, permission, transition, log."""

import datetime as dt
from typing import Any

from django.utils import timezone
from django_fsm import can_proceed

from minato_dx.core.steps import may_take, require, who_was_quicker
from minato_dx.organization.models import User
from minato_dx.organization.selectors import post_label
from showcase.enums import ExhibitionState, ExhibitorState
from showcase.exceptions import StateConflict
from showcase.models import Exhibition, ExhibitionLog, Exhibitor
from showcase.services.exhibitions.door_telling import tell_called_off, tell_exhibitor, tell_result

# Whoever did it where it was nobody who signs in: the clock, or a company through the public door.
CLOCK = "自動"


def lock_exhibition(exhibition: Exhibition) -> Exhibition:
    """Return the row read again and locked until the transaction ends."""
    return Exhibition.objects.select_for_update(of=("self",)).select_related("organizer").get(pk=exhibition.pk)


def lock_exhibitor(exhibitor: Exhibitor) -> Exhibitor:
    """Return the row read again and locked; its exhibition is locked before it, always in this order."""
    exhibition = lock_exhibition(exhibitor.exhibition)
    rows = Exhibitor.objects.select_for_update(of=("self",)).select_related("company", "division", "team", "booth")
    row = rows.get(pk=exhibitor.pk)
    row.exhibition = exhibition
    return row


def take_step(
    *,
    row: Exhibition | Exhibitor,
    actor: User | None,
    name: str,
    now: dt.datetime,
    reason: str = "",
    actor_name: str = CLOCK,
) -> ExhibitionLog:
    """Take the transition ``name`` on a locked row, save it, and log it.

    ``actor`` is None where the clock does it, or a company through the public door (``actor_name`` then says which):
    their callers have made sure that it is theirs. Raises StateConflict, naming who was quicker, and PermissionDenied.
    """
    method: Any = getattr(row, name)
    if not can_proceed(method):
        raise conflict(row)
    if actor is not None:
        require(may_take(method, actor))
    before = row.state
    method()
    row.save()
    return log(row=row, actor=actor, name=name, before=before, now=now, reason=reason, actor_name=actor_name)


def log(
    *,
    row: Exhibition | Exhibitor,
    actor: User | None,
    name: str,
    before: str,
    now: dt.datetime,
    reason: str = "",
    actor_name: str = CLOCK,
) -> ExhibitionLog:
    """Append what happened, with the names of the day; a company that exhibits hears of it through the public door."""
    exhibitor = row if isinstance(row, Exhibitor) else None
    entry = ExhibitionLog.objects.create(
        exhibition_id=exhibitor.exhibition_id if exhibitor else row.pk,
        exhibitor=exhibitor,
        name=name,
        from_state=before,
        to_state=row.state,
        actor=actor,
        actor_name=actor.name if actor else actor_name,
        actor_post=post_label(user=actor, day=timezone.localdate(now)) if actor else "",
        reason=reason,
        created_at=now,
    )
    if exhibitor is not None:
        tell_exhibitor(exhibitor=exhibitor, now=now)
        tell_result(entry=entry, now=now)
    elif isinstance(row, Exhibition) and name == "cancel":
        tell_called_off(exhibition=row, now=now)
    return entry


def conflict(row: Exhibition | Exhibitor) -> StateConflict:
    """Say who moved it where, and when."""
    if isinstance(row, Exhibitor):
        last = row.steps.order_by("-created_at", "-id").first()
        return StateConflict(who_was_quicker(thing="この出展", state=ExhibitorState(row.state).label, last=last))
    steps = row.steps.filter(exhibitor__isnull=True)
    last = steps.order_by("-created_at", "-id").first()
    return StateConflict(who_was_quicker(thing="この展示会", state=ExhibitionState(row.state).label, last=last))
