"""What the years to come need, by the observed rate at which leaders move."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from leaders.enums import Cover, EndReason
from leaders.models import LeaderTerm, PlanYear
from leaders.selectors.coverage import DivisionCover, covered_count
from minato_dx.core.calendar import fiscal_year_dates

OBSERVED = dt.timedelta(days=3 * 365)
YEAR = 365.25
# With fewer leader-years than this a rate says nothing.
ENOUGH_YEARS = 5.0


@dataclass(frozen=True, slots=True)
class MoveRate:
    """How many leaders left their division, in how many leader-years of the last three years."""

    moves: int
    leader_years: float

    @property
    def per_year(self) -> float | None:
        """Return the share of leaders who move in a year, or None where too little was observed."""
        return None if self.leader_years < ENOUGH_YEARS else self.moves / self.leader_years

    @property
    def percent(self) -> int | None:
        """Return the share as a whole percentage."""
        return None if self.per_year is None else round(self.per_year * 100)


@dataclass(frozen=True, slots=True)
class YearForecast:
    """One fiscal year to come: what stays of today's leaders by its last day, and what cohorts must bring."""

    fiscal_year: int
    target: int
    staying: int
    missing: int


def move_rate(*, day: dt.date) -> MoveRate:
    """Return the observed rate of moves in the three years before ``day``. One query."""
    start = day - OBSERVED
    terms = LeaderTerm.objects.overlapping(start, day).filter(published_on__lte=day)
    days = moves = 0
    gone = {EndReason.MOVED, EndReason.LEFT, EndReason.RELEASED}
    for valid_from, valid_to, reason in terms.values_list("valid_from", "valid_to", "end_reason"):
        end = min(valid_to or day, day)
        days += max(0, (end - max(valid_from, start)).days)
        moves += reason in gone and valid_to is not None and valid_to <= day
    return MoveRate(moves=moves, leader_years=days / YEAR)


def forecast(
    *, years: Sequence[PlanYear], covers: Sequence[DivisionCover], rate: MoveRate, day: dt.date
) -> list[YearForecast]:
    """Return for each year that ends after ``day`` what stays and what is missing.

    Staying = (trained, in training and appointed today) × (1 − rate) ^ years until its last day. Without a rate nobody
    is taken to move.
    """
    leaders = covered_count(covers) + sum(cover.cover == Cover.APPOINTED for cover in covers)
    share = rate.per_year or 0.0
    found = []
    for year in years:
        end = fiscal_year_dates(year.fiscal_year)[1]
        if end <= day:
            continue
        staying = round(leaders * (1 - min(share, 1.0)) ** ((end - day).days / YEAR))
        found.append(YearForecast(year.fiscal_year, year.target, staying, max(0, year.target - staying)))
    return found
