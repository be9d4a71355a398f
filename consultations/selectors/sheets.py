"""The hearing sheet in the shape of a page: its parts, how far each is written, and what it says in words."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from typing import Any

from django.db.models import TextChoices

from consultations.enums import NOT_HELD, Frequency, Medium, Verdict, YesNoUnknown
from consultations.models import Consultation, HearingSheet
from minato_dx.core.figures import number_text
from minato_dx.core.text import is_blank
from minato_dx.reference.enums import Network


class Progress(Enum):
    """How far a part of the sheet is written; the word says it, the icon repeats it."""

    DONE = ("記入済み", "check")
    PARTLY = ("途中", "half")
    EMPTY = ("未記入", "dash")

    def __init__(self, label: str, icon: str) -> None:
        self.label = label
        self.icon = icon


@dataclass(frozen=True, slots=True)
class Part:
    """A numbered part: with the ``needed`` fields it counts as written, the others may stay empty."""

    id: str
    title: str
    needed: tuple[str, ...]
    others: tuple[str, ...]

    def progress(self, sheet: HearingSheet) -> Progress:
        """Return how far this part is written on ``sheet``."""
        if all(_is_filled(sheet, name) for name in self.needed):
            return Progress.DONE
        return Progress.PARTLY if any(_is_filled(sheet, name) for name in self.needed + self.others) else Progress.EMPTY


SEASONS = (("normal", "通常期"), ("busy", "繁忙期"), ("slack", "閑散期"))
PARTS = (
    Part("s1", "1 業務のあらまし", ("work_name", "purpose"), ("legal_basis", "related_divisions")),
    Part(
        "s2",
        "2 件数と時間",
        ("cases_per_year", "minutes_per_case", "people", "frequency"),
        ("busy_when", "slack_when")
        + tuple(f"{key}_{what}" for key, _ in SEASONS for what in ("cases_per_day", "days_per_year")),
    ),
    Part(
        "s3",
        "3 使っているもの",
        ("media", "network", "personal_information", "judgement"),
        ("systems", "judgement_note"),
    ),
    Part("s4", "4 なぜを重ねる", ("trouble", "why_1", "why_5"), ("why_2", "why_3", "why_4")),
    Part("s5", "5 見立て", ("really_needed", "verdict", "verdict_reason"), ("asked_for", "human_reason")),
)


def _is_filled(sheet: HearingSheet, name: str) -> bool:
    value = getattr(sheet, name)
    if isinstance(value, str):
        return not is_blank(value)
    return value is not None and value != []


@dataclass(frozen=True, slots=True)
class Figure:
    """Hours a year with the formula beside them, and what the seasons' own cases add up to."""

    hours: Decimal | None
    formula: str
    seasons: str


def figure_of(sheet: HearingSheet) -> Figure:
    """Return the figure of part 2, in the same words as ``calc.js`` writes while typing."""
    formula = "件数と分を入れると、1年の時間が出ます"
    if sheet.cases_per_year is not None and sheet.minutes_per_case is not None:
        formula = (
            f"{sheet.cases_per_year:,}件/年 × {number_text(sheet.minutes_per_case)}分/件 ÷ 60 = "
            f"{number_text(sheet.hours_per_year or 0)}時間/年"
        )
    return Figure(hours=sheet.hours_per_year, formula=formula, seasons=_seasons_text(sheet))


def _season(sheet: HearingSheet, key: str) -> tuple[int, int] | None:
    cases, days = getattr(sheet, f"{key}_cases_per_day"), getattr(sheet, f"{key}_days_per_year")
    return None if cases is None or days is None else (cases, days)


def _seasons_text(sheet: HearingSheet) -> str:
    known = [season for key, _ in SEASONS if (season := _season(sheet, key)) is not None]
    if sheet.seasonal_cases is None:
        return ""
    sums = " ＋ ".join(f"{cases:,}×{days:,}" for cases, days in known)
    text = f"時期別の合計 {sums} = {sheet.seasonal_cases:,}件/年"
    if sheet.cases_per_year is None:
        return text
    difference = abs(sheet.cases_per_year - sheet.seasonal_cases)
    return f"{text}：年間件数との差 {difference:,}件" if difference else f"{text}：年間件数と同じです"


