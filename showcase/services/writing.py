"""A story is written on."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from consultations.enums import EffectStage
from minato_dx.core.steps import require
from minato_dx.organization.models import User
from showcase.enums import State
from showcase.models import Story
from showcase.permissions import can_write
from showcase.selectors.known import hours_of
from showcase.services.steps import changed_meanwhile, conflict, lock

WRITTEN = (
    "title", "summary", "before", "done", "result", "ingenuity", "constraints_met", "evaluation", "tool", "field",
)  # fmt: skip
STAGE_HOURS = {
    EffectStage.PROPOSED: "hours_proposed", EffectStage.AGREED: "hours_agreed", EffectStage.REALISED: "hours_realised",
}  # fmt: skip
HOURS = ("hours_per_year", "hours_stage", "hours_formula", *STAGE_HOURS.values())
# An autosave that was still under way when its writer pressed the button is the writer's own older text.
OWN_ECHO = dt.timedelta(seconds=15)


def take_over_hours(story: Story) -> None:
    """Set the hours to those of the ledger today, without saving."""
    case = story.source_consultation
    hours = hours_of(case=case) if case is not None else None
    story.hours_per_year = hours.per_year if hours else None
    story.hours_stage = hours.stage if hours else ""
    story.hours_formula = hours.formula if hours else ""
    by_stage = hours.by_stage if hours else {}
    for stage, name in STAGE_HOURS.items():
        setattr(story, name, by_stage.get(stage))


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
