"""Who answers: by the requester's department, on the day."""

import datetime as dt
from dataclasses import dataclass

from consultations.exceptions import NoDivision
from minato_dx.organization.models import Department, User
from minato_dx.organization.selectors import duty_deputies, duty_main, dx_staff, is_absent, section_head


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
    only where the portal knows no DX section at all.
    """
    main = duty_main(department=department, day=day)
    deputies = tuple(duty_deputies(department=department, day=day))
    present = [person for person in (main, *deputies) if person and not is_absent(user=person, day=day)]
    answers = present[0] if present else section_head(day=day) or dx_staff(day=day).first()
    if answers is None:
        raise NoDivision("お答えする担当者が、まだ登録されていません。システム管理者に知らせてください。")
    return Desk(answers=answers, main=main, deputies=deputies)
