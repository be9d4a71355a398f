"""The door's own outbox: a mail is a row written with the fact it tells of, and sent by the clock."""

import datetime as dt
import logging
import smtplib
import uuid

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction

from minato_dx.door.enums import DATABASE, MailState
from minato_dx.door.models import Mail

BACK_OFF_MINUTES = (1, 2, 5, 10, 30, 60)
GIVE_UP_AFTER = dt.timedelta(days=3)
LEASE = dt.timedelta(minutes=3)
MOST_A_ROUND = 500
FAULTS_IN_A_ROW = 3

log = logging.getLogger(__name__)


def owe(*, to: str, subject: str, body: str, now: dt.datetime) -> Mail:
    """Write a mail to be sent, inside the caller's transaction."""
    return Mail.objects.create(
        to=to,
        subject=" ".join(subject.split())[:200],
        body=body,
        message_id=f"<{uuid.uuid4()}@{settings.DEFAULT_FROM_EMAIL.rpartition('@')[2].rstrip('>') or 'localhost'}>",
        due_at=now,
        owed_at=now,
    )


def send_owed(*, now: dt.datetime) -> int:
    """Send what is due and return how many went out; ends early where the server itself is in trouble."""
    sent = faults = 0
    while sent < MOST_A_ROUND and faults < FAULTS_IN_A_ROW:
        mail = _claim(now)
        if mail is None:
            break
        if _deliver(mail, now):
            sent, faults = sent + 1, 0
        else:
            faults += 1
    return sent


@transaction.atomic(using=DATABASE)
def _claim(now: dt.datetime) -> Mail | None:
    """Take the mail that is due for the longest time, for as long as the lease lasts."""
    can_skip = transaction.get_connection(DATABASE).features.has_select_for_update_skip_locked
    rows = Mail.objects.select_for_update(skip_locked=can_skip).filter(state=MailState.OWED, due_at__lte=now)
    mail = rows.order_by("due_at", "id").first()
    if mail is not None:
        mail.due_at = now + LEASE
        mail.attempts += 1
        mail.save(update_fields=["due_at", "attempts"])
    return mail


def _deliver(mail: Mail, now: dt.datetime) -> bool:
    message = EmailMessage(
        mail.subject,
        mail.body,
        to=[mail.to],
        headers={"Message-ID": mail.message_id, "Auto-Submitted": "auto-generated"},
    )
    try:
        message.send()
    except (OSError, smtplib.SMTPException) as fault:
        log.warning("Mail %s could not be sent: %s", mail.message_id, fault)
        if now - mail.owed_at > GIVE_UP_AFTER or _is_final(fault):
            _settle(mail, MailState.DEAD, now, type(fault).__name__)
        else:
            minutes = BACK_OFF_MINUTES[min(mail.attempts, len(BACK_OFF_MINUTES)) - 1]
            Mail.objects.filter(pk=mail.pk).update(
                due_at=now + dt.timedelta(minutes=minutes), reason=f"{type(fault).__name__} {fault}"[:300]
            )
        return False
    _settle(mail, MailState.SENT, now, "")
    return True


def _is_final(fault: Exception) -> bool:
    """Tell whether the server will never take it: an address that it does not know."""
    return isinstance(fault, smtplib.SMTPRecipientsRefused) and all(
        500 <= code < 600 for code, _text in fault.recipients.values()
    )


def _settle(mail: Mail, state: MailState, now: dt.datetime, reason: str) -> None:
    # The words go: they may hold a key.
    Mail.objects.filter(pk=mail.pk).update(state=state, body="", settled_at=now, reason=reason)
