"""What the survey says so far: shares with their base, booth by booth, and comments by theme. Names nobody."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Sum

from minato_dx.organization.models import User
from minato_dx.reference.models import FieldOfWork
from showcase.enums import Awareness, NextStep
from showcase.models import CheckIn, Exhibition, Exhibitor, SurveyAnswer, Visitor
from showcase.selectors.day.stamps import booths_of

USEFUL = ((5, "5 とても"), (4, "4"), (3, "3 ふつう"), (2, "2"), (1, "1 まったく"))


@dataclass(frozen=True, slots=True)
class Share:
    """How many said one thing, and what part of the base that is, in percent."""

    label: str
    number: int
    percent: Decimal


@dataclass(frozen=True, slots=True)
class SurveyResult:
    """The answers of the whole. ``answered`` are those of visitors who came; ``came`` is what the rate is of."""

    answers: int
    answered: int
    came: int
    rate: Decimal
    awareness: list[Share]
    changed: Share
    useful: list[Share]
    mean: Decimal | None
    next_steps: list[Share]


def percent(number: int, base: int) -> Decimal:
    """Return the share in percent with one decimal; 0 of nothing."""
    return round(Decimal(100 * number) / base, 1) if base else Decimal(0)


def survey_result(*, exhibition: Exhibition) -> SurveyResult:
    """Return what was said of the whole. Three queries, however many answered."""
    whole = SurveyAnswer.objects.filter(exhibition=exhibition, exhibitor__isnull=True)
    there = Exists(CheckIn.objects.filter(visitor=OuterRef("visitor")))
    rows = list(
        whole.order_by().annotate(there=there).values_list("awareness", "useful", "next_step", "there")
        .annotate(number=Count("pk"))
    )  # fmt: skip
    came = Visitor.objects.filter(Exists(CheckIn.objects.filter(visitor=OuterRef("pk"))), exhibition=exhibition).count()
    base = sum(number for *_said, number in rows)
    answered = sum(number for *_said, was_there, number in rows if was_there)
    awareness = _shares(_count(rows, 0), Awareness.choices, base)
    useful = _count(rows, 1)
    return SurveyResult(
        answers=base,
        answered=answered,
        came=came,
        rate=percent(answered, came),
        awareness=awareness,
        changed=_sum("変わった・少し変わった", awareness[:2], base),
        useful=_shares(useful, USEFUL, base),
        mean=_mean(useful),
        next_steps=_shares(_count(rows, 2), NextStep.choices, sum(_count(rows, 2)[key] for key in NextStep.values)),
    )


def _count(rows: Iterable[tuple[Any, ...]], column: int) -> Counter[Any]:
    found: Counter[Any] = Counter()
    for row in rows:
        found[row[column]] += row[-1]
    return found


def _shares(counted: Counter[Any], choices: Sequence[tuple[Any, Any]], base: int) -> list[Share]:
    return [Share(str(label), counted[key], percent(counted[key], base)) for key, label in choices]


def _sum(label: str, shares: Iterable[Share], base: int) -> Share:
    number = sum(share.number for share in shares)
    return Share(label, number, percent(number, base))


def _mean(useful: Counter[int]) -> Decimal | None:
    if not useful:
        return None
    return round(Decimal(sum(key * number for key, number in useful.items())) / useful.total(), 1)


@dataclass(frozen=True, slots=True)
class BoothLine:
    """A booth: stamps, answers, their mean from 1 to 5, and how many would like to consult about it."""

    exhibitor: Exhibitor
    stamps: int
    answers: int
    mean: Decimal | None
    consult: int


def booth_lines(*, exhibition: Exhibition) -> list[BoothLine]:
    """Return every booth in its order. Three queries."""
    said = SurveyAnswer.objects.filter(exhibition=exhibition, exhibitor__isnull=False).order_by()
    consult = Count("pk", filter=Q(next_step=NextStep.CONSULT))
    rows = said.values_list("exhibitor").annotate(number=Count("pk"), total=Sum("useful"), consult=consult)
    answers = {pk: (number, total, wish) for pk, number, total, wish in rows}
    stamped = CheckIn.objects.filter(exhibition=exhibition, exhibitor__isnull=False).order_by()
    stamps = dict(stamped.values_list("exhibitor").annotate(number=Count("pk")))
    return [
        BoothLine(one, stamps.get(one.pk, 0), *_of_booth(answers.get(one.pk)))
        for one in booths_of(exhibition=exhibition)
    ]


def _of_booth(found: tuple[int, int, int] | None) -> tuple[int, Decimal | None, int]:
    if found is None:
        return 0, None, 0
    number, total, consult = found
    return number, round(Decimal(total) / number, 1), consult


def comments_of(*, exhibition: Exhibition, theme: str = "") -> QuerySet[SurveyAnswer]:
    """Return the answers with a comment, by theme and the newest first; ``theme`` is a field's number or "none"."""
    rows = SurveyAnswer.objects.filter(exhibition=exhibition).exclude(comment="")
    if theme == "none":
        rows = rows.filter(theme__isnull=True)
    elif theme.isascii() and theme.isdecimal() and len(theme) < 10:
        rows = rows.filter(theme=int(theme))
    return rows.select_related("theme", "exhibitor").order_by(
        F("theme__order").asc(nulls_last=True), F("theme").asc(nulls_last=True), "-answered_at", "-pk"
    )


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme with its number of comments; ``value`` is what ``comments_of`` takes."""

    value: str
    label: str
    number: int


def themes_of(*, exhibition: Exhibition) -> list[Theme]:
    """Return the themes that have comments, those without a theme last. Two queries."""
    rows = SurveyAnswer.objects.filter(exhibition=exhibition).exclude(comment="").order_by()
    counted = dict(rows.values_list("theme").annotate(number=Count("pk")))
    fields = FieldOfWork.objects.filter(pk__in=[pk for pk in counted if pk is not None])
    found = [Theme(str(field.pk), field.name, counted[field.pk]) for field in fields]
    return found + ([Theme("none", "分野なし", counted[None])] if None in counted else [])


def own_answer(*, exhibition: Exhibition, exhibitor: Exhibitor | None, user: User) -> SurveyAnswer | None:
    """Return what the user said before. One query."""
    return SurveyAnswer.objects.filter(exhibition=exhibition, exhibitor=exhibitor, visitor__user=user).first()


def booths_answered(*, exhibition: Exhibition, user: User) -> set[int]:
    """Return the booths of which the user has said something. One query."""
    rows = SurveyAnswer.objects.filter(exhibition=exhibition, visitor__user=user, exhibitor__isnull=False)
    return set(rows.values_list("exhibitor", flat=True))
