"""Who may write down when a person is away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from minato_dx.organization.roles import roles_of

if TYPE_CHECKING:
    from minato_dx.organization.models import User


def can_note_absence_of(user: User, person: User) -> bool:
    """Members of the DX section and heads note their own; the section head also those of the section's members.

    They are the people in whose place somebody else answers or agrees.
    """
    if user.pk == person.pk:
        roles = roles_of(user)
        return roles.is_dx_staff or bool(roles.headed_division_ids)
    return roles_of(user).is_section_head and roles_of(person).is_dx_staff


def can_note_absences(user: User) -> bool:
    """Tell whether there is anybody whose absence ``user`` may note."""
    return can_note_absence_of(user, user)
