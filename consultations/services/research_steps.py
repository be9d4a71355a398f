"""The one way of a research request from state to state: locked row, permission, transition, log, message."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.utils import timezone
from django_fsm import can_proceed

from consultations.enums import RESEARCH_KIND, ResearchState
from consultations.exceptions import StateConflict
from consultations.models import ResearchLog, ResearchRequest
from minato_dx.core.steps import may_take, require, who_was_quicker
from minato_dx.core.text import first_sentence
from minato_dx.notifications.enums import Topic
from minato_dx.notifications.services import notify
from minato_dx.organization.models import User
from minato_dx.organization.selectors import post_label

TITLE_LENGTH = 30


def lock_request(request: ResearchRequest) -> ResearchRequest:
    """Return the row read again and locked until the transaction ends."""
    rows = ResearchRequest.objects.select_for_update(of=("self",))
    return rows.select_related("asker", "handled_by", "department", "consultation").get(pk=request.pk)


def take_research_step(
    *, request: ResearchRequest, actor: User, name: str, now: dt.datetime, reason: str = ""
) -> ResearchLog:
    """Take the transition ``name`` on a locked row, save it, and log it.

    Raises StateConflict, naming who was quicker, and PermissionDenied where ``actor`` may not take it.
    """
    method: Any = getattr(request, name)
    if not can_proceed(method):
        raise research_conflict(request)
    require(may_take(method, actor))
    before = request.state
    method()
    request.save()
    return log_research(request=request, actor=actor, name=name, before=before, now=now, reason=reason)


def log_research(
    *, request: ResearchRequest, actor: User, name: str, before: str, now: dt.datetime, reason: str = ""
) -> ResearchLog:
    """Append what happened, with the names of the day."""
    return ResearchLog.objects.create(
        request=request,
        name=name,
        from_state=before,
        to_state=request.state,
        actor=actor,
        actor_name=actor.name,
        actor_post=post_label(user=actor, day=timezone.localdate(now)),
        reason=reason,
        created_at=now,
    )


def research_conflict(request: ResearchRequest) -> StateConflict:
    """Say who moved the request where, and when."""
    last = request.steps.exclude(from_state=request.state).order_by("-created_at", "-id").first()
    state = ResearchState(request.state).label
    return StateConflict(who_was_quicker(thing="この調査依頼", state=state, last=last))


def tell_of_research(
    *,
    request: ResearchRequest,
    event: str,
    to: Iterable[User | None],
    text: str,
    details: str = "",
    topic: Topic = Topic.PROGRESS,
    by: User,
    now: dt.datetime,
) -> None:
    """Owe the message to everybody named, except the one who did it; it waits for office hours."""
    notify(
        event=f"research:{request.pk}:{event}",
        kind="research",
        topic=topic,
        recipients=[person for person in to if person is not None and person.pk != by.pk],
        title=f"調査依頼「{first_sentence(request.question, TITLE_LENGTH)}」：{text}",
        text=details,
        object_kind=RESEARCH_KIND,
        object_id=request.pk,
        in_office_hours=True,
        now=now,
    )
