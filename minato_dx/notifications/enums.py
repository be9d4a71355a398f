"""What a message is about, how it reaches a person, and how far its mail has come."""

from django.db import models


class Topic(models.TextChoices):
    """What a person may choose the way of reaching them for."""

    TURN = "turn", "あなたの番です（確認・合意・記入のお願い）"
    MESSAGE = "message", "返信と内部メモ"
    ASSIGNED = "assigned", "新しい相談と、担当の交代"
    PROGRESS = "progress", "相談の経過（回答・実施・完了など）"
    CALENDAR = "calendar", "会う予定（決定・変更・取りやめ）"
    REMINDER = "reminder", "期限のお知らせ"
    WEEKLY = "weekly", "週に1回の、新しい事例・展示会・提案"


class Means(models.TextChoices):
    """How a message reaches its recipient; all of them stand in the inbox as well."""

    AT_ONCE = "at_once", "すぐにメール"
    DIGEST = "digest", "1日1回まとめてメール"
    PORTAL = "portal", "ポータルだけ"


class DeliveryState(models.TextChoices):
    """How far one mail has come. A failed try leads back to ``owed``, with a later due time."""

    OWED = "owed", "これから送る"
    SENDING = "sending", "送っている"
    SENT = "sent", "送った"
    KEPT = "kept", "送信箱に置いた"
    DROPPED = "dropped", "送らない"
    DEAD = "dead", "届けられない"


# Whatever is not settled has to be looked at again when it is due.
UNSETTLED = (DeliveryState.OWED, DeliveryState.SENDING)
