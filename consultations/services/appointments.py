"""The calendar's side of a hearing: its event in ``scheduling``, and the invitations that follow it."""

import datetime as dt

from django.conf import settings
from django.urls import reverse

from consultations.enums import HearingState
from consultations.exceptions import ConsultationError
from consultations.models import Consultation, Hearing
from consultations.services.telling import OBJECT_KIND, tell
from minato_dx.notifications.services.owing import Calendar, rewrite_calendars
from minato_dx.organization.models import User
from minato_dx.scheduling.enums import EventCategory
from minato_dx.scheduling.exceptions import SchedulingError
from minato_dx.scheduling.models import Event, Room, Slot
from minato_dx.scheduling.services import (
    Subject,
    book_slot,
    cancel_event,
    change_host,
    invitation,
    move_event,
    move_event_to_slot,
    plan_event,
    rename_event,
    retitled,
)


def plan(
    *,
    consultation: Consultation,
    hearer: User,
    starts_at: dt.datetime,
    minutes: int,
    place: str,
    room: Room | None,
    now: dt.datetime,
) -> Event | None:
    """Take the time of hearer, requester and room. A hearing that is only written down afterwards takes none.

    Raises ConsultationError, with what to do, where one of them is taken.
    """
    if starts_at <= now:
        return None
    try:
        return plan_event(
            subject=_subject(consultation),
            starts_at=starts_at,
            ends_at=starts_at + dt.timedelta(minutes=minutes),
            organizer=hearer,
            hosts=[hearer],
            guests=[consultation.requester],
            room=room,
            place=place,
            now=now,
        )
    except SchedulingError as refusal:
        raise ConsultationError(refusal.message) from refusal


def take_slot(*, consultation: Consultation, slot_id: int, now: dt.datetime) -> Event:
    """Take a published slot for the case. Raises ConsultationError where somebody was quicker."""
    try:
        return book_slot(
            slot_id=slot_id,
            subject=_subject(consultation),
            guests=[consultation.requester],
            now=now,
        )
    except SchedulingError as refusal:
        raise ConsultationError(refusal.message) from refusal


def _subject(consultation: Consultation) -> Subject:
    return Subject(
        category=EventCategory.HEARING,
        object_kind=OBJECT_KIND,
        object_id=consultation.pk,
        title=title_of(consultation),
    )


def title_of(consultation: Consultation) -> str:
    """Return what calendars show; of a private case the number alone, because calendars are shared with colleagues."""
    title = f"ヒアリング［{consultation.number}］"
    if consultation.is_private:
        return title
    return f"{title}{consultation.division_name} {consultation.requester.surname}さん"


def calendar_of(*, hearing: Hearing, method: str, known_to: frozenset[int]) -> Calendar | None:
    """Return the hearing's calendar object for REQUEST or CANCEL; None for one that has no event."""
    if hearing.event is None:
        return None
    url = settings.PORTAL_URL + reverse("consultation_by_id", args=[hearing.consultation_id])
    return Calendar(text=invitation(event=hearing.event, method=method, url=url), known_to=known_to)


def farewell(*, hearing: Hearing, to: User, is_told: bool) -> Calendar | None:
    """Return what takes the hearing out of the calendar of ``to``, who no longer hears."""
    if hearing.event is None:
        return None
    text = invitation(event=hearing.event, method="CANCEL", attendees=[to])
    return Calendar(text=text, known_to=frozenset() if is_told else frozenset({to.pk}))


def tell_participants(
    *,
    consultation: Consultation,
    hearing: Hearing,
    actor: User,
    event: str,
    text: str,
    details: str = "",
    method: str = "REQUEST",
    now: dt.datetime,
) -> None:
    """Owe both sides the news with its invitation; who did it gets the invitation for their calendar alone."""
    known_to = frozenset({actor.pk})
    calendar = calendar_of(hearing=hearing, method=method, known_to=known_to)
    tell(
        consultation=consultation,
        kind="hearing",
        event=event,
        to=[consultation.requester, hearing.hearer],
        by=None if calendar else actor,
        text=text,
        details=details,
        calendar=calendar,
        now=now,
    )
    tell(
        consultation=consultation,
        kind="hearing",
        event=event,
        to=[consultation.assignee],
        by=actor,
        text=text,
        details=details,
        now=now,
    )


