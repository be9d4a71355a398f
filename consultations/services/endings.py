"""The ways a consultation ends, and the way back."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from consultations.enums import ENDED, AnswerKind, Outcome, PromiseKind, Side, State
from consultations.exceptions import ConsultationError
from consultations.models import Consultation
from consultations.permissions import can_reopen, can_work_on
from consultations.services.answers import answer_in_force, replace_answer_in_force
from consultations.services.appointments import call_off_planned
from consultations.services.effects import drop_stage
from consultations.services.progress import require_reason
from consultations.services.promises import due_after, end_promise, make_promise
from consultations.services.telling import tell
from consultations.services.thread import promise_next_step, remember_last_word
from consultations.services.transitions import lock, take_step
from consultations.signals import consultation_closed
from minato_dx.core.steps import require
from minato_dx.organization.models import User
from minato_dx.organization.selectors import head_of
from minato_dx.reference.selectors import portal_settings

CLOSE_OUTCOMES: dict[str, tuple[Outcome, ...]] = {
    State.ANSWERED: (Outcome.ON_THE_SPOT, Outcome.NO_TOOL),
    # Without the head's agreement nothing was introduced: it closes as advice.
    State.PROPOSED: (Outcome.ON_THE_SPOT, Outcome.NO_TOOL),
    State.MEASURING: (Outcome.SOLUTION, Outcome.REDESIGN),
}


def outcomes_for(consultation: Consultation) -> tuple[Outcome, ...]:
    """Return the outcomes a close may name now, the likeliest first."""
    choices = CLOSE_OUTCOMES.get(consultation.working_state, ())
    answer = answer_in_force(consultation)
    likely = {AnswerKind.NO_TOOL: Outcome.NO_TOOL, AnswerKind.REDESIGN: Outcome.REDESIGN}.get(
        AnswerKind(answer.kind) if answer else AnswerKind.ON_THE_SPOT
    )
    return tuple(sorted(choices, key=lambda outcome: outcome != likely))


@transaction.atomic
def close_consultation(
    *, consultation: Consultation, actor: User, outcome: str, text: str, now: dt.datetime | None = None
) -> Consultation:
    """End it with an outcome and a text the requester can read.

    Raises ConsultationError for an outcome that does not fit how far it came, StateConflict where somebody was quicker.
    """
    now = now or timezone.now()
    require_reason(text, "結果の説明を書いてください。相談者が読みます。")
    consultation = lock(consultation)
    reached = consultation.working_state
    step = take_step(consultation=consultation, actor=actor, name="close", reason=text, now=now)
    if outcome not in CLOSE_OUTCOMES[reached]:
        raise ConsultationError("いまの状態に合う結果を選び直してください。")
    if reached == State.PROPOSED:
        drop_stage(consultation=consultation, now=now)
    end_case(consultation=consultation, actor=actor, outcome=outcome, text=text, side=Side.DX, kept=True, now=now)
    tell(
        consultation=consultation,
        kind="closed",
        event=f"step:{step.pk}",
        to=[consultation.requester],
        by=actor,
        text=f"完了しました（{Outcome(outcome).label}）",
        details=text,
    )
    transaction.on_commit(lambda: consultation_closed.send(sender=Consultation, consultation=consultation, by=actor))
    return consultation


def end_case(
    *, consultation: Consultation, actor: User, outcome: str, text: str, side: Side, kept: bool, now: dt.datetime
) -> None:
    """End a case whose last transition is taken, and save it: nothing is promised or planned any more."""
    consultation.outcome, consultation.outcome_text, consultation.closed_at = outcome, text, now
    consultation.resumes_to = ""
    end_promise(consultation=consultation, now=now, kept=kept)
    call_off_planned(consultation=consultation, now=now)
    remember_last_word(
        consultation=consultation, author=actor, side=side, text=text or State(consultation.state).label, now=now
    )
    consultation.save()


@transaction.atomic
def withdraw_consultation(
    *, consultation: Consultation, actor: User, reason: str = "", now: dt.datetime | None = None
) -> Consultation:
    """The requester takes it back; planned hearings are called off, what was written stays."""
    now = now or timezone.now()
    consultation = lock(consultation)
    step = take_step(consultation=consultation, actor=actor, name="withdraw", reason=reason, now=now)
    drop_stage(consultation=consultation, now=now)
    end_case(
        consultation=consultation,
        actor=actor,
        outcome=Outcome.WITHDRAWN,
        text=reason,
        side=Side.ASKER,
        kept=False,
        now=now,
    )
    head = None if consultation.is_private else head_of(division=consultation.division, day=timezone.localdate(now))
    tell(
        consultation=consultation,
        kind="withdrawn",
        event=f"step:{step.pk}",
        to=[consultation.assignee, head],
        by=actor,
        text="相談が取り下げられました",
    )
    return consultation


@transaction.atomic
def merge_consultation(
    *, consultation: Consultation, into: Consultation, actor: User, reason: str, now: dt.datetime | None = None
) -> Consultation:
    """Let it go on in another open consultation that ``actor`` works on too."""
    now = now or timezone.now()
    require_reason(reason, "統合する理由を書いてください。相談者が読みます。")
    if into.pk == consultation.pk:
        raise ConsultationError("同じ相談には統合できません。統合先の受付番号を確かめてください。")
    # Both rows in the order of their numbers, so that two merges the other way round cannot wait for each other.
    first, second = sorted((consultation, into), key=lambda row: row.pk)
    rows = {row.pk: row for row in (lock(first), lock(second))}
    consultation, into = rows[consultation.pk], rows[into.pk]
    require(can_work_on(actor, into))
    if into.state in ENDED:
        raise ConsultationError(f"統合先の{into.number}は、もう終わっています。進行中の相談を選んでください。")
    if into.is_private and into.requester_id != consultation.requester_id:
        raise ConsultationError("非公開の相談には統合できません。別の相談を選んでください。")
    step = take_step(
        consultation=consultation,
        actor=actor,
        name="merge",
        reason=reason,
        now=now,
        detail=f"{into.number}に統合しました",
    )
    consultation.merged_into = into
    drop_stage(consultation=consultation, now=now)
    end_case(consultation=consultation, actor=actor, outcome="", text=reason, side=Side.DX, kept=False, now=now)
    tell(
        consultation=consultation,
        kind="merged",
        event=f"step:{step.pk}",
        to=[consultation.requester, consultation.assignee, into.assignee],
        by=actor,
        text=f"{into.number}に統合しました",
    )
    return consultation


@transaction.atomic
def hand_over_consultation(
    *, consultation: Consultation, actor: User, to: str, reason: str, now: dt.datetime | None = None
) -> Consultation:
    """Hand it to another desk of the ward, named in ``to``, with a reason."""
    now = now or timezone.now()
    require_reason(to, "引き継ぎ先の窓口を書いてください。")
    require_reason(reason, "引き継ぐ理由を書いてください。相談者が読みます。")
    consultation = lock(consultation)
    step = take_step(
        consultation=consultation, actor=actor, name="hand_over", reason=reason, now=now, detail=f"{to}に引き継ぎました"
    )
    consultation.handed_over_to = to
    drop_stage(consultation=consultation, now=now)
    end_case(
        consultation=consultation,
        actor=actor,
        outcome=Outcome.HANDED_OVER,
        text=reason,
        side=Side.DX,
        kept=True,
        now=now,
    )
    tell(
        consultation=consultation,
        kind="handed_over",
        event=f"step:{step.pk}",
        to=[consultation.requester],
        by=actor,
        text=f"{to}に引き継ぎました",
        details=reason,
    )
    return consultation


def reopen_until(consultation: Consultation) -> dt.date | None:
    """Return the last day on which it may be taken up again, or None while it is open."""
    if consultation.closed_at is None:
        return None
    return timezone.localdate(consultation.closed_at) + dt.timedelta(days=portal_settings().reopen_days)


@transaction.atomic
def reopen_consultation(
    *, consultation: Consultation, actor: User, reason: str, now: dt.datetime | None = None
) -> Consultation:
    """Take it up again within thirty days (a setting) of its end; the first reply is promised anew."""
    now = now or timezone.now()
    require_reason(reason, "再開する理由を書いてください。担当が読みます。")
    consultation = lock(consultation)
    require(can_reopen(actor, consultation))
    last = reopen_until(consultation)
    if last is not None and timezone.localdate(now) > last:
        raise ConsultationError(
            "再開できる期間を過ぎています。新しい相談として送ってください。前の番号を書くと話が早く進みます。"
        )
    step = take_step(consultation=consultation, actor=actor, name="reopen", reason=reason, now=now)
    consultation.outcome = consultation.outcome_text = consultation.handed_over_to = ""
    consultation.closed_at = consultation.merged_into = None
    replace_answer_in_force(consultation=consultation, now=now)
    if consultation.state == State.RECEIVED:
        due_at = due_after(now=now, working_days=portal_settings().first_reply_days)
        make_promise(consultation=consultation, kind=PromiseKind.FIRST_REPLY, due_at=due_at, now=now)
    else:
        promise_next_step(consultation=consultation, now=now)
    side = Side.ASKER if actor.pk == consultation.requester_id else Side.DX
    remember_last_word(consultation=consultation, author=actor, side=side, text=reason, now=now)
    consultation.save()
    tell(
        consultation=consultation,
        kind="reopened",
        event=f"step:{step.pk}",
        to=[consultation.requester, consultation.assignee],
        by=actor,
        text="相談を再開しました",
        details=reason,
    )
    return consultation
