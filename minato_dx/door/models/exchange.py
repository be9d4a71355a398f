"""The door's end of the exchange with the intranet."""

from collections.abc import Sequence

from django.db import models
from django.db.models import Sum

from minato_dx.core.bundles.models import ExchangeState, OutgoingBundle, OutgoingItem
from minato_dx.core.bundles.sealing import BundleFile
from minato_dx.door.enums import Event
from minato_dx.door.models.submission import Submission, SubmittedFile


class DoorState(ExchangeState):
    class Meta:
        verbose_name = verbose_name_plural = "庁内とのやりとり"

    def __str__(self) -> str:
        return f"{self.taken} / {self.made}"


class DoorBundle(OutgoingBundle):
    class Meta:
        verbose_name = verbose_name_plural = "庁内へ渡したもの"

    def __str__(self) -> str:
        return str(self.number)


class DoorItem(OutgoingItem):
    """What happened to a submission. Its files are those of ``carrier``: the submission itself or its revision."""

    carrier = models.ForeignKey(Submission, models.CASCADE, verbose_name="受付", related_name="items")

    class Meta:
        verbose_name = verbose_name_plural = "庁内へ渡すもの"
        ordering = ("id",)

    @property
    def _files(self) -> models.QuerySet[SubmittedFile]:
        if self.event not in (Event.SUBMITTED, Event.REVISED):
            return SubmittedFile.objects.none()
        return SubmittedFile.objects.filter(submission=self.carrier_id)

    def packed_files(self) -> Sequence[BundleFile]:
        return [
            BundleFile(_content(row), {"name": row.name, "is_confidential": row.is_confidential}) for row in self._files
        ]

    def packed_size(self) -> int:
        return self._files.aggregate(total=Sum("size"))["total"] or 0


def _content(row: SubmittedFile) -> bytes:
    with row.blob.open("rb") as file:
        return bytes(file.read())
