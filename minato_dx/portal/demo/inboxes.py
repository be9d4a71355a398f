"""The messages of the demo as if they had come day by day: the old ones read, and all in the order of their moments."""

import datetime as dt

from django.db.models import F, Max, OuterRef, Subquery
from django.utils import timezone

from minato_dx.notifications.models import Delivery, Notification
from minato_dx.portal.demo.scene import Stage

# Older messages of the inbox have been read; the newest ones wait for whoever tries the demo.
UNREAD_WORKING_DAYS = 3
TIME_TO_READ = dt.timedelta(hours=1)


def tidy_inboxes(*, stage: Stage) -> None:
    """Do both, once everything has been told: each part of the demo tells its own story from the beginning."""
    _read_old_messages(stage)
    _put_in_order()


def _put_in_order() -> None:
    """Give the messages their ids anew, in the order of their moments: an inbox is read by id."""
    before = list(Notification.objects.order_by("created_at", "id").values_list("id", flat=True))
    after = sorted(before)
    moved = {old: new for old, new in zip(before, after, strict=True) if old != new}
    # First out of the way, then to their places, so that no two have one id meanwhile; the keys are checked at the end.
    away = Notification.objects.aggregate(last=Max("id"))["last"] or 0
    _renumber({old: old + away for old in moved})
    _renumber({old + away: new for old, new in moved.items()})


def _renumber(ids: dict[int, int]) -> None:
    with_mail = set(Delivery.objects.filter(notification__in=list(ids)).values_list("notification", flat=True))
    for old, new in ids.items():
        Notification.objects.filter(pk=old).update(id=new)
        if old in with_mail:
            Delivery.objects.filter(notification_id=old).update(notification_id=new)


def _read_old_messages(stage: Stage) -> None:
    """Let old messages have been read and their mails been cleared away; the newest mails are still to go out."""
    recent = stage.timeline.day(-UNREAD_WORKING_DAYS)
    before = timezone.make_aware(dt.datetime.combine(recent, dt.time.min))
    Notification.objects.filter(created_at__lt=before).update(read_at=F("created_at") + TIME_TO_READ)
    Delivery.objects.filter(notification__created_at__lt=before).delete()
    told_at = Notification.objects.filter(pk=OuterRef("notification")).values("created_at")
    Delivery.objects.update(owed_at=Subquery(told_at))
