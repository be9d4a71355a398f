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
from consultations.services.thread import promise_next_step, remember_last_word
from consultations.services.transitions import conflict, lock, log, require, resume_first, take_step
from minato_dx.core.calendar import is_working_day, short_day
from minato_dx.notifications.services.owing import Calendar
from minato_dx.organization.models import User
from minato_dx.reference.selectors import closed_days, portal_settings
from minato_dx.scheduling.models import Event, Room, Slot

NO_LONGER_PLANNED = "このヒアリングは、もう予定ではありません。画面を開き直してください。"


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
    _require_open_day(starts_at)
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
    slot = _slot_for(consultation=consultation, slot_id=slot_id)
    earlier = consultation.hearings.filter(event__slot=slot, state=HearingState.PLANNED).first()
    if earlier is not None:
        return earlier
    if consultation.hearings.filter(state=HearingState.PLANNED, starts_at__gt=now).exists():
        raise ConsultationError(
            "ヒアリングの日時は、もう決まっています。変えるときは「日時を変える」から選んでください。"
        )
    event = appointments.take_slot(consultation=consultation, slot_id=slot_id, now=now)
    when = _when(event)
    step = "choose_time" if is_requester(actor, consultation) else "begin_hearing"
    entry = _enter_hearing(consultation=consultation, actor=actor, step=step, when=when, now=now)
    return _add_hearing(
        consultation=consultation, hearer=slot.owner, actor=actor, when=when, event=event, entry=entry, now=now
    )


def _slot_for(*, consultation: Consultation, slot_id: int) -> Slot:
    slot = Slot.objects.select_related("owner").filter(pk=slot_id).first()
    if slot is None or not can_work_on(slot.owner, consultation):
        raise ConsultationError("その時間は選べません。ほかの時間を選んでください。")
    return slot


def _when(event: Event) -> When:
    minutes = int((event.ends_at - event.starts_at).total_seconds()) // 60
    return When(starts_at=event.starts_at, place=event.place, minutes=minutes, room=event.room)


def _require_open_day(starts_at: dt.datetime) -> None:
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
    _promise_step_after(consultation=consultation, when=when, now=now)
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


def _promise_step_after(*, consultation: Consultation, when: When, now: dt.datetime) -> None:
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
        _require_open_day(moment)


@transaction.atomic
def move_hearing(
    *,
    hearing: Hearing,
    actor: User,
    to: When | None = None,
    slot_id: int | None = None,
    reason: str = "",
    now: dt.datetime | None = None,
) -> Hearing:
    """Move a planned hearing: the DX side to any time, the requester to a published one; the event stays the same.

    Raises ConsultationError where the time is taken, or the hearing is no longer planned.
    """
    now = now or timezone.now()
    consultation = lock(hearing.consultation)
    require(can_work_on(actor, consultation) if slot_id is None else can_choose_time(actor, consultation))
    hearing = _lock_planned(hearing)
    before, old_hearer = moment_text(hearing.starts_at), hearing.hearer
    if slot_id is not None:
        when = _move_to_slot(hearing=hearing, consultation=consultation, slot_id=slot_id, now=now)
    elif to is not None:
        when = _move_freely(hearing=hearing, to=to, now=now)
    else:
        raise TypeError("name a slot or a time")
    hearing.starts_at, hearing.minutes, hearing.place = when.starts_at, when.minutes, when.place
    hearing.save()
    consultation.time_proposals.filter(answered_at__isnull=True).update(answered_at=now)
    entry = log(
        consultation=consultation,
        actor=actor,
        name="move_hearing",
        before=consultation.state,
        reason=reason,
        detail=f"{before} から {when.text} に変えました",
        now=now,
    )
    if not consultation.is_waiting:
        _promise_step_after(consultation=consultation, when=when, now=now)
    consultation.save()
    appointments.tell_participants(
        consultation=consultation,
        hearing=hearing,
        actor=actor,
        event=f"step:{entry.pk}",
        text=f"ヒアリングの日時が変わりました　{when.text}",
        details=reason,
        now=now,
    )
    if old_hearer != hearing.hearer:
        _let_go(consultation=consultation, hearing=hearing, old=old_hearer, entry=entry, is_told=True, now=now)
    return hearing


