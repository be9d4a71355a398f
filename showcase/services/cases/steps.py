"""The one way from state to state: locked row, permission, transition, log."""

import datetime as dt
from typing import Any

from django.utils import timezone
from django_fsm import can_proceed

from minato_dx.core.steps import LOOK_AGAIN, may_take, require, who_was_quicker
from minato_dx.organization.models import User
from minato_dx.organization.selectors import post_label
from showcase.enums import CaseState
from showcase.exceptions import StateConflict
from showcase.models import Case, CaseLog


def lock(case: Case) -> Case:
    """Return the row read again and locked until the transaction ends."""
    rows = Case.objects.select_for_update(of=("self",))
    return rows.select_related("municipality", "changed_by").get(pk=case.pk)


def take_step(*, case: Case, actor: User, name: str, now: dt.datetime, reason: str = "") -> CaseLog:
    """Take the transition ``name`` on a locked row, save it, and log it.

    Raises StateConflict, naming who was quicker, and PermissionDenied where ``actor`` may not take it.
    """
    method: Any = getattr(case, name)
    if not can_proceed(method):
        raise conflict(case)
    require(may_take(method, actor))
    before = case.state
    method()
    case.save()
    return log(case=case, actor=actor, name=name, before=before, now=now, reason=reason)


def log(*, case: Case, actor: User, name: str, before: str, now: dt.datetime, reason: str = "") -> CaseLog:
    """Append what happened, with the names of the day."""
    return CaseLog.objects.create(
        case=case,
        name=name,
        from_state=before,
        to_state=case.state,
        actor=actor,
        actor_name=actor.name,
        actor_post=post_label(user=actor, day=timezone.localdate(now)),
        reason=reason,
        created_at=now,
    )


def conflict(case: Case) -> StateConflict:
    """Say who moved the case where, and when."""
    last = case.steps.order_by("-created_at", "-id").first()
    return StateConflict(who_was_quicker(thing="この事例", state=CaseState(case.state).label, last=last))


def changed_meanwhile(case: Case) -> StateConflict:
    """Say who wrote on the case since the page was opened."""
    return StateConflict(f"この事例は、{case.changed_by.name}さんが先に直しました。{LOOK_AGAIN}")
