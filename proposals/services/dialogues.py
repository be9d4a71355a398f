"""Vendor, division and desk at one table: planned, moved, called off, written down."""

import datetime as dt

from django.db import transaction
from django.db.models import Max

from minato_dx.core.calendar import moment_text
from minato_dx.core.steps import require
from minato_dx.core.text import is_blank
from minato_dx.organization.models import User
from minato_dx.reference.enums import ContactChannel, ContactDirection
from minato_dx.reference.services import ContactNote, note_contact
from proposals.enums import PROPOSAL_KIND, SHOWN, DialogueState, State
from proposals.exceptions import ProposalError
from proposals.models import Dialogue, Proposal
from proposals.permissions import can_record, can_work_on
from proposals.services.dialogue_rules import (
    Party,
    require_party,
    require_planned,
    require_there,
    require_time,
    require_writable,
    resolved,
)
from proposals.services.dialogue_times import (
    CANCEL,
    REQUEST,
    Booking,
    note_time,
    release_time,
    shift_time,
    take_time,
    tell_party,
)
from proposals.services.steps import conflict, lock, log, take_step


@transaction.atomic
def plan_dialogue(*, proposal: Proposal, actor: User, party: Party, booking: Booking, now: dt.datetime) -> Dialogue:
    """Fix a dialogue, take the time of all who come, and tell them; the first one begins the state of dialogue.

    Sent twice, it is one dialogue. Raises ProposalError where nobody of the division comes, the host is not of the
    desk or is away, the day is closed or over, or somebody or the room is taken; StateConflict for a proposal that is
    not shared.
    """
    proposal = lock(proposal)
    require(can_work_on(actor, proposal))
    if proposal.state not in SHOWN:
        raise conflict(proposal)
    booking = resolved(booking)
    earlier = proposal.dialogues.filter(
        state=DialogueState.PLANNED, starts_at=booking.starts_at, division=party.division
    ).first()
    if earlier is not None:
        return earlier
    require_time(booking, now)
    require_party(party, booking)
    if proposal.state == State.SHARED:
        take_step(proposal=proposal, actor=actor, name="begin_dialogue", now=now)
        proposal.save()
    last = proposal.dialogues.aggregate(last=Max("number"))["last"] or 0
    dialogue = Dialogue.objects.create(
        proposal=proposal,
        number=last + 1,
        starts_at=booking.starts_at,
        host=booking.host,
        division=party.division,
        vendor_people=party.vendor_people.strip(),
        created_at=now,
    )
    guests = [person for person in party.people if person.pk != booking.host.pk]
    dialogue.people.set(guests)
    note_time(dialogue, take_time(dialogue=dialogue, people=guests, booking=booking, now=now))
    dialogue.save()
    _log(dialogue, actor, "plan_dialogue", _said(dialogue), now)
    text = f"事業者との対話　{_said(dialogue)}"
    tell_party(dialogue=dialogue, event="planned", text=text, by=actor, method=REQUEST, now=now)
    return dialogue


@transaction.atomic
def move_dialogue(*, dialogue: Dialogue, actor: User, booking: Booking, reason: str = "", now: dt.datetime) -> Dialogue:
    """Move a planned dialogue, the same people coming; its event stays the same, and everybody is told.

    Raises ProposalError where the time cannot be, and StateConflict for one that is not planned any more.
    """
    dialogue = _lock(dialogue)
    require(can_work_on(actor, dialogue.proposal))
    require_planned(dialogue)
    booking = resolved(booking)
    if booking.host.pk != dialogue.host_id:
        raise ProposalError("ほかの人の時間は選べません。残っている時間から選び直してください。", "slot")
    require_time(booking, now)
    require_there(dialogue.host, booking)
    before = moment_text(dialogue.starts_at)
    if dialogue.event is None:
        raise TypeError("a planned dialogue has its event")
    note_time(dialogue, shift_time(event=dialogue.event, booking=booking, now=now))
    dialogue.save()
    text = f"{before} から {_said(dialogue)} に変えました"
    entry = _log(dialogue, actor, "move_dialogue", f"{text}　{reason}".strip(), now)
    tell_party(
        dialogue=dialogue,
        event=f"step:{entry}",
        text=f"対話の日時が変わりました　{_said(dialogue)}",
        details=reason,
        by=actor,
        method=REQUEST,
        now=now,
    )
    return dialogue


