"""What somebody outside submits, its files, and what the desk says to it."""

import uuid

from django.conf import settings
from django.core.files.storage import FileSystemStorage
from django.db import models
from django.db.models import Q

from minato_dx.core.calendar import fiscal_year_label
from minato_dx.door.enums import SubmissionState


def door_storage() -> FileSystemStorage:
    """Return the storage of what was handed in; nothing of it is ever served."""
    return FileSystemStorage(location=settings.DOOR_MEDIA_ROOT, base_url=None)


def random_path(_instance: models.Model, _name: str) -> str:
    """Return a path that tells nothing of the file; its name is kept as text only."""
    key = uuid.uuid4().hex
    return f"{key[:2]}/{key}"


class Submission(models.Model):
    """One thing that is submitted: a draft until it is sent, and received once its mail address is confirmed.

    ``answers`` has step → field → list of what was typed. They go once the intranet has them and nothing of them may be
    changed any more; what the status page shows stays.
    """

    key = models.UUIDField("鍵", default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField("種類", max_length=40)
    state = models.CharField("状態", max_length=12, choices=SubmissionState.choices, default=SubmissionState.DRAFT)
    # Of the draft's own key, which stands in the address of its pages.
    draft_hash = models.CharField("書きかけの鍵のハッシュ", max_length=64, unique=True, editable=False)
    # A revision is a draft that changes a received submission once it is sent.
    revises = models.ForeignKey(
        "self", models.CASCADE, verbose_name="変更する受付", null=True, blank=True, related_name="revisions"
    )
    answers = models.JSONField("書かれたこと", default=dict, blank=True)
    title = models.CharField("件名", max_length=120, blank=True)
    mail = models.EmailField("メールアドレス", blank=True)
    fiscal_year = models.PositiveSmallIntegerField("年度", null=True, blank=True)
    serial = models.PositiveIntegerField("番号", null=True, blank=True)
    started_at = models.DateTimeField("書き始めた日時")
    changed_at = models.DateTimeField("最後に書いた日時")
    sent_at = models.DateTimeField("送った日時", null=True, blank=True)
    received_at = models.DateTimeField("受け付けた日時", null=True, blank=True)
    ended_at = models.DateTimeField("終わった日時", null=True, blank=True)
    # As the intranet says it; empty until it has said anything.
    desk_number = models.CharField("庁内の受付番号", max_length=40, blank=True)
    desk_state = models.CharField("審査の状態", max_length=40, blank=True)
    desk_state_at = models.DateTimeField("その日時", null=True, blank=True)
    is_revisable = models.BooleanField("変更できる", default=True)
    # What its kind shows on the status page; under "form", what its forms offer beside what is published.
    page = models.JSONField("状況のページの内容", default=dict, blank=True)
    # The intranet began it: whoever was invited has not said yet whether they come.
    is_invitation = models.BooleanField("ご招待", default=False)
    erase_on = models.DateField("内容を消す日", null=True, blank=True)
    erased_at = models.DateTimeField("内容を消した日時", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "窓口の受付"
        ordering = ("-id",)
        constraints = [
            models.UniqueConstraint(fields=["fiscal_year", "serial"], name="door_receipt_unique"),
            models.CheckConstraint(condition=Q(state__in=SubmissionState.values), name="door_state_known"),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "unconfirmed"])
                | Q(revises__isnull=False)
                | Q(fiscal_year__isnull=False, serial__isnull=False, received_at__isnull=False),
                name="door_received_has_receipt",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "changed_at"], name="door_by_state"),
            models.Index(fields=["mail", "state"], name="door_by_mail"),
        ]

    def __str__(self) -> str:
        return self.receipt or str(self.key)

    @property
    def receipt(self) -> str:
        """The receipt number as it is shown and typed: ``窓口 令和8年度-0012``; empty before."""
        if self.serial is None or self.fiscal_year is None:
            return ""
        return f"窓口 {fiscal_year_label(self.fiscal_year)}-{self.serial:04d}"

    @property
    def short_receipt(self) -> str:
        """The receipt number in half width, as one types it: ``2026-0012``."""
        return f"{self.fiscal_year}-{self.serial:04d}" if self.receipt else ""

    @property
    def is_open(self) -> bool:
        return self.state == SubmissionState.RECEIVED


class SubmittedFile(models.Model):
    """A file of a submission: kept as it came, never shown, gone once the intranet has it."""

    submission = models.ForeignKey(Submission, models.CASCADE, verbose_name="受付", related_name="files")
    key = models.UUIDField("鍵", default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField("ファイル名", max_length=255)
    blob = models.FileField("中身", upload_to=random_path, storage=door_storage, max_length=80, blank=True)
    sha256 = models.CharField("SHA-256", max_length=64)
    size = models.PositiveBigIntegerField("大きさ（バイト）")
    content_type = models.CharField("種類", max_length=100)
    is_confidential = models.BooleanField("秘密", default=False)
    uploaded_at = models.DateTimeField("日時")

    class Meta:
        verbose_name = verbose_name_plural = "窓口のファイル"
        ordering = ("id",)

    def __str__(self) -> str:
        return self.name


class DeskMessage(models.Model):
    """What the desk wrote, word by word, and what was written back on the status page."""

    submission = models.ForeignKey(Submission, models.CASCADE, verbose_name="受付", related_name="messages")
    # The intranet's own key of the message: said twice, it stands here once.
    key = models.CharField("鍵", max_length=64, unique=True)
    label = models.CharField("何の連絡か", max_length=40)
    text = models.TextField("本文")
    wants_reply = models.BooleanField("返事を待っている", default=False)
    sent_at = models.DateTimeField("日時")
    reply = models.TextField("返事", max_length=4000, blank=True)
    replied_at = models.DateTimeField("返事の日時", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "窓口からの連絡"
        ordering = ("sent_at", "id")
        constraints = [
            models.CheckConstraint(
                condition=Q(replied_at__isnull=True, reply="") | (Q(replied_at__isnull=False) & ~Q(reply="")),
                name="door_reply_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label} {self.sent_at:%Y-%m-%d}"


class ReceiptSeries(models.Model):
    """The last receipt number of a fiscal year; locked while the next one is drawn."""

    fiscal_year = models.PositiveSmallIntegerField("年度", primary_key=True)
    last = models.PositiveIntegerField("最後の番号", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "窓口の番号"

    def __str__(self) -> str:
        return f"{self.fiscal_year}: {self.last}"
