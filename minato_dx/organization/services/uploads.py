"""Files between their dry run and their import."""

import datetime as dt

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from minato_dx.organization.models import ImportUpload, User

KEEP = dt.timedelta(days=1)


@transaction.atomic
def keep_upload(*, user: User, kind: str, file: "UploadedFile[bytes]", as_of: dt.date) -> ImportUpload:
    """Keep the bytes for ``user`` to confirm; an earlier file of the same kind that was never confirmed goes."""
    ImportUpload.objects.filter(user=user, kind=kind).delete()
    return ImportUpload.objects.create(
        user=user, kind=kind, file_name=(file.name or "")[:255], content=file.read(), as_of=as_of
    )


def delete_old_uploads() -> int:
    """Delete what nobody has confirmed within a day; return how many files that were."""
    return ImportUpload.objects.filter(created_at__lt=timezone.now() - KEEP).delete()[0]
