"""Sending what is owed, one mail at a time; any number of relays may work side by side.

A mail is claimed in a transaction of its own, sent outside of any, and settled in another. A relay that is killed in
between leaves a claimed row, which any relay takes up again when its lease has run out, with the same Message-ID: at
most that one mail is sent twice. No transaction waits for a mail server, so that SQLite's one writer is never held up.
"""

import datetime as dt
import logging
import smtplib
import time
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.utils import timezone

from minato_dx.core.calendar import is_office_time, next_office_time
from minato_dx.notifications.enums import UNSETTLED, DeliveryState
from minato_dx.notifications.models import Delivery
from minato_dx.notifications.services.composing import NotToBeSent, compose
from minato_dx.reference.selectors import closed_days

# Minutes until the next try, the last one again and again.
BACK_OFF_MINUTES = (1, 2, 5, 10, 30, 60)
# A server may be away over a long weekend; what it would not take for this long, it will not take.
GIVE_UP_AFTER = dt.timedelta(days=5)
# So many faults in a row are the server's and not the mails': the rest waits for the next round.
FAULTS_IN_A_ROW = 3
PERMANENT = range(500, 600)

log = logging.getLogger(__name__)


class Refused(Exception):
    """The server will never take this mail; ``str()`` is its reason."""


@dataclass(slots=True)
class Report:
    """How many mails of a round came to what."""

    sent: int = 0
    kept: int = 0
    dropped: int = 0
    failed: int = 0
    dead: int = 0
    faults_in_a_row: int = field(default=0, repr=False)
    # Ended by its limits, so that more may be due.
    is_cut: bool = field(default=False, repr=False)

    @property
    def tried(self) -> int:
        """How many mails came to anything at all."""
        return self.sent + self.kept + self.dropped + self.failed + self.dead


class Post:
    """A connection to the mail server that is kept for a round, and made anew after every fault."""

    def __init__(self) -> None:
        self._connection: BaseEmailBackend | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.hang_up()

    def send(self, mail: EmailMultiAlternatives) -> None:
        """Hand the mail to the server. Raises Refused, OSError or smtplib.SMTPException."""
        if self._connection is None:
            connection: BaseEmailBackend = get_connection()
            connection.open()
            self._connection = connection
        try:
            self._connection.send_messages([mail])
        except smtplib.SMTPRecipientsRefused as refusal:
            self.hang_up()
            codes = [code for code, _text in refusal.recipients.values()]
            if all(code in PERMANENT for code in codes):
                raise Refused(_answers(refusal)) from refusal
            raise
        except smtplib.SMTPDataError as refusal:
            self.hang_up()
            if refusal.smtp_code in PERMANENT:
                raise Refused(f"{refusal.smtp_code} {_text(refusal.smtp_error)}") from refusal
            raise
        except BaseException:
            self.hang_up()
            raise

    def hang_up(self) -> None:
        """Close the connection, whatever state it is in."""
        if self._connection is not None:
            connection, self._connection = self._connection, None
            try:
                connection.close()
            except (OSError, smtplib.SMTPException):
                log.debug("the mail server did not say goodbye", exc_info=True)


def _answers(refusal: smtplib.SMTPRecipientsRefused) -> str:
    return "; ".join(f"{code} {_text(text)}" for code, text in refusal.recipients.values())


def _text(answer: bytes | str) -> str:
    return answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer


def relay(*, limit: int | None = None, seconds: float | None = None) -> Report:
    """Send everything that is due, or at most ``limit`` mails or for about ``seconds``, and say what came of it.

    Ends early where the server itself is in trouble; what is left stays owed.
    """
    report = Report()
    end = None if seconds is None else time.monotonic() + seconds
    with Post() as post:
        while report.faults_in_a_row < FAULTS_IN_A_ROW:
            if report.tried == limit or (end is not None and time.monotonic() >= end):
                report.is_cut = True
                break
            delivery = claim_next(now=timezone.now())
            if delivery is None:
                break
            if _may_go_now(delivery):
                _deliver(delivery, post, report)
    return report


