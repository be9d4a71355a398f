"""A division says what became of a story there."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from consultations.models import Consultation
from consultations.services.telling import OBJECT_KIND
from minato_dx.core.steps import require
from minato_dx.core.text import is_blank
from minato_dx.notifications.enums import Topic
from minato_dx.notifications.services import notify
from minato_dx.organization.models import Division, User
from minato_dx.organization.selectors import head_of, post_label
from minato_dx.organization.selectors.on_a_day import division_version
from showcase.enums import AdoptionState
from showcase.exceptions import ShowcaseError
from showcase.models import Adoption, AdoptionLog, Story
from showcase.permissions import belongs_to_division, can_say_adoption
from showcase.selectors.adoptions import Asked, consultation_begun_at
from showcase.selectors.people import people_to_turn_to
from showcase.services.telling import tell


@dataclass(frozen=True, slots=True)
class Became:
    """What became of a story in a division, since when, and how or why."""

    state: AdoptionState
    since: dt.date
    reason: str = ""


@transaction.atomic
def say_adoption(*, story: Story, division: Division, actor: User, became: Became, now: dt.datetime) -> Adoption:
    """Note how far a division came; said anew, it is what holds from then on. The consultation that began at the story
    is linked, and brings its hours.

    Raises PermissionDenied, and ShowcaseError for giving up without a reason, a day to come, or a division of the past.
    """
    row = Story.objects.select_for_update(of=("self",)).select_related("contact", "division").get(pk=story.pk)
    require(Story.objects.published_for(actor).filter(pk=row.pk).exists())
    require(can_say_adoption(actor, story=row, division_id=division.pk))
    day = timezone.localdate(now)
    _check(became, day)
    version = division_version(division=division, day=day)
    if version is None:
        raise ShowcaseError("いまはない課です。引き継いだ課を選んでください。", "division")
    before = Adoption.objects.filter(story=row, division=division).first()
    adoption = before or Adoption(story=row, division=division)
    reason = became.reason.strip()
    case = consultation_begun_at(story=row, division_id=division.pk)
    said = (became.state, reason, became.since, case)
    if before is not None and (before.state, before.reason, before.since, before.consultation) == said:
        return before
    adoption.division_name = version.name
    adoption.state, adoption.reason, adoption.since = became.state, reason, became.since
    adoption.consultation = case
    adoption.said_by, adoption.said_at = actor, now
    adoption.save()
    step = _log(adoption, actor, now)
    _tell(row, adoption, step, actor, now)
    return adoption


def ask_what_became(*, asked: Asked, case: Consultation, by: User, now: dt.datetime) -> None:
    """Ask the requester of a closed consultation that began at a story; once answered, nobody is asked again."""
    if asked.adoption is not None and asked.adoption.consultation_id == case.pk:
        return
    notify(
        event=f"story_adoption_asked:{case.pk}",
        kind="story",
        topic=Topic.TURN,
        recipients=[case.requester],
        title=f"［{case.number}］事例を取り入れたか、教えてください",
        text=f"事例「{asked.story.title}」から始まった相談です。相談のページのボタンを1つ押すだけで終わります。",
        object_kind=OBJECT_KIND,
        object_id=case.pk,
        in_office_hours=True,
        now=now,
    )


def _check(became: Became, day: dt.date) -> None:
    if became.state == AdoptionState.GAVE_UP and is_blank(became.reason):
        raise ShowcaseError("見送った理由を書いてください。ほかの課の役に立ちます。", "reason")
    if became.since > day:
        raise ShowcaseError("きょうまでの日を入れてください。", "since")


def _log(adoption: Adoption, actor: User, now: dt.datetime) -> AdoptionLog:
    return AdoptionLog.objects.create(
        adoption=adoption,
        state=adoption.state,
        reason=adoption.reason,
        since=adoption.since,
        actor=actor,
        actor_name=actor.name,
        actor_post=post_label(user=actor, day=timezone.localdate(now)),
        created_at=now,
    )


def _tell(story: Story, adoption: Adoption, step: AdoptionLog, actor: User, now: dt.datetime) -> None:
    """Tell those of the story; and the division's head, where somebody else wrote it down for them."""
    day = timezone.localdate(now)
    to: list[User | None] = [*people_to_turn_to(story=story, day=day)]
    if not belongs_to_division(actor, adoption.division_id):
        to.append(head_of(division=adoption.division, day=day))
    tell(
        story=story, event=f"adoption:{step.pk}", to=to,
        text=f"{adoption.division_name}が「{adoption.get_state_display()}」と答えました", details=adoption.reason,
        by=actor, now=now,
    )  # fmt: skip
