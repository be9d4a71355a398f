"""Who decides today: the CIO, or the named deputy in the CIO's name (代決)."""

import datetime as dt
from dataclasses import dataclass

from minato_dx.organization.enums import Office
from minato_dx.organization.models import User
from minato_dx.organization.roles import roles_of
from minato_dx.organization.selectors import is_absent, office_holder


@dataclass(frozen=True, slots=True)
class Capacity:
    """In which office somebody decides, and for whom."""

    office: Office
    on_behalf_of: User | None = None


def capacity_of(*, user: User, day: dt.date) -> Capacity | None:
    """Return how ``user`` may decide on ``day``; None for nobody's office, and for a deputy while the CIO is there."""
    offices = roles_of(user, day).offices
    if Office.CIO in offices:
        return Capacity(Office.CIO)
    if Office.CIO_DEPUTY not in offices:
        return None
    cio = office_holder(office=Office.CIO, day=day)
    if cio is None or not is_absent(user=cio, day=day):
        return None
    return Capacity(Office.CIO_DEPUTY, cio)


def deciders(*, day: dt.date) -> list[User]:
    """Return who is to decide on ``day``: the CIO, or while the CIO is absent the deputy and, for later, the CIO."""
    cio = office_holder(office=Office.CIO, day=day)
    if cio is None:
        return []
    deputy = office_holder(office=Office.CIO_DEPUTY, day=day)
    if deputy is None or not is_absent(user=cio, day=day):
        return [cio]
    return [deputy, cio]
