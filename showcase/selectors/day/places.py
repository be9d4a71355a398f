"""Where somebody can be taken in on the day: a hall's entrance, a seminar's door, a booth."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from minato_dx.core.calendar import local
from minato_dx.organization.models import User
from minato_dx.organization.roles import roles_of
from showcase.enums import ExhibitorState, ItemKind
from showcase.models import CheckIn, Exhibition, Exhibitor, Hall, ProgrammeItem
from showcase.permissions import can_receive

HALL, ITEM, BOOTH = "hall", "item", "booth"
# What a row of check-ins calls the place.
COLUMNS = {HALL: "hall", ITEM: "item", BOOTH: "exhibitor"}


@dataclass(frozen=True, slots=True)
class Place:
    """One place: ``kind`` is HALL, ITEM or BOOTH, ``pk`` the number of its row; an item knows its day (JST)."""

    kind: str
    pk: int
    label: str
    day: dt.date | None = None

    @property
    def slug(self) -> str:
        """Return ``hall-3``, as it stands in addresses and in what devices send."""
        return f"{self.kind}-{self.pk}"

    @property
    def where(self) -> dict[str, Any]:
        """Return the place as columns of a check-in."""
        return {f"{COLUMNS[self.kind]}_id": self.pk}

    @property
    def is_booth(self) -> bool:
        return self.kind == BOOTH


def places_for(*, user: User, exhibition: Exhibition) -> list[Place]:
    """Return where this user takes people in, entrances first; nothing for most. Three queries at most."""
    if can_receive(user):
        return _entrances(exhibition) + _doors(exhibition) + _booths(exhibition, Q())
    own = Q(division__in=roles_of(user).division_ids) | Q(team__members__trainee__person=user)
    return _booths(exhibition, own)


def _entrances(exhibition: Exhibition) -> list[Place]:
    return [Place(HALL, hall.pk, f"入口：{hall.name}") for hall in Hall.objects.filter(exhibition=exhibition)]


def _doors(exhibition: Exhibition) -> list[Place]:
    rows = ProgrammeItem.objects.filter(exhibition=exhibition, kind=ItemKind.SEMINAR).select_related("event")
    return [_door(row) for row in rows]


def _door(row: ProgrammeItem) -> Place:
    begins = local(row.event.starts_at)
    label = f"セミナー：{begins.month}/{begins.day} {begins:%H:%M} {row.title}"
    return Place(ITEM, row.pk, label, begins.date())


def _booths(exhibition: Exhibition, own: Q) -> list[Place]:
    rows = Exhibitor.objects.filter(own, exhibition=exhibition, state=ExhibitorState.SELECTED).distinct()
    rows = rows.select_related("booth").order_by("booth__order", "pk")
    return [Place(BOOTH, row.pk, f"ブース：{row.booth.code if row.booth else ''} {row.name}") for row in rows]


def count_at(*, place: Place, day: dt.date) -> int:
    """Return how many were taken in there; at an entrance, on that day. One query."""
    rows = CheckIn.objects.filter(**place.where)
    return (rows.filter(day=day) if place.kind == HALL else rows).count()