def _move_freely(*, hearing: Hearing, to: When, now: dt.datetime) -> When:
    _require_open_day(to.starts_at)
    if to.starts_at <= now:
        raise ConsultationError("もう過ぎた日時です。これからの日時を選んでください。")
    appointments.shift(
        hearing=hearing, starts_at=to.starts_at, minutes=to.minutes, place=to.place, room=to.room, now=now
    )
    return to


def _let_go(
    *,
    consultation: Consultation,
    hearing: Hearing,
    old: User,
    entry: TransitionLog,
    is_told: bool,
    now: dt.datetime,
) -> None:
    """Take the hearing out of the calendar of who no longer hears; with ``is_told`` that is news to them as well."""
    tell(
        consultation=consultation,
        kind="hearing",
        event=f"step:{entry.pk}:old",
        to=[old],
        text=hearer_text(hearing),
        calendar=appointments.farewell(hearing=hearing, to=old, is_told=is_told),
        now=now,
    )


def _move_to_slot(*, hearing: Hearing, consultation: Consultation, slot_id: int, now: dt.datetime) -> When:
    """Move to a published time; where it is a colleague's, the colleague hears."""
    slot = _slot_for(consultation=consultation, slot_id=slot_id)
    hearing.event = appointments.shift_to_slot(hearing=hearing, slot=slot, now=now)
    hearing.hearer = slot.owner
    return _when(hearing.event)


def _lock_planned(hearing: Hearing) -> Hearing:
    rows = Hearing.objects.select_for_update(of=("self",)).select_related("hearer", "consultation__requester")
    locked = rows.select_related("event__room").get(pk=hearing.pk)
    if locked.state != HearingState.PLANNED:
        raise ConsultationError(NO_LONGER_PLANNED)
    return locked


@transaction.atomic
def cancel_hearing(*, hearing: Hearing, actor: User, reason: str, now: dt.datetime | None = None) -> Hearing:
    """Call a planned hearing off; a new day can be fixed afterwards."""
    return _end_hearing(
        hearing=hearing,
        actor=actor,
        state=HearingState.CANCELLED,
        said="取りやめました",
        reason=reason,
        now=now or timezone.now(),
    )


@transaction.atomic
def postpone_hearing(*, hearing: Hearing, actor: User, reason: str, now: dt.datetime | None = None) -> Hearing:
    """Put a planned hearing off without a new day yet; the requester is asked to choose one."""
    consultation = hearing.consultation
    require(can_work_on(actor, consultation))
    return _end_hearing(
        hearing=hearing,
        actor=actor,
        state=HearingState.POSTPONED,
        said="延期しました。会える日時を選び直してください",
        reason=reason,
        now=now or timezone.now(),
    )


@transaction.atomic
def note_no_show(*, hearing: Hearing, actor: User, reason: str = "", now: dt.datetime | None = None) -> Hearing:
    """Note that nobody came; the requester is asked, without blame, to choose another day.

    Raises ConsultationError before the hearing has begun.
    """
    now = now or timezone.now()
    require(can_work_on(actor, hearing.consultation))
    if hearing.starts_at > now:
        raise ConsultationError(
            "ヒアリングの時刻になっていません。会わないことが決まったときは、取りやめるか延期してください。"
        )
    return _end_hearing(
        hearing=hearing,
        actor=actor,
        state=HearingState.NO_SHOW,
        said="お会いできませんでした。会える日時を選び直してください",
        reason=reason,
        now=now,
    )


