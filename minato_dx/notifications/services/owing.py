"""Writing down what is owed, in the transaction of the fact it tells of."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from minato_dx.notifications.enums import Means, Topic
from minato_dx.notifications.models import Delivery, Notification, Preference
from minato_dx.notifications.services.waking import wake_relay
from minato_dx.organization.models import User

TITLE_LENGTH = 200
TEXT_LENGTH = 1_000


@dataclass(frozen=True, slots=True)
class Calendar:
    """A calendar object that travels with the mail: an iCalendar text with its METHOD (RFC 5546).

    Such a mail is never gathered into a digest, because calendars read single mails only. ``known_to`` are ids of
    recipients who did it themselves: they get the mail for their calendar, and nothing unread.
    """

    text: str
    known_to: frozenset[int] = frozenset()


def notify(
    *,
    event: str,
    kind: str,
    recipients: Iterable[User | None],
    title: str,
    object_kind: str,
    object_id: int,
    topic: Topic = Topic.PROGRESS,
    text: str = "",
    calendar: Calendar | None = None,
    in_office_hours: bool = False,
    now: dt.datetime | None = None,
) -> None:
    """Owe each recipient one message about ``event``, in the caller's transaction, and its mail as they prefer it.

    A person named twice, or told of the same event before, gets one message, however many roles they have in it. None
    is left out, so that callers can pass "the deputy, if any". Four queries, however many people.
    """
    people = {person.pk for person in recipients if person is not None}
    if not people:
        return
    means = _means_of_untold(people=people, event=event, topic=topic)
    now = now or timezone.now()
    known_to = calendar.known_to if calendar else frozenset()
    Notification.objects.bulk_create(
        [
            Notification(
                event=event,
                kind=kind,
                topic=topic,
                recipient_id=person,
                title=title[:TITLE_LENGTH],
                text=text[:TEXT_LENGTH],
                object_kind=object_kind,
                object_id=object_id,
                means=_for_calendar(way) if calendar else way,
                read_at=now if person in known_to else None,
            )
            for person, way in means.items()
        ],
        ignore_conflicts=True,
    )
    _owe_mails(
        messages=Notification.objects.filter(event=event, kind=kind, recipient__in=means, means=Means.AT_ONCE),
        calendar=calendar.text if calendar else "",
        in_office_hours=in_office_hours,
        now=now,
    )


def rewrite_calendars(*, object_kind: str, object_id: int, rewrite: Callable[[str], str]) -> None:
    """Rewrite the calendar object in every kept mail about a thing: unsent ones, and those that may be sent again."""
    about = Delivery.objects.filter(notification__object_kind=object_kind, notification__object_id=object_id)
    for delivery in about.exclude(calendar=""):
        delivery.calendar = rewrite(delivery.calendar)
        delivery.save(update_fields=["calendar"])


def _means_of_untold(*, people: set[int], event: str, topic: Topic) -> Mapping[int, Means]:
    """Return for each person who was not told of the event yet how they want to hear of it."""
    preferred = Preference.objects.filter(user=OuterRef("pk"), topic=topic).values("means")
    told = Notification.objects.filter(event=event, recipient=OuterRef("pk"))
    rows = (
        User.objects.filter(~Exists(told), pk__in=people)
        .annotate(preferred=Coalesce(Subquery(preferred[:1]), Value(str(Means.AT_ONCE))))
        .values_list("pk", "email", "preferred")
    )
    return {pk: Means(means) if email else Means.PORTAL for pk, email, means in rows}


def _for_calendar(means: Means) -> Means:
    return Means.AT_ONCE if means == Means.DIGEST else means


def _owe_mails(*, messages: QuerySet[Notification], calendar: str, in_office_hours: bool, now: dt.datetime) -> None:
    """Owe the mail of each message that has none yet."""
    rows = messages.filter(delivery__isnull=True).values_list("pk", "recipient_id")
    owed = [
        Delivery(
            notification_id=pk,
            recipient_id=person,
            calendar=calendar,
            in_office_hours=in_office_hours,
            due_at=now,
        )
        for pk, person in rows
    ]
    if owed:
        Delivery.objects.bulk_create(owed, ignore_conflicts=True)
        wake_relay()
