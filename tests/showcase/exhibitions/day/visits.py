"""Writing down that somebody was somewhere."""

import datetime as dt
import uuid
from typing import Any

from minato_dx.core.calendar import jst
from minato_dx.organization.models import User
from showcase.enums import CheckInMeans
from showcase.models import CheckIn, Exhibition, Visitor
from showcase.services.exhibitions.reserving import visitor_of
from tests.showcase.exhibitions.factories import DAY


def staff_visitor(exhibition: Exhibition, user: User) -> Visitor:
    return visitor_of(exhibition=exhibition, user=user, now=jst(DAY, dt.time(9)))


def came(visitor: Visitor, *, day: dt.date = DAY, hour: int = 10, minute: int = 0, **where: Any) -> CheckIn:
    """Note the visitor at ``hall=``, ``item=`` or ``exhibitor=``; at the first hall where none is named."""
    if not where:
        where = {"hall": visitor.exhibition.halls.first()}
    at = jst(day, dt.time(hour, minute))
    return CheckIn.objects.create(
        exhibition=visitor.exhibition,
        visitor=visitor,
        **where,
        day=day,
        at=at,
        received_at=at,
        means=CheckInMeans.SCANNER,
        device_id=uuid.uuid4(),
    )
