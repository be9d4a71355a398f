"""What the DX section's list can be narrowed by, drawn without widgets: a list page has to be quick."""

import datetime as dt
import functools
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from consultations.enums import ENDED, State
from consultations.models import Consultation
from consultations.selectors.triage_choices import Choice, TriageChoices
from consultations.services.progress import months_later
from minato_dx.core.calendar import fiscal_year, fiscal_year_dates, jst

Options = tuple[tuple[str, Any], ...]

ENDED_TOO, ENDED_ONLY = "any", "ended"
# Groups of states, by whose turn it is; the single states follow them in the select.
STATE_GROUPS: dict[str, tuple[str, tuple[State, ...]]] = {
    "dx": ("デジタル改革担当の番", tuple(state for state in State if state.tone == "dx")),
    "you": ("相談者の側の番", tuple(state for state in State if state.tone == "you")),
    "live": ("合意のあと", tuple(state for state in State if state.tone == "live")),
    ENDED_ONLY: ("終わったもの", ENDED),
    ENDED_TOO: ("終わったものも含めて", ()),
}
STATES: Options = (
    *((key, words) for key, (words, _) in STATE_GROUPS.items()),
    ("状態ごと", tuple((state.value, state.label) for state in State)),
)
PERIODS: Options = (("year", "今年度"), ("months", "3か月以内"), ("last_year", "昨年度"))
NO_FIELD = "none"
DEPARTMENT, DIVISION = "department-", "division-"


@dataclass(frozen=True, slots=True)
class SelectView:
    """A select of the filter form as the template draws it."""

    name: str
    label: str
    options: SafeString


class TriageFilter(django_filters.FilterSet):
    """Narrow a view of the list. Without a state only open ones are kept; an unreadable condition narrows nothing."""

    state = django_filters.ChoiceFilter(label="状態", empty_label="進行中すべて", method="by_state")
    unit = django_filters.ChoiceFilter(label="部・課", method="by_unit")
    field = django_filters.ChoiceFilter(label="分野", method="by_field")
    assignee = django_filters.ChoiceFilter(label="担当", method="by_assignee")
    period = django_filters.ChoiceFilter(label="受付日", method="by_period")
    q = django_filters.CharFilter(label="ことば", max_length=100, method="by_text")

    def __init__(
        self, data: Mapping[str, str], queryset: QuerySet[Consultation], *, choices: TriageChoices, day: dt.date
    ) -> None:
        super().__init__(data, queryset)
        self.day = day
        self.departments = {department.code: department.ids for department in choices.departments}
        self.options = {"state": STATES, "period": PERIODS, **_options_of(choices)}
        for name, options in self.options.items():
            self.filters[name].extra["choices"] = _behind_a_function(options)

    def filter_queryset(self, queryset: QuerySet[Consultation]) -> QuerySet[Consultation]:
        rows = super().filter_queryset(queryset)
        return rows if self.chosen.get("state") else rows.filter(is_open=True)

    @functools.cached_property
    def chosen(self) -> dict[str, str]:
        """Return the readable conditions that narrow anything, by name."""
        self.form.is_valid()
        return {name: value for name, value in self.form.cleaned_data.items() if value}

    @property
    def text(self) -> str:
        """Return the words searched for, as typed."""
        return str(self.form.cleaned_data.get("q") or self.data.get("q", ""))

    @property
    def shows_ended(self) -> bool:
        """Tell whether ended ones are in the list, which have no promise to sort by."""
        state = self.chosen.get("state", "")
        return state in (ENDED_ONLY, ENDED_TOO) or state in ENDED

    @property
    def selects(self) -> list[SelectView]:
        """Return the selects with their options drawn."""
        return [
            SelectView(
                name,
                str(known.label),
                _draw(self.options[name], self.chosen.get(name, ""), known.extra.get("empty_label") or "すべて"),
            )
            for name, known in self.filters.items()
            if isinstance(known, django_filters.ChoiceFilter)
        ]

    @property
    def conditions(self) -> list[tuple[str, str, str]]:
        """Return the conditions to read: name, label, and the words of what was chosen."""
        return [
            (name, str(self.filters[name].label), _words(self.options.get(name, ()), value))
            for name, value in self.chosen.items()
        ]

    @property
    def unreadable(self) -> list[str]:
        """Return the labels of the conditions that are no longer to choose from, or too long."""
        return [str(self.filters[name].label) for name in self.form.errors]

    def by_state(self, rows: QuerySet[Consultation], name: str, value: str) -> QuerySet[Consultation]:
        if value == ENDED_TOO:
            return rows
        if value == ENDED_ONLY:
            return rows.filter(is_open=False)
        if value in STATE_GROUPS:
            return rows.filter(is_open=True, state__in=STATE_GROUPS[value][1])
        # Said although the state implies it: the indexes of the open ones are for who asks for open ones.
        return rows.filter(state=value) if value in ENDED else rows.filter(is_open=True, state=value)

    def by_unit(self, rows: QuerySet[Consultation], name: str, value: str) -> QuerySet[Consultation]:
        if value.startswith(DEPARTMENT):
            return rows.filter(department__in=self.departments[value.removeprefix(DEPARTMENT)])
        return rows.filter(division=int(value.removeprefix(DIVISION)))

    def by_field(self, rows: QuerySet[Consultation], name: str, value: str) -> QuerySet[Consultation]:
        return rows.filter(field__isnull=True) if value == NO_FIELD else rows.filter(field=int(value))

    def by_assignee(self, rows: QuerySet[Consultation], name: str, value: str) -> QuerySet[Consultation]:
        return rows.filter(assignee=int(value))

    def by_period(self, rows: QuerySet[Consultation], name: str, value: str) -> QuerySet[Consultation]:
        first, end = _period(value, self.day)
        rows = rows.filter(received_at__gte=jst(first, dt.time.min))
        return rows.filter(received_at__lt=jst(end, dt.time.min)) if end else rows

    def by_text(self, rows: QuerySet[Consultation], name: str, value: str) -> QuerySet[Consultation]:
        for word in value.split():
            rows = rows.filter(Q(title__icontains=word) | Q(body__icontains=word))
        return rows


