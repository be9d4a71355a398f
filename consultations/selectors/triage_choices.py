"""What the list can be narrowed to: departments, divisions, fields and people, the former ones included."""

import datetime as dt
import functools
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, DateField, ExpressionWrapper, F, Q, QuerySet, Value

from minato_dx.organization.models import DivisionVersion, Duty, Membership, User
from minato_dx.organization.selectors import dx_staff
from minato_dx.reference.models import FieldOfWork, remembered

REMEMBERED = "triage_choices"
UNIT, FIELD, PERSON = "unit", "field", "person"
COLUMNS = (
    "kind", "ident", "label", "is_former", "department", "department_code", "department_label", "place",
    "place_in", "since",
)  # fmt: skip
RawChoices = tuple[tuple[Any, ...], ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to choose; ``is_former`` marks what no longer holds today."""

    pk: int
    name: str
    is_former: bool


@dataclass(frozen=True, slots=True)
class DepartmentChoice:
    """A department by its code, with the ids of all its rows: a new name is a new row with the same code."""

    code: str
    name: str
    ids: frozenset[int]
    divisions: tuple[Choice, ...]

    @property
    def is_former(self) -> bool:
        return all(division.is_former for division in self.divisions)


@dataclass(frozen=True, slots=True)
class TriageChoices:
    """Everything to choose from, in the order in which it is offered."""

    departments: tuple[DepartmentChoice, ...]
    fields: tuple[Choice, ...]
    people: tuple[Choice, ...]


def triage_choices(*, day: dt.date) -> TriageChoices:
    """Return the choices of ``day`` as they were at most a minute ago, read with one query."""
    known: tuple[dt.date, RawChoices] | None = remembered.get(REMEMBERED)
    if known is None or known[0] != day:
        known = day, raw_choices(day=day)
        remembered.set(REMEMBERED, known)
    return _arrange(known[1])


def raw_choices(*, day: dt.date) -> RawChoices:
    """Read every version of the divisions until ``day``, the fields, and whoever is or was of the DX section."""
    parts = [_units(day), _fields(), _people(day)]
    rows = parts[0].union(*parts[1:], all=True).order_by("kind", "place", "place_in", "ident")
    return tuple(rows)


def _flag(condition: Q) -> "ExpressionWrapper[Q]":
    return ExpressionWrapper(condition, output_field=BooleanField())


def _units(day: dt.date) -> QuerySet[Any, Any]:
    return (
        DivisionVersion.objects.filter(valid_from__lte=day)
        .annotate(
            kind=Value(UNIT),
            ident=F("division_id"),
            label=F("name"),
            is_former=_flag(Q(valid_to__isnull=False, valid_to__lte=day)),
            department_code=F("department__code"),
            department_label=F("department__name"),
            place=F("department__order"),
            place_in=F("order"),
            since=F("valid_from"),
        )
        .order_by()
        .values_list(*COLUMNS)
    )


def _plain(
    rows: QuerySet[Any], *, kind: str, label: str, is_former: "ExpressionWrapper[Q]", place: str
) -> QuerySet[Any, Any]:
    read: QuerySet[Any, Any] = (
        rows.annotate(
            kind=Value(kind),
            ident=F("pk"),
            label=F(label),
            is_former=is_former,
            department=Value(0),
            department_code=Value(""),
            department_label=Value(""),
            place=F(place),
            place_in=Value(0),
            since=Value(dt.date.min, output_field=DateField()),
        )
        .order_by()
        .values_list(*COLUMNS)
    )
    return read


def _fields() -> QuerySet[Any, Any]:
    return _plain(
        FieldOfWork.objects.all(), kind=FIELD, label="name", is_former=_flag(Q(is_active=False)), place="order"
    )


def _people(day: dt.date) -> QuerySet[Any, Any]:
    posts = Membership.objects.filter(division__is_dx_section=True).values("user")
    people = User.objects.filter(Q(pk__in=posts) | Q(pk__in=Duty.objects.values("user")))
    today = dx_staff(day=day).order_by().values("pk")
    return _plain(people, kind=PERSON, label="name", is_former=_flag(~Q(pk__in=today)), place="pk")


# Plain rows come out of the memory five times as fast as choices put together.
@functools.lru_cache(maxsize=2)
def _arrange(rows: RawChoices) -> TriageChoices:
    units = [row for row in rows if row[0] == UNIT]
    return TriageChoices(
        departments=tuple(_departments(units)),
        fields=tuple(Choice(row[1], row[2], bool(row[3])) for row in rows if row[0] == FIELD),
        people=tuple(Choice(row[1], row[2], bool(row[3])) for row in rows if row[0] == PERSON),
    )


def _departments(units: Iterable[tuple[Any, ...]]) -> Iterable[DepartmentChoice]:
    """Give every division once, under its last name and department."""
    by_code: dict[str, list[tuple[Any, ...]]] = {}
    last: dict[int, tuple[Any, ...]] = {}
    for row in units:
        by_code.setdefault(row[5], []).append(row)
        last[row[1]] = max(row, last.get(row[1], row), key=lambda version: version[9])
    for code, rows in by_code.items():
        divisions = tuple(Choice(row[1], row[2], bool(row[3])) for row in rows if last[row[1]] is row)
        yield DepartmentChoice(
            code, max(rows, key=lambda version: version[9])[6], frozenset(row[4] for row in rows), divisions
        )
