"""A visitor's stamp card."""

import datetime as dt
from dataclasses import dataclass

from minato_dx.organization.models import User
from showcase.enums import ExhibitorState
from showcase.models import CheckIn, Exhibition, Exhibitor


@dataclass(frozen=True, slots=True)
class Stamp:
    """A booth, and when the visitor was there, if they were."""

    exhibitor: Exhibitor
    at: dt.datetime | None


def stamp_card(*, exhibition: Exhibition, user: User) -> list[Stamp]:
    """Return every booth in its order, with the user's stamps. Two queries."""
    booths = booths_of(exhibition=exhibition)
    rows = CheckIn.objects.filter(visitor__user=user, exhibitor__in=[one.pk for one in booths])
    taken = dict(rows.values_list("exhibitor", "at"))
    return [Stamp(one, taken.get(one.pk)) for one in booths]


def booths_of(*, exhibition: Exhibition) -> list[Exhibitor]:
    """Return those who exhibit, in the order of their booths. One query."""
    rows = Exhibitor.objects.filter(exhibition=exhibition, state=ExhibitorState.SELECTED)
    return list(rows.select_related("booth__hall").order_by("booth__order", "pk"))
