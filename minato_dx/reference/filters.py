"""How the tool catalogue is narrowed down; the conditions stand in the address."""

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet

from minato_dx.reference.enums import Network
from minato_dx.reference.models import InHouseTool
from minato_dx.reference.selectors import fields_of_work, with_words

WORDS_LENGTH = 100
SMALL_SELECT = {"class": "form-select form-select-sm"}


class ToolFilter(django_filters.FilterSet):
    """Words, network, field of work. What cannot be understood narrows nothing."""

    q = django_filters.CharFilter(
        label="ことば",
        method="narrow_by_words",
        max_length=WORDS_LENGTH,
        widget=forms.TextInput(attrs={"type": "search", "class": "form-control form-control-sm"}),
    )
    network = django_filters.ChoiceFilter(
        label="ネットワーク", choices=Network.choices, empty_label="すべて", widget=forms.Select(attrs=SMALL_SELECT)
    )
    field = django_filters.ModelChoiceFilter(
        label="分野",
        field_name="fields",
        queryset=lambda request: fields_of_work(),
        empty_label="すべて",
        widget=forms.Select(attrs=SMALL_SELECT),
    )

    class Meta:
        model = InHouseTool
        fields = ("q", "network", "field")

    def narrow_by_words(self, rows: QuerySet[InHouseTool], _name: str, text: str) -> QuerySet[InHouseTool]:
        return with_words(rows, text)

    @property
    def chosen(self) -> list[str]:
        """Return the conditions in words, for the sentence that says what is shown."""
        self.form.is_valid()
        return [
            f"{self.filters[name].label}「{_in_words(name, value)}」"
            for name, value in self.form.cleaned_data.items()
            if value
        ]


def _in_words(name: str, value: Any) -> str:
    return Network(value).label if name == "network" else str(value)
