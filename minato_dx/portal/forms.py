"""By what the list of companies is narrowed down."""

from django import forms

from minato_dx.core.forms import PortalForm
from minato_dx.portal.selectors.companies import SORTS


class CompanyFilterForm(PortalForm):
    """The words and the order, as the address holds them."""

    q = forms.CharField(
        label="ことば",
        required=False,
        max_length=80,
        widget=forms.TextInput(
            attrs={"type": "search", "class": "form-control form-control-sm", "placeholder": "名称・法人番号"}
        ),
    )
    sort = forms.ChoiceField(
        label="並び順",
        required=False,
        choices=[(name, label) for name, (label, _columns) in SORTS.items()],
        widget=forms.Select(attrs={"class": "form-select form-select-sm"}),
    )

    @property
    def words(self) -> str:
        """Return what is looked for; nothing where it cannot be understood."""
        return str(self.cleaned_data["q"]) if self.is_valid() else ""

    @property
    def order(self) -> str:
        return str(self.cleaned_data["sort"]) if self.is_valid() else ""
