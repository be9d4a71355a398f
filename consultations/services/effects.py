"""Writing the one ledger of hours."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from consultations.enums import OPEN, EffectMethod, EffectStage, Side, State
from consultations.exceptions import ConsultationError, DoubleCount
from consultations.models import Answer, Consultation, EffectEntry
from consultations.permissions import can_record_effect
from consultations.services.telling import tell
from consultations.services.thread import promise_next_step, remember_last_word
from consultations.services.transitions import conflict, lock, log
from minato_dx.core.figures import number_text
from minato_dx.core.steps import require
from minato_dx.core.text import is_blank
from minato_dx.organization.models import User
from minato_dx.reference.models import Work
from minato_dx.reference.selectors import portal_settings
from minato_dx.reference.services import find_or_create_work


@dataclass(frozen=True, slots=True)
class Estimate:
    """The inputs of an effect: cases a year, minutes a case before and after, hours a year and once."""

    work_name: str
    cases_per_year: int
    minutes_before: Decimal
    minutes_after: Decimal
    running_hours_per_year: Decimal = Decimal(0)
    initial_hours: Decimal = Decimal(0)
    method: str = EffectMethod.ESTIMATED
    basis: str = ""


def write_entry(
    *,
    consultation: Consultation,
    answer: Answer | None,
    estimate: Estimate,
    stage: EffectStage,
    months_after: int,
    actor: User,
    now: dt.datetime,
) -> EffectEntry:
    """Append an entry; an earlier one of the same stage and month is superseded, not overwritten.

    Raises DoubleCount where another open consultation counts the hours of the same work.
    """
    if is_blank(estimate.work_name):
        raise ConsultationError("「業務名」を書いてください。同じ時間を二度数えないために使います。")
    work = find_or_create_work(
        division_id=consultation.division_id, name=estimate.work_name, day=timezone.localdate(now)
    )
    # One after the other: two consultations about one work must not open a round at the same moment.
    work = Work.objects.select_for_update().get(pk=work.pk)
    round_number = _round_of(consultation=consultation, work=work)
    EffectEntry.objects.filter(
        consultation=consultation, stage=stage, months_after=months_after, superseded_at__isnull=True
    ).update(superseded_at=now)
    return EffectEntry.objects.create(
        work=work,
        round=round_number,
        consultation=consultation,
        answer=answer,
        stage=stage,
        months_after=months_after,
        cases_per_year=estimate.cases_per_year,
        minutes_before=estimate.minutes_before,
        minutes_after=estimate.minutes_after,
        running_hours_per_year=estimate.running_hours_per_year,
        initial_hours=estimate.initial_hours,
        method=estimate.method,
        basis=estimate.basis,
        hourly_rate_yen=portal_settings().hourly_rate_yen,
        entered_by=actor,
        entered_at=now,
    )


def _round_of(*, consultation: Consultation, work: Work) -> int:
    """Return this consultation's round of improving ``work``, opening the next one after those that have ended."""
    own = EffectEntry.objects.filter(work=work, consultation=consultation).first()
    if own is not None:
        return own.round
    others = EffectEntry.objects.filter(work=work, superseded_at__isnull=True)
    rival = others.filter(consultation__state__in=OPEN).select_related("consultation").first()
    if rival is not None:
        raise DoubleCount(
            f"「{work.name}」の時間は、相談 {rival.consultation.number} でも数えています。"
            "そちらに統合するか、業務名を分けて書いてください。"
        )
    last = EffectEntry.objects.filter(work=work).aggregate(last=Max("round"))["last"] or 0
    return last + 1


def drop_stage(*, consultation: Consultation, now: dt.datetime) -> None:
    """Take the proposed and agreed hours out of the count, because their answer is no longer in force.

    Once hours were realised, what had been agreed stays beside them: it happened, even if the case goes on.
    """
    current = EffectEntry.objects.filter(consultation=consultation, superseded_at__isnull=True)
    if current.filter(stage=EffectStage.REALISED).exists():
        return
    current.filter(stage__in=[EffectStage.PROPOSED, EffectStage.AGREED]).update(superseded_at=now)


def copy_stage(
    *, consultation: Consultation, answer: Answer, to: EffectStage, actor: User, now: dt.datetime
) -> EffectEntry:
    """Carry what was proposed over to the next stage, as a row of its own."""
    source = EffectEntry.objects.get(
        consultation=consultation, answer=answer, stage=EffectStage.PROPOSED, superseded_at__isnull=True
    )
    source.pk = None
    source._state.adding = True
    source.stage, source.entered_by, source.entered_at = to, actor, now
    source.save()
    return source


@transaction.atomic
def record_realised(
    *,
    consultation: Consultation,
    actor: User,
    estimate: Estimate,
    months_after: int = 3,
    now: dt.datetime | None = None,
) -> EffectEntry:
    """Write what became real, ``months_after`` going live (3, 6 or 12), and hand the next step to the DX side.

    The very same figures sent again by the same person make no second row. Raises StateConflict unless the effect is
    being measured (or was, for a later month).
    """
    now = now or timezone.now()
    consultation = lock(consultation)
    require(can_record_effect(actor, consultation))
    measured = consultation.working_state in (State.MEASURING, State.CLOSED)
    if not measured or consultation.went_live_on is None:
        raise conflict(consultation)
    earlier = _recorded_before(consultation, actor, estimate, months_after)
    if earlier is not None:
        return earlier
    entry = write_entry(
        consultation=consultation,
        answer=None,
        estimate=estimate,
        stage=EffectStage.REALISED,
        months_after=months_after,
        actor=actor,
        now=now,
    )
    said = f"{months_after}か月後の実績：年{number_text(entry.hours_per_year)}時間"
    step = log(
        consultation=consultation, actor=actor, name="record_realised", before=consultation.state, detail=said, now=now
    )
    if consultation.working_state == State.MEASURING:
        promise_next_step(consultation=consultation, now=now)
        remember_last_word(consultation=consultation, author=actor, side=Side.ASKER, text=said, now=now)
        consultation.save()
    tell(
        consultation=consultation,
        kind="effect",
        event=f"step:{step.pk}",
        to=[consultation.assignee],
        by=actor,
        text="実績が届きました",
    )
    return entry


def _recorded_before(
    consultation: Consultation, actor: User, estimate: Estimate, months_after: int
) -> EffectEntry | None:
    return (
        EffectEntry.objects.filter(
            consultation=consultation,
            stage=EffectStage.REALISED,
            months_after=months_after,
            superseded_at__isnull=True,
            entered_by=actor,
            cases_per_year=estimate.cases_per_year,
            minutes_before=estimate.minutes_before,
            minutes_after=estimate.minutes_after,
            running_hours_per_year=estimate.running_hours_per_year,
            initial_hours=estimate.initial_hours,
            method=estimate.method,
            basis=estimate.basis,
        )
        .select_related("work")
        .first()
    )