@dataclass(frozen=True, slots=True)
class Line:
    """One label and what was written there."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class WrittenPart:
    """A part as it is read: what was left empty is left out."""

    id: str
    title: str
    progress: Progress
    lines: list[Line]


def written_parts(sheet: HearingSheet) -> list[WrittenPart]:
    """Return the sheet as it is read, part by part."""
    return [
        WrittenPart(part.id, part.title, part.progress(sheet), [line for line in _lines(sheet, part) if line.text])
        for part in PARTS
    ]


def _lines(sheet: HearingSheet, part: Part) -> list[Line]:
    names = _READING_ORDER[part.id]
    return [Line(_label(name), _WORDS.get(name, _plain)(sheet, name)) for name in names]


def _label(name: str) -> str:
    seasons = dict(SEASONS)
    if name in seasons:
        return seasons[name]
    # Only columns are asked for, and they have a name; the types allow for relations, which may have none.
    field: Any = HearingSheet._meta.get_field(name)
    return str(field.verbose_name)


def _plain(sheet: HearingSheet, name: str) -> str:
    value = getattr(sheet, name)
    return "" if is_blank(value) else str(value)


def _choice(sheet: HearingSheet, name: str) -> str:
    return str(getattr(sheet, f"get_{name}_display")())


def _with_unit(unit: str) -> Callable[[HearingSheet, str], str]:
    def words(sheet: HearingSheet, name: str) -> str:
        value = getattr(sheet, name)
        return "" if value is None else f"{number_text(value)}{unit}"

    return words


def media_text(sheet: HearingSheet) -> str:
    """Return what the work runs on, in the order of the form."""
    return "、".join(str(medium.label) for medium in Medium if medium in sheet.media)


def _season_words(sheet: HearingSheet, key: str) -> str:
    cases, days = getattr(sheet, f"{key}_cases_per_day"), getattr(sheet, f"{key}_days_per_year")
    when = getattr(sheet, f"{key}_when", "")
    parts = [
        when if not is_blank(when) else "",
        f"1日{cases:,}件" if cases is not None else "",
        f"年{days:,}日" if days is not None else "",
    ]
    return "、".join(part for part in parts if part)


_READING_ORDER = {
    "s1": ("work_name", "purpose", "legal_basis", "related_divisions"),
    "s2": ("cases_per_year", "minutes_per_case", "people", "frequency", "normal", "busy", "slack"),
    "s3": ("media", "systems", "network", "personal_information", "judgement", "judgement_note"),
    "s4": ("trouble", "why_1", "why_2", "why_3", "why_4", "why_5"),
    "s5": ("asked_for", "really_needed", "verdict", "verdict_reason", "human_reason"),
}
_WORDS: dict[str, Callable[[HearingSheet, str], str]] = {
    "cases_per_year": _with_unit("件/年"),
    "minutes_per_case": _with_unit("分/件"),
    "people": _with_unit("人"),
    "frequency": _choice,
    "normal": _season_words,
    "busy": _season_words,
    "slack": _season_words,
    "media": lambda sheet, _name: media_text(sheet),
    "network": _choice,
    "personal_information": _choice,
    "judgement": _choice,
    "verdict": _choice,
}


@dataclass(frozen=True, slots=True)
class Tick:
    """One box to tick on paper."""

    label: str
    is_ticked: bool


_TICKED: dict[str, type[TextChoices]] = {
    "frequency": Frequency,
    "media": Medium,
    "network": Network,
    "personal_information": YesNoUnknown,
    "judgement": YesNoUnknown,
    "verdict": Verdict,
}


def ticks_of(sheet: HearingSheet) -> dict[str, list[Tick]]:
    """Return the boxes of every choice on the sheet, ticked as far as it is known."""
    return {name: [_tick(sheet, name, choice) for choice in choices] for name, choices in _TICKED.items()}


def _tick(sheet: HearingSheet, name: str, choice: TextChoices) -> Tick:
    known = getattr(sheet, name)
    return Tick(str(choice.label), choice in known if isinstance(known, list) else choice == known)


def latest_sheet(*, case: Consultation) -> HearingSheet | None:
    """Return the sheet of the newest hearing that was not called off."""
    return (
        HearingSheet.objects.filter(hearing__consultation=case)
        .exclude(hearing__state__in=NOT_HELD)
        .select_related("hearing")
        .order_by("-hearing__number")
        .first()
    )


def findings_of(*, case: Consultation) -> HearingSheet | None:
    """Return the newest sheet that was handed to the requester: what a head may build a decision on."""
    return (
        HearingSheet.objects.filter(hearing__consultation=case, asked_at__isnull=False)
        .select_related("hearing")
        .order_by("-hearing__number")
        .first()
    )
