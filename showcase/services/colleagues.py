"""Who else of the division can be asked about a story; each agrees to be named, with the version."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from minato_dx.core.steps import require
from minato_dx.organization.models import User
from minato_dx.organization.selectors import division_members
from showcase.enums import State
from showcase.exceptions import ShowcaseError
from showcase.models import Story, StoryHelper
from showcase.permissions import can_write
from showcase.services.steps import conflict, lock
from showcase.services.writing import change

MOST_HELPERS = 5


def lock_draft(story: Story, actor: User) -> Story:
    """Return the locked row of a draft. Raises PermissionDenied, and StateConflict where it is none any more."""
    row = lock(story)
    require(can_write(actor, row))
    if row.state != State.DRAFT:
        raise conflict(row)
    return row


@transaction.atomic
def add_helper(*, story: Story, actor: User, person: User, now: dt.datetime) -> StoryHelper:
    """Name a colleague of the division. Raises ShowcaseError for somebody else, and for more than five."""
    row = lock_draft(story, actor)
    earlier = row.helpers.filter(person=person).first()
    if earlier is not None:
        return earlier
    members = division_members(division=row.division, day=timezone.localdate(now))
    if not members.filter(pk=person.pk).exists():
        raise ShowcaseError("いまこの課に所属している人から選んでください。", "person")
    if row.helpers.count() >= MOST_HELPERS:
        raise ShowcaseError(f"ほかに聞ける人は{MOST_HELPERS}人までです。先に1人外してください。", "person")
    helper = StoryHelper.objects.create(story=row, person=person)
    change(row, actor=actor, now=now)
    return helper


@transaction.atomic
def remove_helper(*, story: Story, actor: User, helper_id: int, now: dt.datetime) -> None:
    """Name somebody no more; who is gone already is no fault."""
    row = lock_draft(story, actor)
    deleted, _by_model = row.helpers.filter(pk=helper_id).delete()
    if deleted:
        change(row, actor=actor, now=now)
