"""Keeping files."""

import hashlib
import uuid
from collections.abc import Iterable
from typing import Any

from django.db import transaction

from minato_dx.attachments.models import Attachment
from minato_dx.attachments.validators import check_upload, clean_name
from minato_dx.organization.models import User


def attach(*, uploads: Iterable[Any], kind: str, object_id: int, user: User) -> list[Attachment]:
    """Keep the files for one thing and return their rows.

    Raises ValidationError for a file that may not be attached. A rollback of the caller's transaction leaves no
    row; a blob without a row is reachable for nobody.
    """
    rows = []
    for upload in uploads:
        content_type = check_upload(upload)
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
    if row is None:
        return
    storage, name = row.blob.storage, str(row.blob.name)
    row.delete()
    transaction.on_commit(lambda: storage.delete(name))
