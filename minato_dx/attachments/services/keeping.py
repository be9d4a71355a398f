"""Keeping files."""

import hashlib
import uuid
from collections.abc import Collection, Iterable
from typing import Any

from django.db import transaction

from minato_dx.attachments.enums import FileState
from minato_dx.attachments.models import Attachment
from minato_dx.attachments.services.settling import drop_blob
from minato_dx.attachments.validators import check_upload, clean_name
from minato_dx.organization.models import User


def attach(
    *, uploads: Iterable[Any], kind: str, object_id: int, user: User | None, quarantined: bool = False
) -> list[Attachment]:
    """Keep the files for one thing and return their rows; ``user`` None is somebody outside the ward.

    What is ``quarantined`` is inspected strictly, and opens to nobody before it was released. Raises ValidationError
    for a file that may not be attached. A rollback of the caller's transaction leaves no row; a blob without a row is
    reachable for nobody.
    """
    rows = []
    for upload in uploads:
        content_type = check_upload(upload, strict=quarantined)
        digest = hashlib.sha256()
        for chunk in upload.chunks():
            digest.update(chunk)
        upload.seek(0)
        row = Attachment(
            kind=kind,
            object_id=object_id,
            name=clean_name(upload.name or ""),
            sha256=digest.hexdigest(),
            size=upload.size or 0,
            content_type=content_type,
            uploaded_by=user,
            state=FileState.QUARANTINED if quarantined else FileState.RELEASED,
        )
        row.blob.save("blob", upload, save=False)
        row.save()
        rows.append(row)
    return rows


@transaction.atomic
def move(*, from_kind: str, from_id: int, to_kind: str, to_id: int) -> int:
    """Hand the files of one thing over to another (a draft's to what it became) and return how many there were."""
    return Attachment.objects.filter(kind=from_kind, object_id=from_id).update(kind=to_kind, object_id=to_id)


@transaction.atomic
def discard(*, key: uuid.UUID, kind: str, object_id: int, user: User) -> None:
    """Remove one of the user's own files from a thing that nobody else has seen yet (a draft)."""
    row = Attachment.objects.filter(key=key, kind=kind, object_id=object_id, uploaded_by=user).first()
    if row is not None:
        _delete(row)


@transaction.atomic
def take_off(*, keys: Collection[uuid.UUID], kind: str, object_id: int) -> int:
    """Remove files from a thing, whoever attached them, and return how many there were.

    The owning app asks first whether its user may change the thing; keys of other things are passed over.
    """
    rows = list(Attachment.objects.select_for_update().filter(key__in=keys, kind=kind, object_id=object_id))
    for row in rows:
        _delete(row)
    return len(rows)


@transaction.atomic
def clear(*, kind: str, object_ids: Collection[int]) -> None:
    """Remove all the files of things that are going themselves."""
    for row in Attachment.objects.filter(kind=kind, object_id__in=object_ids):
        _delete(row)


def _delete(row: Attachment) -> None:
    """Delete the row now and its blob on commit: a rollback brings back both."""
    drop_blob(row)
    row.delete()
