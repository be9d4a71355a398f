"""What the clock does for the mails: digests in the morning, and clearing away what is long settled."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from minato_dx.core.calendar import is_working_day
from minato_dx.notifications.enums import UNSETTLED, DeliveryState, Means
from minato_dx.notifications.models import Delivery, Notification
from minato_dx.notifications.services.waking import wake_relay
from minato_dx.reference.selectors import closed_days

DIGEST_AT = dt.time(8, 30)
KEPT_FOR = dt.timedelta(days=90)


@transaction.atomic
def owe_digests() -> int:
    """Owe one mail to everybody whose messages wait for a digest, and return to how many.

    One a day for each person; what comes in afterwards waits for the next working day's.
    """
    now = timezone.now()
    day = timezone.localdate(now)
    if not is_working_day(day, closed_days()):
        return 0
    waiting = Notification.objects.filter(means=Means.DIGEST, digest__isnull=True)
    people = list(waiting.values_list("recipient_id", flat=True).order_by("recipient_id").distinct())
    had_one = set(Delivery.objects.filter(digest_on=day, recipient__in=people).values_list("recipient_id", flat=True))
    fresh = [person for person in people if person not in had_one]
    Delivery.objects.bulk_create(
        [Delivery(recipient_id=person, digest_on=day, due_at=now, in_office_hours=True) for person in fresh]
    )
    for delivery in Delivery.objects.filter(digest_on=day, recipient__in=fresh):
        waiting.filter(recipient_id=delivery.recipient_id).update(digest=delivery)
    if fresh:
        wake_relay()
    return len(fresh)


@transaction.atomic
def delete_old_deliveries() -> int:
    """Delete the mails that were settled ninety days ago, dead ones excepted, and return how many there were.

    What an old digest had gathered stays in the portal alone from then on: it must not wait for another digest.
    """
    settled = Delivery.objects.filter(settled_at__lt=timezone.now() - KEPT_FOR)
    old = settled.exclude(state__in=[*UNSETTLED, DeliveryState.DEAD])
    Notification.objects.filter(digest__in=old).update(digest=None, means=Means.PORTAL)
    return old.delete()[0]


@transaction.atomic
def send_again(*, ids: list[int]) -> int:
    """Owe the dead or dropped mails among ``ids`` again, from now on, and return how many there were."""
    now = timezone.now()
    rows = Delivery.objects.filter(pk__in=ids, state__in=[DeliveryState.DEAD, DeliveryState.DROPPED])
    count = rows.update(state=DeliveryState.OWED, due_at=now, owed_at=now, settled_at=None, attempts=0)
    if count:
        wake_relay()
    return count
