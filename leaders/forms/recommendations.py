"""Recommending somebody, and what the others say to it."""

from typing import Any

from crispy_forms.layout import Layout
from django import forms
from django.db.models import QuerySet

from leaders.enums import Kind, LetterKind
from leaders.models.recommendation import REASON_LENGTH
from leaders.services.recommending import Nomination
from minato_dx.core.fields import DayField, TextField
from minato_dx.core.forms import StepForm
from minato_dx.core.layout import Button, Buttons, Choices, OptionalField
from minato_dx.organization.models import User

SAVE_DRAFT = "draft"
LETTERS = ((LetterKind.APPOINT, "命ずる（区の職員）"), (LetterKind.COMMISSION, "委嘱する（区の職員でない人）"))


class CandidateField(forms.ModelChoiceField):
    """A member of the division, by name and post."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.name}（{obj.post}）" if getattr(obj, "post", "") else obj.name


class NominationForm(StepForm):
    """Whom, why, and what for: one line is enough."""

    not_done = "まだ推薦していません"
    submit_label = "推薦する"

    candidate = CandidateField(
        label="推薦する人",
        queryset=User.objects.none(),
        to_field_name="staff_number",
        empty_label="選んでください",
        error_messages={
            "required": "推薦する人を選んでください。",
            "invalid_choice": "その人は、きょうこの課に所属していません。選び直してください。",
        },
    )
    reason = TextField(
        label="理由",
        rows=2,
        max_length=REASON_LENGTH,
        help_text="1行でかまいません。例：窓口の申請書を作り替えた経験がある",
        error_messages={"required": "理由を書いてください。1行でかまいません。"},
    )
    expected_use = TextField(label="任せたいこと", rows=2, max_length=REASON_LENGTH, required=False)
    token = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, candidates: QuerySet[User], may_draft: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("candidate", candidates)
        self.may_draft = may_draft

    def get_layout(self) -> Layout:
        draft = [Button("下書きに保存", "btn-outline-primary", name=SAVE_DRAFT, value="1")] if self.may_draft else []
        return Layout(
            "candidate",
            "reason",
            OptionalField("expected_use"),
            "token",
            Buttons(Button(self.submit_label), *draft, Button(self.back_label, url=self.back_url)),
        )

    @property
    def nomination(self) -> Nomination:
        data = self.cleaned_data
        return Nomination(candidate=data["candidate"], reason=data["reason"], expected_use=data["expected_use"])


class ResendForm(NominationForm):
    """The recommendation once more, with an answer to the question."""

    submit_label = "答えて、もう一度送る"

    answer = TextField(label="質問への答え", rows=2, max_length=REASON_LENGTH, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, may_draft=False, **kwargs)

    def get_layout(self) -> Layout:
        return Layout(OptionalField("answer"), *super().get_layout())


class ReplaceForm(NominationForm):
    submit_label = "この人に差し替える"
    not_done = "まだ差し替えていません"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, may_draft=False, **kwargs)


class NoCandidateForm(StepForm):
    not_done = "まだ回答していません"
    submit_label = "今回は推薦しないと回答する"

    reason = TextField(
        label="推薦できない理由",
        max_length=REASON_LENGTH,
        help_text="デジタル改革担当だけが読みます。できる手伝いを一緒に考えます。",
        error_messages={"required": "推薦できない理由を書いてください。1行でかまいません。"},
    )


class ConsentForm(StepForm):
    """The candidate's word; which of the two buttons was pressed says what it is."""

    not_done = "まだ答えていません"

    comment = forms.CharField(label="ひとこと", max_length=400, required=False)

    def get_layout(self) -> Layout:
        return Layout(
            OptionalField("comment"),
            Buttons(
                Button("同意する", name="agrees", value="yes"),
                Button("辞退する", "btn-outline-primary", name="agrees", value="no"),
            ),
        )


class CheckForm(StepForm):
    submit_label = "確認して、決定をお願いする"
    not_done = "まだ確認していません"

    letter_kind = forms.ChoiceField(
        label="任命書のことば", choices=LETTERS, widget=forms.RadioSelect, initial=LetterKind.APPOINT
    )

    def get_layout(self) -> Layout:
        return Layout(Choices("letter_kind"), Buttons(Button(self.submit_label)))


class QuestionForm(StepForm):
    submit_label = "差し戻す"
    submit_css = "btn-outline-primary"
    not_done = "まだ差し戻していません"

    question = TextField(
        label="直してほしいこと",
        max_length=REASON_LENGTH,
        error_messages={"required": "所属長に直してほしいことを書いてください。"},
    )

    def get_layout(self) -> Layout:
        return Layout("question", Buttons(Button(self.submit_label, self.submit_css)))


class WithdrawForm(StepForm):
    submit_label = "推薦を取り下げる"
    submit_css = "btn-outline-danger"
    not_done = "まだ取り下げていません"

    reason = TextField(label="理由", rows=2, max_length=REASON_LENGTH, required=False)

    def get_layout(self) -> Layout:
        return Layout(OptionalField("reason"), *super().get_layout()[-1:])


class ChangeForm(StepForm):
    """Renewal or release of a term."""

    not_done = "まだ申し出ていません"

    reason = TextField(
        label="理由", rows=2, max_length=REASON_LENGTH, error_messages={"required": "理由を書いてください。"}
    )
    effective_on = DayField(label="解任の日", help_text="この日から、リーダーではなくなります。")

    def __init__(self, *args: Any, kind: Kind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.submit_label = "任期の更新を申し出る" if kind == Kind.RENEW else "解任を申し出る"
        if kind == Kind.RENEW:
            del self.fields["effective_on"]
