"""Who may decide on files that came from outside; views and services all ask here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from minato_dx.organization.roles import roles_of

if TYPE_CHECKING:
    from minato_dx.organization.models import User


def can_decide_on_files(user: User) -> bool:
    """The DX section looks after what came in from outside."""
    return roles_of(user).is_dx_staff
