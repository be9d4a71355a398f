"""Who may do what about leaders; views, buttons and services all ask here. No query beyond ``roles_of``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from minato_dx.organization.enums import Office
from minato_dx.organization.roles import roles_of

if TYPE_CHECKING:
    from minato_dx.organization.models import User


def can_recommend_for(user: User, division_id: int) -> bool:
    """The division's head recommends, and the acting head in the head's place."""
    roles = roles_of(user)
    return division_id in roles.headed_division_ids | roles.acting_headed_division_ids


def can_recommend(user: User) -> bool:
    roles = roles_of(user)
    return bool(roles.headed_division_ids | roles.acting_headed_division_ids)


def can_check(user: User) -> bool:
    """The DX section checks recommendations, keeps plan and cohorts, and runs the training."""
    return roles_of(user).is_dx_staff


def is_in_deciders_office(user: User) -> bool:
    """The CIO and the named deputy (代決者)."""
    return bool(roles_of(user).offices & {Office.CIO, Office.CIO_DEPUTY})


def knows_decisions(user: User) -> bool:
    """CIO, deputy and DX section know of a decision before its day of publication; nobody else does."""
    return is_in_deciders_office(user) or can_check(user)


def sees_recommendations_on_board(user: User) -> bool:
    """That somebody is being recommended is between the division, the DX section and who decides."""
    return knows_decisions(user)
