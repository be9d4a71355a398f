"""Choosing, proposing and changing the time of a hearing, and what came of it."""

import datetime as dt
from typing import Any

from crispy_forms.layout import Layout
from django import forms

from consultations.enums import HearingState
from consultations.forms.hearings import WhenForm
from minato_dx.core.calendar import jst
from minato_dx.core.fields import ClockField, DayField, TextField
from minato_dx.core.forms import StepForm
from minato_dx.core.layout import Button, Buttons, Choices, FieldRow, OptionalField
from minato_dx.core.text import plain_text

GONE = "その時間は、ほかの人が選びました。残っている時間から選び直してください。"


class SlotForm(StepForm):
    """One of the published times."""

    not_done = "まだ決まっていません"
    submit_label = "この日時で会う"

    slot = forms.ChoiceField(
        label="会える日時",
        widget=forms.RadioSelect,
        error_messages={"required": "会える日時を1つ選んでください。", "invalid_choice": GONE},
    )

    def __init__(self, *args: Any, slots: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("slot", slots)

    def get_layout(self) -> Layout:
        buttons = Buttons(Button(self.submit_label, self.submit_css), Button(self.back_label, url=self.back_url))
        return Layout(Choices("slot"), buttons)


class SlotMoveForm(SlotForm):
    """Another of the published times, for a hearing that is fixed already."""

    submit_label = "この日時に変える"

    reason = TextField(label="変える理由", required=False, rows=2, help_text="例：窓口が混む日と重なりました")

    def get_layout(self) -> Layout:
        buttons = Buttons(Button(self.submit_label, self.submit_css), Button(self.back_label, url=self.back_url))
        return Layout(Choices("slot"), OptionalField("reason"), buttons)


class ProposeForm(StepForm):
    """One to three wished times; the days have to be working days still to come, which the service minds."""

    not_done = "まだ伝えていません"
    submit_label = "この日時を伝える"

    day_1 = DayField(label="第1希望の日")
    starts_1 = ClockField(label="始まる時刻", help_text="例：10:30")
    day_2 = DayField(label="第2希望の日", required=False)
    starts_2 = ClockField(label="始まる時刻（第2希望）", required=False)
    day_3 = DayField(label="第3希望の日", required=False)
    starts_3 = ClockField(label="始まる時刻（第3希望）", required=False)
    note = forms.CharField(
        label="場所などの希望", max_length=200, required=False, help_text="例：窓口の様子も見てほしいです"
    )

    def get_layout(self) -> Layout:
        rows = [FieldRow(f"day_{number}", f"starts_{number}") for number in (1, 2, 3)]
        buttons = Buttons(Button(self.submit_label, self.submit_css), Button(self.back_label, url=self.back_url))
        return Layout(*rows, OptionalField("note"), buttons)

    def clean_note(self) -> str:
        return plain_text(self.cleaned_data["note"])

    def clean(self) -> dict[str, Any]:
        """Add ``times`` (aware moments, the most wanted first) to what was filled in."""
        data = super().clean() or self.cleaned_data
        times: list[dt.datetime] = []
        for number in (1, 2, 3):
            day, starts = data.get(f"day_{number}"), data.get(f"starts_{number}")
            if day and starts:
                times.append(jst(day, starts))
            elif day and f"starts_{number}" not in self.errors:
                self.add_error(f"starts_{number}", "始まる時刻も入れてください。例：10:30")
            elif starts and f"day_{number}" not in self.errors:
                self.add_error(f"day_{number}", "日も入れてください。")
        data["times"] = times
        return data


class MoveForm(WhenForm):
    """Another time and place, fixed by the DX side."""

    not_done = "まだ変えていません"
    submit_label = "日時を変える"

    reason = TextField(label="変える理由", required=False, rows=2, help_text="相談者にも届きます。")

    def get_layout(self) -> Layout:
        return self.when_layout(OptionalField("reason"))


class OutcomeForm(StepForm):
    """A hearing that did not take place."""

    not_done = "まだ記録していません"
    submit_label = "記録する"
    OUTCOMES = [
        (HearingState.NO_SHOW.value, "会えませんでした"),
        (HearingState.POSTPONED.value, "延期する（日時は選び直し）"),
    ]

    outcome = forms.ChoiceField(
        label="どうなりましたか",
        choices=OUTCOMES,
        widget=forms.RadioSelect,
        error_messages={"required": "どうなったかを選んでください。"},
    )
    reason = TextField(
        label="ひとこと", required=False, rows=2, help_text="相談者にも届きます。責める書き方は避けます。"
    )

    def __init__(self, *args: Any, has_begun: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_begun:
            self.offer("outcome", self.OUTCOMES[1:])
            self.initial["outcome"] = self.OUTCOMES[1][0]

    def get_layout(self) -> Layout:
        buttons = Buttons(Button(self.submit_label, self.submit_css), Button(self.back_label, url=self.back_url))
        return Layout(Choices("outcome"), OptionalField("reason"), buttons)
