"""The inputs of an effect, as proposed with an answer and as they became real."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from crispy_forms.layout import HTML, Div, Layout
from django import forms
from django.core.exceptions import ValidationError

from consultations.enums import EffectMethod, EffectStage
from consultations.models import EffectEntry
from consultations.selectors.effects import MONTHS_AFTER, in_force
from consultations.services.effects import Estimate
from consultations.services.progress import months_later
from minato_dx.core.fields import AmountField, CountField
from minato_dx.core.forms import StepForm
from minato_dx.core.layout import Button, Buttons, Choices, FieldRow, UnitField

# How a figure came about, in the order of how sure it is.
METHOD_HINTS = {
    EffectMethod.MEASURED: "時間や件数を計った",
    EffectMethod.RECORDED: "台帳や記録から数えた",
    EffectMethod.ESTIMATED: "作業ごとの見積りを足した",
    EffectMethod.RATIO: "似た業務の割合を当てた",
}
FIGURE = HTML('{% include "consultations/_effect_figure.html" %}')


class EffectInputs(StepForm):
    """What an effect is computed from: cases a year, minutes a case before and after, hours a year and once."""

    cases_per_year = CountField(label="年間件数")
    minutes_before = AmountField(label="いまの時間", max_value=99_999)
    minutes_after = AmountField(label="これからの時間", max_value=99_999)
    running_hours_per_year = AmountField(
        label="新しく増える手間",
        required=False,
        max_value=999_999,
        help_text="設定の見直しや問い合わせなど、毎年かかる時間です。なければ0のままにします。",
    )
    initial_hours = AmountField(
        label="準備の手間",
        required=False,
        max_value=999_999,
        help_text="はじめの1回だけかかる時間です。効果からは引かず、別に示します。",
    )
    method = forms.ChoiceField(label="出し方", choices=EffectMethod.choices, widget=forms.RadioSelect)
    basis = forms.CharField(
        label="根拠", max_length=200, required=False, help_text="例：聞き取り票の件数と、窓口で10件を計った平均"
    )

    def estimate(self, work_name: str) -> Estimate:
        """Return the inputs as the ledger takes them; only after ``is_valid``."""
        data = self.cleaned_data
        return Estimate(
            work_name=work_name,
            cases_per_year=data["cases_per_year"],
            minutes_before=data["minutes_before"],
            minutes_after=data["minutes_after"],
            running_hours_per_year=data["running_hours_per_year"] or Decimal(0),
            initial_hours=data["initial_hours"] or Decimal(0),
            method=data["method"],
            basis=data["basis"],
        )

    @property
    def preview(self) -> EffectEntry | None:
        """Return an unsaved entry of what stands in the form, or None while a number is missing or cannot be read."""
        names = ("cases_per_year", "minutes_before", "minutes_after", "running_hours_per_year")
        try:
            values = {name: self.fields[name].clean(self[name].value()) for name in names}
        except ValidationError:
            return None
        values["running_hours_per_year"] = values["running_hours_per_year"] or Decimal(0)
        return None if None in values.values() else EffectEntry(**values)

    def input_layout(self) -> list[Any]:
        """Return the inputs with their units and the figure that comes of them."""
        return [
            FieldRow(
                UnitField("cases_per_year", "件/年"),
                UnitField("minutes_before", "分/件"),
                UnitField("minutes_after", "分/件"),
            ),
            FieldRow(
                UnitField("running_hours_per_year", "時間/年"),
                UnitField("initial_hours", "時間"),
            ),
            FIGURE,
            Choices("method", hints={str(key): text for key, text in METHOD_HINTS.items()}),
            "basis",
        ]


class EffectForm(EffectInputs):
    """What became real, three, six or twelve months after going live."""

    not_done = "まだ実績を書いていません"
    submit_label = "実績を書く"
    back_label = "相談へ戻る"

    months_after = forms.TypedChoiceField(label="いつの実績ですか", coerce=int, widget=forms.RadioSelect)

    def __init__(self, *args: Any, entries: Sequence[EffectEntry], went_live_on: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["minutes_before"].label = "前の時間"
        self.fields["minutes_after"].label = "いまの時間"
        self.fields["months_after"].choices = [(months, f"{months}か月後") for months in MONTHS_AFTER]
        self.month_hints = {str(months): _month_hint(entries, went_live_on, months) for months in MONTHS_AFTER}

    def get_layout(self) -> Layout:
        return Layout(
            Choices("months_after", hints=self.month_hints),
            Div(*self.input_layout(), css_class="stack stack--5"),
            Buttons(self.submit_label, Button(self.back_label, url=self.back_url)),
        )


def _month_hint(entries: Sequence[EffectEntry], went_live_on: Any, months: int) -> str:
    if in_force(entries, EffectStage.REALISED, months) is not None:
        return "書いてあります。書き直すと、新しい記録に替わります"
    then = months_later(went_live_on, months)
    return f"{then.year}年{then.month}月ごろ"