def _behind_a_function(options: Options) -> Callable[[], Options]:
    """Return a function, which a form, unlike a hundred options, does not copy for a condition that nobody chose."""
    return lambda: options


def _period(value: str, day: dt.date) -> tuple[dt.date, dt.date | None]:
    """Return the half-open JST days of a period; no end = until now."""
    this_year = fiscal_year(day)
    if value == "months":
        return months_later(day, -3), None
    if value == "year":
        return fiscal_year_dates(this_year)[0], None
    return fiscal_year_dates(this_year - 1)


@functools.lru_cache(maxsize=4)
def _options_of(choices: TriageChoices) -> dict[str, Options]:
    return {
        "unit": tuple(_unit_options(choices)),
        "field": (*_with_former(choices.fields, "使わなくなった分野"), (NO_FIELD, "未記入")),
        "assignee": _with_former(choices.people, "以前の担当"),
    }


def _unit_options(choices: TriageChoices) -> Iterable[tuple[str, Any]]:
    former: list[tuple[str, str]] = []
    for department in choices.departments:
        whole = (f"{DEPARTMENT}{department.code}", f"{department.name}すべて")
        if department.is_former:
            former += [whole, *_division_options(department.divisions)]
            continue
        yield department.name, (whole, *_division_options(one for one in department.divisions if not one.is_former))
        former += _division_options(one for one in department.divisions if one.is_former)
    if former:
        yield "以前の部・課", tuple(former)


def _division_options(divisions: Iterable[Choice]) -> list[tuple[str, str]]:
    return [(f"{DIVISION}{division.pk}", division.name) for division in divisions]


def _with_former(choices: Iterable[Choice], group: str) -> Options:
    now = tuple((str(choice.pk), choice.name) for choice in choices if not choice.is_former)
    former = tuple((str(choice.pk), choice.name) for choice in choices if choice.is_former)
    return (*now, (group, former)) if former else now


@functools.lru_cache(maxsize=256)
def _draw(options: Options, chosen: str, empty: str) -> SafeString:
    """Return the options as HTML, ``chosen`` selected; groups become ``optgroup``."""
    return format_html("{}{}", _option("", empty, chosen), format_html_join("", "{}", _each(options, chosen)))


def _each(options: Options, chosen: str) -> Iterable[tuple[SafeString]]:
    for value, words in options:
        if isinstance(words, tuple):
            inner = format_html_join("", "{}", ((_option(key, text, chosen),) for key, text in words))
            yield (format_html('<optgroup label="{}">{}</optgroup>', value, inner),)
        else:
            yield (_option(value, words, chosen),)


def _option(value: str, words: str, chosen: str) -> SafeString:
    mark = SafeString(" selected") if value == chosen else ""
    return format_html('<option value="{}"{}>{}</option>', value, mark, words)


def _words(options: Options, value: str) -> str:
    for key, words in options:
        if isinstance(words, tuple):
            found = dict(words).get(value)
            if found:
                return str(found)
        elif key == value:
            return str(words)
    return value