def _end_hearing(
    *, hearing: Hearing, actor: User, state: HearingState, said: str, reason: str, now: dt.datetime
) -> Hearing:
    consultation = lock(hearing.consultation)
    require(can_choose_time(actor, consultation))
    hearing = _lock_planned(hearing)
    hearing.state = state
    was_ahead = appointments.release(hearing=hearing, now=now)
    hearing.save(update_fields=["state"])
    entry = log(
        consultation=consultation,
        actor=actor,
        name=ENDINGS[state],
        before=consultation.state,
        reason=reason,
        detail=f"第{hearing.number}回ヒアリング：{state.label}",
        now=now,
    )
    if not consultation.is_waiting and consultation.state not in ENDED:
        promise_next_step(consultation=consultation, now=now)
    consultation.save()
    text = f"ヒアリング（{moment_text(hearing.starts_at)}）を{said}"
    if state == HearingState.NO_SHOW:
        text = f"ヒアリング（{moment_text(hearing.starts_at)}）で{said}"
    if was_ahead:
        appointments.tell_participants(
            consultation=consultation,
            hearing=hearing,
            actor=actor,
            event=f"step:{entry.pk}",
            text=text,
            details=reason,
            method="CANCEL",
            now=now,
        )
    else:
        tell(
            consultation=consultation,
            kind="hearing",
            event=f"step:{entry.pk}",
            to=[consultation.requester, hearing.hearer, consultation.assignee],
            by=actor,
            text=text,
            details=reason,
            now=now,
        )
    return hearing


# What the log calls each way in which a hearing did not take place.
ENDINGS = {
    HearingState.CANCELLED: "cancel_hearing",
    HearingState.POSTPONED: "postpone_hearing",
    HearingState.NO_SHOW: "note_no_show",
}


def change_hearer(
    *,
    hearing: Hearing,
    consultation: Consultation,
    to: User,
    actor: User,
    now: dt.datetime,
    old_is_told: bool = False,
) -> Calendar | None:
    """Let ``to`` hear at the same time, within the caller's transaction and with its lock on ``consultation``.

    The old hearer's calendar lets go of it; nobody else is told: the caller tells of everything at once, with the
    calendar object that is returned (None where the hearing has no event). Raises ConsultationError where ``to`` is not
    free then.
    """
    hearing = _lock_planned(hearing)
    before = hearing.hearer
    appointments.give_to(hearing=hearing, to=to, now=now)
    hearing.hearer = to
    hearing.save(update_fields=["hearer", "event"])
    entry = log(
        consultation=consultation,
        actor=actor,
        name="change_hearer",
        before=consultation.state,
        detail=f"{moment_text(hearing.starts_at)}のヒアリングは、{before.surname}に代わって{to.surname}が伺います",
        now=now,
    )
    is_told = old_is_told and before.pk != actor.pk
    _let_go(consultation=consultation, hearing=hearing, old=before, entry=entry, is_told=is_told, now=now)
    return appointments.calendar_of(hearing=hearing, method="REQUEST", known_to=frozenset({actor.pk}))


def hearer_text(hearing: Hearing) -> str:
    """Return who hears when, as both sides are told."""
    return f"{moment_text(hearing.starts_at)}のヒアリングには、{hearing.hearer.surname}が伺います"


@transaction.atomic
def take_over_hearing(*, hearing: Hearing, to: User, actor: User, now: dt.datetime | None = None) -> Hearing:
    """Let a colleague hear in the place of an absent one, and tell both sides."""
    now = now or timezone.now()
    consultation = lock(hearing.consultation)
    require(can_work_on(actor, consultation))
    if to.pk == consultation.requester_id:
        raise ConsultationError("相談者本人は聞く人になれません。ほかの担当者を選んでください。")
    change_hearer(hearing=hearing, consultation=consultation, to=to, actor=actor, now=now, old_is_told=True)
    hearing = Hearing.objects.select_related("hearer", "event").get(pk=hearing.pk)
    appointments.tell_participants(
        consultation=consultation,
        hearing=hearing,
        actor=actor,
        event=f"hearer:{hearing.pk}:{hearing.event.sequence if hearing.event else to.pk}",
        text=hearer_text(hearing),
        now=now,
    )
    return hearing
