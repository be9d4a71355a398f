"""Who keeps the records of companies; views, buttons and services all ask here. No query beyond ``roles_of``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from minato_dx.organization.roles import roles_of

if TYPE_CHECKING:
    from minato_dx.organization.models import User


def keeps_companies(user: User) -> bool:
    """The DX section is the one desk for companies: it alone sees whom one reaches there, and mends what is known."""
    return roles_of(user).is_dx_staff
