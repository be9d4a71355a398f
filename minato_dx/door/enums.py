"""Closed lists of the public door."""

from django.db import models

DATABASE = "door"


class SubmissionState(models.TextChoices):
    """Where a submission stands at the door; what the desk makes of it comes from the intranet, in words."""

    DRAFT = "draft", "書きかけ"
    UNCONFIRMED = "unconfirmed", "メールの確認待ち"
    RECEIVED = "received", "受付"
    WITHDRAWN = "withdrawn", "取り下げ"
    ENDED = "ended", "終了"


class TokenPurpose(models.TextChoices):
    CONFIRM = "confirm", "メールの確認"
    STATUS = "status", "状況のページ"


class MailState(models.TextChoices):
    OWED = "owed", "送る前"
    SENT = "sent", "送った"
    DEAD = "dead", "送れない"


class Scope(models.TextChoices):
    """What is counted by address: see ``services/limits.py`` for how much of it is allowed."""

    START = "start", "書き始める"
    SAVE = "save", "書く・ファイルを付ける"
    SEND = "send", "送る"
    RENEW = "renew", "リンクをもう一度求める"
    GUESS = "guess", "合わない鍵"
    REPLY = "reply", "返事・取り下げ・変更"


class Event(models.TextChoices):
    """What happens to a submission and goes to the intranet."""

    SUBMITTED = "submitted", "受付"
    REVISED = "revised", "変更"
    REPLIED = "replied", "返事"
    WITHDRAWN = "withdrawn", "取り下げ"
    ACTED = "acted", "状況のページでの操作"
