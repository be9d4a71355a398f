"""What an exhibitor writes of itself: what it shows, what it needs, who stands there, and its materials."""

import datetime as dt
import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from minato_dx.attachments.services import attach, take_off
from minato_dx.core.steps import require
from minato_dx.core.text import is_blank
from minato_dx.organization.models import User
from minato_dx.reference.models import FieldOfWork, InHouseTool
from showcase.enums import EXHIBITOR_KIND, ExhibitorState
from showcase.exceptions import ShowcaseError
from showcase.models import Exhibitor, ExhibitorPerson
from showcase.permissions import can_speak_for
from showcase.services.exhibitions.planning import CHANGEABLE
from showcase.services.exhibitions.steps import conflict, lock_exhibitor, log

OPEN = (ExhibitorState.INVITED, ExhibitorState.APPLIED, ExhibitorState.SELECTED)
MOST_PEOPLE, MOST_FILES = 12, 5


@dataclass(frozen=True, slots=True)
class PageWords:
    """What visitors read, and what the booth needs."""

    title: str
    summary: str
    about: str = ""
    difficulty: str = ""
    cost: str = ""
    field: FieldOfWork | None = None
    tool: InHouseTool | None = None
    needs_power: bool = False
    needs_network: bool = False
    needs_space: str = ""


WORDS = tuple(PageWords.__dataclass_fields__)


@transaction.atomic
def write_page(*, exhibitor: Exhibitor, words: PageWords, actor: User, now: dt.datetime) -> Exhibitor:
    """Write an exhibitor's own page: its division's or team's people, or the DX section for anybody."""
    row = lock_open(exhibitor, actor)
    before = {name: getattr(row, name) for name in WORDS}
    set_words(row, words)
    if before != {name: getattr(row, name) for name in WORDS}:
        row.save()
        log(row=row, actor=actor, name="change", before=row.state, now=now)
    return row


def set_words(row: Exhibitor, words: PageWords) -> None:
    """Set what was written on an exhibitor. Raises ShowcaseError, by field, for nothing to show."""
    for name in ("title", "summary"):
        if is_blank(getattr(words, name)):
            raise ShowcaseError("見せるものと、ひとことの説明を書いてください。", name)
    for name in WORDS:
        value = getattr(words, name)
        setattr(row, name, value.strip() if isinstance(value, str) else value)


@transaction.atomic
def add_person(*, exhibitor: Exhibitor, actor: User, user: User | None = None, name: str = "", role: str = "") -> None:
    """Name somebody who stands at the booth: one of the ward's staff, or anybody by name. Raises ShowcaseError."""
    row = lock_open(exhibitor, actor)
    name = user.name if user is not None else " ".join(name.split())
    if is_blank(name):
        raise ShowcaseError("名札に書く名前を入れてください。", "name")
    if row.people.count() >= MOST_PEOPLE:
        raise ShowcaseError(f"ブースの担当者は{MOST_PEOPLE}人までです。", "name")
    if user is not None and row.people.filter(user=user).exists():
        raise ShowcaseError(f"{user.name}さんは、もうブースの担当者です。", "user")
    ExhibitorPerson.objects.create(exhibitor=row, user=user, name=name, role=role.strip())


@transaction.atomic
def remove_person(*, exhibitor: Exhibitor, person_id: int, actor: User) -> None:
    """Take somebody off the booth; one that is gone already is no fault."""
    row = lock_open(exhibitor, actor)
    row.people.filter(pk=person_id).delete()


@transaction.atomic
def change_materials(
    *, exhibitor: Exhibitor, uploads: Sequence[Any], remove: Collection[uuid.UUID], actor: User
) -> None:
    """Add files for the visitors and take others off. Raises ShowcaseError for too many, or one that may not be."""
    row = lock_open(exhibitor, actor)
    take_off(keys=remove, kind=EXHIBITOR_KIND, object_id=row.pk)
    try:
        attach(uploads=uploads, kind=EXHIBITOR_KIND, object_id=row.pk, user=actor)
    except ValidationError as fault:
        raise ShowcaseError(fault.messages[0], "files") from fault


def lock_open(exhibitor: Exhibitor, actor: User) -> Exhibitor:
    """Return the locked row of an exhibitor that is part of an exhibition ahead.

    Raises PermissionDenied for whoever does not speak for it, StateConflict for one that is out, or an exhibition
    that is over.
    """
    row = lock_exhibitor(exhibitor)
    require(can_speak_for(actor, row))
    if row.exhibition.state not in CHANGEABLE:
        raise conflict(row.exhibition)
    if row.state not in OPEN:
        raise conflict(row)
    return row
