"""Reads of the inbox."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from minato_dx.core import registry
from minato_dx.notifications.enums import UNSETTLED, DeliveryState, Means, Topic
from minato_dx.notifications.models import Delivery, Notification, Preference
from minato_dx.organization.models import User

COUNT_CAP = 100
# What is due for so long stands still: somebody has to look at the relay or the mail server.
MAIL_IS_LATE_AFTER = dt.timedelta(minutes=15)


def unread(*, user: User) -> QuerySet[Notification]:
    """Return the messages that are unread."""
    return Notification.objects.filter(recipient=user, read_at__isnull=True)


def unread_count(*, user: User) -> int:
    """Return how many messages are unread, counting no further than 100."""
    return unread(user=user)[:COUNT_CAP].count()


def messages_of(*, user: User, unread_only: bool = False) -> QuerySet[Notification]:
    """Return the user's messages, newest first."""
    rows = Notification.objects.filter(recipient=user)
    return rows.filter(read_at__isnull=True) if unread_only else rows


@dataclass(frozen=True, slots=True)
class InboxRow:
    """A message as its recipient may read it today; ``url`` is empty where the thing can no longer be seen."""

    message: Notification
    url: str

    @property
    def title(self) -> str:
        return self.message.title if self.url else "いまは見られない相談についてのお知らせ"


def worded(*, user: User, messages: Sequence[Notification]) -> list[InboxRow]:
    """Give each message its link, or take its words away where the user may no longer see the thing.

    One visibility query for each kind of thing on the page.
    """
    by_kind: dict[str, set[int]] = defaultdict(set)
    for message in messages:
        by_kind[message.object_kind].add(message.object_id)
    visible = {kind: registry.get(kind).visible_ids(user, ids) for kind, ids in by_kind.items()}
    return [
        InboxRow(
            message=message,
            url=registry.get(message.object_kind).link(message.object_id)
            if message.object_id in visible[message.object_kind]
            else "",
        )
        for message in messages
    ]


def about_sealed(*, user: User) -> Q:
    """Return the condition of messages about sealed things that ``user`` may not see.

    One query for each sealed kind, and one for what is visible of it.
    """
    hidden = Q(pk__in=[])
    for kind in registry.sealed():
        ids = set(Notification.objects.filter(object_kind=kind).values_list("object_id", flat=True))
        unseen = ids and ids - registry.get(kind).visible_ids(user, ids)
        hidden |= Q(object_kind=kind, object_id__in=unseen)
    return hidden


def preferences_of(*, user: User) -> dict[Topic, Means]:
    """Return for each topic how ``user`` is reached today."""
    chosen = dict(Preference.objects.filter(user=user).values_list("topic", "means"))
    return {topic: Means(chosen.get(topic.value, Means.AT_ONCE)) for topic in Topic}


def dead_count() -> int:
    """Return how many mails cannot be delivered until somebody does something about it."""
    return Delivery.objects.filter(state=DeliveryState.DEAD).count()


def complaints_about_mail() -> list[str]:
    """Return what is wrong with the mail, for the health check; one query."""
    long_due = Q(state__in=UNSETTLED, due_at__lt=timezone.now() - MAIL_IS_LATE_AFTER)
    # A mail that was tried in vain waits for its next try: it is late as well, whatever is tried when.
    long_owed = Q(state__in=UNSETTLED, attempts__gt=0, owed_at__lt=timezone.now() - MAIL_IS_LATE_AFTER)
    figures = Delivery.objects.exclude(state__in=[DeliveryState.SENT, DeliveryState.KEPT]).aggregate(
        late=Count("pk", filter=long_due | long_owed), dead=Count("pk", filter=Q(state=DeliveryState.DEAD))
    )
    words = {"late": "mails late", "dead": "mails dead"}
    return [f"{figures[name]} {text}" for name, text in words.items() if figures[name]]


def readable_body(*, user: User, delivery: Delivery) -> str:
    """Return what the mail said, to whoever may see everything it tells of today; a sentence for anybody else."""
    if not delivery.body:
        return ""
    single = delivery.notification
    messages = [single] if single else list(delivery.gathered.all())
    own = delivery.recipient_id == user.pk
    if own or all(row.url for row in worded(user=user, messages=messages)):
        return delivery.body
    return "本文は、この相談を見られる人だけが読めます。"
