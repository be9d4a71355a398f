"""Who may publish times, and for whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from minato_dx.organization.roles import roles_of

if TYPE_CHECKING:
    from minato_dx.organization.models import User


def can_publish_slots(user: User) -> bool:
    """Members of the DX section let themselves be met."""
    return roles_of(user).is_dx_staff


def can_manage_slots_of(user: User, owner: User) -> bool:
    """One's own; the section head also those of the section's members."""
    if user.pk == owner.pk:
        return can_publish_slots(user)
    return roles_of(user).is_section_head and can_publish_slots(owner)
