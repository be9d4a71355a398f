"""Exhibitions begun and changed: what they are about, and on which days and hours they take place."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from minato_dx.core.steps import require
from minato_dx.organization.models import User
from minato_dx.reference.models import FieldOfWork
from showcase.enums import ExhibitionState
from showcase.exceptions import ShowcaseError, StateConflict
from showcase.models import Exhibition, ExhibitionDay
from showcase.permissions import can_run_exhibitions
from showcase.selectors.exhibitions.planning import version_of
from showcase.services.exhibitions.steps import conflict, lock_exhibition, log

# In these the plan may still be changed; afterwards it is what took place.
CHANGEABLE = (
    ExhibitionState.PLANNED,
    ExhibitionState.APPLICATIONS,
    ExhibitionState.PUBLISHED,
    ExhibitionState.RUNNING,
)


@dataclass(frozen=True, slots=True)
class Day:
    """A day and its hours (JST)."""

    day: dt.date
    opens_at: dt.time
    closes_at: dt.time


@dataclass(frozen=True, slots=True)
class ExhibitionFacts:
    """What the DX section writes of an exhibition."""

    title: str
    place: str
    days: Sequence[Day]
    theme: str = ""
    about: str = ""
    field: FieldOfWork | None = None
    for_officials: bool = False
    for_vendors: bool = False
    applications_until: dt.date | None = None
    terms: str = ""


@transaction.atomic
def create_exhibition(*, facts: ExhibitionFacts, actor: User, now: dt.datetime) -> Exhibition:
    """Begin to plan an exhibition. Raises ShowcaseError, by field, for days that cannot be."""
    require(can_run_exhibitions(actor))
    _check_days(facts)
    row = Exhibition(organizer=actor, created_at=now)
    _write(row, facts)
    _save(row, actor)
    _write_days(row, facts.days)
    log(row=row, actor=actor, name="plan", before="", now=now)
    return row


@transaction.atomic
def change_exhibition(*, exhibition: Exhibition, facts: ExhibitionFacts, seen: int, actor: User) -> Exhibition:
    """Change the plan, as somebody saw it who read version ``seen``.

    Raises StateConflict once it is over, or where somebody changed it meanwhile, and ShowcaseError for days that
    cannot be.
    """
    require(can_run_exhibitions(actor))
    row = lock_changeable(exhibition)
    if version_of(row) != seen:
        raise StateConflict("ほかの人が、同じ展示会を先に直しました。画面を開き直して、直したところを見てください。")
    _check_days(facts)
    _write(row, facts)
    _save(row, actor)
    _write_days(row, facts.days)
    return row


def lock_changeable(exhibition: Exhibition) -> Exhibition:
    """Return the locked row of an exhibition that is not over. Raises StateConflict."""
    row = lock_exhibition(exhibition)
    if row.state not in CHANGEABLE:
        raise conflict(row)
    return row


def _check_days(facts: ExhibitionFacts) -> None:
    if not facts.days:
        raise ShowcaseError("開催する日を1日は入れてください。", "day_1")
    days = [one.day for one in facts.days]
    if len(set(days)) != len(days):
        raise ShowcaseError("同じ日が2回あります。どちらかを消してください。", "day_1")
    for one in facts.days:
        if one.closes_at <= one.opens_at:
            raise ShowcaseError("終わる時刻は、始まる時刻より後にしてください。", "day_1")
    if facts.applications_until is not None and facts.applications_until > min(days):
        raise ShowcaseError("出展申込みの締切は、開催の日より前にしてください。", "applications_until")


def _write(row: Exhibition, facts: ExhibitionFacts) -> None:
    row.title, row.theme, row.about = facts.title.strip(), facts.theme.strip(), facts.about.strip()
    row.place, row.field, row.terms = facts.place.strip(), facts.field, facts.terms.strip()
    row.for_officials, row.for_vendors = facts.for_officials, facts.for_vendors
    row.applications_until = facts.applications_until
    days = [one.day for one in facts.days]
    row.starts_on, row.ends_on = min(days), max(days)


def _save(row: Exhibition, actor: User) -> None:
    row._history_user = actor  # read by simple_history
    row.save()


def _write_days(row: Exhibition, days: Sequence[Day]) -> None:
    row.days.all().delete()
    ExhibitionDay.objects.bulk_create(
        ExhibitionDay(exhibition=row, day=one.day, opens_at=one.opens_at, closes_at=one.closes_at) for one in days
    )
