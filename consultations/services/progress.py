"""Steps of the DX side between the first word and the end."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from consultations.enums import ENDED, HearingState, PromiseKind, Side
from consultations.exceptions import ConsultationError
from consultations.models import Consultation, TransitionLog
from consultations.permissions import can_work_on
from consultations.services.answers import replace_answer_in_force
from consultations.services.hearing_changes import pass_on
from consultations.services.promises import let_clock_run, make_promise, stop_clock
from consultations.services.telling import tell
from consultations.services.thread import promise_next_step, remember_last_word
from consultations.services.transitions import conflict, lock, log, take_step
from minato_dx.core.calendar import close_of, next_working_day, short_day
from minato_dx.core.steps import require
from minato_dx.core.text import is_blank
from minato_dx.notifications.services.owing import Calendar
from minato_dx.organization.models import User
from minato_dx.organization.roles import roles_of
from minato_dx.reference.selectors import closed_days

MONTHS_TO_MEASURE = 3


def require_reason(reason: str, message: str) -> None:
    """Raise ConsultationError with ``message`` where nothing readable was written."""
    if is_blank(reason):
        raise ConsultationError(message)


@transaction.atomic
def wait_for_requester(
    *, consultation: Consultation, actor: User, reason: str, now: dt.datetime | None = None
) -> Consultation:
    """Stop the clock until the requester replies; ``reason`` tells them what is awaited."""
    now = now or timezone.now()
    require_reason(reason, "何を待っているかを書いてください。相談者に届きます。")
    consultation = lock(consultation)
    if consultation.is_waiting:
        raise conflict(consultation)
    entry = take_step(consultation=consultation, actor=actor, name="wait", reason=reason, now=now)
    stop_clock(consultation=consultation, now=now)
    remember_last_word(consultation=consultation, author=actor, side=Side.DX, text=reason, now=now)
    consultation.save()
    tell(
        consultation=consultation,
        kind="waiting",
        event=f"step:{entry.pk}",
        to=[consultation.requester],
        by=actor,
        text="お返事をお待ちしています",
        details=reason,
    )
    return consultation


@transaction.atomic
def resume_consultation(*, consultation: Consultation, actor: User, now: dt.datetime | None = None) -> Consultation:
    """Go on without waiting any longer; the clock runs again."""
    now = now or timezone.now()
    consultation = lock(consultation)
    take_step(consultation=consultation, actor=actor, name="resume", now=now)
    let_clock_run(consultation=consultation, now=now)
    consultation.save()
    return consultation


@transaction.atomic
def reassign_consultation(
    *, consultation: Consultation, actor: User, to: User, reason: str, now: dt.datetime | None = None
) -> Consultation:
    """Give the case to another member of the DX section; the old and the new person and the requester all know."""
    now = now or timezone.now()
    require_reason(reason, "担当を替える理由を書いてください。新しい担当と相談者も読みます。")
    consultation = lock(consultation)
    require(can_work_on(actor, consultation))
    before = consultation.assignee
    entry = give_to(consultation=consultation, to=to, actor=actor, reason=reason, now=now)
    news = _pass_hearings_on(consultation=consultation, before=before, actor=actor, reason=reason, now=now)
    calendars = [calendar for _text, calendar in news if calendar is not None]
    text = f"担当が{to.name}さんに替わりました"
    tell(
        consultation=consultation,
        kind="reassigned",
        event=f"step:{entry.pk}",
        to=[to, consultation.requester],
        # Who takes it over themselves has nothing to read, and yet an appointment for their calendar.
        by=None if calendars else actor,
        text=text,
        details="\n".join([reason, *(line for line, _calendar in news)]),
        calendar=calendars[0] if calendars else None,
        now=now,
    )
    for number, calendar in enumerate(calendars[1:], start=2):
        # Calendars read one mail for one appointment; what there is to read stands in the first.
        known = frozenset({to.pk, consultation.requester_id})
        tell(
            consultation=consultation,
            kind="hearing",
            event=f"step:{entry.pk}:{number}",
            to=[to, consultation.requester],
            text=text,
            calendar=Calendar(text=calendar.text, known_to=known),
            now=now,
        )
    tell(
        consultation=consultation,
        kind="reassigned",
        event=f"step:{entry.pk}",
        to=[before],
        by=actor,
        text=text,
        details=reason,
        now=now,
    )
    return consultation


def _pass_hearings_on(
    *, consultation: Consultation, before: User, actor: User, reason: str, now: dt.datetime
) -> list[tuple[str, Calendar | None]]:
    """Let the new person hear what is planned with the one before; a private case is closed to these from now on."""
    planned = consultation.hearings.filter(hearer=before, state=HearingState.PLANNED, starts_at__gt=now)
    return [
        pass_on(
            hearing=hearing,
            consultation=consultation,
            to=consultation.assignee,
            actor=actor,
            reason=reason,
            now=now,
        )
        for hearing in planned.order_by("starts_at")
    ]


def give_to(*, consultation: Consultation, to: User, actor: User, reason: str, now: dt.datetime) -> TransitionLog:
    """Make ``to`` the one who answers, under the caller's lock, and log it; the caller tells whom it concerns.

    Raises ConsultationError where the case is over, or ``to`` cannot answer it.
    """
    if consultation.state in ENDED:
        raise conflict(consultation)
    if not roles_of(to).is_dx_staff:
        raise ConsultationError(f"{to.name}さんはデジタル改革担当ではありません。担当者の一覧から選んでください。")
    if to.pk == consultation.assignee_id:
        raise ConsultationError(f"担当は、すでに{to.name}さんです。")
    if to.pk == consultation.requester_id:
        raise ConsultationError("相談者本人は担当になれません。ほかの担当者を選んでください。")
    before = consultation.assignee
    consultation.assignee = to
    entry = log(
        consultation=consultation,
        actor=actor,
        name="reassign",
        before=consultation.state,
        reason=reason,
        detail=f"担当が{before.name}から{to.name}に替わりました",
        now=now,
    )
    consultation.save()
    return entry


@transaction.atomic
def begin_assessing(*, consultation: Consultation, actor: User, now: dt.datetime | None = None) -> Consultation:
    """Go on to the assessment without (another) hearing."""
    now = now or timezone.now()
    consultation = lock(consultation)
    take_step(consultation=consultation, actor=actor, name="begin_assessing", now=now)
    promise_next_step(consultation=consultation, now=now)
    consultation.save()
    return consultation


@transaction.atomic
def start_work(*, consultation: Consultation, actor: User, plan: str, now: dt.datetime | None = None) -> Consultation:
    """Carry out what was agreed; ``plan`` says what happens first and when it should be in use."""
    now = now or timezone.now()
    require_reason(plan, "だれが、いつまでに、何をするかを書いてください。1行でかまいません。")
    consultation = lock(consultation)
    entry = take_step(consultation=consultation, actor=actor, name="start_work", reason=plan, now=now)
    promise_next_step(consultation=consultation, now=now)
    consultation.save()
    tell(
        consultation=consultation,
        kind="progress",
        event=f"step:{entry.pk}",
        to=[consultation.requester],
        by=actor,
        text="実施を始めました",
    )
    return consultation


@transaction.atomic
def go_live(*, consultation: Consultation, actor: User, on: dt.date, now: dt.datetime | None = None) -> Consultation:
    """Note the day from which the change is in use; three months later the division writes what is real."""
    now = now or timezone.now()
    consultation = lock(consultation)
    today = timezone.localdate(now)
    if on > today:
        raise ConsultationError(f"運用を始めた日は、今日（{short_day(today)}）までの日を入れてください。")
    if on < timezone.localdate(consultation.received_at):
        raise ConsultationError("運用を始めた日が、相談を受け付けた日より前です。日付を確かめてください。")
    entry = take_step(
        consultation=consultation, actor=actor, name="go_live", now=now, detail=f"{short_day(on)}に運用を始めました"
    )
    consultation.went_live_on = on
    due_at = close_of(next_working_day(months_later(on, MONTHS_TO_MEASURE), closed_days()))
    make_promise(consultation=consultation, kind=PromiseKind.MEASUREMENT, due_at=due_at, now=now)
    consultation.save()
    tell(
        consultation=consultation,
        kind="progress",
        event=f"step:{entry.pk}",
        to=[consultation.requester],
        by=actor,
        text=f"運用が始まりました。{short_day(timezone.localdate(due_at))}までに実績を教えてください",
    )
    return consultation


def months_later(day: dt.date, months: int) -> dt.date:
    """Return the same day ``months`` later, or the month's last day where it has no such day."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    first_of_next = dt.date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1)
    last = (first_of_next - dt.timedelta(days=1)).day
    return dt.date(year, month + 1, min(day.day, last))


@transaction.atomic
def rethink_consultation(
    *, consultation: Consultation, actor: User, reason: str, now: dt.datetime | None = None
) -> Consultation:
    """Take the assessment up again because the plan does not hold; the answer in force is withdrawn."""
    now = now or timezone.now()
    require_reason(reason, "見立てに戻す理由を書いてください。相談者も読みます。")
    consultation = lock(consultation)
    entry = take_step(consultation=consultation, actor=actor, name="rethink", reason=reason, now=now)
    replace_answer_in_force(consultation=consultation, now=now)
    promise_next_step(consultation=consultation, now=now)
    consultation.save()
    tell(
        consultation=consultation,
        kind="progress",
        event=f"step:{entry.pk}",
        to=[consultation.requester],
        by=actor,
        text="もう一度、見立てをし直します",
        details=reason,
    )
    return consultation
