"""Who and what it was on a day. Every question takes the day (JST); an answer from history needs no second path."""

import datetime as dt

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from minato_dx.organization.enums import Office
from minato_dx.organization.models import (
    Absence,
    Department,
    Division,
    DivisionSuccession,
    DivisionVersion,
    Duty,
    Membership,
    OfficeHolder,
    User,
)


def main_membership(*, user: User, day: dt.date) -> Membership | None:
    """Return the main membership of ``user`` on ``day``, with its division."""
    return Membership.objects.on(day).filter(user=user, is_main=True).select_related("division").first()


def division_version(
    *, division: Division | None = None, division_id: int | None = None, day: dt.date
) -> DivisionVersion | None:
    """Return the name, code and department of a division on ``day``; None before it began and after it ended."""
    identity = division_id if division is None else division.pk
    if identity is None:
        raise TypeError("name the division or its id")
    return DivisionVersion.objects.on(day).filter(division_id=identity).select_related("department").first()


def department_of(*, division_id: int, day: dt.date) -> Department | None:
    """Return the department that the division belongs to on ``day``."""
    version = division_version(division_id=division_id, day=day)
    return version.department if version else None


def _people(day: dt.date) -> QuerySet[User]:
    """Return those still employed on ``day``: nobody is owed work by someone who left."""
    people: QuerySet[User] = User.objects.employed(day)
    return people


def _member(*, division: Division, day: dt.date, **facts: bool) -> User | None:
    posts = Membership.objects.on(day).filter(division=division, user=OuterRef("pk"), **facts)
    return _people(day).filter(Exists(posts)).order_by("staff_number").first()


def heirs_of(*, division: Division, day: dt.date) -> list[Division]:
    """Return the divisions that stand on ``day`` in the place of one that ended: by rename, merge or split.

    Empty for a division that still stands, and for one that ended without a successor.
    """
    if division_version(division=division, day=day) is not None:
        return []
    successions = DivisionSuccession.objects.filter(predecessor=division, took_effect_on__lte=day)
    heirs: list[Division] = []
    for succession in successions.select_related("successor"):
        heir = succession.successor
        heirs.extend(heirs_of(division=heir, day=day) or [heir])
    return heirs


def _member_or_heirs(*, division: Division, day: dt.date, **facts: bool) -> User | None:
    # Asked of the division itself first: that answers all but the cases of an ended one.
    person = _member(division=division, day=day, **facts)
    if person is not None:
        return person
    people = (_member(division=heir, day=day, **facts) for heir in heirs_of(division=division, day=day))
    return next((person for person in people if person is not None), None)


def head_of(*, division: Division, day: dt.date) -> User | None:
    """Return the head (所属長) on ``day`` of the division or of what followed it; None where the post is vacant."""
    return _member_or_heirs(division=division, day=day, is_head=True)


def acting_head_of(*, division: Division, day: dt.date) -> User | None:
    """Return the acting head on ``day`` of the division or of what followed it, by staff number where several are."""
    return _member_or_heirs(division=division, day=day, is_acting_head=True)


def division_members(*, division: Division, day: dt.date) -> QuerySet[User]:
    """Return everyone who belongs to the division on ``day``, 兼務 included, by staff number."""
    posts = Membership.objects.on(day).filter(division=division, user=OuterRef("pk"))
    return _people(day).filter(Exists(posts)).order_by("staff_number")


def duty_main(*, department: Department, day: dt.date) -> User | None:
    """Return the DX staff member who answers the department on ``day``."""
    duties = Duty.objects.on(day).filter(department=department, is_main=True, user=OuterRef("pk"))
    return _people(day).filter(Exists(duties)).first()


def duty_deputies(*, department: Department, day: dt.date) -> QuerySet[User]:
    """Return the deputies (副担当) of the department on ``day``, by staff number."""
    duties = Duty.objects.on(day).filter(department=department, is_main=False, user=OuterRef("pk"))
    return _people(day).filter(Exists(duties)).order_by("staff_number")


def is_absent(*, user: User, day: dt.date) -> bool:
    """Tell whether ``user`` cannot be reached on ``day``."""
    return Absence.objects.on(day).filter(user=user).exists()


def absent_user_ids(*, day: dt.date) -> set[int]:
    """Return the ids of everyone who cannot be reached on ``day``."""
    return set(Absence.objects.on(day).values_list("user_id", flat=True))


def section_head(*, day: dt.date) -> User | None:
    """Return the head of the DX section (デジタル改革担当課長), or its acting head while the post is vacant."""
    section = Division.objects.filter(is_dx_section=True).first()
    if section is None:
        return None
    return head_of(division=section, day=day) or acting_head_of(division=section, day=day)


def dx_staff(*, day: dt.date) -> QuerySet[User]:
    """Return the members of the DX section and everyone with a duty on ``day``, by staff number."""
    posts = Membership.objects.on(day).filter(division__is_dx_section=True, user=OuterRef("pk"))
    duties = Duty.objects.on(day).filter(user=OuterRef("pk"))
    return _people(day).filter(Q(Exists(posts)) | Q(Exists(duties))).order_by("staff_number")


def noted_by_section_head(*, day: dt.date) -> QuerySet[User]:
    """Return whose absence the head of the DX section notes: the section's people and the CIO, by staff number."""
    cio = OfficeHolder.objects.on(day).filter(office=Office.CIO, user=OuterRef("pk"))
    return _people(day).filter(Q(pk__in=dx_staff(day=day).values("pk")) | Q(Exists(cio))).order_by("staff_number")


def office_holder(*, office: str, day: dt.date) -> User | None:
    """Return who holds ``office`` (a value of ``enums.Office``) on ``day``."""
    holders = OfficeHolder.objects.on(day).filter(office=office, user=OuterRef("pk"))
    return _people(day).filter(Exists(holders)).first()


def current_divisions(*, day: dt.date) -> QuerySet[DivisionVersion]:
    """Return the divisions of ``day`` in official order, with their departments."""
    versions = DivisionVersion.objects.on(day).select_related("department", "division")
    return versions.order_by("department__order", "department__code", "order", "code")


def post_label(*, user: User, day: dt.date) -> str:
    """Return where and as what a person works on ``day``, such as ``保育課 主任``; empty for someone without a post.

    Read with one query and remembered on ``user``, like the roles: one step writes it into several rows.
    """
    known: dict[dt.date, str] = user.__dict__.setdefault("_post_labels", {})
    if day not in known:
        known[day] = _read_post_label(user, day)
    return known[day]


def _read_post_label(user: User, day: dt.date) -> str:
    version = DivisionVersion.objects.on(day).filter(division=OuterRef("division"))
    posts = Membership.objects.on(day).filter(user=user, is_main=True)
    row = (
        posts.annotate(division_name=Subquery(version.values("name")[:1])).values_list("division_name", "post").first()
    )
    return " ".join(part for part in row or () if part)
