"""What those who plan an exhibition read: all of them, and one with everything that belongs to it."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from minato_dx.core.calendar import jst
from minato_dx.organization.models import User
from minato_dx.scheduling.enums import TAKING, EventState, SeatRole, SeatState
from minato_dx.scheduling.models import Seat
from showcase.enums import ExhibitionState, ExhibitorState
from showcase.models import Booth, Exhibition, ExhibitionDay, Exhibitor, Hall, ProgrammeItem

AHEAD = (
    ExhibitionState.PLANNED,
    ExhibitionState.APPLICATIONS,
    ExhibitionState.PUBLISHED,
    ExhibitionState.RUNNING,
)
TABS = {"": "これから", "past": "終わったもの"}


def planned_exhibitions(*, user: User, tab: str) -> QuerySet[Exhibition]:
    """Return the exhibitions ahead, the next one first, or those that are over; with the number of exhibitors."""
    rows = Exhibition.objects.visible_to(user).annotate(selected=_count(Exhibitor, state=ExhibitorState.SELECTED))
    if tab == "past":
        found: QuerySet[Exhibition] = rows.exclude(state__in=AHEAD).order_by("-starts_on", "-id")
    else:
        found = rows.filter(state__in=AHEAD).order_by("starts_on", "id")
    return found.select_related("organizer")


def tab_counts(*, user: User) -> dict[str, int]:
    """Return how many exhibitions stand in each tab. One query."""
    rows = Exhibition.objects.visible_to(user)
    ahead = Q(state__in=[str(state) for state in AHEAD])
    counts: dict[str, int] = rows.aggregate(ahead=Count("pk", filter=ahead), past=Count("pk", filter=~ahead))
    return {"": counts["ahead"], "past": counts["past"]}


def exhibition_for(*, user: User, pk: int) -> Exhibition | None:
    """Return the exhibition where the user may see it, with its days."""
    rows = Exhibition.objects.visible_to(user).select_related("organizer", "field", "copied_from")
    found: Exhibition | None = rows.prefetch_related("days").filter(pk=pk).first()
    return found


def version_of(exhibition: Exhibition) -> int:
    """Return the id of the newest change of the plan, by which two who change it at once are told apart. One query.

    Steps of its state are changes too: whoever reads 「計画中」 does not change what is 「案内中」 by now.
    """
    newest: int | None = exhibition.history.order_by("-history_id").values_list("history_id", flat=True).first()
    return newest or 0


def halls_of(*, exhibition: Exhibition) -> QuerySet[Hall]:
    """Return the halls with their plans, their booths and who stands there. Two queries."""
    booths = Booth.objects.select_related("exhibitor").order_by("order", "code", "id")
    rows: QuerySet[Hall] = exhibition.halls.select_related("plan")
    return rows.prefetch_related(Prefetch("booths", queryset=booths))


def programme_of(*, exhibition: Exhibition) -> QuerySet[ProgrammeItem]:
    """Return the programme by time, cancelled items at its end, with ``taken`` and ``waiting``. One query."""
    rows: Any = exhibition.programme.select_related("event__room", "exhibitor", "field")
    # 「planned」 comes after 「cancelled」 by its letters.
    found: QuerySet[ProgrammeItem] = with_seats(rows).order_by("-event__state", "event__starts_at", "id")
    return found


def with_seats(rows: QuerySet[ProgrammeItem]) -> QuerySet[ProgrammeItem]:
    """Add how many seats are ``taken`` (or offered), and how many people are ``waiting``."""
    return rows.annotate(taken=_seats(TAKING), waiting=_seats((SeatState.WAITING,)))


def _seats(states: Iterable[SeatState]) -> Coalesce:
    found = Seat.objects.filter(event=OuterRef("event"), state__in=states, role=SeatRole.GUEST)
    count = found.order_by().values("event").annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(count), 0)


def _count(model: Any, **condition: Any) -> Coalesce:
    found = model.objects.filter(exhibition=OuterRef("pk"), **condition)
    count = found.order_by().values("exhibition").annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(count), 0)


def items_outside_days(*, exhibition: Exhibition) -> list[ProgrammeItem]:
    """Return the items that begin before or end after the hours of the exhibition on their day. Two queries."""
    hours = {day.day: day for day in exhibition.days.all()}
    items = exhibition.programme.filter(event__state=EventState.PLANNED).select_related("event")
    return [item for item in items if not _is_within(item, hours)]


def _is_within(item: ProgrammeItem, hours: dict[dt.date, ExhibitionDay]) -> bool:
    day = hours.get(timezone.localdate(item.event.starts_at))
    if day is None:
        return False
    return jst(day.day, day.opens_at) <= item.event.starts_at and item.event.ends_at <= jst(day.day, day.closes_at)


@dataclass(frozen=True, slots=True)
class Counts:
    """How many exhibitors stand where, and how many booths are free."""

    by_state: dict[str, int]
    booths: int
    free: int

    @property
    def lines(self) -> list[tuple[str, str, int]]:
        """Return (value, words, count) of every state in which there is somebody."""
        return [(str(one), str(one.label), self.by_state[one]) for one in ExhibitorState if self.by_state.get(one)]


def counts_of(*, exhibition: Exhibition) -> Counts:
    """Count exhibitors and booths. Two queries."""
    states = exhibition.exhibitors.order_by().values_list("state").annotate(count=Count("pk"))
    booths = exhibition.booths.aggregate(all=Count("pk"), free=Count("pk", filter=Q(exhibitor__isnull=True)))
    return Counts(by_state=dict(states), booths=booths["all"], free=booths["free"])


def last_exhibitions() -> QuerySet[Exhibition]:
    """Return what a new exhibition may be begun from, the newest first."""
    rows: QuerySet[Exhibition] = Exhibition.objects.order_by("-starts_on", "-id")
    return rows
