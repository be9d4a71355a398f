"""Keys by mail, counts by address, and the mails that the door owes."""

from django.db import models

from minato_dx.door.enums import MailState, Scope, TokenPurpose
from minato_dx.door.models.submission import Submission


class Token(models.Model):
    """A key of 128 bits that was mailed. Only its hash is kept."""

    submission = models.ForeignKey(Submission, models.CASCADE, verbose_name="受付", related_name="tokens")
    purpose = models.CharField("用途", max_length=8, choices=TokenPurpose.choices)
    hash = models.CharField("ハッシュ", max_length=64, unique=True)
    made_at = models.DateTimeField("作った日時")
    expires_at = models.DateTimeField("期限")

    class Meta:
        verbose_name = verbose_name_plural = "窓口の鍵"
        indexes = [models.Index(fields=["expires_at"], name="door_token_expiry")]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()} {self.made_at:%Y-%m-%d}"


class RateCount(models.Model):
    """How often an address, or a network, did something since a moment. ``who`` is a keyed hash of the address."""

    scope = models.CharField("何を", max_length=8, choices=Scope.choices)
    who = models.CharField("だれが（ハッシュ）", max_length=64)
    since = models.DateTimeField("いつから")
    count = models.PositiveIntegerField("回数", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "回数の記録"
        constraints = [models.UniqueConstraint(fields=["scope", "who", "since"], name="door_rate_once")]
        indexes = [models.Index(fields=["since"], name="door_rate_age")]

    def __str__(self) -> str:
        return f"{self.scope} {self.count}"


class Mail(models.Model):
    """A mail that the door owes; its words are gone once it is sent, since they may hold a key."""

    to = models.EmailField("宛先")
    subject = models.CharField("件名", max_length=200)
    body = models.TextField("本文", blank=True)
    message_id = models.CharField("Message-ID", max_length=120, unique=True)
    state = models.CharField("状態", max_length=6, choices=MailState.choices, default=MailState.OWED)
    due_at = models.DateTimeField("いつ送るか")
    attempts = models.PositiveSmallIntegerField("試した回数", default=0)
    owed_at = models.DateTimeField("書いた日時")
    settled_at = models.DateTimeField("終わった日時", null=True, blank=True)
    reason = models.CharField("理由", max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "窓口のメール"
        ordering = ("id",)
        indexes = [models.Index(fields=["due_at", "id"], condition=models.Q(state="owed"), name="door_mail_due")]

    def __str__(self) -> str:
        return f"{self.subject} {self.owed_at:%Y-%m-%d}"
