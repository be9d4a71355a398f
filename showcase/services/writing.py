"""A story is begun from what is known, and written on."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from consultations.models import Consultation
from minato_dx.core.steps import require
from minato_dx.organization.models import User
from showcase.enums import SUMMARY_LENGTH, State
from showcase.models import Story
from showcase.permissions import can_begin, can_write
from showcase.selectors.known import answer_in_force, basis_of, hours_of
from showcase.services.steps import changed_meanwhile, conflict, lock, log

WRITTEN = (
    "title", "summary", "before", "done", "result", "ingenuity", "constraints_met", "evaluation", "tool", "field",
)  # fmt: skip
HOURS = ("hours_per_year", "hours_stage", "hours_formula")
# An autosave that was still under way when its writer pressed the button is the writer's own older text.
OWN_ECHO = dt.timedelta(seconds=15)


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
        before=case.body[:4000],
        done=answer.body[:4000] if answer else "",
        result=case.outcome_text,
        evaluation=basis_of(case=case),
        tool=answer.tool if answer else None,
        field=case.field,
        author=actor,
        changed_by=actor,
        contact=case.requester,
        created_at=now,
        changed_at=now,
    )
    take_over_hours(story)
    story.save()
    log(story=story, actor=actor, name="begin", before="", now=now)
    return story


def _first_sentence(text: str) -> str:
    """Return as much of a text as a list shows: the result and the summary need not be the same words twice."""
    first, end, _rest = text.strip().partition("。")
    return (first + end)[:SUMMARY_LENGTH]


def take_over_hours(story: Story) -> None:
    """Set the hours to those of the ledger today, without saving."""
    hours = hours_of(case=story.source_consultation)
    story.hours_per_year = hours.per_year if hours else None
    story.hours_stage = hours.stage if hours else ""
    story.hours_formula = hours.formula if hours else ""


@transaction.atomic
def write_story(*, story: Story, actor: User, words: Mapping[str, Any], version: int, now: dt.datetime) -> Story:
    """Keep what was written on a draft, and the hours of today; where that changes anything, it is the next version.

    Raises PermissionDenied, and StateConflict where it is no draft any more or somebody else wrote meanwhile.
    """
    row = lock(story)
    require(can_write(actor, row))
    if row.state != State.DRAFT:
        raise conflict(row)
    if row.version != version and not _is_own_echo(row, actor, version, now):
        raise changed_meanwhile(row)
    before = _as_it_reads(row)
    for name in WRITTEN:
        setattr(row, name, words[name])
    take_over_hours(row)
    if _as_it_reads(row) != before:
        change(row, actor=actor, now=now)
    return row


def _as_it_reads(row: Story) -> list[Any]:
    return [getattr(row, name) for name in (*WRITTEN, *HOURS)]


def _is_own_echo(row: Story, actor: User, version: int, now: dt.datetime) -> bool:
    is_next = row.version == version + 1 and row.changed_by_id == actor.pk
    return is_next and now - row.changed_at < OWN_ECHO


def change(row: Story, *, actor: User, now: dt.datetime) -> None:
    """Count a change of a locked draft, take over the hours of today, and save it."""
    row.version += 1
    row.changed_by, row.changed_at = actor, now
    take_over_hours(row)
    row.save()
