"""Reads of the effect ledger."""

from collections.abc import Sequence

from consultations.enums import EffectStage
from consultations.models import Consultation, EffectEntry

# Realised hours are written down three, six and twelve months after going live.
MONTHS_AFTER = (3, 6, 12)


def ledger_of(*, case: Consultation) -> list[EffectEntry]:
    """Return every row of the case's ledger as it was written, superseded ones among them; one query."""
    return list(
        EffectEntry.objects.filter(consultation=case).select_related("work", "entered_by").order_by("entered_at", "id")
    )


def in_force(entries: Sequence[EffectEntry], stage: EffectStage, months_after: int = 0) -> EffectEntry | None:
    """Return the row of that stage and month that counts, or None."""
    return next(
        (
            entry
            for entry in entries
            if entry.stage == stage and entry.months_after == months_after and entry.superseded_at is None
        ),
        None,
    )


def month_to_record(entries: Sequence[EffectEntry]) -> int:
    """Return the first of 3, 6 and 12 months for which nothing was written yet; 12 once all are."""
    open_months = [months for months in MONTHS_AFTER if in_force(entries, EffectStage.REALISED, months) is None]
    return open_months[0] if open_months else MONTHS_AFTER[-1]
