"""Sending a draft, confirming its mail address, and the receipt."""

import datetime as dt

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from minato_dx.core.calendar import fiscal_year
from minato_dx.door import offers
from minato_dx.door.enums import DATABASE, Event, SubmissionState, TokenPurpose
from minato_dx.door.exceptions import DoorError, Gone
from minato_dx.door.models import DoorItem, ReceiptSeries, Submission, Token
from minato_dx.door.services import wording
from minato_dx.door.services.keys import hash_of, new_key
from minato_dx.door.services.mailing import owe

CONFIRM_FOR = dt.timedelta(days=3)
STATUS_FOR = dt.timedelta(days=180)
DAY = dt.timedelta(days=1)
# So that nobody has the door write to somebody else's address again and again.
MOST_WAITING = 5
TOO_MANY_WAITING = (
    f"このメールアドレスには、確認を待っているものが{MOST_WAITING}件あります。"
    "届いているメールから受付を完了するか、明日もう一度お送りください。"
)


@transaction.atomic(using=DATABASE)
def send(*, draft: Submission, now: dt.datetime) -> Submission:
    """Send a complete draft: a mail asks to confirm the address. Sent again, nothing more happens.

    The caller has validated the answers. Raises Gone for what is no draft and was never sent, and DoorError where
    the address has as many unconfirmed ones of today as one may have.
    """
    row = Submission.objects.select_for_update().get(pk=draft.pk)
    if row.state == SubmissionState.UNCONFIRMED:
        return row
    if row.state != SubmissionState.DRAFT or row.revises_id is not None:
        raise Gone
    kind = offers.get(row.kind)
    row.state, row.sent_at = SubmissionState.UNCONFIRMED, now
    row.title, row.mail = kind.title_of(row.answers)[:120], kind.mail_of(row.answers)
    _refuse_flood(row.mail, now)
    row.save()
    link = door_link("door_confirm", issue(row, TokenPurpose.CONFIRM, now, CONFIRM_FOR))
    owe(to=row.mail, now=now, **wording.please_confirm(kind=kind.title, link=link))
    return row


def _refuse_flood(mail: str, now: dt.datetime) -> None:
    waiting = Submission.objects.filter(state=SubmissionState.UNCONFIRMED, mail__iexact=mail, sent_at__gt=now - DAY)
    if waiting.count() >= MOST_WAITING:
        raise DoorError(TOO_MANY_WAITING)


def waiting_for(*, key: str, now: dt.datetime) -> Submission:
    """Return what a mailed key confirms, or has confirmed. Raises Gone for a key that is wrong or expired."""
    rows = Token.objects.filter(hash=hash_of(key), purpose=TokenPurpose.CONFIRM, expires_at__gt=now)
    token = rows.select_related("submission").first()
    if token is None:
        raise Gone
    return token.submission


@transaction.atomic(using=DATABASE)
def confirm(*, key: str, now: dt.datetime) -> Submission:
    """Receive what was sent: draw its number, owe it to the intranet, and mail the receipt. Once, however often asked.

    Raises Gone for a key that is wrong, expired, or whose submission has gone.
    """
    row = Submission.objects.select_for_update().get(pk=waiting_for(key=key, now=now).pk)
    if row.state != SubmissionState.UNCONFIRMED:
        return row
    draw_receipt(row, now)
    row.is_revisable = offers.get(row.kind).is_revisable
    row.save()
    sent_at = row.sent_at or now
    tell_intranet(row, Event.SUBMITTED, now, answers=row.answers, sent_at=sent_at.isoformat())
    owe(to=row.mail, now=now, **wording.receipt(submission=row, link=status_link(row, now)))
    return row


def draw_receipt(row: Submission, now: dt.datetime) -> None:
    """Give a submission its number, inside the caller's transaction; the caller saves it."""
    row.state, row.received_at = SubmissionState.RECEIVED, now
    row.fiscal_year = fiscal_year(timezone.localdate(now))
    row.serial = _next_serial(row.fiscal_year)


def _next_serial(year: int) -> int:
    ReceiptSeries.objects.get_or_create(fiscal_year=year)
    series = ReceiptSeries.objects.select_for_update().get(fiscal_year=year)
    series.last += 1
    series.save(update_fields=["last"])
    return series.last


def tell_intranet(
    row: Submission, event: Event, now: dt.datetime, *, carrier: Submission | None = None, **told: object
) -> DoorItem:
    """Owe the intranet what happened to a received submission, inside the caller's transaction."""
    head = {"receipt": row.short_receipt, "mail": row.mail, "at": now.isoformat()}
    return DoorItem.objects.create(
        key=str(row.key), kind=row.kind, event=event, payload=head | told, created_at=now, carrier=carrier or row
    )


def issue(row: Submission, purpose: TokenPurpose, now: dt.datetime, for_how_long: dt.timedelta) -> str:
    """Make a key for a submission and return it; only its hash is kept."""
    key = new_key()
    Token.objects.create(submission=row, purpose=purpose, hash=hash_of(key), made_at=now, expires_at=now + for_how_long)
    return key


def status_link(row: Submission, now: dt.datetime) -> str:
    """Return the address of the status page with a new key."""
    return door_link("door_status", issue(row, TokenPurpose.STATUS, now, STATUS_FOR))


def door_link(name: str, *args: str) -> str:
    """Return a whole address of the door, for a mail."""
    return f"{settings.DOOR_URL}{reverse(name, args=args, urlconf='minato_dx.urls_public')}"
