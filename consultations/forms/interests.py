"""By what the list of wishes is narrowed down, and the sentence that goes with one."""

from typing import Any

from django import forms

from consultations import wishes
from consultations.selectors.interests import WishChoices, WishConditions
from consultations.services.interests import SENTENCE_LENGTH
from minato_dx.core.forms import PortalForm

SMALL = {"class": "form-select form-select-sm"}
BEGUN = [("", "すべて"), ("yes", "相談を始めた"), ("no", "まだ")]


class WishFilterForm(PortalForm):
    """The conditions of the list, as the address holds them."""

    q = forms.CharField(
        label="ことば",
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs={"type": "search", "class": "form-control form-control-sm"}),
    )
    kind = forms.ChoiceField(label="種類", required=False, widget=forms.Select(attrs=SMALL))
    thing = forms.ChoiceField(label="何について", required=False, widget=forms.Select(attrs=SMALL))
    division = forms.ChoiceField(label="課", required=False, widget=forms.Select(attrs=SMALL))
    begun = forms.ChoiceField(label="相談", required=False, choices=BEGUN, widget=forms.Select(attrs=SMALL))

    def __init__(self, *args: Any, choices: WishChoices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("kind", [("", "すべて"), *wishes.registered().items()])
        self.offer("thing", [("", "すべて"), *choices.things])
        self.offer("division", [("", "すべて"), *choices.divisions])

    @property
    def conditions(self) -> WishConditions:
        """Return what was chosen; nothing where it cannot be understood."""
        data: dict[str, Any] = self.cleaned_data if self.is_valid() else {}
        kind, _dash, object_id = (data.get("thing") or "").rpartition("-")
        return WishConditions(
            words=data.get("q") or "",
            kind=data.get("kind") or "",
            begun=data.get("begun") or "",
            thing=(kind, int(object_id)) if kind else None,
            division_id=int(data["division"]) if data.get("division") else None,
        )

    @property
    def chosen(self) -> list[str]:
        """Return the conditions in words."""
        if not self.is_valid():
            return []
        words = [f"「{self.cleaned_data['q']}」"] if self.cleaned_data["q"] else []
        return words + self.conditions_in("kind", "thing", "division", "begun")


class SentenceForm(PortalForm):
    """One sentence, and not even that has to be."""

    sentence = forms.CharField(label="ひとこと", required=False, max_length=SENTENCE_LENGTH)
