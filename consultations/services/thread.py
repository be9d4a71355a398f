"""Talking: messages for everybody in the case, notes for the DX section alone."""

import datetime as dt
import uuid
from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from consultations.enums import ENDED, PromiseKind, Side, State
from consultations.exceptions import StateConflict
from consultations.models import Consultation, Draft, InternalNote, Message
from consultations.permissions import can_see_notes, can_work_on, can_write_message, is_requester
from consultations.services.leader_turns import end_turn, open_turn
from consultations.services.promises import due_after, make_promise
from consultations.services.telling import tell
from consultations.services.transitions import lock, resume_first
from minato_dx.attachments.services import attach, move
from minato_dx.attachments.validators import Upload
from minato_dx.core.steps import require
from minato_dx.core.text import first_sentence
from minato_dx.organization.models import User
from minato_dx.organization.selectors import post_label
from minato_dx.reference.selectors import portal_settings


@transaction.atomic
def post_message(
    *,
    consultation: Consultation,
    author: User,
    body: str,
    files: Sequence[Upload] = (),
    token: uuid.UUID | None = None,
    now: dt.datetime | None = None,
) -> Message:
    """Write into the thread, tell the other side, and keep or restart what was promised.

    A reply from the division ends the waiting; the DX side's word keeps what was promised and promises the next step.
    The same ``token`` twice makes one message. Raises PermissionDenied, StateConflict where the case has ended, and
    ValidationError for a file that may not be attached.
    """
    now = now or timezone.now()
    consultation = lock(consultation)
    require(can_write_message(author, consultation))
    earlier = Message.objects.filter(submission_token=token, author=author).first() if token else None
    if earlier is not None:
        return earlier
    if consultation.state in ENDED:
        label = State(consultation.state).label
        raise StateConflict(f"この相談は「{label}」です。続けて相談するときは、先に「再開する」を選んでください。")
    side = side_of(author, consultation)
    message = Message.objects.create(
        consultation=consultation,
        author=author,
        author_post=post_label(user=author, day=timezone.localdate(now)),
        side=side,
        body=body,
        submission_token=token,
        created_at=now,
    )
    attach(uploads=files, kind="message", object_id=message.pk, user=author)
    _take_draft(author=author, key=reply_key(consultation), message=message)
    if side == Side.ASKER and consultation.is_waiting:
        resume_first(consultation=consultation, actor=author, now=now)
    if side == Side.DX and consultation.is_with_leader:
        end_turn(consultation=consultation, now=now, by=author)
    if side == Side.DX and not consultation.is_waiting:
        _keep_word(consultation=consultation, now=now)
    remember_last_word(
        consultation=consultation, author=author, side=side, text=body or "ファイルを付けました", now=now
    )
    consultation.save()
    turn = open_turn(consultation)
    others = [consultation.requester, turn.leader if turn else consultation.assignee]
    tell(
        consultation=consultation,
        kind="message",
        event=f"message:{message.pk}",
        to=others,
        by=author,
        text=f"{author.surname}さんから返信があります",
        details=body,
    )
    return message


def _keep_word(*, consultation: Consultation, now: dt.datetime) -> None:
    """Count the DX side's word as the reply or step that was promised, and promise the next one.

    A later promise stays: who is to be heard next week is not owed a step before. The caller saves the consultation.
    """
    if consultation.next_due_kind not in (PromiseKind.FIRST_REPLY, PromiseKind.NEXT_STEP):
        return
    due_at = due_after(now=now, working_days=portal_settings().next_step_days)
    if consultation.next_due_kind == PromiseKind.FIRST_REPLY or due_at > (consultation.next_due_at or now):
        make_promise(consultation=consultation, kind=PromiseKind.NEXT_STEP, due_at=due_at, now=now)


def side_of(author: User, consultation: Consultation) -> Side:
    """A requester speaks for the division, even one from the DX section; who works on the case speaks for it."""
    if is_requester(author, consultation) or not can_work_on(author, consultation):
        return Side.ASKER
    return Side.DX


def reply_key(consultation: Consultation) -> str:
    """Name the draft of a reply to this consultation."""
    return f"reply:{consultation.pk}"


def note_key(consultation: Consultation) -> str:
    """Name the draft of an internal note on this consultation."""
    return f"note:{consultation.pk}"


def was_posted(*, author: User, key: str, token: uuid.UUID) -> bool:
    """Tell whether the reply or note whose draft is ``key`` was posted from that form already.

    Waits for a post that is just being written; must run in the transaction that would keep the draft.
    """
    kind, _, number = key.partition(":")
    models: dict[str, type[Message] | type[InternalNote]] = {"reply": Message, "note": InternalNote}
    if kind not in models:
        return False
    Consultation.objects.select_for_update().filter(pk=number).values_list("pk").first()
    return models[kind].objects.filter(submission_token=token, author=author).exists()


def promise_next_step(*, consultation: Consultation, now: dt.datetime) -> None:
    """Promise the next step within the days of the settings. The caller saves the consultation."""
    due_at = due_after(now=now, working_days=portal_settings().next_step_days)
    make_promise(consultation=consultation, kind=PromiseKind.NEXT_STEP, due_at=due_at, now=now)


def remember_last_word(*, consultation: Consultation, author: User, side: Side, text: str, now: dt.datetime) -> None:
    """Keep the gist of the newest word beside the case, where lists show it. The caller saves the consultation."""
    consultation.last_word = first_sentence(text)
    consultation.last_word_by = author.name
    consultation.last_word_side = side
    consultation.last_word_at = now


def _take_draft(*, author: User, key: str, message: Message) -> None:
    draft = Draft.objects.filter(user=author, key=key).first()
    if draft is not None:
        move(from_kind="draft", from_id=draft.pk, to_kind="message", to_id=message.pk)
        draft.delete()


@transaction.atomic
def add_note(
    *,
    consultation: Consultation,
    author: User,
    body: str,
    token: uuid.UUID | None = None,
    now: dt.datetime | None = None,
) -> InternalNote:
    """Write an internal note and tell the assigned person. Raises PermissionDenied outside the DX section."""
    consultation = lock(consultation)
    require(can_see_notes(author, consultation))
    earlier = InternalNote.objects.filter(submission_token=token, author=author).first() if token else None
    if earlier is not None:
        return earlier
    note = InternalNote.objects.create(
        consultation=consultation, author=author, body=body, submission_token=token, created_at=now or timezone.now()
    )
    Draft.objects.filter(user=author, key=note_key(consultation)).delete()
    if consultation.assignee_id != consultation.requester_id:
        tell(
            consultation=consultation,
            kind="note",
            event=f"note:{note.pk}",
            to=[consultation.assignee],
            by=author,
            text=f"{author.surname}さんが内部メモを残しました",
        )
    return note