def retitle_planned(*, consultation: Consultation, now: dt.datetime) -> None:
    """Let calendars show of a case just what its privacy admits now; nobody has anything to read about it."""
    planned = consultation.hearings.filter(state=HearingState.PLANNED, starts_at__gt=now, event__isnull=False)
    for hearing in planned.select_related("hearer", "event"):
        if hearing.event is None or hearing.event.title == title_of(consultation):
            continue
        hearing.event = rename_event(event=hearing.event, title=title_of(consultation), now=now)
        people = [consultation.requester, hearing.hearer]
        tell(
            consultation=consultation,
            kind="hearing",
            event=f"hearing:{hearing.pk}:title:{hearing.event.sequence}",
            to=people,
            text="ヒアリングの予定の件名を変えました",
            calendar=calendar_of(hearing=hearing, method="REQUEST", known_to=frozenset(one.pk for one in people)),
            now=now,
        )


def conceal_owed(*, consultation: Consultation) -> None:
    """Take the old title out of the invitations that are still to be sent, or may be sent again."""
    title = title_of(consultation)
    rewrite_calendars(
        object_kind=OBJECT_KIND, object_id=consultation.pk, rewrite=lambda text: retitled(text, title=title)
    )


def call_off_planned(*, consultation: Consultation, now: dt.datetime) -> None:
    """Call off whatever hearings are planned, because the case ends: calendars hear of it, people read of the end."""
    planned = consultation.hearings.select_for_update(of=("self",)).filter(state=HearingState.PLANNED)
    for hearing in planned.select_related("hearer", "event"):
        hearing.state = HearingState.CANCELLED
        hearing.save(update_fields=["state"])
        if not release(hearing=hearing, now=now):
            continue
        people = [consultation.requester, hearing.hearer]
        tell(
            consultation=consultation,
            kind="hearing",
            event=f"hearing:{hearing.pk}:ended",
            to=people,
            text="ヒアリングを取りやめました",
            calendar=calendar_of(hearing=hearing, method="CANCEL", known_to=frozenset(person.pk for person in people)),
            now=now,
        )


def release(*, hearing: Hearing, now: dt.datetime) -> bool:
    """Give the time back that the hearing had taken; tell whether calendars have to hear of it."""
    if hearing.event is None or hearing.event.starts_at <= now:
        return False
    hearing.event = cancel_event(event=hearing.event, now=now)
    return True


def shift(
    *, hearing: Hearing, starts_at: dt.datetime, minutes: int, place: str, room: Room | None, now: dt.datetime
) -> None:
    """Move the hearing's event. Raises ConsultationError where somebody or the room is taken then."""
    if hearing.event is None:
        hearing.event = plan(
            consultation=hearing.consultation,
            hearer=hearing.hearer,
            starts_at=starts_at,
            minutes=minutes,
            place=place,
            room=room,
            now=now,
        )
        return
    try:
        hearing.event = move_event(
            event=hearing.event,
            starts_at=starts_at,
            ends_at=starts_at + dt.timedelta(minutes=minutes),
            room=room,
            place=place,
            now=now,
        )
    except SchedulingError as refusal:
        raise ConsultationError(refusal.message) from refusal


def give_to(*, hearing: Hearing, to: User, now: dt.datetime) -> None:
    """Let somebody else hear, at the same time. Raises ConsultationError where they are not free then."""
    if hearing.event is None:
        return
    try:
        hearing.event = change_host(event=hearing.event, old=hearing.hearer, new=to, now=now)
    except SchedulingError as refusal:
        raise ConsultationError(refusal.message) from refusal


def shift_to_slot(*, hearing: Hearing, slot: Slot, now: dt.datetime) -> Event:
    """Move the hearing's event into a published slot, with its owner as the host. Raises ConsultationError."""
    if hearing.event is None:
        return take_slot(consultation=hearing.consultation, slot_id=slot.pk, now=now)
    try:
        return move_event_to_slot(event=hearing.event, slot_id=slot.pk, now=now)
    except SchedulingError as refusal:
        raise ConsultationError(refusal.message) from refusal
