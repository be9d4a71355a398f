"""Closed lists of the organisation."""

from django.db import models


class Office(models.TextChoices):
    """Dated roles that are held by one person at a time and are not a post in a division."""

    CIO = "cio", "CIO（副区長）"
    CIO_AIDE = "cio_aide", "CIO補佐官"
    CIO_DEPUTY = "cio_deputy", "CIO代決者"


class AbsenceReason(models.TextChoices):
    """Why a person cannot be reached; colleagues see only that they are away."""

    LEAVE = "leave", "休暇"
    SICK = "sick", "病気"
    TRIP = "trip", "出張"
    OTHER = "other", "その他"


class SuccessionKind(models.TextChoices):
    """How a division came out of another one."""

    RENAME = "rename", "名称変更"
    MERGE = "merge", "統合"
    SPLIT = "split", "分割"


class ImportKind(models.TextChoices):
    """Which table an uploaded file holds."""

    ORGANIZATION = "organization", "組織"
    STAFF = "staff", "職員"
