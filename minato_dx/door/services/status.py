"""What one does behind the status page's key: read, answer, change, take back; and how one gets a new key."""

import datetime as dt

from django.db import transaction

from minato_dx.core.text import is_blank
from minato_dx.door import offers
from minato_dx.door.enums import DATABASE, Event, SubmissionState, TokenPurpose
from minato_dx.door.exceptions import DoorError, Gone
from minato_dx.door.models import DeskMessage, Mail, Submission, Token
from minato_dx.door.services import wording
from minato_dx.door.services.drafts import lock_draft
from minato_dx.door.services.keys import hash_of, new_key
from minato_dx.door.services.mailing import owe
from minato_dx.door.services.sending import status_link, tell_intranet

REPLY_LENGTH = 4000
# New links for one address within a day; more would let anybody fill somebody's mailbox.
RENEWALS_A_DAY = 3
DAY = dt.timedelta(days=1)
NOT_OPEN = "この受付は終わっています。"


def submission_of(*, key: str, now: dt.datetime) -> Submission:
    """Return the submission that the status key opens. Raises Gone alike for a wrong and for an expired one."""
    token = (
        Token.objects.filter(hash=hash_of(key), purpose=TokenPurpose.STATUS, expires_at__gt=now)
        .select_related("submission")
        .first()
    )
    if token is None:
        raise Gone
    return token.submission


def _lock_open(submission: Submission) -> Submission:
    row = Submission.objects.select_for_update().get(pk=submission.pk)
    if not row.is_open:
        raise DoorError(NOT_OPEN)
    return row


@transaction.atomic(using=DATABASE)
def reply(*, submission: Submission, message_id: int, text: str, now: dt.datetime) -> DeskMessage:
    """Answer a question of the desk, once. Raises DoorError for no text, Gone for a message of another submission."""
    row = _lock_open(submission)
    message = DeskMessage.objects.filter(pk=message_id, submission=row, wants_reply=True).first()
    if message is None:
        raise Gone
    if message.replied_at is not None:
        raise DoorError("このご連絡には、もうお返事をいただいています。")
    if is_blank(text):
        raise DoorError("お返事を書いてください。")
    if len(text) > REPLY_LENGTH:
        raise DoorError(f"お返事は{REPLY_LENGTH}字までです。いま{len(text)}字です。")
    message.reply, message.replied_at = text.strip(), now
    message.save(update_fields=["reply", "replied_at"])
    tell_intranet(row, Event.REPLIED, now, message=message.key, text=message.reply)
    return message


@transaction.atomic(using=DATABASE)
def withdraw(*, submission: Submission, reason: str, now: dt.datetime) -> Submission:
    """Take a submission back; asked again, nothing more happens."""
    row = Submission.objects.select_for_update().get(pk=submission.pk)
    if row.state == SubmissionState.WITHDRAWN:
        return row
    if not row.is_open:
        raise DoorError(NOT_OPEN)
    row.state, row.ended_at, row.is_revisable = SubmissionState.WITHDRAWN, now, False
    row.save()
    tell_intranet(row, Event.WITHDRAWN, now, reason=reason.strip()[:REPLY_LENGTH])
    return row


@transaction.atomic(using=DATABASE)
def act(*, submission: Submission, action: str, thing: str, now: dt.datetime) -> Submission:
    """Press one of the buttons that its kind has on the status page; pressed again, nothing more happens.

    Until the intranet has answered, the page says that it was asked. Raises DoorError for what may not be done.
    """
    row = _lock_open(submission)
    asked = row.page.get("asked", {})
    if asked.get(thing) == action:
        return row
    refusal = offers.get(row.kind).refuse_act(row.page, action, thing, now)
    if refusal:
        raise DoorError(refusal)
    row.page = row.page | {"asked": asked | {thing: action}}
    row.save(update_fields=["page"])
    tell_intranet(row, Event.ACTED, now, action=action, thing=thing)
    return row


@transaction.atomic(using=DATABASE)
def begin_revision(*, submission: Submission, now: dt.datetime) -> str:
    """Open a draft with what was sent, and return its key. Raises DoorError once the desk has begun to judge it."""
    row = _lock_revisable(submission)
    key = new_key()
    Submission.objects.create(
        kind=row.kind,
        draft_hash=hash_of(key),
        revises=row,
        answers=row.answers,
        started_at=now,
        changed_at=now,
    )
    return key


def _lock_revisable(submission: Submission) -> Submission:
    row = _lock_open(submission)
    if not row.is_revisable:
        raise DoorError(offers.get(row.kind).words.too_late)
    return row


@transaction.atomic(using=DATABASE)
def send_revision(*, draft: Submission, now: dt.datetime) -> Submission:
    """Put a revision in the place of what was sent, and owe it to the intranet.

    The caller has validated the answers. The mail address stays the confirmed one.
    """
    if draft.revises is None:
        raise Gone
    row = _lock_revisable(draft.revises)
    draft = lock_draft(draft)
    draft.state, draft.sent_at, draft.ended_at = SubmissionState.ENDED, now, now
    draft.save()
    row.answers, row.title, row.changed_at = draft.answers, offers.get(row.kind).title_of(draft.answers)[:120], now
    row.is_invitation = False
    row.save()
    tell_intranet(row, Event.REVISED, now, carrier=draft, answers=draft.answers)
    return row


@transaction.atomic(using=DATABASE)
def renew(*, mail: str, now: dt.datetime) -> None:
    """Mail new links to everything the address has here; the old ones end. Whether there is anything is not told."""
    rows = list(
        Submission.objects.select_for_update().filter(
            mail__iexact=mail, serial__isnull=False, state__in=(SubmissionState.RECEIVED, SubmissionState.ENDED)
        )
    )
    subject = wording.new_links(links=[])["subject"]
    lately = Mail.objects.filter(to__iexact=mail, subject=subject, owed_at__gt=now - DAY).count()
    if not rows or lately >= RENEWALS_A_DAY:
        return
    Token.objects.filter(submission__in=rows, purpose=TokenPurpose.STATUS).delete()
    owe(to=rows[0].mail, now=now, **wording.new_links(links=[(row, status_link(row, now)) for row in rows]))
