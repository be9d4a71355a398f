"""How long the names of people from elsewhere are kept; how many came, and from where, stays for good."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from minato_dx.reference.selectors import portal_settings
from showcase.models import ExhibitorPerson, Visitor


def erase_old_visitors() -> int:
    """Take out the personal data that the settings keep no longer, and return of how many people.

    Runs at night. Days count from the exhibition's last one, which is not counted itself; 0 keeps everything. Staff
    stay: theirs is the ward's own record.
    """
    now, days = timezone.now(), portal_settings().visitor_days
    if days == 0:
        return 0
    return _erase(before=timezone.localdate(now) - dt.timedelta(days=days), now=now)


@transaction.atomic
def _erase(*, before: dt.date, now: dt.datetime) -> int:
    """Empty visitors of exhibitions that ended before a day (JST); who stood at a company's booth goes as a row."""
    visitors = Visitor.objects.filter(user__isnull=True, erased_at__isnull=True, exhibition__ends_on__lt=before)
    erased = visitors.update(name="", mail="", erased_at=now)
    people = ExhibitorPerson.objects.filter(user__isnull=True, exhibitor__exhibition__ends_on__lt=before)
    return erased + people.delete()[0]
