"""A story is looked at, shown to all staff, and taken down."""

import datetime as dt

from django.db import transaction

from minato_dx.core.steps import require
from minato_dx.core.text import is_blank
from minato_dx.notifications.enums import Topic
from minato_dx.organization.models import User
from showcase.exceptions import ShowcaseError
from showcase.models import Story
from showcase.permissions import can_write
from showcase.services.steps import lock, take_step
from showcase.services.telling import tell


def people_of(story: Story) -> list[User]:
    """Return who is told what becomes of the story: who wrote it, and whoever agreed to it as it is."""
    asked = story.consents.filter(version=story.version).select_related("person")
    return [story.author, story.changed_by, story.contact, *(row.person for row in asked)]


@transaction.atomic
def publish(*, story: Story, actor: User, now: dt.datetime) -> Story:
    """Show the story to all staff. Nobody publishes what they wrote last themselves."""
    row = lock(story)
    row.published_at = now
    take_step(story=row, actor=actor, name="publish", now=now)
    tell(story=row, event="published", to=people_of(row), text="公開しました", by=actor, now=now)
    return row


@transaction.atomic
def send_back(*, story: Story, actor: User, reason: str, now: dt.datetime) -> Story:
    """Ask for something to be mended before it is shown."""
    row = lock(story)
    _require_reason(reason)
    step = take_step(story=row, actor=actor, name="send_back", now=now, reason=reason)
    tell(
        story=row, event=f"sent_back:{step.pk}", to=[row.author, row.changed_by, row.contact],
        text="直してほしいところがあります", details=reason, topic=Topic.TURN, by=actor, now=now,
    )  # fmt: skip
    return row


@transaction.atomic
def rewrite(*, story: Story, actor: User, now: dt.datetime) -> Story:
    """Make it a draft again; whoever agreed is asked anew, since another version begins."""
    row = lock(story)
    require(can_write(actor, row))
    row.version += 1
    take_step(story=row, actor=actor, name="rewrite", now=now)
    return row


@transaction.atomic
def unpublish(*, story: Story, actor: User, reason: str, now: dt.datetime) -> Story:
    """Take the story down, with the reason; wishes and consultations that came of it stay."""
    row = lock(story)
    _require_reason(reason)
    step = take_step(story=row, actor=actor, name="unpublish", now=now, reason=reason)
    tell(
        story=row, event=f"unpublished:{step.pk}", to=people_of(row), text="公開を終えました", details=reason,
        by=actor, now=now,
    )  # fmt: skip
    return row


def _require_reason(reason: str) -> None:
    if is_blank(reason):
        raise ShowcaseError("理由を書いてください。1文でかまいません。", "reason")
