"""A planned hearing changes: another time, another hearer, or none at all."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from consultations.enums import ENDED, HearingState
from consultations.exceptions import ConsultationError
from consultations.models import Consultation, Hearing, TransitionLog
from consultations.permissions import can_choose_time, can_work_on
from consultations.services import appointments
from consultations.services.meetings import When, moment_text, promise_step_after, require_open_day, slot_for, when_of
from consultations.services.telling import tell
from consultations.services.thread import promise_next_step
from consultations.services.transitions import lock, log
from minato_dx.core.steps import require
from minato_dx.notifications.services.owing import Calendar
from minato_dx.organization.models import User
from minato_dx.organization.selectors import is_absent

NO_LONGER_PLANNED = "このヒアリングは、もう予定ではありません。画面を開き直してください。"


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
        promise_step_after(consultation=consultation, when=when, now=now)
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
    require_open_day(to.starts_at)
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
    slot = slot_for(consultation=consultation, slot_id=slot_id)
    hearing.event = appointments.shift_to_slot(hearing=hearing, slot=slot, now=now)
    hearing.hearer = slot.owner
    return when_of(hearing.event)


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
    was_ahead, entry = _end(
        hearing=hearing, consultation=consultation, actor=actor, state=state, reason=reason, now=now
    )
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


def _end(
    *, hearing: Hearing, consultation: Consultation, actor: User, state: HearingState, reason: str, now: dt.datetime
) -> tuple[bool, TransitionLog]:
    """End the hearing on locked rows; tell whether calendars have to hear of it."""
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
    return was_ahead, entry


def put_off(
    *, hearing: Hearing, consultation: Consultation, actor: User, reason: str, now: dt.datetime
) -> Calendar | None:
    """Put a hearing to come off, within the caller's transaction and with its lock on ``consultation``.

    The hearer's calendar lets go of it; the caller tells the requester, with the calendar object that is returned.
    """
    hearing = _lock_planned(hearing)
    state = HearingState.POSTPONED
    _, entry = _end(hearing=hearing, consultation=consultation, actor=actor, state=state, reason=reason, now=now)
    _let_go(consultation=consultation, hearing=hearing, old=hearing.hearer, entry=entry, is_told=False, now=now)
    return appointments.calendar_of(hearing=hearing, method="CANCEL", known_to=frozenset({actor.pk}))


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
    calendar object that is returned (None where the hearing has no event). Raises ConsultationError where ``to`` is
    absent or not free then.
    """
    hearing = _lock_planned(hearing)
    if is_absent(user=to, day=timezone.localdate(hearing.starts_at)):
        raise ConsultationError(f"{to.name}さんは、その日は不在です。ほかの人を選んでください。")
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


def pass_on(
    *, hearing: Hearing, consultation: Consultation, to: User, actor: User, reason: str, now: dt.datetime
) -> tuple[str, Calendar | None]:
    """Let ``to`` hear, or put the hearing off where they have something else then; return what to tell both sides.

    Within the caller's transaction and with its lock on ``consultation``.
    """
    when = moment_text(hearing.starts_at)
    try:
        calendar = change_hearer(hearing=hearing, consultation=consultation, to=to, actor=actor, now=now)
    except ConsultationError:
        calendar = put_off(hearing=hearing, consultation=consultation, actor=actor, reason=reason, now=now)
        return f"{when}のヒアリングは延期します。会う日時は、選び直します", calendar
    return f"{when}のヒアリングには、{to.surname}が伺います", calendar


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
