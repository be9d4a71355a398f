"""The one way from state to state: locked row, permission, transition, log."""

import datetime as dt

from django.db.models import F
from django.utils import timezone
from django_fsm import can_proceed

from consultations.enums import State
from consultations.exceptions import StateConflict
from consultations.models import Consultation, TransitionLog
from consultations.services.leader_turns import end_turn
from consultations.services.promises import let_clock_run
from minato_dx.core.steps import may_take, require, who_was_quicker
from minato_dx.organization.models import User
from minato_dx.organization.selectors import post_label


def lock(consultation: Consultation) -> Consultation:
    """Return the row read again and locked until the transaction ends."""
    return (
        Consultation.objects.select_for_update(of=("self",))
        .select_related("requester", "assignee", "division", "department")
        .get(pk=consultation.pk)
    )


def take_step(
    *,
    consultation: Consultation,
    actor: User,
    name: str,
    now: dt.datetime,
    reason: str = "",
    detail: str = "",
    on_behalf_of: User | None = None,
) -> TransitionLog:
    """Take the transition ``name`` on a locked row, without saving it, and log it.

    A consultation that waits for a reply goes on by itself where the step needs it. Raises StateConflict, naming who
    was quicker, where the step does not fit, and PermissionDenied where ``actor`` may not take it.
    """
    method = getattr(consultation, name)
    if consultation.is_waiting and not can_proceed(method):
        resume_first(consultation=consultation, actor=actor, now=now)
    if not can_proceed(method):
        raise conflict(consultation)
    require(may_take(method, actor))
    before, is_with_leader = consultation.state, consultation.is_with_leader
    method()
    if is_with_leader:
        end_turn(consultation=consultation, now=now, by=actor)
    return log(
        consultation=consultation,
        actor=actor,
        name=name,
        before=before,
        now=now,
        reason=reason,
        detail=detail,
        on_behalf_of=on_behalf_of,
    )


def resume_first(*, consultation: Consultation, actor: User, now: dt.datetime) -> None:
    """End the waiting before another step, and let the clock run on.

    The caller asks whether ``actor`` may take that step: a head who agrees to a private case's proposal may, without
    taking part in its thread.
    """
    before = consultation.state
    consultation.resume()
    let_clock_run(consultation=consultation, now=now)
    log(consultation=consultation, actor=actor, name="resume", before=before, now=now)


def log(
    *,
    consultation: Consultation,
    actor: User,
    name: str,
    before: str,
    now: dt.datetime,
    reason: str = "",
    detail: str = "",
    on_behalf_of: User | None = None,
) -> TransitionLog:
    """Append what happened, with the names of the day."""
    return TransitionLog.objects.create(
        consultation=consultation,
        name=name,
        from_state=before,
        to_state=consultation.state,
        actor=actor,
        actor_name=actor.name,
        actor_post=post_label(user=actor, day=timezone.localdate(now)),
        on_behalf_of=on_behalf_of,
        reason=reason,
        detail=detail,
        created_at=now,
    )


def conflict(consultation: Consultation) -> StateConflict:
    """Say who moved the consultation where, and when."""
    moved = consultation.transitions.exclude(from_state=F("to_state"))
    last = moved.order_by("-created_at", "-id").first()
    state = State(consultation.state).label
    return StateConflict(who_was_quicker(thing="この相談", state=state, last=last))