@transaction.atomic
def cancel_dialogue(*, dialogue: Dialogue, actor: User, reason: str, now: dt.datetime) -> Dialogue:
    """Call a planned dialogue off, or note that it did not take place; everybody is told why.

    Raises ProposalError without a reason, and StateConflict for one that is not planned any more.
    """
    dialogue = _lock(dialogue)
    require(can_work_on(actor, dialogue.proposal))
    require_planned(dialogue)
    if is_blank(reason):
        raise ProposalError("取りやめる理由を書いてください。出席する人が読みます。", "reason")
    dialogue.state = DialogueState.CANCELLED
    was_ahead = release_time(dialogue=dialogue, now=now)
    dialogue.save(update_fields=["state"])
    entry = _log(dialogue, actor, "cancel_dialogue", f"{_said(dialogue)}　{reason}", now)
    tell_party(
        dialogue=dialogue,
        event=f"step:{entry}",
        text=f"対話（{moment_text(dialogue.starts_at)}）を取りやめました",
        details=reason,
        by=actor,
        method=CANCEL if was_ahead else "",
        now=now,
    )
    return dialogue


@transaction.atomic
def record_dialogue(
    *,
    dialogue: Dialogue,
    actor: User,
    record: str,
    followed: str = "",
    seen_at: dt.datetime | None = None,
    now: dt.datetime,
) -> Dialogue:
    """Write down what was said and what follows, or put it right; the first time it goes into the company's log.

    ``seen_at`` is when what the writer had before them was written, None where nothing was. Raises ProposalError
    before it has begun or without words, and StateConflict where somebody wrote meanwhile or it was called off.
    """
    dialogue = _lock(dialogue)
    require(can_record(actor, dialogue))
    if is_blank(record):
        raise ProposalError("話したことを書いてください。1行でかまいません。", "record")
    require_writable(dialogue, seen_at, now)
    is_first = dialogue.recorded_at is None
    dialogue.state = DialogueState.HELD
    dialogue.record, dialogue.followed = record.strip(), followed.strip()
    dialogue.recorded_by, dialogue.recorded_at = actor, now
    dialogue.save()
    entry = _log(dialogue, actor, "record_dialogue" if is_first else "correct_dialogue", f"第{dialogue.number}回", now)
    if is_first:
        _note_contact(dialogue, now)
    said = "対話の記録ができました" if is_first else "対話の記録が直りました"
    tell_party(dialogue=dialogue, event=f"step:{entry}", text=f"第{dialogue.number}回の{said}", by=actor, now=now)
    return dialogue


def _note_contact(dialogue: Dialogue, now: dt.datetime) -> None:
    proposal = dialogue.proposal
    note_contact(
        company=proposal.company,
        facts=ContactNote(
            at=dialogue.starts_at,
            channel=ContactChannel.MEETING,
            direction=ContactDirection.OUTGOING,
            contact=proposal.contact,
            field=proposal.fields.order_by("order", "pk").first(),
            summary=f"第{dialogue.number}回の対話（{dialogue.minutes}分）：{proposal.title}",
            about=(PROPOSAL_KIND, proposal.pk),
        ),
        by=dialogue.host,
        now=now,
    )


def _lock(dialogue: Dialogue) -> Dialogue:
    """Return the dialogue read again; its proposal is locked first, as by everything that is done at the desk."""
    proposal = lock(dialogue.proposal)
    rows = Dialogue.objects.select_for_update(of=("self",)).select_related("event__room", "host", "recorded_by")
    locked = rows.get(pk=dialogue.pk)
    locked.proposal = proposal
    return locked


def _said(dialogue: Dialogue) -> str:
    return f"{moment_text(dialogue.starts_at)}　{dialogue.place}"


def _log(dialogue: Dialogue, actor: User, name: str, words: str, now: dt.datetime) -> int:
    proposal = dialogue.proposal
    return log(proposal=proposal, actor=actor, name=name, before=proposal.state, reason=words, now=now).pk
