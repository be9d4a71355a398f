"""Reads in the shape of a page."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from minato_dx.organization.enums import Office
from minato_dx.organization.models import (
    Department,
    DivisionVersion,
    Duty,
    Membership,
    OfficeHolder,
    User,
)
from minato_dx.organization.selectors.on_a_day import absent_user_ids, current_divisions


@dataclass(frozen=True, slots=True)
class DivisionLine:
    """A division under the name of the day, and who heads it."""

    version: DivisionVersion
    head: User | None


@dataclass(slots=True)
class DepartmentLine:
    """A department of the day with its divisions and those who answer it."""

    department: Department
    divisions: list[DivisionLine] = field(default_factory=list)
    main: User | None = None
    deputies: list[User] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class DutyOverview:
    """Who answered which department on ``day``, and the offices above them."""

    day: dt.date
    lines: list[DepartmentLine]
    offices: list[tuple[str, User]]
    section_head: User | None
    absent_user_ids: set[int]


@dataclass(frozen=True, slots=True)
class Posts:
    """Everything that one person is on a day, for their own page."""

    memberships: Sequence[Membership]
    duties: Sequence[Duty]
    offices: Sequence[OfficeHolder]


def _still_there(day: dt.date) -> Q:
    return Q(user__left_on__isnull=True) | Q(user__left_on__gt=day)


def duty_overview(*, day: dt.date) -> DutyOverview:
    """Return the whole table of ``day`` with six queries, however many departments there are."""
    posts = Membership.objects.on(day).filter(_still_there(day), is_head=True).select_related("user", "division")
    heads = {post.division_id: post for post in posts}
    lines = {department.pk: DepartmentLine(department) for department in Department.objects.on(day)}
    for version in current_divisions(day=day):
        head = heads.get(version.division_id)
        line = lines.setdefault(version.department_id, DepartmentLine(version.department))
        line.divisions.append(DivisionLine(version, head.user if head else None))
    duties = Duty.objects.on(day).filter(_still_there(day)).select_related("user", "department")
    for duty in duties.order_by("user__staff_number"):
        line = lines.setdefault(duty.department_id, DepartmentLine(duty.department))
        if duty.is_main:
            line.main = duty.user
        else:
            line.deputies.append(duty.user)
    holders = OfficeHolder.objects.on(day).filter(_still_there(day)).select_related("user")
    order = Office.values
    return DutyOverview(
        day=day,
        lines=list(lines.values()),
        offices=[
            (row.get_office_display(), row.user) for row in sorted(holders, key=lambda row: order.index(row.office))
        ],
        section_head=next((post.user for post in heads.values() if post.division.is_dx_section), None),
        absent_user_ids=absent_user_ids(day=day),
    )


def posts_of(*, user: User, day: dt.date) -> Posts:
    """Return memberships (main first) with the names of ``day`` as ``division_name`` and ``department_name``,
    duties, and offices: three queries."""
    version = DivisionVersion.objects.on(day).filter(division=OuterRef("division"))
    memberships = (
        Membership.objects.on(day)
        .filter(user=user)
        .annotate(
            division_name=Coalesce(Subquery(version.values("name")[:1]), F("division__key")),
            department_name=Coalesce(Subquery(version.values("department__name")[:1]), Value("")),
        )
        .order_by("-is_main", "valid_from", "pk")
    )
    duties = Duty.objects.on(day).filter(user=user).select_related("department")
    return Posts(
        memberships=list(memberships),
        duties=list(duties.order_by("-is_main", "department__order")),
        offices=list(OfficeHolder.objects.on(day).filter(user=user)),
    )


def main_division_name(*, day: dt.date) -> Coalesce:
    """Return, for ``annotate`` on users, the name that their main division has on ``day`` ("" without one)."""
    version = DivisionVersion.objects.on(day).filter(division=OuterRef("division"))
    post = (
        Membership.objects.on(day)
        .filter(user=OuterRef("pk"), is_main=True)
        .annotate(name_on_day=Subquery(version.values("name")[:1]))
    )
    return Coalesce(Subquery(post.values("name_on_day")[:1]), Value(""))


def demo_people(*, day: dt.date) -> QuerySet[User]:
    """Return one invented person per role with ``division_name``, in the order in which they were made."""
    people: QuerySet[User] = User.objects.employed(day).filter(is_demo=True, is_active=True).exclude(demo_role="")
    return people.annotate(division_name=main_division_name(day=day)).order_by("pk")
