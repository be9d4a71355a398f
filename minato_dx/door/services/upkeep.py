"""What the door throws away: whatever it need not keep, since it stands where everybody can reach it."""

import datetime as dt

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from minato_dx.door.enums import DATABASE, MailState, SubmissionState
from minato_dx.door.models import DoorItem, DoorState, Mail, RateCount, Submission, SubmittedFile, Token
from minato_dx.door.selectors import published
from minato_dx.door.services.drafts import drop_blob

DRAFT_FOR = dt.timedelta(days=7)
UNCONFIRMED_FOR = dt.timedelta(days=3)
COUNTS_FOR = dt.timedelta(days=1)
MAILS_FOR = dt.timedelta(days=90)
YEAR = dt.timedelta(days=365)
AT_ONCE = 200


def tidy(*, now: dt.datetime) -> None:
    """Do all of it; each part may be done again at any time."""
    drop_unsent(now=now)
    drop_handed_over()
    erase_old(now=now)
    Token.objects.filter(expires_at__lte=now).delete()
    RateCount.objects.filter(since__lt=now - COUNTS_FOR).delete()
    Mail.objects.exclude(state=MailState.OWED).filter(owed_at__lt=now - MAILS_FOR).delete()


@transaction.atomic(using=DATABASE)
def drop_unsent(*, now: dt.datetime) -> int:
    """Delete drafts that nobody went on with, and what was sent and never confirmed; return how many."""
    rows = Submission.objects.select_for_update().filter(
        Q(state=SubmissionState.DRAFT, changed_at__lt=now - DRAFT_FOR)
        | Q(state=SubmissionState.UNCONFIRMED, sent_at__lt=now - UNCONFIRMED_FOR)
    )[:AT_ONCE]
    gone = list(rows)
    for row in gone:
        for file in row.files.all():
            drop_blob(file)
        row.delete()
    return len(gone)


@transaction.atomic(using=DATABASE)
def drop_handed_over() -> int:
    """Delete the content of files, and the words of items, that the intranet has said it has; return how many."""
    state = DoorState.objects.filter(pk=1).first()
    if state is None or not state.acknowledged:
        return 0
    items = DoorItem.objects.filter(bundle_number__lte=state.acknowledged).exclude(payload={})[:AT_ONCE]
    pks = [item.pk for item in items]
    carriers = [item.carrier_id for item in items]
    # A file goes once nothing that is still owed carries it.
    owed = DoorItem.objects.filter(
        Q(bundle_number__isnull=True) | Q(bundle_number__gt=state.acknowledged), carrier__in=carriers
    )
    files = SubmittedFile.objects.select_for_update().filter(submission__in=carriers).exclude(blob="")
    for file in files.exclude(submission__in=owed.values("carrier")):
        drop_blob(file)
        file.save(update_fields=["blob"])
    DoorItem.objects.filter(pk__in=pks).update(payload={})
    _drop_answers()
    return len(pks)


def _drop_answers() -> None:
    """What the intranet has and nobody may change any more has no business here."""
    done = Submission.objects.filter(erased_at__isnull=True).filter(
        Q(serial__isnull=False, is_revisable=False) | Q(revises__isnull=False, state=SubmissionState.ENDED)
    )
    done.exclude(items__in=DoorItem.objects.exclude(payload={})).exclude(answers={}).update(answers={})


@transaction.atomic(using=DATABASE)
def erase_old(*, now: dt.datetime) -> int:
    """Take mail addresses and messages out of what ended long ago, or whose day has come; number and outcome stay.

    Return of how many.
    """
    due = Q(erase_on__lte=timezone.localdate(now))
    years = int(published("settings").get("contact_years") or 0)
    if years:
        due |= Q(ended_at__lt=now - years * YEAR)
    gone = list(Submission.objects.select_for_update().filter(due, erased_at__isnull=True)[:AT_ONCE])
    for row in gone:
        row.messages.all().delete()
        row.tokens.all().delete()
        row.files.all().delete()
        row.mail, row.answers, row.page, row.erased_at = "", {}, {}, now
        if row.is_open:
            row.state, row.ended_at, row.is_revisable = SubmissionState.ENDED, now, False
        row.save()
    return len(gone)
