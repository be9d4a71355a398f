"""By what the desk's list is narrowed down."""

from collections.abc import Iterable
from typing import Any

from django import forms

from minato_dx.core.forms import PortalForm
from minato_dx.organization.models import User
from minato_dx.reference.models import FieldOfWork
from proposals.enums import Source
from proposals.selectors.lists import SORTS, TABS, ListConditions

SMALL = {"class": "form-select form-select-sm"}


class ProposalFilterForm(PortalForm):
    """The conditions of the list, as the address holds them."""

    q = forms.CharField(
        label="ことば",
        required=False,
        max_length=80,
        widget=forms.TextInput(
            attrs={
                "type": "search",
                "class": "form-control form-control-sm",
                "placeholder": "番号・件名・内容・事業者・法人番号",
            }
        ),
    )
    field = forms.ChoiceField(label="分野", required=False, widget=forms.Select(attrs=SMALL))
    source = forms.ChoiceField(
        label="受け方", required=False, choices=[("", "すべて"), *Source.choices], widget=forms.Select(attrs=SMALL)
    )
    assignee = forms.ChoiceField(label="担当", required=False, widget=forms.Select(attrs=SMALL))
    late = forms.ChoiceField(
        label="期限",
        required=False,
        choices=[("", "すべて"), ("yes", "過ぎたものだけ")],
        widget=forms.Select(attrs=SMALL),
    )
    sort = forms.ChoiceField(
        label="並び順",
        required=False,
        choices=[(name, label) for name, (label, _columns) in SORTS.items()],
        widget=forms.Select(attrs=SMALL),
    )
    tab = forms.ChoiceField(required=False, choices=list(TABS.items()), widget=forms.HiddenInput)

    def __init__(self, *args: Any, work_fields: Iterable[FieldOfWork], people: Iterable[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offer("field", [(str(one.pk), one.name) for one in work_fields])
        self._offer("assignee", [(str(one.pk), one.name) for one in people])

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        self.offer(name, [("", "すべて"), *choices])

    @property
    def conditions(self) -> ListConditions:
        """Return what was chosen; nothing where it cannot be understood."""
        data: dict[str, Any] = self.cleaned_data if self.is_valid() else {}
        return ListConditions(
            words=data.get("q") or "",
            field_id=int(data["field"]) if data.get("field") else None,
            source=data.get("source") or "",
            assignee_id=int(data["assignee"]) if data.get("assignee") else None,
            late_only=bool(data.get("late")),
            sort=data.get("sort") or "",
        )

    @property
    def tab_name(self) -> str:
        return self.cleaned_data["tab"] if self.is_valid() else ""

    @property
    def chosen(self) -> list[str]:
        """Return the conditions in words, for the sentence that says what is shown."""
        if not self.is_valid():
            return []
        words = [f"「{self.cleaned_data['q']}」"] if self.cleaned_data["q"] else []
        return words + self.conditions_in("field", "source", "assignee", "late")