@transaction.atomic
def claim_next(*, now: dt.datetime) -> Delivery | None:
    """Take the mail that is due for the longest time, for as long as the lease lasts; None where nothing is due."""
    can_skip = transaction.get_connection().features.has_select_for_update_skip_locked
    rows = Delivery.objects.select_for_update(skip_locked=can_skip, of=("self",)) if can_skip else Delivery.objects
    delivery = (
        rows.filter(state__in=UNSETTLED, due_at__lte=now)
        .select_related("recipient", "notification")
        .order_by("due_at", "id")
        .first()
    )
    if delivery is None:
        return None
    delivery.state = DeliveryState.SENDING
    delivery.attempts += 1
    delivery.due_at = now + dt.timedelta(seconds=settings.MAIL_LEASE_SECONDS)
    delivery.save(update_fields=["state", "attempts", "due_at"])
    return delivery


def _may_go_now(delivery: Delivery) -> bool:
    """Put what is for office hours only back until the office opens."""
    now, closed = timezone.now(), closed_days()
    if not delivery.in_office_hours or is_office_time(now, closed):
        return True
    _settle(
        delivery,
        state=DeliveryState.OWED,
        attempts=delivery.attempts - 1,
        due_at=next_office_time(now, closed),
    )
    return False


def _deliver(delivery: Delivery, post: Post, report: Report) -> None:
    now = timezone.now()
    try:
        mail = compose(delivery=delivery, now=now)
        if not settings.MAIL_IS_KEPT:
            post.send(mail)
    except NotToBeSent as reason:
        report.dropped += 1
        _settle(delivery, state=DeliveryState.DROPPED, settled_at=now, reason=str(reason))
    except Refused as refusal:
        report.dead, report.faults_in_a_row = report.dead + 1, 0
        log.error("Mail %s is refused for good: %s", delivery.message_id, refusal)
        _settle(delivery, state=DeliveryState.DEAD, settled_at=now, reason=f"メールサーバーの返事：{refusal}")
    except (OSError, smtplib.SMTPException) as fault:
        report.faults_in_a_row += 1
        if _try_again(delivery, fault):
            report.failed += 1
        else:
            report.dead += 1
    except Exception as fault:
        # A mail that cannot even be made: it must stop nobody else's, and somebody has to look at it.
        report.dead += 1
        log.exception("Mail %s cannot be made", delivery.message_id)
        _settle(delivery, state=DeliveryState.DEAD, settled_at=now, reason=f"メールを作れません：{_said(fault)}")
    else:
        report.faults_in_a_row = 0
        state = DeliveryState.KEPT if settings.MAIL_IS_KEPT else DeliveryState.SENT
        report.kept, report.sent = report.kept + settings.MAIL_IS_KEPT, report.sent + (not settings.MAIL_IS_KEPT)
        _settle(
            delivery,
            state=state,
            settled_at=timezone.now(),
            reason="",
            address=delivery.recipient.email,
            subject=mail.subject[:250],
            body=mail.body,
        )


def _try_again(delivery: Delivery, fault: Exception) -> bool:
    """Owe the mail again, later and later; tell whether there is still a point in it."""
    now = timezone.now()
    reason = f"メールサーバーに渡せません：{_said(fault)}"
    if now - delivery.owed_at > GIVE_UP_AFTER:
        log.error("Mail %s is given up: %s", delivery.message_id, fault)
        _settle(delivery, state=DeliveryState.DEAD, settled_at=now, reason=reason)
        return False
    log.warning("Mail %s is tried again later: %s", delivery.message_id, fault)
    minutes = BACK_OFF_MINUTES[min(delivery.attempts, len(BACK_OFF_MINUTES)) - 1]
    _settle(delivery, state=DeliveryState.OWED, due_at=now + dt.timedelta(minutes=minutes), reason=reason)
    return True


def _said(fault: Exception) -> str:
    if isinstance(fault, smtplib.SMTPRecipientsRefused):
        return _answers(fault)
    return f"{type(fault).__name__} {fault}".strip()[:500]


def _settle(delivery: Delivery, **values: object) -> None:
    """Write what came of it, unless the lease ran out and another relay has the mail by now."""
    ours = Delivery.objects.filter(pk=delivery.pk, state=DeliveryState.SENDING, due_at=delivery.due_at)
    if not ours.update(**values):
        log.warning("Mail %s took longer than its lease; another relay has it.", delivery.message_id)
