"""Who goes on with the work of a person who leaves."""

import uuid
from collections.abc import Sequence
from typing import Any

from crispy_forms.layout import Layout
from django import forms
from django.utils import timezone

from consultations.selectors.handovers import WorkLine
from consultations.services.meetings import moment_text
from minato_dx.core.calendar import short_day
from minato_dx.core.fields import TextField
from minato_dx.core.forms import StepForm
from minato_dx.core.layout import Button, Buttons
from minato_dx.organization.models import User

STAYS = ""


class HandoverForm(StepForm):
    """One choice for each open consultation, and why; sent a first time it is shown again to be checked."""

    not_done = "まだ引き継いでいません"
    submit_label = "内容を確かめる"
    # To hand nothing over is a choice as well.
    marked_optional = ()

    reason = TextField(
        label="引き継ぐ理由",
        rows=2,
        help_text="例：12月1日付の異動のため。新しい担当と相談者も読みます。",
        error_messages={"required": "引き継ぐ理由を書いてください。新しい担当と相談者も読みます。"},
    )
    token = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, lines: Sequence[WorkLine], people: Sequence[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines, self.people = lines, {person.staff_number: person for person in people}
        self.initial.setdefault("token", uuid.uuid4())
        for line in lines:
            self.fields[self.name_of(line)] = self._field_for(line)

    @staticmethod
    def name_of(line: WorkLine) -> str:
        """Return the field's name for a line of work."""
        return f"case_{line.consultation.pk}"

    def _field_for(self, line: WorkLine) -> forms.ChoiceField:
        case = line.consultation
        others = [person for person in self.people.values() if person.pk != case.requester_id]
        facts = [f"{case.division_name} {case.requester.name}さん"]
        if case.next_due_at:
            facts.append(f"次の約束 {short_day(timezone.localdate(case.next_due_at))}")
        if line.hearing:
            facts.append(f"ヒアリング {moment_text(line.hearing.starts_at)}")
        return forms.ChoiceField(
            label=f"{case.number}　{case.title}",
            help_text="・".join(facts),
            choices=[(person.staff_number, _label(person)) for person in others] + [(STAYS, "引き継がない")],
            initial=line.by_default.staff_number if line.by_default else STAYS,
            required=False,
            error_messages={"invalid_choice": "その人は、いまは担当になれません。選び直してください。"},
        )

    def get_layout(self) -> Layout:
        names = [self.name_of(line) for line in self.lines]
        buttons = Buttons(Button(self.submit_label), Button(self.back_label, url=self.back_url))
        return Layout(*names, "reason", "token", buttons)

    def clean(self) -> dict[str, Any]:
        """Ask again about a consultation that came after the page was opened: nobody has decided about it."""
        data = super().clean() or self.cleaned_data
        unseen = [line for line in self.lines if self.add_prefix(self.name_of(line)) not in self.data]
        if unseen:
            numbers = "、".join(str(line.consultation.number) for line in unseen)
            self.add_error(
                None, f"画面を開いたあとに、相談が増えました（{numbers}）。だれが引き継ぐかを選んでください。"
            )
        return data

    @property
    def assignments(self) -> dict[int, User | None]:
        """What was chosen: the new person by consultation id, None for what stays."""
        return {line.consultation.pk: self.people.get(self.cleaned_data[self.name_of(line)]) for line in self.lines}


def _label(person: Any) -> str:
    away = "、きょうは不在" if person.is_away else ""
    return f"{person.name}（進行中{person.open_count}件{away}）"
