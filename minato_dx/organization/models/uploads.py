"""A file between its dry run and its import."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from minato_dx.organization.enums import ImportKind


class ImportUpload(models.Model):
    """The very bytes that the administrator has seen the dry run of; deleted once they are imported."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="import_uploads", verbose_name="取り込む人"
    )
    kind = models.CharField("種類", max_length=12, choices=ImportKind.choices)
    file_name = models.CharField("ファイル名", max_length=255)
    content = models.BinaryField("内容")
    as_of = models.DateField("適用日")
    created_at = models.DateTimeField("置いた日時", auto_now_add=True)

    class Meta:
        verbose_name, verbose_name_plural = "取り込むファイル", "取り込み"
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["user", "kind"], name="organization_upload_user")]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=ImportKind.values), name="organization_upload_kind_known"),
        ]

    def __str__(self) -> str:
        return self.file_name
