"""Noting an absence, and deciding what happens to the hearings in it."""

from typing import Any

from crispy_forms.layout import Layout
from django import forms

from consultations.selectors.absences import HearingLine
from consultations.services.absences import Instead
from consultations.services.meetings import moment_text
from minato_dx.core.fields import DayField, TextField
from minato_dx.core.forms import PortalForm, StepForm
from minato_dx.core.layout import Buttons, Choices, FieldRow, OptionalField
from minato_dx.organization.enums import AbsenceReason
from minato_dx.organization.models import User

KEEP, ANEW = "keep", "anew"


class AbsenceForm(PortalForm):
    """Whose absence, from which day to which; without a last day nobody knows it yet."""

    not_done = "まだ登録していません"

    person = forms.ModelChoiceField(
        label="だれの不在か", queryset=User.objects.none(), to_field_name="staff_number", empty_label=None
    )
    first = DayField(label="最初の日")
    last = DayField(label="最後の日", required=False, help_text="まだ決まっていなければ、空けておきます。")
    reason = forms.ChoiceField(
        label="理由",
        choices=AbsenceReason.choices,
        widget=forms.RadioSelect,
        initial=AbsenceReason.LEAVE,
        help_text="本人とデジタル改革担当課長だけに見えます。",
    )

    def __init__(self, *args: Any, people: Any, me: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Whoever notes their own alone is not asked whose it is.
        if people is None:
            del self.fields["person"]
        else:
            self.offer("person", people)
            self.initial.setdefault("person", me.staff_number)

    def get_layout(self) -> Layout:
        rows: list[Any] = ["person"] if "person" in self.fields else []
        return Layout(*rows, FieldRow("first", "last"), Choices("reason"), Buttons("不在を登録する"))


class ArrangeForm(StepForm):
    """One choice for each hearing of the absence."""

    not_done = "まだ変えていません"
    submit_label = "この内容で変えて、知らせる"
    back_label = "あとで決める"

    reason = TextField(
        label="相談者へのひとこと", required=False, rows=2, help_text="日時を選び直してもらう人に届きます。"
    )

    def __init__(self, *args: Any, lines: list[HearingLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = lines
        for line in lines:
            self.fields[self._name(line)] = _field_for(line)

    @staticmethod
    def _name(line: HearingLine) -> str:
        return f"hearing_{line.hearing.pk}"

    def get_layout(self) -> Layout:
        names = [self._name(line) for line in self.lines]
        return Layout(*names, OptionalField("reason"), *super().get_layout()[-1:])

    @property
    def decisions(self) -> dict[Any, Instead]:
        """What was chosen, by hearing; those that stay as they are are left out."""
        chosen = {}
        for line in self.lines:
            value = self.cleaned_data[self._name(line)]
            if value == ANEW:
                chosen[line.hearing] = Instead(by=None)
            elif value != KEEP:
                chosen[line.hearing] = Instead(by=next(one for one in line.can_hear if one.staff_number == value))
        return chosen


def _field_for(line: HearingLine) -> forms.ChoiceField:
    case = line.hearing.consultation
    colleagues = [(person.staff_number, f"{person.name}さんが代わりに聞く") for person in line.can_hear]
    return forms.ChoiceField(
        label=f"{moment_text(line.hearing.starts_at)}　{case.number}　{case.title}",
        help_text=f"{case.division_name} {case.requester.name}さん・{line.hearing.place}",
        choices=[*colleagues, (ANEW, "相談者に日時を選び直してもらう"), (KEEP, "このままにする")],
        initial=line.by_default.staff_number if line.by_default else ANEW,
        error_messages={"invalid_choice": "その人は、もう空いていません。選び直してください。"},
    )
