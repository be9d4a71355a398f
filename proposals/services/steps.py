"""The one way from state to state: locked row, permission, transition, log."""

import datetime as dt
from typing import Any

from django.utils import timezone
from django_fsm import can_proceed

from minato_dx.core.steps import may_take, require, who_was_quicker
from minato_dx.organization.models import User
from minato_dx.organization.selectors import post_label
from proposals.enums import ENDED, State
from proposals.exceptions import StateConflict
from proposals.models import Proposal, TransitionLog
from proposals.services.dialogue_times import call_off_planned
from proposals.services.door import tell_status
from proposals.services.promises import drop_all


def lock(proposal: Proposal) -> Proposal:
    """Return the row read again and locked until the transaction ends."""
    rows = Proposal.objects.select_for_update(of=("self",))
    return rows.select_related("company", "contact", "assignee").get(pk=proposal.pk)


def take_step(*, proposal: Proposal, actor: User, name: str, now: dt.datetime, reason: str = "") -> TransitionLog:
    """Take the transition ``name`` on a locked row, without saving it, and log it; an end ends what is owed as well.

    Raises StateConflict, naming who was quicker, and PermissionDenied where ``actor`` may not take it.
    """
    method: Any = getattr(proposal, name)
    if not can_proceed(method):
        raise conflict(proposal)
    require(may_take(method, actor))
    before = proposal.state
    method()
    if proposal.state in ENDED:
        proposal.closed_at = now
        drop_all(proposal=proposal, now=now)
        call_off_planned(proposal=proposal, actor=actor, now=now)
    return log(proposal=proposal, actor=actor, name=name, before=before, now=now, reason=reason)


def log(
    *, proposal: Proposal, actor: User | None, name: str, before: str, now: dt.datetime, reason: str = ""
) -> TransitionLog:
    """Append what happened, with the names of the day; without ``actor`` it was the clock, or the vendor at the door.

    A new state is owed to the door where the proposal came by it.
    """
    if before != proposal.state:
        tell_status(proposal=proposal, now=now)
    return TransitionLog.objects.create(
        proposal=proposal,
        name=name,
        from_state=before,
        to_state=proposal.state,
        actor=actor,
        actor_name=actor.name if actor else "",
        actor_post=post_label(user=actor, day=timezone.localdate(now)) if actor else "",
        reason=reason,
        created_at=now,
    )


def conflict(proposal: Proposal) -> StateConflict:
    """Say who moved the proposal where, and when."""
    last = proposal.steps.order_by("-created_at", "-id").first()
    state = State(proposal.state).label
    return StateConflict(who_was_quicker(thing="この提案", state=state, last=last))
