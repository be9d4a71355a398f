"""Deciding on files where no scanner does, or where it cannot: each decision has its person."""

import datetime as dt
from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.db import transaction

from minato_dx.attachments.enums import FileState
from minato_dx.attachments.models import Attachment
from minato_dx.attachments.permissions import can_decide_on_files
from minato_dx.attachments.services.settling import refuse, release
from minato_dx.core.steps import require
from minato_dx.core.text import is_blank
from minato_dx.organization.models import User

BY_HAND = "職員"


@transaction.atomic
def release_files(*, ids: Collection[int], actor: User, now: dt.datetime) -> int:
    """Let the files be opened that still wait, and return how many; what somebody was quicker with is passed over.

    Raises PermissionDenied for whoever is not of the DX section.
    """
    rows = _waiting(ids, actor)
    for row in rows:
        release(row, engine=BY_HAND, by=actor, now=now)
    return len(rows)


@transaction.atomic
def refuse_files(*, ids: Collection[int], actor: User, reason: str, now: dt.datetime) -> int:
    """Let the files never be opened that still wait, and return how many; their content is deleted.

    Raises ValidationError without a reason, and PermissionDenied for whoever is not of the DX section.
    """
    rows = _waiting(ids, actor)
    if is_blank(reason):
        raise ValidationError("開けない理由を書いてください。付けた人にどう伝えるかの、もとになります。", code="reason")
    for row in rows:
        refuse(row, engine=BY_HAND, detail=reason.strip(), by=actor, now=now)
    return len(rows)


def _waiting(ids: Collection[int], actor: User) -> list[Attachment]:
    require(can_decide_on_files(actor))
    rows = Attachment.objects.select_for_update(of=("self",)).filter(pk__in=ids, state=FileState.QUARANTINED)
    return list(rows.order_by("pk"))
