"""The conditions of the coverage board, as the address holds them."""

from typing import Any

from django import forms

from leaders.enums import COVERED, Cover
from minato_dx.core.fields import DayField
from minato_dx.core.forms import PortalForm

OPEN_SEATS = "open"


class CoverageForm(PortalForm):
    """Which divisions, by state or words, and as of which day."""

    q = forms.CharField(label="課・リーダーの名前", required=False, max_length=80)
    cover = forms.ChoiceField(
        label="状態",
        required=False,
        choices=[("", "すべて"), (OPEN_SEATS, "未配置と空席"), *Cover.choices],
    )
    on = DayField(label="いつの時点", required=False)
    view = forms.ChoiceField(required=False, choices=[("", "一覧"), ("table", "表")], widget=forms.HiddenInput)

    def chosen(self) -> list[str]:
        """Return the conditions as words."""
        data: dict[str, Any] = self.cleaned_data
        words = [f"「{data['q']}」"] if data.get("q") else []
        return words + self.conditions_in("cover")


def wanted_covers(value: str) -> set[Cover]:
    """Return the states that a condition keeps; an empty one keeps all."""
    if not value:
        return set(Cover)
    return set(Cover) - set(COVERED) - {Cover.APPOINTED, Cover.RECOMMENDED} if value == OPEN_SEATS else {Cover(value)}
