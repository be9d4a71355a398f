"""Who people are, what they are on a day, and where."""

from minato_dx.organization.models.lockouts import LockOut
from minato_dx.organization.models.people import FirstLoginSlip, User
from minato_dx.organization.models.places import Department, Division, DivisionSuccession, DivisionVersion
from minato_dx.organization.models.posts import Absence, Duty, Membership, OfficeHolder
from minato_dx.organization.models.uploads import ImportUpload

__all__ = [
    "Absence",
    "Department",
    "Division",
    "DivisionSuccession",
    "DivisionVersion",
    "Duty",
    "FirstLoginSlip",
    "ImportUpload",
    "LockOut",
    "Membership",
    "OfficeHolder",
    "User",
]
