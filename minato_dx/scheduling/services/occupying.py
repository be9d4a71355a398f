"""Taking time of people and rooms, never twice."""

import datetime as dt
from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from minato_dx.organization.models import User
from minato_dx.scheduling.exceptions import Taken
from minato_dx.scheduling.models import Event, Occupation, Room

PERSON_TAKEN = "その時間には、ほかの予定が入っています。別の時間を選んでください。"


def occupy(*, event: Event, people: Collection[User], room: Room | None, buffer_minutes: int = 0) -> None:
    """Take the event's time, and ``buffer_minutes`` after it, of the people and the room.

    Raises Taken. The check comes first, for a clear word; where two come at the same moment, PostgreSQL's exclusion
    constraint decides, and on SQLite the one write lock of the transaction.
    """
    ends_at = event.ends_at + dt.timedelta(minutes=buffer_minutes)
    rows = [Occupation(event=event, person=person, starts_at=event.starts_at, ends_at=ends_at) for person in people]
    if room is not None:
        rows.append(Occupation(event=event, room=room, starts_at=event.starts_at, ends_at=ends_at))
    for row in rows:
        try:
            row.validate_constraints()
        except ValidationError as refusal:
            raise _taken(row) from refusal
    try:
        with transaction.atomic():
            Occupation.objects.bulk_create(rows)
    except IntegrityError as refusal:
        raise _taken(rows[-1]) from refusal


def _taken(row: Occupation) -> Taken:
    """Say what is taken: a room by its name, of a person no more than that."""
    if row.room is not None:
        return Taken(f"その時間、{row.room.name}はほかの予定で使われています。別の時間か部屋を選んでください。")
    return Taken(PERSON_TAKEN)


def let_go(*, event: Event) -> None:
    """Give back all the time that the event had taken."""
    Occupation.objects.filter(event=event).delete()
