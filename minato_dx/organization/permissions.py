"""Who may write down when a person is away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from minato_dx.organization.enums import Office
from minato_dx.organization.roles import roles_of

if TYPE_CHECKING:
    from minato_dx.organization.models import User


def can_note_absence_of(user: User, person: User) -> bool:
    """Members of the DX section, heads and the CIO note their own; the section head those of the section and the CIO.

    They are the people in whose place somebody else answers, agrees or decides.
    """
    roles = roles_of(person)
    is_cio = Office.CIO in roles.offices
    if user.pk == person.pk:
        return roles.is_dx_staff or is_cio or bool(roles.headed_division_ids)
    return roles_of(user).is_section_head and (roles.is_dx_staff or is_cio)


def can_note_absences(user: User) -> bool:
    """Tell whether there is anybody whose absence ``user`` may note."""
    return can_note_absence_of(user, user)
