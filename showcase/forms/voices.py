"""What readers say to a story."""

from typing import Any

from crispy_forms.layout import Layout
from django import forms

from minato_dx.core.calendar import today
from minato_dx.core.fields import DayField, TextField
from minato_dx.core.forms import StepForm
from minato_dx.core.layout import Button, Buttons, Choices, OptionalField
from minato_dx.organization.models import DivisionVersion
from showcase.enums import QUESTION_LENGTH, REASON_LENGTH, AdoptionState
from showcase.models import Adoption
from showcase.services.adopting import Became

QUESTION_HELP = "事例の課の人が答えます。質問と答えは、すべての職員が読めます。"


class QuestionForm(StepForm):
    not_done = "まだ質問していません"
    submit_label = "質問する"

    body = TextField(
        label="聞きたいこと",
        rows=3,
        max_length=QUESTION_LENGTH,
        help_text=QUESTION_HELP,
        error_messages={"required": "聞きたいことを書いてください。1文でかまいません。"},
    )


class ReplyForm(StepForm):
    not_done = "まだ答えていません"
    submit_label = "答える"

    body = TextField(
        label="答え",
        rows=4,
        max_length=QUESTION_LENGTH,
        help_text="聞いた人に知らせます。すべての職員が読めます。",
        error_messages={"required": "答えを書いてください。"},
    )


class HideForm(StepForm):
    not_done = "まだ見えています"
    submit_label = "見えなくする"

    reason = TextField(
        label="理由",
        rows=3,
        max_length=REASON_LENGTH,
        help_text="聞いた人が読みます。",
        error_messages={"required": "理由を書いてください。聞いた人が読みます。"},
    )


class AdoptionForm(StepForm):
    """What became of the story in one division; begins with what was said last."""

    not_done = "まだ答えていません"
    submit_label = "答える"

    division = forms.ChoiceField(label="課", error_messages={"required": "課を選んでください。"})
    state = forms.ChoiceField(
        label="どうなりましたか",
        choices=AdoptionState.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "どれかを選んでください。"},
    )
    reason = TextField(
        label="工夫したこと、見送った理由",
        rows=3,
        required=False,
        max_length=REASON_LENGTH,
        help_text="「見送った」のときは、理由を書いてください。ほかの課の役に立ちます。",
    )
    since = DayField(label="いつから", required=False, help_text="空けておくと、きょうからになります。")

    def __init__(
        self, *args: Any, divisions: list[DivisionVersion], said: Adoption | None, state: str, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.offer("division", [(str(row.division_id), row.name) for row in divisions])
        if said is not None:
            self.initial |= {
                "division": str(said.division_id), "state": said.state, "reason": said.reason, "since": said.since,
            }  # fmt: skip
        if state in AdoptionState.values:
            self.initial |= {"state": state, "since": None}

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("state") == AdoptionState.GAVE_UP and not data.get("reason"):
            self.add_error("reason", "見送った理由を書いてください。ほかの課の役に立ちます。")
        return data

    @property
    def became(self) -> Became:
        data = self.cleaned_data
        return Became(AdoptionState(data["state"]), data["since"] or today(), data["reason"])

    def get_layout(self) -> Layout:
        buttons = Buttons(Button(self.submit_label), Button(self.back_label, url=self.back_url))
        return Layout("division", Choices("state"), OptionalField("reason"), OptionalField("since"), buttons)
