"""How long the names of people at a company are kept, wherever they stand; what was decided stays for good."""

import datetime as dt

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from minato_dx.core.calendar import jst
from minato_dx.reference.models import CompanyContact, ContactLog
from minato_dx.reference.selectors import portal_settings
from minato_dx.reference.services import erase_contact
from proposals.models import Dialogue, ForwardedCall, Proposal

MIDNIGHT = dt.time()


def erase_old_contacts() -> int:
    """Take out the personal data that the settings keep no longer, and return of how many people.

    Runs at night. The setting 0 keeps everything.
    """
    now, years = timezone.now(), portal_settings().vendor_contact_years
    if years == 0:
        return 0
    return _erase(before=first_kept_moment(day=timezone.localdate(now), years=years), now=now)


def first_kept_moment(*, day: dt.date, years: int) -> dt.datetime:
    """Return the moment (JST) from which on everything is still kept on ``day``.

    Something of a day is kept for whole years after it, the day itself not counted (民法140条・143条): what was on 29
    February is kept to 28 February, and goes on 1 March.
    """
    try:
        first = day.replace(year=day.year - years)
    except ValueError:  # 29 February, and no such day that year
        first = dt.date(day.year - years, 3, 1)
    return jst(first, MIDNIGHT)


@transaction.atomic
def _erase(*, before: dt.datetime, now: dt.datetime) -> int:
    contacts = list(_forgotten(before).select_for_update(of=("self",)))
    for contact in contacts:
        erase_contact(contact=contact, now=now)
    return len(contacts) + _erase_written_names(before)


def _erase_written_names(before: dt.datetime) -> int:
    """Empty what was written down of people outside in calls that were handled and dialogues that are over."""
    calls = ForwardedCall.objects.filter(handled_at__lt=before).exclude(contact="")
    dialogues = Dialogue.objects.filter(starts_at__lt=before, proposal__closed_at__lt=before).exclude(vendor_people="")
    return calls.update(contact="") + dialogues.update(vendor_people="")


def _forgotten(before: dt.datetime) -> QuerySet[CompanyContact]:
    """Return those with whom nothing is open, and nothing was said, ended or begun since ``before``."""
    proposals = Proposal.objects.filter(contact=OuterRef("pk"))
    rows: QuerySet[CompanyContact] = CompanyContact.objects.filter(
        ~Exists(proposals.filter(is_open=True)),
        ~Exists(proposals.filter(closed_at__gte=before)),
        ~Exists(ContactLog.objects.filter(contact=OuterRef("pk"), at__gte=before)),
        # When somebody was entered stands in the history, which has no names.
        ~Exists(CompanyContact.history.filter(id=OuterRef("pk"), history_type="+", history_date__gte=before)),
        erased_at__isnull=True,
        company__created_at__lt=before,
    )
    return rows.order_by("pk")
