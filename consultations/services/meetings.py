"""Being heard face to face: when, where and by whom, fixed and changed by either side."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from consultations.enums import ENDED, HearingState, PromiseKind, Side, State
from consultations.exceptions import ConsultationError
from consultations.models import Consultation, Hearing, TimeProposal, TransitionLog
from consultations.permissions import can_choose_time, can_work_on, is_requester
from consultations.services import appointments
from consultations.services.answers import replace_answer_in_force
from consultations.services.promises import due_after, make_promise
from consultations.services.sheets import prefill_sheet
from consultations.services.telling import tell
from consultations.services.thread import remember_last_word
from consultations.services.transitions import conflict, lock, log, resume_first, take_step
from minato_dx.core.calendar import is_working_day, short_day
from minato_dx.core.steps import require
from minato_dx.organization.models import User
from minato_dx.reference.selectors import closed_days, portal_settings
from minato_dx.scheduling.models import Event, Room, Slot


@dataclass(frozen=True, slots=True)
class When:
    """Time and place of a hearing. ``minutes`` is its length; a ``room`` is taken, a ``place`` only named."""

    starts_at: dt.datetime
    place: str
    minutes: int = 30
    room: Room | None = None

    @property
    def text(self) -> str:
        """Return ``12月4日(金) 10:30　会議室A`` (JST)."""
        return f"{moment_text(self.starts_at)}　{self.place}"


def moment_text(moment: dt.datetime) -> str:
    """Return ``12月4日(金) 10:30`` (JST)."""
    local = timezone.localtime(moment)
    return f"{short_day(local.date())} {local:%H:%M}"


@transaction.atomic
def arrange_hearing(
    *,
    consultation: Consultation,
    actor: User,
    starts_at: dt.datetime,
    place: str,
    minutes: int = 30,
    attendees: str = "",
    room: Room | None = None,
    now: dt.datetime | None = None,
) -> Hearing:
    """Fix day and place of the next hearing, with a sheet prefilled from the intake.

    ``starts_at`` may lie in the past, for a hearing written down afterwards, but never on a closed day. Sent twice, it
    makes one hearing. Raises StateConflict where the case is past hearings, and ConsultationError for a closed day or
    a moment at which hearer, requester or room is taken.
    """
    now = now or timezone.now()
    when = When(starts_at=starts_at, place=place or (room.name if room else ""), minutes=minutes, room=room)
    consultation = lock(consultation)
    require_open_day(starts_at)
    require(can_work_on(actor, consultation))
    earlier = consultation.hearings.filter(starts_at=starts_at, state=HearingState.PLANNED).first()
    if earlier is not None:
        return _the_same(earlier, actor=actor, when=when)
    entry = _enter_hearing(consultation=consultation, actor=actor, step="begin_hearing", when=when, now=now)
    event = appointments.plan(
        consultation=consultation,
        hearer=actor,
        starts_at=when.starts_at,
        minutes=when.minutes,
        place=when.place,
        room=room,
        now=now,
    )
    return _add_hearing(
        consultation=consultation,
        hearer=actor,
        actor=actor,
        when=when,
        event=event,
        attendees=attendees,
        entry=entry,
        now=now,
    )


@transaction.atomic
def choose_slot(*, consultation: Consultation, actor: User, slot_id: int, now: dt.datetime | None = None) -> Hearing:
    """Take one of the times that the DX side has published: the hearing is fixed with that, for both sides.

    Sent twice, it makes one hearing. Raises ConsultationError where the time is gone, or a hearing is fixed already.
    """
    now = now or timezone.now()
    consultation = lock(consultation)
    require(can_choose_time(actor, consultation))
    if consultation.state in ENDED:
        raise conflict(consultation)
    slot = slot_for(consultation=consultation, slot_id=slot_id)
    earlier = consultation.hearings.filter(event__slot=slot, state=HearingState.PLANNED).first()
    if earlier is not None:
        return earlier
    if consultation.hearings.filter(state=HearingState.PLANNED, starts_at__gt=now).exists():
        raise ConsultationError(
            "ヒアリングの日時は、もう決まっています。変えるときは「日時を変える」から選んでください。"
        )
    event = appointments.take_slot(consultation=consultation, slot_id=slot_id, now=now)
    when = when_of(event)
    step = "choose_time" if is_requester(actor, consultation) else "begin_hearing"
    entry = _enter_hearing(consultation=consultation, actor=actor, step=step, when=when, now=now)
    return _add_hearing(
        consultation=consultation, hearer=slot.owner, actor=actor, when=when, event=event, entry=entry, now=now
    )


def slot_for(*, consultation: Consultation, slot_id: int) -> Slot:
    slot = Slot.objects.select_related("owner").filter(pk=slot_id).first()
    if slot is None or not can_work_on(slot.owner, consultation):
        raise ConsultationError("その時間は選べません。ほかの時間を選んでください。")
    return slot


def when_of(event: Event) -> When:
    minutes = int((event.ends_at - event.starts_at).total_seconds()) // 60
    return When(starts_at=event.starts_at, place=event.place, minutes=minutes, room=event.room)


def require_open_day(starts_at: dt.datetime) -> None:
    day = timezone.localdate(starts_at)
    if not is_working_day(day, closed_days()):
        raise ConsultationError(f"{short_day(day)}は閉庁日です。開庁日を選んでください。")


def _enter_hearing(
    *, consultation: Consultation, actor: User, step: str, when: When, now: dt.datetime
) -> TransitionLog:
    """Bring the case into the state of being heard, or note a further hearing of one that is there."""
    if consultation.working_state != State.HEARING:
        entry = take_step(consultation=consultation, actor=actor, name=step, detail=when.text, now=now)
        replace_answer_in_force(consultation=consultation, now=now)
        return entry
    if consultation.is_waiting:
        resume_first(consultation=consultation, actor=actor, now=now)
    return log(
        consultation=consultation,
        actor=actor,
        name="arrange_hearing",
        before=consultation.state,
        detail=when.text,
        now=now,
    )


def _add_hearing(
    *,
    consultation: Consultation,
    hearer: User,
    actor: User,
    when: When,
    event: Event | None,
    entry: TransitionLog,
    now: dt.datetime,
    attendees: str = "",
) -> Hearing:
    last = consultation.hearings.aggregate(last=Max("number"))["last"] or 0
    hearing = Hearing.objects.create(
        consultation=consultation,
        number=last + 1,
        starts_at=when.starts_at,
        minutes=when.minutes,
        place=when.place,
        hearer=hearer,
        attendees=attendees or consultation.requester.surname,
        event=event,
    )
    prefill_sheet(hearing=hearing, consultation=consultation)
    consultation.time_proposals.filter(answered_at__isnull=True).update(answered_at=now)
    promise_step_after(consultation=consultation, when=when, now=now)
    if is_requester(actor, consultation):
        remember_last_word(
            consultation=consultation, author=actor, side=Side.ASKER, text="会う日時を選びました", now=now
        )
    consultation.save()
    appointments.tell_participants(
        consultation=consultation,
        hearing=hearing,
        actor=actor,
        event=f"step:{entry.pk}",
        text=f"ヒアリング {when.text}",
        now=now,
    )
    return hearing


def promise_step_after(*, consultation: Consultation, when: When, now: dt.datetime) -> None:
    """The step after a hearing is promised from the hearing on, or from today where it lies in the past."""
    due_at = due_after(now=max(when.starts_at, now), working_days=portal_settings().next_step_days)
    make_promise(consultation=consultation, kind=PromiseKind.NEXT_STEP, due_at=due_at, now=now)


def _the_same(earlier: Hearing, *, actor: User, when: When) -> Hearing:
    if (earlier.hearer_id, earlier.place, earlier.minutes) != (actor.pk, when.place, when.minutes):
        raise ConsultationError(
            "この日時のヒアリングは、もう決まっています。変えるときは「日時を変える」から選んでください。"
        )
    return earlier


@transaction.atomic
def propose_times(
    *,
    consultation: Consultation,
    actor: User,
    times: Sequence[dt.datetime],
    note: str = "",
    now: dt.datetime | None = None,
) -> TimeProposal:
    """Wish for one to three times where no published one fits; a later wish takes the place of an open one.

    The clock of a case that waited for the requester runs again. Raises ConsultationError for a time that has passed,
    lies on a closed day or is named twice.
    """
    now = now or timezone.now()
    consultation = lock(consultation)
    require(is_requester(actor, consultation))
    if consultation.working_state not in (State.RECEIVED, State.HEARING, State.ASSESSING):
        raise conflict(consultation)
    _require_proposable(times, now)
    consultation.time_proposals.filter(answered_at__isnull=True).update(answered_at=now)
    second, third = (*times[1:], None, None)[:2]
    proposal = TimeProposal.objects.create(
        consultation=consultation,
        proposed_by=actor,
        first_at=times[0],
        second_at=second,
        third_at=third,
        note=note,
        proposed_at=now,
    )
    if consultation.is_waiting:
        resume_first(consultation=consultation, actor=actor, now=now)
    wishes = "、".join(moment_text(moment) for moment in times)
    entry = log(
        consultation=consultation,
        actor=actor,
        name="propose_times",
        before=consultation.state,
        reason=note,
        detail=wishes,
        now=now,
    )
    remember_last_word(
        consultation=consultation, author=actor, side=Side.ASKER, text=f"会いたい日時：{wishes}", now=now
    )
    consultation.save()
    tell(
        consultation=consultation,
        kind="times_proposed",
        event=f"step:{entry.pk}",
        to=[consultation.assignee],
        by=actor,
        text=f"{actor.surname}さんから、会いたい日時の希望が届きました",
        details="\n".join([*(moment_text(moment) for moment in times), note]).strip(),
        now=now,
    )
    return proposal


def _require_proposable(times: Sequence[dt.datetime], now: dt.datetime) -> None:
    if not 1 <= len(times) <= 3:
        raise ConsultationError("会いたい日時を、1つから3つまで入れてください。")
    if len(set(times)) < len(times):
        raise ConsultationError("おなじ日時が2回入っています。別の日時にしてください。")
    for moment in times:
        if moment <= now:
            raise ConsultationError(f"{moment_text(moment)}は過ぎています。これからの日時を入れてください。")
        require_open_day(moment)
