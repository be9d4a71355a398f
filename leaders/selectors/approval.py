"""What the CIO's pages show."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from leaders.enums import EndReason, Kind, State
from leaders.models import Decision, LeaderTerm, Recommendation
from leaders.selectors.coverage import coverage, covered_count, current_plan
from minato_dx.core.calendar import fiscal_year
from minato_dx.organization.models import User
from minato_dx.organization.selectors import current_divisions
from minato_dx.reference.models import NumberSeries


@dataclass(frozen=True, slots=True)
class Waiting:
    """One recommendation that waits: what the division had before, and what stands in the way of approving it."""

    recommendation: Recommendation
    history: str
    obstacle: str


@dataclass(frozen=True, slots=True)
class Outlook:
    """Covered divisions now, with those who are chosen, and the year's target; None without a plan."""

    divisions: int
    led: int
    with_chosen: int
    target: int | None


def waiting(*, day: dt.date, ids: Collection[int] | None = None) -> list[Recommendation]:
    """Return what waits for a decision, in official order; of ``ids`` alone where they are given. Two queries."""
    decided = Decision.objects.standing().values("recommendation")
    rows = (
        Recommendation.objects.filter(state=State.CHECKED)
        .exclude(pk__in=decided)
        .select_related("candidate", "recommended_by", "cohort", "term", "department", "division")
    )
    if ids is not None:
        rows = rows.filter(pk__in=ids)
    place = {version.division_id: number for number, version in enumerate(current_divisions(day=day))}
    return sorted(rows, key=lambda row: (row.effective_on, place.get(row.division_id, len(place)), row.pk))


def waiting_count(*, user: User) -> int:
    """Return how many wait for a decision; for the navigation of CIO and deputy. One query."""
    decided = Decision.objects.standing().values("recommendation")
    count: int = Recommendation.objects.filter(state=State.CHECKED).exclude(pk__in=decided).count()
    return count


def histories(*, rows: Sequence[Recommendation], day: dt.date) -> dict[int, str]:
    """Return for each recommendation what its division had before. One query."""
    terms = LeaderTerm.objects.filter(
        division__in={row.division_id for row in rows}, published_on__lte=day, valid_from__lte=day
    ).select_related("person")
    last: dict[int, LeaderTerm] = {term.division_id: term for term in terms.order_by("valid_from", "pk")}
    return {row.pk: _history(row, last.get(row.division_id), day) for row in rows}


def _history(row: Recommendation, term: LeaderTerm | None, day: dt.date) -> str:
    if term is None:
        return "はじめて"
    if row.kind != Kind.NEW:
        return f"{term.person.name}さんが{term.valid_from.year}年{term.valid_from.month}月から"
    if term.valid_to is None or term.valid_to > day:
        return f"前任 {term.person.name}さん"
    months = (day.year - term.valid_to.year) * 12 + day.month - term.valid_to.month
    why = EndReason(term.end_reason).label if term.end_reason else EndReason.EXPIRED.label
    return f"前任 {term.person.name}さん（{why}）、空席{max(months, 0)}か月"


def outlook(*, chosen: Sequence[Recommendation], day: dt.date) -> Outlook:
    """Return how far today's leaders and the chosen ones go towards the target. Some ten queries."""
    covers = coverage(day=day)
    led = {one.version.division_id for one in covers if one.leader is not None}
    new = {row.division_id for row in chosen if row.kind == Kind.NEW}
    plan = current_plan()
    targets = {year.fiscal_year: year.target for year in plan.years.all()} if plan else {}
    return Outlook(
        divisions=len(covers),
        led=covered_count(covers),
        with_chosen=covered_count(covers) + len(new - led),
        target=targets.get(fiscal_year(day)),
    )


def expected_numbers(*, rows: Sequence[Recommendation], series: str, day: dt.date) -> list[tuple[int, int, int]]:
    """Return (fiscal year, first, last) of the letters that approving ``rows`` would draw now."""
    counted: dict[int, int] = {}
    for row in rows:
        year = fiscal_year(max(row.effective_on, day))
        counted[year] = counted.get(year, 0) + 1
    given = dict(NumberSeries.objects.filter(series=series, fiscal_year__in=counted).values_list("fiscal_year", "last"))
    return [(year, given.get(year, 0) + 1, given.get(year, 0) + count) for year, count in sorted(counted.items())]


def decided_unpublished(*, user: User) -> list[Decision]:
    """Return what was decided and has not come to its day, for those who may know."""
    rows = Decision.objects.visible_to(user).unpublished()
    return list(rows.select_related("recommendation").prefetch_related("letters").order_by("publish_on", "pk"))


def to_confirm(*, user: User) -> list[Decision]:
    """Return what a deputy decided and no CIO has confirmed (後閲待ち)."""
    rows = Decision.objects.visible_to(user).filter(
        on_behalf_of__isnull=False, confirmed_at__isnull=True, voided_at__isnull=True
    )
    return list(rows.exclude(decided_by=user).select_related("recommendation").order_by("decided_at"))
