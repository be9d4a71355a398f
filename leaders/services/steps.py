"""The one way from state to state: locked row, permission, transition, log."""

import datetime as dt
from typing import Any

from django.utils import timezone
from django_fsm import can_proceed

from leaders.enums import State
from leaders.exceptions import StateConflict
from leaders.models import Recommendation, RecommendationLog
from minato_dx.core.steps import may_take, require, who_was_quicker
from minato_dx.organization.models import User
from minato_dx.organization.selectors import post_label


def lock(recommendation: Recommendation) -> Recommendation:
    """Return the row read again and locked until the transaction ends."""
    return (
        Recommendation.objects.select_for_update(of=("self",))
        .select_related("division", "department", "candidate", "recommended_by", "cohort", "term")
        .get(pk=recommendation.pk)
    )


def take_step(
    *, recommendation: Recommendation, actor: User, name: str, now: dt.datetime, text: str = ""
) -> RecommendationLog:
    """Take the transition ``name`` on a locked row, save it and log it.

    Raises StateConflict where the step does not fit, and PermissionDenied where ``actor`` may not take it.
    """
    method: Any = getattr(recommendation, name)
    if not can_proceed(method):
        raise conflict(recommendation)
    require(may_take(method, actor))
    before = recommendation.state
    method()
    recommendation.save()
    return log(recommendation=recommendation, actor=actor, name=name, before=before, now=now, text=text)


def log(
    *, recommendation: Recommendation, actor: User | None, name: str, before: str, now: dt.datetime, text: str = ""
) -> RecommendationLog:
    """Append what happened, with the names of the day; without ``actor`` it was the clock."""
    return RecommendationLog.objects.create(
        recommendation=recommendation,
        name=name,
        from_state=before,
        to_state=recommendation.state,
        actor=actor,
        actor_name=actor.name if actor else "",
        actor_post=post_label(user=actor, day=timezone.localdate(now)) if actor else "",
        text=text,
        created_at=now,
    )


def conflict(recommendation: Recommendation) -> StateConflict:
    """Say who moved the recommendation where, and when."""
    last = recommendation.steps.order_by("-created_at", "-id").first()
    state = State(recommendation.state).label
    return StateConflict(who_was_quicker(thing="この推薦", state=state, last=last))
