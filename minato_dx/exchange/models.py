"""The intranet's end of the exchange with the public door."""

from django.db import models
from django.db.models import Q

from minato_dx.core.bundles.models import ExchangeState, OutgoingBundle, OutgoingItem
from minato_dx.organization.models import User


class IntranetState(ExchangeState):
    class Meta:
        verbose_name = verbose_name_plural = "公開の窓口とのやりとり"

    def __str__(self) -> str:
        return f"受け取り {self.taken}番まで、作成 {self.made}番まで"


class IntranetBundle(OutgoingBundle):
    class Meta:
        verbose_name = verbose_name_plural = "公開の窓口へ渡したもの"

    def __str__(self) -> str:
        return str(self.number)


class IntranetItem(OutgoingItem):
    """What the door has to hear: how a submission stands, what is written to its sender, what is published."""

    class Meta:
        verbose_name = verbose_name_plural = "公開の窓口へ渡すもの"
        ordering = ("id",)
        indexes = [models.Index(fields=["kind", "key"], name="exchange_item_by_thing")]


class StuckItem(models.Model):
    """Something from the door that no pillar could take in; kept whole, until somebody has mended the reason."""

    bundle_number = models.PositiveIntegerField("受け取った番号")
    place = models.PositiveSmallIntegerField("何番目")
    kind = models.CharField("種類", max_length=40)
    event = models.CharField("できごと", max_length=40)
    receipt = models.CharField("窓口の受付番号", max_length=20, blank=True)
    reason = models.TextField("受け取れない理由")
    # The item as it came, sealed with our own key: its content is for those who may see the thing that comes of it.
    sealed = models.BinaryField("内容（暗号化）", editable=False)
    at = models.DateTimeField("日時")
    settled_at = models.DateTimeField("片づいた日時", null=True, blank=True)
    settled_by = models.ForeignKey(
        User, models.PROTECT, verbose_name="片づけた人", null=True, blank=True, related_name="+"
    )
    note = models.CharField("どうしたか", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "受け取れなかったもの"
        ordering = ("-id",)
        constraints = [
            models.UniqueConstraint(fields=["bundle_number", "place"], name="exchange_stuck_once"),
        ]
        indexes = [models.Index(fields=["at"], condition=Q(settled_at__isnull=True), name="exchange_stuck_open")]

    def __str__(self) -> str:
        return f"{self.bundle_number}-{self.place} {self.kind}"
