"""Whom a proposal goes to."""

import datetime as dt
from collections.abc import Sequence

from minato_dx.organization.models import User
from minato_dx.organization.selectors import absent_user_ids, section_head
from minato_dx.reference.models import FieldOfWork
from proposals.models import FieldDesk


def assignee_for(*, fields: Sequence[FieldOfWork], day: dt.date) -> User | None:
    """Return who answers a proposal of these fields on ``day``: the first field that has somebody decides.

    The deputy while that person is absent or has left; without anybody the head of the DX section, and None where that
    post is vacant too. At most four queries.
    """
    desks = {
        desk.field_id: desk for desk in FieldDesk.objects.filter(field__in=fields).select_related("staff", "deputy")
    }
    absent = absent_user_ids(day=day)
    for field in fields:
        desk = desks.get(field.pk)
        for person in (desk.staff, desk.deputy) if desk else ():
            if person is not None and person.pk not in absent and person.may_sign_in(day):
                return person
    return section_head(day=day)
