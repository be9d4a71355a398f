"""What the portal owes to whom."""

from django.db import models
from django.db.models import Q

from minato_dx.organization.models import User


class Notification(models.Model):
    """One message to one person about one event, written in the transaction of the fact it tells of."""

    event = models.CharField("できごと", max_length=80)
    kind = models.CharField("種類", max_length=40)
    recipient = models.ForeignKey(User, models.CASCADE, verbose_name="宛先", related_name="+")
    title = models.CharField("件名", max_length=200)
    object_kind = models.CharField("対象の種類", max_length=40)
    object_id = models.PositiveBigIntegerField("対象")
    created_at = models.DateTimeField("日時", auto_now_add=True)
    read_at = models.DateTimeField("既読日時", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "お知らせ"
        ordering = ("-id",)
        constraints = [
            models.UniqueConstraint(fields=["event", "recipient", "kind"], name="notifications_once_per_event"),
        ]
        indexes = [
            models.Index(fields=["recipient", "-id"], name="notifications_by_recipient"),
            models.Index(fields=["recipient"], condition=Q(read_at__isnull=True), name="notifications_unread"),
        ]

    def __str__(self) -> str:
        return self.title
