"""Closed lists of the calendar."""

from django.db import models


class EventCategory(models.TextChoices):
    """What an event is, as calendars and lists name it."""

    HEARING = "hearing", "ヒアリング"
    TRAINING = "training", "研修"
    SEMINAR = "seminar", "セミナー"
    DIALOGUE = "dialogue", "対話"
    OTHER = "other", "そのほか"


class EventState(models.TextChoices):
    PLANNED = "planned", "予定"
    CANCELLED = "cancelled", "取りやめ"


class SeatRole(models.TextChoices):
    HOST = "host", "主催"
    GUEST = "guest", "参加"


class SeatState(models.TextChoices):
    """A seat on its way: waiting → offered → confirmed, or confirmed at once."""

    CONFIRMED = "confirmed", "確定"
    WAITING = "waiting", "空き待ち"
    OFFERED = "offered", "空きのご案内中"
    CANCELLED = "cancelled", "取り消し"
    EXPIRED = "expired", "ご案内の期限切れ"


# Whoever holds one of these has to do with the event; the first two take a place in it.
TAKING = (SeatState.CONFIRMED, SeatState.OFFERED)
ACTIVE = (*TAKING, SeatState.WAITING)
