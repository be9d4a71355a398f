"""What came of an exhibition's booths: wishes, consultations begun from them, agreements, and hours in the ledger."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from consultations.enums import AnswerState, EffectStage
from consultations.models import Answer, Consultation, Interest
from showcase.enums import EXHIBITOR_KIND
from showcase.models import CheckIn, Exhibition, Exhibitor
from showcase.selectors.day.stamps import booths_of
from showcase.selectors.known import hours_by_case


@dataclass(frozen=True, slots=True)
class Chain:
    """How far wishes came. Hours are hours a year; ``cases`` are the consultations, so that sums count each once."""

    wishes: int
    divisions: set[int] = field(default_factory=set)
    cases: set[int] = field(default_factory=set)
    agreed: int = 0
    hours_agreed: Decimal = Decimal(0)
    hours_realised: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class BoothChain:
    """One booth: how many took its stamp, and what came of it."""

    exhibitor: Exhibitor
    stamps: int
    chain: Chain


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of the consultations: which were agreed to, and their hours of each stage."""

    agreed: set[int]
    hours: dict[int, dict[EffectStage, Decimal]]


def booth_chains(*, exhibition: Exhibition) -> tuple[list[BoothChain], Chain]:
    """Return every booth in its order, and the sum in which each wish, division and consultation counts once.

    Wishes that were taken back are left out; of private consultations there are no hours. Six queries.
    """
    booths = booths_of(exhibition=exhibition)
    stamped = CheckIn.objects.filter(exhibition=exhibition, exhibitor__isnull=False)
    stamps: dict[int | None, int] = {}
    for pk in stamped.order_by().values_list("exhibitor", flat=True):
        stamps[pk] = stamps.get(pk, 0) + 1
    wishes: dict[int, list[Interest]] = {}
    rows = Interest.objects.standing().filter(kind=EXHIBITOR_KIND, object_id__in=[one.pk for one in booths])
    for row in rows:
        wishes.setdefault(row.object_id, []).append(row)
    known = _known(row.consultation_id for row in rows if row.consultation_id)
    lines = [BoothChain(one, stamps.get(one.pk, 0), _chain(wishes.get(one.pk, []), known)) for one in booths]
    return lines, _chain([row for found in wishes.values() for row in found], known)


def _known(case_ids: Iterable[int]) -> _Known:
    ids = list(case_ids)
    agreed = Answer.objects.filter(consultation__in=ids, state=AnswerState.AGREED)
    told = Consultation.objects.filter(pk__in=ids, is_private=False).values_list("pk", flat=True)
    hours = hours_by_case(case_ids=list(told))
    return _Known(
        agreed=set(agreed.values_list("consultation", flat=True)),
        hours={pk: found.by_stage for pk, found in hours.items()},
    )


def _chain(rows: list[Interest], known: _Known) -> Chain:
    cases = {row.consultation_id for row in rows if row.consultation_id is not None}
    return Chain(
        wishes=len(rows),
        divisions={row.division_id for row in rows},
        cases=cases,
        agreed=len(cases & known.agreed),
        hours_agreed=_hours(cases, known, EffectStage.AGREED),
        hours_realised=_hours(cases, known, EffectStage.REALISED),
    )


def _hours(cases: set[int], known: _Known, stage: EffectStage) -> Decimal:
    return sum((known.hours.get(pk, {}).get(stage, Decimal(0)) for pk in cases), Decimal(0))
