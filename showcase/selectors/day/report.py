"""What came of an exhibition, in numbers that can be counted by hand; and last time's, to set beside them."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef

from minato_dx.core.text import company_key
from minato_dx.organization.models import DivisionVersion
from showcase.enums import ExhibitionState, ExhibitorKind, VisitorKind
from showcase.models import CheckIn, Exhibition, Visitor
from showcase.selectors.day.chain import BoothChain, Chain, booth_chains
from showcase.selectors.day.live import SeminarLine, seminars_of
from showcase.selectors.day.survey import SurveyResult, survey_result

ENDED = (ExhibitionState.CLOSED, ExhibitionState.REPORTED)
NO_DEPARTMENT = "所属の分からない職員"


@dataclass(frozen=True, slots=True)
class DepartmentLine:
    """A department of the exhibition's first day: who came, and of how many of its divisions somebody did."""

    name: str
    people: int
    divisions: int
    divisions_in_all: int


@dataclass(frozen=True, slots=True)
class KindLine:
    """A kind of visitor: people, and the bodies they came from (divisions for staff)."""

    label: str
    people: int
    bodies: int


@dataclass(frozen=True, slots=True)
class DayLine:
    """A day (JST): how many were there, each counted once; who came on two days counts on both."""

    day: dt.date
    people: int


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that is told of one exhibition. ``people`` counts each visitor once."""

    exhibition: Exhibition
    people: int
    kinds: list[KindLine]
    departments: list[DepartmentLine]
    days: list[DayLine]
    seminars: list[SeminarLine]
    booths: list[BoothChain]
    chain: Chain
    survey: SurveyResult

    @property
    def staff(self) -> int:
        return self.kinds[0].people

    @property
    def outside(self) -> int:
        """Return the visitors who are no staff."""
        return sum(line.people for line in self.kinds[1:])

    @property
    def outside_bodies(self) -> int:
        return sum(line.bodies for line in self.kinds[1:])

    @property
    def companies(self) -> int:
        return sum(line.exhibitor.kind == ExhibitorKind.COMPANY for line in self.booths)

    @property
    def seats_reserved(self) -> int:
        return sum(line.reserved for line in self.seminars)

    @property
    def seats_taken(self) -> int:
        return sum(line.came for line in self.seminars)


def report_of(*, exhibition: Exhibition) -> Report:
    """Return the numbers of an exhibition. Sixteen queries, however many came."""
    rows = list(
        Visitor.objects.filter(Exists(CheckIn.objects.filter(visitor=OuterRef("pk"))), exhibition=exhibition)
        .order_by()
        .values_list("kind", "division", "organization")
    )
    booths, chain = booth_chains(exhibition=exhibition)
    return Report(
        exhibition=exhibition,
        people=len(rows),
        kinds=_kinds(rows),
        departments=_departments([row[1] for row in rows if row[0] == VisitorKind.STAFF], exhibition.starts_on),
        days=_days(exhibition),
        seminars=seminars_of(exhibition=exhibition),
        booths=booths,
        chain=chain,
        survey=survey_result(exhibition=exhibition),
    )


def last_before(*, exhibition: Exhibition) -> Exhibition | None:
    """Return the exhibition that ended last before this one began; None for the first. One query."""
    rows = Exhibition.objects.filter(state__in=ENDED, ends_on__lt=exhibition.starts_on).exclude(pk=exhibition.pk)
    found: Exhibition | None = rows.order_by("-ends_on", "-pk").first()
    return found


def _kinds(rows: Sequence[tuple[str, int | None, str]]) -> list[KindLine]:
    bodies: dict[str, set[object]] = defaultdict(set)
    people: dict[str, int] = defaultdict(int)
    for kind, division, organization in rows:
        people[kind] += 1
        body = division if kind == VisitorKind.STAFF else company_key(organization)
        if body:
            bodies[kind].add(body)
    return [KindLine(str(label), people[kind], len(bodies[kind])) for kind, label in VisitorKind.choices]


def _departments(divisions: Sequence[int | None], day: dt.date) -> list[DepartmentLine]:
    """Return every department in its order, and at the end staff of divisions that were none on that day."""
    versions = DivisionVersion.objects.on(day).select_related("department").order_by("department__order", "department")
    names: dict[int, str] = {}
    of: dict[int, int] = {}
    for version in versions:
        names.setdefault(version.department_id, version.department.name)
        of[version.division_id] = version.department_id
    lines = [_department(pk, name, of, divisions) for pk, name in names.items()]
    unknown = [division for division in divisions if division not in of]
    return lines + ([DepartmentLine(NO_DEPARTMENT, len(unknown), 0, 0)] if unknown else [])


def _department(pk: int, name: str, of: dict[int, int], divisions: Sequence[int | None]) -> DepartmentLine:
    own = {division for division, department in of.items() if department == pk}
    came = [division for division in divisions if division in own]
    return DepartmentLine(name, len(came), len(set(came)), len(own))


def _days(exhibition: Exhibition) -> list[DayLine]:
    rows = CheckIn.objects.filter(exhibition=exhibition).order_by().values_list("day")
    counted = dict(rows.annotate(number=Count("visitor", distinct=True)))
    return [DayLine(one.day, counted.get(one.day, 0)) for one in exhibition.days.all()]
