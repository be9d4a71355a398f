"""Files, each an immutable blob outside the web root that belongs to one thing."""

import uuid

from django.conf import settings
from django.core.files.storage import FileSystemStorage
from django.db import models

from minato_dx.organization.models import User


def private_storage() -> FileSystemStorage:
    """Return the storage under MEDIA_ROOT, which no web server serves."""
    return FileSystemStorage(location=settings.MEDIA_ROOT, base_url=None)


def random_path(_instance: models.Model, _name: str) -> str:
    """Return a path that tells nothing of the file; its name is kept as text only."""
    key = uuid.uuid4().hex
    return f"{key[:2]}/{key}"


class Attachment(models.Model):
    """A file of a thing ``(kind, object_id)``; reachable only for those who may see that thing."""

    key = models.UUIDField("鍵", default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField("対象の種類", max_length=40)
    object_id = models.PositiveBigIntegerField("対象")
    name = models.CharField("ファイル名", max_length=255)
    blob = models.FileField("中身", upload_to=random_path, storage=private_storage, max_length=80)
    sha256 = models.CharField("SHA-256", max_length=64)
    size = models.PositiveBigIntegerField("大きさ（バイト）")
    content_type = models.CharField("種類", max_length=100)
    uploaded_by = models.ForeignKey(User, models.PROTECT, verbose_name="付けた人", related_name="+")
    uploaded_at = models.DateTimeField("日時", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "添付ファイル"
        ordering = ("id",)
        indexes = [models.Index(fields=["kind", "object_id"], name="attachments_by_thing")]

    def __str__(self) -> str:
        return self.name
