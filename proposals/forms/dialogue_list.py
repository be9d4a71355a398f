"""By what the list of dialogues is narrowed down."""

from typing import Any

from django import forms

from minato_dx.core.calendar import fiscal_year_label
from minato_dx.core.forms import PortalForm
from minato_dx.reference.models import Company, FieldOfWork
from proposals.selectors.dialogues import TABS, DialogueConditions


class DialogueFilterForm(PortalForm):
    """The conditions as the address holds them; figures of other pages link here."""

    field = forms.ModelChoiceField(label="分野", queryset=FieldOfWork.objects.all(), required=False)
    company = forms.ModelChoiceField(label="事業者", queryset=Company.objects.all(), required=False)
    year = forms.IntegerField(label="年度", required=False, min_value=2000, max_value=2100)
    tab = forms.ChoiceField(required=False, choices=list(TABS.items()))

    @property
    def conditions(self) -> DialogueConditions:
        """Return what was chosen; nothing where it cannot be understood."""
        data: dict[str, Any] = self.cleaned_data if self.is_valid() else {}
        return DialogueConditions(field=data.get("field"), company=data.get("company"), year=data.get("year"))

    @property
    def tab_name(self) -> str:
        return self.cleaned_data["tab"] if self.is_valid() else ""

    @property
    def chosen(self) -> list[str]:
        """Return the conditions in words."""
        found = self.conditions
        words = [f"分野「{found.field}」"] if found.field else []
        words += [f"事業者「{found.company}」"] if found.company else []
        return words + ([fiscal_year_label(found.year)] if found.year else [])
