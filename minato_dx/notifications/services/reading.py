"""Ticking off what was read."""

from collections.abc import Iterable

from django.utils import timezone

from minato_dx.notifications.models import Notification
from minato_dx.organization.models import User


def mark_read(*, user: User, ids: Iterable[int]) -> int:
    """Mark the user's own unread messages among ``ids`` as read and return how many there were."""
    rows = Notification.objects.filter(recipient=user, pk__in=list(ids), read_at__isnull=True)
    return rows.update(read_at=timezone.now())


def mark_unread(*, user: User, ids: Iterable[int]) -> int:
    """Take the read mark of the user's own messages among ``ids`` back and return how many there were."""
    return Notification.objects.filter(recipient=user, pk__in=list(ids)).update(read_at=None)


def mark_all_read(*, user: User) -> list[int]:
    """Mark all of the user's messages as read and return the ids that were unread, for an undo."""
    rows = Notification.objects.filter(recipient=user, read_at__isnull=True)
    ids = list(rows.values_list("pk", flat=True))
    rows.filter(pk__in=ids).update(read_at=timezone.now())
    return ids


def mark_thing_read(*, user: User, object_kind: str, object_id: int) -> None:
    """Mark what tells of one thing as read, once the user has opened the thing itself."""
    Notification.objects.filter(
        recipient=user, object_kind=object_kind, object_id=object_id, read_at__isnull=True
    ).update(read_at=timezone.now())
