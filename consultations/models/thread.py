"""What was said and done: messages, internal notes, state changes, and who opened private things."""

from django.db import models

from consultations.enums import Side, State
from consultations.models.consultation import Consultation
from minato_dx.organization.models import User

MESSAGE_LENGTH = 20_000


class Message(models.Model):
    """A message in the thread, for everybody who may see the consultation."""

    consultation = models.ForeignKey(
        Consultation, models.CASCADE, verbose_name="相談", related_name="messages", db_index=False
    )
    author = models.ForeignKey(User, models.PROTECT, verbose_name="書いた人", related_name="+")
    author_post = models.CharField("職名（その日）", max_length=120, blank=True)
    side = models.CharField("側", max_length=5, choices=Side.choices)
    body = models.TextField("本文", max_length=MESSAGE_LENGTH, blank=True)
    submission_token = models.UUIDField("送信の印", null=True, unique=True, editable=False)
    created_at = models.DateTimeField("日時")

    class Meta:
        verbose_name = verbose_name_plural = "発言"
        ordering = ("created_at", "id")
        indexes = [models.Index(fields=["consultation", "created_at", "id"], name="consult_message_thread")]

    def __str__(self) -> str:
        return f"{self.author} {self.created_at:%Y-%m-%d}"


class InternalNote(models.Model):
    """A note among the DX section, in a table of its own so that no requester's page can reach it."""

    consultation = models.ForeignKey(
        Consultation, models.CASCADE, verbose_name="相談", related_name="+", db_index=False
    )
    author = models.ForeignKey(User, models.PROTECT, verbose_name="書いた人", related_name="+")
    body = models.TextField("内部メモ", max_length=MESSAGE_LENGTH)
    submission_token = models.UUIDField("送信の印", null=True, unique=True, editable=False)
    created_at = models.DateTimeField("日時")

    class Meta:
        verbose_name = verbose_name_plural = "内部メモ"
        ordering = ("created_at", "id")
        indexes = [models.Index(fields=["consultation", "created_at", "id"], name="consult_note_thread")]

    def __str__(self) -> str:
        return f"{self.author} {self.created_at:%Y-%m-%d}"


class TransitionLog(models.Model):
    """A step of the consultation: who took it, when and why. Rows are only ever added."""

    consultation = models.ForeignKey(
        Consultation, models.CASCADE, verbose_name="相談", related_name="transitions", db_index=False
    )
    name = models.CharField("できごと", max_length=30)
    from_state = models.CharField("前の状態", max_length=12, choices=State.choices, blank=True)
    to_state = models.CharField("後の状態", max_length=12, choices=State.choices)
    actor = models.ForeignKey(User, models.PROTECT, verbose_name="した人", related_name="+")
    actor_name = models.CharField("氏名（その日）", max_length=80)
    actor_post = models.CharField("職名（その日）", max_length=120, blank=True)
    on_behalf_of = models.ForeignKey(
        User, models.PROTECT, verbose_name="だれに代わって", null=True, blank=True, related_name="+"
    )
    reason = models.TextField("理由", max_length=4000, blank=True)
    detail = models.CharField("内容", max_length=200, blank=True)
    created_at = models.DateTimeField("日時")

    class Meta:
        verbose_name = verbose_name_plural = "経過"
        ordering = ("created_at", "id")
        indexes = [models.Index(fields=["consultation", "created_at", "id"], name="consult_log_thread")]

    def __str__(self) -> str:
        return f"{self.from_state} → {self.to_state}"


class AccessLog(models.Model):
    """Somebody other than the requester opened something of a private consultation."""

    consultation = models.ForeignKey(
        Consultation, models.CASCADE, verbose_name="相談", related_name="+", db_index=False
    )
    user = models.ForeignKey(User, models.PROTECT, verbose_name="開いた人", related_name="+")
    what = models.CharField("開いたもの", max_length=40)
    opened_at = models.DateTimeField("日時", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "非公開の相談を開いた記録"
        ordering = ("-id",)
        indexes = [models.Index(fields=["consultation", "-id"], name="consult_access_log")]

    def __str__(self) -> str:
        return f"{self.user} {self.what}"
