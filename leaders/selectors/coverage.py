"""The coverage board: how every division of a day stands, counted and by year, and what is still to come."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q

from leaders.enums import COVERED, Cover, EndReason, Kind
from leaders.models import LeaderTerm, Plan, PlanYear, Recommendation, Trainee
from leaders.selectors.holding import divisions_of_people, heirs_by_division
from minato_dx.core.calendar import fiscal_year_dates
from minato_dx.organization.models import DivisionVersion, User
from minato_dx.organization.selectors import current_divisions


@dataclass(frozen=True, slots=True)
class DivisionCover:
    """How one division stands: its leader and since when, or since when it is vacant and why."""

    version: DivisionVersion
    cover: Cover
    leader: User | None = None
    since: dt.date | None = None
    until: dt.date | None = None
    reason: str = ""
    last_leader: User | None = None

    @property
    def is_covered(self) -> bool:
        """Tell whether the plan counts it: a leader who is trained, or is being trained."""
        return self.cover in COVERED

    @property
    def last_day(self) -> dt.date | None:
        """Return the last day of the term, or None where it has no end."""
        return self.until - dt.timedelta(days=1) if self.until else None


@dataclass(frozen=True, slots=True)
class YearFigure:
    """Plan and fact of one fiscal year, on its last day or today; a year to come has no fact yet."""

    fiscal_year: int
    target: int
    day: dt.date
    covered: int | None
    divisions: int | None

    @property
    def missing(self) -> int | None:
        """Return how many divisions are missing for the target; 0 where it is reached."""
        return None if self.covered is None else max(0, self.target - self.covered)


def coverage(*, day: dt.date, with_recommendations: bool = False) -> list[DivisionCover]:
    """Return how every division of ``day`` stands, in official order, under the names of that day.

    Nine queries, whatever the ward's size. A leader who moved away does not cover the division any more, whatever
    becomes of the term. Who may see that somebody is being recommended asks ``with_recommendations``.
    """
    versions = list(current_divisions(day=day))
    heirs = heirs_by_division(day=day)
    terms = list(LeaderTerm.objects.filter(valid_from__lte=day, published_on__lte=day).select_related("person"))
    people = {term.person_id for term in terms if term.holds_on(day)}
    belonging = divisions_of_people(people=people, day=day)
    trained, training = _trained_and_training(people=people, day=day)
    leading, before = _by_division(terms, heirs, belonging, day)
    recommended = _recommended(day) if with_recommendations else frozenset()
    covers = []
    for version in versions:
        place = version.division_id
        if place in leading:
            term = leading[place]
            covers.append(_led(version, term, _stage(term.person_id, trained, training)))
        else:
            covers.append(_unled(version, before.get(place), day, is_recommended=place in recommended))
    return covers


def _trained_and_training(*, people: Iterable[int], day: dt.date) -> tuple[set[int], set[int]]:
    rows = Trainee.objects.filter(person__in=people, joined_on__lte=day).filter(
        Q(left_on__isnull=True) | Q(left_on__gt=day)
    )
    trained, training = set(), set()
    for person, completed_on, starts_on in rows.values_list("person_id", "completed_on", "programme__starts_on"):
        if completed_on is not None and completed_on <= day:
            trained.add(person)
        elif starts_on <= day:
            training.add(person)
    return trained, training


def _by_division(
    terms: Sequence[LeaderTerm],
    heirs: Mapping[int, frozenset[int]],
    belonging: Mapping[int, frozenset[int]],
    day: dt.date,
) -> tuple[dict[int, LeaderTerm], dict[int, LeaderTerm]]:
    """Return the terms that cover a division on ``day``, and for each division the last one that does no more."""
    leading: dict[int, LeaderTerm] = {}
    before: dict[int, LeaderTerm] = {}
    for term in sorted(terms, key=lambda term: (term.valid_from, term.pk)):
        places = heirs.get(term.division_id) or frozenset([term.division_id])
        held = places & belonging.get(term.person_id, frozenset()) if term.holds_on(day) else frozenset()
        for place in held:
            leading[place] = term
        for place in places - held:
            before[place] = term
    return leading, before


def _stage(person: int, trained: set[int], training: set[int]) -> Cover:
    if person in trained:
        return Cover.TRAINED
    return Cover.TRAINING if person in training else Cover.APPOINTED


def _led(version: DivisionVersion, term: LeaderTerm, cover: Cover) -> DivisionCover:
    return DivisionCover(version, cover, leader=term.person, since=term.valid_from, until=term.valid_to)


def _unled(version: DivisionVersion, last: LeaderTerm | None, day: dt.date, *, is_recommended: bool) -> DivisionCover:
    if last is None:
        return DivisionCover(version, Cover.RECOMMENDED if is_recommended else Cover.NEVER)
    since = last.valid_to if last.valid_to is not None and last.valid_to <= day else None
    return DivisionCover(
        version,
        Cover.RECOMMENDED if is_recommended else Cover.VACANT,
        since=since,
        reason=EndReason(last.end_reason).label if last.end_reason else _guess(last, day),
        last_leader=last.person,
    )


def _guess(term: LeaderTerm, day: dt.date) -> str:
    """A term that still runs belongs to somebody who moved; one that ended without a word ran out."""
    return EndReason.MOVED.label if term.holds_on(day) else EndReason.EXPIRED.label


def _recommended(day: dt.date) -> frozenset[int]:
    rows = Recommendation.objects.open().filter(kind=Kind.NEW, submitted_at__isnull=False)
    heirs = heirs_by_division(day=day)
    found: set[int] = set()
    for division in rows.values_list("division_id", flat=True):
        found |= heirs.get(division) or {division}
    return frozenset(found)


def counts_of(covers: Iterable[DivisionCover]) -> dict[Cover, int]:
    """Return how many divisions stand how, every kind named, in the order of the board."""
    counted = Counter(cover.cover for cover in covers)
    return {cover: counted[cover] for cover in Cover}


def covered_count(covers: Iterable[DivisionCover]) -> int:
    return sum(cover.is_covered for cover in covers)


def by_department(covers: Iterable[DivisionCover]) -> list[tuple[str, list[DivisionCover]]]:
    """Return the divisions under their departments' names, in official order."""
    found: dict[int, list[DivisionCover]] = defaultdict(list)
    names: dict[int, str] = {}
    for cover in covers:
        department = cover.version.department
        names[department.pk] = department.name
        found[department.pk].append(cover)
    return [(names[pk], rows) for pk, rows in found.items()]


def current_plan() -> Plan | None:
    """Return the plan in force, with its years."""
    return Plan.objects.filter(is_current=True).prefetch_related("years").first()


def plan_figures(*, years: Iterable[PlanYear], day: dt.date) -> list[YearFigure]:
    """Return plan and fact of each year: on 31 March, of the current year on ``day``. Nine queries a begun year."""
    figures = []
    for year in years:
        start, end = fiscal_year_dates(year.fiscal_year)
        last = end - dt.timedelta(days=1)
        if start > day:
            figures.append(YearFigure(year.fiscal_year, year.target, last, None, None))
            continue
        on = min(last, day)
        covers = coverage(day=on)
        figures.append(YearFigure(year.fiscal_year, year.target, on, covered_count(covers), len(covers)))
    return figures


def terms_of_division(*, division_id: int, day: dt.date) -> list[LeaderTerm]:
    """Return the published terms of a division and of what it followed, the newest first."""
    heirs = heirs_by_division(day=day)
    before = [one for one, places in heirs.items() if division_id in places]
    rows = LeaderTerm.objects.filter(division__in=[division_id, *before], published_on__lte=day)
    return list(rows.select_related("person", "cohort").order_by("-valid_from", "-pk"))
