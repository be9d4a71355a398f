"""What a member of the desk fills in at each step."""

from typing import Any

from crispy_forms.layout import Layout
from django import forms

from minato_dx.core.fields import DayField, ScoreField, TextField
from minato_dx.core.forms import StepForm
from minato_dx.core.layout import Button, Buttons, Choices, OptionalField
from minato_dx.organization.models import User
from proposals.enums import Advice, Criterion, Outcome

MANY = [("1", "1 低い"), ("2", "2"), ("3", "3 ふつう"), ("4", "4"), ("5", "5 高い")]
TEXT_HELP = "事業者に送る文です。直してから記録してください。メールは、ご自分のメールソフトから送ります。"
BY_DOOR_HELP = "事業者に送る文です。直してから記録してください。提案の窓口のページとメールで、自動で届きます。"
CHECK, SEND = "文面を確かめる", "この文で記録する"


class TellForm(StepForm):
    """What the vendor is told: first what goes into it, then the whole text to look at and to send."""

    not_done = "まだ記録していません"

    text = TextField(label="事業者に送る文", rows=12, required=False, help_text=TEXT_HELP)

    def __init__(self, *args: Any, shows_text: bool, goes_by_door: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.shows_text = shows_text
        if goes_by_door:
            self.fields["text"].help_text = BY_DOOR_HELP

    def rows(self) -> list[Any]:
        """Return what goes into the text, for a step that needs more than the wording."""
        return []

    def get_layout(self) -> Layout:
        label = SEND if self.shows_text else CHECK
        text = ["text"] if self.shows_text else []
        return Layout(*self.rows(), *text, Buttons(Button(label), Button(self.back_label, url=self.back_url)))


class ReasonForm(TellForm):
    reason = TextField(
        label="理由（事業者に伝わります）", rows=3, error_messages={"required": "理由を書いてください。"}
    )

    def rows(self) -> list[Any]:
        return ["reason"]


class AskBackForm(TellForm):
    reason = TextField(
        label="補ってほしいこと", rows=3, error_messages={"required": "補ってほしいことを書いてください。"}
    )

    def rows(self) -> list[Any]:
        return ["reason"]


class QuestionForm(TellForm):
    reason = TextField(label="聞きたいこと", rows=3, error_messages={"required": "聞きたいことを書いてください。"})

    def rows(self) -> list[Any]:
        return ["reason"]


class TransferForm(TellForm):
    reason = forms.CharField(
        label="移送先の窓口", max_length=120, error_messages={"required": "移送先の窓口を書いてください。"}
    )

    def rows(self) -> list[Any]:
        return ["reason"]


class ShareForm(TellForm):
    until = DayField(label="いつまで見せるか", required=False, help_text="空けておくと、1年です。")

    def rows(self) -> list[Any]:
        return [OptionalField("until")]


class CloseForm(TellForm):
    outcome = forms.ChoiceField(
        label="対話の結果",
        choices=Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "結果を選んでください。"},
    )
    reason = TextField(
        label="説明（事業者に伝わります）", rows=3, error_messages={"required": "結果の説明を書いてください。"}
    )

    def rows(self) -> list[Any]:
        return [Choices("outcome"), "reason"]


class NoteForm(StepForm):
    """One remark for the log, if any."""

    not_done = "まだ記録していません"
    submit_label = "記録する"

    note = TextField(label="メモ", rows=2, required=False)


class ReassignForm(StepForm):
    not_done = "まだ替えていません"
    submit_label = "担当を替える"

    to = forms.ModelChoiceField(
        label="新しい担当",
        queryset=User.objects.none(),
        empty_label="選んでください",
        error_messages={"required": "新しい担当を選んでください。"},
    )
    reason = TextField(
        label="替える理由",
        rows=2,
        error_messages={"required": "担当を替える理由を書いてください。新しい担当も読みます。"},
    )

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("to", people)


class ReviewersForm(StepForm):
    not_done = "まだお願いしていません"
    submit_label = "審査をお願いする"

    people = forms.ModelMultipleChoiceField(
        label="審査する人（2人）",
        queryset=User.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "審査する人を、2人選んでください。"},
    )

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("people", people)

    def get_layout(self) -> Layout:
        buttons = Buttons(Button(self.submit_label), Button(self.back_label, url=self.back_url))
        return Layout(Choices("people"), buttons)


class ReviewForm(StepForm):
    """Six criteria, what is advised, and why."""

    not_done = "まだ出していません"
    submit_label = "審査を出す"

    advice = forms.ChoiceField(
        label="意見",
        choices=Advice.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "意見を選んでください。"},
    )
    comment = TextField(label="理由", rows=4, error_messages={"required": "意見の理由を書いてください。"})

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        scores = {one.value: ScoreField(label=one.label, scale=MANY) for one in Criterion}
        self.base_fields = scores | {name: self.base_fields[name] for name in ("advice", "comment")}
        super().__init__(*args, **kwargs)

    def get_layout(self) -> Layout:
        buttons = Buttons(Button(self.submit_label), Button(self.back_label, url=self.back_url))
        return Layout(*(Choices(one.value) for one in Criterion), Choices("advice"), "comment", buttons)

    @property
    def scores(self) -> dict[str, int]:
        return {one.value: self.cleaned_data[one.value] for one in Criterion}


class DeclareForm(StepForm):
    """Whether one has a conflict of interest, and which."""

    not_done = "まだ申告していません"
    submit_label = "申告する"

    has_conflict = forms.TypedChoiceField(
        label="この事業者と、利害関係がありますか",
        choices=[("no", "ない"), ("yes", "ある")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": "あるか、ないかを選んでください。"},
    )
    text = forms.CharField(
        label="どんな関係か", max_length=400, required=False, help_text="あるときに書きます。例：親族が勤めている"
    )

    def get_layout(self) -> Layout:
        buttons = Buttons(Button(self.submit_label), Button(self.back_label, url=self.back_url))
        return Layout(Choices("has_conflict"), OptionalField("text"), buttons)
