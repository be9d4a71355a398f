"""The hearing sheet as it is written, and what the requester says to it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from crispy_forms.layout import HTML, Div, Layout
from django import forms
from django.forms.boundfield import BoundField

from consultations.enums import Frequency, Medium, Verdict, YesNoUnknown
from consultations.models import HearingSheet
from consultations.selectors.sheets import PARTS, SEASONS
from consultations.services.sheets import SHEET_FIELDS
from minato_dx.core.field_view import FieldView
from minato_dx.core.fields import AmountField, CountField, TextField
from minato_dx.core.forms import PortalForm
from minato_dx.core.layout import Choices, FieldRow, Section, UnitField
from minato_dx.reference.enums import Network

NOT_CHOSEN = ("", "選んでください")


def _label(name: str) -> str:
    return str(HearingSheet._meta.get_field(name).verbose_name)


def _text(name: str, *, rows: int = 0, hint: str = "") -> forms.CharField:
    """Return the field of a text column, with the column's own label and length."""
    details: dict[str, Any] = {
        "label": _label(name),
        "max_length": HearingSheet._meta.get_field(name).max_length,
        "required": False,
        "help_text": hint,
    }
    return TextField(rows=rows, **details) if rows else forms.CharField(**details)


def _count(name: str, *, most: int) -> CountField:
    return CountField(label=_label(name), required=False, max_value=most)


def _one_of(name: str, choices: list[tuple[str, str]], *, radios: bool = True) -> forms.ChoiceField:
    widget = forms.RadioSelect if radios else forms.Select
    return forms.ChoiceField(
        label=_label(name), choices=choices if radios else [NOT_CHOSEN, *choices], required=False, widget=widget
    )


@dataclass(frozen=True, slots=True)
class SeasonRow:
    """One row of the table of seasons."""

    label: str
    when: FieldView | None
    cases: FieldView
    days: FieldView


class SheetForm(PortalForm):
    """Everything on the sheet. Nothing is required while it is being written; ``version`` is the sheet's revision."""

    not_done = "保存していないところがあります"
    marked_optional = {"legal_basis", "related_divisions", "systems", "judgement_note", "asked_for", "human_reason"}
    form_tag = False

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    work_name = _text("work_name", hint="この業務の件数と時間を、この名前に結び付けます。")
    purpose = _text("purpose", rows=3)
    legal_basis = _text("legal_basis")
    related_divisions = _text("related_divisions")

    cases_per_year = _count("cases_per_year", most=99_999_999)
    minutes_per_case = AmountField(label=_label("minutes_per_case"), required=False, max_value=99_999)
    people = _count("people", most=9_999)
    frequency = _one_of("frequency", Frequency.choices, radios=False)
    normal_cases_per_day = _count("normal_cases_per_day", most=9_999_999)
    normal_days_per_year = _count("normal_days_per_year", most=366)
    busy_when = _text("busy_when")
    busy_cases_per_day = _count("busy_cases_per_day", most=9_999_999)
    busy_days_per_year = _count("busy_days_per_year", most=366)
    slack_when = _text("slack_when")
    slack_cases_per_day = _count("slack_cases_per_day", most=9_999_999)
    slack_days_per_year = _count("slack_days_per_year", most=366)

    media = forms.MultipleChoiceField(
        label="媒体（あてはまるものすべて）",
        choices=Medium.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    systems = _text("systems")
    network = _one_of("network", Network.choices, radios=False)
    personal_information = _one_of("personal_information", YesNoUnknown.choices)
    judgement = _one_of("judgement", YesNoUnknown.choices)
    judgement_note = _text("judgement_note")

    trouble = _text("trouble", rows=3, hint="相談の内容から写しました。聞いたことばで直せます。")
    why_1 = _text("why_1", rows=2)
    why_2 = _text("why_2", rows=2)
    why_3 = _text("why_3", rows=2)
    why_4 = _text("why_4", rows=2)
    why_5 = _text("why_5", rows=2)

    asked_for = _text("asked_for", rows=3)
    really_needed = _text("really_needed", rows=3)
    verdict = _one_of("verdict", Verdict.choices)
    verdict_reason = _text("verdict_reason", rows=3, hint="相談者もこの文を読みます。")
    human_reason = _text("human_reason", rows=2)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # In the table a heading stands for a label, so each cell says its own.
        for key, season in SEASONS:
            for name, words in ((f"{key}_cases_per_day", "1日の件数"), (f"{key}_days_per_year", "日数")):
                self.fields[name].widget.attrs.update(
                    {"class": "form-control-sm text-end", "aria-label": f"{season}の{words}"}
                )
            if f"{key}_when" in self.fields:
                self.fields[f"{key}_when"].widget.attrs.update(
                    {"class": "form-control-sm", "aria-label": f"{season}はいつ"}
                )

    @classmethod
    def of(cls, sheet: HearingSheet) -> "SheetForm":
        """Return the form as the sheet stands."""
        values = {name: getattr(sheet, name) for name in SHEET_FIELDS}
        return cls(initial={**values, "version": sheet.revision})

    @property
    def valid_values(self) -> dict[str, Any]:
        """Return what can be saved; a field with an error is not among it and stays as it was. After ``is_valid``."""
        return {name: self.cleaned_data[name] for name in SHEET_FIELDS if name in self.cleaned_data}

    @property
    def seasons(self) -> Iterator[SeasonRow]:
        """Yield the rows of the table of seasons."""
        for key, label in SEASONS:
            yield SeasonRow(
                label=label,
                when=FieldView(self[f"{key}_when"]) if f"{key}_when" in self.fields else None,
                cases=FieldView(self[f"{key}_cases_per_day"], unit="件/日"),
                days=FieldView(self[f"{key}_days_per_year"], unit="日/年"),
            )

    @property
    def whys(self) -> list[BoundField]:
        """Return the chain of reasons."""
        return [self[f"why_{number}"] for number in range(1, 6)]

    def get_layout(self) -> Layout:
        title = {part.id: part.title for part in PARTS}
        return Layout(
            "version",
            Section("s1", title["s1"], "work_name", "purpose", FieldRow("legal_basis", "related_divisions")),
            Section(
                "s2",
                title["s2"],
                FieldRow(
                    UnitField("cases_per_year", "件/年"),
                    UnitField("minutes_per_case", "分/件"),
                    UnitField("people", "人", width="w-3"),
                    "frequency",
                ),
                HTML('{% include "consultations/_sheet_seasons.html" %}'),
                HTML('{% include "consultations/_sheet_figure.html" %}'),
            ),
            Section(
                "s3",
                title["s3"],
                "media",
                FieldRow("systems", "network"),
                "personal_information",
                "judgement",
                "judgement_note",
            ),
            Section(
                "s4",
                title["s4"],
                "trouble",
                HTML('{% include "consultations/_sheet_whys.html" %}'),
                text="原因にとどくまで、なぜを重ねます。5つすべてを埋めなくてかまいません。",
            ),
            Section(
                "s5",
                title["s5"],
                Div("asked_for", "really_needed", css_class="halves"),
                Choices("verdict", hints={Verdict.NOT_FITTING: "業務の見直し案へ進みます"}),
                "verdict_reason",
                "human_reason",
            ),
        )


class CorrectionForm(PortalForm):
    """What the requester found wrong on the sheet."""

    not_done = "まだ送っていません"

    correction = TextField(
        label="ちがうところがあるとき",
        help_text="どこが、どうちがうかを書いてください。例：件数は月300件です",
        error_messages={"required": "どこがちがうかを書いてください。「件数は月300件です」のような1文で足ります。"},
    )
