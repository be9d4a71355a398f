"""Writing and reading off what is owed."""

from collections.abc import Iterable

from django.utils import timezone

from minato_dx.notifications.models import Notification
from minato_dx.organization.models import User

TITLE_LENGTH = 200


def notify(
    *, event: str, kind: str, recipients: Iterable[User | None], title: str, object_kind: str, object_id: int
) -> None:
    """Owe each recipient one message about ``event``, in the caller's transaction.

    A person named twice, or told of the same event and kind before, gets one message. None is left out, so that
    callers can pass "the deputy, if any".
    """
    people = {person.pk: person for person in recipients if person is not None}
    Notification.objects.bulk_create(
        [
            Notification(
                event=event,
                kind=kind,
                recipient=person,
                title=title[:TITLE_LENGTH],
                object_kind=object_kind,
                object_id=object_id,
            )
            for person in people.values()
        ],
        ignore_conflicts=True,
    )


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
