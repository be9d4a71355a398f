"""Lift what django-axes has locked."""

from axes.utils import reset
from django.db.models import QuerySet

from minato_dx.organization.models import LockOut


def lift_lockouts(*, lockouts: QuerySet[LockOut]) -> int:
    """Forget the failed sign-ins of ``lockouts``; return how many there were."""
    return sum(reset(username=row.username, ip=row.ip_address) for row in lockouts)
