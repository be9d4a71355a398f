"""What is known of a consultation by the time it is told as a story."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from consultations.enums import AnswerState, EffectStage
from consultations.models import Answer, Consultation, EffectEntry

# The later stage is nearer to the truth.
STAGES = [EffectStage.REALISED, EffectStage.AGREED, EffectStage.PROPOSED]


@dataclass(frozen=True, slots=True)
class Hours:
    """Hours a year, at which stage, how they were found, and what they are at every stage that is known."""

    per_year: Decimal
    stage: EffectStage
    formula: str
    by_stage: dict[EffectStage, Decimal]


def hours_of(*, case: Consultation) -> Hours | None:
    """Return the hours of the case that are nearest to the truth: realised, newest first, else agreed, else proposed.

    None where nothing was written down. One query.
    """
    return hours_by_case(case_ids=[case.pk]).get(case.pk)


def hours_by_case(*, case_ids: Sequence[int]) -> dict[int, Hours]:
    """Return the hours of each case that wrote any down, by the same rule. One query."""
    rows: dict[int, list[EffectEntry]] = {}
    for row in EffectEntry.objects.filter(consultation__in=case_ids, superseded_at__isnull=True):
        rows.setdefault(row.consultation_id, []).append(row)
    return {case_id: _hours(entries) for case_id, entries in rows.items()}


def _hours(rows: list[EffectEntry]) -> Hours:
    # The newest of each stage; the rows stand in the order in which they were written.
    newest = {EffectStage(row.stage): row for row in sorted(rows, key=lambda row: row.months_after)}
    best = newest[next(stage for stage in STAGES if stage in newest)]
    by_stage = {stage: round(row.hours_per_year, 1) for stage, row in newest.items()}
    return Hours(round(best.hours_per_year, 1), EffectStage(best.stage), best.formula, by_stage)


def answer_in_force(*, case: Consultation) -> Answer | None:
    """Return the answer that counted in the end, or None. One query."""
    rows = Answer.objects.filter(consultation=case).exclude(state=AnswerState.REPLACED)
    return rows.select_related("tool").order_by("-number").first()


def basis_of(*, case: Consultation) -> str:
    """Return on what the realised hours rest, in the words of whoever wrote them down; empty where nobody did."""
    row = EffectEntry.objects.filter(consultation=case, superseded_at__isnull=True).exclude(basis="").last()
    return row.basis if row is not None else ""
