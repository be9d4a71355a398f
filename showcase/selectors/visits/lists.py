"""The exhibitions that a visitor finds."""

from dataclasses import dataclass

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from minato_dx.organization.models import User
from minato_dx.scheduling.enums import ACTIVE
from minato_dx.scheduling.models import Seat
from showcase.enums import OPEN_TO_VISITORS, ExhibitionState, ExhibitorState
from showcase.models import Exhibition, Visitor

OVER = (ExhibitionState.CLOSED, ExhibitionState.REPORTED)


def _with_facts(rows: QuerySet[Exhibition]) -> QuerySet[Exhibition]:
    selected = Count("exhibitors", filter=Q(exhibitors__state=ExhibitorState.SELECTED))
    found: QuerySet[Exhibition] = rows.annotate(booth_count=selected).prefetch_related("days")
    return found


def coming_exhibitions(*, user: User) -> QuerySet[Exhibition]:
    """Return those that are announced or running, the next one first. Two queries."""
    rows = Exhibition.objects.visible_to(user).filter(state__in=OPEN_TO_VISITORS)
    return _with_facts(rows).order_by("starts_on", "pk")


def past_exhibitions(*, user: User) -> QuerySet[Exhibition]:
    """Return those that are over, the latest one first. Two queries."""
    return _with_facts(Exhibition.objects.visible_to(user).filter(state__in=OVER)).order_by("-starts_on", "-pk")


def next_exhibition(*, user: User) -> Exhibition | None:
    """Return the one that comes next, or that is running."""
    return coming_exhibitions(user=user).first()


def exhibition_for(*, user: User, pk: int) -> Exhibition | None:
    """Return the exhibition with its days, or None where there is none for ``user``. Two queries."""
    rows = Exhibition.objects.visible_to(user).select_related("organizer", "field").prefetch_related("days")
    return rows.filter(pk=pk).first()


@dataclass(frozen=True, slots=True)
class Visit:
    """An exhibition that one has to do with: as a visitor, or by a seat."""

    exhibition: Exhibition
    seats: int


def visits_of(*, user: User) -> list[Visit]:
    """Return the coming exhibitions in which the user has a seat, waits, or has a code. Two queries."""
    registered = Visitor.objects.filter(user=user).values("exhibition")
    rows = coming_exhibitions(user=user).filter(pk__in=registered)
    mine = Seat.objects.filter(person=user, state__in=ACTIVE).values("event")
    counted = (
        Exhibition.objects.filter(pk=OuterRef("pk"), programme__event__in=mine)
        .order_by().values("pk").annotate(number=Count("programme")).values("number")
    )  # fmt: skip
    return [Visit(row, row.own or 0) for row in rows.annotate(own=Subquery(counted))]
