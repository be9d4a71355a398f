"""By what a visitor narrows an exhibition down."""

from typing import Any

from django import forms

from minato_dx.core.forms import PortalForm
from minato_dx.reference.models import FieldOfWork
from showcase.enums import ExhibitorKind
from showcase.forms.lists import ALL, SEARCH, choice_of, row_of
from showcase.models import Hall
from showcase.selectors.visits.conditions import VisitConditions


class VisitForm(PortalForm):
    """Words and fields keep booths and programme alike; hall and kind are of booths alone."""

    q = forms.CharField(label="ことば", required=False, max_length=80, widget=forms.TextInput(attrs=SEARCH))
    field = row_of("分野", FieldOfWork.objects.none())
    hall = row_of("会場", Hall.objects.none())
    kind = choice_of("出展者", [("", ALL), *ExhibitorKind.choices])
    fits = forms.BooleanField(label="うちの課に合いそうなもの", required=False)

    def __init__(self, *args: Any, fields_offered: Any, halls: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("field", fields_offered)
        self.offer("hall", halls)
        self.fields["fits"].widget.attrs["class"] = "form-check-input"

    @property
    def conditions(self) -> VisitConditions:
        """Return what was chosen; a condition that cannot be is left out, and its error shown."""
        data = self.cleaned_data if self.is_valid() else getattr(self, "cleaned_data", {})
        return VisitConditions(
            words=data.get("q") or "",
            field=data.get("field"),
            hall=data.get("hall"),
            kind=data.get("kind") or "",
            fits=bool(data.get("fits")),
        )

    @property
    def chosen(self) -> list[str]:
        """Return the conditions as words."""
        found = self.conditions
        words = [f"「{found.words}」"] if found.words else []
        rows = {"分野": found.field, "会場": found.hall}
        words += [f"{label}「{row}」" for label, row in rows.items() if row is not None]
        words += [ExhibitorKind(found.kind).label] if found.kind else []
        return words + (["うちの課に合いそうなもの"] if found.fits else [])
