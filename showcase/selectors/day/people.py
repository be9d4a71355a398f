"""Who may stand at the reception: found by name, and those registered for the list that a device keeps in its page."""

import datetime as dt
import unicodedata
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from consultations.selectors.requesters import find_requesters
from showcase.models import CheckIn, Exhibition, Visitor
from showcase.selectors.day.places import HALL, Place

SHOWN = 20
# Larger exhibitions are searched on the server alone.
MOST_KEPT = 5_000


@dataclass(frozen=True, slots=True)
class Person:
    """One who may be taken in: ``field`` and ``value`` are what the form sends for them."""

    field: str
    value: int
    name: str
    about: str
    is_in: bool = False


def people_found(*, exhibition: Exhibition, words: str, place: Place, day: dt.date) -> list[Person]:
    """Return staff and registered visitors from elsewhere whose name, reading, number or body has these words.

    Four queries; at most 20 of either. Staff need not have registered.
    """
    parts = unicodedata.normalize("NFKC", words).split()[:4]
    if not parts:
        return []
    staff = {row.user_id: row for row in find_requesters(words).people}
    known = dict(Visitor.objects.filter(exhibition=exhibition, user__in=staff).values_list("user", "pk"))
    outsiders = list(_outsiders(exhibition, parts)[:SHOWN])
    inside = _taken_in([*known.values(), *(row.pk for row in outsiders)], place, day)
    found = [
        Person("staff", row.user_id, row.name, row.division, known.get(row.user_id) in inside) for row in staff.values()
    ]
    return found + [_outsider(row, row.pk in inside) for row in outsiders]


def people_registered(*, exhibition: Exhibition) -> list[Person]:
    """Return whoever registered, with reading or body, for a search without the network. One query."""
    rows = Visitor.objects.filter(exhibition=exhibition, erased_at__isnull=True).select_related("user")
    return [_person(row) for row in rows.exclude(user=None, name="")[:MOST_KEPT]]


def _outsiders(exhibition: Exhibition, parts: list[str]) -> QuerySet[Visitor]:
    rows: QuerySet[Visitor] = Visitor.objects.filter(exhibition=exhibition, user__isnull=True).exclude(name="")
    for part in parts:
        rows = rows.filter(Q(name__icontains=part) | Q(organization__icontains=part))
    return rows.order_by("name", "pk")


def _taken_in(visitor_ids: list[int], place: Place, day: dt.date) -> set[int]:
    rows = CheckIn.objects.filter(visitor__in=visitor_ids, **place.where)
    rows = rows.filter(day=day) if place.kind == HALL else rows
    return set(rows.values_list("visitor", flat=True))


def _person(row: Visitor) -> Person:
    if row.user is None:
        return _outsider(row, False)
    about = "　".join(part for part in (row.user.kana, row.division_name) if part)
    return Person("visitor", row.pk, row.user.name, about)


def _outsider(row: Visitor, is_in: bool) -> Person:
    return Person("visitor", row.pk, row.name, row.organization or row.get_kind_display(), is_in)
