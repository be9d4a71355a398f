"""Who shows what, and how many divisions said 「うちの課でもできる」."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, IntegerField, OuterRef, Prefetch, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from consultations.models import Interest
from minato_dx.organization.models import User
from minato_dx.reference.models import FieldOfWork
from showcase.enums import EXHIBITOR_KIND, ExhibitorKind
from showcase.models import Booth, Exhibition, Exhibitor, Hall, NameShown, Story
from showcase.selectors.shown import newest_stories
from showcase.selectors.visits.conditions import VisitConditions, says

NEAR_SHOWN = 3


def with_wishes(rows: QuerySet[Exhibitor]) -> QuerySet[Any]:
    """Add ``divisions``: how many divisions' people said that they could do it too."""
    wishes = Interest.objects.standing().filter(kind=EXHIBITOR_KIND, object_id=OuterRef("pk")).order_by()
    counted = wishes.values("object_id").annotate(number=Count("division", distinct=True)).values("number")
    return rows.annotate(divisions=Coalesce(Subquery(counted, output_field=IntegerField()), Value(0)))


def booths_of(
    *, exhibition: Exhibition, user: User, conditions: VisitConditions, near: frozenset[int]
) -> Sequence[Exhibitor]:
    """Return those whom visitors meet, by hall and booth; those without a booth come last. One query."""
    rows = with_wishes(Exhibitor.objects.visible_to(user).shown().filter(exhibition=exhibition))
    if conditions.field is not None:
        rows = rows.filter(field=conditions.field)
    if conditions.hall is not None:
        rows = rows.filter(booth__hall=conditions.hall)
    if conditions.kind:
        rows = rows.filter(kind=conditions.kind)
    if conditions.fits:
        rows = rows.filter(field__in=near)
    order = (F("booth__hall__order").asc(nulls_last=True), "booth__order", "pk")
    found = rows.select_related("booth__hall", "field").order_by(*order)
    return [row for row in found if says(conditions.keys, row.title, row.summary, row.about, row.name)]


def halls_of(*, exhibition: Exhibition) -> QuerySet[Hall]:
    """Return the halls with their plans and the booths that somebody stands at. Two queries."""
    taken = Booth.objects.filter(exhibitor__isnull=False, x__isnull=False).select_related("exhibitor")
    rows: QuerySet[Hall] = exhibition.halls.select_related("plan").prefetch_related(Prefetch("booths", taken))
    return rows


def fields_of(*, exhibition: Exhibition) -> QuerySet[FieldOfWork]:
    """Return the fields of work of what is shown, to choose from."""
    shown = Exhibitor.objects.shown().filter(exhibition=exhibition).values("field")
    return FieldOfWork.objects.filter(pk__in=shown).order_by("order", "pk")


@dataclass(frozen=True, slots=True)
class BoothPage:
    """What the page of one booth shows beside its words."""

    stories: list[Story]
    is_name_shown: bool | None


def booth_page(*, exhibitor: Exhibitor, user: User) -> BoothPage:
    """Return the stories near a booth, and whether a company may know the user's name (None where it is none)."""
    near = Q(field__isnull=False, field=exhibitor.field_id) | Q(division__isnull=False, division=exhibitor.division_id)
    rows = newest_stories(user=user).filter(near)
    shown = NameShown.objects.filter(exhibitor=exhibitor, user=user)
    is_company = exhibitor.kind == ExhibitorKind.COMPANY
    return BoothPage(list(rows[:NEAR_SHOWN]), shown.exists() if is_company else None)
