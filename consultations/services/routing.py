"""Who answers: by the requester's department, on the day."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from consultations.exceptions import NoDivision
from minato_dx.organization.models import Absence, Department, Duty, User
from minato_dx.organization.selectors import dx_staff, section_head


@dataclass(frozen=True, slots=True)
class Desk:
    """Who answers for a department today, and who stands in."""

    answers: User
    main: User | None
    deputies: tuple[User, ...]

    @property
    def main_is_absent(self) -> bool:
        return self.main is not None and self.main.pk != self.answers.pk

    @property
    def deputy(self) -> User | None:
        """The first deputy other than the one who answers."""
        return next((person for person in self.deputies if person.pk != self.answers.pk), None)


def desk_for(*, department: Department, day: dt.date) -> Desk:
    """Return who answers for ``department`` on ``day``: the main person, the deputy when absent, then the section head.

    Never nobody: where even the section head's post is vacant, any member of the DX section answers. Raises NoDivision
    only where the portal knows no DX section at all. One query as long as anybody on duty is there.
    """
    employed = Q(user__left_on__isnull=True) | Q(user__left_on__gt=day)
    duties = (
        Duty.objects.on(day)
        .filter(employed, department=department)
        .select_related("user")
        .annotate(is_away=Exists(Absence.objects.on(day).filter(user=OuterRef("user"))))
        .order_by("-is_main", "user__staff_number")
    )
    present = [duty.user for duty in duties if not duty.is_away]
    main = next((duty.user for duty in duties if duty.is_main), None)
    deputies = tuple(duty.user for duty in duties if not duty.is_main)
    answers = present[0] if present else section_head(day=day) or dx_staff(day=day).first()
    if answers is None:
        raise NoDivision("お答えする担当者が、まだ登録されていません。システム管理者に知らせてください。")
    return Desk(answers=answers, main=main, deputies=deputies)
