"""The calendar's side of a dialogue: its event in ``scheduling``, and who hears of it."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import reverse

from minato_dx.core.calendar import moment_text
from minato_dx.notifications.enums import Topic
from minato_dx.notifications.services import notify
from minato_dx.notifications.services.owing import Calendar
from minato_dx.organization.models import User
from minato_dx.scheduling.enums import EventCategory
from minato_dx.scheduling.exceptions import SchedulingError
from minato_dx.scheduling.models import Event, Room
from minato_dx.scheduling.services import (
    Subject,
    book_slot,
    cancel_event,
    invitation,
    move_event,
    move_event_to_slot,
    plan_event,
)
from proposals.enums import DIALOGUE_KIND, DialogueState
from proposals.exceptions import ProposalError
from proposals.models import Dialogue, Proposal

REQUEST, CANCEL = "REQUEST", "CANCEL"
ENDED_TEXT = "提案の扱いが終わったため、対話を取りやめました"


@dataclass(frozen=True, slots=True)
class Booking:
    """When and where: a time that the host has published (``slot_id``), or a moment and minutes of one's own."""

    host: User
    starts_at: dt.datetime
    minutes: int = 60
    place: str = ""
    room: Room | None = None
    slot_id: int | None = None

    @property
    def ends_at(self) -> dt.datetime:
        return self.starts_at + dt.timedelta(minutes=self.minutes)


def take_time(*, dialogue: Dialogue, people: Sequence[User], booking: Booking, now: dt.datetime) -> Event:
    """Take the time of host, people and room. Raises ProposalError, with what to do, where one of them is taken."""
    subject = Subject(
        category=EventCategory.DIALOGUE,
        object_kind=DIALOGUE_KIND,
        object_id=dialogue.pk,
        title=f"対話［{dialogue.proposal.number}］{dialogue.proposal.company.name}",
    )
    where: dict[str, Any] = {"room": booking.room, "place": booking.place}
    try:
        if booking.slot_id is not None:
            return book_slot(slot_id=booking.slot_id, subject=subject, guests=people, **where, now=now)
        return plan_event(
            subject=subject,
            starts_at=booking.starts_at,
            ends_at=booking.ends_at,
            organizer=booking.host,
            hosts=[booking.host],
            guests=people,
            **where,
            now=now,
        )
    except SchedulingError as refusal:
        raise ProposalError(refusal.message) from refusal


def shift_time(*, event: Event, booking: Booking, now: dt.datetime) -> Event:
    """Move the event, which keeps its UID. Raises ProposalError where somebody or the room is taken then."""
    where: dict[str, Any] = {"room": booking.room, "place": booking.place}
    try:
        if booking.slot_id is not None:
            return move_event_to_slot(event=event, slot_id=booking.slot_id, **where, now=now)
        return move_event(event=event, starts_at=booking.starts_at, ends_at=booking.ends_at, **where, now=now)
    except SchedulingError as refusal:
        raise ProposalError(refusal.message) from refusal


def release_time(*, dialogue: Dialogue, now: dt.datetime) -> bool:
    """Give the time back; tell whether calendars have to hear of it. What is over stays in them."""
    if dialogue.event is None or dialogue.event.starts_at <= now:
        return False
    dialogue.event = cancel_event(event=dialogue.event, now=now)
    return True


def note_time(dialogue: Dialogue, event: Event) -> None:
    """Keep in the dialogue what its event has. The caller saves it."""
    dialogue.event, dialogue.starts_at = event, event.starts_at
    dialogue.minutes = int((event.ends_at - event.starts_at).total_seconds()) // 60
    dialogue.place = event.place or event.where


def tell_party(
    *, dialogue: Dialogue, event: str, text: str, by: User | None, method: str = "", details: str = "", now: dt.datetime
) -> None:
    """Owe the news to host, people and whoever has the proposal; with ``method`` the invitation travels with it.

    Who did it reads nothing, and gets the invitation alone.
    """
    seated = [dialogue.host, *dialogue.people.all()]
    calendar = _calendar(dialogue, method, by) if method else None
    others = [person for person in [dialogue.proposal.assignee] if person.pk not in {one.pk for one in seated}]
    for people, sent in ((seated, calendar), (others, None)):
        notify(
            event=f"dialogue:{dialogue.pk}:{event}",
            kind="dialogue",
            topic=Topic.CALENDAR,
            recipients=[one for one in people if sent is not None or by is None or one.pk != by.pk],
            title=f"［{dialogue.proposal.number}］{text}",
            text=details,
            object_kind=DIALOGUE_KIND,
            object_id=dialogue.pk,
            calendar=sent,
            now=now,
        )


def _calendar(dialogue: Dialogue, method: str, by: User | None) -> Calendar | None:
    if dialogue.event is None:
        return None
    url = settings.PORTAL_URL + reverse("dialogue_detail", args=[dialogue.pk])
    known_to = frozenset({by.pk}) if by else frozenset()
    return Calendar(text=invitation(event=dialogue.event, method=method, url=url), known_to=known_to)


def call_off_planned(*, proposal: Proposal, actor: User | None, now: dt.datetime) -> None:
    """Call off what is still ahead, because the proposal has ended. What is over can still be written down."""
    ahead = Dialogue.objects.select_for_update(of=("self",)).filter(
        proposal=proposal, state=DialogueState.PLANNED, starts_at__gt=now
    )
    for dialogue in ahead.select_related("event", "host", "proposal__assignee"):
        dialogue.state = DialogueState.CANCELLED
        release_time(dialogue=dialogue, now=now)
        dialogue.save(update_fields=["state"])
        text = f"{ENDED_TEXT}（{moment_text(dialogue.starts_at)}）"
        tell_party(dialogue=dialogue, event="ended", text=text, by=actor, method=CANCEL, now=now)
