"""How the desk does, in figures without any name: for the public page and for the desk's own export."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass

from django.db.models import F, Q
from django.utils import timezone

from minato_dx.core.calendar import fiscal_year_label
from minato_dx.reference.models import FieldOfWork
from proposals.enums import UNDECIDED, Outcome, PromiseKind, State
from proposals.models import Promise, Proposal

# What became of a proposal, in the order of the table; each proposal is in exactly one of them.
IN_HAND, SHARED, DIALOGUE = "審査中", "庁内で共有", "対話中"
OUTCOMES = (
    IN_HAND,
    SHARED,
    DIALOGUE,
    *[str(outcome.label) for outcome in Outcome],
    "別の窓口へ移送",
    "見送り",
    "取り下げ",
    "期限切れ・統合",
)
ENDS = {
    State.TRANSFERRED: "別の窓口へ移送",
    State.DECLINED: "見送り",
    State.WITHDRAWN: "取り下げ",
    State.EXPIRED: "期限切れ・統合",
    State.MERGED: "期限切れ・統合",
}


@dataclass(frozen=True, slots=True)
class YearFigures:
    """A fiscal year's proposals; of the promises only those count whose day has come, or that were kept before it."""

    fiscal_year: int
    received: int
    answers_due: int
    answered_in_time: int
    decisions_due: int
    decided_in_time: int

    @property
    def label(self) -> str:
        return fiscal_year_label(self.fiscal_year)


@dataclass(frozen=True, slots=True)
class FieldFigures:
    """What became of the proposals of a field, in the order of ``OUTCOMES``; one of two fields counts in both."""

    field: str
    counts: list[int]

    @property
    def total(self) -> int:
        return sum(self.counts)


def figures_by_year(*, now: dt.datetime) -> list[YearFigures]:
    """Return each fiscal year in which something came, the newest first. Two queries."""
    received = Counter(Proposal.objects.values_list("fiscal_year", flat=True))
    due: Counter[tuple[int, str]] = Counter()
    in_time: Counter[tuple[int, str]] = Counter()
    # A promise that fell away (withdrawn before its day) was neither kept nor broken; one whose clock rests is not due.
    rows = Promise.objects.filter(dropped_at__isnull=True).filter(
        Q(kept_at__isnull=False) | Q(due_at__lte=now, paused_at__isnull=True)
    )
    for year, kind, kept, late in rows.annotate(year=F("proposal__fiscal_year")).values_list(
        "year", "kind", "kept_at", "due_at"
    ):
        due[year, kind] += 1
        in_time[year, kind] += kept is not None and kept <= late
    first, decision = str(PromiseKind.FIRST_ANSWER), str(PromiseKind.DECISION)
    return [
        YearFigures(
            fiscal_year=year,
            received=received[year],
            answers_due=due[year, first],
            answered_in_time=in_time[year, first],
            decisions_due=due[year, decision],
            decided_in_time=in_time[year, decision],
        )
        for year in sorted(received, reverse=True)
    ]


def figures_by_field() -> list[FieldFigures]:
    """Return what became of the proposals of each field that has any, in the order of the fields. Two queries."""
    found: dict[int, Counter[str]] = {}
    for field, state, outcome in Proposal.objects.filter(fields__isnull=False).values_list(
        "fields", "state", "outcome"
    ):
        found.setdefault(field, Counter())[_what_became(state, outcome)] += 1
    names = FieldOfWork.objects.filter(pk__in=found).order_by("order", "pk")
    return [FieldFigures(field.name, [found[field.pk][one] for one in OUTCOMES]) for field in names]


def _what_became(state: str, outcome: str) -> str:
    if state in UNDECIDED:
        return IN_HAND
    if state == State.SHARED:
        return SHARED
    if state == State.DIALOGUE:
        return DIALOGUE
    if state == State.CLOSED:
        return str(Outcome(outcome).label)
    return ENDS[State(state)]


def as_of(now: dt.datetime) -> str:
    """Return the day of the figures as the public page has it: ``2026年11月24日``."""
    day = timezone.localdate(now)
    return f"{day.year}年{day.month}月{day.day}日"
