"""What the portal owes to whom: messages, and the mails that carry them."""

import uuid
from email.utils import parseaddr

from django.conf import settings
from django.db import models
from django.db.models import Q

from minato_dx.notifications.enums import UNSETTLED, DeliveryState, Means, Topic
from minato_dx.organization.models import User


def new_message_id() -> str:
    """Return a Message-ID that no other mail has (RFC 5322), in the sender's domain."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    return f"<{uuid.uuid4().hex}@{domain}>"


class Notification(models.Model):
    """One message to one person about one event, written in the transaction of the fact it tells of."""

    event = models.CharField("できごと", max_length=80)
    kind = models.CharField("種類", max_length=40)
    topic = models.CharField("受け取り方の区分", max_length=10, choices=Topic.choices, default=Topic.PROGRESS)
    recipient = models.ForeignKey(User, models.CASCADE, verbose_name="宛先", related_name="+", db_index=False)
    title = models.CharField("件名", max_length=200)
    text = models.TextField("内容", blank=True)
    object_kind = models.CharField("対象の種類", max_length=40)
    object_id = models.PositiveBigIntegerField("対象")
    created_at = models.DateTimeField("日時", auto_now_add=True)
    read_at = models.DateTimeField("既読日時", null=True, blank=True)
    # Chosen by the recipient's preference of that moment; a digest gathers what no digest has carried yet.
    means = models.CharField("受け取り方", max_length=10, choices=Means.choices, default=Means.PORTAL)
    digest = models.ForeignKey(
        "Delivery", models.RESTRICT, verbose_name="まとめたメール", null=True, blank=True, related_name="gathered"
    )

    class Meta:
        verbose_name = verbose_name_plural = "お知らせ"
        ordering = ("-id",)
        constraints = [
            models.UniqueConstraint(fields=["event", "recipient", "kind"], name="notifications_once_per_event"),
            models.CheckConstraint(
                condition=Q(digest__isnull=True) | Q(means=Means.DIGEST), name="notifications_gathered_was_for_digest"
            ),
        ]
        indexes = [
            models.Index(fields=["recipient", "-id"], name="notifications_by_recipient"),
            models.Index(fields=["object_kind", "object_id"], name="notifications_by_thing"),
            models.Index(fields=["recipient"], condition=Q(read_at__isnull=True), name="notifications_unread"),
            models.Index(
                fields=["recipient", "id"],
                condition=Q(means=Means.DIGEST, digest__isnull=True),
                name="notifications_for_digest",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Delivery(models.Model):
    """One mail that is owed: of one message, or of a day's digest. It is deleted long after it was settled.

    ``due_at`` is when to look at the row next: to send it, to try it again, or, while it is being sent, to take it
    from a process that must have died.
    """

    message_id = models.CharField("Message-ID", max_length=120, unique=True, default=new_message_id, editable=False)
    recipient = models.ForeignKey(User, models.CASCADE, verbose_name="宛先", related_name="+", db_index=False)
    notification = models.OneToOneField(
        Notification, models.CASCADE, verbose_name="お知らせ", null=True, blank=True, related_name="delivery"
    )
    digest_on = models.DateField("まとめの日", null=True, blank=True)
    calendar = models.TextField("予定（iCalendar）", blank=True, editable=False)
    in_office_hours = models.BooleanField("開庁時間だけに送る", default=False)

    state = models.CharField("状態", max_length=8, choices=DeliveryState.choices, default=DeliveryState.OWED)
    owed_at = models.DateTimeField("送ることになった日時", auto_now_add=True)
    due_at = models.DateTimeField("次に送る日時")
    attempts = models.PositiveIntegerField("試した回数", default=0)
    reason = models.TextField("届かなかった理由", blank=True)
    settled_at = models.DateTimeField("済んだ日時", null=True, blank=True)
    address = models.EmailField("送った先", blank=True)
    subject = models.CharField("送った件名", max_length=250, blank=True)
    body = models.TextField("送った本文", blank=True)

    class Meta:
        verbose_name, verbose_name_plural = "メール", "送信箱"
        ordering = ("-id",)
        constraints = [
            models.UniqueConstraint(fields=["recipient", "digest_on"], name="notifications_one_digest_a_day"),
            models.CheckConstraint(
                condition=Q(notification__isnull=True) ^ Q(digest_on__isnull=True),
                name="notifications_delivery_of_message_or_digest",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[str(state) for state in UNSETTLED], settled_at__isnull=True)
                | (~Q(state__in=[str(state) for state in UNSETTLED]) & Q(settled_at__isnull=False)),
                name="notifications_delivery_settled_has_its_time",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at", "id"],
                condition=Q(state__in=[str(state) for state in UNSETTLED]),
                name="notifications_due",
            ),
            models.Index(fields=["state", "-id"], name="notifications_by_state"),
            models.Index(fields=["settled_at"], name="notifications_by_settled"),
        ]

    def __str__(self) -> str:
        return self.subject or self.message_id


class Preference(models.Model):
    """How one person wants to be reached about one topic; without a row, at once."""

    user = models.ForeignKey(User, models.CASCADE, verbose_name="職員", related_name="+", db_index=False)
    topic = models.CharField("区分", max_length=10, choices=Topic.choices)
    means = models.CharField("受け取り方", max_length=10, choices=Means.choices)

    class Meta:
        verbose_name = verbose_name_plural = "受け取り方"
        constraints = [
            models.UniqueConstraint(fields=["user", "topic"], name="notifications_one_preference_per_topic"),
            models.CheckConstraint(condition=Q(means__in=Means.values), name="notifications_preference_known"),
        ]

    def __str__(self) -> str:
        return f"{self.get_topic_display()}: {self.get_means_display()}"
