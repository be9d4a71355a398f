"""Cohorts and the years of the plan."""

import itertools
from typing import Any

from crispy_forms.layout import Layout
from django import forms
from django.core.exceptions import ValidationError

from leaders.models import Cohort, Plan
from minato_dx.core.calendar import fiscal_year_label
from minato_dx.core.fields import DayField
from minato_dx.core.forms import PortalForm, PortalModelForm
from minato_dx.core.layout import Button, Buttons, FieldRow, OptionalField, UnitField

ORDER = (
    ("recommend_from", "recommend_until", "推薦の締切は、受付開始の日か、それより後にしてください。", False),
    ("recommend_until", "appoint_on", "発令日は、推薦の締切より後の日にしてください。", True),
    ("appoint_on", "training_from", "研修の初日は、発令日か、それより後にしてください。", False),
    ("training_from", "training_until", "研修の最終日は、初日か、それより後にしてください。", False),
)


class CohortForm(PortalModelForm):
    """The days of a cohort."""

    not_done = "まだ登録していません"

    recommend_from = DayField(label="推薦の受付開始")
    recommend_until = DayField(label="推薦の締切")
    appoint_on = DayField(label="発令日")
    training_from = DayField(label="研修の初日")
    training_until = DayField(label="研修の最終日")

    class Meta:
        model = Cohort
        fields = (
            "number", "recommend_from", "recommend_until", "appoint_on", "training_from", "training_until", "note",
        )  # fmt: skip
        widgets = {"note": forms.Textarea(attrs={"rows": 3}), "number": forms.NumberInput(attrs={"class": "w-3"})}

    def __init__(self, *args: Any, back_url: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.back_url = back_url

    def get_layout(self) -> Layout:
        return Layout(
            "number",
            FieldRow("recommend_from", "recommend_until"),
            "appoint_on",
            FieldRow("training_from", "training_until"),
            OptionalField("note"),
            Buttons(Button("期を登録する"), Button("やめて戻る", url=self.back_url)),
        )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        for before, after, message, is_strict in ORDER:
            first, second = data.get(before), data.get(after)
            if first and second and (second < first or (is_strict and second == first)):
                self.add_error(after, message)
        return data


class PlanForm(PortalForm):
    """The plan's name and a target for each of six fiscal years; an empty one is no year of the plan."""

    not_done = "まだ登録していません"
    years_shown = 6

    name = forms.CharField(label="計画の名前", max_length=80, initial="3か年計画")

    def __init__(self, *args: Any, plan: Plan | None, this_year: int, back_url: str, **kwargs: Any) -> None:
        known = {year.fiscal_year: year.target for year in plan.years.all()} if plan else {}
        first = min(known, default=this_year - 1)
        self.years = range(first, max(first + self.years_shown, max(known, default=0) + 1))
        self.back_url = back_url
        initial = {self._name(year): target for year, target in known.items()}
        initial |= {"name": plan.name} if plan else {}
        super().__init__(*args, **({"initial": initial} | kwargs if not kwargs.get("initial") else kwargs))
        for year in self.years:
            self.fields[self._name(year)] = forms.IntegerField(
                label=f"{fiscal_year_label(year)}末の目標", required=False, min_value=0, max_value=9999
            )

    @staticmethod
    def _name(year: int) -> str:
        return f"target_{year}"

    def get_layout(self) -> Layout:
        rows = [UnitField(self._name(year), "課") for year in self.years]
        return Layout("name", *rows, Buttons(Button("計画を登録する"), Button("やめて戻る", url=self.back_url)))

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        given = [(year, data.get(self._name(year))) for year in self.years if data.get(self._name(year)) is not None]
        if not given and not self.errors:
            raise ValidationError("どれかの年度に、目標の課の数を入れてください。")
        for (_before, less), (year, more) in itertools.pairwise(given):
            if more < less:
                self.add_error(self._name(year), "年度末までに配置する課の合計です。前の年度より大きくしてください。")
        return data

    @property
    def targets(self) -> dict[int, int]:
        data = self.cleaned_data
        return {year: data[self._name(year)] for year in self.years if data.get(self._name(year)) is not None}
