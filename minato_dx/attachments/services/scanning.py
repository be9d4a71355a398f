"""The files in quarantine, one by one and outside of any request: rebuilt where a command does that, then scanned.

What is not sure stays where it is and is tried again, each time after twice as long.
"""

import datetime as dt
import time

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Max, Q
from django.utils import timezone

from minato_dx.attachments.enums import FileState, Verdict
from minato_dx.attachments.models import Attachment
from minato_dx.attachments.services import clamav
from minato_dx.attachments.services.sanitising import NotSanitised, sanitise
from minato_dx.attachments.services.settling import note, refuse, release

SANITISER, SCANNER = "無害化", "ClamAV"
# A round begins no further file after so many seconds: the next minute has a round of its own.
SECONDS_A_ROUND = 60
FIRST_WAIT, LONGEST_WAIT = dt.timedelta(minutes=1), dt.timedelta(hours=1)
DOUBLINGS = 6


def scan_waiting() -> int:
    """Look at the files whose turn it is, and return at how many. Nothing is done where nothing is set."""
    if not (settings.CLAMAV_SOCKET or settings.FILE_SANITISER):
        return 0
    until = time.monotonic() + SECONDS_A_ROUND
    count = 0
    for pk in _due(timezone.now()):
        if time.monotonic() > until:
            break
        count += scan_file(pk=pk, now=timezone.now())
    return count


def _due(now: dt.datetime) -> list[int]:
    """Return the files that were not tried yet, or long enough ago. One query."""
    unsure = Q(scans__verdict=Verdict.UNKNOWN)
    rows = Attachment.objects.filter(state=FileState.QUARANTINED)
    if not settings.CLAMAV_SOCKET:
        # Made harmless, it waits for somebody to decide.
        rows = rows.exclude(scans__engine=SANITISER, scans__verdict=Verdict.CLEAN)
    tried = rows.annotate(tries=Count("scans", filter=unsure), last=Max("scans__at", filter=unsure)).order_by("pk")
    return [
        pk for pk, tries, last in tried.values_list("pk", "tries", "last") if not tries or last + wait(tries) <= now
    ]


def wait(tries: int) -> dt.timedelta:
    """Return how long to wait after so many tries that came to nothing: 1, 2, 4 … minutes, an hour at most."""
    return min(FIRST_WAIT * (1 << min(tries - 1, DOUBLINGS)), LONGEST_WAIT)


@transaction.atomic
def scan_file(*, pk: int, now: dt.datetime) -> bool:
    """Look at one file, and tell whether it was there to be looked at: another worker may have it, or was quicker."""
    can_skip = transaction.get_connection().features.has_select_for_update_skip_locked
    rows = Attachment.objects.select_for_update(skip_locked=can_skip)
    row = rows.filter(pk=pk, state=FileState.QUARANTINED).first()
    if row is None:
        return False
    if _is_harmless(row, now) and settings.CLAMAV_SOCKET:
        _scan(row, now)
    return True


def _is_harmless(row: Attachment, now: dt.datetime) -> bool:
    """Make the file harmless where a command does that, once; tell whether it may be gone on with."""
    if not settings.FILE_SANITISER or row.scans.filter(engine=SANITISER, verdict=Verdict.CLEAN).exists():
        return True
    try:
        with transaction.atomic():
            hashes = sanitise(row)
    except (NotSanitised, OSError) as fault:
        note(row, Verdict.UNKNOWN, engine=SANITISER, detail=str(fault), now=now)
        return False
    note(row, Verdict.CLEAN, engine=SANITISER, detail=hashes, now=now)
    return True


def _scan(row: Attachment, now: dt.datetime) -> None:
    try:
        with row.blob.open("rb") as blob:
            found = clamav.ask(address=settings.CLAMAV_SOCKET, chunks=blob.chunks(), seconds=settings.CLAMAV_SECONDS)
    except OSError as fault:
        found = clamav.Answer(Verdict.UNKNOWN, str(fault))
    if found.verdict == Verdict.CLEAN:
        release(row, engine=SCANNER, detail=found.words, now=now)
    elif found.verdict == Verdict.INFECTED:
        refuse(row, engine=SCANNER, detail=found.words, now=now)
    else:
        note(row, Verdict.UNKNOWN, engine=SCANNER, detail=found.words, now=now)
