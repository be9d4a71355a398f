"""A story is begun by one click, from what is known of a consultation or a trial app."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from consultations.models import Consultation
from leaders.models import TrialApp
from minato_dx.core.steps import require
from minato_dx.organization.models import User
from minato_dx.organization.selectors.on_a_day import department_of, division_version
from showcase.enums import SUMMARY_LENGTH, TEXT_LENGTH, TITLE_LENGTH
from showcase.exceptions import ShowcaseError
from showcase.models import Story
from showcase.permissions import can_begin, can_begin_of_app, can_write
from showcase.selectors.known import answer_in_force, basis_of
from showcase.services.steps import log
from showcase.services.writing import take_over_hours


@transaction.atomic
def begin_story(*, case: Consultation, actor: User, now: dt.datetime) -> Story:
    """Draft the story of a closed consultation from what is known of it; begun twice, it is one.

    Raises PermissionDenied for whom it is not to tell, and for a private consultation.
    """
    case = Consultation.objects.select_for_update(of=("self",)).select_related("requester", "field").get(pk=case.pk)
    earlier = Story.objects.filter(source_consultation=case).first()
    if earlier is not None:
        require(can_write(actor, earlier) or can_begin(actor, case))
        return earlier
    require(can_begin(actor, case))
    answer = answer_in_force(case=case)
    story = Story(
        source_consultation=case,
        division_id=case.division_id,
        department_id=case.department_id,
        division_name=case.division_name,
        title=case.title,
        summary=_first_sentence(case.outcome_text or case.body),
        before=case.body[:TEXT_LENGTH],
        done=answer.body[:TEXT_LENGTH] if answer else "",
        result=case.outcome_text,
        evaluation=basis_of(case=case),
        tool=answer.tool if answer else None,
        field=case.field,
        contact=case.requester,
    )
    return _begin(story, actor, now)


@transaction.atomic
def begin_story_of_app(*, app: TrialApp, actor: User, now: dt.datetime) -> Story:
    """Draft the story of a trial app from the register; begun twice, it is one.

    Raises PermissionDenied for whom it is not to tell, and ShowcaseError while nobody owns the app: nobody could be
    asked about it.
    """
    app = TrialApp.objects.select_for_update(of=("self",)).select_related("owner", "tool").get(pk=app.pk)
    earlier = Story.objects.filter(source_trial_app=app).first()
    if earlier is not None:
        require(can_write(actor, earlier) or can_begin_of_app(actor, app))
        return earlier
    require(can_begin_of_app(actor, app))
    day = timezone.localdate(now)
    department = department_of(division_id=app.division_id, day=day)
    version = division_version(division_id=app.division_id, day=day)
    if app.owner is None or department is None or version is None:
        raise ShowcaseError("持ち主がいないので、事例にできません。先に、アプリの持ち主を決めてください。")
    story = Story(
        source_trial_app=app,
        division_id=app.division_id,
        department=department,
        division_name=version.name,
        title=app.name[:TITLE_LENGTH],
        summary=_first_sentence(app.about),
        done=app.about[:TEXT_LENGTH],
        tool=app.tool,
        contact=app.owner,
    )
    return _begin(story, actor, now)


def _begin(story: Story, actor: User, now: dt.datetime) -> Story:
    story.author = story.changed_by = actor
    story.created_at = story.changed_at = now
    take_over_hours(story)
    story.save()
    log(story=story, actor=actor, name="begin", before="", now=now)
    return story


def _first_sentence(text: str) -> str:
    """Return as much of a text as a list shows: the result and the summary need not be the same words twice."""
    first, end, _rest = text.strip().partition("。")
    return (first + end)[:SUMMARY_LENGTH]
