"""The materials of a session: added, and taken off again."""

import uuid
from collections.abc import Collection, Iterable
from typing import Any

from django.db import transaction

from leaders.models import Session
from leaders.permissions import can_check
from leaders.services.telling import SESSION_KIND
from minato_dx.attachments.services import attach, take_off
from minato_dx.core.steps import require
from minato_dx.organization.models import User


@transaction.atomic
def change_materials(
    *, session: Session, actor: User, uploads: Iterable[Any] = (), remove: Collection[uuid.UUID] = ()
) -> None:
    """Add files to a session and take others off; what is gone already stays gone.

    Raises ValidationError for a file that may not be attached.
    """
    require(can_check(actor))
    Session.objects.select_for_update().get(pk=session.pk)
    take_off(keys=remove, kind=SESSION_KIND, object_id=session.pk)
    attach(uploads=uploads, kind=SESSION_KIND, object_id=session.pk, user=actor)
