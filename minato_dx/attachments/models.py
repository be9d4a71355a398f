"""Files, each an immutable blob outside the web root that belongs to one thing."""

import uuid

from django.conf import settings
from django.core.files.storage import FileSystemStorage
from django.db import models
from django.db.models import Q

from minato_dx.attachments.enums import FileState, Verdict
from minato_dx.organization.models import User

# Content types that cannot carry a script and that browsers show.
PICTURES = ("image/png", "image/jpeg", "image/gif", "image/webp")


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
    # Empty where it came from outside the ward.
    uploaded_by = models.ForeignKey(
        User, models.PROTECT, verbose_name="付けた人", null=True, blank=True, related_name="+"
    )
    uploaded_at = models.DateTimeField("日時", auto_now_add=True)
    state = models.CharField("確認", max_length=12, choices=FileState.choices, default=FileState.RELEASED)

    class Meta:
        verbose_name = verbose_name_plural = "添付ファイル"
        ordering = ("id",)
        constraints = [
            models.CheckConstraint(condition=Q(state__in=FileState.values), name="attachments_state_known"),
        ]
        indexes = [
            models.Index(fields=["kind", "object_id"], name="attachments_by_thing"),
            models.Index(fields=["id"], condition=Q(state="quarantined"), name="attachments_quarantined"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_released(self) -> bool:
        """Tell whether it may be opened; one in quarantine is named, and nothing else of it."""
        return self.state == FileState.RELEASED

    @property
    def is_image(self) -> bool:
        """Tell whether it is a picture that every browser shows (a phone's HEIC is not)."""
        return self.content_type in PICTURES


class Scan(models.Model):
    """What a scanner, or somebody, found in a file. Rows are only ever added."""

    attachment = models.ForeignKey(Attachment, models.CASCADE, verbose_name="ファイル", related_name="scans")
    verdict = models.CharField("結果", max_length=12, choices=Verdict.choices)
    engine = models.CharField("何で確かめたか", max_length=40)
    detail = models.CharField("内容", max_length=400, blank=True)
    by = models.ForeignKey(User, models.PROTECT, verbose_name="確かめた人", null=True, blank=True, related_name="+")
    at = models.DateTimeField("日時")

    class Meta:
        verbose_name = verbose_name_plural = "ファイルの確認"
        ordering = ("at", "id")

    def __str__(self) -> str:
        return f"{self.attachment} {self.get_verdict_display()}"
