"""By what the catalogue of shared proposals is narrowed down."""

from typing import Any

from django import forms

from minato_dx.core.forms import PortalForm
from minato_dx.reference.models import FieldOfWork
from proposals.enums import CostRange, ToolKind
from proposals.selectors.catalogue import SORTS, TABS, Conditions

SMALL = {"class": "form-select form-select-sm"}
SEARCH = {"type": "search", "class": "form-control form-control-sm"}


def _tick(label: str) -> forms.BooleanField:
    return forms.BooleanField(
        label=label, required=False, widget=forms.CheckboxInput(attrs={"class": "form-check-input"})
    )


class CatalogueForm(PortalForm):
    q = forms.CharField(label="ことば", required=False, max_length=80, widget=forms.TextInput(attrs=SEARCH))
    field = forms.ModelChoiceField(
        label="分野",
        queryset=FieldOfWork.objects.none(),
        required=False,
        empty_label="すべて",
        widget=forms.Select(attrs=SMALL),
    )
    kind = forms.ChoiceField(
        label="種類",
        required=False,
        choices=[("", "すべて"), *ToolKind.choices],
        widget=forms.Select(attrs=SMALL),
    )
    cost = forms.ChoiceField(
        label="費用（年）",
        required=False,
        choices=[("", "すべて"), *CostRange.choices],
        widget=forms.Select(attrs=SMALL),
    )
    free = _tick("無料で試せる")
    lgwan = _tick("LGWAN-ASP")
    used = _tick("使っている自治体がある")
    tab = forms.ChoiceField(required=False, choices=list(TABS.items()), widget=forms.HiddenInput)
    sort = forms.ChoiceField(
        label="並び順",
        required=False,
        choices=[(name, label) for name, (label, _order) in SORTS.items()],
        widget=forms.Select(attrs=SMALL),
    )

    def __init__(self, *args: Any, fields_of_work: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("field", fields_of_work)

    @property
    def conditions(self) -> Conditions:
        """Return what was chosen; a condition that cannot be is left out, and its error shown."""
        data = self.cleaned_data if self.is_valid() else getattr(self, "cleaned_data", {})
        return Conditions(
            words=data.get("q") or "",
            field=data.get("field"),
            tool_kind=data.get("kind") or "",
            cost=data.get("cost") or "",
            free_trial=bool(data.get("free")),
            lgwan=bool(data.get("lgwan")),
            used=bool(data.get("used")),
            sort=data.get("sort") or "",
        )

    @property
    def tab_name(self) -> str:
        return self.cleaned_data["tab"] if self.is_valid() else ""

    @property
    def chosen(self) -> list[str]:
        """Return the conditions as words."""
        found = self.conditions
        words = [f"「{found.words}」"] if found.words else []
        words += [f"分野「{found.field}」"] if found.field else []
        words += [f"種類「{ToolKind(found.tool_kind).label}」"] if found.tool_kind else []
        words += [f"費用「{CostRange(found.cost).label}」"] if found.cost else []
        ticks = {"無料で試せる": found.free_trial, "LGWAN-ASP": found.lgwan, "使っている自治体がある": found.used}
        return words + [label for label, is_ticked in ticks.items() if is_ticked]
