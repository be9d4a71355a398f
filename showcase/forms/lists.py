"""By what the list of stories is narrowed down."""

from typing import Any

from django import forms

from minato_dx.core.forms import PortalForm
from minato_dx.organization.models import Department
from minato_dx.reference.models import FieldOfWork, InHouseTool
from showcase.selectors.stories import EFFECTS, SORTS, TABS, Choices, Conditions

SMALL = {"class": "form-select form-select-sm"}
SEARCH = {"type": "search", "class": "form-control form-control-sm"}
ALL = "すべて"


def choice_of(label: str, choices: list[tuple[str, str]]) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, required=False, choices=choices, widget=forms.Select(attrs=SMALL))


def row_of(label: str, rows: Any) -> forms.ModelChoiceField:
    widget = forms.Select(attrs=SMALL)
    return forms.ModelChoiceField(label=label, required=False, queryset=rows, empty_label=ALL, widget=widget)


class FrontForm(PortalForm):
    """What the front page, and the list of stories with it, is narrowed down by."""

    q = forms.CharField(label="ことば", required=False, max_length=80, widget=forms.TextInput(attrs=SEARCH))
    field = row_of("分野", FieldOfWork.objects.none())
    department = row_of("部", Department.objects.none())
    tool = row_of("庁内ツール", InHouseTool.objects.none())
    effect = choice_of("1年の時間", [("", ALL), *EFFECTS.items()])

    def __init__(self, *args: Any, offered: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("field", offered.fields)
        self.offer("department", offered.departments)
        self.offer("tool", offered.tools)

    @property
    def conditions(self) -> Conditions:
        """Return what was chosen; a condition that cannot be is left out, and its error shown."""
        data = self.cleaned_data if self.is_valid() else getattr(self, "cleaned_data", {})
        return Conditions(
            words=data.get("q") or "",
            field=data.get("field"),
            department=data.get("department"),
            tool=data.get("tool"),
            effect=data.get("effect") or "",
            sort=data.get("sort") or "",
        )

    @property
    def chosen(self) -> list[str]:
        """Return the conditions as words."""
        found = self.conditions
        words = [f"「{found.words}」"] if found.words else []
        rows = {"分野": found.field, "部": found.department, "庁内ツール": found.tool}
        words += [f"{label}「{row}」" for label, row in rows.items() if row is not None]
        return words + ([EFFECTS[found.effect]] if found.effect else [])


class StoriesForm(FrontForm):
    sort = choice_of("並び順", [(name, label) for name, (label, _order) in SORTS.items()])
    tab = forms.ChoiceField(required=False, choices=list(TABS.items()), widget=forms.HiddenInput)

    @property
    def tab_name(self) -> str:
        return self.cleaned_data["tab"] if self.is_valid() else ""
