"""Closed lists of the files."""

from django.db import models


class FileState(models.TextChoices):
    """Whether a file may be opened. What comes from outside starts in quarantine."""

    RELEASED = "released", "開けます"
    QUARANTINED = "quarantined", "確認中"
    REFUSED = "refused", "開けません"


class Verdict(models.TextChoices):
    """What was found."""

    CLEAN = "clean", "問題なし"
    INFECTED = "infected", "危険なもの"
    UNKNOWN = "unknown", "確かめられない"
