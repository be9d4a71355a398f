"""The one way from state to state: locked row, permission, transition, log."""

import datetime as dt
from typing import Any

from django.utils import timezone
from django_fsm import can_proceed

from minato_dx.core.steps import LOOK_AGAIN, may_take, require, who_was_quicker
from minato_dx.organization.models import User
from minato_dx.organization.selectors import post_label
from showcase.enums import State
from showcase.exceptions import StateConflict
from showcase.models import Story, StoryLog


def lock(story: Story) -> Story:
    """Return the row read again and locked until the transaction ends."""
    rows = Story.objects.select_for_update(of=("self",))
    return rows.select_related("source_consultation__division", "division", "author", "contact", "changed_by").get(
        pk=story.pk
    )


def take_step(*, story: Story, actor: User, name: str, now: dt.datetime, reason: str = "") -> StoryLog:
    """Take the transition ``name`` on a locked row, save it, and log it.

    Raises StateConflict, naming who was quicker, and PermissionDenied where ``actor`` may not take it.
    """
    method: Any = getattr(story, name)
    if not can_proceed(method):
        raise conflict(story)
    require(may_take(method, actor))
    before = story.state
    method()
    story.save()
    return log(story=story, actor=actor, name=name, before=before, now=now, reason=reason)


def log(*, story: Story, actor: User, name: str, before: str, now: dt.datetime, reason: str = "") -> StoryLog:
    """Append what happened, with the names of the day."""
    return StoryLog.objects.create(
        story=story,
        name=name,
        from_state=before,
        to_state=story.state,
        actor=actor,
        actor_name=actor.name,
        actor_post=post_label(user=actor, day=timezone.localdate(now)),
        reason=reason,
        created_at=now,
    )


def conflict(story: Story) -> StateConflict:
    """Say who moved the story where, and when."""
    last = story.steps.order_by("-created_at", "-id").first()
    return StateConflict(who_was_quicker(thing="この事例", state=State(story.state).label, last=last))


def changed_meanwhile(story: Story) -> StateConflict:
    """Say who wrote on the story since the page was opened."""
    return StateConflict(f"この事例は、{story.changed_by.name}さんが先に直しました。{LOOK_AGAIN}")
